"""Plain data to subjects: how a request, a response and a policy are told from all else."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from immlint.catalog import Operation, load
from immlint.document.sniff import Kind
from immlint.subject import (
    EMBEDDED,
    UNKNOWN,
    Place,
    Policy,
    PolicyKind,
    Request,
    Response,
    Route,
    Subject,
)

#: Parameter names that other APIs have as well: alone they tell nothing.
_GENERIC = frozenset(
    (
        "Action",
        "Content",
        "Description",
        "Id",
        "MaxResults",
        "Mode",
        "Name",
        "NextToken",
        "Order",
        "Password",
        "Prefix",
        "Query",
        "Sort",
        "State",
        "Tag",
        "Tags",
        "Type",
        "User",
        "UserData",
        "Version",
    )
)
_VERSIONS = ("2020-09-30", "2017-09-06")
_ELEMENTS = frozenset(("effect", "action", "notaction", "resource", "principal"))
_POLICY_VERSION = re.compile(r"1|\d{4}-\d{2}-\d{2}|\d\.\d")
_KINDS: dict[str, PolicyKind] = {
    "policy": "identity",
    "trust-policy": "trust",
    "session-policy": "session",
    "control-policy": "control",
}
#: Levels below which no policy is looked for.
_DEEPEST = 60


@dataclass
class Found:
    """Subjects, and groups of requests of which only one can be meant."""

    subjects: list[Subject] = field(default_factory=list)
    ambiguous: list[list[Request]] = field(default_factory=list)


def find(data: Any, kind: Kind, route: Route, size: int, found: Found) -> None:
    """Add the subjects in *data*, which stands at *route* and is *size* characters long."""
    data = _without_functions(data, 0)
    if kind.role in _KINDS:
        _explicit_policy(data, kind, route, size, found)
        return
    if isinstance(data, list):
        for index, item in enumerate(data):
            if isinstance(item, dict):
                _find_call(item, kind, (*route, index), found)
    elif isinstance(data, dict):
        _find_call(data, kind, route, found)
    for at, document, written in _policies(data, route, size):
        found.subjects.append(_policy(document, shape(document), at, written))


def _without_functions(value: Any, depth: int) -> Any:
    """Replace what a template engine computes (``Ref``, ``Fn::Sub``) by :data:`UNKNOWN`."""
    if depth > 2 * _DEEPEST:
        return value
    if isinstance(value, list):
        return [_without_functions(item, depth + 1) for item in value]
    if isinstance(value, dict):
        if len(value) == 1 and depth:
            (key,) = value
            if key == "Ref" or key.startswith("Fn::"):
                return UNKNOWN
        return {key: _without_functions(item, depth + 1) for key, item in value.items()}
    return value


# --- requests and responses


def _find_call(data: dict[str, Any], kind: Kind, route: Route, found: Found) -> None:
    action, version = data.get("Action"), data.get("Version")
    if kind.role == "response" or (kind.operation and _is_answer(data)):
        found.subjects.append(Response(kind.operation or "", data, route))
        return
    if isinstance(action, str) and "Effect" not in data and "Statement" not in data:
        if version in _VERSIONS or (version is None and _fits(data, action)):
            named = Place((*route, "Action"))
            request = Request(action, data, route, version, named=named)
            found.subjects.append(request)
            return
        if version is not None:
            return
    if kind.operation and (kind.asked or _fits(data, kind.operation)) and "Statement" not in data:
        found.subjects.append(Request(kind.operation, data, route))
    elif "ProjectName" in data and not kind.operation:
        candidates = _candidates(data)
        requests = [Request(name, data, route) for name in candidates]
        if len(requests) == 1:
            found.subjects.extend(requests)
        elif requests:
            found.ambiguous.append(requests)


def _is_answer(data: Mapping[str, Any]) -> bool:
    return "RequestId" in data and "ProjectName" not in data


def _plain(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def _fits(data: Mapping[str, Any], operation: str) -> bool:
    """Tell whether an object named like an operation has at least one parameter like its own."""
    known = load().operations.get(operation)
    if known is None:
        return False
    keys = [_plain(str(key).split(".")[0]) for key in data if key not in ("Action", "Version")]
    names = {_plain(name) for name in known.parameter_names}
    return not keys or any(k in names or difflib.get_close_matches(k, names, 1, 0.8) for k in keys)


def _candidates(data: Mapping[str, Any]) -> list[str]:
    if not set(data) - _GENERIC - {"ProjectName"}:
        return []
    operations: Iterator[Operation] = iter(load().operations.values())
    return [operation.name for operation in operations if set(data) <= operation.parameter_names]


# --- policies


def _explicit_policy(data: Any, kind: Kind, route: Route, size: int, found: Found) -> None:
    policy_kind = _KINDS[kind.role or ""]
    inner = list(_policies(data, route, size))
    for at, document, written in inner or [(route, data, size)]:
        meant = shape(document) if policy_kind == "identity" else policy_kind
        found.subjects.append(_policy(document, meant, at, written))


def _policy(document: Any, kind: PolicyKind, route: Route, written: int | None) -> Policy:
    compact = len(json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=str))
    return Policy(document, kind, route, compact if written is None else written, compact)


def _policies(data: Any, route: Route, size: int) -> Iterator[tuple[Route, Any, int | None]]:
    """Yield route, document and written length of every policy, outermost first."""
    stack: list[tuple[Any, Route, int | None]] = [(data, route, size)]
    seen: set[int] = set()
    while stack:
        value, at, written = stack.pop()
        if len(at) - len(route) > _DEEPEST:
            continue
        if isinstance(value, str):
            inner = _embedded(value)
            if inner is not None:
                stack.append((inner, (*at, EMBEDDED), len(value)))
        elif isinstance(value, dict | list):
            if id(value) in seen:
                continue
            seen.add(id(value))
            if isinstance(value, dict) and is_policy(value):
                yield at, value, written
                continue
            pairs = value.items() if isinstance(value, dict) else enumerate(value)
            stack.extend((item, (*at, key), None) for key, item in reversed(list(pairs)))


def _embedded(text: str) -> Any:
    if "tatement" not in text or not text.lstrip().startswith("{"):
        return None
    try:
        return _without_functions(json.loads(text), 0)
    except (ValueError, RecursionError):
        return None


def is_policy(data: dict[str, Any]) -> bool:
    """Tell whether an object is a policy document, right or wrong."""
    if "Statement" in data:
        statements = data["Statement"]
        if _holds_statements(statements):
            return True
        version = data.get("Version")
        plain = isinstance(version, str | int) and bool(_POLICY_VERSION.fullmatch(str(version)))
        return plain and not isinstance(version, bool)
    for key in ("Statements", "statement", "statements"):
        items = data.get(key)
        if isinstance(items, list) and any(
            isinstance(i, dict) and "Effect" in i and ("Action" in i or "NotAction" in i) for i in items
        ):
            return True
    return False


def _holds_statements(value: Any) -> bool:
    items = value if isinstance(value, list) else [value]
    return any(
        isinstance(item, dict) and any(str(key).lower() in _ELEMENTS for key in item) for item in items
    )


def shape(document: Any) -> PolicyKind:
    """Return the kind of a policy that nothing else tells the kind of."""
    statements = document.get("Statement") if isinstance(document, dict) else None
    items = statements if isinstance(statements, list) else [statements]
    objects = [item for item in items if isinstance(item, dict)]
    if objects and all("Principal" in item and "Resource" not in item for item in objects):
        return "trust"
    return "identity"
