"""What all of the schemas are made of."""

from __future__ import annotations

from typing import Any

from immlint.site import schema_address

Schema = dict[str, Any]

#: What each placeholder has of: a text with one of these may be anything once it is filled in.
PLACEHOLDER = r"[${<%]|\[|\(\(|@@|\*{4}|[xX]{4}"


def document(name: str, title: str, body: Schema) -> Schema:
    """Return a whole schema, with the address that it goes by."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": schema_address(name),
        "title": title,
        **body,
    }


def text(pattern: str = "", **words: Any) -> Schema:
    """Return a text of a form, or with a placeholder."""
    form = {"pattern": f"{pattern}|{PLACEHOLDER}"} if pattern else {}
    return {"type": "string", **form, **words}


def choice(*known: object, **words: Any) -> Schema:
    """Return one of some values, or a text with a placeholder."""
    return {"anyOf": [{"enum": list(known)}, {"type": "string", "pattern": PLACEHOLDER}], **words}


def one_or_many(item: Schema, **words: Any) -> Schema:
    """Return an item, or a list of them."""
    return {"anyOf": [item, {"type": "array", "items": item}], **words}
