"""Calls of IMM operations, and their recorded answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal

from immlint.subject.place import NamesRegion, Place, Route


@dataclass(frozen=True, slots=True, eq=False)
class Request(NamesRegion):
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

    ``branches`` are those of the code in which a parameter is set that is sent in some runs only. ``brought``
    are the calls, of functions of the same file, that gave parameters their values.
    """

    operation: str
    parameters: Mapping[str, Any]
    route: Route = ()
    version: str | None = None
    is_open: bool = False
    named: Place | None = None
    scope: str | None = None
    region: str | None = None
    typed: bool = False
    purpose: Literal["all", "rules", "asks", "echo"] = "all"
    body: str = ""
    branches: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    brought: Mapping[str, Place] = field(default_factory=dict)

    def region_named(self) -> tuple[Place, object] | None:
        """Return the parameter that names the region, and where it stands."""
        region = self.parameters.get("RegionId")
        return None if region is None else (self.place(("RegionId",)), region)

    def together(self, *names: str) -> bool:
        """Tell whether some run surely sends these parameters together."""
        found = sorted((self.branches[name] for name in names if name in self.branches), key=len)
        return all(longer[: len(shorter)] == shorter for shorter, longer in pairwise(found))

    def place(self, route: Route = (), *, key: bool = False, part: tuple[int, int] | None = None) -> Place:
        """Return the place of a route that is relative to the parameters."""
        return Place((*self.route, *route), key, part)


@dataclass(frozen=True, slots=True, eq=False)
class Response:
    """One recorded answer of an operation."""

    operation: str
    body: Mapping[str, Any]
    route: Route = ()
