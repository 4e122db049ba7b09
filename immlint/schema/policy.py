"""The schema of RAM policies of every kind: identity, trust, session and control."""

from __future__ import annotations

import re
from collections.abc import Mapping

from immlint.catalog import Catalog
from immlint.ram.condition import COMMON_KEYS, OPERATORS, SETS, TAGS, Kind
from immlint.ram.pattern import ACTION
from immlint.schema.words import PLACEHOLDER, Schema, choice, document, one_or_many, text

#: How values of a kind are written; those of others have no form that an expression tells.
_VALUES: dict[Kind, str] = {"number": r"^[-+]?\d+(\.\d+)?$", "boolean": "^(true|false)$"}
_PRINCIPALS = {
    "RAM": ("accounts, users and roles", "acs:ram::<account-id>:root"),
    "Service": ("services of Alibaba Cloud", "imm.aliyuncs.com"),
    "Federated": ("providers of identities", "acs:ram::<account-id>:saml-provider/<name>"),
}


def policy_schema(catalog: Catalog) -> Schema:
    """Return the schema of a policy, with what IMM knows of actions and resources."""
    statement = {"$ref": "#/$defs/statement"}
    of_bucket = {"required": ["Principal", "Resource"]}
    body: Schema = {
        "type": "object",
        "properties": {
            "Version": choice("1", description="the version of the language, in quotes"),
            "Statement": {
                "type": ["array", "object"],
                "items": statement,
                "minItems": 1,
                "if": {"type": "object"},
                "then": statement,
                "description": "what is allowed, and what is denied",
            },
        },
        "required": ["Statement"],
        # The policy of a bucket, whose statements have both, may do without a version.
        "anyOf": [
            {"required": ["Version"]},
            {"properties": {"Statement": {"items": of_bucket, **of_bucket}}},
        ],
        "$defs": {
            "statement": _statement(),
            "action": _action(catalog),
            "resource": _resource(catalog),
            **{f"{kind} keys": _keys(kind) for kind in dict.fromkeys(OPERATORS.values())},
        },
    }
    return document("policy", "RAM policy", body)


def _statement() -> Schema:
    action, resource = {"$ref": "#/$defs/action"}, {"$ref": "#/$defs/resource"}
    return {
        "type": "object",
        "properties": {
            "Effect": choice("Allow", "Deny", description="any Deny stands above any Allow"),
            "Action": one_or_many(action, description="what may be done, or may not"),
            "NotAction": one_or_many(action, description="all but what is named"),
            "Resource": one_or_many(resource, description="on what"),
            "Principal": _principal(),
            "Condition": _condition(),
            "Sid": {"type": "string", "description": "a name; not documented"},
            "NotResource": one_or_many(resource, description="not documented", deprecated=True),
            "NotPrincipal": {"description": "not documented", "deprecated": True},
        },
        "patternProperties": {PLACEHOLDER: {}},
        "additionalProperties": False,
        "required": ["Effect"],
        "allOf": [
            _one_of("Action", "NotAction"),
            _one_of("Resource", "NotResource", "Principal", "NotPrincipal"),
            *({"not": {"required": [name, f"Not{name}"]}} for name in ("Action", "Resource")),
            # Buckets and keys have policies with both, in which a principal may be a list.
            {
                "if": {"not": _one_of("Resource", "NotResource")},
                "then": {"properties": {"Principal": {"type": ["object", "string"], "pattern": PLACEHOLDER}}},
            },
        ],
    }


def _one_of(*names: str) -> Schema:
    return {"anyOf": [{"required": [name]} for name in names]}


def _action(catalog: Catalog) -> Schema:
    known = sorted({row.ram.action for row in catalog.operations.values() if row.ram.action})
    form = {"type": "string", "pattern": rf"^\*$|^(?:{ACTION.pattern})$|{PLACEHOLDER}"}
    return {"anyOf": [{"enum": ["*", "imm:*", *known]}, form]}


def _resource(catalog: Catalog) -> Schema:
    rows = (arn for row in catalog.operations.values() for arn in row.ram.resources)
    known = sorted({re.sub(r"\{#?\w+\}", "*", arn) for arn in rows})
    # A wildcard may stand for the beginning.
    return text(r"^acs:|^.{0,4}[*?]", examples=["*", *(arn for arn in known if arn != "*")])


def _principal() -> Schema:
    kinds = {
        kind: one_or_many(text(examples=[example]), description=what)
        for kind, (what, example) in _PRINCIPALS.items()
    }
    return {
        "type": ["object", "string", "array"],
        "properties": kinds,
        "patternProperties": {PLACEHOLDER: {}},
        "additionalProperties": False,
        "description": "who may take the role, in a trust policy",
    }


def _condition() -> Schema:
    kinds: Mapping[str, Kind] = {
        **OPERATORS,
        **{f"{every}:{name}": kind for every in SETS for name, kind in OPERATORS.items()},
    }
    return {
        "type": ["object", "string"],
        "pattern": PLACEHOLDER,
        "properties": {name: {"$ref": f"#/$defs/{kind}%20keys"} for name, kind in kinds.items()},
        "patternProperties": {PLACEHOLDER: {}},
        "additionalProperties": False,
        "description": "when: all of it must hold, and of the values of a key one",
    }


def _keys(kind: Kind) -> Schema:
    value = text(_VALUES.get(kind, ""))
    # RAM's reference wants quotes; that it refuses a bare value is not sure.
    values = one_or_many({"anyOf": [value, {"type": ["number", "boolean"]}]})
    known = [key for key, its in COMMON_KEYS.items() if its == kind and key.lower() not in TAGS]
    return {
        "type": ["object", "string"],
        "properties": dict.fromkeys(known, values),
        "additionalProperties": values,
        "propertyNames": {"pattern": f"^[^:/]+:.|{PLACEHOLDER}"},
    }
