"""Conditions: what must be told of them and where, and the near misses that must not be."""

from __future__ import annotations

import json
from typing import Any

import pytest

import immlint
from immlint.config import Config

PROJECT = "acs:imm:*:*:project/photos"


def told(code: str, *statements: dict[str, Any], kind: str | None = None) -> list[str]:
    """Return where a rule finds something in a policy of these statements."""
    text = json.dumps({"Version": "1", "Statement": statements})
    config = Config(pedantic=True, kinds={"policy.json": kind} if kind else {})
    found = immlint.lint_text(text, filename="policy.json", config=config)
    return [f.pointer.removeprefix("/Statement") for f in found if f.code == code]


def under(condition: Any, action: Any = "imm:GetProject", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": PROJECT, "Condition": condition, **more}


def at(operator: str, key: str, *texts: Any) -> dict[str, Any]:
    return {operator: {key: list(texts) if len(texts) > 1 else texts[0]}}


@pytest.mark.parametrize(
    ("operator", "key", "texts", "place"),
    [
        ("StringLike", "acs:PrincipalARN", ["*"], ""),
        ("StringLike", "acs:principalarn", ["**"], ""),
        ("StringLike", "acs:PrincipalARN", ["?*"], ""),
        ("StringLike", "acs:PrincipalARN", ["acs:*"], ""),
        ("StringLike", "acs:PrincipalARN", ["acs:r*", "acs:ram::1:user/a", "acs:?*"], "/2"),
        ("StringNotEquals", "acs:PrincipalARN", ["ada", "bob"], ""),
        ("IpAddress", "acs:SourceIp", ["::/0", "0.0.0.0/0"], ""),
        ("IpAddress", "acs:SourceIp", ["10.0.0.1/0"], ""),
        ("IpAddress", "acs:SourceIp", ["10.0.0.0/8", "0.0.0.0/0"], "/1"),
        ("IpAddress", "acs:SourceIp", ["0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/2"], ""),
    ],
)
@pytest.mark.parametrize("effect", ["Allow", "Deny"])
def test_what_always_holds_is_told(
    operator: str, key: str, texts: list[str], place: str, effect: str
) -> None:
    found = told("RAM316", under(at(operator, key, *texts), Effect=effect))
    assert found == [f"/0/Condition/{operator}/{key}{place}"]


@pytest.mark.parametrize(
    ("operator", "key", "texts"),
    [
        ("StringLike", "acs:PrincipalARN", ["acs:ram:*"]),
        ("StringLike", "acs:PrincipalARN", ["${arn}"]),
        ("StringLike", "acs:PrincipalARN", ["${arn}*"]),
        ("StringEquals", "acs:PrincipalARN", ["*"]),  # told by RAM313
        ("StringNotEquals", "acs:PrincipalARN", ["a*"]),
        ("StringLike", "acs:ResourceTag/owner", ["*"]),  # that there is a tag is something
        ("StringLike", "acs:RequestTag/owner", ["?*"]),
        ("StringLike", "acs:SourceVpc", ["*"]),
        ("StringLike", "oss:Prefix", ["*"]),
        ("IpAddress", "acs:VpcSourceIp", ["0.0.0.0/0"]),
        ("IpAddress", "acs:SourceIp", ["::/0"]),
        ("IpAddress", "acs:SourceIp", ["0.0.0.0/1", "128.0.0.0/2"]),
        ("NotIpAddress", "acs:SourceIp", ["0.0.0.0/0"]),
        ("IpAddress", "acs:SourceIp", ["xx.xx.xx.xx/0"]),
        ("NumericGreaterThanEquals", "oss:MaxKeys", ["0"]),
        ("DateGreaterThan", "acs:CurrentTime", ["2012-01-01T00:00:00Z"]),
        ("Bool", "acs:SecureTransport", ["true"]),
        ("StringLike", "acs:SecureTransport", ["*"]),  # told by RAM312
        ("ForAllValues:StringLike", "acs:PrincipalARN", ["*"]),
    ],
)
def test_what_limits_something_is_not(operator: str, key: str, texts: list[str]) -> None:
    assert told("RAM316", under(at(operator, key, *texts))) == []


def test_a_service_is_always_named_where_roles_are_passed() -> None:
    any_service = at("StringLike", "acs:Service", "*")
    assert told("RAM316", under(any_service, "RAM:PassRole")) == ["/0/Condition/StringLike/acs:Service"]
    assert told("RAM316", under(any_service, ["ram:PassRole", "ram:GetRole"])) == []
    assert told("RAM316", under(at("StringLike", "acs:Service", "*.aliyuncs.com"), "ram:PassRole")) == []


TAG = "acs:ResourceTag/stage"


@pytest.mark.parametrize(
    ("condition", "place"),
    [
        ({"StringEquals": {TAG: "a"}, "StringNotEquals": {TAG: ["b", "a"]}}, f"StringNotEquals/{TAG}"),
        ({"StringEqualsIgnoreCase": {TAG: "A"}, "StringNotLike": {TAG: "?"}}, f"StringNotLike/{TAG}"),
        (
            {"StringLike": {TAG: "a*"}, "StringEquals": {"acs:resourceTag/stage": "b"}},
            "StringEquals/acs:resourceTag/stage",
        ),
        ({"StringLike": {TAG: ["*a", "*b"]}, "StringNotLike": {TAG: "*"}}, f"StringNotLike/{TAG}"),
        (
            {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}, "NotIpAddress": {"acs:sourceip": "10.0.0.0/7"}},
            "NotIpAddress/acs:sourceip",
        ),
        ({"NotIpAddress": {"acs:SourceIp": ["0.0.0.0/0", "::/0"]}}, "NotIpAddress/acs:SourceIp"),
        ({"Bool": {"acs:MFAPresent": "true", "acs:mfaPresent": "false"}}, "Bool/acs:mfaPresent"),
        (
            {
                "NumericLessThan": {"oss:MaxKeys": ["1", "5"]},
                "NumericGreaterThanEquals": {"oss:MaxKeys": "5.0"},
            },
            "NumericGreaterThanEquals/oss:MaxKeys",
        ),
        (
            {"NumericEquals": {"oss:MaxKeys": "5"}, "NumericNotEquals": {"oss:MaxKeys": "+5"}},
            "NumericNotEquals/oss:MaxKeys",
        ),
        (
            {
                "DateGreaterThan": {"acs:CurrentTime": "2026-01-31"},
                "DateLessThan": {"acs:CurrentTime": "2026-01-31"},
            },
            "DateLessThan/acs:CurrentTime",
        ),
        ({"StringLike": {"acs:PrincipalARN": "arn:*"}}, "StringLike/acs:PrincipalARN"),
    ],
)
def test_what_never_holds_is_told(condition: dict[str, Any], place: str) -> None:
    pointer = place.replace("Tag/", "Tag~1")
    assert told("RAM317", under(condition)) == [f"/0/Condition/{pointer}"]


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {TAG: ["a", "c"]}, "StringNotEquals": {TAG: ["b", "a"]}},
        {"StringLike": {TAG: "a*"}, "StringEquals": {"acs:ResourceTag/Stage": "b"}},  # another tag
        {"StringNotLike": {TAG: "*"}},  # perhaps that there is no such tag
        {"StringNotEquals": {TAG: "a"}, "StringNotLike": {TAG: "*"}},
        {"StringEquals": {TAG: "${stage}"}, "StringLike": {TAG: "b*"}},
        {"IpAddress": {"acs:SourceIp": "42.120.XX.X/24"}, "NotIpAddress": {"acs:SourceIp": "0.0.0.0/0"}},
        {"IpAddress": {"acs:SourceIp": "10.0.0.0/8", "acs:VpcSourceIp": "192.168.0.0/16"}},
        {"NumericLessThan": {"oss:MaxKeys": "5"}, "NumericGreaterThan": {"oss:MaxKeys": "4"}},
        {
            "DateGreaterThan": {"acs:CurrentTime": "2026-01-31"},
            "DateLessThan": {"acs:CurrentTime": "2026-01-30T23:00:00Z"},
        },
        {"ForAllValues:StringEquals": {"ram:ServiceNames": "a"}, "StringEquals": {"ram:ServiceNames": "b"}},
        {"StringEquals": {"acs:PrincipalARN": "acs:ram::1:user/*"}},  # told by RAM313
        {"StringEquals": {TAG: []}},
        {},
    ],
)
def test_what_may_hold_is_not(condition: dict[str, Any]) -> None:
    assert told("RAM317", under(condition)) == []
