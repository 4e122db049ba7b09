"""The walks through the other modules that one leads to: what they found, and where they end."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping

from immlint.document.python.interpret import Module
from immlint.record import field, record

#: Steps that one name may cost, with all that it leads to, and all that one module asks for: what costs more
#: is not known. A step takes some 30 microseconds.
MOST_OF_NAME = 8_000
MOST_OF_MODULE = 12_000
#: Letters that take as long as a step when they are parsed, and when they are looked through.
PARSED = 10
LOOKED_THROUGH = 50
#: Letters of modules that are looked through for the names that ``import *`` takes.
MOST_OF_STARS = 300_000


class TooFarError(Exception):
    """What is asked for leads to more than may be walked."""


@record(frozen=False)
class _Part:
    """A part of a module that is walked, or was: its own steps, and those of the parts that it led to."""

    key: Hashable
    module: Module | None = None
    steps: int = 0
    asked: dict[Hashable, int] = field(default_factory=dict)
    #: The parts in progress that it led back to: it knows nothing of those.
    leans: set[Hashable] = field(default_factory=set)

    @property
    def costs(self) -> Mapping[Hashable, int]:
        """The steps of all that it is made of."""
        return {self.key: self.steps, **self.asked}


class _Count:
    """Steps that were taken, each part once."""

    def __init__(self, most: int) -> None:
        self._left = most
        self._parts: set[Hashable] = set()

    @property
    def is_over(self) -> bool:
        """Whether there were more than may be."""
        return self._left < 0

    def spend(self, steps: int) -> None:
        """Count steps. Raises :class:`TooFarError`."""
        self._left -= steps
        if self._left < 0:
            raise TooFarError

    def charge(self, costs: Mapping[Hashable, int]) -> None:
        """Count parts that were walked before. Raises :class:`TooFarError`."""
        new = costs.keys() - self._parts
        self._parts |= new
        self.spend(sum(costs[key] for key in new))

    def walked(self, key: Hashable) -> None:
        """Count a part no more: its steps were counted as they were taken."""
        self._parts.add(key)


class Walks:
    """The parts of other modules that are walked for one that asks."""

    def __init__(self) -> None:
        self._done: dict[Hashable, _Part] = {}
        self._open: dict[Hashable, _Part] = {}
        self._of_module = _Count(MOST_OF_MODULE)
        self._of_name = _Count(MOST_OF_NAME)
        self._letters = 0

    @property
    def parts(self) -> list[Hashable]:
        """The parts that were walked."""
        return [*self._done]

    def of(self, key: Hashable, walk: Callable[[], Module | None]) -> Module | None:
        """Return what *walk* finds in a part; ``None`` for one in progress, and where it leads too far."""
        if key in self._open:
            self._lean(key)
            return None
        if self._open:
            return self._found(key, walk)
        self._of_name = _Count(MOST_OF_NAME)
        try:
            return self._found(key, walk)
        except TooFarError:
            return None

    def may_look(self, letters: int) -> bool:
        """Count letters that are looked through for names; tell whether they are not too many."""
        self._letters += letters
        return self._letters <= MOST_OF_STARS

    def spend(self, steps: int = 1) -> None:
        """Count steps of the part that is walked. Raises :class:`TooFarError`."""
        self._open[next(reversed(self._open))].steps += steps
        self._of_name.spend(steps)
        self._of_module.spend(steps)

    def _found(self, key: Hashable, walk: Callable[[], Module | None]) -> Module | None:
        found = self._done.get(key)
        if found is None:
            found = self._walked(_Part(key), walk)
        else:
            self._of_name.charge(found.costs)
        for part in self._open.values():
            part.asked |= found.costs
        for leant in found.leans:
            self._lean(leant)
        return found.module

    def _walked(self, part: _Part, walk: Callable[[], Module | None]) -> _Part:
        self._open[part.key] = part
        try:
            part.module = walk()
        except TooFarError:
            if len(self._open) == 1 and self._of_name.is_over:
                # Asked again it comes as far.
                part.steps = MOST_OF_NAME + 1
                self._done[part.key] = part
            raise
        finally:
            del self._open[part.key]
        # What leant on it would find more from here on.
        self._done = {key: each for key, each in self._done.items() if part.key not in each.leans}
        self._done[part.key] = part
        self._of_name.walked(part.key)
        return part

    def _lean(self, key: Hashable) -> None:
        """Note that the parts in progress within one know nothing of it."""
        within = False
        for part in self._open.values():
            if within:
                part.leans.add(key)
            within = within or part.key == key
