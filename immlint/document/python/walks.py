"""The walks through other modules: what they found, what it cost, and where they end.

What a module is told depends on the files alone, not on what others asked for before: what is kept for the
next that asks is what it would find itself.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Generic, Protocol, TypeVar

from immlint.document.python.interpret import Module
from immlint.record import field, record

#: Steps that one name may cost, with all that it leads to, and all that one module asks for: what costs more
#: is not known. A step takes some 30 microseconds.
MOST_OF_NAME = 10_000
MOST_OF_MODULE = 30_000
#: Letters that cost a step when they are parsed, and when they are looked through.
PARSED = 30
LOOKED_THROUGH = 50
#: Letters of which something is kept: their trees take some hundred times as much.
_KEPT = 400_000


class TooFarError(Exception):
    """What is asked for leads to more than may be walked."""


class _Sized(Protocol):
    size: int


S = TypeVar("S", bound=_Sized)


class Lately(Generic[S]):
    """What was made last, up to a number of letters."""

    def __init__(self) -> None:
        self._made: dict[Hashable, S] = {}
        self._size = 0

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self._made)

    def get(self, key: Hashable) -> S | None:
        """Return what is kept of *key*."""
        found = self._made.pop(key, None)
        if found is not None:
            self._made[key] = found
        return found

    def keep(self, key: Hashable, made: S) -> S:
        """Keep what was made, and let go of what has not been asked for the longest."""
        self._made[key] = made
        self._size += made.size
        while self._size > _KEPT and len(self._made) > 1:
            self._size -= self._made.pop(next(iter(self._made))).size
        return made


@record(frozen=False)
class _Part:
    """A part of a module that is walked, or was: its own steps, and those of the parts that it led to."""

    key: Hashable
    size: int
    module: Module | None = None
    steps: int = 0
    asked: dict[Hashable, int] = field(default_factory=dict)
    #: Whether it led to a part in progress, of which nothing is known then, and which of those it is within.
    is_circular: bool = False
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

    def spend(self, steps: int) -> None:
        """Count steps. Raises :class:`TooFarError`."""
        self._left -= steps
        if self._left < 0:
            raise TooFarError

    @property
    def is_over(self) -> bool:
        """Whether there were more than may be."""
        return self._left < 0

    def charge(self, costs: Mapping[Hashable, int]) -> None:
        """Count parts that were walked before. Raises :class:`TooFarError`."""
        new = costs.keys() - self._parts
        self._parts |= new
        self.spend(sum(costs[key] for key in new))

    def walked(self, key: Hashable) -> None:
        """Count a part no more: its steps were counted as they were taken."""
        self._parts.add(key)


class Walks(Generic[S]):
    """The parts of other modules that are walked, while many modules are read one after another.

    What leads in no circle comes to the same whoever asks: that is kept for all. The rest is kept for the
    module that asks for it.
    """

    def __init__(self) -> None:
        #: What was seen when modules were looked through, by their paths.
        self.looked: Lately[S] = Lately()
        self._shared: Lately[_Part] = Lately()
        self._own: dict[Hashable, _Part] = {}
        self._open: dict[Hashable, _Part] = {}
        self._of_module = _Count(MOST_OF_MODULE)
        self._of_name = _Count(MOST_OF_NAME)

    @property
    def walked(self) -> list[Hashable]:
        """The parts of which it is kept what was found, for all that ask."""
        return [*self._shared]

    def begin(self) -> None:
        """Begin with another module that asks."""
        self._own.clear()
        self._of_module = _Count(MOST_OF_MODULE)

    def of(self, key: Hashable, size: int, walk: Callable[[], Module | None]) -> Module | None:
        """Return what *walk* finds in a part of *size* letters; ``None`` for one in progress, or too far."""
        if key in self._open:
            self._lean(key)
            return None
        if self._open:
            return self._found(key, size, walk)
        self._of_name = _Count(MOST_OF_NAME)
        try:
            return self._found(key, size, walk)
        except TooFarError:
            return None

    def spend(self, steps: int = 1) -> None:
        """Count steps of the part that is walked. Raises :class:`TooFarError`."""
        self._open[next(reversed(self._open))].steps += steps
        self._of_name.spend(steps)
        self._of_module.spend(steps)

    def _found(self, key: Hashable, size: int, walk: Callable[[], Module | None]) -> Module | None:
        found = self._shared.get(key) or self._own.get(key)
        if found is None:
            found = self._walked(_Part(key, size), walk)
        else:
            self._of_name.charge(found.costs)
            self._of_module.charge(found.costs)
        for part in self._open.values():
            part.asked |= found.costs
            part.is_circular = part.is_circular or found.is_circular
        for leant in found.leans:
            self._lean(leant)
        return found.module

    def _walked(self, part: _Part, walk: Callable[[], Module | None]) -> _Part:
        self._open[part.key] = part
        try:
            part.module = walk()
        except TooFarError:
            if len(self._open) == 1 and self._of_name.is_over:
                # Whoever asks for it comes as far.
                part.steps = MOST_OF_NAME + 1
                self._keep(part)
            raise
        finally:
            del self._open[part.key]
        # What leant on it would find more from here on.
        self._own = {key: each for key, each in self._own.items() if part.key not in each.leans}
        for count in (self._of_name, self._of_module):
            count.walked(part.key)
        return self._keep(part)

    def _keep(self, part: _Part) -> _Part:
        if part.is_circular:
            self._own[part.key] = part
            return part
        return self._shared.keep(part.key, part)

    def _lean(self, key: Hashable) -> None:
        """Note that the parts in progress within one know nothing of it."""
        within = False
        for part in self._open.values():
            if within:
                part.leans.add(key)
            within = within or part.key == key
            part.is_circular = part.is_circular or within
