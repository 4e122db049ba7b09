"""Repairs of RAM303 where actions share resources: each gets what it asks for, and no other gets more."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

import immlint
from immlint.ram import Policy, grants

P, D, ALL_D, TRIGGERS = (
    f"acs:imm:*:*:project/p{rest}" for rest in ("", "/dataset/d", "/dataset/*", "/trigger/*")
)


def policy(actions: Sequence[str], resources: str | Sequence[str], effect: str = "Allow") -> str:
    statement = {"Effect": effect, "Action": actions, "Resource": resources}
    return json.dumps({"Version": "1", "Statement": [statement]})


def offered(text: str, name: str = "policy.json") -> list[str]:
    found = immlint.lint_text(text, filename=name, config=immlint.Config(select=("RAM303",)))
    return [finding.fix.description for finding in found if finding.fix]


@pytest.mark.parametrize(
    ("actions", "resources", "said"),
    [
        (["imm:GetProject", "imm:CreateDataset"], [P], [f"grant {ALL_D} as well"]),
        (["imm:GetProject", "imm:CreateDataset"], P, [f"grant {ALL_D} as well"]),
        (["imm:DeleteDataset", "imm:GetProject"], [D], [f"grant {P} as well"]),
        (
            ["imm:CreateDataset", "imm:CreateTrigger", "imm:GetProject"],
            [P],
            [f"grant {ALL_D} as well", f"grant {TRIGGERS} as well"],
        ),
        (["imm:DeleteDataset", "imm:CreateDataset"], P, [f"grant {ALL_D} instead"]),
        (
            ["imm:GetProject", "imm:CreateDataset"],
            P.replace("project", "Projects"),
            [f"grant {P}, {ALL_D} instead"],
        ),
        (
            ["imm:GetProject", "imm:CreateDataset"],
            [P, P.replace("project", "Projects")],
            [f"grant {ALL_D} instead"],
        ),
    ],
)
def test_what_is_asked_for_is_offered(
    actions: list[str], resources: str | list[str], said: list[str]
) -> None:
    assert offered(policy(actions, resources)) == said


@pytest.mark.parametrize(
    ("actions", "resources"),
    [
        (["imm:Get*", "imm:CreateDataset"], [P]),
        (["imm:GetProject", "imm:CreateDataset"], "acs:oss:*:*:b"),
        (["imm:GetProject", "imm:CreateDataset", "xyz:Any"], [P]),
        (["imm:GetProject", "imm:CreateDataset"], ["acs:imm:*:*:project/${p}"]),
    ],
)
def test_nothing_is_offered_where_another_action_may_get_more(
    actions: list[str], resources: str | list[str]
) -> None:
    assert offered(policy(actions, resources)) == []


def test_a_deny_is_widened_by_nobody() -> None:
    assert offered(policy(["imm:GetProject", "imm:CreateDataset"], [P], "Deny")) == []


def test_the_mended_policy_grants_each_action_its_own() -> None:
    text = policy(["imm:DeleteDataset", "imm:CreateTrigger"], [D])
    (finding,) = immlint.lint_text(text, filename="p.json", config=immlint.Config(select=("RAM303",)))
    assert finding.fix is not None
    (edit,) = finding.fix.edits
    mended = Policy.parse(text[: edit.start] + edit.text + text[edit.end :])
    verdicts = {
        (action, resource): grants([mended], action=action, resource=resource).verdict
        for action, resource in (
            ("imm:DeleteDataset", D),
            ("imm:DeleteDataset", ALL_D),
            ("imm:CreateTrigger", TRIGGERS),
        )
    }
    assert list(verdicts.values()) == ["all", "some", "all"]
