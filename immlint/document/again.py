"""Sequences that are too long to be kept: worked out again each time that somebody goes through them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TypeVar, overload

T = TypeVar("T")


class Again(Sequence[T]):
    """What *each* yields, each time from the beginning: one by its number is found behind those before it."""

    def __init__(self, each: Callable[[], Iterator[T]]) -> None:
        self._each = each

    def __iter__(self) -> Iterator[T]:
        return self._each()

    def __bool__(self) -> bool:
        return any(True for _ in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        if isinstance(index, slice) or index < 0:
            return [*self][index]
        for found in islice(self, index, None):
            return found
        raise IndexError(index)
