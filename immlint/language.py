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

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import count, pairwise, product
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

    @cached_property
    def _rests(self) -> tuple[tuple[int, ...], ...]:
        """For each branch, a number for what is ahead of each of its states; equal for equal rests."""
        found = []
        for steps in self._steps:
            numbers = [0]
            for step in reversed(steps):
                numbers.append(_rest(step, numbers[-1]))
            found.append(tuple(reversed(numbers)))
        return tuple(found)

    def matches(self, text: str) -> bool:
        """Tell whether *text* is in the language, in time len(text) times its length."""
        machine = _Machine([self])
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
        union = list(others)
        covered, met = shortest([[self], union], budget=budget)
        outside, settled = shortest([[self]], union, budget=budget)
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


_rests: dict[tuple[_Step, int], int] = {}
_numbers = count(1)


def _rest(step: _Step, following: int) -> int:
    """Return the number of *step* before the rest that is numbered *following*; 0 is the end."""
    number = _rests.get((step, following))
    if number is None:
        if len(_rests) > 500_000:
            _rests.clear()  # numbers are never given twice: at worst less is found equal
        number = _rests[step, following] = next(_numbers)
    return number


class _Machine:
    """A position automaton: a state is an index into the steps of all branches, end marks in."""

    def __init__(self, languages: Iterable[Language]) -> None:
        self.steps: list[_Step | None] = []
        #: What is still ahead of a state. Equal rests accept equal languages.
        self.rests: list[int] = []
        #: Which of the languages a state belongs to.
        self.owners: list[int] = []
        starts: list[int] = []
        for number, language in enumerate(languages):
            for steps, rests in zip(language._steps, language._rests, strict=True):
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
        lefts: Sequence[_Machine],
        right: _Machine,
        contrary: _Machine,
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
        self.full = self.fatal.get(_rest(_Step(ANY, optional=True, loops=True), 0), set())
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


def _common(steps: Iterable[_Step | None]) -> Chars | None:
    """Return the characters that all steps take; ``None`` if one of them is an end."""
    chars: Chars | None = None
    for step in steps:
        if step is None:
            return None
        chars = step.chars if chars is None else _meet(chars, step.chars)
    return chars


@lru_cache(maxsize=4096)
def _meet(one: Chars, other: Chars) -> Chars:
    """Return the characters of both sets."""
    if one == other:
        return one
    return Chars(
        tuple(
            (max(a, c), min(b, d)) for a, b in one.ranges for c, d in other.ranges if max(a, c) <= min(b, d)
        )
    )


def shortest(
    within: Sequence[Iterable[Language]],
    without: Iterable[Language] = (),
    *,
    budget: int = DEFAULT_BUDGET,
) -> tuple[str | None, bool]:
    """Return a shortest string that is in each union of *within* and in no language of *without*.

    The second value tells whether the search was complete: ``(None, True)`` proves that there is
    no such string.
    """
    right = _Machine(without)
    fatal = frozenset(right.owners)
    search = _Product([_Machine(each) for each in within], right, _NOTHING, budget, fatal)
    for word, _, _ in search.ends():
        return word, True
    return None, search.budget >= 0


_NOTHING = _Machine(())


class Combination(NamedTuple):
    """A shortest string, and which languages of two lists hold it."""

    text: str
    inside: frozenset[int]
    against: frozenset[int]


def combinations(
    within: Sequence[Iterable[Language]],
    others: Sequence[Language],
    contrary: Sequence[Language] = (),
    *,
    fatal: frozenset[int] = frozenset(),
    budget: int = DEFAULT_BUDGET,
) -> tuple[list[Combination], bool]:
    """Return how few of *others*, and how many of *contrary*, may hold a string of all unions of *within*.

    For each string there is a combination that has no more of *others* and no fewer of *contrary*; but
    strings that one of *others* numbered in *fatal* holds are left out. The second value tells whether the
    search was complete.
    """
    right, against = _Machine(others), _Machine(contrary)
    search = _Product([_Machine(each) for each in within], right, against, budget, fatal)
    found: list[Combination] = []
    for word, ends, away in search.ends():
        new = Combination(word, right.accepted(ends), against.accepted(away))
        if not any(old.inside <= new.inside and new.against <= old.against for old in found):
            found = [o for o in found if not (new.inside <= o.inside and o.against <= new.against)]
            found.append(new)
    return found, search.budget >= 0
