"""The fields of a request beside what the catalogue says of each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from immlint.catalog.catalog import Catalog, Parameter
from immlint.catalog.filled import LONGEST
from immlint.language import Language
from immlint.subject import EMBEDDED, Request, Route, language, lifted


class Field(NamedTuple):
    """A value that is given, its route below the parameters, and its row in the catalogue."""

    route: Route
    value: Any
    row: Parameter


def fields(request: Request, catalog: Catalog) -> tuple[Field, ...]:
    """Return every known field that is given, nested ones and those in JSON strings included."""
    operation = catalog.operations.get(request.operation)
    if operation is None:
        return ()
    found: list[Field] = []
    stack: list[tuple[Route, Mapping[str, Any], Mapping[str, Parameter]]] = [
        ((), request.parameters, operation.parameters)
    ]
    while stack:
        route, given, rows = stack.pop()
        for name, row in rows.items():
            value = given.get(name)
            if value is None:
                continue
            at: Route = (*route, name)
            found.append(Field(at, value, row))
            inner = catalog.structs.get(row.structure or "")
            if inner is not None:
                stack.extend((below, item, inner) for below, item in objects(at, value))
    return tuple(found)


def elements(field: Field) -> Iterator[tuple[Route, Any]]:
    """Yield the items of a list field, or of the JSON list it is given as."""
    route, value = parsed(field.route, field.value)
    if isinstance(value, list):
        yield from (((*route, index), item) for index, item in enumerate(value))


def objects(route: Route, value: Any) -> Iterator[tuple[Route, Mapping[str, Any]]]:
    """Yield the object that a value is, or those that it lists, also within JSON in a text."""
    route, value = parsed(route, value)
    if isinstance(value, dict):
        yield route, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, dict):
                yield (*route, index), item


def parsed(route: Route, value: Any) -> tuple[Route, Any]:
    """Return a value, or what it is as JSON in a string, and the route to that."""
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        try:
            return (*route, EMBEDDED), lifted(json.loads(value))
        except (ValueError, RecursionError):
            pass
    return route, value


def text_of(value: Any) -> Language | None:
    """Return the texts that a value may be, or ``None`` if it is no text, or far too long a one."""
    return language(value) if isinstance(value, str) and len(value) <= LONGEST else None
