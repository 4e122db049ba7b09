"""Arguments of the plain case of ``immlint check``, read without click: paths and the usual options."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from immlint.config import LEVELS
from immlint.report import REPORTS

#: All that the command is given, where the command line does not say it.
DEFAULTS: dict[str, Any] = {
    **dict.fromkeys(("select", "extend_select", "ignore", "policies", "exclude", "extend_exclude"), ()),
    **dict.fromkeys(("severity", "fail_on", "operation", "output_format", "output_file", "baseline")),
    **dict.fromkeys(("stdin_filename", "config_path", "cache_dir")),
    **dict.fromkeys(("pedantic", "fix", "unsafe_fixes", "show_diff", "statistics", "isolated"), False),
    **dict.fromkeys(("force_exclude", "show_files", "no_ignores", "write_baseline", "no_cache"), False),
    **dict.fromkeys(("prune_baseline", "add_ignores", "exit_zero", "quiet", "verbose"), False),
    "color": "auto",
    "jobs": 0,
}
_FLAGS = {
    "--pedantic": "pedantic",
    "--isolated": "isolated",
    "--force-exclude": "force_exclude",
    "--no-ignores": "no_ignores",
    "--exit-zero": "exit_zero",
    "--no-cache": "no_cache",
    "--quiet": "quiet",
    "-q": "quiet",
    "--verbose": "verbose",
    "-v": "verbose",
}
#: Options with a value, and the values that they take: any, if none are named.
_ONCE: dict[str, tuple[str, Sequence[str]]] = {
    "--severity": ("severity", LEVELS),
    "--fail-on": ("fail_on", LEVELS),
    "--output-format": ("output_format", tuple(REPORTS)),
    "--color": ("color", ("auto", "always", "never")),
    "--config": ("config_path", ()),
}
_REPEATED = {"--select": "select", "--extend-select": "extend_select", "--ignore": "ignore"}


def parsed(arguments: Sequence[str]) -> tuple[tuple[str, ...], dict[str, Any]] | None:
    """Return the paths and options of a plain check, as click would; ``None`` for all that is left to it."""
    if arguments[:1] != ["check"] or "_IMMLINT_COMPLETE" in os.environ:
        return None
    options = dict(DEFAULTS)
    paths: list[str] = []
    rest = iter(arguments[1:])
    for argument in rest:
        if not argument.startswith("-") or argument == "-":
            paths.append(argument)
            continue
        name, equals, value = argument.partition("=")
        if argument in _FLAGS:
            options[_FLAGS[argument]] = True
            continue
        if not equals:
            value = next(rest, "-")
        # What looks like an option, or is nothing, may be a mistake: that is click's to tell.
        if not value or value.startswith("-"):
            return None
        if name == "--cache-dir":
            if os.path.exists(value) and not (os.path.isdir(value) and os.access(value, os.R_OK)):
                return None
            options["cache_dir"] = value
        elif name in _REPEATED:
            options[_REPEATED[name]] += (value,)
        elif name in _ONCE and (not _ONCE[name][1] or value in _ONCE[name][1]):
            options[_ONCE[name][0]] = value
        else:
            return None
    return (tuple(paths), options) if paths else None
