"""Rewrites that mend what a rule found, by the places of a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from immlint.message import filled
from immlint.subject import Place


class Change(NamedTuple):
    """Replace the text at *place* by *text*, which is written as the document writes it.

    Without *text* the entry of a list at *place* is dropped, with its comma. With *among* the text is
    entries of a list with commas between them. Both are for lists in brackets only. A mapping tells the
    replacement by what is written there; where something else is, there is no repair.
    """

    place: Place
    text: str | Mapping[str, str] | None
    among: bool = False


class Repair(NamedTuple):
    """A rewrite that mends an issue: *description* is a template for ``arguments``.

    It is *safe* if it keeps the meaning of everything else.
    """

    description: str
    changes: tuple[Change, ...]
    safe: bool
    arguments: Mapping[str, object] = MappingProxyType({})

    @property
    def text(self) -> str:
        """The description with its arguments."""
        return filled(self.description, self.arguments)

    @classmethod
    def renaming(cls, place: Place, old: str, meant: Sequence[str]) -> Repair | None:
        """Return the repair that writes the one name that is meant; ``None`` if there are several, or none.

        It is offered where the old name stands bare or in quotes.
        """
        if len(meant) != 1:
            return None
        written = {f"{quote}{old}{quote}": f"{quote}{meant[0]}{quote}" for quote in ("", '"', "'")}
        return cls("rename it to {name}", (Change(place, written),), safe=False, arguments={"name": meant[0]})


#: A repair that costs a proof: worked out for issues that are shown only.
Offer = Callable[[], Repair | None]
