"""Breadth is decided by language: no spelling of a star gets by, and what a Deny takes away is not told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import immlint
from immlint.access.breadth import _names_plainly, everywhere
from immlint.access.service import SERVICES, known_service
from immlint.config import Config
from immlint.ram import arn
from immlint.ram.arn import Reading
from immlint.ram.pattern import Holes

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
@pytest.mark.parametrize(
    "resource",
    [
        *("*", "acs:*:*:*:*", "acs:*:*:*:?*", "ac?:*:*:*:**", "acs:?*:*:*:*", "acs:*:*:?*:*"),
        ["acs:*:*:*:?", "acs:?:*:*:*", "acs:??*:*:?*:??*"],
    ],
)
def test_full_access_in_every_spelling(action: Any, resource: Any) -> None:
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


def test_denies_take_everything_together() -> None:
    def deny(**actions: Any) -> dict[str, Any]:
        return {"Effect": "Deny", "Resource": "*", **actions}

    def all_but(*denies: dict[str, Any]) -> str | None:
        return found(allow("*", "*"), *denies).get("RAM401")

    assert all_but(deny(NotAction="IMM:*"), deny(Action="im?:*")) is None
    assert all_but(deny(NotAction=["imm:*", "oss:*"]), deny(NotAction="ecs:*")) is None
    assert all_but(deny(NotAction="imm:*"), deny(Action="imm:Get*")) == "info"
    assert all_but(deny(NotAction=["imm:*", "oss:*"]), deny(NotAction="*:Get*")) == "info"
    assert all_but(deny(NotAction="imm:*")) == "info"
    assert all_but(deny(NotAction="ram:*")) == "warning"
    assert all_but(deny(Action="ram:?"), deny(Action="RAM:??*")) == "info"


def test_a_condition_that_always_holds_is_none() -> None:
    anyone = {"StringLike": {"acs:PrincipalARN": "*"}}
    assert found(allow("*", "*", Condition=anyone))["RAM401"] == "warning"
    some = {"StringLike": {"acs:PrincipalARN": "acs:ram:*:*:user/*"}}
    assert "RAM401" not in found(allow("*", "*", Condition=some))


@pytest.mark.parametrize(
    ("one", "other", "severity"),
    [
        ({"Bool": {"acs:SecureTransport": "true"}}, {"Bool": {"acs:securetransport": "false"}}, "warning"),
        (
            {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}},
            {"NotIpAddress": {"acs:SourceIp": ["10.128.0.0/9", "10.0.0.0/9"]}},
            "warning",
        ),
        (
            {"DateLessThan": {"acs:CurrentTime": "2026-01-01T08:00:00+08:00"}},
            {"DateGreaterThanEquals": {"acs:CurrentTime": "2026-01-01T00:00:00Z"}},
            "warning",
        ),
        # One instant is left out; calls by access key say nothing of MFA.
        (
            {"DateLessThan": {"acs:CurrentTime": "2026-01-01T08:00:00+08:00"}},
            {"DateGreaterThan": {"acs:CurrentTime": "2026-01-01T00:00:00Z"}},
            None,
        ),
        ({"Bool": {"acs:MFAPresent": "true"}}, {"Bool": {"acs:MFAPresent": "false"}}, None),
    ],
)
def test_conditions_that_leave_no_request_out_together_are_none(
    one: Any, other: Any, severity: str | None
) -> None:
    both = (
        allow("*", "*", Condition=one),
        allow(["*:*"], "*", Condition=other),
        allow("*", "*", Condition=other),
    )
    assert found(*both).get("RAM401") == severity
    assert "RAM401" not in found(*both[:2]), "of other actions, as they are written"


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
@pytest.mark.parametrize(
    "resource",
    ["*", ROLES, "acs:ram:*:*:r*", "acs:ram::?*:rol?/*", ["acs:ram:*:*:role/?", "acs:ram:*:*:role/??*"]],
)
def test_passing_every_role_in_every_spelling(action: str, resource: Any) -> None:
    assert found(allow(action, resource))["RAM408"] == "warning"
    for services in ("*", "?*", ["?", "??*"]):
        anything = {"StringLike": {"acs:Service": services}}
        assert found(allow(action, resource, Condition=anything))["RAM408"] == "warning"
    one = {"StringEquals": {"acs:Service": "imm.aliyuncs.com"}}
    assert "RAM408" not in found(allow(action, resource, Condition=one))
    taken = {"Effect": "Deny", "Action": "ram:PassRole", "Resource": "*"}
    assert "RAM408" not in found(allow(action, resource), taken)


def test_nothing_of_it_stands_at_a_deny() -> None:
    for action in ("*", "imm:*", "ram:PassRole", "imm:GetProject"):
        for resource in ("*", "acs:*:*:*:*", "acs:imm:*:*:project/p*"):
            assert found({"Effect": "Deny", "Action": action, "Resource": resource}) == {}


def test_what_is_left_is_asked_of_legal_names_only() -> None:
    names = "acs:imm:*:*:project/p/dataset/"
    one, more = f"{names}?", f"{names}??*"
    denied = {"Effect": "Deny", "Action": "imm:DeleteDataset", "Resource": [one, more]}
    assert found(allow("imm:DeleteDataset", f"{names}*"), denied) == {"RAM503": "warning"}
    assert found(allow(["imm:DeleteDataset", "imm:GetDataset"], f"{names}*"), denied) == {}
    assert found(allow("imm:DeleteDataset", f"{names}*"), {**denied, "Resource": [one, f"{names}???*"]}) == {}
    under = {**denied, "Condition": {"Bool": {"acs:MFAPresent": "false"}}}
    assert found(allow("imm:DeleteDataset", f"{names}*"), under) == {}


_FIELDS = st.sampled_from(
    ["", "*", "imm", "oss", "i*", "IMM", "cn-hangzhou", "cn-*", "1234567890123456", "123*", "project", "?"]
) | st.text("aA1*?/:-", max_size=4)
_RELATIVE = st.lists(
    st.sampled_from(["project", "projects", "dataset", "p", "p*", "*", "?", "1p", "a" * 130]), max_size=4
)


@given(st.lists(_FIELDS, min_size=3, max_size=3), _RELATIVE)
@settings(max_examples=500, deadline=None)
def test_what_plain_words_tell_a_comparison_of_sets_tells_as_well(
    fields: list[str], relative: list[str]
) -> None:
    named = arn.parse(":".join(("acs", *fields, "/".join(relative))))
    families = [family for code in ("imm", "oss") for family in known_service(code).families]  # type: ignore[union-attr]
    for resources in (everywhere(SERVICES[0]), *(family.resources for family in families)):
        if _names_plainly(named, resources):
            language = named.language(Reading.CROSSING, Holes.ANYTHING)
            assert language is not None
            assert resources.meet(language)
