"""Where in the files of a configuration something stands: what reads TOML does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterable

from immlint.config.model import Config
from immlint.input import contents


def place_of(config: Config, text: str) -> str:
    """Return the file and line of a key or a text of *config*, which may be of a file that it extends."""
    files = dict.fromkeys([*filter(None, (config.path,)), *config.origins.values()])
    return place_in(files, text)


def place_in(files: Iterable[str], text: str) -> str:
    """Return the first of *files* in which a key or a text stands, with its line; else the first of all."""
    wanted = re.compile(rf"""(?<![\w"'-])(?P<quote>["']?){re.escape(text)}(?P=quote)(?![\w"'-])""")
    first = ""
    for path in files:
        first = first or path
        for number, line in enumerate(_lines(path), 1):
            if not line.lstrip().startswith("#") and wanted.search(line):
                return f"{path}:{number}"
    return first


def _lines(path: str) -> list[str]:
    try:
        return contents(path).decode("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError):
        return []
