"""Condition operators, and how their values are written.

Source: RAM, "Conditional operators" and "Validate policies".
"""

from __future__ import annotations

import datetime
import ipaddress
import json
import re
from typing import Any, Literal

from immlint.message import Message, Term, both, either
from immlint.subject import HOLE, UNKNOWN

Kind = Literal["string", "number", "date", "boolean", "ip"]

OPERATORS: dict[str, Kind] = {
    "StringEquals": "string",
    "StringNotEquals": "string",
    "StringEqualsIgnoreCase": "string",
    "StringNotEqualsIgnoreCase": "string",
    "StringLike": "string",
    "StringNotLike": "string",
    "NumericEquals": "number",
    "NumericNotEquals": "number",
    "NumericLessThan": "number",
    "NumericLessThanEquals": "number",
    "NumericGreaterThan": "number",
    "NumericGreaterThanEquals": "number",
    "DateEquals": "date",
    "DateNotEquals": "date",
    "DateLessThan": "date",
    "DateLessThanEquals": "date",
    "DateGreaterThan": "date",
    "DateGreaterThanEquals": "date",
    "Bool": "boolean",
    "IpAddress": "ip",
    "NotIpAddress": "ip",
}
SETS = ("ForAllValues", "ForAnyValue")
EXPECTED: dict[Kind, Term] = {
    "string": Term("a string"),
    "number": Term("a number in quotes"),
    "date": Term("an ISO 8601 time such as 2026-01-31T23:59:59Z"),
    "boolean": Term('"true" or "false"'),
    "ip": Term("an address or a CIDR block"),
}
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
_MASKED = re.compile(r"[xX*]")


def base(operator: str) -> str:
    """Return the operator without a set prefix such as ``ForAllValues:``."""
    prefix, colon, rest = operator.partition(":")
    return rest if colon and prefix in SETS else operator


def is_written_right(kind: Kind, value: str) -> bool:
    """Tell whether *value* is one of its kind; masked addresses of samples are let pass."""
    if kind == "number":
        return _NUMBER.fullmatch(value) is not None
    if kind == "boolean":
        return value in ("true", "false")
    if kind == "date":
        return _is_date(value)
    if kind == "ip":
        return _MASKED.search(value) is not None or _is_network(value)
    return True


def is_misread_wildcard(operation: str, value: str) -> bool:
    """Tell whether an operator of strings that takes no wildcard is given one; runs of stars mask samples."""
    if OPERATORS.get(operation) != "string" or operation in ("StringLike", "StringNotLike"):
        return False
    return "**" not in value and "://" not in value and ("*" in value or "?" in value)


def _is_date(value: str) -> bool:
    if re.fullmatch(r"\d{9,13}", value):
        return True
    try:
        datetime.datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_network(value: str) -> bool:
    try:
        ipaddress.ip_network(value, strict=False)
    except ValueError:
        return False
    return True


#: Common condition keys and their types. Keys with a tag are named up to the slash.
#: Source: RAM, "Policy elements", Condition.
COMMON_KEYS: dict[str, Kind] = {
    "acs:CurrentTime": "date",
    "acs:SecureTransport": "boolean",
    "acs:SourceIp": "ip",
    "acs:VpcSourceIp": "ip",
    "acs:MFAPresent": "boolean",
    "acs:PrincipalARN": "string",
    "acs:PrincipalRDId": "string",
    "acs:PrincipalRDPath": "string",
    "acs:RequestTag": "string",
    "acs:ResourceTag": "string",
    "acs:ResourceGroupId": "string",
    "acs:Service": "string",
    "acs:SourceVpc": "string",
    "acs:UserAgent": "string",
    "acs:AccessId": "string",
}


#: Codes before the condition keys of AWS, which no service of Alibaba Cloud has.
OF_AWS = ("aws", "s3", "ec2", "iam", "lambda", "dynamodb", "sqs", "sns", "logs")
#: Common keys that need the key of a tag after a slash, in lower case.
TAGS = ("acs:requesttag", "acs:resourcetag")


_CANONICAL = json.JSONEncoder(ensure_ascii=False).encode


def canonical(condition: Any, principal: Any = None) -> str:
    """Return a condition as text that is equal for equal conditions; empty for none.

    *principal* counts as one more: a trust policy applies only to those it names. What is not of the
    documented shape is a condition too, known by its text.
    """
    if isinstance(condition, dict) and all(isinstance(keys, dict) for keys in condition.values()):
        atoms = [
            (operator, _key(key), _items(value))
            for operator, keys in condition.items()
            for key, value in keys.items()
        ]
    else:
        atoms = [] if condition is None else [("", json.dumps(condition, sort_keys=True, default=_item), ())]
    if isinstance(principal, dict):
        atoms += [(PRINCIPAL, str(kind), _items(value)) for kind, value in principal.items()]
    elif principal is not None:
        atoms.append((PRINCIPAL, "", _items(principal)))
    return _CANONICAL(sorted(atoms)) if atoms else ""


#: The operator under which a canonical condition holds the principals of a trust policy.
PRINCIPAL = "Principal"


def _key(text: str) -> str:
    service, colon, name = text.partition(":")
    return service.lower() + colon + name


def _items(value: Any) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(sorted(set(map(_item, items))))


def _item(value: Any) -> str:
    if value is UNKNOWN:
        return HOLE
    return str(value).lower() if isinstance(value, bool) else str(value)


def described(condition: str) -> str:
    """Return a canonical condition as people would say it: ``acs:SourceIp IpAddress 10.0.0.0/8``."""
    parts = [
        Message("{head} {values}", head=" ".join(filter(None, (key, operator))), values=either(values))
        if values
        else " ".join(filter(None, (key, operator)))
        for operator, key, values in (json.loads(condition) if condition else ())
    ]
    return both(parts) if parts else ""
