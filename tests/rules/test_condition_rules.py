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
        {"StringEquals": {"acs:ResourceTag/${tag}": "a"}, "StringLike": {"acs:ResourceTag/${tag}": "b*"}},
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


@pytest.mark.parametrize(
    ("code", "statement", "place"),
    [
        ("RAM318", under(at("StringLike", "acs:UserAgent", "a*")), "StringLike/acs:UserAgent"),
        ("RAM318", under(at("StringEquals", "acs:Referer", "a")), "StringEquals/acs:Referer"),
        (
            "RAM318",
            under({"StringLike": {"acs:useragent": "a*", "acs:PrincipalARN": "*"}}),
            "StringLike/acs:useragent",
        ),
        (
            "RAM318",
            under(
                {"StringNotLike": {"acs:UserAgent": "a*"}, "Bool": {"acs:SecureTransport": "true"}},
                Effect="Deny",
            ),
            "StringNotLike/acs:UserAgent",
        ),
        ("RAM319", under(at("IpAddress", "acs:VpcSourceIp", "10.0.0.1")), "IpAddress/acs:VpcSourceIp"),
        (
            "RAM319",
            under(
                {"NotIpAddress": {"acs:vpcsourceip": "10.0.0.1"}, "IpAddress": {"acs:SourceIp": "1.2.3.4"}}
            ),
            "NotIpAddress/acs:vpcsourceip",
        ),
        ("RAM320", under(at("Bool", "acs:MFAPresent", "false"), Effect="Deny"), "Bool/acs:MFAPresent"),
        (
            "RAM320",
            under(
                {"Bool": {"acs:mfapresent": ["false"]}, "IpAddress": {"acs:SourceIp": "1.2.3.4"}},
                Effect="Deny",
            ),
            "Bool/acs:mfapresent",
        ),
        ("RAM314", under(at("StringEquals", "oss:Prefix", "a"), "imm:*"), "StringEquals/oss:Prefix"),
        (
            "RAM314",
            under(at("StringEquals", "acs:Service", "a"), ["ecs:*", "oss:*"]),
            "StringEquals/acs:Service",
        ),
        ("RAM314", under(at("StringEquals", "kms:tag/", "a"), "kms:*"), "StringEquals/kms:tag~1"),
        (
            "RAM314",
            under(at("StringEquals", "acs:RequestTag/", "a"), "ecs:*"),
            "StringEquals/acs:RequestTag~1",
        ),
        ("RAM314", under(at("StringEquals", "oss:BucketTag", "a"), "oss:*"), "StringEquals/oss:BucketTag"),
        (
            "RAM314",
            under(at("StringEquals", "acs:ResourceTag/a", "a"), ["ecs:DescribeInstances", "RDS:*"]),
            "StringEquals/acs:ResourceTag~1a",
        ),
        ("RAM311", under(at("IpAddress", "aws:SourceIp", "10.0.0.1")), "IpAddress/aws:SourceIp"),
        ("RAM311", under(at("StringEquals", "AWS:PrincipalArn", "a")), "StringEquals/AWS:PrincipalArn"),
        ("RAM311", under(at("StringEquals", "aws:PrincipalOrgID", "a")), "StringEquals/aws:PrincipalOrgID"),
        ("RAM311", under(at("StringLike", "s3:prefix", "a*"), "oss:*"), "StringLike/s3:prefix"),
        (
            "RAM311",
            under(at("StringEquals", "iam:PassedToService", "a"), "ram:PassRole"),
            "StringEquals/iam:PassedToService",
        ),
        (
            "RAM212",
            under(at("StringEquals", "acs:resourceTag", "a"), "ecs:*"),
            "StringEquals/acs:resourceTag",
        ),
        ("RAM212", under(at("StringLike", "acs:RequestTag", "*"), "ecs:*"), "StringLike/acs:RequestTag"),
        (
            "RAM313",
            under(at("StringEqualsIgnoreCase", TAG, "a*"), "ecs:*"),
            "StringEqualsIgnoreCase/acs:ResourceTag~1stage",
        ),
        (
            "RAM313",
            under(at("ForAnyValue:StringNotEqualsIgnoreCase", TAG, "b", "?"), "ecs:*"),
            "ForAnyValue:StringNotEqualsIgnoreCase/acs:ResourceTag~1stage/1",
        ),
        (
            "RAM315",
            under(at("StringEquals", TAG, "a", "<stage>"), "ecs:*"),
            "StringEquals/acs:ResourceTag~1stage/1",
        ),
        ("RAM315", under(at("IpAddress", "acs:SourceIp", "{{ range }}")), "IpAddress/acs:SourceIp"),
        ("RAM315", under(at("StringEquals", TAG, "xxxx"), "ecs:*"), "StringEquals/acs:ResourceTag~1stage"),
        ("RAM315", under(at("IpAddress", "acs:SourceIp", "10.0.0.X")), "IpAddress/acs:SourceIp"),
        (
            "RAM315",
            under(at("StringEquals", "acs:ResourceTag/${tag}", "a"), "ecs:*"),
            "StringEquals/acs:ResourceTag~1${tag}",
        ),
    ],
)
def test_what_a_key_or_value_lacks_is_told(code: str, statement: dict[str, Any], place: str) -> None:
    assert told(code, statement) == [f"/0/Condition/{place}"]


