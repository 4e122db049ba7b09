"""The schema of ``immlint.toml``."""

from __future__ import annotations

from collections.abc import Mapping

from immlint.config import KINDS, LEVELS
from immlint.schema.words import Schema, document

_TEXT: Schema = {"type": "string", "minLength": 1}
_TEXTS: Schema = {"type": "array", "items": {"type": "string"}}


def config_schema(operations: list[str], rules: Mapping[str, str], formats: list[str]) -> Schema:
    """Return the schema of a configuration file; *rules* are codes and names, with what each tells."""
    selectors = {"type": "array", "items": {"$ref": "#/$defs/rule"}}
    properties: dict[str, Schema] = {
        "select": _said(selectors, "rules that are on: codes, prefixes of codes, names, ALL"),
        "extend-select": _said(selectors, "rules that are on as well"),
        "ignore": _said(selectors, "rules that are off"),
        "severity": _said(_level("info"), "the level from which on findings are shown"),
        "fail-on": _said(_level("warning"), "the level from which on findings fail a run; of the whole run"),
        "pedantic": {"type": "boolean", "default": False, "description": "whether what is inferred is shown"},
        "output-format": {"enum": formats, "description": "the format of the report; of the whole run"},
        "exclude": _said(_TEXTS, "patterns, as in .gitignore, of what is left out instead of the usual"),
        "extend-exclude": _said(_TEXTS, "patterns of what is left out as well"),
        "kinds": {
            "type": "object",
            "additionalProperties": {"$ref": "#/$defs/kind"},
            "description": "globs of files, each with what they are",
        },
        "per-file-ignores": {
            "type": "object",
            "additionalProperties": selectors,
            "description": "globs of files, each with the rules that are off there",
        },
        "ignores": {"type": "array", "items": _ignore(), "description": "findings that are known"},
        "policies": _said(_TEXTS, "files of policies that requests are held against; of the whole run"),
        "baseline": _said(_TEXT, "the file of what was found before; of the whole run"),
        "rules": _said(_TEXTS, "files of custom rules; of the whole run"),
        "python-rules": _said(_TEXTS, "modules with rules, and .py files; of the root configuration only"),
        "extend": _said({"type": "string"}, "a configuration file that this one goes on from"),
    }
    body: Schema = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "$defs": {"rule": _rule(rules), "kind": _kind(operations)},
    }
    return document("config", "immlint.toml", body)


def _said(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description}


def _level(default: str) -> Schema:
    return {"enum": list(LEVELS), "default": default}


def _rule(rules: Mapping[str, str]) -> Schema:
    known = {"enum": list(rules), "enumDescriptions": list(rules.values())}
    # Prefixes, and rules of one's own.
    return {"anyOf": [known, {"type": "string", "pattern": "^([A-Z]{2,12}[0-9]{0,4}|[a-z][a-z0-9-]*)$"}]}


def _kind(operations: list[str]) -> Schema:
    of_operations = [f"{family}:{name}" for family in ("request", "response") for name in operations]
    return {"enum": [*KINDS, *of_operations]}


def _ignore() -> Schema:
    return {
        "type": "object",
        "properties": {
            "file": {
                "type": "string",
                "pattern": "^[^#]+(#(/.*)?)?$",
                "description": "a glob of files, and a JSON pointer: policies/*.json#/Statement/0",
            },
            "rules": {"type": "array", "items": {"$ref": "#/$defs/rule"}, "minItems": 1},
            "reason": _said(_TEXT, "why they are known"),
            "until": {
                "type": "string",
                "pattern": r"^\d{4}-\d{2}-\d{2}$",
                "description": "the last day that this holds, such as 2027-01-31",
            },
        },
        "required": ["file", "rules", "reason"],
        "additionalProperties": False,
    }
