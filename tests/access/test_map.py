"""The map says of each action what a question about it alone says."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from immlint.access.answer import grants
from immlint.access.map import Cell, access_map
from immlint.catalog import load
from immlint.ram import Policy


def policy(*statements: dict[str, Any]) -> Policy:
    return Policy.parse(json.dumps({"Version": "1", "Statement": list(statements)}))


def body(effect: str, action: Any, resource: Any, **more: Any) -> dict[str, Any]:
    return {"Effect": effect, "Action": action, "Resource": resource, **more}


def answers(*statements: dict[str, Any]) -> dict[tuple[str, str], str]:
    cells = access_map([policy(*statements)])
    return {(cell.action, cell.resource): cell.answer for cell in cells}


OFFICE = {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}
DATASETS = "acs:imm:*:*:project/*/dataset/*"
PROJECTS = "acs:imm:*:*:project/*"


def test_each_answer() -> None:
    found = answers(
        body("Allow", "imm:Get*", "acs:imm:*:*:project/photos*"),
        body("Allow", "imm:CreateDataset", DATASETS, Condition=OFFICE),
        body("Allow", ["imm:DeleteDataset", "imm:UpdateDataset"], "*"),
        body("Deny", "imm:Delete*", "*"),
        body("Allow", "imm:UpdateProject", PROJECTS),
    )
    assert found["imm:GetProject", PROJECTS] == "partly"
    assert found["imm:CreateDataset", DATASETS] == "conditional"
    assert found["imm:DeleteDataset", DATASETS] == "denied"
    assert found["imm:DeleteProject", PROJECTS] == "denied"
    assert found["imm:UpdateDataset", DATASETS] == "granted"
    assert found["imm:UpdateProject", PROJECTS] == "granted"
    assert found["imm:CreateProject", PROJECTS] == "not granted"


def test_every_operation_that_asks_ram_is_there() -> None:
    asked = {row.ram.action for row in load().operations.values() if row.ram.action}
    assert {cell.action for cell in access_map([policy(body("Allow", "*", "*"))])} == asked
    assert all(cell.answer == "granted" for cell in access_map([policy(body("Allow", "*", "*"))]))


def test_other_services_are_there_as_far_as_they_are_named() -> None:
    found = answers(
        body("Allow", ["oss:GetObject", "oss:ListObjects", "oss:PutBucketA?l"], "acs:oss:*:*:b/*"),
        body("Deny", "ecs:RunInstances", "*"),
        body("Allow", ["nowhere:Do", "nowhere:Get*"], "*"),
    )
    others = {key: answer for key, answer in found.items() if not key[0].startswith("imm:")}
    assert others == {
        ("oss:GetObject", "acs:oss:*:*:*/*"): "partly",
        ("oss:GetObject", "acs:oss:*:*:accesspoint/*/object/*"): "not granted",
        ("oss:ListObjects", "acs:oss:*:*:*"): "not granted",
        ("oss:ListObjects", "acs:oss:*:*:accesspoint/*"): "not granted",
        ("oss:PutBucketAcl", "acs:oss:*:*:*"): "not granted",
        ("nowhere:Do", "*"): "granted",
    } | {key: "denied" for key in others if key[0] == "ecs:RunInstances"}


def test_a_pattern_stands_for_what_ram_asks_for() -> None:
    """``HeadObject`` and its like are operations for which RAM asks another action: as in ``grants``."""
    found = {action for action, _ in answers(body("Allow", "oss:*Object", "acs:oss:*:*:b/*"))}
    assert "oss:GetObject" in found
    assert "oss:HeadObject" not in found
    named = {action for action, _ in answers(body("Allow", "oss:HeadObject", "*"))}
    assert "oss:HeadObject" in named


ACTIONS = [
    "imm:*",
    "imm:Get*",
    "imm:CreateDataset",
    "imm:createdataset",
    "imm:ListDatasets",
    "*",
    "oss:GetObject",
]
RESOURCES = ["*", PROJECTS, DATASETS, "acs:imm:cn-beijing:*:project/p", "acs:imm:*:*:project/p/*"]
STATEMENT = st.builds(
    body,
    st.sampled_from(["Allow", "Allow", "Deny"]),
    st.lists(st.sampled_from(ACTIONS), min_size=1, max_size=2),
    st.lists(st.sampled_from(RESOURCES), min_size=1, max_size=2),
)


@settings(max_examples=5, deadline=None)
@given(st.lists(STATEMENT, min_size=1, max_size=3))
def test_a_cell_is_what_the_question_alone_is_answered(statements: list[dict[str, Any]]) -> None:
    """Decisions are shared between actions that the same statements take: none may differ for that."""
    read = policy(*statements)
    own = (
        "imm:CreateDataset",
        "imm:ListDatasets",
        "imm:GetProject",
        "imm:GetDataset",
        "imm:DetectImageFaces",
    )
    for cell in access_map([read]):
        if cell.action in own:
            alone = grants([read], action=cell.action, resource=cell.resource)
            assert (alone.verdict, alone.certain) == (cell.decision.verdict, cell.decision.certain), (
                cell.action
            )
            assert Cell(cell.service, cell.action, cell.resource, alone).answer == cell.answer
