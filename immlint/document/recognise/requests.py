"""Objects to requests and responses: how IMM's are told from those of all the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from immlint.catalog import load
from immlint.catalog.payload import parsed
from immlint.document.recognise.evidence import VERSIONS, answers, candidates, fits
from immlint.document.sniff import Claim
from immlint.near import nearest
from immlint.subject import Place, Request, Response, Route, Subject, lifted

#: Levels below which no request is looked for.
DEEPEST = 60


def call(data: dict[str, Any], claim: Claim, route: Route) -> Sequence[Subject]:
    """Return the request or response that *data* is; several requests if only one of them is meant."""
    if claim.operation and claim.role in (None, "response") and _is_recorded(data):
        # As the SDK returns it: with status and headers around it.
        data, route = data["body"], (*route, "body")
    if claim.role == "response":
        return [Response(claim.operation or "", data, route)]
    if claim.role == "request":
        return [_named(data, route) or Request(claim.operation or "", data, route)]
    named = _named(data, route)
    if named is not None:
        foreign = claim.foreign and named.version is None
        known = named.version is not None or fits(data, named.operation, others=claim.others)
        return [named] if known and not foreign else []
    if claim.foreign or "Statement" in data:
        return []
    if claim.operation is None:
        return [Request(name, data, route) for name in candidates(data)]
    if "RequestId" in data and "ProjectName" not in data:
        return [Response(claim.operation, data, route)] if answers(data, claim.operation) else []
    # The parameters of another version, or of another cloud, stand in a file of the same name.
    other = data.get("Version") not in (None, *VERSIONS)
    is_ours = not other and fits(data, claim.operation, others=claim.others)
    return [Request(claim.operation, data, route)] if is_ours else []


def within(data: Any, route: Route) -> Iterator[Request]:
    """Yield the requests below the root that name their operation, also in JSON strings.

    They name the API's version as well, as on the wire, or stand in a list of ``requests``.
    """
    stack: list[tuple[Any, Route, bool]] = [(data, route, False)]
    # Held, since the id of what is read from a text within it, and dropped, is soon another's.
    seen: dict[int, object] = {}
    while stack:
        value, at, listed = stack.pop()
        if isinstance(value, str) and "Action" in value:
            at, value = parsed(at, value)
        if not isinstance(value, dict | list) or id(value) in seen or len(at) - len(route) > DEEPEST:
            continue
        seen[id(value)] = value
        found = _sent(value, at, listed=listed) if isinstance(value, dict) and at != route else None
        if found is not None:
            yield found
            continue
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        below = [
            (item, (*at, key), listed if isinstance(value, list) else _lists_requests(key, item))
            for key, item in pairs
        ]
        stack.extend(reversed(below))


def _lists_requests(key: object, value: Any) -> bool:
    return isinstance(value, list) and str(key).lower() == "requests"


def _sent(value: dict[str, Any], route: Route, *, listed: bool) -> Request | None:
    if not isinstance(value.get("Action"), str):
        return None
    data = lifted(value)
    named = _named(data, route)
    if named is None:
        return None
    if named.version is None:
        return named if listed and fits(data, named.operation) else None
    catalog = load()
    known = named.operation in catalog.operations or named.operation in catalog.legacy_actions
    return named if known or nearest(named.operation, catalog.operations, exact=True) else None


def _named(data: Mapping[str, Any], route: Route) -> Request | None:
    """Return the request that names its own operation, unless it names another API's version."""
    action, version = data.get("Action"), data.get("Version")
    if not isinstance(action, str) or "Effect" in data or "Statement" in data:
        return None
    if version not in (None, *VERSIONS) or (version is None and action not in load().operations):
        return None
    return Request(action, data, route, version, named=Place((*route, "Action")))


def _is_recorded(data: Mapping[str, Any]) -> bool:
    return isinstance(data.get("body"), dict) and set(data) <= {"body", "headers", "statusCode"}
