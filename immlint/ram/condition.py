"""Condition operators, and how their values are written.

Source: RAM, "Conditional operators" and "Validate policies".
"""

from __future__ import annotations

import datetime
import ipaddress
import re
from typing import Literal

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
EXPECTED: dict[Kind, str] = {
    "string": "a string",
    "number": "a number in quotes",
    "date": "an ISO 8601 time such as 2026-01-31T23:59:59Z",
    "boolean": '"true" or "false"',
    "ip": "an address or a CIDR block",
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
