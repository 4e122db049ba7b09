"""Many patterns at once: which of them hold a point.

A pattern is filed by its rarest piece of fixed text, and only what has that piece can be one of its own.
What the files yield is always checked exactly: they leave out what surely does not fit, and nothing else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from operator import itemgetter
from typing import Literal, NamedTuple

from immlint.ram.arn import EVERYTHING, Fields
from immlint.ram.pattern import pattern
from immlint.record import cached_property

#: Patterns that are looked at one by one rather than filed.
_FEW = 8
_Kind = Literal["whole", "head", "tail", "inner"]


class _Piece(NamedTuple):
    """Fixed text of one field of a pattern, and where in the field it stands."""

    field: int
    kind: _Kind
    text: str


def _pieces(fields: Fields) -> tuple[_Piece, ...]:
    found = []
    for number, text in enumerate(fields):
        parts = pattern(text).fixed
        for place, part in enumerate(parts):
            first, last = place == 0, place == len(parts) - 1
            if part:
                kind: _Kind = "whole" if first and last else "head" if first else "tail" if last else "inner"
                found.append(_Piece(number, kind, part))
    return tuple(found)


class Patterns:
    """Patterns with the numbers of their owners, each filed by its rarest piece."""

    def __init__(self, entries: Sequence[tuple[Fields, int]]) -> None:
        self._entries = entries

    @cached_property
    def _count(self) -> Counter[_Piece]:
        return Counter(piece for fields, _ in self._entries for piece in _pieces(fields))

    def weight(self, fields: Fields) -> int:
        """Return how many patterns have what is rarest in this one."""
        return min((self._count[piece] for piece in _pieces(fields)), default=len(self._entries))

    @cached_property
    def _files(self) -> dict[_Piece | None, list[tuple[int, Fields]]]:
        files: dict[_Piece | None, list[tuple[int, Fields]]] = defaultdict(list)
        for fields, owner in self._entries:
            rarest = min(_pieces(fields), key=lambda piece: self._count[piece], default=None)
            files[rarest].append((owner, fields))
        return files

    @cached_property
    def _lengths(self) -> list[tuple[int, _Kind, int]]:
        return sorted({(piece.field, piece.kind, len(piece.text)) for piece in self._files if piece})

    def holding(self, point: Fields) -> Iterator[int]:
        """Yield the owners of the patterns that hold *point*, in the order of the entries."""
        if len(self._entries) <= _FEW:
            yield from (owner for fields, owner in self._entries if hold(fields, point))
            return
        found = [self._files.get(None, [])]
        for field, kind, length in self._lengths if point else ():
            for text in set(_cut(point[field], kind, length)):
                file = self._files.get(_Piece(field, kind, text))
                if file:
                    found.append(file)
        for owner, fields in merge(*found, key=itemgetter(0)) if len(found) > 1 else found[0]:
            if hold(fields, point):
                yield owner


def _cut(text: str, kind: _Kind, length: int) -> Iterable[str]:
    """Return the pieces of *text* that a piece of a pattern may be."""
    if kind == "whole":
        return (text,) if len(text) == length else ()
    if kind == "head":
        return (text[:length],)
    if kind == "tail":
        return (text[-length:],)
    return (text[at : at + length] for at in range(len(text) - length + 1))


def hold(fields: Fields, point: Fields) -> bool:
    """Tell whether the fields of a pattern hold a point."""
    if fields == EVERYTHING:
        return True
    if not point:
        return False
    # Most names differ at their end, and many fields are equal; a generator costs as much as what is asked.
    for text, value in zip(reversed(fields), reversed(point), strict=False):
        if text not in (value, "*") and not pattern(text).holds(value):
            return False
    return True
