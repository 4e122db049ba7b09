"""What is left of resources that policies grant in part: pieces of it, and the patterns that say them.

What is not granted is what is left of a question once each way to be granted is taken out of it. A way out
leaves pieces: what an Allow of each layer does not name, and what a Deny does. So whatever is left is "named
by one of these, and of those, and by none of these", which is said as patterns with exceptions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from immlint.language import Language
from immlint.ram import arn
from immlint.ram.arn import Named
from immlint.ram.decide.resources import Resources
from immlint.ram.pattern import both, pattern
from immlint.record import record
from immlint.subject import filled

#: Pieces that are kept, and patterns that one of them is said in.
_MOST = 64
_BUDGET = 50_000


@record
class Residual:
    """Resources that *pattern* names and none of *excepted*, of those that were asked for.

    ``exact`` is false where no short list of patterns says it: then some of them may be granted.
    """

    pattern: str
    excepted: tuple[str, ...] = ()
    exact: bool = True

    def __str__(self) -> str:
        """Return it as one line: the pattern, and what it does not hold."""
        return f"{self.pattern} except {', '.join(self.excepted)}" if self.excepted else self.pattern

    def holds(self, resource: str) -> bool:
        """Tell whether a resource that was asked for is one of these."""
        return _names(self.pattern, resource) and not any(_names(text, resource) for text in self.excepted)

    def covers(self, other: Residual) -> bool:
        """Tell whether it surely holds all that *other* does."""
        own, its = arn.parse(self.pattern), arn.parse(other.pattern)
        return own.covers(its) and all(
            not one.meets(its) or any(arn.parse(text).covers(one) for text in other.excepted)
            for one in map(arn.parse, self.excepted)
        )


def _names(text: str, resource: str) -> bool:
    named = arn.parse(text)
    # Of what is no name, only what is filled in later is left: it may cross colons.
    return named.names(resource) if named.fields else pattern(text).holds(resource)


class Asked(NamedTuple):
    """How a question is written: what it asks for, and what it leaves out of that."""

    patterns: tuple[str, ...]
    excepted: tuple[str, ...] = ()


class Way(NamedTuple):
    """One way to be granted: a resource of each layer's Allows, and none that is refused."""

    allowed: tuple[tuple[Named, ...], ...]
    refused: tuple[Named, ...]


class Piece(NamedTuple):
    """What one pattern of each of *within* names, and none of *without* does."""

    within: tuple[tuple[Named, ...], ...] = ()
    without: tuple[Named, ...] = ()

    def less(self, way: Way) -> Iterator[Piece]:
        """Yield the pieces that are left of it without what *way* grants."""
        for allowed in way.allowed:
            yield Piece(self.within, tuple(dict.fromkeys((*self.without, *allowed))))
        if way.refused:
            yield Piece(tuple(dict.fromkeys((*self.within, way.refused))), self.without)

    def is_part_of(self, other: Piece) -> bool:
        """Tell, by what they are made of, whether *other* has all of it."""
        return set(other.within) <= set(self.within) and set(other.without) <= set(self.without)


def left(ways: Iterable[Way]) -> list[Piece] | None:
    """Return what is left of everything without what *ways* grant, ``None`` for too many pieces."""
    pieces = [Piece()]
    for way in ways:
        kept: list[Piece] = []
        for piece in dict.fromkeys(new for old in pieces for new in old.less(way)):
            if not any(piece.is_part_of(other) for other in kept):
                kept = [other for other in kept if not other.is_part_of(piece)]
                kept.append(piece)
            if len(kept) > _MOST:
                return None
        pieces = kept
    return pieces


def residuals(
    pieces: Iterable[Piece],
    asked: Asked,
    family: Resources,
    read: Callable[[Iterable[Named]], Sequence[Language]],
) -> tuple[Residual, ...]:
    """Return *pieces* of what was *asked*, a *family*, as patterns; *read* tells what policies' mean."""
    found: list[Residual] = []
    for piece in pieces:
        without = [*map(arn.parse, asked.excepted), *piece.without]
        for text, exact in _within(asked.patterns, piece.within):
            own = arn.parse(text)
            near = [one for one in without if _written(one).meets(own) and _meets(one, family, read)]
            shown = _largest(map(_written, near))
            if any(one.covers(own) for one in shown) or _is_empty(family, own, read(near)):
                continue
            new = Residual(text, tuple(one.text for one in shown), exact)
            if not any(other.covers(new) for other in found):
                found = [other for other in found if not new.covers(other)] + [new]
    return tuple(found)


def _meets(one: Named, family: Resources, read: Callable[[Iterable[Named]], Sequence[Language]]) -> bool:
    # A list asks for project/* as it is written: no pattern of single names is about that.
    return any(map(family.meet, read([one])))


def _is_empty(family: Resources, own: Named, against: Sequence[Language]) -> bool:
    named = own.language()
    return named is None or family.find([[named]], against, budget=_BUDGET) == (None, True)


def _written(named: Named) -> Named:
    """Return a pattern with a star for what is filled in later."""
    return arn.parse(filled(named.text, "*")) if named.is_open else named


def _largest(named: Iterable[Named]) -> list[Named]:
    """Return those that no other covers."""
    found: list[Named] = []
    for one in named:
        if not any(other.covers(one) for other in found):
            found = [other for other in found if not one.covers(other)] + [one]
    return found


def _within(asked: Sequence[str], blocks: Sequence[Sequence[Named]]) -> Iterator[tuple[str, bool]]:
    """Yield patterns of what is asked for that one of each of *blocks* names; whether that is exact."""
    for text in asked:
        names: list[Named] = [arn.parse(text)]
        exact = True
        for block in blocks:
            met = [_met(own, _written(one)) for own in names for one in block]
            whole = [one for each in met if each is not None for one in each]
            if None in met or len(whole) > _MOST:
                exact = False
            else:
                names = _largest(whole)
        yield from ((one.text, exact) for one in names)


def _met(own: Named, other: Named) -> list[Named] | None:
    """Return the patterns of what both name, ``None`` if that takes too many."""
    if other.covers(own) or (not other.fields and pattern(other.text).covers(pattern(own.text))):
        return [own]
    if own.covers(other):
        return [other]
    if not own.meets(other):
        return []
    pairs = list(zip(own.fields, other.fields, strict=False))
    found = [both(one, two) for one, two in pairs]
    fields = [each for each in found if each is not None]
    if len(pairs) < 5 or len(fields) < 5:
        return None
    return [arn.parse(":".join(each)) for each in product(*fields)]
