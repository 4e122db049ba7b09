"""Sets of strings: literals, holes, RAM wildcards, and exact inclusion between them.

A literal is one string. Text with an unknown part is a literal with a hole. A RAM pattern is
a set of strings: ``*`` is any run of characters, ``?`` exactly one (RAM, "Policy structure and
syntax"; no escape is documented). All three are one type here, so every question a rule asks is
one question: which part of this language lies inside that union of languages?

The answer is found by a search (``search``) over position automata (``machine``). Beyond a budget of
steps the verdict is ``undecided`` rather than a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, product
from typing import Literal, NamedTuple

from immlint.language.chars import ANY, Chars, Run, Step, single
from immlint.language.machine import Machine, Spelled, count_steps, expand, rests_of
from immlint.language.meeting import meet
from immlint.language.search import DEFAULT_BUDGET, Combination, combinations, shortest
from immlint.record import cached_property

__all__ = [
    "ANY",
    "DEFAULT_BUDGET",
    "Chars",
    "Combination",
    "Coverage",
    "Language",
    "Run",
    "Verdict",
    "combinations",
    "shortest",
    "single",
]

Verdict = Literal["all", "some", "none", "undecided"]


class Coverage(NamedTuple):
    """How much of a language a union of languages covers.

    ``covered`` and ``uncovered`` are witnesses: a string of the language inside the union, and one
    outside it; shortest ones where the search ends within its budget. ``None`` where there is none or
    none was found.
    """

    verdict: Verdict
    covered: str | None
    uncovered: str | None


class Language:
    """A finite union of sequences of character runs. Immutable and hashable."""

    __slots__ = ("__dict__", "branches")

    branches: tuple[tuple[Run, ...], ...]

    def __init__(self, branches: Iterable[Sequence[Run]]) -> None:
        found = [_normal(branch) for branch in branches]
        self.branches = tuple(dict.fromkeys(found) if len(found) > 1 else found)

    @classmethod
    def literal(cls, text: str) -> Language:
        """Return the language that holds *text* and nothing else."""
        language = cls(())
        # Single characters are not joined with their neighbours.
        language.branches = (tuple(map(single, text)),)
        return language

    @classmethod
    def glob(cls, pattern: str) -> Language:
        """Return the language of a RAM pattern: ``*`` any run, ``?`` exactly one character."""
        return cls([[_GLOB.get(char) or single(char) for char in pattern]])

    @classmethod
    def hole(cls, chars: Chars = ANY, least: int = 0, most: int | None = None) -> Language:
        """Return an unknown text: between *least* and *most* characters of *chars*."""
        return cls([[Run(chars, least, most)]])

    @classmethod
    def union(cls, languages: Iterable[Language]) -> Language:
        """Return the strings of all *languages*."""
        return cls([branch for language in languages for branch in language.branches])

    @classmethod
    def sequence(cls, languages: Iterable[Language]) -> Language:
        """Return the concatenation of all *languages*, in order."""
        return cls([[*chain(*chosen)] for chosen in product(*(one.branches for one in languages))])

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
        return self._hash

    @cached_property
    def _hash(self) -> int:
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
    def example(self) -> str | None:
        """A shortest string of the language, ``None`` if there is none."""
        return shortest([[self]])[0]

    @cached_property
    def steps(self) -> tuple[tuple[Step, ...], ...]:
        """The steps of each branch, for searches."""
        return tuple(tuple(expand(branch)) for branch in self.branches)

    @cached_property
    def rests(self) -> tuple[tuple[int, ...], ...]:
        """For each branch, a number for what is ahead of each of its states; equal for equal rests."""
        return rests_of(self.steps)

    @cached_property
    def counted(self) -> Spelled:
        """The same for a search, which counts the characters of long runs."""
        return count_steps(self.branches) or self

    def matches(self, text: str) -> bool:
        """Tell whether *text* is in the language, in time len(text) times its length."""
        return Machine([self]).holds(text)

    def meets(self, other: Language) -> bool:
        """Tell whether some string is in both."""
        return _meet(self, other)

    def is_within(self, other: Language) -> bool:
        """Tell whether *other* surely holds every string of this one."""
        return self.compare_to_union([other]).verdict == "all"

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
        outside, settled = shortest([[self]], union, budget=budget)
        if outside is None and settled:
            return Coverage("all", shortest([[self]])[0], None)
        covered, met = shortest([[self], union], budget=budget)
        if outside is not None and covered is not None:
            return Coverage("some", covered, outside)
        if met and covered is None:
            return Coverage("none", None, outside)
        return Coverage("undecided", covered, outside)


@lru_cache(maxsize=16384)
def _meet(one: Language, other: Language) -> bool:
    # Policies and rules ask the same few families of the same few patterns again and again.
    return any(meet(these, those) for these in one.steps for those in other.steps)


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
        if last and (last.most is None or run.most is None) and last.chars == run.chars:
            runs[-1] = Run(run.chars, last.least + run.least, None)
        else:
            runs.append(run)
    return tuple(runs)
