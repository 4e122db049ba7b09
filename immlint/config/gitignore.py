"""Lists of patterns as ``.gitignore`` files have them: the last one that matches decides.

Most are plain names and endings of names. They are looked up, the rest is one regular expression: a folder
of ten thousand files is held against a hundred patterns in no time, and nothing is imported for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_PLAIN = re.compile(r"[^*?\[\\/]+")
_ENDING = re.compile(r"\*(\.[^*?\[\\/]+)")
_CLASS = re.compile(r"\[[!^]?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]")


class _Run:
    """Patterns one after another that say the same: whether they exclude, and whether folders only."""

    def __init__(self, excludes: bool, folders: bool) -> None:
        self.says = (excludes, folders)
        self._names: set[str] = set()
        self._endings: tuple[str, ...] = ()
        self._expressions: list[str] = []
        self._compiled: re.Pattern[str] | None = None

    def add(self, pattern: str, anchored: bool) -> None:
        if not anchored and _PLAIN.fullmatch(pattern):
            self._names.add(pattern)
        elif not anchored and (ending := _ENDING.fullmatch(pattern)):
            self._endings += (ending[1],)
        else:
            self._expressions.append(("" if anchored else "(?:.*/)?") + _expression(pattern))

    def matches(self, path: str, name: str) -> bool:
        if name in self._names or name.endswith(self._endings):
            return True
        if self._compiled is None:
            self._compiled = re.compile("|".join(f"(?:{e})" for e in self._expressions) or "(?!)", re.S)
        return self._compiled.fullmatch(path) is not None


class Patterns:
    """The lines of one file, for paths as seen from its folder."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._runs: list[_Run] = []
        for line in lines:
            self._add(line)
        self._runs.reverse()

    def _add(self, line: str) -> None:
        line = _without_blanks(line.rstrip("\r\n"))
        excludes = not line.startswith("!")
        pattern = line if excludes else line[1:]
        if not pattern or line.startswith("#"):
            return
        folders = pattern.endswith("/")
        pattern = pattern.rstrip("/") if folders else pattern
        anchored = "/" in pattern
        pattern = pattern.removeprefix("/")
        if not pattern:
            return
        if not self._runs or self._runs[-1].says != (excludes, folders):
            self._runs.append(_Run(excludes, folders))
        self._runs[-1].add(pattern, anchored)

    def verdict(self, path: str, *, folder: bool) -> bool | None:
        """Tell whether *path* is excluded, or ``None`` where no pattern matches."""
        name = path.rpartition("/")[2]
        for run in self._runs:
            excludes, folders = run.says
            if (folder or not folders) and run.matches(path, name):
                return excludes
        return None


def _without_blanks(line: str) -> str:
    """Return a line without the spaces at its end, but one after a backslash."""
    bare = line.rstrip(" ")
    escapes = len(bare) - len(bare.rstrip("\\"))
    return bare + " " if escapes % 2 and bare != line else bare


def _expression(pattern: str) -> str:
    """Return the regular expression of one pattern; a class or an escape that is broken matches nothing."""
    pieces: list[str] = []
    at = 0
    while at < len(pattern):
        char, step = pattern[at], 1
        if pattern.startswith("**/", at) and (at == 0 or pattern[at - 1] == "/"):
            piece, step = "(?:.*/)?", 3
        elif char == "*" and pattern[at:] == "**" and pattern[at - 1 : at] == "/":
            piece, step = ".+", 2
        elif char == "*":
            step = len(pattern[at:]) - len(pattern[at:].lstrip("*"))
            # In "a**/b" the stars stay in their folder.
            piece = "[^/]*"
        elif char == "?":
            piece = "[^/]"
        elif char == "[":
            found = _CLASS.match(pattern, at)
            piece, step = (_class(found[0]), len(found[0])) if found else ("(?!)", 1)
        elif char == "\\":
            piece, step = (re.escape(pattern[at + 1]), 2) if at + 1 < len(pattern) else ("(?!)", 1)
        else:
            piece = re.escape(char)
        pieces.append(piece)
        at += step
    return "".join(pieces)


_NAMED = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "digit": "0-9",
    "lower": "a-z",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
    "space": r"\s",
}


def _class(text: str) -> str:
    body = text[1:-1]
    negated = body[:1] in ("!", "^")
    body = body[1:] if negated else body
    body = re.sub(r"\[:(\w+):\]", lambda named: _NAMED.get(named[1], ""), body)
    body = re.sub(r"\\(.)|([\[\]^&~|])", lambda m: "\\" + (m[1] or m[2]), body)
    written = f"(?!/)[{'^' if negated else ''}{body}]"
    try:
        re.compile(written)
    except re.error:
        return "(?!)"
    return written
