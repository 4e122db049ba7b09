"""Where a part of a document is, named without knowing where it stands in the text."""

from __future__ import annotations

from typing import NamedTuple


class Site(NamedTuple):
    """The first step of a route in code: which of its calls or literals. No pointer shows it."""

    number: int


class Block(NamedTuple):
    """A step of a route into a text that holds others: which of them. No pointer shows it.

    A *sample* stands in documentation: it masks and leaves out, and may show on purpose what is wrong.
    """

    number: int
    is_sample: bool = False


class Embedded:
    """The class of :data:`EMBEDDED`."""

    __slots__ = ()

    def __reduce__(self) -> str:
        return "EMBEDDED"  # copies are the same: it is asked for by identity


#: A step of a route: read the string that stands here as a JSON document of its own.
EMBEDDED = Embedded()

Step = str | int | Embedded | Site | Block
Route = tuple[Step, ...]


class Place(NamedTuple):
    """A part of a document, named without knowing where it stands in the text.

    ``key`` names the key of the last step instead of its value. ``part`` is a half-open range of
    code points of the decoded string at the route.
    """

    route: Route = ()
    key: bool = False
    part: tuple[int, int] | None = None

    @property
    def pointer(self) -> str:
        """The route as a JSON pointer (RFC 6901)."""
        steps = [str(step) for step in self.route if isinstance(step, str | int)]
        if any("~" in step or "/" in step for step in steps):
            steps = [step.replace("~", "~0").replace("/", "~1") for step in steps]
        return "/" + "/".join(steps) if steps else ""

    @property
    def is_in_sample(self) -> bool:
        """Whether it is in a sample of documentation."""
        return any(isinstance(step, Block) and step.is_sample for step in self.route)


class NamesRegion:
    """What may name a region of IMM."""

    __slots__ = ()

    def region_named(self) -> tuple[Place, object] | None:
        """Return the region that is named, as far as it is known, and where."""
        raise NotImplementedError


class CodeSubject:
    """What a rule about code is about; see ``subject.code`` for the family, which only code needs."""

    __slots__ = ()
