"""A position automaton that is walked one state at a time, as the searches for strings do."""

from __future__ import annotations

from itertools import product

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


def alive(one: Left, other: Left, most: int) -> set[tuple[int, int]] | None:
    """Return the pairs of states from which two machines can still read a string to its end together.

    ``None`` if there are more than *most* pairs to look at. What steps count is left out, so of some pairs
    there may be no such string.
    """
    reached = dict.fromkeys(product(one.starts, other.starts))
    before: dict[tuple[int, int], list[tuple[int, int]]] = {}
    ends = []
    stack = list(reached)
    while stack:
        pair = stack.pop()
        this, that = one.steps[pair[0]], other.steps[pair[1]]
        if this is None or that is None:
            if this is that:
                ends.append(pair)
            continue
        if not (this.chars & that.chars).ranges:
            continue
        for following in product(one.following(pair[0]), other.following(pair[1])):
            before.setdefault(following, []).append(pair)
            if following not in reached:
                reached[following] = None
                stack.append(following)
        if len(reached) > most:
            return None
    found = set(ends)
    while ends:
        for pair in before.get(ends.pop(), ()):
            if pair not in found:
                found.add(pair)
                ends.append(pair)
    return found
