"""A position automaton that is walked one state at a time, as the searches for strings do."""

from __future__ import annotations

from immlint.language.machine import Machine, bits, rests_of


class Left:
    """A machine in which states with the same ahead are one: branches that end alike are walked once."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.steps = machine.steps
        #: What is ahead of each state; of steps that are counted, without a bound.
        self.rests = machine.rests
        first: dict[int, int] = {}
        numbers = (number for branch in rests_of(machine.branches) for number in branch)
        self._same = [first.setdefault(number, state) for state, number in enumerate(numbers)]
        self.starts = self._distinct(machine.start)
        self._following: dict[int, tuple[int, ...]] = {}

    def following(self, state: int) -> tuple[int, ...]:
        """Return the states that one character may lead to."""
        found = self._following.get(state)
        if found is None:
            found = self._following[state] = self._distinct(self.machine.moved(1 << state))
        return found

    def _distinct(self, states: int) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self._same[state] for state in bits(states)))
