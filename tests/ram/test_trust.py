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
    text = json.dumps({"Version": "1", "Statement": {**ASSUMED, "Resource": "*"}})
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
