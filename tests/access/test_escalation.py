"""Which actions together give more: across statements, by patterns, net of Deny, through conditions."""

from __future__ import annotations

import json
from typing import Any

import pytest

import immlint
from immlint.config import Config

Body = dict[str, Any]


def told(*statements: Body, kind: str | None = None) -> list[str]:
    text = json.dumps({"Version": "1", "Statement": statements})
    config = Config(kinds={"policy.json": kind} if kind else {})
    found = immlint.lint_text(text, filename="policy.json", config=config)
    return [f.pointer.removeprefix("/Statement") for f in found if f.code == "RAM410"]


def allow(action: Any, resource: Any = "*", condition: Any = None, effect: str = "Allow") -> Body:
    body = {"Effect": effect, "Action": action, "Resource": resource}
    return body if condition is None else {**body, "Condition": condition}


def deny(action: Any, resource: Any = "*", condition: Any = None) -> Body:
    return allow(action, resource, condition, "Deny")


def passing(*services: str) -> Body:
    return {"StringEquals": {"acs:Service": list(services)}}


MFA = {"Bool": {"acs:MFAPresent": "true"}}
ROLES, USERS, POLICIES = (f"acs:ram:*:*:{kind}/*" for kind in ("role", "user", "policy"))


@pytest.mark.parametrize(
    ("statements", "place"),
    [
        ([allow("ram:AttachPolicyToUser")], "/0/Action"),
        ([allow(["ram:List*", "RAM:attach*"])], "/0/Action/1"),
        ([allow("ram:AttachPolicyToUser", [USERS, POLICIES])], "/0/Action"),
        ([allow("ram:AttachPolicyToUser", [USERS, "acs:ram:*:system:policy/*"])], "/0/Action"),
        ([allow("ram:AttachPolicyToRole", "acs:ram::*:*")], "/0/Action"),
        ([allow("ram:AttachPolicyToGroup", condition=MFA)], "/0/Action"),
        # In parts that are everything together, and but for a part that a Deny takes away.
        (
            [allow("ram:CreateAccessKey", "acs:ram:*:*:user/?"), allow("ram:*Key", "acs:ram:*:*:user/??*")],
            "/0/Action",
        ),
        ([allow("ram:CreateAccessKey"), deny("ram:*", "acs:ram:*:*:user/root-*")], "/0/Action"),
        ([allow("ram:CreateAccessKey"), deny("ram:CreateAccessKey", condition=MFA)], "/0/Action"),
        ([allow("ram:SetDefaultPolicyVersion"), allow("ram:CreatePolicyVersion", POLICIES)], "/1/Action"),
        ([allow("sts:AssumeRole", ROLES), allow("ram:Update*", ROLES)], "/1/Action"),
        ([allow("ecs:RunInstances"), allow("ram:PassRole")], "/1/Action"),
        (
            [allow("ecs:*"), allow("ram:Pass*", ROLES, passing("imm.aliyuncs.com", "ecs.aliyuncs.com"))],
            "/1/Action",
        ),
        (
            [
                allow("ram:PassRole", "*", {"StringLike": {"acs:Service": "*"}}),
                allow("fc:*", "acs:fc:*:*:functions/a"),
            ],
            "/0/Action",
        ),
        ([{"Effect": "Allow", "NotAction": "ram:Delete*", "Resource": "*"}], "/0/NotAction"),
        (
            [allow("ram:PassRole"), allow("fc:*"), deny("ram:Pass*", condition=passing("ecs.aliyuncs.com"))],
            "/0/Action",
        ),
        (
            [
                allow("ram:CreateAccessKey"),
                deny("ram:*", condition={"IpAddress": {"acs:SourceIp": "2001:db8::/32"}}),
                deny("ram:*", condition={"IpAddress": {"acs:SourceIp": "0.0.0.0/0"}}),
            ],
            "/0/Action",
        ),
    ],
)
def test_more_than_is_granted(statements: list[Body], place: str) -> None:
    assert place in told(*statements)


@pytest.mark.parametrize(
    "statements",
    [
        [allow("ram:*")],
        [allow("*")],
        [{"Effect": "Allow", "NotAction": "oss:*", "Resource": "*"}],
        [allow("ram:AttachPolicyToUser", [USERS, "acs:ram:*:*:policy/photos"])],
        [allow("ram:AttachPolicyToUser", ["acs:ram:*:*:user/ada", POLICIES])],
        [allow("ram:AttachPolicyToUser", USERS)],
        [allow("ram:CreateAccessKey", "acs:ram:*:*:user/${name}")],
        [allow("ram:CreateAccessKey", "acs:ram:*:*:user/ci-*")],
        [allow("ram:${action}")],
        [allow("ram:CreateAccessKey", condition={"StringEquals": {"acs:ResourceTag/own": "true"}})],
        [
            allow(
                "ram:AttachPolicyToRole", condition={"StringEquals": {"ram:TrustedPrincipalTypes": "Service"}}
            )
        ],
        [allow("ram:CreateAccessKey"), deny("ram:Create*")],
        [allow("ram:CreateAccessKey", condition=MFA), deny("ram:Create*", condition=MFA)],
        [allow("ram:CreateAccessKey"), deny("ram:${action}")],
        [allow("ram:CreateAccessKey"), deny("*", condition={"StringLike": {"acs:PrincipalARN": "*"}})],
        [allow("ram:CreatePolicyVersion")],
        [allow("ram:CreatePolicyVersion"), allow("ram:SetDefaultPolicyVersion", "acs:ram:*:*:policy/a")],
        [allow(["ram:CreatePolicyVersion", "ram:SetDefaultPolicyVersion"]), deny("ram:SetDefault*")],
        [allow("ram:UpdateRole"), allow("sts:AssumeRole", "acs:ram:*:*:role/ci")],
        [allow("ram:PassRole", ROLES, passing("imm.aliyuncs.com")), allow(["fc:*", "ecs:*"])],
        [allow("ram:PassRole", ROLES, passing("fc.aliyuncs.com")), allow("ecs:*")],
        [allow("ram:PassRole", "acs:ram:*:*:role/aliyunfcdefaultrole"), allow("fc:*")],
        [allow("ram:PassRole"), allow("fc:Get*")],
        [allow("ram:PassRole"), allow("fc:*"), deny("fc:*")],
        # What conditional Denies take together, and of the service that the role is passed to.
        [allow("ram:PassRole"), allow("fc:*"), deny("ram:Pass*", condition=passing("fc.aliyuncs.com"))],
        [
            allow("ram:PassRole"),
            allow(["fc:*", "ecs:*"]),
            deny("ram:*", condition={"StringNotLike": {"acs:service": "i?m.aliyuncs.com"}}),
        ],
        [
            allow("ram:CreateAccessKey"),
            deny("ram:*", condition={"Bool": {"acs:SecureTransport": "true"}}),
            deny("*", condition={"Bool": {"acs:SecureTransport": "false"}}),
        ],
        [
            allow("ram:CreateAccessKey", condition={"IpAddress": {"acs:SourceIp": "2001:db8::/32"}}),
            deny("ram:*", condition={"IpAddress": {"acs:SourceIp": ["2001:db8::/33", "2001:db8:8000::/33"]}}),
        ],
    ],
)
def test_no_more_than_is_granted(statements: list[Body]) -> None:
    assert told(*statements) == []


def test_what_only_limits_others_gives_nothing() -> None:
    statement = allow("ram:AttachPolicyToUser")
    assert told(statement) == ["/0/Action"]
    for kind in ("session-policy", "control-policy"):
        assert told(statement, kind=kind) == []
