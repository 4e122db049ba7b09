"""Breadth is decided by language: no spelling of a star gets by, and what a Deny takes away is not told."""

from __future__ import annotations

import json
from typing import Any

import pytest

import immlint
from immlint.config import Config

DENY = {"Effect": "Deny", "Action": "nosuch:Action", "Resource": "*"}
ROLES = "acs:ram::*:role/*"


WHOLE: list[Any] = ["imm:*", "imm:**", "IMM:?*", "im?:*", [f"imm:{c}*" for c in "ABCDEFGILQRSU"]]


def found(*statements: dict[str, Any], kind: str = "policy") -> dict[str, str]:
    text = json.dumps({"Version": "1", "Statement": list(statements)})
    config = Config(kinds={"p.json": kind}, select=("RAM321", "RAM4", "RAM503"))
    return {f.code: f.severity for f in immlint.lint_text(text, filename="p.json", config=config)}


def allow(action: Any, resource: Any, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


@pytest.mark.parametrize("action", ["*", "*:*", "**", "?*", ["imm:Get*", "*:?*"]])
@pytest.mark.parametrize("resource", ["*", "acs:*:*:*:*", "acs:*:*:*:?*", "ac?:*:*:*:**"])
def test_full_access_in_every_spelling(action: Any, resource: str) -> None:
    assert found(allow(action, resource))["RAM401"] == "warning"


@pytest.mark.parametrize("resource", ["**", "?*", "a*", "*:*", "*:*:*", "a??:*", "acs*"])
def test_what_rests_on_a_choice_is_never_silent(resource: str) -> None:
    for action in ("*", "imm:*", "imm:CreateDataset", "oss:GetObject"):
        assert found(allow(action, resource)) == {"RAM321": "warning"}, action


def test_a_choice_that_makes_no_difference_is_not_told() -> None:
    assert found(allow("imm:CreateDataset", "*/photo.jpg")) == {}
    assert found(allow("imm:CreateDataset", ["*", "**"])) == {"RAM403": "info"}


@pytest.mark.parametrize(
    "more",
    [
        [DENY],
        [{"Effect": "Deny", "Action": "oss:PutObject", "Resource": "acs:oss:*:*:b/*"}],
        [{**DENY, "Action": "*", "Condition": {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}}],
    ],
)
def test_a_deny_that_leaves_nearly_all_changes_nothing(more: list[dict[str, Any]]) -> None:
    assert found(allow("*", "*"), *more)["RAM401"] == "warning"


def test_without_the_actions_of_ram_itself_it_is_information() -> None:
    assert found(allow("*", "*"), {"Effect": "Deny", "Action": "ram:*", "Resource": "*"})["RAM401"] == "info"
    assert "RAM401" not in found(allow("*", "*"), {"Effect": "Deny", "Action": "*", "Resource": "*"})


def test_a_condition_that_always_holds_is_none() -> None:
    anyone = {"StringLike": {"acs:PrincipalARN": "*"}}
    assert found(allow("*", "*", Condition=anyone))["RAM401"] == "warning"
    some = {"StringLike": {"acs:PrincipalARN": "acs:ram:*:*:user/*"}}
    assert "RAM401" not in found(allow("*", "*", Condition=some))


def test_a_control_policy_allows_everything_as_it_must() -> None:
    assert found(allow("*", "*"), kind="control-policy") == {}


@pytest.mark.parametrize("action", WHOLE)
@pytest.mark.parametrize("resource", ["*", "acs:imm:*:*:*", "acs:imm:*:*:p*", "acs:imm:*:*:project/*"])
def test_a_service_as_a_whole_in_every_spelling(action: Any, resource: str) -> None:
    assert found(allow(action, resource)) == {"RAM402": "info"}


def test_a_service_of_which_something_is_denied_is_not_whole() -> None:
    assert found(allow("imm:*", "*"), DENY)["RAM402"] == "info"
    denied = {"Effect": "Deny", "Action": "imm:DeleteProject", "Resource": "*"}
    assert found(allow("imm:*", "*"), denied) == {}


@pytest.mark.parametrize(
    "resource",
    [
        "*",
        "acs:imm:*:*:p*",
        "acs:imm:*:*:project/*/dataset/*",
        ["acs:imm:*:*:project/?/dataset/*", "acs:imm:*:*:project/??*/dataset/*"],
        ["acs:imm:*:*:project/*/dataset/?", "acs:imm:*:*:project/*/dataset/??*"],
    ],
)
def test_unscoped_in_every_spelling(resource: Any) -> None:
    assert found(allow("imm:CreateDataset", resource))["RAM403"] == "info"


@pytest.mark.parametrize(
    "resource",
    [
        "acs:imm:cn-beijing:*:project/*/dataset/*",
        "acs:imm:*:1234567890123456:project/*/dataset/*",
        ["acs:imm:*:*:project/?/dataset/*", "acs:imm:*:*:project/???*/dataset/*"],
        "acs:imm:*:*:project/*/dataset/photos",
    ],
)
def test_what_leaves_something_out_is_scoped(resource: Any) -> None:
    assert found(allow("imm:CreateDataset", resource)) == {}


@pytest.mark.parametrize("action", ["ram:PassRole", "RAM:passrole", "ram:Pass*", "*:PassRole", "ram:*"])
@pytest.mark.parametrize("resource", ["*", ROLES, "acs:ram:*:*:r*"])
def test_passing_every_role_in_every_spelling(action: str, resource: str) -> None:
    assert found(allow(action, resource))["RAM408"] == "warning"
    anything = {"StringLike": {"acs:Service": "*"}}
    assert found(allow(action, resource, Condition=anything))["RAM408"] == "warning"
    one = {"StringEquals": {"acs:Service": "imm.aliyuncs.com"}}
    assert "RAM408" not in found(allow(action, resource, Condition=one))
    taken = {"Effect": "Deny", "Action": "ram:PassRole", "Resource": "*"}
    assert "RAM408" not in found(allow(action, resource), taken)


def test_nothing_of_it_stands_at_a_deny() -> None:
    for action in ("*", "imm:*", "ram:PassRole", "imm:GetProject"):
        for resource in ("*", "acs:*:*:*:*", "acs:imm:*:*:project/p*"):
            assert found({"Effect": "Deny", "Action": action, "Resource": resource}) == {}
