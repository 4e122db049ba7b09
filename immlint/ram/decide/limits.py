"""How long resources may be, where their languages leave it out.

A search among names of at most 128 characters visits a hundred times as many states as one among names of
any length, and nearly always finds the same. So lengths are asked for only of what such a search has found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

from immlint.language import DEFAULT_BUDGET, Language, shortest


class Search(Protocol):
    """What looks for a string as ``shortest`` does."""

    def __call__(
        self, within: Sequence[Iterable[Language]], without: Iterable[Language], *, budget: int
    ) -> tuple[str | None, bool]:
        """Return a string that is in each union of *within* and in none of *without*, and if that is sure."""


class Limits(NamedTuple):
    """Which resources of the right form are too long to be any: ``hold`` tells whether one is not."""

    hold: Callable[[str], bool]
    #: Makes the languages of those that are.
    beyond: Callable[[], Iterable[Language]]


def legal(
    limits: Limits | None,
    within: Sequence[Iterable[Language]],
    without: Iterable[Language],
    *,
    search: Search = shortest,
    budget: int = DEFAULT_BUDGET,
) -> tuple[str | None, bool]:
    """Search for a string within *limits*."""
    found = search(within, without, budget=budget)
    if limits is None or found[0] is None or limits.hold(found[0]):
        return found
    return search(within, [*without, *limits.beyond()], budget=budget)
