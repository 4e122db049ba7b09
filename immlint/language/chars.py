"""Sets of characters, and runs of them."""

from __future__ import annotations

from typing import NamedTuple

_LAST = 0x10FFFF
#: Characters that are kept as runs.
_MOST_SINGLES = 4096


class Chars:
    """A set of characters as sorted, disjoint, inclusive code point ranges. Immutable and hashable."""

    __slots__ = ("_hash", "ranges")

    def __init__(self, ranges: tuple[tuple[int, int], ...]) -> None:
        self.ranges = ranges
        self._hash = hash(ranges)

    def __eq__(self, other: object) -> bool:
        """Tell whether both have the same characters."""
        return self is other or (isinstance(other, Chars) and self.ranges == other.ranges)

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"Chars({self.ranges!r})"

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


_singles: dict[str, Run] = {}


def single(char: str) -> Run:
    """Return the run that is just *char*: one object for equal ones, as texts are made of few."""
    run = _singles.get(char)
    if run is None:
        if len(_singles) > _MOST_SINGLES:
            _singles.clear()
        run = _singles[char] = Run(Chars.of(char))
    return run


class Step(NamedTuple):
    """A character of *chars*: one may be left out if *optional*, or be followed by more if it *loops*.

    There are at most *most* of them; only a search counts them, see ``counted``.
    """

    chars: Chars
    optional: bool
    loops: bool
    most: int | None = None


def _meet(one: Chars, other: Chars) -> Chars:
    return Chars(
        tuple(
            (max(a, c), min(b, d)) for a, b in one.ranges for c, d in other.ranges if max(a, c) <= min(b, d)
        )
    )
