"""``immlint check``: the main command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from immlint.cli.baseline import check_options, heed, update
from immlint.cli.closing import remark
from immlint.cli.completion import rules_named
from immlint.cli.output import write
from immlint.cli.terminal import progress
from immlint.config import LEVELS, Config, ConfigError, Settings
from immlint.finding import Severity
from immlint.input import Input
from immlint.record import replace
from immlint.registry import Registry, UnknownRuleError
from immlint.report import REPORTS, STATISTICS

if TYPE_CHECKING:
    from immlint.cli.fixing import Fixing


@click.command("check")
@click.argument("paths", nargs=-1, metavar="PATH...", type=click.Path())
@click.option(
    "--select",
    multiple=True,
    metavar="RULE",
    shell_complete=rules_named,
    help="Only these rules, by code, name or prefix of codes.",
)
@click.option(
    "--extend-select", multiple=True, metavar="RULE", shell_complete=rules_named, help="These rules as well."
)
@click.option("--ignore", multiple=True, metavar="RULE", shell_complete=rules_named, help="Not these rules.")
@click.option(
    "--severity", type=click.Choice(LEVELS), help="Show findings from this level on.  [default: info]"
)
@click.option(
    "--fail-on",
    type=click.Choice(LEVELS),
    help="Exit with 1 from this level on.  [default: warning]",
)
@click.option("--pedantic", is_flag=True, help="Show what is only inferred, too.")
@click.option(
    "--policy",
    "policies",
    multiple=True,
    metavar="FILE",
    help="A policy the caller holds: tell what requests it does not grant. Repeat it for more.",
)
@click.option("--fix", is_flag=True, help="Mend what can be mended safely, and report what is left.")
@click.option("--unsafe-fixes", is_flag=True, help="Mend what may change the meaning, too.")
@click.option("--diff", "show_diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--operation", metavar="NAME", help="The operation of files that do not say it: CreateDataset.")
@click.option(
    "--output-format",
    type=click.Choice(tuple(REPORTS)),
    help="[default: full on a terminal, else concise]",
)
@click.option("--statistics", is_flag=True, help="Count the findings of each rule, instead of showing them.")
@click.option("--output-file", type=click.Path(dir_okay=False), help="Write the findings to a file.")
@click.option("--stdin-filename", metavar="NAME", help="The name of what - reads.")
@click.option("--config", "config_path", type=click.Path(), help="Use this configuration file.")
@click.option("--isolated", is_flag=True, help="Use no configuration file.")
@click.option(
    "--exclude",
    multiple=True,
    metavar="GLOB",
    help="Leave out what matches, instead of the usual folders.",
)
@click.option("--extend-exclude", multiple=True, metavar="GLOB", help="Leave this out as well.")
@click.option("--force-exclude", is_flag=True, help="Leave it out even where it is named itself.")
@click.option("--show-files", is_flag=True, help="List the files that would be searched, and check none.")
@click.option("--no-ignores", is_flag=True, help="Show what comments and the configuration ignore, too.")
@click.option(
    "--baseline", type=click.Path(dir_okay=False), help="Leave out the findings that this file knows."
)
@click.option("--write-baseline", is_flag=True, help="Write what is found to the baseline, and exit with 0.")
@click.option(
    "--prune-baseline", is_flag=True, help="Take out of the baseline what is gone, and exit with 0."
)
@click.option(
    "--add-ignores",
    is_flag=True,
    help="Write ignores for all that is found, to be reviewed, and exit with 0.",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.option(
    "--color",
    type=click.Choice(("auto", "always", "never")),
    default="auto",
    show_default=True,
    help="Color the findings.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print findings only, no summary.")
@click.option("-v", "--verbose", is_flag=True, help="Name the files that hold nothing to check.")
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Check files, directories (searched for JSON, YAML and Python), or standard input (-).

    Lists can be separated by commas: --ignore IMM116,RAM217.
    """
    if not paths:
        raise click.UsageError("name at least one file or directory, or - for standard input")
    _check_fix_options(paths, options)
    _check_add_ignores(paths, options)
    writes_baseline = check_options(options)
    from immlint.custom import with_custom
    from immlint.rules import registry
    from immlint.run import run

    try:
        # A baseline knows what there is, whatever is shown.
        chosen = settings(options, **({"severity": "info", "pedantic": True} if writes_baseline else {}))
        rules = with_custom(registry(), chosen.run)
        _check_format(chosen.run, options)
        inputs = _inputs(paths, options, chosen)
        if options["show_files"]:
            return _show_files(inputs)
        if options["show_diff"]:
            return _show_diff(inputs, rules, options)
        failed = _fix(inputs, rules, options) if options["fix"] else False
        with progress(quiet=options["quiet"]) as told:
            report = run(inputs, rules, chosen, ignores=not options["no_ignores"], progress=told)
        if writes_baseline:
            return update(report, inputs, options, chosen.run)
        heed(report, options, chosen.run)
        if options["add_ignores"]:
            from immlint.cli.adding import add

            return add(report, inputs, chosen, quiet=options["quiet"])
    except (ConfigError, UnknownRuleError) as error:
        raise click.ClickException(str(error)) from None
    for warning in chosen.warnings:
        click.echo(warning, err=True)
    # The mended text of standard input has standard output for itself.
    write(report, rules, options, chosen.run, err=options["fix"] and "-" in paths)
    remark(report, options)
    if report.failed or failed:
        return 2
    threshold = Severity.of(chosen.run.fail_on)
    failing = any(Severity.of(f.severity) >= threshold for f in report.findings)
    return 1 if failing and not options["exit_zero"] else 0


