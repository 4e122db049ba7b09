"""The grammar of names of projects and datasets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from immlint.language import Chars, Language, Run
from immlint.record import record

#: What a name begins with, and what follows.
NAME_FIRST = Chars.between("az", "AZ", "__")
NAME_REST = Chars.between("az", "AZ", "__", "09", "--")
LONGEST_NAME = 128


@record(slots=False)
class Grammar:
    """The names of one kind of thing: *first* is what they begin with, *rest* what follows, *first* included.

    ``language`` leaves *longest* out: every search is a hundred times smaller without. Where the length
    may matter, ``bounded`` is asked.
    """

    first: Chars
    rest: Chars
    longest: int | None = None

    @cached_property
    def language(self) -> Language:
        """The names, of any length."""
        return Language.hole(self.first, 1, 1) + Language.hole(self.rest)

    @cached_property
    def bounded(self) -> Language:
        """The names that are not too long."""
        most = None if self.longest is None else self.longest - 1
        return Language.hole(self.first, 1, 1) + Language.hole(self.rest, 0, most)

    def within(self, language: Language) -> Language:
        """Return the strings of *language* that are names but for their length, exactly."""
        return Language([tail for branch in language.branches for tail in self._begun(branch)])

    def _begun(self, branch: Sequence[Run]) -> Iterator[list[Run]]:
        runs = [Run(run.chars & self.rest, run.least, run.most) for run in branch]
        if any(not run.chars.ranges and run.least for run in runs):
            return
        runs = [run for run in runs if run.chars.ranges]
        # The first character is of another set: it is one of the first run, or, where that may be empty,
        # of the next.
        for index, run in enumerate(runs):
            first = run.chars & self.first
            if first.ranges and run.most != 0:
                most = None if run.most is None else run.most - 1
                rest = [Run(run.chars, max(run.least - 1, 0), most)] if most != 0 else []
                yield [Run(first), *rest, *runs[index + 1 :]]
            if run.least:
                return

    @cached_property
    def _name(self) -> re.Pattern[str]:
        return re.compile(f"[{_ranges(self.first)}][{_ranges(self.rest)}]*")

    def holds(self, text: str) -> bool:
        """Tell whether *text* is a name."""
        return (self.longest is None or len(text) <= self.longest) and self._name.fullmatch(text) is not None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # A star at the beginning may stand for the first character, whatever follows it.
        first, rest = _ranges(self.first), _ranges(self.rest)
        return re.compile(rf"(?:\*|[{first}?])[{rest}?*]*")

    def admits(self, pattern: str) -> bool:
        """Tell whether a pattern of RAM may hold a name, by its text."""
        if self._pattern.fullmatch(pattern) is None:
            return False
        fixed = pattern.replace("*", "")
        least = len(fixed) + (pattern[0] == "*" and not self._pattern.match(fixed))
        return self.longest is None or least <= self.longest


def _ranges(chars: Chars) -> str:
    """Return what stands in the brackets of a regular expression for *chars*."""
    return "".join(f"{re.escape(chr(low))}-{re.escape(chr(high))}" for low, high in chars.ranges)


GRAMMAR = Grammar(NAME_FIRST, NAME_REST, LONGEST_NAME)
NAME = GRAMMAR.language
