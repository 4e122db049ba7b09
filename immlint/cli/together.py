"""Which options of ``immlint check`` go together, and with what the configuration says."""

from __future__ import annotations

from typing import Any

from immlint.cli.settings import split
from immlint.cli.speech import misuse
from immlint.config import Config, ConfigError
from immlint.message import Message
from immlint.report import REPORTS, STATISTICS


def check_together(paths: tuple[str, ...], options: dict[str, Any]) -> None:
    """Refuse options that exclude each other, or ask for nothing. Raises click.UsageError."""
    _check_rule_options(options)
    _check_fix_options(paths, options)
    _check_add_ignores(paths, options)


def check_format(config: Config, options: dict[str, Any]) -> None:
    """Refuse a format that there is not. Raises ConfigError, and click.UsageError."""
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


def _check_rule_options(options: dict[str, Any]) -> None:
    # A variable of a CI job that is not set: all rules are hardly meant.
    if options["select"] and not split(options["select"]):
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
