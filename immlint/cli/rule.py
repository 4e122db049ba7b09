"""``immlint rule``: the documentation of a rule, from the rule itself."""

from __future__ import annotations

import json
from typing import Any

import click

from immlint.cells import padded
from immlint.cli.completion import rules_named
from immlint.cli.speech import say, speech
from immlint.config import ConfigError, Settings
from immlint.message import Message, Say
from immlint.page import explanation, markdown, text
from immlint.registry import UnknownRuleError
from immlint.rule import Example, Rule


@click.command("rule")
@click.argument("name", required=False, metavar="[CODE|NAME]", shell_complete=rules_named)
@click.option("--all", "every", is_flag=True, help="Show all rules.")
@click.option(
    "--output-format",
    type=click.Choice(("text", "markdown", "json")),
    default="text",
    show_default=True,
)
def command(name: str | None, every: bool, output_format: str) -> int:
    """Show what a rule does, why, and how to fix what it finds."""
    from immlint.custom import with_custom
    from immlint.rules import registry

    if every == (name is not None):
        raise click.UsageError(Message("name one rule, or use --all"))
    try:
        known = with_custom(registry(), Settings(nearest=True).run)
        rules = list(known) if every else known.named(name or "")
    except (ConfigError, UnknownRuleError) as error:
        raise click.ClickException(str(error)) from None
    if not speech().is_english and (output_format != "text" or not every):
        from immlint.example import with_messages

        rules = [with_messages(rule, known) for rule in rules]
    if output_format == "json":
        shown = [_data(rule, speech().say if speech().is_asked_for else str) for rule in rules]
        click.echo(json.dumps(shown[0] if len(shown) == 1 else shown, ensure_ascii=False, indent=2))
    elif output_format == "markdown":
        click.echo("\n".join(markdown(rule, say) for rule in rules), nl=False)
    elif every:
        width = max(len(rule.name) for rule in rules)
        for rule in rules:
            level = padded(say(rule.severity.label), 7)
            click.echo(f"{rule.code}  {rule.name:<{width}}  {level}  {say(rule.summary)}")
    else:
        click.echo("\n".join(text(rule, say) for rule in rules), nl=False)
    return 0


def _data(rule: Rule, say: Say) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.label,
        "summary": say(rule.summary),
        "explanation": explanation(rule, say),
        "url": rule.url,
        "source": rule.source,
        "valid": [_example(example, say) for example in rule.valid],
        "invalid": [_example(example, say) for example in rule.invalid],
    }


def _example(example: Example, say: Say) -> dict[str, Any]:
    finds = [{"pointer": pointer, "message": say(message)} for pointer, message in example.finds]
    shown: dict[str, Any] = {"filename": example.filename, "text": example.text, "finds": finds}
    if example.also:
        shown["also"] = [
            {"code": code, "pointer": pointer, "message": say(message)}
            for code, pointer, message in example.also
        ]
    return {**shown, "policy": example.policy} if example.policy else shown
