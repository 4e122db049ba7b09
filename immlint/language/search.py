"""The search for shortest strings that some languages hold and others do not.

It is an on-the-fly product with antichain pruning. A joint automaton of all patterns is never built: its
size is exponential in the patterns, the product visited here is not for any policy people write. A step
budget bounds the rest.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations as combinations_of
from itertools import product
from typing import NamedTuple

from immlint.language.chars import ANY, Chars, Step
from immlint.language.left import Left, alive
from immlint.language.letters import letters
from immlint.language.machine import Machine, Spelled, rest_of
from immlint.language.typical import in_both, is_held, left_out

#: Moves of one pattern position over one character that a comparison may take before it gives up.
DEFAULT_BUDGET = 150_000
#: Moves before the plainer ways are tried: nearly every comparison ends within these.
_GLANCE = 20_000
#: Pairs of states that are looked at to tell which can still end together.
_MOST_PAIRS = 40_000
_Trail = tuple["_Trail", str] | None


def _spell(trail: _Trail) -> str:
    chars: list[str] = []
    while trail is not None:
        trail, char = trail
        chars.append(char)
    return "".join(reversed(chars))


#: The states of the left machines, how often each has taken its step, and the sets of the others.
_Node = tuple[tuple[int, ...], tuple[int, ...], int, int, _Trail]


class _Pairs(NamedTuple):
    """The pairs of states of two left machines from which both can still end."""

    one: int
    other: int
    pairs: set[tuple[int, int]]


class _Product:
    """A search for strings that all of *lefts* hold, and what *right* makes of them.

    A node is one state of each left machine with the set of states *right* may be in. A node whose set
    holds a superset of an earlier one for the same states can only end in more of *right*: it is
    pruned, unless it took fewer characters of a step that is counted. *contrary* is another machine, of
    which more is better. Strings that a language of *right* numbered in *fatal* holds are not wanted.
    """

    def __init__(
        self,
        lefts: Sequence[Left],
        right: Machine,
        contrary: Machine,
        budget: int,
        fatal: frozenset[int],
        pairs: Sequence[_Pairs] = (),
    ) -> None:
        self.lefts, self.right, self.contrary = lefts, right, contrary
        self.budget = budget
        self._pairs = pairs
        #: States of fatal languages, by what is ahead of them: 0 is the end.
        self.fatal = _by_rest(right, fatal) if fatal else {}
        self.full = self.fatal.get(rest_of(Step(ANY, optional=True, loops=True), 0), 0)
        self.seen: dict[tuple[int, ...], list[tuple[tuple[int, ...], int, int]]] = {}
        self._fresh = (0,) * len(lefts)
        self._counts = any(step is not None and step.most for left in lefts for step in left.steps)
        self.queue: deque[_Node] = deque()
        #: What a move costs: sets of many states are long integers.
        self._cost = 1 + sum(len(machine.steps) for machine in (right, contrary)) // 256

    def ends(self) -> Iterator[tuple[str, int, int]]:
        """Yield strings, shortest first, with the states that *right* and *contrary* end in.

        The budget is below zero afterwards if the search was not complete.
        """
        for start in product(*(left.starts for left in self.lefts)):
            self._push((start, self._fresh, self.right.start, self.contrary.start, None))
        while self.queue:
            states, counts, inside, against, trail = self.queue.popleft()
            steps = [left.steps[state] for left, state in zip(self.lefts, states, strict=True)]
            chars = _common(steps)
            if self._counts and any(s and s.most == n for s, n in zip(steps, counts, strict=True)):
                continue  # what comes after the step is a node of its own
            if chars is None:
                if not any(steps):
                    yield _spell(trail), inside, against
                continue
            moved: dict[tuple[int, int], str] = {}
            for char in letters(chars, self.right.cuts(inside), self.contrary.cuts(against)):
                self.budget -= self._cost
                moved.setdefault((self.right.move(inside, char), self.contrary.move(against, char)), char)
            ahead = [left.following(state) for left, state in zip(self.lefts, states, strict=True)]
            for following in product(*ahead):
                taken = self._taken(states, following, steps, counts) if self._counts else counts
                self.budget -= len(moved)
                for (after, away), char in moved.items():
                    self._push((following, taken, after, away, (trail, char)))
            if self.budget < 0:
                return

    def _taken(
        self,
        states: tuple[int, ...],
        following: tuple[int, ...],
        steps: Sequence[Step | None],
        counts: tuple[int, ...],
    ) -> tuple[int, ...]:
        """Return how often the steps of *following* have been taken."""
        return tuple(
            count + 1 if step is not None and step.most is not None and state == new else 0
            for state, new, step, count in zip(states, following, steps, counts, strict=True)
        )

    def _is_lost(self, states: Iterable[int], inside: int) -> bool:
        """Tell whether all that is ahead of one of the lefts is held by a fatal language."""
        if inside & self.full:
            return True
        for left, state in zip(self.lefts, states, strict=True):
            if inside & self.fatal.get(left.rests[state], 0):
                return True
        return False

    def _push(self, node: _Node) -> None:
        states, counts, inside, against, _ = node
        if any((states[one], states[other]) not in pairs for one, other, pairs in self._pairs):
            return
        known = self.seen.setdefault(states, [])
        self.budget -= len(known) // 8
        if any(not (less & ~inside or against & ~more) and _is_fewer(c, counts) for c, less, more in known):
            return
        if self.fatal and self._is_lost(states, inside):
            return
        known[:] = [k for k in known if inside & ~k[1] or k[2] & ~against or not _is_fewer(counts, k[0])]
        known.append((counts, inside, against))
        self.queue.append(node)


def _is_fewer(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Tell whether no step was taken more often in *one* than in *other*."""
    return one == other or all(a <= b for a, b in zip(one, other, strict=True))


