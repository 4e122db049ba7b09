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
        pointer = ""
        for step in self.route:
            if isinstance(step, str):
                named = step.replace("~", "~0").replace("/", "~1") if "~" in step or "/" in step else step
                pointer += f"/{named}"
            elif isinstance(step, int):
                pointer += f"/{step}"
        return pointer

    @property
    def is_in_sample(self) -> bool:
        """Whether it is in a sample of documentation."""
        # A generator costs more than what is asked here, of each finding.
        for step in self.route:  # noqa: SIM110
            if isinstance(step, Block) and step.is_sample:
                return True
        return False


class NamesRegion:
    """What may name a region of IMM."""

    __slots__ = ()

    def region_named(self) -> tuple[Place, object] | None:
        """Return the region that is named, as far as it is known, and where."""
        raise NotImplementedError


class CodeSubject:
    """What a rule about code is about; see ``subject.code`` for the family, which only code needs."""

    __slots__ = ()
