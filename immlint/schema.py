"""Requests against JSON Schemas made from the catalogue; jsonschema does the schema work.

What it finds is told as data, so that each rule says it in its own words.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from immlint.catalog import Catalog, Operation, Parameter
from immlint.language import Language
from immlint.obvious import obviously_fits
from immlint.subject import EMBEDDED, PLACEHOLDER, UNKNOWN, Request, Route

ViolationKind = Literal["missing", "unknown", "type", "range", "length", "choice", "items"]

#: Parameters of the RPC gateway, which every operation takes.
COMMON = frozenset(
    (
        "Action",
        "Version",
        "Format",
        "AccessKeyId",
        "Signature",
        "SignatureMethod",
        "SignatureVersion",
        "SignatureNonce",
        "SignatureType",
        "Timestamp",
        "SecurityToken",
        "RegionId",
        "BearerToken",
        "ResourceOwnerId",
        "ResourceOwnerAccount",
        "OwnerId",
        "OwnerAccount",
        "AcceptLanguage",
    )
)
_KINDS: dict[str, ViolationKind] = {
    "required": "missing",
    "additionalProperties": "unknown",
    "type": "type",
    "minimum": "range",
    "maximum": "range",
    "exclusiveMinimum": "range",
    "minLength": "length",
    "maxLength": "length",
    "maxBytes": "length",
    "enum": "choice",
    "maxItems": "items",
    "maxProperties": "items",
}
_TYPES = {"integer": "integer", "float": "number", "boolean": "boolean", "string": "string"}
_KEYWORDS = (
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "maxBytes",
    "enum",
    "maxItems",
    "maxProperties",
)
_ARRAY = re.compile(r"array<(.+)>")
#: What may also travel as JSON in a string.
_JSON = {"contentMediaType": "application/json"}
_ITEMS = {"str": "string", "int": "integer", "float": "float"}


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that a request breaks.

    ``route`` is relative to the parameters, ``expected`` the value of the ``keyword``: a number, a
    type, a list of choices; for what is missing, its name; for what is unknown, the known names.
    ``sure`` is false for what only an SDK says.
    """

    kind: ViolationKind
    keyword: str
    route: Route
    value: Any
    expected: Any
    sure: bool


def request_schema(operation: Operation, catalog: Catalog) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the parameters of *operation*."""
    used: dict[str, Any] = {}
    schema = _object_schema(operation.parameters, catalog, used)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": operation.name,
        **schema,
        "$defs": used,
    }


def _object_schema(fields: Mapping[str, Parameter], catalog: Catalog, used: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {f.name: _field_schema(f, catalog, used) for f in fields.values()},
        "required": [f.name for f in fields.values() if f.required],
        "additionalProperties": False,
    }


def _field_schema(field: Parameter, catalog: Catalog, used: dict[str, Any]) -> dict[str, Any]:
    schema = _type_schema(field.doc_type, catalog, used)
    for keyword in _KEYWORDS:
        if keyword in field.constraints:
            schema[keyword] = field.constraints[keyword]
    if field.doc_type == "boolean":
        schema.pop("enum", None)
    if field.constraints.get("exclusiveMinimum") is True:
        schema["exclusiveMinimum"] = schema.pop("minimum", 0)
    if field.constraints.get("commaSeparated"):
        schema.pop("maxItems", None)
    return schema


def _type_schema(doc_type: str, catalog: Catalog, used: dict[str, Any]) -> dict[str, Any]:
    if doc_type in _TYPES:
        return {"type": _TYPES[doc_type]}
    if doc_type.startswith("struct:"):
        name = doc_type.removeprefix("struct:")
        if name in catalog.structs and name not in used:
            used[name] = {}
            used[name] = _object_schema(catalog.structs[name], catalog, used)
        target = {"$ref": f"#/$defs/{name}"} if name in used else {"type": "object"}
        return {**target, **_JSON}
    array = _ARRAY.fullmatch(doc_type)
    if array:
        inner = array[1]
        plain = inner in _ITEMS or inner == "map"
        item = _ITEMS.get(inner, inner) if plain else f"struct:{inner}"
        return {"type": "array", "items": _type_schema(item, catalog, used), **_JSON}
    return {"type": "object", **_JSON}


def violations(request: Request, catalog: Catalog) -> tuple[Violation, ...]:
    """Return what *request* breaks, in the order of the schema; nothing for unknown operations."""
    operation = catalog.operations.get(request.operation)
    if operation is None:
        return ()
    own = operation.parameter_names
    given = {k: v for k, v in request.parameters.items() if k in own or k not in COMMON}
    schema = _schema(request.operation, catalog)
    if obviously_fits(given, schema, schema["$defs"]):
        return ()
    found = []
    for error in _validator(request.operation, catalog).iter_errors(given):
        route = _route(error.absolute_path)
        if _excused(error, route, request, operation):
            continue
        name = error.message if error.validator == "required" else None
        found.append(
            Violation(
                _KINDS[error.validator],
                error.validator,
                (*route, error.message) if error.validator == "additionalProperties" else route,
                error.instance,
                name or _expected(error),
                len(route) == 0 and (name is None or operation.parameters[name].reliable),
            )
        )
    return tuple(found)


def _route(path: Any) -> Route:
    steps: list[Any] = []
    for step in path:
        steps.extend(step if isinstance(step, tuple) else (step,))
    return tuple(steps)


def _expected(error: Any) -> Any:
    if error.validator == "additionalProperties":
        return tuple(error.schema.get("properties", ()))
    return error.validator_value


def _excused(error: Any, route: Route, request: Request, operation: Operation) -> bool:
    if error.validator == "required" and not route:
        flat = any(str(key).startswith(f"{error.message}.") for key in request.parameters)
        return flat or request.open
    if error.validator == "additionalProperties" and not route:
        head, dot, _ = error.message.partition(".")
        return bool(dot) and head in operation.parameters
    if error.validator == "maximum" and len(route) == 1:
        limits = operation.parameters[str(route[0])].constraints.get("maximumWhen")
        if limits and any(key.partition(".")[0] == "Aggregations" for key in request.parameters):
            number = _number(error.instance)
            return number is not None and number <= max(limits.values())
    return False


@cache
def _validator(name: str, catalog: Catalog) -> Any:
    return _validator_class()(_schema(name, catalog))


@cache
def _schema(name: str, catalog: Catalog) -> dict[str, Any]:
    return request_schema(catalog.operations[name], catalog)


def _unknown(value: Any) -> bool:
    """Tell whether nobody can say yet what *value* will be."""
    if value is UNKNOWN or value is None:
        return True
    if isinstance(value, Language):
        return value.text is None
    return isinstance(value, str) and PLACEHOLDER.search(value) is not None


#: A number as text on the wire: neither ``1_000`` nor the digits of other scripts, which Python takes.
_NUMBER = re.compile(r"\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*", re.ASCII)


def _number(value: Any) -> float | int | None:
    """Return the finite number that *value* is or spells."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value):
            return None
        whole = value.strip().lstrip("+-").isdigit() and len(value) < 400
        value = int(value) if whole else float(value)
    if isinstance(value, int):
        return value
    return value if isinstance(value, float) and math.isfinite(value) else None


