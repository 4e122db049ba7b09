"""What ``immlint check`` does, once its options are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from immlint.cli.baseline import check_options, heed, update
from immlint.cli.caching import caching, whole
from immlint.cli.closing import remark
from immlint.cli.inputs import inputs_of
from immlint.cli.jobs import hired
from immlint.cli.output import has_maps, write
from immlint.cli.settings import settings
from immlint.cli.speech import echo, misuse, refusal, tell
from immlint.cli.terminal import progress
from immlint.cli.together import check_format, check_together
from immlint.config import ConfigError, Settings
from immlint.finding import Severity
from immlint.input import Input
from immlint.message import Message
from immlint.record import cached_property
from immlint.registry import UnknownRuleError

if TYPE_CHECKING:
    from immlint.cli.fixing import Fixing
    from immlint.custom import Registries
    from immlint.document import Document


def check(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    """Check what *paths* name, and return the exit code. Raises click.ClickException."""
    if not paths:
        raise misuse(Message("name at least one file or directory, or - for standard input"))
    if "" in paths:
        # A variable of a CI job that is not set.
        raise misuse(Message("a path is empty; expected a file or directory, or - for standard input"))
    check_together(paths, options)
    writes_baseline = check_options(options)
    try:
        # A baseline knows what there is, whatever is shown.
        fixed = {"severity": "info", "pedantic": True} if writes_baseline else {}
        chosen = settings(options, **fixed)
        check_format(chosen.run, options)
        inputs = inputs_of(paths, options["stdin_filename"], chosen, force_exclude=options["force_exclude"])
        if options["show_files"]:
            return _show_files(inputs)
        rules = _Rules(chosen)
        if options["show_diff"]:
            return _show_diff(inputs, rules.registries, options)
        failed = _fix(inputs, rules.registries, options) if options["fix"] else False
        looked_at: list[Document] = []
        with (
            progress(quiet=options["quiet"]) as told,
            caching(options, chosen) as cache,
            hired(options, fixed, chosen, cache) as workers,
        ):
            known = whole(cache, paths, inputs, options, chosen)
            report = known.recalled() if known is not None else None
            if report is None:
                from immlint.run import run

                report = run(
                    inputs,
                    rules.registries.run,
                    chosen,
                    ignores=not options["no_ignores"],
                    progress=told,
                    cache=cache,
                    workers=workers,
                    nearest=rules.registries.of,
                    seen=looked_at.append if has_maps(options, chosen.run) else None,
                    whole=known,
                )
        if writes_baseline:
            return update(report, inputs, options, chosen.run)
        heed(report, options, chosen.run)
        if options["add_ignores"]:
            from immlint.cli.adding import add

            return add(report, inputs, chosen, quiet=options["quiet"])
    except (ConfigError, UnknownRuleError) as error:
        raise refusal(str(error)) from None
    for warning in chosen.warnings:
        tell(warning)
    # The mended text of standard input has standard output for itself.
    err = options["fix"] and "-" in paths
    write(report, lambda: rules.registries.all(), options, chosen, err=err, documents=looked_at)
    remark(report, options)
    if report.failed or failed:
        return 2
    threshold = Severity.of(chosen.run.fail_on)
    failing = any(Severity.of(f.severity) >= threshold for f in report.findings)
    return 1 if failing and not options["exit_zero"] else 0


class _Rules:
    """The rules of a run, read when they are asked for: where nothing changed, they need not be."""

    def __init__(self, chosen: Settings) -> None:
        self._chosen = chosen

    @cached_property
    def registries(self) -> Registries:
        """The rules. Raises ConfigError, and UnknownRuleError for one that is asked for and not there."""
        from immlint.custom import Registries
        from immlint.rules import registry
        from immlint.select import check_asked

        rules = Registries(registry(), self._chosen.run)
        # Whoever asks for a rule that there is not learns that before what is wrong with files.
        check_asked(rules.of, self._chosen)
        return rules


def _show_files(inputs: list[Input]) -> int:
    from immlint.cli.quoting import quoted

    for item in inputs:
        echo(quoted(item.path))
    return 0


def _fixing(inputs: list[Input], rules: Registries, options: dict[str, Any]) -> Fixing:
    from immlint.cli.fixing import Fixing

    # What is not shown is mended all the same; what the caller holds has no fixes.
    return Fixing(
        inputs,
        rules,
        settings(options, severity="info", policies=()),
        unsafe=options["unsafe_fixes"],
        ignores=not options["no_ignores"],
    )


def _show_diff(inputs: list[Input], rules: Registries, options: dict[str, Any]) -> int:
    fixing = _fixing(inputs, rules, options)
    changed = fixing.show()
    if not options["quiet"]:
        tell(fixing.said(would=True))
    return 2 if fixing.failed else 1 if changed and not options["exit_zero"] else 0


def _fix(inputs: list[Input], rules: Registries, options: dict[str, Any]) -> bool:
    """Mend the inputs, standard input among them; tell whether something could not be."""
    fixing = _fixing(inputs, rules, options)
    texts = fixing.write()
    for number, item in enumerate(inputs):
        if item.source is not None:
            source = texts.get(item.path, item.source)
            inputs[number] = item._replace(source=source)
            echo(source.data, nl=False)
    if not options["quiet"]:
        tell(fixing.said())
    return fixing.failed
