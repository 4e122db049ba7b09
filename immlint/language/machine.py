"""Position automata: where several languages may be after what was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import NamedTuple, Protocol

from immlint.language.chars import Chars, Run, Step


class Spelled(Protocol):
    """A language, by the steps of its branches and the numbers of what is ahead of each."""

    @property
    def steps(self) -> tuple[tuple[Step, ...], ...]:
        """The steps of each branch."""

    @property
    def rests(self) -> tuple[tuple[int, ...], ...]:
        """For each branch, a number for what is ahead of each of its states, see :func:`rest_of`."""

    @property
    def counted(self) -> Spelled:
        """The same for one who counts, see :func:`count_steps`."""


class Counted(NamedTuple):
    """A language in which long runs of optional steps are single steps that are counted."""

    steps: tuple[tuple[Step, ...], ...]

    @property
    def rests(self) -> tuple[tuple[int, ...], ...]:
        """What is ahead of each state, without a bound: what holds that holds what is within it, too."""
        return rests_of([[step._replace(most=None) for step in steps] for steps in self.steps])

    @property
    def counted(self) -> Counted:
        """The language itself."""
        return self


#: Optional steps of a run that are spelt one by one.
_FEW = 4


def count_steps(branches: Sequence[Sequence[Run]]) -> Counted | None:
    """Return branches with a single counted step for each long run, ``None`` if there is none.

    A name of up to 128 characters is two states then, not 128, and a search seldom needs to tell apart how
    many characters of it there were.
    """
    if not any(run.most is not None and run.most - run.least > _FEW for branch in branches for run in branch):
        return None
    return Counted(tuple(tuple(_counting(branch)) for branch in branches))


def _counting(branch: Sequence[Run]) -> Iterator[Step]:
    for run in branch:
        if run.most is not None and run.most - run.least > _FEW:
            yield from expand([Run(run.chars, run.least, run.least)])
            yield Step(run.chars, optional=True, loops=True, most=run.most - run.least)
        else:
            yield from expand([run])


def expand(branch: Sequence[Run]) -> Iterator[Step]:
    """Yield the steps that spell *branch*."""
    for run in branch:
        for _ in range(run.least):
            yield Step(run.chars, optional=False, loops=False)
        if run.most is None:
            yield Step(run.chars, optional=True, loops=True)
        else:
            for _ in range(run.most - run.least):
                yield Step(run.chars, optional=True, loops=False)


_rests: dict[tuple[Step, int], int] = {}
_numbers = count(1)


def rest_of(step: Step, following: int) -> int:
    """Return the number of *step* before the rest that is numbered *following*; 0 is the end."""
    number = _rests.get((step, following))
    if number is None:
        if len(_rests) > 500_000:
            _rests.clear()  # numbers are never given twice: at worst less is found equal
        number = _rests[step, following] = next(_numbers)
    return number


def rests_of(branches: Iterable[Sequence[Step]]) -> tuple[tuple[int, ...], ...]:
    """Return, for each branch, a number for what is ahead of each of its states; equal for equal rests."""
    found = []
    for steps in branches:
        numbers = [0]
        for step in reversed(steps):
            numbers.append(rest_of(step, numbers[-1]))
        found.append(tuple(reversed(numbers)))
    return tuple(found)


class Machine:
    """A position automaton: a state is an index into the steps of all branches, end marks in.

    A set of states is an integer with a bit for each, so that moving a set costs a few operations on
    integers however many states it has.
    """

    def __init__(self, languages: Iterable[Spelled]) -> None:
        self.steps: list[Step | None] = []
        self.branches: list[tuple[Step, ...]] = []
        #: What is still ahead of a state. Equal rests accept equal languages.
        self.rests: list[int] = []
        #: The end states of each language.
        self.ends: list[int] = []
        starts = 0
        for language in languages:
            ends = 0
            for steps, rests in zip(language.steps, language.rests, strict=True):
                starts |= 1 << len(self.steps)
                self.branches.append(steps)
                self.steps += [*steps, None]
                self.rests += rests
                ends |= 1 << len(self.steps) - 1
            self.ends.append(ends)
        #: The states that take each single character, and each larger set of them.
        self._letters: dict[int, int] = {}
        self._sets: dict[Chars, int] = {}
        #: The states that may be passed over, and those that may stay.
        self._optional = self._loops = 0
        for state, step in enumerate(self.steps):
            if step is not None:
                self._file(step, 1 << state)
        self._accepting = 0
        for ends in self.ends:
            self._accepting |= ends
        self._cuts: dict[int, list[int]] = {}
        self.start = self._closed(starts)

    def _file(self, step: Step, bit: int) -> None:
        (low, high), *others = step.chars.ranges or ((1, 0),)
        if low == high and not others:
            self._letters[low] = self._letters.get(low, 0) | bit
        else:
            self._sets[step.chars] = self._sets.get(step.chars, 0) | bit
        if step.optional:
            self._optional |= bit
        if step.loops:
            self._loops |= bit

    def taking(self, char: str) -> int:
        """Return the states that take a character."""
        states = self._letters.get(ord(char), 0)
        for chars, taking in self._sets.items():
            if char in chars:
                states |= taking
        return states

    def _taking_all(self, chars: Chars) -> int:
        """Return the states that take each of some characters."""
        (low, high), *others = chars.ranges
        if low == high and not others:
            return self.taking(chr(low))
        states = 0
        for larger, taking in self._sets.items():
            if chars <= larger:
                states |= taking
        return states

    def _closed(self, states: int) -> int:
        while new := (states & self._optional) << 1 & ~states:
            states |= new
        return states

    def move(self, states: int, char: str) -> int:
        """Return the states reached from *states* by *char*."""
        return self.moved(states & self.taking(char))

    def following(self, states: int, chars: Chars) -> int:
        """Return the states that *states* reach by one character, whichever of *chars* it is."""
        return self.moved(states & self._taking_all(chars))

    def staying(self, states: int, chars: Chars) -> int:
        """Return those of *states* that any number of *chars* may leave as they are."""
        return self._closed(states & self._taking_all(chars) & self._loops)

    def moved(self, taking: int) -> int:
        """Return the states reached by a character that each of *taking* takes."""
        stay = taking & self._loops
        return self._closed(stay | (taking ^ stay) << 1)

    def holds(self, text: str) -> bool:
        """Tell whether some language holds *text*."""
        states = self.start
        for char in text:
            states = self.move(states, char)
            if not states:
                return False
        return self.accepts(states)

    def accepts(self, states: int) -> bool:
        """Tell whether one of *states* is an end."""
        return bool(states & self._accepting)

    def accepted(self, states: int) -> frozenset[int]:
        """Return which languages hold what was read."""
        return frozenset(number for number, ends in enumerate(self.ends) if states & ends)

    def cuts(self, states: int) -> list[int]:
        """Return where *states* begin to tell characters apart, sorted."""
        known = self._cuts.get(states)
        if known is None:
            edges: set[int] = set()
            for code, taking in self._letters.items():
                if states & taking:
                    edges.update((code, code + 1))
            for chars, taking in self._sets.items():
                if states & taking:
                    edges.update(edge for low, high in chars.ranges for edge in (low, high + 1))
            known = self._cuts[states] = sorted(edges)
        return known


def bits(states: int) -> Iterator[int]:
    """Yield the states of a set, in order."""
    while states:
        lowest = states & -states
        yield lowest.bit_length() - 1
        states ^= lowest
