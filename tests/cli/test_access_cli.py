"""``immlint access`` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import immlint

POLICY = {
    "Version": "1",
    "Statement": [
        {"Effect": "Allow", "Action": "imm:UpdateProject", "Resource": "acs:imm:*:*:project/照片"},
        {"Effect": "Allow", "Action": "imm:UpdateProject", "Resource": "acs:imm:*:*:project/photos"},
        {"Effect": "Deny", "Action": "oss:PutObject", "Resource": "*"},
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "policy.json").write_text(json.dumps(POLICY, ensure_ascii=False, indent=1), "utf-8")
    (tmp_path / "session.json").write_text(
        json.dumps({"Version": "1", "Statement": {"Effect": "Allow", "Action": "oss:*", "Resource": "*"}})
    )
    (tmp_path / "wrong.json").write_text('{"Version": "1", "Statement": [{"Effect": "Alow"}]}')
    return tmp_path


def test_text(folder: Path) -> None:
    code, out, err = immlint("access", "policy.json", cwd=folder)
    assert (code, err) == (0, "")
    head, *lines = out.splitlines()
    assert head == "imm: 1 partly, 103 not granted"
    assert lines[:5] == [
        "  partly on acs:imm:*:*:project/*",
        "    imm:UpdateProject",
        "    granted, for one:     acs:imm:eu-west-1:0000000000000000:project/photos",
        "    not granted, for one: acs:imm:eu-west-1:0000000000000000:project/a",
        "    by policy.json:9:3 /Statement/1 (Allow)",
    ]
    assert "oss: 2 denied" in lines


def test_what_conditions_never_grant_is_shown(folder: Path) -> None:
    allow = {"Effect": "Allow", "Condition": {"Bool": {"acs:MFAPresent": "true"}}}
    named = [
        {**allow, "Action": "imm:UpdateProject", "Resource": "acs:imm:*:*:project/photos"},
        {**allow, "Action": "imm:GetProject", "Resource": "acs:imm:*:*:project/*"},
    ]
    (folder / "mfa.json").write_text(json.dumps({"Version": "1", "Statement": named}))
    _, out, _ = immlint("access", "mfa.json", cwd=folder)
    told = [line.split(": ")[0].strip() for line in out.splitlines()]
    assert told[1:] == [
        "conditional on acs:imm:*:*:project/*",
        "imm:GetProject",
        "by mfa.json:1:177 /Statement/1 (Allow if acs:MFAPresent Bool true)",
        "conditional on acs:imm:*:*:project/*",
        "imm:UpdateProject",
        "granted, for one",
        "not granted, for one",
        "by mfa.json:1:32 /Statement/0 (Allow if acs:MFAPresent Bool true)",
    ]


def test_json_has_every_cell(folder: Path) -> None:
    _, out, _ = immlint("access", "policy.json", "--output-format", "json", cwd=folder)
    rows = json.loads(out)
    (found,) = [row for row in rows if row["answer"] == "partly"]
    assert found["action"] == "imm:UpdateProject"
    assert found["deciding"][-1]["pointer"] == "/Statement/1"
    assert {row["answer"] for row in rows if row["service"] == "oss"} == {"denied"}


def test_a_session_policy_limits(folder: Path) -> None:
    _, out, _ = immlint("access", "policy.json", "--session-policy", "session.json", cwd=folder)
    assert out.startswith("imm: 104 not granted\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("missing.json",), "missing.json: there is no such file"),
        (("wrong.json",), "RAM refuses this policy"),
        ((), "Missing argument"),
        ((".",), "this is not a regular file"),
    ],
)
def test_what_cannot_be_read_is_said(folder: Path, arguments: tuple[str, ...], told: str) -> None:
    code, out, err = immlint("access", *arguments, cwd=folder)
    assert (code, out) == (2, "")
    assert told in err
