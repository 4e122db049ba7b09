"""JSON Schemas (2020-12) of requests, made from the types and limits of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from immlint.catalog.catalog import Catalog, Operation, Parameter
from immlint.catalog.limits import Limits, When, ratio_or_whole
from immlint.catalog.type import List, Scalar, Struct, Type

#: What may also travel as JSON in a string.
_JSON = {"contentMediaType": "application/json"}


def request_schema(operation: Operation, catalog: Catalog) -> dict[str, Any]:
    """Return the JSON Schema of the parameters of *operation*."""
    used: dict[str, Any] = {}
    schema = _object_schema(operation.parameters, catalog, used)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": operation.name,
        **schema,
        "$defs": used,
    }


def _object_schema(fields: Mapping[str, Parameter], catalog: Catalog, used: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {f.name: _field_schema(f, catalog, used) for f in fields.values()},
        "required": [f.name for f in fields.values() if f.required],
        "additionalProperties": False,
    }
    conditional = [(f.name, f.limits.required_when) for f in fields.values() if f.limits.required_when]
    if conditional:
        schema["allOf"] = [_required_when(name, when) for name, when in conditional]
    return schema


def _required_when(name: str, when: When) -> dict[str, Any]:
    test = {"enum": list(when.values)} if when.values else {"pattern": "^" + re.escape(when.prefix)}
    condition = {"properties": {when.name: {"type": "string", **test}}, "required": [when.name]}
    return {"if": condition, "then": {"required": [name]}}


def _field_schema(field: Parameter, catalog: Catalog, used: dict[str, Any]) -> dict[str, Any]:
    return {**_type_schema(field.type, catalog, used), **_limits_schema(field.limits)}


def _limits_schema(limits: Limits) -> dict[str, Any]:
    words = {
        "minimum": limits.minimum,
        "maximum": limits.maximum,
        "minLength": limits.min_length,
        "maxLength": limits.max_length,
        "maxBytes": limits.max_bytes,
        "enum": list(limits.choices) or None,
        "maxItems": None if limits.comma_separated else limits.max_items,
        "maxProperties": limits.max_properties,
        "exclusiveMinimum": limits.above,
        "exclusiveMaximum": limits.below,
        "anyOf": ratio_or_whole(limits.whole_above),
    }
    return {keyword: limit for keyword, limit in words.items() if limit is not None}


def _type_schema(kind: Type, catalog: Catalog, used: dict[str, Any]) -> dict[str, Any]:
    if isinstance(kind, Scalar):
        return {"type": kind.value}
    if isinstance(kind, List):
        return {"type": "array", "items": _type_schema(kind.item, catalog, used), **_JSON}
    if isinstance(kind, Struct) and kind.name in catalog.structs:
        if kind.name not in used:
            used[kind.name] = {}
            used[kind.name] = _object_schema(catalog.structs[kind.name], catalog, used)
        return {"$ref": f"#/$defs/{kind.name}", **_JSON}
    return {"type": "object", **_JSON}
