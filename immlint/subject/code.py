"""What code does with an SDK, right or wrong; rules tell which. Each kind is the whole input of a rule."""

from __future__ import annotations

from enum import Enum
from typing import Any

from immlint.record import record
from immlint.subject.place import CodeSubject, NamesRegion, Place


class Means(Enum):
    """How a field of a model is given."""

    KEYWORD = "keyword"
    ATTRIBUTE = "attribute"
    #: A key of the dict that ``from_map`` is given.
    MAP_KEY = "map key"
    #: An attribute of a request of the old core SDK, which has setters.
    CORE_ATTRIBUTE = "attribute of the core SDK"


@record(eq=False)
class FieldGiven(CodeSubject):
    """A field of a *model*, a class of requests or of their parts, given by a *name* as it is written."""

    place: Place
    model: str
    name: str
    means: Means
    value: Any = None


@record(eq=False)
class PositionalGiven(CodeSubject):
    """So many fields of a *model* are given by their position."""

    place: Place
    model: str
    count: int


@record(eq=False)
class ObjectGiven(CodeSubject):
    """Something given where an object of the class *wanted* belongs.

    It is the request of the method *owner*, or a *field* of the model *owner*, which may want a ``list`` or a
    ``dict``, too. *given* is the name of a class or type, ``json`` for JSON text, or ``keywords`` where no
    object is given.
    """

    place: Place
    owner: str
    field: str | None
    given: str
    wanted: str


@record(eq=False)
class CalledOnClass(CodeSubject):
    """A method that is called on a *model* where an object of it was meant."""

    place: Place
    model: str
    name: str


@record(eq=False)
class NameCalled(CodeSubject):
    """A name called on ``Client``, on a class of the core SDK, or on the module ``models``."""

    place: Place
    owner: str
    name: str


@record(eq=False)
class MethodCalled(CodeSubject):
    """A method of ``Client``, of ``AcsClient`` or of a class of the core SDK, with all that it is given.

    Each of *keywords* stands at its name below *place*.
    """

    place: Place
    owner: str
    name: str
    positional: int
    keywords: tuple[str, ...]


class Encoding(Enum):
    """How a value is given where JSON text is sent."""

    #: A dict or a list, as it is.
    NONE = "none"
    #: The text that ``str()`` writes of it.
    PYTHON = "python"
    #: JSON text of JSON text.
    TWICE = "twice"
    #: Text, where a setter encodes.
    AGAIN = "again"


@record(eq=False)
class ParameterGiven(CodeSubject):
    """A parameter that is sent as JSON text, given in a wrong *encoding*; *value* is what was given.

    *owner* is what sends it: ``generic``, the name of a class of the core SDK, or ``policy``.
    """

    place: Place
    name: str
    value: Any
    encoding: Encoding = Encoding.NONE
    owner: str = "generic"


@record(eq=False)
class ClientMade(CodeSubject):
    """A client made from a configuration in which just these *settings* are given."""

    place: Place
    settings: tuple[str, ...]


@record(eq=False)
class KeyWritten(CodeSubject):
    """A credential that stands in the code as it is."""

    place: Place
    text: str


@record(eq=False)
class RegionGiven(CodeSubject, NamesRegion):
    """A *region* that a client of IMM is given, by itself or in the name of an endpoint."""

    place: Place
    region: Any

    def region_named(self) -> tuple[Place, object] | None:
        """Return the region, and where it stands."""
        return self.place, self.region