def _check_format(config: Config, options: dict[str, Any]) -> None:
    if config.output_format is not None and config.output_format not in REPORTS:
        where = config.origins.get("output-format", config.path)
        raise ConfigError(f"{where}: 'output-format' must be one of {', '.join(REPORTS)}")
    name = options["output_format"] or config.output_format
    if options["statistics"] and name not in (None, *STATISTICS):
        raise click.UsageError(f"--statistics has no format {name}; expected one of {', '.join(STATISTICS)}")


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
    return replace(config, **changes)


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
    hint = f"; did you mean {near}?" if near else "; expected one of API 2020-09-30, such as CreateDataset"
    raise click.ClickException(f"--operation: IMM has no {name!r}{hint}")


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
            raise click.ClickException(f"standard input: {error.strerror or error}") from None
        if not force_exclude or not is_excluded(given.path, chosen):
            inputs.append(given)
    inputs.extend(find([path for path in paths if path != "-"], chosen, force_exclude=force_exclude))
    return inputs


def _inputs(paths: tuple[str, ...], options: dict[str, Any], chosen: Settings) -> list[Input]:
    return inputs_of(paths, options["stdin_filename"], chosen, force_exclude=options["force_exclude"])


def _show_files(inputs: list[Input]) -> int:
    for item in inputs:
        click.echo(item.path)
    return 0


def _check_fix_options(paths: tuple[str, ...], options: dict[str, Any]) -> None:
    if options["unsafe_fixes"] and not (options["fix"] or options["show_diff"]):
        raise click.UsageError("--unsafe-fixes says what is mended; expected --fix or --diff beside it")
    if options["fix"] and "-" in paths and (options["output_format"] or options["output_file"]):
        raise click.UsageError("with --fix, standard output is for the mended text; expected no other report")


def _check_add_ignores(paths: tuple[str, ...], options: dict[str, Any]) -> None:
    if options["add_ignores"]:
        others = ("--no-ignores", "--write-baseline", "--prune-baseline", "--diff", "--isolated")
        given = [o for o in others if options[o[2:].replace("-", "_").replace("diff", "show_diff")]]
        if given or "-" in paths:
            raise click.UsageError(
                f"--add-ignores writes to files; expected no {given[0] if given else '-'} beside it"
            )


def _fixing(inputs: list[Input], rules: Registry, options: dict[str, Any]) -> Fixing:
    from immlint.cli.fixing import Fixing

    # What is not shown is mended all the same; what the caller holds has no fixes.
    return Fixing(
        inputs,
        rules,
        settings(options, severity="info", policies=()),
        unsafe=options["unsafe_fixes"],
        ignores=not options["no_ignores"],
    )


def _show_diff(inputs: list[Input], rules: Registry, options: dict[str, Any]) -> int:
    fixing = _fixing(inputs, rules, options)
    changed = fixing.show()
    if not options["quiet"]:
        click.echo(fixing.said("would mend"), err=True)
    return 2 if fixing.failed else 1 if changed and not options["exit_zero"] else 0


def _fix(inputs: list[Input], rules: Registry, options: dict[str, Any]) -> bool:
    """Mend the inputs, standard input among them; tell whether something could not be."""
    fixing = _fixing(inputs, rules, options)
    texts = fixing.write()
    for number, item in enumerate(inputs):
        if item.source is not None:
            source = texts.get(item.path, item.source)
            inputs[number] = item._replace(source=source)
            click.echo(source.data, nl=False)
    if not options["quiet"]:
        click.echo(fixing.said("mended"), err=True)
    return fixing.failed
