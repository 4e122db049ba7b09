"""Requests held against the types and limits of the catalogue, in one walk.

What it finds is told as data, so that each rule says it in its own words.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from immlint.catalog.catalog import Catalog, Operation, Parameter
from immlint.catalog.filled import can_be_number, can_be_one_of, least_bytes, least_characters
from immlint.catalog.limits import Limits, When, ratio_or_whole
from immlint.catalog.type import List, Scalar, Struct, Type
from immlint.near import misspelt
from immlint.subject import EMBEDDED, Request, Route, Text, is_known, is_open, lifted

ViolationKind = Literal["missing", "unknown", "type", "range", "length", "choice", "items"]

#: Parameters of the RPC gateway, which every operation takes.
COMMON = frozenset(
    [
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
    ]
)


class Violation(NamedTuple):
    """One thing that a request breaks.

    ``route`` is relative to the parameters, ``expected`` the value of the ``keyword`` (as JSON Schema
    names it): a number, a type, the choices; for what is missing, its name; for what is unknown, the
    known names. ``near`` is the known name that an unknown one is a slip of, ``beside`` the field that makes
    a missing one required, ``limits`` all that a value is held against. ``sure`` is false for what the
    documents contradict each other about.
    """

    kind: ViolationKind
    keyword: str
    route: Route
    value: Any
    expected: Any
    sure: bool = True
    near: str | None = None
    beside: str = ""
    limits: Limits | None = None


def violations(request: Request, catalog: Catalog) -> tuple[Violation, ...]:
    """Return what *request* breaks, each slip once, in the order of the catalogue."""
    found = every_violation(request, catalog)
    # What is given under a misspelt name is not missing as well.
    meant = {(v.route[:-1], v.near) for v in found if v.near}
    told: set[Route] = set()
    kept = []
    for violation in found:
        if violation.kind == "missing":
            if (violation.route, violation.expected) in meant:
                continue
        elif violation.kind != "unknown":
            # A value of the wrong type is beyond its limits, too.
            if violation.route in told:
                continue
            told.add(violation.route)
        kept.append(violation)
    return tuple(kept)


def every_violation(request: Request, catalog: Catalog) -> tuple[Violation, ...]:
    """Return all that JSON Schema would tell; nothing for unknown operations."""
    operation = catalog.operations.get(request.operation)
    if operation is None:
        return ()
    own = operation.parameters
    given = {k: v for k, v in request.parameters.items() if k in own or k not in COMMON}
    found = _object(own, given, (), catalog)
    return tuple(violation for violation in found if not _excused(violation, request, operation))


def _excused(violation: Violation, request: Request, operation: Operation) -> bool:
    """Tell whether the flat form, or another parameter, makes right what is wrong by itself."""
    if violation.kind == "missing" and not violation.route:
        flat = any(str(key).startswith(f"{violation.expected}.") for key in request.parameters)
        return flat or request.is_open
    if violation.kind == "unknown" and len(violation.route) == 1:
        head, dot, _ = str(violation.route[0]).partition(".")
        return bool(dot) and head in operation.parameters
    if violation.keyword == "maximum" and len(violation.route) == 1:
        most = operation.parameters[str(violation.route[0])].limits.most_aggregated
        if most is not None and any(key.partition(".")[0] == "Aggregations" for key in request.parameters):
            number = number_of(violation.value)
            return number is not None and number <= most
    return False


def _object(
    fields: Mapping[str, Parameter], value: Mapping[str, Any], route: Route, catalog: Catalog
) -> Iterator[Violation]:
    lacking = []
    for name, field in fields.items():
        given = value.get(name)
        if given is None:
            lacking.append(field)
        elif field.plain is None or not field.plain.holds(given):
            yield from of_value(field.type, field.limits, given, (*route, name), catalog)
    for field in lacking:
        if field.required:
            yield Violation("missing", "required", route, value, field.name, field.reliable)
    for key in value:
        if key not in fields:
            at = (*route, str(key))
            near = misspelt(str(key).partition(".")[0], fields)
            yield Violation("unknown", "additionalProperties", at, value, tuple(fields), near=near)
    for field in lacking:
        when = field.limits.required_when
        if when is not None and holds(when, value):
            yield Violation("missing", "required", route, value, field.name, beside=when.name)


def holds(when: When, given: Mapping[str, Any]) -> bool:
    """Tell whether a condition between the fields of an object surely holds."""
    value = given.get(when.name)
    if not is_known(value):
        return False
    return value in when.values if when.values else value.startswith(when.prefix)


def of_value(
    kind: Type, limits: Limits | None, value: Any, route: Route, catalog: Catalog
) -> Iterator[Violation]:
    """Yield what a value breaks of its type and limits."""
    if value is None or is_open(value):
        if isinstance(value, Text) and isinstance(kind, Scalar) and limits is not None:
            yield from _never(kind, limits, value, route)
        return
    if isinstance(value, str) and not isinstance(kind, Scalar):
        try:
            value = lifted(json.loads(value))
            route = (*route, EMBEDDED)
        except (ValueError, RecursionError):
            pass
    expected = kind.value if isinstance(kind, Scalar) else "array" if isinstance(kind, List) else "object"
    if not _fits(value, expected):
        yield Violation("type", "type", route, value, expected)
    if isinstance(kind, List) and isinstance(value, list):
        for index, item in enumerate(value):
            yield from of_value(kind.item, None, item, (*route, index), catalog)
    elif isinstance(kind, Struct) and kind.name in catalog.structs and isinstance(value, dict):
        yield from _object(catalog.structs[kind.name], value, route, catalog)
    if limits is not None:
        yield from _beyond(limits, value, route)


def _never(kind: Scalar, limits: Limits, value: Text, route: Route) -> Iterator[Violation]:
    """Yield what is wrong with a text whatever its parts are filled in with."""
    if kind in (Scalar.INTEGER, Scalar.NUMBER) and not can_be_number(value):
        yield Violation("type", "type", route, value, kind.value)
    if kind is not Scalar.STRING:
        return
    if limits.max_length is not None and least_characters(value) > limits.max_length:
        yield Violation("length", "maxLength", route, value, limits.max_length)
    if limits.max_bytes is not None and least_bytes(value) > limits.max_bytes:
        yield Violation("length", "maxBytes", route, value, limits.max_bytes)
    if limits.choices and not can_be_one_of(value, limits.choices):
        yield Violation("choice", "enum", route, value, limits.choices)


def _beyond(limits: Limits, value: Any, route: Route) -> Iterator[Violation]:
    """Yield the limits that a value is beyond, by keyword."""

    def broken(kind: ViolationKind, keyword: str, expected: Any) -> Violation:
        return Violation(kind, keyword, route, value, expected, limits=limits)

    number = number_of(value)
    outside = dict(_outside(limits, number)) if number is not None else {}
    for keyword in ("minimum", "maximum"):
        if keyword in outside:
            yield broken("range", keyword, outside.pop(keyword))
    if isinstance(value, str):
        if limits.min_length is not None and len(value) < limits.min_length:
            yield broken("length", "minLength", limits.min_length)
        if limits.max_length is not None and len(value) > limits.max_length:
            yield broken("length", "maxLength", limits.max_length)
        if limits.max_bytes is not None and len(value.encode("utf-8", "surrogatepass")) > limits.max_bytes:
            yield broken("length", "maxBytes", limits.max_bytes)
    if limits.choices and isinstance(value, str | int) and str(value) not in map(str, limits.choices):
        yield broken("choice", "enum", limits.choices)
    most = None if limits.comma_separated else limits.max_items
    if isinstance(value, list) and most is not None and len(value) > most:
        yield broken("items", "maxItems", most)
    if isinstance(value, dict) and limits.max_properties is not None and len(value) > limits.max_properties:
        yield broken("items", "maxProperties", limits.max_properties)
    for keyword, bound in outside.items():
        yield broken("range", keyword, bound)


def _outside(limits: Limits, number: float) -> Iterator[tuple[str, Any]]:
    """Yield the bounds that a number is outside of, by keyword."""
    if limits.minimum is not None and number < limits.minimum:
        yield "minimum", limits.minimum
    if limits.maximum is not None and number > limits.maximum:
        yield "maximum", limits.maximum
    if limits.above is not None and number <= limits.above:
        yield "exclusiveMinimum", limits.above
    if limits.below is not None and number >= limits.below:
        yield "exclusiveMaximum", limits.below
    if limits.whole_above is not None and number > limits.whole_above and number % 1:
        yield "anyOf", ratio_or_whole(limits.whole_above)


#: A number as text on the wire: neither ``1_000`` nor the digits of other scripts, which Python takes.
_NUMBER = re.compile(r"\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*", re.ASCII)
_TYPES: dict[str, type] = {"string": str, "object": dict, "array": list}


def number_of(value: Any) -> float | int | None:
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


def is_endless(value: Any) -> bool:
    """Tell whether *value* is a number with more digits than any is read with."""
    if isinstance(value, str):
        return number_of(value) is None and _NUMBER.fullmatch(value) is not None
    return isinstance(value, float) and math.isinf(value)


def _fits(value: Any, kind: str) -> bool:
    """Tell whether *value* is of a type as the wire carries it: all can be text."""
    if kind == "boolean":
        return isinstance(value, bool) or str(value).lower() in ("true", "false")
    if kind in ("integer", "number"):
        number = number_of(value)
        return number is not None and (kind == "number" or number == int(number))
    return isinstance(value, _TYPES[kind])
