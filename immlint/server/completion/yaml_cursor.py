"""The cursor in YAML that is being typed: its line is completed, and the document read as any other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from immlint.document.yaml.compose import compose
from immlint.document.yaml.values import Refused, Values
from immlint.server.completion import json_cursor
from immlint.server.completion.cursor import Cursor
from immlint.subject import Route

#: Longer texts are not read at every keystroke.
LONGEST = 200_000
#: What is written at the cursor, to be found again: a character that nobody uses.
_MARK = "\ue000"
_LINE = re.compile(
    r"(?P<lead>[ \t]*(?:-[ \t]+)*)"
    r"(?:(?P<key>\"[^\"]*\"|'[^']*'|[^\s#:\"'{\[\]},-][^:#]*):[ \t]+)?(?P<rest>.*)"
)
_TEXT = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'")
#: What ends with the beginning of a block of text.
_BLOCK = re.compile(r"(?::|-)[ \t]+[|>][+\-0-9]*[ \t]*(?:#.*)?$")
_LINES = re.compile(r"[^\n]*(?:\n|\Z)")
_COMMENT = re.compile(r"(?:^|[ \t])#")
_CLOSING = {"[": "]", "{": "}"}


class _Word(NamedTuple):
    """What is being written: where it begins and ends without quotes, and its quote."""

    start: int
    end: int
    quote: str
    closed: bool


def find(text: str, cursor: int) -> Iterator[Cursor]:
    """Yield what may be written at *cursor*: a key or a value, as only the end of the line would tell."""
    if text.lstrip()[:1] in ("{", "["):
        yield from json_cursor.find(text, cursor)
        return
    if len(text) > LONGEST or _MARK in text:
        return
    first = max(text.rfind("\n", 0, cursor), text.rfind("\r", 0, cursor)) + 1
    ending = re.compile(r"[\r\n]|\Z").search(text, cursor)
    last = ending.start() if ending else len(text)
    before = text[first:cursor]
    if _COMMENT.search(_TEXT.sub('""', before)):
        return
    word = _word(text, before, cursor, last)
    for written in _completed(text, before, word, first, last):
        for whole in (text[:first] + written + text[last:], text[:first] + written):
            found = _read(whole, text, word, cursor)
            if found is not None:
                yield found
                break


def find_in_text(text: str, cursor: int) -> Iterator[Cursor]:
    """Yield the same for JSON that stands in a block of text, such as a policy in a template."""
    lines = [*_LINES.finditer(text)] if len(text) <= LONGEST else []
    at = text.count("\n", 0, cursor)
    for above in range(at - 1, -1, -1) if lines else ():
        line = lines[above][0]
        if line.strip() and _indent(line) < max(_indent(lines[at][0]), 1):
            ended = (n for n in range(above + 1, len(lines)) if _ends(lines[n][0], _indent(line)))
            last = next(ended, len(lines)) - 1
            start = lines[above + 1].start()
            inner = text[start : lines[last].end()]
            if _BLOCK.search(line) and at <= last and inner.lstrip()[:1] == "{":
                for found in json_cursor.find(inner, cursor - start):
                    yield found._replace(start=found.start + start, end=found.end + start)
                return


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _ends(line: str, indent: int) -> bool:
    return bool(line.strip()) and _indent(line) <= indent


def _word(text: str, before: str, cursor: int, last: int) -> _Word:
    match = _LINE.match(before)
    rest = match["rest"] if match else before
    blank = _TEXT.sub(lambda found: "x" * len(found[0]), rest)
    opened = re.search(r"[\"'][^\"']*\Z", blank)
    if opened is not None:
        quote = opened[0][0]
        start = cursor - len(opened[0]) + 1
        closing = text.find(quote, cursor, last)
        return _Word(start, closing if closing >= 0 else cursor, quote, closing >= 0)
    inside = re.search(r"[^\[{,]*\Z", blank) if re.search(r"[\[{]", blank) else None
    piece = inside[0] if inside else blank
    piece = piece.rpartition(": ")[2].lstrip(" \t") if inside else piece
    following = re.compile(r"[^\s#,:\]}]*").match(text, cursor, last)
    return _Word(cursor - len(piece), following.end() if following else cursor, "", False)


def _completed(text: str, before: str, word: _Word, first: int, last: int) -> Iterator[str]:
    """Yield lines in which the mark stands for the word: as a value, then as a key."""
    head = text[first : word.start - len(word.quote)]
    tail = text[word.end + (1 if word.closed else 0) : last]
    brackets = _brackets(head)
    closing = "".join(_CLOSING[bracket] for bracket in reversed(brackets))
    mark = f'"{_MARK}"'
    is_value = bool(re.search(r":[ \t]+\Z", head)) or brackets[-1:] == ["["]
    if not is_value:
        after = re.match(r"[ \t]*:(?=[ \t]|\Z)", tail)
        yield head + mark + (tail if after else ": 1" + closing)
        yield head + mark + ":" + closing
    if brackets:
        yield head + mark + tail
    yield head + mark + closing


def _brackets(head: str) -> list[str]:
    found: list[str] = []
    for char in _TEXT.sub("", head):
        if char in _CLOSING:
            found.append(char)
        elif char in _CLOSING.values() and found:
            found.pop()
    return found


def _read(whole: str, text: str, word: _Word, cursor: int) -> Cursor | None:
    roots, slips = compose(whole)
    if slips:
        return None
    for root in roots:
        try:
            data = Values(whole).value(root) if root is not None else None
        except (Refused, RecursionError):
            continue
        found = _taken_out(data, ())
        if found is not None:
            route, is_key = found
            followed = re.compile(r"[\"']?[ \t]*:").match(text, word.end) is not None
            written = text[word.start : cursor]
            return Cursor(data, route, is_key, *word[:2], written, *word[2:], followed)
    return None


def _taken_out(data: Any, route: Route) -> tuple[Route, bool] | None:
    """Return where the mark is, and whether it is a key; it is taken out of the data."""
    if isinstance(data, dict):
        if _MARK in data:
            del data[_MARK]
            return route, True
        for key, value in data.items():
            if value == _MARK:
                del data[key]
                return (*route, key), False
            if (found := _taken_out(value, (*route, key))) is not None:
                return found
    elif isinstance(data, list):
        for index, value in enumerate(data):
            if value == _MARK:
                del data[index]
                return (*route, index), False
            if (found := _taken_out(value, (*route, index))) is not None:
                return found
    return None
