"""The search for shortest strings that some languages hold and others do not.

It is an on-the-fly product with antichain pruning. A joint automaton of all patterns is never built: its
size is exponential in the patterns, the product visited here is not for any policy people write. A step
budget bounds the rest.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, product
from typing import NamedTuple

from immlint.language.chars import ANY, Chars, Step
from immlint.language.machine import Machine, Spelled, rest_of

#: Moves of one pattern position over one character that a comparison may take before it gives up.
DEFAULT_BUDGET = 400_000
#: Characters to build witnesses from, most readable first.
_READABLE = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_-/.:"


def _letters(within: Chars, *cuts: list[int]) -> list[str]:
    """Return one character of *within* for each way that *cuts* can tell characters apart."""
    if len(within.ranges) == 1 and within.ranges[0][0] == within.ranges[0][1]:
        return [chr(within.ranges[0][0])]
    letters: list[str] = []
    for low, high in within.ranges:
        between = {cut for each in cuts for cut in each[bisect_right(each, low) : bisect_right(each, high)]}
        letters.extend(_readable(a, b - 1) for a, b in pairwise([low, *sorted(between), high + 1]))
    # Readable characters first, so that the first shortest witness is one a person would write.
    return sorted(letters, key=_rank)


def _readable(low: int, high: int) -> str:
    if low == high:
        return chr(low)
    for char in _READABLE:
        if low <= ord(char) <= high:
            return char
    return chr(max(low, 0x21)) if high >= 0x21 else chr(low)


def _rank(char: str) -> int:
    place = _READABLE.find(char)
    return place if place >= 0 else len(_READABLE) + ord(char)


_Trail = tuple["_Trail", str] | None


def _spell(trail: _Trail) -> str:
    chars: list[str] = []
    while trail is not None:
        trail, char = trail
        chars.append(char)
    return "".join(reversed(chars))


_Node = tuple[tuple[int, ...], frozenset[int], frozenset[int], _Trail]


class _Product:
    """A search for strings that all of *lefts* hold, and what *right* makes of them.

    A node is one state of each left machine with the set of states *right* may be in. A node whose set
    holds a superset of an earlier one for the same states can only end in more of *right*: it is
    pruned. *contrary* is another machine, of which more is better. Strings that a language of *right*
    numbered in *fatal* holds are not wanted.
    """

    def __init__(
        self,
        lefts: Sequence[Machine],
        right: Machine,
        contrary: Machine,
        budget: int,
        fatal: frozenset[int],
    ) -> None:
        self.lefts, self.right, self.contrary = lefts, right, contrary
        self.budget = budget
        #: States of fatal languages, by what is ahead of them: 0 is the end.
        self.fatal: dict[int, set[int]] = {}
        for state, (rest, owner) in enumerate(zip(right.rests, right.owners, strict=True)):
            if owner in fatal:
                self.fatal.setdefault(rest, set()).add(state)
        self.full = self.fatal.get(rest_of(Step(ANY, optional=True, loops=True), 0), set())
        self.seen: dict[tuple[int, ...], list[tuple[frozenset[int], frozenset[int]]]] = {}
        self.queue: deque[_Node] = deque()

    def ends(self) -> Iterator[tuple[str, frozenset[int], frozenset[int]]]:
        """Yield strings, shortest first, with the states that *right* and *contrary* end in.

        The budget is below zero afterwards if the search was not complete.
        """
        for start in product(*(sorted(left.start) for left in self.lefts)):
            self._push((start, self.right.start, self.contrary.start, None))
        while self.queue:
            states, inside, against, trail = self.queue.popleft()
            steps = [left.steps[state] for left, state in zip(self.lefts, states, strict=True)]
            chars = _common(steps)
            if chars is None:
                if not any(steps):
                    yield _spell(trail), inside, against
                continue
            for char in _letters(chars, self.right.cuts(inside), self.contrary.cuts(against)):
                self.budget -= 1 + len(inside) + len(against)
                if self.budget < 0:
                    return
                after, away = self.right.move(inside, char), self.contrary.move(against, char)
                moved = (
                    sorted(left.move(frozenset((state,)), char))
                    for left, state in zip(self.lefts, states, strict=True)
                )
                for following in product(*moved):
                    self._push((following, after, away, (trail, char)))

    def _is_lost(self, states: Iterable[int], inside: frozenset[int]) -> bool:
        """Tell whether all that is ahead of one of the lefts is held by a fatal language."""
        if not inside.isdisjoint(self.full):
            return True
        for left, state in zip(self.lefts, states, strict=True):
            held = self.fatal.get(left.rests[state])
            if held and not inside.isdisjoint(held):
                return True
        return False

    def _push(self, node: _Node) -> None:
        states, inside, against, _ = node
        known = self.seen.setdefault(states, [])
        if any(less <= inside and against <= more for less, more in known):
            return
        if self.fatal and self._is_lost(states, inside):
            return
        known[:] = [(less, more) for less, more in known if not (inside <= less and more <= against)]
        known.append((inside, against))
        self.queue.append(node)


def _common(steps: Iterable[Step | None]) -> Chars | None:
    """Return the characters that all steps take; ``None`` if one of them is an end."""
    chars: Chars | None = None
    for step in steps:
        if step is None:
            return None
        chars = step.chars if chars is None else chars & step.chars
    return chars


def shortest(
    within: Sequence[Iterable[Spelled]],
    without: Iterable[Spelled] = (),
    *,
    budget: int = DEFAULT_BUDGET,
) -> tuple[str | None, bool]:
    """Return a shortest string that is in each union of *within* and in no language of *without*.

    The second value tells whether the search was complete: ``(None, True)`` proves that there is
    no such string.
    """
    right = Machine(without)
    fatal = frozenset(right.owners)
    search = _Product([Machine(each) for each in within], right, _NOTHING, budget, fatal)
    for word, _, _ in search.ends():
        return word, True
    return None, search.budget >= 0


_NOTHING = Machine(())


class Combination(NamedTuple):
    """A shortest string, and which languages of two lists hold it."""

    text: str
    inside: frozenset[int]
    against: frozenset[int]


def combinations(
    within: Sequence[Iterable[Spelled]],
    others: Sequence[Spelled],
    contrary: Sequence[Spelled] = (),
    *,
    fatal: frozenset[int] = frozenset(),
    budget: int = DEFAULT_BUDGET,
) -> tuple[list[Combination], bool]:
    """Return how few of *others*, and how many of *contrary*, may hold a string of all unions of *within*.

    For each string there is a combination that has no more of *others* and no fewer of *contrary*; but
    strings that one of *others* numbered in *fatal* holds are left out. The second value tells whether the
    search was complete.
    """
    right, against = Machine(others), Machine(contrary)
    search = _Product([Machine(each) for each in within], right, against, budget, fatal)
    found: list[Combination] = []
    for word, ends, away in search.ends():
        new = Combination(word, right.accepted(ends), against.accepted(away))
        if not any(old.inside <= new.inside and new.against <= old.against for old in found):
            found = [o for o in found if not (new.inside <= o.inside and o.against <= new.against)]
            found.append(new)
    return found, search.budget >= 0
