"""What every check is handed beside its subject."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from immlint.subject import Request

if TYPE_CHECKING:
    from immlint.catalog import Catalog
    from immlint.catalog.check import Violation
    from immlint.catalog.payload import Field
    from immlint.catalog.plain_object import PlainObjects

T = TypeVar("T")


class Facts:
    """The catalogue, and analyses that checks share."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        # Each rule asks for these: an import that was made before still has a price.
        self._violations: tuple[Request | None, tuple[Violation, ...]] = (None, ())
        self._fields: tuple[Request | None, tuple[Field, ...]] = (None, ())
        self._limits: tuple[Request | None, frozenset[str]] = (None, frozenset())
        self._plain: tuple[Request | None, frozenset[str] | None] = (None, None)
        self._objects: PlainObjects | None = None
        self._shared: dict[Callable[..., Any], tuple[object, Any]] = {}

    def is_plain(self, request: Request) -> bool:
        """Tell whether each thing that *request* gives is right by itself, as far as a glance shows."""
        return self._plain_limits(request) is not None

    def _plain_limits(self, request: Request) -> frozenset[str] | None:
        if self._plain[0] is not request:
            if self._objects is None:
                from immlint.catalog.plain_object import PlainObjects

                self._objects = PlainObjects(self.catalog)
            self._plain = (request, self._objects.limits(request))
        return self._plain[1]

    def violations(self, request: Request) -> tuple[Violation, ...]:
        """Return what *request* breaks of the schema of its operation, worked out once."""
        if self._violations[0] is not request:
            from immlint.catalog.check import violations

            found = () if self.is_plain(request) else violations(request, self.catalog)
            self._violations = (request, found)
        return self._violations[1]

    def fields(self, request: Request) -> tuple[Field, ...]:
        """Return the known fields that *request* gives, worked out once."""
        if self._fields[0] is not request:
            from immlint.catalog.payload import fields

            self._fields = (request, fields(request, self.catalog))
        return self._fields[1]

    def limits(self, request: Request) -> frozenset[str]:
        """Return the names of all limits that the catalogue sets to what *request* gives.

        That of templates may be left out where all that are given are offered in every region.
        """
        if self._limits[0] is not request:
            found = self._plain_limits(request)
            if found is None:
                found = frozenset[str]().union(*(field.row.limited_by for field in self.fields(request)))
            self._limits = (request, found)
        return self._limits[1]

    def shared(self, make: Callable[[Any, Catalog], T], owner: object) -> T:
        """Return ``make(owner, catalog)``, worked out once as long as *owner* is the same object."""
        known = self._shared.get(make)
        if known is None or known[0] is not owner:
            known = self._shared[make] = (owner, make(owner, self.catalog))
        made: T = known[1]
        return made
