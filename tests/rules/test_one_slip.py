"""One slip is one finding: what follows from another finding is left out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import immlint
from immlint.config import Config

DATASET = "acs:imm:*:*:project/photos/dataset/faces"


def _policy(*statements: object, **other: object) -> str:
    return json.dumps({"Version": "1", "Statement": list(statements), **other})


def _allow(action: object = "ecs:StopInstance", resource: object = "*", **other: object) -> dict[str, object]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **other}


def _trust(principal: object) -> dict[str, object]:
    return {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}


def _codes(text: str, filename: str = "policy.json") -> list[str]:
    return [f.code for f in immlint.lint_text(text, filename=filename, config=Config(pedantic=True))]


@pytest.mark.parametrize("key", ["Statements", "statement", "statements"])
def test_statement_by_another_name_is_not_missing_too(key: str) -> None:
    assert _codes(json.dumps({"Version": "1", key: [_allow()]})) == ["RAM202"]


@pytest.mark.parametrize("key", ["version", "Verson", "VERSION"])
def test_version_by_another_name_is_not_missing_too(key: str) -> None:
    assert _codes(json.dumps({key: "1", "Statement": [_allow(resource="acs:ecs:*:*:instance/*")]})) == [
        "RAM202"
    ]


@pytest.mark.parametrize(
    ("element", "key"),
    [("Effect", "effect"), ("Effect", "Efect"), ("Action", "Actions"), ("Resource", "Resourse")],
)
def test_element_by_another_name_is_not_missing_too(element: str, key: str) -> None:
    statement = _allow()
    statement[key] = statement.pop(element)
    assert _codes(_policy(statement)) == ["RAM202"]
    del statement[key]
    assert _codes(_policy(statement)) == ["RAM205"]


def test_what_contradicts_is_not_wide_too() -> None:
    both = _allow("ecs:StopInstance", "acs:ecs:*:*:instance/*", NotAction="ecs:Delete*")
    assert _codes(_policy(both)) == ["RAM207"]


@pytest.mark.parametrize("principal", [None, "*", [], {}, {"AWS": "*"}, {"RAM": [7]}, {"RAM": []}])
def test_what_names_nobody_covers_nothing(principal: object) -> None:
    named = _trust({"RAM": ["acs:ram::1234567890123456:root"]})
    for pair in ((named, _trust(principal)), (_trust(principal), named)):
        assert not {"RAM502", "RAM503", "RAM505"} & set(_codes(_policy(*pair), "trust-policy.json"))


def test_a_principal_beside_a_resource_is_not_overlooked() -> None:
    one, other = (
        _allow(Principal={"RAM": [f"acs:ram::{n}:root"]}) for n in (1234567890123456, 2345678901234567)
    )
    assert not {"RAM502", "RAM505"} & set(_codes(_policy(one, other, _allow())))


@pytest.mark.parametrize(
    "condition",
    [
        {"NotIpAddress": {"acs:SourceIp": ["0.0.0.0/0", "::/0"]}},
        {"StringEquals": {"acs:PrincipalARN": "ada"}},
    ],
)
def test_a_condition_that_never_holds_is_told_alone(condition: object) -> None:
    deny = {"Effect": "Deny", "Action": "ecs:*", "Resource": "*", "Condition": condition}
    limited = _allow(Condition={"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}})
    assert _codes(_policy(limited, deny)) == ["RAM317"]


@pytest.mark.parametrize("element", ["Action", "Resource"])
@pytest.mark.parametrize("number", [2, 3, 60])
def test_what_can_be_one_statement_is_told_once(element: str, number: int) -> None:
    parts = [f"ecs:Stop{n}x" if element == "Action" else f"acs:ecs:*:*:instance/{n}x" for n in range(number)]
    text = _policy(*(_allow(**{element.lower(): part}) for part in parts))
    (finding,) = (
        f for f in immlint.lint_text(text, filename="policy.json", config=Config(select=("RAM505",)))
    )
    assert finding.pointer == "/Statement/1"
    assert len(finding.related) == number - 1


def test_statements_that_cannot_be_one_are_told_apart() -> None:
    first = [_allow("ecs:StopInstance", f"acs:ecs:*:*:instance/{n}") for n in "abc"]
    second = [_allow("rds:Stop*", f"acs:rds:*:*:dbinstance/{n}") for n in "abc"]
    mixed = [statement for pair in zip(first, second, strict=True) for statement in pair]
    assert _codes(_policy(*mixed)) == ["RAM505", "RAM505"]


def test_what_is_covered_is_not_mergeable_too() -> None:
    statements = [
        _allow("ecs:Stop*", "acs:ecs:*:*:*"),
        _allow("ecs:Start*", "*"),
        _allow(["ecs:StopInstance", "ecs:StartInstance"], "acs:ecs:*:*:*"),
    ]
    assert _codes(_policy(*statements)) == ["RAM502"]


@pytest.mark.parametrize("pattern", ["project/*", "project/**", "project/?*"])
def test_a_leak_is_told_at_the_pattern_alone(pattern: str) -> None:
    actions = ["imm:GetProject", "imm:DeleteDataset"]
    codes = _codes(_policy(_allow(actions, [f"acs:imm:*:*:{pattern}", DATASET])))
    assert codes.count("RAM405") == 1
    assert "RAM501" not in codes
    # That the project is not named either is another slip.
    assert codes.count("RAM403") <= 1


def test_what_is_named_in_its_own_form_as_well_is_no_leak() -> None:
    resources = ["acs:imm:*:*:project/*", "acs:imm:*:*:project/*/dataset/*"]
    assert "RAM405" not in _codes(_policy(_allow(["imm:GetProject", "imm:DeleteDataset"], resources)))


@pytest.mark.parametrize("resource", ["*", "acs:*:*:*:*", "acs:ram:*:*:*"])
@pytest.mark.parametrize("action", ["*", "*:*", "ram:*"])
def test_nothing_is_more_than_all_of_ram(action: str, resource: str) -> None:
    assert "RAM410" not in _codes(_policy(_allow(action, resource)))
    assert "RAM410" in _codes(_policy(_allow("ram:Attach*", resource)))


def test_a_setter_by_another_name_leaves_nothing_missing(tmp_path: Path) -> None:
    code = """from aliyunsdkimm.request.v20200930.GetProjectRequest import GetProjectRequest
