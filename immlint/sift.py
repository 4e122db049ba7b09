"""Modules that hold nothing of ours are told from the rest before any is parsed.

What modules import is asked of all of them as soon as one is ours: by then most were looked through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from immlint.document.neighbours import Neighbours
from immlint.document.reader import claimed
from immlint.input import Input, UnreadableError, load

if TYPE_CHECKING:
    from immlint.cache.cache import Cache

#: How many files are asked for at once.
_BATCH = 500


class Sieve:
    """The modules of a run that hold nothing of ours, by what earlier runs kept, or else by their bytes."""

    def __init__(
        self, neighbours: Neighbours, cache: Cache | None, kind_of: Callable[[str], str | None]
    ) -> None:
        self._neighbours = neighbours
        self._cache = cache
        self._kind_of = kind_of
        #: How many modules are ours, and whether nothing is known of any of those that were looked through.
        self.ours = 0
        self.is_new = True
        #: How many modules hold nothing of ours, unless another file tells what they are.
        self.count = 0
        #: The paths of the others that were looked into: nearly all hold nothing.
        self._others: set[str] = set()
        self._is_done = False

    def sift(self, inputs: Iterable[Input]) -> Iterator[int]:
        """Look through the modules among *inputs*, and yield from time to time how many are done."""
        modules = (item for item in inputs if _is_sifted(item))
        self._is_done = True
        while batch := [*islice(modules, _BATCH)]:
            kinds = [self._kind_of(item.path) for item in batch]
            asked = [(item, kind) for item, kind in zip(batch, kinds, strict=True) if kind != "ignore"]
            self._others |= {item.path for item, kind in zip(batch, kinds, strict=True) if kind == "ignore"}
            kept = self._cache.foreign_among(asked) if self._cache is not None else [None] * len(asked)
            for (item, kind), noted in zip(asked, kept, strict=True):
                if noted is None:
                    self._look_into(item, kind)
                    continue
                self.is_new = False
                self.count += 1
                if noted:
                    self._neighbours.recall(item.path, noted)
            if len(batch) == _BATCH:
                yield self.count

    def holds_nothing(self, item: Input) -> bool:
        """Tell whether a module was looked into, and holds nothing of ours by itself."""
        return self._is_done and _is_sifted(item) and item.path not in self._others

    def prepare(self) -> None:
        """Work out what any file may ask about the imports of others."""
        if self.ours:
            self._neighbours.prepare()

    def keep(self, inputs: Iterable[Input]) -> None:
        """Keep what was learned of the imports of modules after they were sifted."""
        late = self._neighbours.noted
        if self._cache is None or not late:
            return
        for item in inputs:
            if item.path in late and self.holds_nothing(item):
                self._cache.found_foreign(item, self._kind_of(item.path), late[item.path])

    def _look_into(self, item: Input, kind: str | None) -> None:
        try:
            source = load(item)
        except UnreadableError:
            self._others.add(item.path)
            return
        is_ours = claimed(source, kind) is not None
        self.ours += is_ours
        # It matters what modules import as soon as one is ours.
        noted = self._neighbours.survey(item.path, source) if self.ours else b""
        if is_ours:
            self._others.add(item.path)
            return
        self.count += 1
        if self._cache is not None:
            self._cache.found_foreign(item, kind, noted)


def _is_sifted(item: Input) -> bool:
    """Tell whether an input is a module of which nobody says anything."""
    return is_module(item) and not (item.named or item.opened or item.kind)


def is_module(item: Input) -> bool:
    """Tell whether an input is a module among others."""
    return item.path.endswith(".py") and item.has_neighbours
