"""A rule that is not asked of a policy, as that has nothing of what the rule needs, would find nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from immlint.rules import registry

from immlint.catalog import load
from immlint.facts import Facts
from immlint.ram.plain import Plain
from immlint.ram.policy import Policy as Read
from immlint.rule import Rule
from immlint.subject import Policy
from immlint.subject.policy import may_leave_out, read_names, read_texts

RULES: list[Rule] = [rule for rule in registry() if rule.on is Policy and rule.needs]

ACTIONS = [
    "imm:GetProject",
    "imm:getdataset",
    "imm:Get*",
    "imm:*Dataset",
    "imm:Nope*",
    "imm:GetProjectx",
    "imm:GetImageJob",
    "imm:",
    "*",
    "imm",
    "oss:GetObject",
    "oss:Put*",
    "oss:GetObjct",
    "ram:PassRole",
    "ram:*",
    "*:*",
    "r*:PassRole",
    "ecs:StopInstance",
    "a:b:c",
    "imm:Get?roject",
    "${x}",
    "zoo:Feed",
    "actiontrail:LookupEvents",
    ":Get",
    "imm:Übung",
    "ram:getrole",
    "imm:PutProject",
]
RESOURCES = [
    "*",
    "**",
    "acs:*",
    "acs:*:*:*:*",
    "acs:imm:*:*:project/p",
    "acs:imm:cn-hangzhou:1234567890123456:project/p/dataset/d",
    "acs:imm:cn-hangzho:12345:project/p*",
    "acs:imm:*:*:projects/p",
    "ACS:imm:*:*:project/p",
    "acs:imm",
    "acs:imm:*:*",
    "acs",
    "acs:oss:*:*:b/*",
    "acs:oss:*:*:xxxx/o",
    "acs:imm:*:${x}:project/p",
    "acs:ram::system:policy/P",
    "a*",
    "?*",
    "arn:x",
    "acs:imm:*:*:project/1p",
    "acs:ram:*:*:role/*",
    "acs:odps",
    "acs:IMM:eu-*:*:project/*",
    "acs:i*:*:*:*",
    "acs:\x01:*:*:*",
]
CONDITIONS: tuple[Any, ...] = (
    {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}},
    {"IpAddress": {"acs:SourceIp": ["10.0.0.0/8", "10.1.0.0/16"]}},
    {"IpAddress": {"acs:SourceIp": "0.0.0.0/0"}, "NotIpAddress": {"acs:SourceIp": "10.0.0.0/8"}},
    {"NotIpAddress": {"acs:SourceIp": "0.0.0.0/0"}},
    {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}, "NotIpAddress": {"acs:SourceIp": "10.0.0.0/7"}},
    {"IpAddress": {"acs:VpcSourceIp": "10.xx.0.x"}},
    {"Bool": {"acs:SecureTransport": ["true", "false"]}},
    {"Bool": {"acs:MFAPresent": "false"}},
    {"Bool": {"acs:MFAPresent": True}},
    {"Boolean": {"acs:MFAPresent": "yes"}},
    {"StringEquals": {"acs:SourceVpc": "vpc-*", "oss:Prefix": "a"}},
    {"StringLike": {"acs:PrincipalARN": "acs:*", "imm:Key": "v"}},
    {"ForAnyValue:StringEquals": {"acs:RequestTag": "t"}},
    {"ForAllValues:StringLike": {"acs:ResourceTag/team": ["*", "x"]}},
    {"StringLike": {"acs:UserAgent": "curl*"}},
    {"StringLike": {"acs:Service": "*"}},
    {"StringEquals": {"aws:SourceIp": "10.0.0.1"}},
    {"StringEquals": {"Prefix": "a", "oss:": "b"}},
    {"StringEquals": {"acs:SourceIp": "10.0.0.1"}},
    {"NumericLessThan": {"acs:CurrentTime": "x"}},
    {"DateLessThan": {"acs:CurrentTime": "2027-01-01T00:00:00Z"}},
    {"StringEquals": {"acs:SourceIdentity": "${x}"}},
    {"StringEquals": {}},
    {"Null": {"acs:SourceVpc": []}},
    {},
    "x",
)


def listed(texts: list[str]) -> st.SearchStrategy[Any]:
    return st.sampled_from(texts) | st.lists(st.sampled_from(texts), min_size=1, max_size=3)


def mostly(plain: st.SearchStrategy[Any], *odd: Any) -> st.SearchStrategy[Any]:
    return st.one_of(plain, plain, plain, plain, plain, st.sampled_from(odd))


#: Texts with what samples write in place of a name, and what comes near to it.
TEXTS = st.text('[]x:aX/{}"*', max_size=8) | st.sampled_from(["acs:oss:*:*:[Bucket]", "a:[b", "xXxX", "[1]"])
STATEMENT = st.fixed_dictionaries(
    {
        "Effect": mostly(st.sampled_from(["Allow", "Allow", "Deny"]), "allow", 1),
        "Action": mostly(listed(ACTIONS), "", [], 1, ["imm:GetProject", None]),
        "Resource": mostly(listed(RESOURCES), "", [], {}, [1]),
    },
    optional={"Condition": st.sampled_from(CONDITIONS)},
)
ODD = st.fixed_dictionaries(
    {},
    optional={
        "Effect": st.just("Allow"),
        "Sid": st.just("s"),
        "NotAction": listed(ACTIONS),
        "NotResource": listed(RESOURCES),
        "Principal": st.sampled_from([{"RAM": "acs:ram::123:root"}, {"RAM": []}, "*"]),
        "Resources": listed(RESOURCES),
    },
)
DOCUMENT = st.fixed_dictionaries(
    {
        "Version": mostly(st.just("1"), "2", 1),
        "Statement": mostly(st.lists(STATEMENT, min_size=1, max_size=4), [], {}, None, "x"),
    },
    optional={"Extra": st.none()},
) | st.fixed_dictionaries({"Statement": st.lists(STATEMENT | ODD, max_size=3) | STATEMENT | ODD})
KINDS = st.sampled_from(["identity", "identity", "session", "control", "trust", "bucket"])
FACTS = Facts(load())


@given(DOCUMENT, KINDS)
@settings(max_examples=400, deadline=None)
def test_what_lacks_what_a_rule_needs_has_nothing_to_tell(document: Any, kind: Any) -> None:
    policy = Policy(read_texts(document), kind)
    for rule in RULES:
        if all(condition(policy, FACTS) for condition in rule.when):
            is_asked = all(need(policy, FACTS) for need in rule.needs)
            assert is_asked or not [*rule.check(policy, FACTS)], rule.code


@given(DOCUMENT, KINDS)
@settings(max_examples=400, deadline=None)
def test_a_plain_policy_is_read_as_any_other(document: Any, kind: Any) -> None:
    policy = Policy(read_texts(document), kind, ("a", 1))
    quick, slow = Read.of(policy), Read.read(policy.document, 0, policy.route, kind)
    assert quick == slow
    assert [s.is_known for s in quick.statements] == [s.is_known for s in slow.statements]


@given(DOCUMENT | st.recursive(TEXTS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner)))
@settings(max_examples=400, deadline=None)
def test_what_holds_no_mark_of_a_sample_leaves_out_no_name(document: Any) -> None:
    policy = {"Statement": [{"Action": document, "Resource": "x"}, {"Principal": [document]}]}
    if not may_leave_out(json.dumps(policy, ensure_ascii=False, separators=(",", ":"))):
        assert written(read_names(policy)) == written(policy)


def written(value: Any) -> str:
    """A value with the types of its texts."""
    if isinstance(value, dict):
        return str([(written(key), written(item)) for key, item in value.items()])
    if isinstance(value, list):
        return str([*map(written, value)])
    return f"{type(value).__name__} {value}"


@pytest.mark.parametrize(
    ("statement", "is_plain"),
    [
        ({}, True),
        ({"Condition": {"Bool": {"acs:SecureTransport": "true"}}}, True),
        ({"Sid": "s"}, False),
        ({"Action": "imm:${x}"}, False),
        ({"Resource": []}, False),
        ({"Condition": {"Bool": {}}}, False),
    ],
)
def test_a_plain_policy_is_known_by_its_form(statement: Any, is_plain: bool) -> None:
    whole = {"Effect": "Allow", "Action": "imm:GetProject", "Resource": "*"} | statement
    policy = Policy(read_texts({"Version": "1", "Statement": [whole]}))
    assert (Plain.of(policy) is not None) == is_plain


def test_many_rules_are_not_asked_of_a_plain_policy_without_a_fault() -> None:
    body = {"Effect": "Allow", "Action": "imm:GetProject", "Resource": "acs:imm:*:*:project/p"}
    policy = Policy(read_texts({"Version": "1", "Statement": [body]}))
    asked = [rule.code for rule in RULES if all(need(policy, FACTS) for need in rule.needs)]
    assert RULES
    assert asked == []
