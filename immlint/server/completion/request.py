"""What can be written in a request: parameters that are not there yet, and choices."""

from __future__ import annotations

import json
import os
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from immlint.catalog import Parameter, load
from immlint.catalog.type import List, Map, Scalar, Struct, Type
from immlint.document.recognise.evidence import VERSIONS, candidates
from immlint.document.sniff import data as data_claim
from immlint.document.sniff import operation_in
from immlint.message import Message, Term
from immlint.server.completion.cursor import Cursor, Offer, at
from immlint.source import Source
from immlint.subject import Route

_VERSION = VERSIONS[0]
_SCALARS = {
    Scalar.STRING: Term("string"),
    Scalar.INTEGER: Term("integer"),
    Scalar.NUMBER: Term("number"),
    Scalar.BOOLEAN: Term("boolean"),
}


class _Request(NamedTuple):
    """The object of a request, the route from there to the cursor, and what it may be a request of."""

    data: dict[str, Any]
    route: Route
    operations: Sequence[str]


def offers(cursor: Cursor, path: str, kind: str | None) -> Sequence[Offer] | None:
    """Return what can be written in the request that the cursor is in, ``None`` if it is in none."""
    found = _request(cursor, path, kind)
    if found is None:
        return None
    if not cursor.is_key and found.route == ("Action",):
        return [Offer(name) for name in sorted(load().operations)]
    if not cursor.is_key and found.route == ("Version",):
        return [Offer(_VERSION)]
    merged: dict[str, Offer] = {}
    for name in found.operations:
        rows = load().operations[name].parameters
        for offer in _keys(rows, found) if cursor.is_key else values(rows, found.route):
            merged.setdefault(offer.text, offer)
    return list(merged.values())


def _request(cursor: Cursor, path: str, kind: str | None) -> _Request | None:
    operations = load().operations
    for end in range(len(cursor.route), -1, -1):
        data = at(cursor.data, cursor.route[:end])
        if isinstance(data, dict) and "Effect" not in data and "Statement" not in data:
            rest = cursor.route[end:]
            name = data.get("Action")
            if isinstance(name, str) and name in operations:
                return _Request(data, rest, [name])
            if rest == ("Action",) and (data.get("Version") in VERSIONS or "ProjectName" in data):
                return _Request(data, rest, [])
    name = _operation(path, kind)
    # The root, or an entry of a list of requests.
    end = 1 if isinstance(cursor.data, list) else 0
    data = at(cursor.data, cursor.route[:end])
    if not isinstance(data, dict) or "Statement" in data or "RequestId" in data:
        return None
    if name in operations:
        return _Request(data, cursor.route[end:], [str(name)])
    likely = candidates(data) if kind is None else []
    return _Request(data, cursor.route[end:], likely) if likely else None


def _operation(path: str, kind: str | None) -> str | None:
    """Return the operation that the configuration, or the name of the file, says."""
    if kind is None:
        return operation_in(os.path.basename(path))
    claim = data_claim(Source(path, b""), kind, False)
    return claim.operation if claim is not None and claim.role == "request" else None


def _keys(rows: Mapping[str, Parameter], request: _Request) -> Iterator[Offer]:
    inner = _fields(rows, request.route)
    given = at(request.data, request.route)
    yield from parameters(inner, given if isinstance(given, dict) else {})


def parameters(rows: Mapping[str, Parameter], known: Container[str]) -> Iterator[Offer]:
    """Yield the names of parameters that are not *known* yet, those first that are required."""
    for name, row in rows.items():
        if name not in known:
            kind = _described(row.type)
            told = Message("{type}, required", type=kind) if row.required else kind
            yield Offer(name, told, 0 if row.required else 1)


def _fields(rows: Mapping[str, Parameter], route: Route) -> Mapping[str, Parameter]:
    """Return the fields of the structure that a route leads to; none if it is no structure."""
    structs = load().structs
    kind: Type | None = None
    for step in route:
        if isinstance(step, int):
            kind = kind.item if isinstance(kind, List) else None
        else:
            row = rows.get(str(step))
            kind = row.type if row is not None else None
        rows = structs.get(kind.name, {}) if isinstance(kind, Struct) else {}
    return rows if not route or isinstance(kind, Struct) else {}


def values(rows: Mapping[str, Parameter], route: Route) -> Iterator[Offer]:
    """Yield the choices of the parameter that a route leads to."""
    *above, last = route or (None,)
    item = isinstance(last, int)
    if item and above:
        *above, last = above
    row = _fields(rows, tuple(step for step in above if step is not None)).get(str(last))
    if row is None:
        return
    limits = row.limits
    kind = row.type.item if item and isinstance(row.type, List) else row.type
    listed = item or limits.comma_separated
    choices: Iterable[Any] = limits.item_choices if listed else limits.choices
    if limits.template:
        choices = load().templates
    elif kind is Scalar.BOOLEAN:
        choices = (True, False)
    for rank, choice in enumerate(choice for choice in choices if choice != ""):
        if isinstance(choice, str):
            yield Offer(choice, rank=rank)
        else:
            yield Offer(json.dumps(choice), rank=rank, literal=True)


def _described(kind: Type) -> str:
    if isinstance(kind, List):
        return Message("list of {item}", item=_described(kind.item))
    if isinstance(kind, Struct):
        return kind.name
    return Term("map") if isinstance(kind, Map) else _SCALARS[kind]
