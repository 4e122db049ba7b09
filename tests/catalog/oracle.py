"""What jsonschema says of a request by the generated schema: the walk of the machine must say the same."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from immlint.catalog import Catalog
from immlint.catalog.schema import request_schema
from immlint.subject import EMBEDDED, UNKNOWN, Route, is_open, lifted

Told = tuple[str, Route, str, str]


def errors(name: str, given: dict[str, Any], catalog: Catalog) -> list[Told]:
    """Return keyword, route, what is expected (or missing) and the value of every error."""
    found = []
    for error in _validator(name, catalog).iter_errors(given):
        route: Route = tuple(
            s for step in error.absolute_path for s in (step if isinstance(step, tuple) else (step,))
        )
        expected = error.validator_value
        if error.validator == "required":
            expected = error.message
        elif error.validator == "additionalProperties":
            route, expected = (*route, error.message), tuple(error.schema.get("properties", ()))
        elif error.validator == "enum":
            expected = tuple(expected)
        found.append((str(error.validator), route, repr(expected), repr(error.instance)))
    return found


@cache
def _validator(name: str, catalog: Catalog) -> Any:
    return _validator_class()(request_schema(catalog.operations[name], catalog))


def _unknown(value: Any) -> bool:
    if value is UNKNOWN or value is None:
        return True
    return isinstance(value, str) and is_open(value)


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

    def descend(validator: Any, value: Any, schema: Any, step: Any) -> Iterator[Any]:
        if _unknown(value):
            return
        if isinstance(value, str) and "contentMediaType" in schema:
            try:
                value = lifted(json.loads(value))
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

    def any_of(validator: Any, forms: Any, value: Any, schema: Any) -> Iterator[Any]:
        ratio, whole = forms
        number = _number(value)
        if number is not None and number > ratio["maximum"] and number % whole["multipleOf"]:
            yield ValidationError("")

    def if_(validator: Any, condition: Any, value: Any, schema: Any) -> Iterator[Any]:
        (name,) = condition["required"]
        given = value.get(name) if isinstance(value, dict) else None
        if not _unknown(given) and validator.evolve(schema=condition).is_valid(value):
            yield from validator.descend(value, schema["then"])

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
        "exclusiveMaximum": limit(lambda number, bound: number < bound),
        "anyOf": any_of,
        "if": if_,
        "enum": choice,
        "maxBytes": max_bytes,
    }
    return extend(Draft202012Validator, own)  # type: ignore[no-untyped-call]