def _fits(value: Any, kind: str) -> bool:
    """Tell whether *value* is of a schema type as the wire carries it: all can be text."""
    if kind == "boolean":
        return isinstance(value, bool) or str(value).lower() in ("true", "false")
    if kind in ("integer", "number"):
        number = _number(value)
        return number is not None and (kind == "number" or number == int(number))
    types: dict[str, Any] = {"string": str, "object": dict, "array": list}
    return isinstance(value, types[kind])


@cache
def _validator_class() -> Any:
    """Return the validator, with keywords that know the wire form and unknown values."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError
    from jsonschema.validators import extend

    def descend(validator: Any, value: Any, schema: Any, step: Any) -> Iterator[Any]:
        if isinstance(value, Language):
            value = value.text if value.text is not None else UNKNOWN
        if _unknown(value):
            return
        if isinstance(value, str) and "contentMediaType" in schema:
            try:
                value = json.loads(value)
                step = (step, EMBEDDED)
            except (ValueError, RecursionError):
                pass
        yield from validator.descend(value, schema, path=step)

    def properties(validator: Any, fields: Any, value: Any, schema: Any) -> Iterator[Any]:
        if isinstance(value, dict):
            for name, field in fields.items():
                if name in value:
                    yield from descend(validator, value[name], field, name)

    def items(validator: Any, item: Any, value: Any, schema: Any) -> Iterator[Any]:
        if isinstance(value, list):
            for index, each in enumerate(value):
                yield from descend(validator, each, item, index)

    def required(validator: Any, names: Any, value: Any, schema: Any) -> Iterator[Any]:
        if isinstance(value, dict):
            yield from (ValidationError(n) for n in names if value.get(n) is None)

    def additional(validator: Any, allowed: Any, value: Any, schema: Any) -> Iterator[Any]:
        if isinstance(value, dict):
            yield from (ValidationError(str(n)) for n in value if n not in schema["properties"])

    def type_(validator: Any, kind: Any, value: Any, schema: Any) -> Iterator[Any]:
        if not _fits(value, kind):
            yield ValidationError(kind)

    def limit(test: Any) -> Any:
        def check(validator: Any, bound: Any, value: Any, schema: Any) -> Iterator[Any]:
            number = _number(value)
            if number is not None and not test(number, bound):
                yield ValidationError("")

        return check

    def choice(validator: Any, choices: Any, value: Any, schema: Any) -> Iterator[Any]:
        if isinstance(value, str | int) and str(value) not in map(str, choices):
            yield ValidationError("")

    def max_bytes(validator: Any, bound: Any, value: Any, schema: Any) -> Iterator[Any]:
        if isinstance(value, str) and len(value.encode("utf-8", "surrogatepass")) > bound:
            yield ValidationError("")

    own = {
        "properties": properties,
        "items": items,
        "required": required,
        "additionalProperties": additional,
        "type": type_,
        "minimum": limit(lambda number, bound: number >= bound),
        "maximum": limit(lambda number, bound: number <= bound),
        "exclusiveMinimum": limit(lambda number, bound: number > bound),
        "enum": choice,
        "maxBytes": max_bytes,
    }
    return extend(Draft202012Validator, own)  # type: ignore[no-untyped-call]