@pytest.mark.parametrize(
    ("code", "statement"),
    [
        (
            "RAM318",
            under({"StringLike": {"acs:UserAgent": "a*"}, "IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}),
        ),
        ("RAM318", under({"StringLike": {"acs:UserAgent": "a*", "acs:PrincipalARN": "${arn}"}})),
        ("RAM318", under(at("StringEquals", "acs:RequestTag/a", "a"), "ecs:*")),
        (
            "RAM319",
            under({"IpAddress": {"acs:VpcSourceIp": "10.0.0.1"}, "StringLike": {"acs:sourcevpc": "vpc-*"}}),
        ),
        ("RAM319", under({"IpAddress": {"acs:VpcSourceIp": "10.0.0.1"}, "StringEquals": {"${key}": "a"}})),
        ("RAM319", under(at("StringEquals", "acs:SourceVpc", "vpc-1"))),
        ("RAM320", under(at("Bool", "acs:MFAPresent", "true"), Effect="Deny")),
        ("RAM320", under(at("Bool", "acs:MFAPresent", "false"))),
        ("RAM320", under(at("Bool", "acs:MFAPresent", "${mfa}"), Effect="Deny")),
        ("RAM320", under(at("Bool", "acs:SecureTransport", "false"), Effect="Deny")),
        ("RAM314", under(at("StringEquals", "oss:Prefix", "a"), ["imm:*", "oss:ListObjects"])),
        ("RAM314", under(at("StringEquals", "oss:Prefix", "a"), "${action}")),
        ("RAM314", under(at("StringEquals", "oss:Prefix", "a"), "o*:List*")),
        ("RAM314", under(at("StringEquals", "acs:Service", "a"), ["ecs:*", "ram:Pass*"])),
        ("RAM314", under(at("StringEquals", "acs:Service", "a"), "*")),
        ("RAM314", under(at("StringEquals", "ecs:tag/price-tag", "a"), "ecs:*")),
        ("RAM314", under(at("StringEquals", "acs:ResourceTag/tag", "a"), "ecs:*")),
        (
            "RAM314",
            under(
                at("StringEquals", "acs:ResourceTag/a", "a"), ["ecs:DescribeInstances", "ecs:StopInstance"]
            ),
        ),
        ("RAM314", under(at("StringEquals", "acs:RequestTag/a", "a"), "rds:*")),
        ("RAM314", under(at("StringEquals", "acs:ResourceTag", "a"), "ecs:*")),  # told by RAM212
        ("RAM314", under(at("StringEquals", "aws:username", "a"))),  # told by RAM311
        ("RAM314", under(at("StringLike", "s3:prefix", "a*"))),
        ("RAM314", under(at("StringEquals", "sts:ExternalId", "a"), "sts:AssumeRole")),
        ("RAM314", under(at("StringEquals", "bssapi:ProductCode", "a"), "bss:*")),
        ("RAM311", under(at("StringEquals", "aws", "a"))),
        ("RAM311", under(at("StringEquals", "s3", "a"))),
        ("RAM311", under(at("StringEquals", "ecs:InstanceType", "a"), "ecs:*")),
        ("RAM311", under(at("StringEquals", "acs:${key}", "a"))),
        ("RAM212", under(at("StringEquals", "acs:ResourceTag/opc:managed", "a"), "ecs:*")),
        ("RAM313", under(at("StringLike", TAG, "a*"), "ecs:*")),
        ("RAM313", under(at("ForAllValues:StringNotLike", TAG, "a*"), "ecs:*")),
        ("RAM313", under(at("IpAddress", "acs:SourceIp", "10.0.*"))),
        ("RAM313", under(at("StringEqualsIgnoreCase", TAG, "${a}*"), "ecs:*")),
        ("RAM315", under(at("StringEquals", TAG, "a<b"), "ecs:*")),
        ("RAM315", under(at("StringLike", TAG, "x", "a-xxx", "linuxxxxx", "x.example.com-1x"), "ecs:*")),
    ],
)
def test_what_lacks_nothing_is_not(code: str, statement: dict[str, Any]) -> None:
    assert told(code, statement) == []


def test_a_deny_without_mfa_is_held_against_what_is_allowed() -> None:
    without, present = at("Bool", "acs:MFAPresent", "false"), at("Bool", "acs:MFAPresent", "true")
    deny = under(without, "imm:Get*", Effect="Deny")
    place = "Condition/Bool/acs:MFAPresent"
    assert told("RAM320", under({}), deny) == [f"/1/{place}"]
    assert told("RAM320", deny, under(present), under({}, "imm:ListProjects")) == []
    assert told("RAM320", deny, under({**present, **at("IpAddress", "acs:SourceIp", "10.0.0.1")})) == []
    assert told("RAM320", under(present), {**deny, "Resource": "*"}, under({}, "${action}")) == []


def test_placeholders_of_principals_are_told() -> None:
    principal = {
        "RAM": [
            "acs:ram::<account>:root",
            "acs:ram::1234567890123456:root",
            "acs:ram::123456789012xxxx:root",
        ],
        "Service": "${service}.aliyuncs.com",
    }
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}
    assert told("RAM315", trust) == ["/0/Principal/RAM/0", "/0/Principal/RAM/2", "/0/Principal/Service"]
    assert told("RAM602", trust) == []


@pytest.mark.parametrize(
    ("operator", "texts", "places"),
    [
        ("StringEquals", ["a", "b", "a"], [2]),
        ("StringNotEquals", ["a", "a"], [1]),
        ("StringLike", ["a*", "?*", "ab"], [0, 2]),
        ("StringLike", ["?", "??*", "?*"], [0, 1]),
        ("StringLike", ["?", "??*", "*b"], [2]),
        ("StringEqualsIgnoreCase", ["Ab", "aB"], [1]),
        ("ForAllValues:StringLike", ["a*", "ab"], [1]),
        ("StringNotLike", ["ab", "a*"], [0]),
        ("StringEquals", ["a", "A"], []),
        ("StringLike", ["a?", "a??"], []),
        ("StringLike", ["a*", "${a}"], []),
        ("StringEquals", ["a*", "ab"], []),
    ],
)
def test_values_that_others_cover(operator: str, texts: list[str], places: list[int]) -> None:
    found = told("RAM506", under(at(operator, TAG, *texts), "ecs:*"))
    assert sorted(found) == [f"/0/Condition/{operator}/acs:ResourceTag~1stage/{n}" for n in places]


@pytest.mark.parametrize(
    ("operator", "key", "texts", "places"),
    [
        ("IpAddress", "acs:SourceIp", ["10.0.0.0/8", "10.1.2.3"], [1]),
        ("NotIpAddress", "acs:SourceIp", ["10.0.0.0/9", "10.128.0.0/9", "10.64.0.0/9"], [2]),
        ("IpAddress", "acs:SourceIp", ["10.0.0.0/9", "10.128.0.0/9", "10.0.0.0/8"], [0, 1]),
        ("IpAddress", "acs:SourceIp", ["10.0.0.0/9", "10.128.0.0/9"], []),
        ("IpAddress", "acs:SourceIp", ["10.0.0.0/8", "0.0.0.0/0"], []),  # told by RAM316
        ("IpAddress", "acs:SourceIp", ["10.0.0.0/8", "10.1.XX.XX/16"], []),
        ("NumericLessThan", "oss:MaxKeys", ["5", "10"], [0]),
        ("NumericEquals", "oss:MaxKeys", ["5", "5.0"], [1]),
        ("DateLessThan", "acs:CurrentTime", ["2026-01-01T08:00:00+08:00", "2026-01-01T00:00:00Z"], [1]),
        ("DateLessThan", "acs:CurrentTime", ["2026-01-01", "2026-01-02T00:00:00Z"], []),
    ],
)
def test_ranges_that_others_cover(operator: str, key: str, texts: list[str], places: list[int]) -> None:
    found = told("RAM506", under(at(operator, key, *texts)))
    assert sorted(found) == [f"/0/Condition/{operator}/{key}/{n}" for n in places]


@pytest.mark.parametrize(
    ("condition", "place"),
    [
        ({"StringEquals": {TAG: "ab"}, "StringLike": {TAG: "a*"}}, "StringLike"),
        ({"StringLike": {TAG: "a*"}, "StringNotEquals": {TAG: ["b", "c"]}}, "StringNotEquals"),
        ({"StringNotLike": {TAG: "a*"}, "StringNotEquals": {TAG: "ab"}}, "StringNotEquals"),
        ({"StringLike": {TAG: "a*"}, "StringNotEquals": {TAG: ["b", "ac"]}}, None),
        ({"StringNotEquals": {TAG: "b"}, "StringLike": {TAG: "*"}}, None),
        ({"StringEquals": {TAG: "a"}, "StringNotEquals": {TAG: "a"}}, None),  # told by RAM317
        ({"StringEquals": {TAG: "${a}"}, "StringLike": {TAG: "a*"}}, None),
    ],
)
def test_atoms_that_follow_from_others(condition: dict[str, Any], place: str | None) -> None:
    found = told("RAM506", under(condition, "ecs:*"))
    assert found == ([f"/0/Condition/{place}/acs:ResourceTag~1stage"] if place else [])


@pytest.mark.parametrize(
    ("principal", "places"),
    [
        ({"RAM": ["acs:ram::1:root", "acs:ram:*:1:user/a", "acs:ram::2:user/a"]}, ["RAM/1"]),
        ({"RAM": ["acs:ram::1:user/a", "acs:ram::1:user/*", "acs:ram::1:user/a"]}, ["RAM/0", "RAM/2"]),
        ({"RAM": ["acs:ram::1:root", "acs:ram::1:root"]}, ["RAM/1"]),
        ({"RAM": "acs:ram::1:root", "Service": ["a.aliyuncs.com", "a.aliyuncs.com"]}, ["Service/1"]),
        ({"RAM": ["acs:ram::1:user/a", "acs:ram::1:user/b", "acs:ram::1:role/a"]}, []),
        ({"RAM": ["acs:ram::1:root", "acs:ram::${account}:user/a"]}, []),
        ({"RAM": ["acs:ram::12****:root", "acs:ram::12****:user/a"]}, []),
        ({"RAM": "acs:ram::1:root", "Federated": "acs:ram::1:saml-provider/a"}, []),
    ],
)
def test_principals_that_others_name(principal: dict[str, Any], places: list[str]) -> None:
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}
    assert sorted(told("RAM507", trust)) == [f"/0/Principal/{place}" for place in places]
