"""The cursor in JSON that is being typed: strings that are open, brackets and commas that are missing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from immlint.server.completion.cursor import Cursor
from immlint.subject import UNKNOWN, Route

_SKIPPED = re.compile(r"(?:\s+|//[^\r\n]*|/\*.*?(?:\*/|\Z))*", re.S)
_STRING = re.compile(r'"((?:\\.|[^"\\\r\n])*)("?)')
#: A word without quotes: before a colon, and where a value stands.
_KEY = re.compile(r"[^\s{}\[\],:\"]+")
_WORD = re.compile(r"[^\s{}\[\],\"]+")
_NEXT = re.compile(r"\s*(\S?)")


class _Open:
    """A list or object that is not closed yet, and its step from the one around it."""

    def __init__(self, holder: dict[str, Any] | list[Any], step: str | int | None) -> None:
        self.holder = holder
        self.step = step
        #: In an object: the key of which the value comes (empty for the one that is being written), and
        #: whether its colon has been read.
        self.key: str | None = None
        self.has_colon = False


def find(text: str, cursor: int) -> Iterator[Cursor]:
    """Yield the key or value that is being written at *cursor*, if one is."""
    found = _Reader(text, cursor, len(text)).read(0)
    if found is not None:
        yield found


def find_in_line(text: str, cursor: int) -> Iterator[Cursor]:
    """Yield the same for JSON Lines, where each line is a text of its own."""
    start = text.rfind("\n", 0, cursor) + 1
    stop = text.find("\n", cursor)
    found = _Reader(text, cursor, len(text) if stop < 0 else stop).read(start)
    if found is not None:
        yield found


class _Reader:
    def __init__(self, text: str, cursor: int, stop: int) -> None:
        self._text = text
        self._cursor = cursor
        self._stop = stop
        self._root: Any = None
        self._open: list[_Open] = []
        self._found: Cursor | None = None
        #: Whether something may begin here: after an opening bracket, a comma or a colon.
        self._begins = True

    def read(self, at: int) -> Cursor | None:
        """Read everything; what comes after the cursor tells what is there already."""
        while True:
            skipped = _SKIPPED.match(self._text, at, self._stop)
            gap, at = at, skipped.end() if skipped else at
            if gap <= self._cursor <= at and self._begins and not self._is_inside_comment(gap):
                self._place(self._cursor, self._cursor, "")
            if at >= self._stop:
                break
            at = self._token(at)
        return self._found and self._found._replace(data=self._root)

    def _is_inside_comment(self, gap: int) -> bool:
        line = self._text[max(gap, self._text.rfind("\n", 0, self._cursor) + 1) : self._cursor]
        return "//" in line or self._text.count("/*", gap, self._cursor) > self._text.count(
            "*/", gap, self._cursor
        )

    def _token(self, at: int) -> int:
        char = self._text[at]
        if char in "{[":
            self._enter({} if char == "{" else [])
        elif char in "}]":
            self._leave(dict if char == "}" else list)
        elif char == ",":
            self._drop_key()
        elif char == ":":
            if self._open:
                self._open[-1].has_colon = True
        elif char == '"':
            return self._string(at)
        else:
            return self._word(at)
        self._begins = char in "{[,:"
        return at + 1

    def _string(self, start: int) -> int:
        match = _STRING.match(self._text, start, self._stop)
        assert match is not None
        end, closed = match.end(1), bool(match[2])
        within = start < self._cursor <= end
        after = _NEXT.match(self._text, match.end(), self._stop)
        if within and not (closed and after is not None and after[1] in ("", ",", ":", "}", "]")):
            # The quote that ends it is missing: the next one begins something else.
            end, closed = self._cursor, False
        if within:
            self._place(start + 1, end, '"', closed=closed)
        self._take(None if within else _decoded(self._text[start + 1 : end]))
        return end + closed

    def _word(self, start: int) -> int:
        top = self._open[-1] if self._open else None
        is_key = (
            top is not None and isinstance(top.holder, dict) and not (top.key is not None and top.has_colon)
        )
        match = (_KEY if is_key else _WORD).match(self._text, start, self._stop)
        if match is None:
            return start + 1
        within = start < self._cursor <= match.end()
        if within:
            self._place(start, match.end(), "")
        self._take(None if within else match[0] if is_key else _literal(match[0]))
        return match.end()

    def _place(self, start: int, end: int, quote: str, *, closed: bool = False) -> None:
        """Take note of where the cursor is, unless a colon has to come first."""
        top = self._open[-1] if self._open else None
        if self._found is not None or top is None:
            return
        route: Route = tuple(each.step for each in self._open[1:] if each.step is not None)
        is_key = False
        if isinstance(top.holder, list):
            route = (*route, len(top.holder))
        elif top.key is not None and top.has_colon:
            route = (*route, top.key)
        else:
            is_key = True
        after = _NEXT.match(self._text, end + closed, self._stop)
        followed = is_key and after is not None and after[1] == ":"
        written = self._text[start : self._cursor]
        self._found = Cursor(None, route, is_key, start, end, written, quote, closed, followed)

    def _take(self, value: Any) -> None:
        """Take a value, or a key; ``None`` is what is being written."""
        self._begins = False
        top = self._open[-1] if self._open else None
        if top is None:
            return
        if isinstance(top.holder, list):
            if value is not None:
                top.holder.append(value)
        elif top.key is not None and top.has_colon:
            if value is not None and top.key:
                top.holder[top.key] = value
            top.key, top.has_colon = None, False
        else:
            self._drop_key()
            top.key = value if isinstance(value, str) else ""

    def _drop_key(self) -> None:
        """Keep a key whose value is not written yet: it is there."""
        top = self._open[-1] if self._open else None
        if top is not None and isinstance(top.holder, dict) and top.key is not None:
            if top.key:
                top.holder.setdefault(top.key, UNKNOWN)
            top.key, top.has_colon = None, False

    def _enter(self, holder: dict[str, Any] | list[Any]) -> None:
        top = self._open[-1] if self._open else None
        if top is not None and isinstance(top.holder, dict) and not (top.key is not None and top.has_colon):
            # The bracket before is missing.
            while len(self._open) > 1 and isinstance(self._open[-1].holder, dict):
                self._drop_key()
                self._open.pop()
            top = self._open[-1]
        if top is None:
            self._root = holder
            self._open.append(_Open(holder, None))
            return
        step = len(top.holder) if isinstance(top.holder, list) else top.key or ""
        self._take(holder)
        self._open.append(_Open(holder, step))

    def _leave(self, kind: type) -> None:
        if any(isinstance(each.holder, kind) for each in self._open):
            closed = False
            while not closed:
                self._drop_key()
                closed = isinstance(self._open.pop().holder, kind)


def _decoded(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text


def _literal(word: str) -> Any:
    try:
        value = json.loads(word)
    except (ValueError, RecursionError):
        return UNKNOWN
    return UNKNOWN if value is None else value
