"""Sets of strings: literals, holes, RAM wildcards, and exact inclusion between them.

A literal is one string. Text with an unknown part is a literal with a hole. A RAM pattern is
a set of strings: ``*`` is any run of characters, ``?`` exactly one (RAM, "Policy structure and
syntax"; no escape is documented). All three are one type here, so every question a rule asks is
one question: which part of this language lies inside that union of languages?

The answer is found by an on-the-fly product with antichain pruning. A joint automaton of all
patterns is never built: its size is exponential in the patterns, the product visited here is not
for any policy people write. A step budget bounds the rest, and beyond it the verdict is
``undecided`` rather than a guess.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple

Verdict = Literal["all", "some", "none", "undecided"]

#: Moves of one pattern position over one character that a comparison may take before it gives up.
DEFAULT_BUDGET = 400_000

_LAST = 0x10FFFF
#: Characters to build witnesses from, most readable first.
_READABLE = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_-/.:"


@dataclass(frozen=True, slots=True)
class Chars:
    """A set of characters as sorted, disjoint, inclusive code point ranges."""

    ranges: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str) -> Chars:
        """Return the set of the characters of *text*; ``a-z`` is three characters here."""
        return cls(tuple((ord(c), ord(c)) for c in sorted(set(text))))

    @classmethod
    def between(cls, *pairs: str) -> Chars:
        """Return the union of two-character ranges: ``between("az", "09")``."""
        return cls(tuple(sorted((ord(pair[0]), ord(pair[1])) for pair in pairs)))

    def __contains__(self, char: str) -> bool:
        code = ord(char)
        return any(low <= code <= high for low, high in self.ranges)


ANY = Chars(((0, _LAST),))


@dataclass(frozen=True, slots=True)
class Run:
    """Between *least* and *most* characters of *chars*; *most* ``None`` is without bound."""

    chars: Chars
    least: int = 1
    most: int | None = 1


class _Step(NamedTuple):
    chars: Chars
    optional: bool
    loops: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a language a union of languages covers.

    ``covered`` and ``uncovered`` are shortest witnesses: a string of the language inside the
    union, and one outside it; ``None`` where there is none or none was found within the budget.
    """

    verdict: Verdict
    covered: str | None
    uncovered: str | None


class Language:
    """A finite union of sequences of character runs. Immutable and hashable."""

    __slots__ = ("__dict__", "branches")

    branches: tuple[tuple[Run, ...], ...]

    def __init__(self, branches: Iterable[Sequence[Run]]) -> None:
        self.branches = tuple(dict.fromkeys(_normal(branch) for branch in branches))

    @classmethod
    def literal(cls, text: str) -> Language:
        """Return the language that holds *text* and nothing else."""
        return cls([[Run(Chars.of(char)) for char in text]])

    @classmethod
    def glob(cls, pattern: str) -> Language:
        """Return the language of a RAM pattern: ``*`` any run, ``?`` exactly one character."""
        return cls([[_GLOB.get(char) or Run(Chars.of(char)) for char in pattern]])

    @classmethod
    def hole(cls, chars: Chars = ANY, least: int = 0, most: int | None = None) -> Language:
        """Return an unknown text: between *least* and *most* characters of *chars*."""
        return cls([[Run(chars, least, most)]])

    def __add__(self, other: Language) -> Language:
        """Return the concatenation: every string of this one followed by every one of *other*."""
        return Language([a + b for a in self.branches for b in other.branches])

    def __or__(self, other: Language) -> Language:
        """Return the union of the two languages."""
        return Language(self.branches + other.branches)

    def __eq__(self, other: object) -> bool:
        """Tell whether both are written alike; use :meth:`compare_to_union` for equal meaning."""
        return isinstance(other, Language) and self.branches == other.branches

    def __hash__(self) -> int:
        return hash(self.branches)

    def __repr__(self) -> str:
        return f"Language({self.branches!r})"

    @cached_property
    def text(self) -> str | None:
        """The one string of the language, or ``None`` if it holds several."""
        if len(self.branches) != 1 or not all(_is_single(run) for run in self.branches[0]):
            return None
        return "".join(chr(run.chars.ranges[0][0]) for run in self.branches[0])

    @cached_property
    def _steps(self) -> tuple[tuple[_Step, ...], ...]:
        return tuple(tuple(_expand(branch)) for branch in self.branches)

    def matches(self, text: str) -> bool:
        """Tell whether *text* is in the language, in time len(text) times its length."""
        machine = _Machine(self._steps)
        states = machine.start
        for char in text:
            states = machine.move(states, char)
            if not states:
                return False
        return machine.accepts(states)

    def compare_to_union(self, others: Iterable[Language], *, budget: int = DEFAULT_BUDGET) -> Coverage:
        """Compare this language with the union of *others*.

        ``all``: every string is in the union; ``none``: not one is; ``some``: each side has a
        witness; ``undecided``: *budget* moves did not settle it.
        """
        if self.text is not None:
            # One string needs no search: most names and addresses are literals.
            inside = any(other.matches(self.text) for other in others)
            return Coverage("all", self.text, None) if inside else Coverage("none", None, self.text)
        left = _Machine(self._steps)
        right = _Machine(tuple(steps for other in others for steps in other._steps))
        covered, met = _shortest_common(left, right, budget)
        outside, settled = _shortest_outside(left, right, budget)
        if outside is not None and covered is not None:
            return Coverage("some", covered, outside)
        if settled and outside is None:
            return Coverage("all", covered, None)
        if met and covered is None:
            return Coverage("none", None, outside)
        return Coverage("undecided", covered, outside)


