"""Rewrites that mend what a rule found, by the places of a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple

from immlint.finding import Applicability
from immlint.message import filled
from immlint.subject import Place


class Rename(NamedTuple):
    """Write *new* where the name *old* stands, bare or in quotes; where something else does, nothing is."""

    place: Place
    old: str
    new: str


class Put(NamedTuple):
    """Write the data *value* at *place*, as the document writes it there.

    With *among* it is a list, whose entries take the place of one entry of a list.
    """

    place: Place
    value: object
    among: bool = False


class Drop(NamedTuple):
    """Take the entry of a list at *place* out."""

    place: Place


class Write(NamedTuple):
    """Write *text* over a range of code points: for what kept a document from being read."""

    span: tuple[int, int]
    text: str


Change = Rename | Put | Drop | Write


class Proof(Enum):
    """What is proved of a repair of a policy, and holds of the mended text or is not written."""

    #: The policy grants and refuses the same.
    EQUAL = "equal"
    #: It grants nothing new, and refuses no less.
    NARROWER = "narrower"
    #: All that is new is named by the pattern that was put in.
    JUST_THIS = "just this"


class Repair(NamedTuple):
    """A rewrite that mends an issue: *description* is a template for ``arguments``."""

    description: str
    changes: tuple[Change, ...]
    applicability: Applicability = "unsafe"
    arguments: Mapping[str, object] = MappingProxyType({})
    proof: Proof | None = None

    @property
    def text(self) -> str:
        """The description with its arguments."""
        return filled(self.description, self.arguments)

    @classmethod
    def renaming(cls, place: Place, old: str, meant: Sequence[str]) -> Repair | None:
        """Return the repair that writes the name that is meant; of several, the first is for display only."""
        if not meant:
            return None
        applicability: Applicability = "unsafe" if len(meant) == 1 else "display"
        change = Rename(place, old, meant[0])
        return Repair("rename it to {name}", (change,), applicability, {"name": meant[0]})

    @classmethod
    def writing(cls, place: Place, value: str) -> Repair:
        """Return the repair that writes another text."""
        return Repair("write {text}", (Put(place, value),), arguments={"text": f'"{value}"'})


#: A repair that costs a proof: worked out for issues that are shown only.
Offer = Callable[[], Repair | None]
