"""The schema of a file with a custom rule."""

from __future__ import annotations

from immlint.custom.forms import FORMS
from immlint.custom.load import CODE, NAME, OURS, REQUIRED
from immlint.custom.subjects import SUBJECTS
from immlint.finding import Severity
from immlint.ram.condition import OPERATORS, SETS
from immlint.schema.words import Schema, document, one_or_many

_TEXT: Schema = {"type": "string", "pattern": r"\S"}
_PATTERN: Schema = {"type": "string", "minLength": 1}
_ACTION: Schema = {"type": "string", "pattern": r"^\*$|:"}
_RESOURCE: Schema = {"type": "string", "pattern": r"^\*$|^acs:"}


def rule_schema(operations: list[str]) -> Schema:
    """Return the schema of a rule file."""
    examples = {"valid": _examples(wrong=False), "invalid": _examples(wrong=True)}
    limited = {form: row.subjects for form, row in FORMS.items() if len(row.subjects) < len(SUBJECTS)}
    limited["operation"] = ("request",)
    body: Schema = {
        "type": "object",
        "properties": {**_about(operations), **_forms(), **examples},
        "required": list(REQUIRED),
        "additionalProperties": False,
        "oneOf": [{"required": [form]} for form in FORMS],
        "allOf": [
            _only_for(key, subjects) for key, subjects in {**limited, "operation": ("request",)}.items()
        ],
    }
    return document("rule", "custom rule of immlint", body)


def _only_for(key: str, subjects: tuple[str, ...]) -> Schema:
    return {"if": {"required": [key]}, "then": {"properties": {"subject": {"enum": list(subjects)}}}}


def _about(operations: list[str]) -> dict[str, Schema]:
    arguments = sorted({name for form in FORMS.values() for name in form.arguments} | {"operation"})
    named = ", ".join(f"{{{name}}}" for name in arguments)
    operation: Schema = {"anyOf": [{"enum": operations}, _PATTERN]}
    return {
        "code": {
            "type": "string",
            "pattern": f"^{CODE.pattern}$",
            "not": {"pattern": f"^({'|'.join(OURS)})"},
            "description": "capital letters and a number, such as ACME101",
        },
        "name": {
            "type": "string",
            "pattern": f"^{NAME.pattern}$",
            "description": "words in lower case, joined by hyphens",
        },
        "subject": {"enum": list(SUBJECTS), "description": "what the rule is about"},
        "severity": {"enum": [level.label for level in Severity]},
        "message": {**_TEXT, "description": f"what is found; forms give some of {named}"},
        "hint": {**_TEXT, "description": "how to mend it"},
        "url": {**_TEXT, "description": "where more is said"},
        "operation": one_or_many(operation, description="operations that it is limited to, or patterns"),
    }


def _forms() -> dict[str, Schema]:
    grants = {"action": one_or_many(_ACTION, description="actions, or patterns of them")}
    condition: Schema = {
        "type": "object",
        "minProperties": 1,
        "properties": {name: {"type": "object"} for name in OPERATORS},
        "patternProperties": {f"^({'|'.join(SETS)}):": {"type": "object"}},
        "additionalProperties": False,
    }
    return {
        "schema": {
            "type": "object",
            "description": "a JSON Schema of the data of the subject",
        },
        "pattern": _exactly(
            "texts that must be like one of some patterns",
            {
                "at": {
                    **_PATTERN,
                    "description": "a part of the subject: steps joined by dots, * is any key",
                },
                "like": one_or_many({"type": "string"}, description="patterns of RAM: * and ?"),
            },
        ),
        "forbid": _exactly(
            "what may not be granted, under no condition",
            {**grants, "resource": one_or_many(_RESOURCE, description="on what; by default, on anything")},
            optional="resource",
        ),
        "require": _exactly(
            "what is granted only where a condition holds", {**grants, "condition": condition}
        ),
    }


def _exactly(description: str, properties: dict[str, Schema], optional: str = "") -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name != optional],
        "additionalProperties": False,
        "description": description,
    }


def _examples(*, wrong: bool) -> Schema:
    parts: dict[str, Schema] = {
        "text": _TEXT,
        "filename": {**_TEXT, "description": "the name that the text is read by"},
        "kind": {**_TEXT, "description": "what the file is, as under kinds in the configuration"},
    }
    if wrong:
        parts["finds"] = {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "description": "messages by JSON pointer",
        }
    example: Schema = {
        "type": "object",
        "properties": parts,
        "required": ["text"],
        "additionalProperties": False,
    }
    what = "what the rule finds something in" if wrong else "what the rule lets pass"
    return {"type": "array", "items": {"anyOf": [_TEXT, example]}, "minItems": 1, "description": what}
