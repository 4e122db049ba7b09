"""Answers in time linear in the patterns, for questions that a search may not settle.

A search tells sets of positions apart, and there can be exponentially many: ``*a????????????????`` is enough.
Yet most such questions have a plain answer. To show that something is left out, one string is enough: a
pattern with letters at its wildcards that no other pattern names. To show that nothing is, one way through
another pattern is enough that takes every character the pattern may have there (a simulation).

Both are exact where they answer; where they do not, nothing is said.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence

from immlint.language.chars import Chars, Step
from immlint.language.letters import letters
from immlint.language.machine import Machine


def left_out(mine: Machine, others: Machine) -> str | None:
    """Return a string of *mine* that *others* do not hold, if a plain one is at hand."""
    return next((word for word in _words(mine, others, min) if not others.holds(word)), None)


def in_both(one: Machine, other: Machine) -> str | None:
    """Return a string that both hold, if a plain one is at hand."""
    for mine, theirs in ((one, other), (other, one)):
        for pick in (max, min):
            for word in _words(mine, theirs, pick):
                if theirs.holds(word):
                    return word
    return None


def is_held(mine: Machine, others: Machine) -> bool:
    """Tell whether one way through *others* surely takes all of each branch; false where that is not seen."""
    return all(_is_followed(steps, others) for steps in mine.branches)


_Pick = Callable[..., str]


def _words(mine: Machine, others: Machine, pick: _Pick) -> Iterator[str]:
    plain = _Plain(others, pick)
    return (word for steps in mine.branches for word in plain.words(steps))


class _Plain:
    """Strings with the letter at each wildcard that the fewest (or most) steps of *others* take."""

    def __init__(self, others: Machine, pick: _Pick) -> None:
        self._pick = pick
        self._others = others
        self._cuts = others.cuts(-1)
        self._letters: dict[Chars, str] = {}
        self._longest = max(map(len, others.branches), default=0)

    def words(self, steps: Sequence[Step]) -> Iterator[str]:
        """Yield strings with no, one, or more characters than *others* ask for where any number may stand."""
        chosen = [self._letter(step.chars) for step in steps]
        open_ends = sum(step.loops for step in steps)
        for fill in (0, 1, 2 + self._longest // max(open_ends, 1)):
            yield "".join(
                letter * (min(fill, _most(step)) if step.optional else 1)
                for letter, step in zip(chosen, steps, strict=True)
            )

    def _letter(self, chars: Chars) -> str:
        known = self._letters.get(chars)
        if known is None:
            known = self._letters[chars] = self._pick(letters(chars, self._cuts), key=self._takers)
        return known

    def _takers(self, letter: str) -> int:
        return self._others.taking(letter).bit_count()


def _most(step: Step) -> int:
    if not step.loops:
        return 1
    return sys.maxsize if step.most is None else step.most


def _is_followed(steps: Sequence[Step], others: Machine) -> bool:
    """Tell whether a state of *others* can take each step whatever its character is."""
    states = others.start
    for step in steps:
        # Where a step may be left out, only a state that may stay as it is takes both ways.
        states = (others.staying if step.optional else others.following)(states, step.chars)
        if not states:
            return False
    return others.accepts(states)
