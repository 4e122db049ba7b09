"""Entries of one list, found by what they cover: patterns of actions, or names of resources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, Protocol, Self, TypeVar

from immlint.ram.arn import Fields
from immlint.ram.prove.patterns import Patterns
from immlint.record import cached_property


class Entry(Protocol):
    """An action or a resource."""

    @property
    def text(self) -> str:
        """What is written."""

    @property
    def fields(self) -> Fields:
        """The fields of the pattern; none of what is no resource name."""

    @property
    def sample(self) -> Fields:
        """The fields of something that it names and few others do."""

    def covers(self, other: Self, /) -> bool:
        """Tell whether it names all that *other* does."""

    def __hash__(self) -> int:
        """Return what is equal for equal texts."""


E = TypeVar("E", bound=Entry)
#: Entries that are asked one by one.
_FEW = 8


class Covering(Generic[E]):
    """Which of some entries cover one: a list of many is not held against every other."""

    def __init__(self, entries: Sequence[E]) -> None:
        self._entries = entries

    @cached_property
    def _first(self) -> dict[E, int]:
        return {entry: number for number, entry in reversed([*enumerate(self._entries)])}

    @cached_property
    def _patterns(self) -> Patterns:
        return Patterns([(entry.fields, n) for n, entry in enumerate(self._entries) if entry.fields])

    def numbers(self, small: E) -> Iterator[int]:
        """Yield the numbers of those that cover *small*; of equal texts that are no names, the first."""
        if not small.fields and small in self._first:
            yield self._first[small]
        # What covers an entry names its sample.
        for number in self._patterns.holding(small.sample):
            if self._entries[number].covers(small):
                yield number

    def covers(self, small: E) -> bool:
        """Tell whether one of them covers *small*."""
        if len(self._entries) > _FEW:
            return small in self._first or any(True for _ in self.numbers(small))
        for own in self._entries:
            if own is small or own.text == small.text or (own.fields and own.covers(small)):
                return True
        return False


def least(entries: Sequence[E]) -> list[E]:
    """Return entries without those that others cover; of equal ones the first stays."""
    covering, kept = Covering(entries), set[int]()
    for number, entry in enumerate(entries):
        others = [other for other in covering.numbers(entry) if other != number]
        if any(other in kept or (other > number and not entry.covers(entries[other])) for other in others):
            continue
        kept.add(number)
    return [entries[number] for number in sorted(kept)]
