"""Plain data to subjects: what in a document is a request, a response or a policy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from immlint.document.calls import call
from immlint.document.policies import KINDS, Search, without_functions
from immlint.document.sniff import Kind
from immlint.subject import UNKNOWN, Place, Problem, Request, Route, Subject


@dataclass
class Found:
    """Subjects, and groups of requests of which only one can be meant."""

    subjects: list[Subject] = field(default_factory=list)
    ambiguous: list[list[Request]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.subjects or self.ambiguous)


def find(data: Any, kind: Kind, route: Route, size: int | None, found: Found) -> None:
    """Add the subjects in *data* at *route*; *size* is its length in characters if it is sent as written."""
    if kind.functions:
        data = without_functions(data)
    if kind.role not in KINDS:
        items = enumerate(data) if isinstance(data, list) else [(None, data)]
        for index, item in items:
            _add(item, kind, route if index is None else (*route, index), found)
    if kind.role in KINDS or (kind.role is None and kind.policies):
        search = Search(kind)
        policies = list(search.policies(data, route, size))
        found.subjects += [*search.problems, *policies]


def _add(item: Any, kind: Kind, route: Route, found: Found) -> None:
    if isinstance(item, dict):
        meant = call(item, kind, route)
        if len(meant) > 1:
            found.ambiguous.append([request for request in meant if isinstance(request, Request)])
        else:
            found.subjects += meant
    elif kind.role is not None and item is not UNKNOWN:
        message = f"this is no {kind.role}; expected an object with its fields"
        found.subjects.append(Problem("syntax", message, place=Place(route)))
