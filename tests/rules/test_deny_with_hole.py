"""A Deny that names a project and not what is inside."""

from __future__ import annotations

import json
from typing import Any

import pytest

import immlint
from immlint.config import Config

Body = dict[str, Any]
PHOTOS = "acs:imm:*:*:project/photos"
ALL = {"Effect": "Allow", "Action": "imm:*", "Resource": "*"}


def deny(action: Any, *resources: str, **more: Any) -> Body:
    return {"Effect": "Deny", "Action": action, "Resource": list(resources), **more}


def told(*statements: Body, kind: str | None = None) -> list[tuple[str, str]]:
    text = json.dumps({"Version": "1", "Statement": statements})
    config = Config(kinds={"policy.json": kind} if kind else {})
    found = immlint.lint_text(text, filename="policy.json", config=config)
    return [
        (f.pointer.removeprefix("/Statement"), f.message.partition(" ")[0])
        for f in found
        if f.code == "RAM411"
    ]


@pytest.mark.parametrize(
    ("statements", "place", "action"),
    [
        ([ALL, deny("imm:Delete*", PHOTOS)], "/1/Resource/0", "imm:DeleteDataset"),
        ([deny("imm:Delete*", PHOTOS), ALL], "/0/Resource/0", "imm:DeleteDataset"),
        ([deny("imm:Delete*", PHOTOS)], "/0/Resource/0", "imm:DeleteDataset"),
        ([ALL, deny(["imm:GetTask", "IMM:delete*"], "*:*", PHOTOS)], "/1/Resource/1", "imm:DeleteDataset"),
        ([ALL, deny("imm:*", "acs:imm:cn-beijing:*:project/photo?")], "/1/Resource/0", "imm:CreateDataset"),
        (
            [ALL, {"Effect": "Deny", "NotAction": "imm:Get*", "Resource": PHOTOS}],
            "/1/Resource",
            "imm:CreateDataset",
        ),
        # Datasets are denied, batches are not; and a Deny under another condition is none here.
        ([ALL, deny("imm:Delete*", PHOTOS, f"{PHOTOS}/dataset/*")], "/1/Resource/0", "imm:DeleteBatch"),
        (
            [
                ALL,
                deny("imm:Delete*", PHOTOS),
                deny("imm:*", f"{PHOTOS}/*", Condition={"Bool": {"acs:MFAPresent": "false"}}),
            ],
            "/1/Resource/0",
            "imm:DeleteDataset",
        ),
    ],
)
def test_a_hole_is_told_at_the_project(statements: list[Body], place: str, action: str) -> None:
    found = dict(told(*statements))
    assert found.get(place) == action


@pytest.mark.parametrize(
    "statements",
    [
        [ALL, deny("imm:DeleteProject", PHOTOS)],
        [ALL, deny("imm:Delete*", PHOTOS, f"{PHOTOS}/*")],
        [ALL, deny("imm:Delete*", f"{PHOTOS}*")],
        [ALL, deny("imm:Delete*", "*")],
        [ALL, deny("imm:Delete*", "acs:imm:*:*:*")],
        [
            ALL,
            deny("imm:Delete*", PHOTOS),
            deny("imm:DeleteD*", f"{PHOTOS}/dataset/*"),
            deny("imm:Delete*", f"{PHOTOS}/*"),
        ],
        [ALL, deny("imm:Delete*", f"{PHOTOS}/dataset/faces")],
        [ALL, deny("imm:Delete*", "acs:imm:*:*:project/${name}")],
        [ALL, deny("imm:${action}", PHOTOS)],
        [ALL, deny("imm:Delete*", PHOTOS), deny("imm:Delete*", "${rest}")],
        # Nothing inside is allowed by the policy.
        [{**ALL, "Action": "imm:*Project"}, deny("imm:Delete*", PHOTOS)],
        [{**ALL, "Resource": "acs:imm:*:*:project/videos*"}, deny("imm:Delete*", PHOTOS)],
        # Actions on datasets alone: that the project is none of theirs is another finding.
        [ALL, deny("imm:*Dataset", PHOTOS)],
        # An Allow names just what it names.
        [{**ALL, "Action": "imm:Delete*", "Resource": PHOTOS}],
        [{"Effect": "Allow", "Action": "oss:*", "Resource": "*"}, deny("oss:Delete*", "acs:oss:*:*:photos")],
    ],
)
def test_what_leaves_nothing_is_not(statements: list[Body]) -> None:
    assert told(*statements) == []
