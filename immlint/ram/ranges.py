"""Sets of points on a line: numbers, times, addresses, the two booleans.

A cut lies just before or just after a point, and a range lies between two cuts: so ends that belong to
it and ends that do not need no cases of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

_Point = int | Decimal


class Cut(NamedTuple):
    """A place between the points of a line."""

    point: _Point
    #: 0 just before the point, 1 just after it.
    side: int


class Range(NamedTuple):
    """The points between two cuts; ``None`` is the end of the line."""

    low: Cut | None
    high: Cut | None


Ranges = tuple[Range, ...]
LINE: Ranges = (Range(None, None),)


def only(point: _Point) -> Range:
    """Return a single point."""
    return Range(Cut(point, 0), Cut(point, 1))


def between(first: int, last: int) -> Range:
    """Return the whole numbers from *first* to *last*."""
    # The end is the beginning of the next number: neighbours leave no gap between them.
    return Range(Cut(first, 0), Cut(last + 1, 0))


def union(ranges: Iterable[Range]) -> Ranges:
    """Return what lies in any of *ranges*, in order and without overlaps."""
    found: list[Range] = []
    for one in sorted(ranges, key=lambda r: (r.low is not None, r.low or Cut(0, 0))):
        last = found[-1] if found else None
        if last is None or (last.high is not None and one.low is not None and last.high < one.low):
            found.append(one)
        elif last.high is not None and (one.high is None or last.high < one.high):
            found[-1] = Range(last.low, one.high)
    return tuple(found)


def intersection(one: Ranges, other: Ranges) -> Ranges:
    """Return what lies in both of two unions."""
    return tuple(_common(one, other))


def _common(one: Ranges, other: Ranges) -> Iterator[Range]:
    i = j = 0
    while i < len(one) and j < len(other):
        a, b = one[i], other[j]
        low = max((cut for cut in (a.low, b.low) if cut is not None), default=None)
        high = min((cut for cut in (a.high, b.high) if cut is not None), default=None)
        if low is None or high is None or low < high:
            yield Range(low, high)
        if b.high is None or (a.high is not None and a.high < b.high):
            i += 1
        else:
            j += 1


def complement(ranges: Ranges) -> Ranges:
    """Return what lies in none of a union."""
    found, low = [], None
    for one in ranges:
        if one.low is not None:
            found.append(Range(low, one.low))
        if one.high is None:
            return tuple(found)
        low = one.high
    return (*found, Range(low, None))
