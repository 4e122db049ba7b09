"""Plain data to subjects: what in a document is a request, a response or a policy."""

from __future__ import annotations

from typing import Any

from immlint.cloud import cloud_of
from immlint.document.recognise import ros
from immlint.document.recognise.functions import without_functions
from immlint.document.recognise.policies import KINDS, Search
from immlint.document.recognise.requests import call, within
from immlint.document.sniff import Claim
from immlint.message import Message, Term
from immlint.record import field, record
from immlint.subject import (
    UNKNOWN,
    Place,
    Policy,
    Problem,
    Request,
    Route,
    Subject,
    computed,
    lifted,
)

#: What samples write in place of what they leave out, and the levels below which none is looked for.
_ELIDED = ("...", "…", "......")
DEEPEST = 120


@record(frozen=False, slots=False)
class Found:
    """Subjects, and groups of requests of which only one can be meant."""

    subjects: list[Subject] = field(default_factory=list)
    ambiguous: list[list[Request]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.subjects or self.ambiguous)

    @property
    def is_ours(self) -> bool:
        """Whether more was found than policies of other clouds, whose slips are not ours to tell."""
        return bool(self.ambiguous) or any(
            not isinstance(subject, Policy) or cloud_of(subject.document) is None for subject in self.subjects
        )


def find(data: Any, claim: Claim, route: Route, size: int | None, found: Found) -> None:
    """Add the subjects in *data* at *route*; *size* is its length in characters if it is sent as written."""
    if claim.role is None and _is_custom_rule(data):
        return
    if claim.computed:
        data = lifted(data, computed)
    if claim.sample:
        data = _without_elisions(data)
    if claim.functions:
        data = without_functions(data)
    if claim.role not in KINDS:
        items = enumerate(data) if isinstance(data, list) else [(None, data)]
        for index, item in items:
            at = route if index is None else (*route, index)
            if not _add(item, claim, at, found) and claim.wire:
                found.subjects += within(item, at)
        if claim.resources:
            found.subjects += ros.requests(data, route)
    if claim.role in KINDS or (claim.role is None and claim.policies):
        search = Search(claim)
        policies = list(search.policies(data, route, size))
        found.subjects += [*search.problems, *policies]


def _without_elisions(value: Any, depth: int = 0) -> Any:
    """Replace what a sample leaves out by the unknown value: where a key is left out, the whole object."""
    if depth > DEEPEST:
        return UNKNOWN
    if isinstance(value, str):
        return UNKNOWN if value in _ELIDED else value
    if isinstance(value, list):
        return [_without_elisions(item, depth + 1) for item in value]
    if isinstance(value, dict):
        if any(key in _ELIDED for key in value):
            return UNKNOWN
        return {key: _without_elisions(item, depth + 1) for key, item in value.items()}
    return value


def _is_custom_rule(data: Any) -> bool:
    """Tell whether *data* is a rule of the user: its examples are wrong on purpose."""
    return isinstance(data, dict) and "invalid" in data and {"code", "subject", "severity"} <= data.keys()


def _add(item: Any, claim: Claim, route: Route, found: Found) -> bool:
    """Add what *item* itself is, and tell whether it is anything."""
    if isinstance(item, dict):
        if claim.role is None and "Statement" in item:
            return False  # at most a policy, which is read as one
        meant = call(lifted(item) if claim.gaps else item, claim, route)
        if len(meant) > 1:
            found.ambiguous.append([request for request in meant if isinstance(request, Request)])
        else:
            found.subjects += meant
        return bool(meant)
    if claim.role is not None and item is not UNKNOWN:
        message = Message("this is no {role}; expected an object with its fields", role=Term(claim.role))
        found.subjects.append(Problem("syntax", message, place=Place(route)))
    return claim.role is not None
