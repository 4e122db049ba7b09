"""The schema of requests of one operation, as data on the wire has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from immlint.catalog.catalog import Catalog, Operation, Parameter
from immlint.catalog.check import COMMON
from immlint.catalog.limits import Effect, Limits, When
from immlint.catalog.type import List, Scalar, Struct, Type
from immlint.schema.words import PLACEHOLDER, Schema, choice, document, text

#: A number or a choice of two as text; what is no text is not held against a pattern.
_NUMBER = r"^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$"
_BOOLEAN = r"^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$"
_JSON = {"contentMediaType": "application/json"}


def request_schema(operation: Operation, catalog: Catalog) -> Schema:
    """Return the schema of a request of *operation*, or of a list of them.

    Numbers and true or false may be text, lists and objects JSON in a text, lists come in the flat form too.
    """
    used: dict[str, Schema] = {}
    own = _object(operation.parameters, catalog, used, flat=True)
    own["properties"] = {
        "Action": choice(operation.name, description="the operation"),
        "Version": choice(catalog.version, description="the version of the API"),
        "RegionId": text(description="the region", examples=_open_regions(catalog)),
        **own["properties"],
    }
    for name in sorted(COMMON - own["properties"].keys()):
        own["properties"][name] = {"description": "a parameter of every operation"}
    request = {"$ref": "#/$defs/request"}
    several = {"if": {"type": "array"}, "then": {"items": request}, "else": request}
    body = {**several, "$defs": {"request": own, **used}}
    return document(f"request/{operation.name}", f"IMM {catalog.version}: {operation.name}", body)


def _open_regions(catalog: Catalog) -> list[str]:
    return [region for region, status in catalog.regions.items() if status == "open"]


def _object(
    fields: Mapping[str, Parameter], catalog: Catalog, used: dict[str, Schema], *, flat: bool = False
) -> Schema:
    needed = [row.name for row in fields.values() if row.required and row.reliable]
    in_parts = {name for name in needed if flat and not isinstance(fields[name].type, Scalar)}
    others: Schema = {PLACEHOLDER: {}}
    if flat:
        others[f"^({'|'.join(fields)})\\."] = {
            "description": "a part of a list or an object, in the flat form"
        }
    rules = [_given_in_parts(name) for name in sorted(in_parts)]
    rules += [
        _needed_when(row.name, row.limits.required_when)
        for row in fields.values()
        if row.limits.required_when
    ]
    schema: Schema = {
        "type": "object",
        "properties": {row.name: _field(row, catalog, used, row.name in needed) for row in fields.values()},
        "patternProperties": others,
        "required": [name for name in needed if name not in in_parts],
        "additionalProperties": False,
    }
    return {**schema, "allOf": rules} if rules else schema


def _given_in_parts(name: str) -> Schema:
    """Return that a parameter is given as a whole, or in the flat form (``URIs.1``)."""
    return {
        "if": {"propertyNames": {"not": {"pattern": f"^{name}\\."}}},
        "then": {"required": [name]},
    }


def _needed_when(name: str, when: When) -> Schema:
    test: Schema = {"enum": list(when.values)} if when.values else {"pattern": f"^{when.prefix}"}
    known = {"type": "string", **test, "not": {"pattern": PLACEHOLDER}}
    return {"if": {"properties": {when.name: known}, "required": [when.name]}, "then": {"required": [name]}}


def _field(row: Parameter, catalog: Catalog, used: dict[str, Schema], needed: bool) -> Schema:
    schema = _typed(row.type, row.limits, catalog, used)
    if not needed:
        schema["type"] = [*schema["type"], "null"]
        for form in schema.get("anyOf", ()):
            if "enum" in form:
                form["enum"].append(None)
    schema["description"] = ", ".join(_said(row, needed))
    default = row.constraints.get("default")
    if default is not None and default != "":
        schema["default"] = default
    if row.limits.template:
        schema["examples"] = list(catalog.templates)
    if row.limits.effect is not None:
        schema["deprecated"] = True
    return schema


def _typed(kind: Type, limits: Limits, catalog: Catalog, used: dict[str, Schema]) -> Schema:
    if kind is Scalar.STRING:
        return {"type": ["string"], **_alternatives(_lengths(limits), limits)}
    if kind is Scalar.BOOLEAN:
        return {"type": ["boolean", "string"], "pattern": f"{_BOOLEAN}|{PLACEHOLDER}"}
    if isinstance(kind, Scalar):
        either = f"{_NUMBER}|{PLACEHOLDER}"
        return {
            "type": [kind.value, "string"],
            "pattern": either,
            **_bounds(limits),
            **_alternatives({}, limits),
        }
    if isinstance(kind, List):
        most = {} if limits.max_items is None or limits.comma_separated else {"maxItems": limits.max_items}
        items = _typed(kind.item, Limits(), catalog, used)
        items["type"] = [*items["type"], "null"]
        if limits.item_choices:
            items["examples"] = list(limits.item_choices)
        as_text = {"pattern": rf"^\s*\[|{PLACEHOLDER}", **_JSON}
        return {"type": ["array", "string"], "items": items, **most, **as_text}
    return {"type": ["object", "string"], **_structure(kind, limits, catalog, used)}


def _structure(kind: Type, limits: Limits, catalog: Catalog, used: dict[str, Schema]) -> Schema:
    words: Schema = {"pattern": rf"^\s*\{{|{PLACEHOLDER}", **_JSON}
    if limits.max_properties is not None:
        words["maxProperties"] = limits.max_properties
    if isinstance(kind, Struct) and kind.name in catalog.structs:
        if kind.name not in used:
            used[kind.name] = {}  # a structure may hold itself
            used[kind.name] = _object(catalog.structs[kind.name], catalog, used)
            # Where it is used, it may be text.
            del used[kind.name]["type"]
        words["$ref"] = f"#/$defs/{kind.name}"
    return words


def _lengths(limits: Limits) -> Schema:
    # No text has fewer bytes than characters.
    most = limits.max_length if limits.max_length is not None else limits.max_bytes
    words = {"minLength": limits.min_length, "maxLength": most}
    return {keyword: bound for keyword, bound in words.items() if bound is not None}


def _bounds(limits: Limits) -> Schema:
    words: dict[str, Any] = {
        "minimum": limits.minimum,
        # With aggregations, more is allowed.
        "maximum": limits.most_aggregated or limits.maximum,
        "exclusiveMinimum": limits.above,
        "exclusiveMaximum": limits.below,
    }
    return {keyword: bound for keyword, bound in words.items() if bound is not None}


def _alternatives(words: Schema, limits: Limits) -> Schema:
    """Return what a known text must be, beside a text with a placeholder."""
    known = {**words, **({"enum": list(limits.choices)} if limits.choices else {})}
    return {"anyOf": [known, {"type": "string", "pattern": PLACEHOLDER}]} if known else {}


def _said(row: Parameter, needed: bool) -> Iterator[str]:
    """Yield facts of a parameter, for people."""
    limits = row.limits
    yield row.doc_type.removeprefix("struct:")
    if needed:
        yield "required"
    least, most = limits.minimum, limits.maximum
    if least is not None:
        yield f"at least {least}"
    if most is not None and row.constraints.get("maximum") is not None:
        yield f"at most {most}"
    longest = {"characters": limits.max_length, "bytes in UTF-8": limits.max_bytes, "items": limits.max_items}
    for unit, bound in longest.items():
        if bound is not None:
            yield f"at most {bound} {unit}"
    if limits.address is not None:
        yield f"an address like {limits.address.value}"
    if limits.effect in (Effect.NONE, Effect.NOT_ENFORCED):
        yield "without effect"
