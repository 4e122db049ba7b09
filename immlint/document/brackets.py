"""Entries of lists written in brackets: where one stands with its comma, so that it can be cut out."""

from __future__ import annotations

import re

from immlint.source import Span

_SPACE_AFTER = re.compile(r"[ \t\r\n]*")


def entry_span(text: str, span: Span) -> Span | None:
    """Return the span of an entry of a list in brackets together with its comma.

    ``None`` if the list is not written ``[a, b]``, if a comment stands beside the entry, or if there is
    no other entry: then it cannot be cut out.
    """
    after = _SPACE_AFTER.match(text, span.end)
    end = after.end() if after else span.end
    if text[end : end + 1] == ",":
        following = _SPACE_AFTER.match(text, end + 1)
        stop = following.end() if following else end + 1
        return Span(span.start, stop) if text[stop : stop + 1] not in ("#", "/", "") else None
    before = _space_before(text, span.start)
    line = text[text.rfind("\n", 0, before) + 1 : before]
    if "\n" in text[before : span.start] and ("#" in line or "//" in line):
        return None
    if text[end : end + 1] == "]" and text[before - 1 : before] == ",":
        return Span(before - 1, span.end)
    return None


def stands_in_brackets(text: str, span: Span) -> bool:
    """Tell whether *span* is an entry of a list that is written ``[a, b]``."""
    at, after = _space_before(text, span.start), _SPACE_AFTER.match(text, span.end)
    end = after.end() if after else span.end
    return text[max(at - 1, 0) : at] in ("[", ",") and text[end : end + 1] in ("]", ",")


def _space_before(text: str, at: int) -> int:
    """Return where the white space before an offset begins."""
    while at and text[at - 1] in " \t\r\n":
        at -= 1
    return at
