"""Sets of characters, and runs of them."""

from __future__ import annotations

from typing import NamedTuple

from immlint.record import record

_LAST = 0x10FFFF


@record
class Chars:
    """A set of characters as sorted, disjoint, inclusive code point ranges."""

    ranges: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str) -> Chars:
        """Return the set of the characters of *text*; ``a-z`` is three characters here."""
        return cls(tuple((ord(c), ord(c)) for c in sorted(set(text))))

    @classmethod
    def between(cls, *pairs: str) -> Chars:
        """Return the union of two-character ranges: ``between("az", "09")``."""
        return cls(tuple(sorted((ord(pair[0]), ord(pair[1])) for pair in pairs)))

    def __contains__(self, char: str) -> bool:
        code = ord(char)
        # A generator costs twice as much, and nothing is asked more often.
        for low, high in self.ranges:  # noqa: SIM110
            if low <= code <= high:
                return True
        return False

    def __le__(self, other: Chars) -> bool:
        """Tell whether *other* has every character of this set."""
        return self == other or other == ANY or _meet(self, other) == self

    def __and__(self, other: Chars) -> Chars:
        """Return the characters of both sets."""
        if self == other or other == ANY:
            return self
        return other if self == ANY else _meet(self, other)


ANY = Chars(((0, _LAST),))


class Run(NamedTuple):
    """Between *least* and *most* characters of *chars*; *most* ``None`` is without bound."""

    chars: Chars
    least: int = 1
    most: int | None = 1


class Step(NamedTuple):
    """A character of *chars*: one may be left out if *optional*, or be followed by more if it *loops*."""

    chars: Chars
    optional: bool
    loops: bool


def _meet(one: Chars, other: Chars) -> Chars:
    return Chars(
        tuple(
            (max(a, c), min(b, d)) for a, b in one.ranges for c, d in other.ranges if max(a, c) <= min(b, d)
        )
    )
