"""Calls of IMM operations, how code sends them, and their recorded answers."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from itertools import pairwise
from typing import Any

from immlint.record import field, record
from immlint.subject.place import NamesRegion, Place, Route


class Purpose(Enum):
    """What a request in code is for, as one call can stand for several."""

    ALL = "all"
    #: Its parameters are only defaults: policies are not held against it.
    RULES = "rules"
    #: The same call with whatever arguments: it counts where policies are held against it.
    ASKS = "asks"
    #: A call of a function of another file, with the arguments of this one.
    ECHO = "echo"


@record(eq=False)
class CallSite:
    """How a piece of code sends a request.

    ``scope`` names the straight-line piece of code that sends it: requests of one scope stand in order of
    execution, and it is empty if nothing seen sends it. ``region`` is that of the client, as far as it is
    known. ``typed`` tells that an SDK object carries the parameters: then unknown names are for the rules
    about the SDK. ``body`` names the function that was walked for it.

    ``branches`` are those of the code in which a parameter is set that is sent in some runs only. ``brought``
    are the calls, of functions of the same file, that gave parameters their values.
    """

    scope: str = ""
    region: str | None = None
    typed: bool = False
    purpose: Purpose = Purpose.ALL
    body: str = ""
    branches: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    brought: Mapping[str, Place] = field(default_factory=dict)


@record(eq=False)
class Request(NamesRegion):
    """One call of an IMM operation: parameters by wire name, at *route* (parameters' own root).

    ``version`` is the API version the request names. ``open`` tells that there may be further
    parameters nobody can see. ``named`` is where the operation is named, if in the document. ``call`` is
    how code sends it; a request that stands as data has none. ``spelt`` are the parameters that stand under
    another name than that of the API, with that name.
    """

    operation: str
    parameters: Mapping[str, Any]
    route: Route = ()
    version: str | None = None
    is_open: bool = False
    named: Place | None = None
    call: CallSite | None = None
    spelt: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_typed(self) -> bool:
        """Whether an SDK object carries the parameters."""
        return self.call is not None and self.call.typed

    @property
    def is_checked(self) -> bool:
        """Whether rules are held against its parameters: it is not the copy of a call that is."""
        return self.call is None or self.call.purpose in (Purpose.ALL, Purpose.RULES)

    @property
    def region(self) -> object:
        """The region it is sent to: that of the client, else what it says itself; ``None`` if not said."""
        client = self.call.region if self.call is not None else None
        return client or self.parameters.get("RegionId")

    def region_named(self) -> tuple[Place, object] | None:
        """Return the parameter that names the region, and where it stands."""
        region = self.parameters.get("RegionId")
        return None if region is None else (self.place(("RegionId",)), region)

    def together(self, *names: str) -> bool:
        """Tell whether some run surely sends these parameters together."""
        branches = self.call.branches if self.call is not None else {}
        found = sorted((branches[name] for name in names if name in branches), key=len)
        return all(longer[: len(shorter)] == shorter for shorter, longer in pairwise(found))

    def place(self, route: Route = (), *, key: bool = False, part: tuple[int, int] | None = None) -> Place:
        """Return the place of a route that is relative to the parameters."""
        if route and self.spelt:
            route = (self.spelt.get(str(route[0]), route[0]), *route[1:])
        return Place((*self.route, *route), key, part)


@record(eq=False)
class Response:
    """One recorded answer of an operation."""

    operation: str
    body: Mapping[str, Any]
    route: Route = ()
