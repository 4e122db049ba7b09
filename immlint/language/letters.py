"""Which characters stand for all: one for each way that patterns tell characters apart."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from immlint.language.chars import Chars

#: Characters to build witnesses from, most readable first.
_READABLE = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_-/.:"


def letters(within: Chars, *cuts: list[int]) -> list[str]:
    """Return one character of *within* for each way that *cuts* can tell characters apart."""
    if len(within.ranges) == 1 and within.ranges[0][0] == within.ranges[0][1]:
        return [chr(within.ranges[0][0])]
    found: list[str] = []
    for low, high in within.ranges:
        between = {cut for each in cuts for cut in each[bisect_right(each, low) : bisect_right(each, high)]}
        found.extend(_readable(a, b - 1) for a, b in pairwise([low, *sorted(between), high + 1]))
    # Readable characters first, so that the first shortest witness is one a person would write.
    return sorted(found, key=_rank)


def _readable(low: int, high: int) -> str:
    if low == high:
        return chr(low)
    for char in _READABLE:
        if low <= ord(char) <= high:
            return char
    return chr(max(low, 0x21)) if high >= 0x21 else chr(low)


def _rank(char: str) -> int:
    place = _READABLE.find(char)
    return place if place >= 0 else len(_READABLE) + ord(char)