request = GetProjectRequest()
request.{}("p")
"""
    assert _codes(code.format("set_project_name"), "app.py") == ["SDK110"]
    assert _codes(code.format("set_ProjectNam"), "app.py") == ["SDK110"]
    assert _codes(code.format("set_connect_timeout"), "app.py") == ["IMM101"]


def test_a_grant_beside_what_is_asked_in_vain_is_not_unused_too(tmp_path: Path) -> None:
    policy = tmp_path / "policy.json"
    statements = [
        _allow("imm:CreateDataset", "acs:imm:*:*:project/photos/dataset/*"),
        _allow(["imm:DeleteDataset", "imm:CreateDataset"], "acs:imm:*:*:project/music/dataset/*"),
        _allow("imm:DeleteProject", "acs:imm:*:*:project/photos"),
    ]
    policy.write_text(_policy(*statements))
    request = '{"Action": "CreateDataset", "ProjectName": "videos", "DatasetName": "d"}'
    config = Config(policies=(str(policy),))
    found = immlint.lint_text(request, filename="request.json", config=config)
    assert sorted((f.code, f.pointer) for f in found) == [
        ("GNT101", "/Action"),
        ("GNT104", "/Statement/1/Action/0"),
        ("GNT104", "/Statement/2"),
    ]


def _deny(action: object, resource: object) -> dict[str, object]:
    return {"Effect": "Deny", "Action": action, "Resource": resource}


@pytest.mark.parametrize("allowed", ["imm:DeleteDataset", ["imm:GetDataset", "imm:Delete*"], "imm:*"])
def test_a_deny_that_leaves_open_what_is_inside_is_not_idle_too(allowed: object) -> None:
    inside, project = "acs:imm:*:*:project/photos/dataset/*", "acs:imm:*:*:project/photos"
    text = _policy(_allow(allowed, inside), _deny("imm:Delete*", project))
    assert [code for code in _codes(text) if code in ("RAM411", "RAM504")] == ["RAM411"]
    # One that protects nothing of what is allowed is idle.
    text = _policy(_allow("imm:GetDataset", inside), _deny("imm:Delete*", project))
    assert _codes(text) == ["RAM504"]
