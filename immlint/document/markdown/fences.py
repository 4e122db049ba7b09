"""The fenced code blocks of a Markdown text, by CommonMark's rules, with where their lines stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from immlint.document.excerpt import Excerpt

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_QUOTE = re.compile(r"[ \t]*>[ ]?")
_SPACE = re.compile(r"[ \t]*")
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?:([ \t]+)|(?=[\r\n]|\Z))")
_OPENING = re.compile(r"(`{3,})[ \t]*([^`\r\n]*)(?=[\r\n]|\Z)|(~{3,})[ \t]*([^\r\n]*)")
#: A label that a documentation's build puts in braces: ``{.json}``, ``{#block .lang-json}``.
_CLASS = re.compile(r"\.(?:lang(?:uage)?-)?([\w+#-]+)")
_WORD = re.compile(r"[\w+#-]+")


class Fence(NamedTuple):
    """A block: the first word of its info string in lower case, if there is one, and what it holds."""

    label: str | None
    excerpt: Excerpt


class _Opened(NamedTuple):
    """The fence that a block began with, and the columns that it is indented by."""

    mark: str
    label: str | None
    columns: int


#: What a line may stand in, from outside to inside: a quote, or an item of a list with its columns.
_Container = int | None


def fences(text: str) -> Iterator[Fence]:
    """Yield the fenced blocks of *text*; one without end goes on to the end of what it stands in."""
    opened: _Opened | None = None
    pieces: list[tuple[str, int, int]] = []
    around: list[_Container] = []
    for line in _LINE.finditer(text):
        at, depth = _inside(text, line.start(), line.end(), around)
        if opened is not None and depth == len(around):
            columns, first = _indent(text, at, line.end())
            if columns <= 3 and _closes(opened, text[first : line.end()]):
                yield Fence(opened.label, Excerpt(pieces))
                opened = None
            else:
                start = _without(text, at, line.end(), opened.columns)
                pieces.append((text[start : line.end()], start, line.end()))
            continue
        if opened is not None:
            yield Fence(opened.label, Excerpt(pieces))
        del around[depth:]
        opened, pieces = _opened(text, at, line.end(), around), []
    if opened is not None:
        yield Fence(opened.label, Excerpt(pieces))


def _inside(text: str, at: int, end: int, around: list[_Container]) -> tuple[int, int]:
    """Return where a line begins inside of what is *around* it, and of how much of that it is inside."""
    for depth, container in enumerate(around):
        columns, first = _indent(text, at, end)
        blank = first >= end or text[first] in "\r\n"
        if container is None:
            quote = _QUOTE.match(text, at, end)
            if quote is None:
                return at, depth
            at = quote.end()
        elif columns >= container:
            at = _without(text, at, end, container)
        elif not blank:
            return at, depth
    return at, len(around)


def _opened(text: str, at: int, end: int, around: list[_Container]) -> _Opened | None:
    """Return the fence that a line opens, and add the quotes and items that it begins with to *around*."""
    while True:
        columns, first = _indent(text, at, end)
        if columns > 3 or first >= end:
            return None
        quote, item = _QUOTE.match(text, at, end), _ITEM.match(text, first, end)
        if quote is not None:
            around.append(None)
            at = quote.end()
        elif item is not None:
            space = item[1] or ""
            wide = len(space.expandtabs(4))
            used = wide if 0 < wide < 5 else 1
            around.append(columns + len(item[0]) - len(space) + used)
            at = item.end() if used == wide else item.end() - len(space) + min(used, len(space))
        else:
            fence = _OPENING.match(text, first, end)
            mark = fence and (fence[1] or fence[3])
            return _Opened(mark, _label(fence[2] or fence[4] or ""), columns) if fence and mark else None


def _closes(opened: _Opened, rest: str) -> bool:
    rest = rest.rstrip()
    return len(rest) >= len(opened.mark) and set(rest) == {opened.mark[0]}


def _indent(text: str, at: int, end: int) -> tuple[int, int]:
    """Return how many columns of space a line has from *at* on, and where they end."""
    space = _SPACE.match(text, at, end)
    assert space is not None
    return len(space[0].expandtabs(4)), space.end()


def _without(text: str, at: int, end: int, columns: int) -> int:
    """Return where a line goes on behind at most so many columns of space."""
    passed = 0
    while at < end and passed < columns and text[at] in " \t":
        passed += 4 - passed % 4 if text[at] == "\t" else 1
        at += 1
    return at


def _label(info: str) -> str | None:
    info = info.strip()
    found = _CLASS.search(info) if info.startswith("{") else _WORD.match(info)
    if found is None:
        return None
    return (found[1] if info.startswith("{") else found[0]).lower()
