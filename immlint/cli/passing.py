"""A single Python file without a word of ours, as hooks and editors give many: told by its bytes alone."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

from immlint.cli.closing import remark
from immlint.cli.plain import DEFAULTS
from immlint.config import ConfigError, Settings
from immlint.input import Input
from immlint.needles import IN_CODE
from immlint.outcome import Report

#: Options that change nothing where nothing is found.
_IDLE = (
    "severity",
    "fail_on",
    "pedantic",
    "isolated",
    "exit_zero",
    "no_ignores",
    "color",
    "quiet",
    "verbose",
)
_IMPORT = re.compile(rb"^[ \t]*(?:from|import)\b(?:[^\n(]|\([^)]*\))*", re.M)
_WORD = re.compile(rb"[\w\x80-\xff]+")
_LONGEST = 1 << 20


def passed_over(paths: tuple[str, ...], options: Mapping[str, Any]) -> bool:
    """Tell that there is nothing to check, if that is sure without reading more than one file.

    Whatever may be a matter of the configuration, of other files or of another report is left to the run.
    """
    usual = all(options[name] == value for name, value in DEFAULTS.items() if name not in _IDLE)
    if len(paths) != 1 or not usual or not _is_foreign(paths[0]):
        return False
    try:
        chosen = Settings(nearest=not options["isolated"])
        if chosen.run.path is not None or chosen.of(paths[0]).path is not None:
            return False
    except ConfigError:
        return False
    remark(Report(foreign=[Input(paths[0], named=True)]), options)
    return True


def _is_foreign(path: str) -> bool:
    """Tell whether a file is Python without a word of ours, that imports nothing from beside it."""
    if not path.endswith(".py") or not os.path.isfile(path):
        return False
    try:
        with open(path, "rb") as file:
            data = file.read(_LONGEST)
    except OSError:
        return False
    if len(data) == _LONGEST or b"\0" in data or any(word in data for word in IN_CODE):
        return False
    words = {word for match in _IMPORT.finditer(data) for word in _WORD.findall(match[0])}
    folder = os.path.dirname(os.path.abspath(path))
    while True:
        names = {name.removesuffix(".py") for name in os.listdir(folder)}
        if any(word.decode("utf-8", "replace") in names for word in words):
            return False
        if "__init__" not in names:
            return True
        folder = os.path.dirname(folder)
