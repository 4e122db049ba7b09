"""Resources that actions can be asked for: their form, and how long they may be.

A search among names of at most 128 characters has to count, and nearly always finds the same as one that
does not. So the form leaves lengths out, and they are asked for only of what a search has found. Whoever asks
anything of resources asks here, and need not think of that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from immlint.language import DEFAULT_BUDGET, Language, shortest
from immlint.record import record

#: Steps for a question of which doubt counts as yes.
_BUDGET = 50_000


class Search(Protocol):
    """What looks for a string as ``shortest`` does."""

    def __call__(
        self, within: Sequence[Iterable[Language]], without: Iterable[Language], *, budget: int
    ) -> tuple[str | None, bool]:
        """Return a string that is in each union of *within* and in none of *without*, and if that is sure."""


@record(eq=False)
class Limits:
    """Which resources of the right form are too long to be any: ``hold`` tells whether one is not."""

    hold: Callable[[str], bool]
    #: Makes the language of all that are not.
    legal: Callable[[], Language]
    #: How many characters no name is too short to have.
    longest: int


@record
class Resources:
    """Resources of a *form*, in the joined form of ``arn``, within *limits* if there are any."""

    form: Language
    limits: Limits | None = None

    @property
    def example(self) -> str | None:
        """A shortest of them, ``None`` if there is none."""
        return self.form.example

    def find(
        self,
        within: Sequence[Iterable[Language]],
        without: Iterable[Language] = (),
        *,
        search: Search = shortest,
        budget: int = DEFAULT_BUDGET,
    ) -> tuple[str | None, bool]:
        """Search for one that is in each union of *within* and in none of *without*, as ``shortest`` does."""
        within, without = [[self.form], *map(list, within)], list(without)
        found = search(within, without, budget=budget)
        if self.limits is None or found[0] is None or self.limits.hold(found[0]):
            return found
        return search([[self.limits.legal()], *within], without, budget=budget)

    def are_within(self, union: Iterable[Language]) -> bool:
        """Tell whether a union surely holds every one of them."""
        return self.find((), union) == (None, True)

    def meet(self, language: Language) -> bool:
        """Tell whether a language holds one of them; doubt counts as yes."""
        if not language.meets(self.form):
            return False
        # What a star holds of a name need be no more than its first character.
        if self.limits is None or _least(language) < self.limits.longest:
            return True
        found, settled = shortest([[self.limits.legal()], [self.form], [language]], budget=_BUDGET)
        return found is not None or not settled


def _least(language: Language) -> int:
    return min((sum(run.least for run in branch) for branch in language.branches), default=0)
