"""What ``immlint check`` does, once its options are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from immlint.cli.baseline import check_options, heed, update
from immlint.cli.caching import caching, whole
from immlint.cli.closing import remark
from immlint.cli.jobs import hired
from immlint.cli.output import has_maps, write
from immlint.cli.speech import echo, misuse, refusal, tell
from immlint.cli.terminal import progress
from immlint.config import Config, ConfigError, Settings
from immlint.finding import Severity
from immlint.input import Input
from immlint.message import Message, meant, reason
from immlint.record import cached_property, replace
from immlint.registry import UnknownRuleError
from immlint.report import REPORTS, STATISTICS

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
    _check_rule_options(options)
    _check_fix_options(paths, options)
    _check_add_ignores(paths, options)
    writes_baseline = check_options(options)
    try:
        # A baseline knows what there is, whatever is shown.
        fixed = {"severity": "info", "pedantic": True} if writes_baseline else {}
        chosen = settings(options, **fixed)
        _check_format(chosen.run, options)
        inputs = _inputs(paths, options, chosen)
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


def _check_format(config: Config, options: dict[str, Any]) -> None:
    if config.output_format is not None and config.output_format not in REPORTS:
        where = config.origins.get("output-format", config.path)
        raise ConfigError(
            Message("{where}: 'output-format' must be one of {known}", where=where, known=", ".join(REPORTS))
        )
    name = options["output_format"] or config.output_format
    if options["statistics"] and name not in (None, *STATISTICS):
        raise misuse(
            Message(
                "--statistics has no format {name}; expected one of {known}",
                name=name,
                known=", ".join(STATISTICS),
            )
        )


def settings(options: dict[str, Any], **fixed: Any) -> Settings:
    """Return the configurations of a run, below what the command line says and what is *fixed*.

    Raises ConfigError.
    """
    operation = options["operation"] and _operation(options["operation"])

    def given(config: Config) -> Config:
        return replace(_given(config, options), operation=operation, **fixed)

    if options["config_path"]:
        from immlint.config.file import load

        return Settings(load(options["config_path"]), given)
    return Settings(None, given, nearest=not options["isolated"])


def _given(config: Config, options: dict[str, Any]) -> Config:
    """Return a configuration with what the command line says above it."""
    if options.get("select"):
        # What is asked for on the command line is not taken back by the file.
        config = replace(config, extend_select=(), ignore=())
    changes: dict[str, Any] = {}
    for name, field in _REPLACED.items():
        if options.get(name):
            changes[field] = _split(options[name])
    for name, field in _ADDED.items():
        if options.get(name):
            changes[field] = (*getattr(config, field), *_split(options[name]))
    for name in ("severity", "fail_on", "pedantic", "policies"):
        if options.get(name):
            changes[name] = options[name]
    changes["asked"] = frozenset(s for name in _OF_RULES if options.get(name) for s in _split(options[name]))
    return replace(config, **changes)


#: Options that name rules.
_OF_RULES = ("select", "extend_select", "ignore")
#: Options whose values replace those of the file, and options that add to them, each with its field.
_REPLACED = {"select": "select", "exclude": "excluded_there"}
_ADDED = {"extend_select": "extend_select", "ignore": "ignore", "extend_exclude": "also_excluded_there"}


def _split(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def _operation(name: str) -> str:
    from immlint.catalog import load
    from immlint.near import nearest

    operations = load().operations
    if name in operations:
        return name
    near = nearest(name, operations, 0.5, exact=True)
    hint = meant(near) or Message("; expected one of API 2020-09-30, such as CreateDataset")
    raise refusal(Message("--operation: IMM has no {name!r}{hint}", name=name, hint=hint))


def inputs_of(
    paths: tuple[str, ...], stdin_filename: str | None, chosen: Settings, *, force_exclude: bool = False
) -> list[Input]:
    """Return the inputs that paths name, ``-`` for standard input."""
    from immlint.files import find, is_excluded
    from immlint.input import standard_input

    inputs: list[Input] = []
    if "-" in paths:
        try:
            given = standard_input(stdin_filename or "stdin.json")
        except OSError as error:
            raise refusal(Message("standard input: {error}", error=reason(error))) from None
        if not force_exclude or not is_excluded(given.path, chosen):
            inputs.append(given)
    inputs.extend(find([path for path in paths if path != "-"], chosen, force_exclude=force_exclude))
    return inputs


def _inputs(paths: tuple[str, ...], options: dict[str, Any], chosen: Settings) -> list[Input]:
    return inputs_of(paths, options["stdin_filename"], chosen, force_exclude=options["force_exclude"])


def _show_files(inputs: list[Input]) -> int:
    from immlint.cli.quoting import quoted

    for item in inputs:
        echo(quoted(item.path))
    return 0


def _check_rule_options(options: dict[str, Any]) -> None:
    # A variable of a CI job that is not set: all rules are hardly meant.
    if options["select"] and not _split(options["select"]):
        raise misuse(Message("--select names no rule; expected a code such as IMM104, or its beginning"))
    if options["isolated"] and options["config_path"]:
        raise misuse(Message("--isolated reads no configuration; expected no --config beside it"))


def _check_fix_options(paths: tuple[str, ...], options: dict[str, Any]) -> None:
    if options["unsafe_fixes"] and not (options["fix"] or options["show_diff"]):
        raise misuse(Message("--unsafe-fixes says what is mended; expected --fix or --diff beside it"))
    for other in ("--output-file", "--output-format", "--statistics") if options["show_diff"] else ():
        if options[other[2:].replace("-", "_")]:
            told = "--diff writes a patch to standard output; expected no {other} beside it"
            raise misuse(Message(told, other=other))
    if options["show_files"] and options["statistics"]:
        raise misuse(Message("--show-files checks no file; expected no --statistics beside it"))
    if options["fix"] and "-" in paths and (options["output_format"] or options["output_file"]):
        raise misuse(Message("with --fix, standard output is for the mended text; expected no other report"))


def _check_add_ignores(paths: tuple[str, ...], options: dict[str, Any]) -> None:
    if options["add_ignores"]:
        others = ("--no-ignores", "--write-baseline", "--prune-baseline", "--diff", "--isolated")
        given = [o for o in others if options[o[2:].replace("-", "_").replace("diff", "show_diff")]]
        if given or "-" in paths:
            raise misuse(
                Message(
                    "--add-ignores writes to files; expected no {other} beside it",
                    other=given[0] if given else "-",
                )
            )


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
