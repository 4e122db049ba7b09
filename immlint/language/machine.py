"""Position automata: where several languages may be after what was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Protocol

from immlint.language.chars import Run, Step


class Spelled(Protocol):
    """A language, by the steps of its branches and the numbers of what is ahead of each."""

    @property
    def steps(self) -> tuple[tuple[Step, ...], ...]:
        """The steps of each branch."""

    @property
    def rests(self) -> tuple[tuple[int, ...], ...]:
        """For each branch, a number for what is ahead of each of its states, see :func:`rest_of`."""


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


class Machine:
    """A position automaton: a state is an index into the steps of all branches, end marks in."""

    def __init__(self, languages: Iterable[Spelled]) -> None:
        self.steps: list[Step | None] = []
        #: What is still ahead of a state. Equal rests accept equal languages.
        self.rests: list[int] = []
        #: Which of the languages a state belongs to.
        self.owners: list[int] = []
        starts: list[int] = []
        for number, language in enumerate(languages):
            for steps, rests in zip(language.steps, language.rests, strict=True):
                starts.append(len(self.steps))
                self.steps += [*steps, None]
                self.rests += rests
                self.owners += [number] * len(rests)
        self._moves: dict[tuple[frozenset[int], str], frozenset[int]] = {}
        self._cuts: dict[frozenset[int], list[int]] = {}
        self.start = self._closed(starts)

    def _closed(self, states: Iterable[int]) -> frozenset[int]:
        closed: set[int] = set()
        for state in states:
            while state not in closed:
                closed.add(state)
                step = self.steps[state]
                if step is None or not step.optional:
                    break
                state += 1
        return frozenset(closed)

    def move(self, states: frozenset[int], char: str) -> frozenset[int]:
        """Return the states reached from *states* by *char*; many searches pass by the same ones."""
        known = self._moves.get((states, char))
        if known is None:
            reached: list[int] = []
            for state in states:
                step = self.steps[state]
                if step is not None and char in step.chars:
                    reached.append(state if step.loops else state + 1)
            known = self._moves[states, char] = self._closed(reached)
        return known

    def accepts(self, states: Iterable[int]) -> bool:
        return any(self.steps[state] is None for state in states)

    def accepted(self, states: Iterable[int]) -> frozenset[int]:
        """Return which languages hold what was read."""
        return frozenset(self.owners[state] for state in states if self.steps[state] is None)

    def cuts(self, states: frozenset[int]) -> list[int]:
        """Return where *states* begin to tell characters apart, sorted."""
        known = self._cuts.get(states)
        if known is None:
            edges: set[int] = set()
            for chars in {step.chars for state in states if (step := self.steps[state]) is not None}:
                for low, high in chars.ranges:
                    edges.update((low, high + 1))
            known = self._cuts[states] = sorted(edges)
        return known