_GLOB = {"*": Run(ANY, 0, None), "?": Run(ANY)}


def _is_single(run: Run) -> bool:
    ranges = run.chars.ranges
    return run.least == 1 and run.most == 1 and len(ranges) == 1 and ranges[0][0] == ranges[0][1]


def _normal(branch: Sequence[Run]) -> tuple[Run, ...]:
    """Join neighbouring runs of one unbounded set: ``**`` is ``*`` and ``*?*`` is ``?*``.

    Twenty stars cost no more than one then, and equal patterns compare equal more often.
    """
    runs: list[Run] = []
    for run in branch:
        last = runs[-1] if runs else None
        if last and last.chars == run.chars and (last.most is None or run.most is None):
            runs[-1] = Run(run.chars, last.least + run.least, None)
        else:
            runs.append(run)
    return tuple(runs)


def _expand(branch: Sequence[Run]) -> Iterator[_Step]:
    for run in branch:
        for _ in range(run.least):
            yield _Step(run.chars, optional=False, loops=False)
        if run.most is None:
            yield _Step(run.chars, optional=True, loops=True)
        else:
            for _ in range(run.most - run.least):
                yield _Step(run.chars, optional=True, loops=False)


class _Machine:
    """A position automaton: a state is an index into the steps of all branches, end marks in."""

    def __init__(self, branches: tuple[tuple[_Step, ...], ...]) -> None:
        self.steps: list[_Step | None] = []
        #: The steps still ahead of a state. Equal rests accept equal languages.
        self.rests: list[tuple[_Step, ...]] = []
        starts: list[int] = []
        for steps in branches:
            starts.append(len(self.steps))
            for index in range(len(steps)):
                self.steps.append(steps[index])
                self.rests.append(steps[index:])
            self.steps.append(None)
            self.rests.append(())
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

    def move(self, states: Iterable[int], char: str) -> frozenset[int]:
        """Return the states reached from *states* by *char*."""
        reached: list[int] = []
        for state in states:
            step = self.steps[state]
            if step is not None and char in step.chars:
                reached.append(state if step.loops else state + 1)
        return self._closed(reached)

    def accepts(self, states: Iterable[int]) -> bool:
        return any(self.steps[state] is None for state in states)

    def sets(self, states: Iterable[int]) -> Iterator[Chars]:
        for state in states:
            step = self.steps[state]
            if step is not None:
                yield step.chars


def _letters(within: Chars, sets: Iterable[Chars]) -> list[str]:
    """Return one character of *within* for each way the *sets* can tell characters apart."""
    cuts: set[int] = set()
    for chars in sets:
        for low, high in chars.ranges:
            cuts.update((low, high + 1))
    letters: list[str] = []
    for low, high in within.ranges:
        edges = [low, *sorted(cut for cut in cuts if low < cut <= high), high + 1]
        letters.extend(_readable(a, b - 1) for a, b in pairwise(edges))
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


