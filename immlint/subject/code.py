"""What code does with an SDK, right or wrong; rules tell which. Each kind is the whole input of a rule."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from immlint.subject.place import CodeSubject, NamesRegion, Place


class Means(Enum):
    """How a field of a model is given."""

    KEYWORD = "keyword"
    ATTRIBUTE = "attribute"
    #: A key of the dict that ``from_map`` is given.
    MAP_KEY = "map key"
    #: An attribute of a request of the old core SDK, which has setters.
    CORE_ATTRIBUTE = "attribute of the core SDK"


@dataclass(frozen=True, slots=True, eq=False)
class FieldGiven(CodeSubject):
    """A field of a *model*, a class of requests or of their parts, given by a *name* as it is written."""

    place: Place
    model: str
    name: str
    means: Means
    value: Any = None


@dataclass(frozen=True, slots=True, eq=False)
class PositionalGiven(CodeSubject):
    """So many fields of a *model* are given by their position."""

    place: Place
    model: str
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class ObjectGiven(CodeSubject):
    """Something given where an object of the class *wanted* belongs.

    It is the request of the method *owner*, or a *field* of the model *owner*. *given* is the name of a class
    or type, or ``keywords`` where no object is given.
    """

    place: Place
    owner: str
    field: str | None
    given: str
    wanted: str


@dataclass(frozen=True, slots=True, eq=False)
class CalledOnClass(CodeSubject):
    """A method that is called on a *model* where an object of it was meant."""

    place: Place
    model: str
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class NameCalled(CodeSubject):
    """A name called on ``Client``, on a class of the core SDK, or on the module ``models``."""

    place: Place
    owner: str
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class ParameterGiven(CodeSubject):
    """A parameter of a generic call, not encoded, that goes to its query or body."""

    place: Place
    name: str
    value: Any


@dataclass(frozen=True, slots=True, eq=False)
class ClientMade(CodeSubject):
    """A client made from a configuration in which just these *settings* are given."""

    place: Place
    settings: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class KeyWritten(CodeSubject):
    """A credential that stands in the code as it is."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class RegionGiven(CodeSubject, NamesRegion):
    """A *region* that a client of IMM is given, by itself or in the name of an endpoint."""

    place: Place
    region: Any

    def region_named(self) -> tuple[Place, object] | None:
        """Return the region, and where it stands."""
        return self.place, self.region
