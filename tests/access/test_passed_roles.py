"""Who gives IMM a role must be allowed to pass it: held against policies, and written into the least one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import immlint
from immlint.config import Config
from tests.command import immlint as command

CREATE = {"Action": "CreateProject", "Version": "2020-09-30", "ProjectName": "p"}
PASS = "ram:PassRole"


def policy(*statements: dict[str, Any]) -> str:
    every = {"Effect": "Allow", "Action": "imm:*", "Resource": "*"}
    return json.dumps({"Version": "1", "Statement": [every, *statements]})


def allow(resource: str, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": PASS, "Resource": resource, **more}


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        ([], True),
        ([allow("acs:ram:*:*:role/photorole")], False),
        ([allow("acs:ram::*:role/PhotoRole")], False),
        ([allow("acs:ram:*:1234567890123456:role/photo*")], False),
        ([allow("acs:ram:*:*:role/other")], True),
        ([allow("acs:ram:*:*:user/photorole")], True),
        ([{**allow("*"), "Action": "ram:*"}], False),
        ([allow("*", Condition={"StringEquals": {"acs:Service": "imm.aliyuncs.com"}})], False),
        ([allow("*"), {**allow("acs:ram:*:*:role/*"), "Effect": "Deny"}], True),
    ],
)
def test_the_role_is_held_against_the_policies(
    statements: list[dict[str, Any]], told: bool, tmp_path: Path
) -> None:
    held = tmp_path / "policy.json"
    held.write_text(policy(*statements), "utf-8")
    text = json.dumps({**CREATE, "ServiceRole": "PhotoRole"})
    findings = immlint.lint_text(text, filename="r.json", config=Config(policies=(str(held),)))
    found = [(f.severity, f.pointer) for f in findings if f.code == "GNT106"]
    assert found == [("info", "/ServiceRole")] * told


CREDENTIALS = {"ServiceRole": "PhotoRole"}
IMAGES = {"Action": "CompareImageFaces", "Version": "2020-09-30", "ProjectName": "p"}


@pytest.mark.parametrize(
    ("credentials", "pointer"),
    [
        (CREDENTIALS, "/CredentialConfig/ServiceRole"),
        (json.dumps(CREDENTIALS), "/CredentialConfig/ServiceRole"),
        ({"Chain": [{"Role": "PhotoRole", "RoleType": "role"}]}, None),
        ({"ServiceRole": "${role}"}, None),
        ({"ServiceRole": "other"}, None),
        ("${credentials}", None),
        ([CREDENTIALS], None),
    ],
)
def test_the_role_of_one_call_is_passed_too(credentials: Any, pointer: str | None, tmp_path: Path) -> None:
    (tmp_path / "held.json").write_text(policy(allow("acs:ram:*:*:role/other")), "utf-8")
    text = json.dumps({**IMAGES, "CredentialConfig": credentials})
    findings = immlint.lint_text(
        text, filename="r.json", config=Config(policies=(str(tmp_path / "held.json"),))
    )
    assert [f.pointer for f in findings if f.code == "GNT106"] == ([pointer] if pointer else [])
    (tmp_path / "r.json").write_text(text, "utf-8")
    status, written, said = command("policy", "r.json", "--region", "cn-beijing", cwd=tmp_path)
    assert status == 0, said
    passed = [s["Resource"] for s in json.loads(written)["Statement"] if s["Action"] == [PASS]]
    named = "other" if credentials == {"ServiceRole": "other"} else "PhotoRole" if pointer else None
    assert any(f"acs:ram:*:*:role/{named}" in one for one in passed) == (named is not None)


def test_the_role_of_a_call_in_code_is_passed_too(tmp_path: Path) -> None:
    (tmp_path / "held.json").write_text(policy(), "utf-8")
    text = (
        "from alibabacloud_imm20200930 import models as imm\n\n\n"
        "def compare(client):\n"
        "    given = imm.CredentialConfig(service_role='PhotoRole')\n"
        "    request = imm.CompareImageFacesRequest(project_name='p', credential_config=given)\n"
        "    client.compare_image_faces(request)\n"
    )
    findings = immlint.lint_text(
        text, filename="r.py", config=Config(policies=(str(tmp_path / "held.json"),))
    )
    assert [f.line for f in findings if f.code == "GNT106"] == [5]


@pytest.mark.parametrize("role", [None, "", "${role}", 7])
def test_a_role_that_nobody_knows_is_let_pass(role: Any, tmp_path: Path) -> None:
    held = tmp_path / "policy.json"
    held.write_text(policy(), "utf-8")
    text = json.dumps({**CREATE, "ServiceRole": role})
    findings = immlint.lint_text(text, filename="r.json", config=Config(policies=(str(held),)))
    assert "GNT106" not in {f.code for f in findings}


@pytest.mark.parametrize(
    ("role", "resources"),
    [
        ("photo-role", ["acs:ram:*:*:role/photo-role"]),
        ("PhotoRole", ["acs:ram:*:*:role/PhotoRole", "acs:ram:*:*:role/photorole"]),
        ("acs:ram::1234567890123456:role/photo-role", ["acs:ram:*:*:role/photo-role"]),
        ("${env}-role", ["acs:ram:*:*:role/*-role"]),
        ("${role}", []),
    ],
)
def test_the_least_policy_lets_the_role_pass(role: str, resources: list[str], tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text(json.dumps({**CREATE, "ServiceRole": role}), "utf-8")
    status, written, said = command("policy", "r.json", "--region", "cn-beijing", cwd=tmp_path)
    assert status == 0, said
    statements = json.loads(written)["Statement"]
    found = [s["Resource"] for s in statements if s["Action"] == [PASS]]
    assert found == ([resources] if resources else [])