def _shortest_common(left: _Machine, right: _Machine, budget: int) -> tuple[str | None, bool]:
    """Return a shortest string of both languages and whether the search was complete.

    The product of single states is enough here, so the search is polynomial.
    """
    seen = {(p, q) for p in left.start for q in right.start}
    queue: deque[tuple[int, int, _Trail]] = deque((p, q, None) for p, q in sorted(seen))
    while queue:
        p, q, trail = queue.popleft()
        mine, other = left.steps[p], right.steps[q]
        if mine is None and other is None:
            return _spell(trail), True
        if mine is None or other is None:
            continue
        char = _meeting(mine.chars, other.chars)
        budget -= 1
        if budget < 0:
            return None, False
        if char is None:
            continue
        for pair in ((a, b) for a in left.move((p,), char) for b in right.move((q,), char)):
            if pair not in seen:
                seen.add(pair)
                queue.append((*pair, (trail, char)))
    return None, True


def _meeting(one: Chars, other: Chars) -> str | None:
    """Return the most readable character of both sets, or ``None``."""
    found: str | None = None
    for a, b in one.ranges:
        for c, d in other.ranges:
            low, high = max(a, c), min(b, d)
            if low <= high:
                char = _readable(low, high)
                if found is None or _rank(char) < _rank(found):
                    found = char
    return found


def _shortest_outside(left: _Machine, right: _Machine, budget: int) -> tuple[str | None, bool]:
    """Return a shortest string of *left* outside *right* and whether the search was complete.

    A node is one state of *left* with the set of states *right* may be in. A node whose set
    holds a superset of an earlier one for the same state can only reach less: it is pruned.
    """
    anything = (_Step(ANY, optional=True, loops=True),)
    seen: dict[int, list[frozenset[int]]] = {}
    queue: deque[tuple[int, frozenset[int], _Trail]] = deque()

    def push(state: int, states: frozenset[int], trail: _Trail) -> None:
        known = seen.setdefault(state, [])
        if any(smaller <= states for smaller in known):
            return
        rest = left.rests[state]
        if any(right.rests[other] in (rest, anything) for other in states):
            return
        known[:] = [kept for kept in known if not states <= kept]
        known.append(states)
        queue.append((state, states, trail))

    for state in sorted(left.start):
        push(state, right.start, None)
    while queue:
        state, states, trail = queue.popleft()
        step = left.steps[state]
        if step is None:
            if not right.accepts(states):
                return _spell(trail), True
            continue
        for char in _letters(step.chars, right.sets(states)):
            budget -= 1 + len(states)
            if budget < 0:
                return None, False
            after = right.move(states, char)
            for following in sorted(left.move((state,), char)):
                push(following, after, (trail, char))
    return None, True


def shortest(
    first: Language,
    within: Iterable[Language],
    without: Iterable[Language],
    *,
    budget: int = DEFAULT_BUDGET,
) -> tuple[str | None, bool]:
    """Return a shortest string of *first* that is in one of *within* and in none of *without*.

    The second value tells whether the search was complete: ``(None, True)`` proves that there is
    no such string. The same product as above, with pairs of states on its left side.
    """
    one, two = _Machine(first._steps), _Machine(tuple(s for other in within for s in other._steps))
    right = _Machine(tuple(steps for other in without for steps in other._steps))
    seen: dict[tuple[int, int], list[frozenset[int]]] = {}
    queue: deque[tuple[int, int, frozenset[int], _Trail]] = deque()

    def push(p: int, q: int, states: frozenset[int], trail: _Trail) -> None:
        known = seen.setdefault((p, q), [])
        if any(smaller <= states for smaller in known):
            return
        rests = (one.rests[p], two.rests[q])
        if any(right.rests[other] in rests for other in states):
            return
        known[:] = [kept for kept in known if not states <= kept]
        known.append(states)
        queue.append((p, q, states, trail))

    for p in sorted(one.start):
        for q in sorted(two.start):
            push(p, q, right.start, None)
    while queue:
        p, q, states, trail = queue.popleft()
        mine, other = one.steps[p], two.steps[q]
        if mine is None or other is None:
            if mine is other and not right.accepts(states):
                return _spell(trail), True
            continue
        for char in _letters(_meet(mine.chars, other.chars), right.sets(states)):
            budget -= 1 + len(states)
            if budget < 0:
                return None, False
            after = right.move(states, char)
            for following in sorted(one.move((p,), char)):
                for partner in sorted(two.move((q,), char)):
                    push(following, partner, after, (trail, char))
    return None, True


def _meet(one: Chars, other: Chars) -> Chars:
    """Return the characters of both sets."""
    if one == other:
        return one
    return Chars(
        tuple(
            (max(a, c), min(b, d)) for a, b in one.ranges for c, d in other.ranges if max(a, c) <= min(b, d)
        )
    )
