"""The actions of a statement as a whole: what others ask of them is asked again and again.

Policies say the same actions together, whatever they say them of.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from immlint.ram.pattern import Action, Holes, action, is_wild
from immlint.record import cached_property

T = TypeVar("T")
#: Actions, and lists of others, of which each list remembers what was asked.
_MOST_ASKED = 128
#: Lists that are kept.
_MOST_LISTED = 2048


class Actions(tuple[Action, ...]):
    """The patterns of actions that a statement lists."""

    def __hash__(self) -> int:
        """Return what is equal for equal texts, worked out once."""
        return self._hash

    def __reduce__(self) -> tuple[object, ...]:
        return (Actions, (tuple(self),))

    @cached_property
    def _hash(self) -> int:
        return super().__hash__()

    @cached_property
    def folded(self) -> frozenset[str]:
        """Their texts in lower case."""
        return frozenset([one.folded for one in self])

    @cached_property
    def is_wild(self) -> bool:
        """Whether one of them has wildcards."""
        return any(one.is_wild for one in self)

    @cached_property
    def services(self) -> frozenset[str] | None:
        """Their services, ``None`` if they may be of any."""
        named = frozenset([one.service for one in self])
        return None if any(map(is_wild, named)) else named

    @cached_property
    def is_open(self) -> bool:
        """Whether a later step fills in a part of one: they are equal to others that have no such part."""
        return any(one.is_open for one in self)

    @cached_property
    def _derived(self) -> dict[Callable[..., Any], Any]:
        return {}

    def once(self, work: Callable[[Actions], T]) -> T:
        """Return ``work(self)``, worked out the first time only."""
        if work not in self._derived:
            self._derived[work] = work(self)
        found: T = self._derived[work]
        return found

    @cached_property
    def _held(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _met(self) -> dict[Actions, bool]:
        return {}

    def hold(self, action: str, holes: Holes) -> bool:
        """Tell whether one of them holds an action, with placeholders read as *holes* say."""
        if self.is_open:
            return self._hold(action.lower(), holes)
        found = self._held.get(action)
        if found is None:
            if len(self._held) >= _MOST_ASKED:
                self._held.clear()
            found = self._held[action] = self._hold(action.lower(), holes)
        return found

    def _hold(self, folded: str, holes: Holes) -> bool:
        return any(one.holds_folded(folded, holes) for one in self)

    def meet(self, others: Actions) -> bool:
        """Tell whether one of them and one of *others* hold a common action."""
        own, its = self.services, others.services
        if own is not None and its is not None and own.isdisjoint(its):
            return False
        found = self._met.get(others)
        if found is None:
            if len(self._met) >= _MOST_ASKED:
                self._met.clear()
            found = self._met[others] = any(one.meets(other) for one in self for other in others)
        return found


_LISTED: dict[tuple[str, ...], Actions] = {}


def listed(texts: tuple[str, ...]) -> Actions:
    """Return the actions of *texts*, of which none is filled in later: one object for equal ones."""
    found = _LISTED.get(texts)
    if found is None:
        if len(_LISTED) >= _MOST_LISTED:
            _LISTED.clear()
        found = _LISTED[texts] = Actions(map(action, texts))
    return found
