"""Requests that obviously fit their schema: told without loading a validator.

The validator costs more to import than all else together, and most requests are right. What is not
obvious here (text for numbers, values filled in later, nulls) is left to it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any


def obviously_fits(value: Any, schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> bool:
    """Tell whether *value* surely fits *schema*; false means only that it is not obvious."""
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    kind = schema.get("type")
    if kind == "object":
        return isinstance(value, dict) and _object(value, schema, definitions)
    if kind == "array":
        return (
            isinstance(value, list)
            and len(value) <= schema.get("maxItems", len(value))
            and all(obviously_fits(item, schema["items"], definitions) for item in value)
        )
    if kind == "string":
        return isinstance(value, str) and _text(value, schema)
    if kind == "boolean":
        return isinstance(value, bool)
    types = (int,) if kind == "integer" else (int, float)
    return isinstance(value, types) and not isinstance(value, bool) and _number(value, schema)


def _object(value: Mapping[str, Any], schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> bool:
    fields = schema.get("properties")
    if fields is None:
        return bool(len(value) <= schema.get("maxProperties", len(value)))
    return all(value.get(name) is not None for name in schema["required"]) and all(
        name in fields and obviously_fits(item, fields[name], definitions) for name, item in value.items()
    )


def _text(value: str, schema: Mapping[str, Any]) -> bool:
    # A code point takes four bytes at most.
    return bool(
        schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value))
        and 4 * len(value) <= schema.get("maxBytes", 4 * len(value))
        and ("enum" not in schema or value in schema["enum"])
    )


def _number(value: float, schema: Mapping[str, Any]) -> bool:
    return bool(
        abs(value) < math.inf
        and schema.get("minimum", value) <= value <= schema.get("maximum", value)
        and ("exclusiveMinimum" not in schema or value > schema["exclusiveMinimum"])
        and ("enum" not in schema or str(value) in map(str, schema["enum"]))
    )
