"""What rules see: requests, responses and policies as plain data, and routes to name a part.

A value is plain data (``None``, bool, int, float, str, list, dict). Text that is known only in
part is a :class:`~immlint.language.Language`; what is not known at all is :data:`UNKNOWN`.
Neither is ever guessed: a rule must stay silent unless every completion is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import Any, Literal

from immlint.language import Language


class Mark(Enum):
    """Values and steps that no document can spell."""

    #: A value that is computed elsewhere (``{"Ref": "Name"}``, ``!Sub``, a name in Python).
    UNKNOWN = "unknown"
    #: A step of a route: read the string that stands here as a JSON document of its own.
    EMBEDDED = "embedded"


UNKNOWN = Mark.UNKNOWN
EMBEDDED = Mark.EMBEDDED

Step = str | int | Mark
Route = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Place:
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
        steps = (str(step) for step in self.route if not isinstance(step, Mark))
        return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)


@dataclass(frozen=True, slots=True)
class Request:
    """One call of an IMM operation: parameters by wire name, at *route* (parameters' own root).

    ``version`` is the API version the request names. ``open`` tells that there may be further
    parameters nobody can see. ``named`` is where the operation is named, if in the document.
    """

    operation: str
    parameters: Mapping[str, Any]
    route: Route = ()
    version: str | None = None
    open: bool = False
    named: Place | None = None

    def place(self, route: Route = (), *, key: bool = False, part: tuple[int, int] | None = None) -> Place:
        """Return the place of a route that is relative to the parameters."""
        return Place((*self.route, *route), key, part)


@dataclass(frozen=True, slots=True)
class Response:
    """One recorded answer of an operation."""

    operation: str
    body: Mapping[str, Any]
    route: Route = ()


PolicyKind = Literal["identity", "trust", "session", "control"]


@dataclass(frozen=True, slots=True)
class Policy:
    """One RAM policy document as it was written, right or wrong, at *route*.

    ``size`` is the number of characters as sent: the whole file or string for a policy that is
    one, else that of the compact JSON form. ``minified`` is that of the compact form.
    """

    document: Any
    kind: PolicyKind = "identity"
    route: Route = ()
    size: int = 0
    minified: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a document as text or file, found before any rule saw it.

    Either *span* (code point offsets) or *place* says where. ``about`` is the subject family the
    file is known by, and picks the rule that reports it.
    """

    kind: Literal["syntax", "duplicate-key", "encoding", "unreadable", "crash"]
    message: str
    hint: str = ""
    span: tuple[int, int] | None = None
    place: Place | None = None
    about: Literal["policy", "request", "code"] = "request"
    arguments: Mapping[str, Any] = field(default_factory=dict)


Subject = Request | Response | Policy | Problem

#: Text that a later step fills in: ``${x}``, ``{{ x }}``, ``<your-bucket>``, ``%(x)s``.
PLACEHOLDER = re.compile(r"\$\{[^{}]*\}|\{\{[^{}]*\}\}|<[A-Za-z][A-Za-z0-9 _.-]*>|%\([A-Za-z_]\w*\)s|\*{4}")


@lru_cache(maxsize=4096)
def text_with_holes(text: str) -> Language:
    """Return the texts that *text* may stand for once its placeholders are filled in."""
    language = Language.literal("")
    at = 0
    for match in PLACEHOLDER.finditer(text):
        language = language + Language.literal(text[at : match.start()]) + Language.hole()
        at = match.end()
    return language + Language.literal(text[at:])
