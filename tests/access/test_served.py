"""The heart, for every form: which actions of a statement its resources serve."""

from __future__ import annotations

import json
from typing import Any

import pytest

import immlint
from immlint.config import Config

P = "acs:imm:*:*:project/"


def told(action: Any, resource: Any, effect: str = "Allow") -> list[tuple[str, str, str]]:
    statement = {"Effect": effect, "Action": action, "Resource": resource}
    text = json.dumps({"Version": "1", "Statement": [statement]})
    rules = ("RAM209", "RAM210", "RAM303", "RAM304", "RAM305", "RAM307", "RAM308", "RAM309", "RAM310")
    found = immlint.lint_text(text, filename="p.json", config=Config(select=rules))
    return [(f.code, f.severity, f.pointer.removeprefix("/Statement/0/")) for f in found]


def expected(action: Any, resource: Any) -> str:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    text = json.dumps({"Version": "1", "Statement": [statement]})
    (finding,) = immlint.lint_text(text, filename="p.json", config=Config(select=("RAM303", "RAM305")))
    return finding.message.rpartition("expected ")[2].strip('"')


@pytest.mark.parametrize(
    ("action", "resource", "finds"),
    [
        ("imm:CreateDataset", f"{P}photos", [("RAM303", "error", "Resource")]),
        ("imm:?reateDataset", f"{P}photos", [("RAM303", "warning", "Resource")]),
        ("imm:Contextual*", f"{P}p", [("RAM304", "error", "Action")]),
        ("imm:Detach*", f"{P}p", [("RAM304", "error", "Action")]),
        ("imm:ListDataset*", f"{P}p/dataset/faces", [("RAM305", "error", "Action")]),
        ("imm:Create*", f"{P}photos", [("RAM303", "info", "Action")]),
        ("imm:SemanticQuery", f"{P}photos/datasets/*", [("RAM303", "error", "Resource")]),
        ("imm:*", f"{P}photos/datasets/*", [("RAM303", "error", "Resource")]),
        (["imm:GetTask", "imm:GetDataset"], f"{P}p", [("RAM303", "error", "Action/1")]),
        ("imm:GetProject", [f"{P}p", "acs:oss:*:*:b/*"], [("RAM303", "warning", "Resource/1")]),
        ("imm:GetProject", [f"{P}p/x", f"{P}q/y"], [("RAM303", "error", f"Resource/{n}") for n in (0, 1)]),
        (["imm:GetProject", "oss:GetObject"], [f"{P}p", "acs:oss:*:*:b/*"], []),
        ("imm:GetDataset", f"{P}p/dataset/{'d' * 129}", [("RAM308", "error", "Resource")]),
        ("imm:GetDataset", f"{P}p/dataset/{'?' * 129}", [("RAM308", "error", "Resource")]),
        ("imm:GetDataset", f"{P}{'p' * 130}/dataset/*", [("RAM308", "error", "Resource")]),
        ("imm:GetDataset", f"{P}p/dataset/{'?' * 128}*", []),
        ("imm:GetDataset", f"{P}p/dataset/9?", [("RAM308", "error", "Resource")]),
        ("imm:GetBatch", f"{P}p/batch/*", []),
        ("imm:GetProject", "acs:imm:cn-hangzou:*:project/p", [("RAM309", "warning", "Resource")]),
        ("imm:GetProject", "acs:imm:ap-south-1:*:project/p", [("RAM309", "warning", "Resource")]),
        ("imm:GetProject", "acs:imm:*:123:project/p", [("RAM310", "warning", "Resource")]),
        (
            "imm:GetProject",
            "acs:imm:1234567890123456:cn-beijing:project/p",
            [("RAM303", "error", "Resource")],
        ),
        ("imm:GetProject", f"{P}s/p".replace("project/s", "projects"), [("RAM307", "warning", "Resource")]),
    ],
)
def test_one_slip_is_one_finding_at_its_place(action: Any, resource: Any, finds: list[Any]) -> None:
    assert told(action, resource) == finds


def test_a_deny_that_can_never_hold_is_told_alike() -> None:
    assert told("imm:DeleteDataset", f"{P}photos", "Deny") == [("RAM303", "error", "Resource")]


def test_a_wildcard_names_what_it_never_reaches() -> None:
    statement = {"Effect": "Allow", "Action": "imm:*", "Resource": f"{P}photos"}
    text = json.dumps({"Version": "1", "Statement": [statement]})
    (finding,) = immlint.lint_text(text, filename="p.json", config=Config(select=("RAM303",)))
    assert finding.message.startswith("no resource of the statement is one of imm:CreateDataset, ")
    assert (finding.severity, finding.pointer) == ("info", "/Statement/0/Action")


@pytest.mark.parametrize(
    ("action", "resource", "proposal"),
    [
        ("imm:CreateDataset", f"{P}photos", f"{P}photos/dataset/*"),
        ("imm:GetDataset", f"{P}photos/datasets/faces", f"{P}photos/dataset/faces"),
        ("imm:GetDataset", "acs:imm:*:*:Project/photos/dataset/faces", f"{P}photos/dataset/faces"),
        ("imm:GetDataset", f"{P}photos:dataset/x", f"{P}photos/dataset/x"),
        ("imm:GetDataset", "acs:imm:*:*:projct/photos/dataset/x", f"{P}photos/dataset/x"),
        ("imm:GetDataset", "acs:imm:*:*:dataset/albums", f"{P}*/dataset/albums"),
        ("imm:GetDataset", "acs:imm:*:*:photos/dataset/x", f"{P}photos/dataset/x"),
        ("imm:GetDataset", f"{P}dataset1", f"{P}dataset1/dataset/*"),
        ("imm:GetDataset", "acs::imm:*:project/p/dataset/x", f"{P}p/dataset/x"),
        (
            "imm:GetDataset",
            "acs:imm:1234567890123456:cn-beijing:project/p/dataset/x",
            "acs:imm:cn-beijing:1234567890123456:project/p/dataset/x",
        ),
        ("imm:CreateDataset", "acs:imm:{{ r }}:*:project/p", "acs:imm:{{ r }}:*:project/p/dataset/*"),
        ("imm:CreateDataset", "acs:oss:*:*:bucket/x", f"{P}*/dataset/*"),
        ("imm:CreateTrigger", f"{P}p/dataset/x", f"{P}p/trigger/*"),
    ],
)
def test_a_proposal_keeps_what_is_written(action: str, resource: str, proposal: str) -> None:
    assert expected(action, resource) == proposal
