"""Decisions and differences are exact on conditions where one follows from another."""

from __future__ import annotations

import json
from typing import Any

import pytest

from immlint.ram import Difference, Policy, diff, grants

DATASETS = "acs:imm:*:*:project/p/dataset/*"
WIDE = {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}
NARROW = {"IpAddress": {"acs:SourceIp": ["10.1.0.0/16", "10.2.3.4"]}}
ELSEWHERE = {"IpAddress": {"acs:SourceIp": "192.168.0.0/16"}}
TWO = {"StringEquals": {"acs:SourceVpc": ["vpc-a", "vpc-b"]}}
ONE = {"StringEquals": {"acs:SourceVpc": "vpc-a"}}
LIKE = {"StringLike": {"acs:SourceVpc": "vpc-*"}}
ANYONE = {"StringLike": {"acs:PrincipalARN": "*"}}
NEVER = {**ELSEWHERE, "NotIpAddress": {"acs:SourceIp": "192.168.0.0/16"}}


def policy(*statements: dict[str, Any]) -> Policy:
    return Policy.parse(json.dumps({"Version": "1", "Statement": list(statements)}))


def statement(condition: Any, effect: str = "Allow", resource: str = "*") -> dict[str, Any]:
    body = {"Effect": effect, "Action": "imm:CreateDataset", "Resource": resource}
    return body if condition is None else {**body, "Condition": condition}


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [(WIDE, NARROW), (TWO, ONE), (LIKE, TWO), (None, WIDE), (WIDE, {**WIDE, **ONE}), (ANYONE, ONE)],
)
def test_what_implies_another_condition_is_narrower(wide: Any, narrow: Any) -> None:
    old, new = policy(statement(wide)), policy(statement(narrow))
    assert diff([old], [new]).narrower
    assert not diff([new], [old]).narrower
    # A Deny is the other way round.
    allow = statement(None)
    less, more = policy(allow, statement(narrow, "Deny")), policy(allow, statement(wide, "Deny"))
    assert diff([less], [more]).narrower
    assert not diff([more], [less]).narrower


def test_what_always_or_never_holds_makes_no_difference() -> None:
    free = policy(statement(None))
    assert diff([free], [policy(statement(ANYONE))]).equal
    assert diff([free], [policy(statement(None), statement(NEVER))]).equal


@pytest.mark.parametrize(("condition", "refused"), [(NARROW, WIDE), ({**WIDE, **ONE}, WIDE), (ONE, LIKE)])
def test_an_allow_under_the_condition_of_a_deny_grants_nothing(condition: Any, refused: Any) -> None:
    held = policy(statement(condition), statement(refused, "Deny"))
    decision = grants([held], action="imm:CreateDataset", resource=DATASETS)
    assert (decision.verdict, decision.certain) == ("none", "none")
    # The other way round some request is still granted.
    held = policy(statement(refused), statement(condition, "Deny"))
    decision = grants([held], action="imm:CreateDataset", resource=DATASETS)
    assert (decision.verdict, decision.certain) == ("all", "none")


def test_a_condition_that_always_holds_is_certain() -> None:
    decision = grants([policy(statement(ANYONE))], action="imm:CreateDataset", resource=DATASETS)
    assert (decision.verdict, decision.certain) == ("all", "all")
    denied = policy(statement(None), statement(ANYONE, "Deny"))
    assert grants([denied], action="imm:CreateDataset", resource=DATASETS).verdict == "none"


def test_a_condition_that_never_holds_grants_nothing() -> None:
    decision = grants([policy(statement(NEVER))], action="imm:CreateDataset", resource=DATASETS)
    assert decision.verdict == "none"


def told(found: Difference) -> list[tuple[str, str, str]]:
    return [(g.action, g.family, g.resource) for g in found.gained]


def test_a_difference_is_told_by_its_pattern_first() -> None:
    old = policy({"Effect": "Allow", "Action": "imm:ListDatasets", "Resource": "*"})
    new = policy({"Effect": "Allow", "Action": "*", "Resource": "*"})
    first, *others = told(diff([old], [new]))
    assert first[:2] == ("*", "*")
    assert len(others) == 103
    assert all(name.startswith("imm:") for name, _, _ in others)


def test_witnesses_are_requests_that_can_be_sent() -> None:
    old, new = policy(statement(ONE)), policy(statement(None, resource="acs:imm:*:*:project/photos/*"))
    ((action, family, resource),) = told(diff([old], [new]))
    assert (action, family) == ("imm:CreateDataset", "acs:imm:*:*:project/photos/*")
    assert resource == "acs:imm:eu-west-1:0000000000000000:project/photos/dataset/a"


def test_what_no_request_asks_for_is_no_difference() -> None:
    old = policy(statement(None, resource="acs:imm:*:*:project/p/dataset/*"))
    new = policy(statement(None, resource="acs:imm:*:*:project/p"), statement(None, resource=DATASETS))
    assert diff([old], [new]).equal


def test_what_rests_on_a_choice_is_undecided_and_named() -> None:
    found = diff([policy(statement(None))], [policy(statement(None, resource="**"))])
    assert (found.gained, found.lost) == ((), ())
    assert found.undecided == ("imm:CreateDataset",)
    assert found.reasons == ("whether * in '**' crosses a colon is not documented",)
    assert not found.narrower