def _by_rest(machine: Machine, languages: frozenset[int]) -> dict[int, int]:
    """Return the states of some languages of a machine by what is ahead of them."""
    found: dict[int, int] = {}
    owner = 0
    for state, rest in enumerate(machine.rests):
        if owner in languages:
            found[rest] = found.get(rest, 0) | 1 << state
        while owner < len(machine.ends) and machine.ends[owner] < 1 << state + 1:
            owner += 1
    return found


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
    """Return a string that is in each union of *within* and in no language of *without*.

    It is a shortest one unless only a plainer way found one (see ``typical``). The second value tells
    whether the answer is sure: ``(None, True)`` proves that there is no such string.
    """
    within, without = [list(each) for each in within], list(without)
    lefts, right = [_counting(each) for each in within], Machine(without)
    word, complete = _found(lefts, right, min(budget, _GLANCE))
    if complete:
        return word, True
    if len(lefts) == 1:
        word = left_out(lefts[0].machine, right)
        if word is not None or is_held(lefts[0].machine, right):
            return word, True
    elif len(lefts) == 2 and not right.steps:
        word = in_both(*map(Machine, within))
        if word is not None:
            return word, True
    if budget <= _GLANCE:
        return None, False
    pairs = [
        _Pairs(one, other, found)
        for one, other in combinations_of(range(len(lefts)), 2)
        if (found := alive(lefts[one], lefts[other], _MOST_PAIRS)) is not None
    ]
    if not all(each.pairs for each in pairs):
        return None, True
    return _found(lefts, Machine(_near(without, lefts)), budget, pairs)


def _near(without: Iterable[Spelled], lefts: Sequence[Left]) -> Iterator[Spelled]:
    """Yield the languages that may hold what all of *lefts* do; those that cannot cost as much as others."""
    left = _MOST_PAIRS
    for language in without:
        own = _counting([language])
        for other in lefts:
            found = alive(own, other, left // 4)
            left -= left // 4 if found is None else len(found)
            if found is not None and not found:
                break
        else:
            yield language


def _found(
    lefts: Sequence[Left], right: Machine, budget: int, pairs: Sequence[_Pairs] = ()
) -> tuple[str | None, bool]:
    search = _Product(lefts, right, _NOTHING, budget, frozenset(range(len(right.ends))), pairs)
    for word, _, _ in search.ends():
        return word, True
    return None, search.budget >= 0


def _counting(languages: Iterable[Spelled]) -> Left:
    return Left(Machine(language.counted for language in languages))


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
    search = _Product([_counting(each) for each in within], right, against, budget, fatal)
    found: list[Combination] = []
    for word, ends, away in search.ends():
        new = Combination(word, right.accepted(ends), against.accepted(away))
        if not any(old.inside <= new.inside and new.against <= old.against for old in found):
            found = [o for o in found if not (new.inside <= o.inside and o.against <= new.against)]
            found.append(new)
    return found, search.budget >= 0
