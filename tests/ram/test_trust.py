"""What is a trust policy, and what is the policy of a bucket, key or endpoint."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import immlint
from immlint.config import Config
from immlint.ram import Policy, grants
from tests.command import immlint as run

ROOT = {"RAM": ["acs:ram::1234567890123456:root"]}
ASSUMED = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": ROOT}


def codes(*statements: dict[str, Any]) -> list[tuple[str, str]]:
    text = json.dumps({"Version": "1", "Statement": statements})
    found = immlint.lint_text(text, filename="policy.json", config=Config())
    return [(f.code, f.pointer) for f in found]


def test_a_resource_makes_no_other_policy_of_a_trust_policy() -> None:
    lone = {**ASSUMED, "Resource": "*"}
    assert codes(lone) == [("RAM603", "/Statement/0/Resource")]
    assert codes({**lone, "Principal": {"RAM": ["acs:ram::123:root"]}}) == [
        ("RAM310", "/Statement/0/Principal/RAM/0"),
        ("RAM603", "/Statement/0/Resource"),
    ]
    wrong = {**ASSUMED, "Action": "ram:AssumeRole", "Principal": {"Service": "imm.aliyun.com"}}
    told = [("RAM601", "/Statement/1/Action"), ("RAM602", "/Statement/1/Principal/Service")]
    assert codes(lone, wrong) == [("RAM603", "/Statement/0/Resource"), *told]
    both = {**wrong, "Resource": "*"}
    assert sorted(codes(ASSUMED, both)) == [*told, ("RAM603", "/Statement/1/Resource")]


@pytest.mark.parametrize(
    "statement",
    [
        {"Effect": "Allow", "Action": "oss:GetObject", "Principal": ["*"], "Resource": "acs:oss:*:*:b/*"},
        {"Effect": "Allow", "Action": "oss:*", "Principal": ["2021476xxxx"], "Resource": "acs:oss:*:*:b"},
        {"Effect": "Allow", "Action": "kms:*", "Principal": {"RAM": ["acs:ram::1:root"]}, "Resource": ["*"]},
        {"Effect": "Allow", "Action": "*", "Principal": "*", "Resource": "*"},
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": ["*"], "Resource": "*"},
    ],
)
def test_policies_of_other_resources_have_rules_of_their_own(statement: dict[str, Any]) -> None:
    assert [code for code, _ in codes(statement) if code not in ("RAM401", "RAM404")] == []


def test_the_command_line_and_the_api_tell_the_same_kind(tmp_path: Path) -> None:
    text = json.dumps({"Version": "1", "Statement": ASSUMED})
    policy = Policy.parse(text)
    role = "acs:ram:*:1234567890123456:role/r"
    decision = grants([policy], action="sts:AssumeRole", resource=role)
    # The principal is a condition: who is asking is not known.
    assert (policy.kind, decision.verdict, decision.certain) == ("trust", "all", "none")
    (tmp_path / "role.json").write_text(text)
    args = ("--policy", "role.json", "--action", "sts:AssumeRole", "--resource", role)
    _, out, _ = run("grants", *args, "--output-format", "json", cwd=tmp_path)
    told = json.loads(out)
    assert (told["verdict"], told["certain"]) == (decision.verdict, decision.certain)
    assert [row["kind"] for row in told["deciding"]] == ["trust"]


def test_a_trust_policy_with_a_resource_is_refused_by_both(tmp_path: Path) -> None:
    text = json.dumps({"Version": "1", "Statement": {**ASSUMED, "Resource": "*"}})
    policy = Policy.parse(text)
    assert policy.kind == "trust"
    role = "acs:ram:*:1234567890123456:role/r"
    with pytest.raises(ValueError, match="RAM603"):
        grants([policy], action="sts:AssumeRole", resource=role)
    (tmp_path / "role.json").write_text(text)
    args = ("--policy", "role.json", "--action", "sts:AssumeRole", "--resource", role)
    code, _, err = run("grants", *args, cwd=tmp_path)
    assert code == 2
    assert "RAM603" in err


@pytest.mark.parametrize(
    ("principal", "told"),
    [
        ("*", [("RAM602", "")]),
        ("acs:ram::1234567890123456:root", [("RAM602", "")]),
        (["acs:ram::1234567890123456:root"], [("RAM602", "")]),
        ({"AWS": ["acs:ram::1234567890123456:root"]}, [("RAM602", "/AWS")]),
        ({"ram": "acs:ram::1234567890123456:root"}, [("RAM602", "/ram")]),
        ({"RAM": "acs:ram:cn-hangzhou:1234567890123456:root"}, [("RAM602", "/RAM")]),
        ({"Service": "*"}, [("RAM409", "/Service")]),
        ({"Service": ["imm.aliyuncs.com", "*.aliyuncs.com"]}, [("RAM409", "/Service/1")]),
        ({"Federated": "*"}, [("RAM409", "/Federated")]),
        ({"RAM": ["acs:ram::*:role/ci"]}, [("RAM409", "/RAM/0")]),
        ({"RAM": ["acs:ram::????????????????:root"]}, [("RAM409", "/RAM/0")]),
        ({"RAM": ["acs:ram::1*:root"]}, [("RAM409", "/RAM/0")]),
        # Within one account, a service by a part of its name, what is filled in later, what samples mask.
        ({"RAM": ["acs:ram::1234567890123456:*"]}, []),
        ({"RAM": ["acs:ram::1234567890123456:role/ci-*"]}, []),
        ({"Service": ["ecs*.aliyuncs.com"]}, []),
        ({"Service": ["1234567890123456@log.aliyuncs.com"]}, []),
        ({"RAM": ["acs:ram::${account}:root"]}, []),
        ({"RAM": ["acs:ram::123456789012****:root"]}, []),
        ("${principal}", []),
        ({"${kind}": "a"}, []),
    ],
)
def test_principals(principal: Any, told: list[tuple[str, str]]) -> None:
    found = codes({**ASSUMED, "Principal": principal})
    assert [row for row in found if row[0] != "RAM315"] == [
        (code, f"/Statement/0/Principal{place}") for code, place in told
    ]


def test_whom_a_condition_names_is_not_anybody() -> None:
    anybody = {**ASSUMED, "Principal": {"RAM": "*"}}
    known = {"StringLike": {"acs:PrincipalARN": "acs:ram::*:role/ci"}}
    assert codes({**anybody, "Condition": known}) == []
    assert codes({**anybody, "Effect": "Deny"}) == []
    # A condition that always holds names nobody; one on where a request comes from neither.
    for condition in ({"StringLike": {"acs:PrincipalARN": "*"}}, {"Bool": {"acs:MFAPresent": "true"}}):
        found = [code for code, _ in codes({**anybody, "Condition": condition})]
        assert "RAM409" in found


def test_what_a_trust_policy_says_beside_its_principals() -> None:
    refused = {"Effect": "Allow", "Action": "sts:AssumeRole", "NotPrincipal": ROOT}
    assert codes(refused) == [("RAM217", "/Statement/0/NotPrincipal")]
    # What it names is not known: neither covers the other.
    assert [code for code, _ in codes(refused, ASSUMED)] == ["RAM217"]
    other = {"Effect": "Allow", "NotAction": "imm:*", "Principal": ROOT}
    assert codes(other) == [("RAM601", "/Statement/0/NotAction")]
    assert codes({**ASSUMED, "Principal": "*", "Action": "sts:AssumeRoleWithSAML"}) == [
        ("RAM601", "/Statement/0/Action"),
        ("RAM602", "/Statement/0/Principal"),
    ]


GRANT = {"Effect": "Allow", "Action": "imm:GetDataset", "Resource": "acs:imm:*:*:project/p/datasets/d"}


@pytest.mark.parametrize("principal", [ROOT, "*", ["1234567890123456"], {"Service": "imm.aliyuncs.com"}])
def test_a_principal_outside_of_a_trust_policy_hides_nothing(principal: Any) -> None:
    told = [("RAM303", "/Statement/0/Resource"), ("RAM603", "/Statement/0/Principal")]
    assert sorted(codes({**GRANT, "Principal": principal})) == told
    plain = {"Effect": "Allow", "Action": "oss:GetObject", "Resource": "acs:oss:*:*:b/*"}
    assert sorted(codes({**GRANT, "Principal": principal}, plain)) == told
    # Beside a statement without one it is no policy of a bucket.
    assert codes({**plain, "Principal": principal}, plain)[0] == ("RAM603", "/Statement/0/Principal")


@pytest.mark.parametrize("kind", ["session-policy", "control-policy"])
def test_session_and_control_policies_name_nobody(kind: str) -> None:
    statement = {
        "Effect": "Allow",
        "Action": "oss:GetObject",
        "Resource": "acs:oss:*:*:b/*",
        "Principal": "*",
    }
    text = json.dumps({"Version": "1", "Statement": [statement]})
    found = immlint.lint_text(text, filename="p.json", config=Config(kinds={"p.json": kind}))
    assert [(f.code, f.pointer) for f in found] == [("RAM603", "/Statement/0/Principal")]


OIDC = {**ASSUMED, "Principal": {"Federated": "acs:ram::1234567890123456:oidc-provider/ack"}}
KNOWN = {"StringEquals": {"oidc:iss": "https://a", "oidc:aud": "b"}}


@pytest.mark.parametrize(
    ("condition", "place"),
    [
        ({}, ""),
        ({"StringLike": {"oidc:sub": "*"}}, "/Condition/StringLike/oidc:sub"),
        ({"StringLike": {"oidc:sub": ["a", "**"]}}, "/Condition/StringLike/oidc:sub"),
        ({"StringLike": {"oidc:sub": "a*"}}, None),
        ({"StringLike": {"oidc:sub": "*"}, "StringNotEquals": {"oidc:sub": "a"}}, None),
        ({"StringLike": {"oidc:sub": "${subject}"}}, None),
        ({"StringLike": {"oidc:${key}": "a"}}, None),
    ],
)
def test_subjects_of_an_oidc_provider(condition: dict[str, Any], place: str | None) -> None:
    found = codes({**OIDC, "Condition": {**KNOWN, **condition}})
    told = [pointer for code, pointer in found if code == "RAM606"]
    assert told == ([] if place is None else [f"/Statement/0{place}"])
    assert [
        code for code, _ in codes({**OIDC, "Effect": "Deny", "Condition": condition}) if code[:4] == "RAM6"
    ] == []
