"""``immlint test``: the examples of custom rules."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

import click

from immlint.cli.speech import say, tell
from immlint.config import Config, ConfigError, Settings
from immlint.custom import with_custom
from immlint.example import checked
from immlint.finding import Finding
from immlint.message import Message, Term, counted
from immlint.registry import Registry
from immlint.rule import Example, Rule
from immlint.rules import registry
from immlint.visible import visible

#: What keeps an example from being read, or a rule from being asked.
_FAILURES = ("LNT903", "LNT904")


@click.command("test")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
def command(paths: tuple[str, ...]) -> int:
    """Run the examples of rule files, by default of those that the configuration names.

    Exit codes: 0 each example finds what it says, 1 one does not, 2 a rule file cannot be used.
    """
    try:
        config = _named(paths) if paths else Settings(nearest=True).run
        if not config.rules and not config.python_rules:
            raise click.UsageError(Message("name a rule file, or 'rules' in the configuration"))
        rules = with_custom(registry(), config)
        own = [rules.rule(entry) for entry in rules.entries if entry.code not in _codes(registry())]
        failures = [line for rule in own for line in _failures(rule, rules)]
    except ConfigError as error:
        raise click.ClickException(str(error)) from None
    for line in failures:
        click.echo(visible(line))
    examples = sum(len(rule.valid) + len(rule.invalid) for rule in own)
    said = Term("some find something else") if failures else Term("each finds what it says")
    shown = counted(examples, "{count} example", "{count} examples")
    tell(
        "{examples} of {rules}: {said}",
        examples=shown,
        rules=counted(len(own), "{count} rule", "{count} rules"),
        said=said,
    )
    return 1 if failures else 0


def _named(paths: Sequence[str]) -> Config:
    """Return a configuration of rule files alone: of folders those in YAML, Python only where it is named."""
    data = [os.path.join(path, "*.y*ml") if os.path.isdir(path) else path for path in paths]
    python = tuple(path for path in data if path.endswith(".py"))
    return Config(rules=tuple(path for path in data if path not in python), python_rules=python)


def _codes(rules: Registry) -> set[str]:
    return {entry.code for entry in rules.entries}


def _failures(rule: Rule, rules: Registry) -> Iterator[str]:
    """Yield a line for each example that is not as it should be, with the lines that tell how."""
    for key, examples in (("valid", rule.valid), ("invalid", rule.invalid)):
        for number, example in enumerate(examples):
            lines = list(_differences(rule, example, rules, wrong=key == "invalid"))
            if lines:
                yield f"{rule.code} {rule.name}: {key}[{number}] ({example.filename})"
                yield from (f"  {line}" for line in lines)


def _differences(rule: Rule, example: Example, rules: Registry, *, wrong: bool) -> Iterator[str]:
    report = checked(example, rules, Config(select=(rule.code, *_FAILURES)))
    failed = [f for f in report.findings if f.code in _FAILURES]
    found = [(f.pointer, f.message) for f in report.findings if f not in failed]
    if report.foreign:
        yield say(Message("nothing to check, neither an IMM request nor a RAM policy; expected one"))
    yield from map(_told, failed)
    if wrong and not example.finds:
        if not found and not failed and not report.foreign:
            yield say(Message("no finding; expected one"))
        return
    yield from _difference(example.finds, found)


def _told(finding: Finding) -> str:
    return f"{finding.line}:{finding.column}: {finding.code} {say(finding.message)}"


def _difference(wanted: Sequence[tuple[str, str]], found: Sequence[tuple[str, str]]) -> Iterator[str]:
    for sign, one, other in (("-", wanted, found), ("+", found, wanted)):
        left = list(other)
        for item in one:
            if item in left:
                left.remove(item)
            else:
                yield f"{sign} {item[0] or '/'}: {item[1]}"
