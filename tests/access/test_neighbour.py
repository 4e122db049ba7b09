"""Actions of other services beside their resources: right, and wrong by one token."""

from __future__ import annotations

import json
from typing import Any

import pytest

import immlint
from immlint.access.family import PATH, Family
from immlint.access.service import known_service
from immlint.config import Config


def told(action: Any, resource: Any, effect: str = "Allow") -> list[tuple[str, str, str]]:
    statement = {"Effect": effect, "Action": action, "Resource": resource}
    text = json.dumps({"Version": "1", "Statement": [statement]})
    found = immlint.lint_text(text, filename="policy.json", config=Config(pedantic=True, select=("RAM303",)))
    return [(f.severity, f.pointer.removeprefix("/Statement/0"), f.message) for f in found]


@pytest.mark.parametrize(
    ("action", "right", "wrong", "near"),
    [
        ("oss:GetObject", "acs:oss:*:*:b/*", "acs:oss:*:*:b", "acs:oss:*:*:b/*"),
        ("OSS:getobject", "acs:oss:*:*:b/a/c.jpg", "acs:OSS:*:*:b", "acs:oss:*:*:b/*"),
        ("oss:GetObjectAc?", "acs:oss:*:*:b*", "acs:oss:*:*:b-?", "acs:oss:*:*:b-?/*"),
        ("oss:PutObject", "acs:oss:*:1234567890123456:b/*", "acs:oss:*:1234567890123456:b",
         "acs:oss:*:1234567890123456:b/*"),
        ("oss:PutObject", "acs:oss:::b/a", "acs:oss:::b", "acs:oss:*:*:b/*"),
        ("oss:ListObjects", "acs:oss:*:*:b", "acs:oss:*:*:b/*", "acs:oss:*:*:b"),
        ("oss:ListBuckets", "acs:oss:*:*:*", "acs:oss:*:*:b", "acs:oss:*:*:*"),
        ("oss:PutBucketAcl", "acs:oss:*:*:b", "acs:oss:*:*:b/", "acs:oss:*:*:b"),
        ("oss:GetObject", "acs:oss:*:*:accesspoint/a/object/o", "acs:ossvector:*:*:b/i", "acs:oss:*:*:*/*"),
        ("ram:PassRole", "acs:ram::1234567890123456:role/r", "acs:ram::1234567890123456:user/r",
         "acs:ram:*:1234567890123456:role/*"),
        ("ram:GetPolicy", "acs:ram::system:policy/AliyunOSSFullAccess", "acs:ram::system:role/r",
         "acs:ram:*:*:policy/*"),
        ("sts:AssumeRole", "acs:ram::1234567890123456:role/r", "acs:sts::1234567890123456:role/r",
         "acs:ram:*:1234567890123456:role/*"),
        ("mns:GetQueueAttributes", "acs:mns:*:*:/queues/q", "acs:mns:*:*:/topics/q", "acs:mns:*:*:/queues/*"),
        ("kms:Decrypt", "acs:kms:*:*:key/k", "acs:kms:*:*:secret/k", "acs:kms:*:*:key/*"),
    ],
)  # fmt: skip
def test_one_token_decides(action: str, right: str, wrong: str, near: str) -> None:
    assert told(action, right) == []
    ((severity, pointer, message),) = told(action, wrong)
    assert severity == ("warning" if action.lower().startswith("oss") else "info")
    assert pointer == "/Resource"
    assert message == f'"{wrong}" names no resource of {action}; expected "{near}"'
    # Whatever is expected is right itself.
    assert told(action, near) == []


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("oss:GetObject", "*"),
        ("oss:GetObject", "acs:oss:*:*:*"),
        ("oss:GetObject", "acs:*:*:*:*"),
        ("oss:GetObject", "acs:oss:*:*:${bucket}"),
        ("oss:GetObject", ["acs:oss:*:*:b", "acs:oss:*:*:${bucket}-x"]),
        ("oss:GetObject", ["acs:oss:*:*:b", {"Fn::Sub": "x"}]),
        ("oss:*", "acs:oss:*:*:b"),
        ("oss:Get*", "acs:oss:*:*:b"),
        ("oss:${action}", "acs:oss:*:*:b"),
        ("oss:NobodyKnowsIt", "acs:oss:*:*:b"),
        # Of these nobody says which resources they are asked for on.
        ("ecs:AcceptInquiredSystemEvent", "acs:ecs:*:*:disk/d"),
        ("odps:GetTable", "acs:odps:*:*:nothing"),
        ("nowhere:Do", "acs:oss:*:*:b"),
        # What is asked of all functions may be granted on one, as far as anybody says.
        ("fc:ListFunctions", "acs:fc:*:*:functions/f"),
    ],
)
def test_doubt_is_silent(action: Any, resource: Any) -> None:
    assert told(action, resource) == []


def test_a_deny_is_no_grant() -> None:
    assert told("oss:GetObject", "acs:oss:*:*:b", "Deny") == []


def test_one_resource_is_told_once() -> None:
    ((_, pointer, message),) = told(["oss:GetObject", "oss:PutObject"], "acs:oss:*:*:b")
    assert (pointer, message.count("oss:GetObject, oss:PutObject")) == ("/Resource", 1)
    places = [pointer for _, pointer, _ in told(["oss:GetObject", "oss:GetBucketAcl"], "acs:oss:*:*:b")]
    assert places == ["/Action/0"]


def test_services_beside_each_other_are_held_apart() -> None:
    actions = ["imm:CreateDataset", "oss:GetObject"]
    assert told(actions, ["acs:imm:*:*:project/p/dataset/*", "acs:oss:*:*:b/*"]) == []
    (found,) = told(actions, ["acs:imm:*:*:project/p/dataset/*", "acs:oss:*:*:b"])
    assert found[:2] == ("warning", "/Action/1")


def test_a_path_keeps_its_slashes() -> None:
    service = known_service("oss")
    assert service is not None
    family = Family("acs:oss:{#region}:{#account}:{#bucket}/{#object}", {"object": PATH})
    for relative, is_object in (("b/o", True), ("b/a/c/d.jpg", True), ("b", False), ("b/", False)):
        assert (family.names.matches(relative), relative) == (is_object, relative)
    assert family.asked("b") is None
    found = family.asked("b/a/*")
    assert found is not None
    assert [found.matches(relative) for relative in ("b/a/c/d", "b/c")] == [True, False]
