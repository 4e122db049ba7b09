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


class Template(str):
    """Text of which parts are computed where nobody sees them: it shows ``${name}`` for each.

    ``language`` is exactly what it may be. As text it reads like a template that a later step fills in,
    so whatever lets those pass lets this pass.
    """

    __slots__ = ("language",)

    language: Language

    def __new__(cls, text: str, language: Language) -> Template:
        """Return the text as shown, with what it may be."""
        template = super().__new__(cls, text)
        template.language = language
        return template


class Mark(Enum):
    """Values and steps that no document can spell."""

    #: A value that is computed elsewhere (``{"Ref": "Name"}``, ``!Sub``, a name in Python).
    UNKNOWN = "unknown"
    #: A step of a route: read the string that stands here as a JSON document of its own.
    EMBEDDED = "embedded"


UNKNOWN = Mark.UNKNOWN
EMBEDDED = Mark.EMBEDDED


@dataclass(frozen=True, slots=True)
class Site:
    """The first step of a route in code: which of its calls or literals. No pointer shows it."""

    number: int


Step = str | int | Mark | Site
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
        steps = (str(step) for step in self.route if isinstance(step, str | int))
        return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)


@dataclass(frozen=True, slots=True, eq=False)
class Request:
    """One call of an IMM operation: parameters by wire name, at *route* (parameters' own root).

    ``version`` is the API version the request names. ``open`` tells that there may be further
    parameters nobody can see. ``named`` is where the operation is named, if in the document.

    In code, ``scope`` names the straight-line piece of code that sends it: requests of one scope stand
    in order of execution, and it is empty if nothing seen sends it. ``region`` is that of the client, as
    far as it is known. ``typed`` tells that an SDK object carries the parameters: then unknown names are
    for the rules about the SDK.

    ``purpose`` tells what a request in code is for, as one call can stand for several. Parameters that
    are only defaults are for the ``rules``; ``asks`` is the same call with whatever arguments, and counts
    where policies are held against it; ``echo`` is a call of a function of another file, with the
    arguments of this one. ``body`` names the function that was walked for it.
    """

    operation: str
    parameters: Mapping[str, Any]
    route: Route = ()
    version: str | None = None
    open: bool = False
    named: Place | None = None
    scope: str | None = None
    region: str | None = None
    typed: bool = False
    purpose: Literal["all", "rules", "asks", "echo"] = "all"
    body: str = ""

    def place(self, route: Route = (), *, key: bool = False, part: tuple[int, int] | None = None) -> Place:
        """Return the place of a route that is relative to the parameters."""
        return Place((*self.route, *route), key, part)


@dataclass(frozen=True, slots=True, eq=False)
class Response:
    """One recorded answer of an operation."""

    operation: str
    body: Mapping[str, Any]
    route: Route = ()


Use = Literal[
    "keyword",
    "attribute",
    "wire-key",
    "positional",
    "on-class",
    "method",
    "argument",
    "part",
    "parameter",
    "client",
    "credential",
]


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """One use of an SDK in code, right or wrong; the rules tell which.

    ========== ============================ ========================= ==============================
    use        owner                        name                      value
    ========== ============================ ========================= ==============================
    keyword    class of models              keyword as written        the value
    attribute  class of models              attribute assigned        the value
    wire-key   class of models              key given to from_map     the value
    positional class of models              empty                     how many are positional
    on-class   class of models              method called on it       None
    method     Client, or class of the core method called             None
               SDK
    argument   method of Client             class or type given       operation of the method
    part       class of models              field given a dict        the class it takes
    parameter  query, params or body        wire name                 the value, not encoded
    client     Client or AcsClient          empty                     names of what is given
    credential class it is given to         keyword or parameter      the text
    ========== ============================ ========================= ==============================
    """

    use: Use
    owner: str
    name: str
    place: Place
    value: Any = None


PolicyKind = Literal["identity", "trust", "session", "control"]


@dataclass(frozen=True, slots=True, eq=False)
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


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """What is wrong with a document as text or file, found before any rule saw it.

    Either *span* (code point offsets) or *place* says where. ``about`` is the subject family the
    file is known by, and picks the rule that reports it. ``named`` tells that the user named the file, or
    said what it is.
    """

    kind: Literal["syntax", "duplicate-key", "encoding", "template", "unreadable", "crash"]
    message: str
    hint: str = ""
    span: tuple[int, int] | None = None
    place: Place | None = None
    about: Literal["policy", "request", "code"] = "request"
    arguments: Mapping[str, Any] = field(default_factory=dict)
    named: bool = True


Subject = Request | Response | Policy | Call | Problem

#: Text that a later step fills in: ``${x}``, ``$x``, ``$(x)``, ``{{ x }}``, ``{% x %}``, ``#{x}``,
#: ``{x}``, ``<your-bucket>``, ``%(x)s``, ``%s``, ``%d`` (but ``%d0`` is an escape of an address); and what
#: samples mask with ``****``.
PLACEHOLDER = re.compile(
    r"\$\{[^{}]*\}|\$\([^()]*\)|\$[A-Za-z_]\w*|\{\{[^{}]*\}\}|\{%[^{}]*%\}|#\{[^{}]*\}|\{[A-Za-z_]\w*\}"
    r"|<[A-Za-z][A-Za-z0-9 _.-]*>|%\([A-Za-z_]\w*\)[sd]|%s|%d(?![0-9A-Fa-f])|\*{4}"
)


def text_with_holes(text: str) -> Language:
    """Return the texts that *text* may stand for once its placeholders are filled in."""
    return text.language if isinstance(text, Template) else _with_holes(text)


@lru_cache(maxsize=4096)
def _with_holes(text: str) -> Language:
    language = Language.literal("")
    at = 0
    for match in PLACEHOLDER.finditer(text):
        language = language + Language.literal(text[at : match.start()]) + Language.hole()
        at = match.end()
    return language + Language.literal(text[at:])
