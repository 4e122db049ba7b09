"""Names have at most 128 characters: what holds longer ones only holds none, for every rule that asks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import immlint
from immlint.access.map import access_map
from immlint.config import Config
from immlint.ram import Policy

PROJECT = "acs:imm:*:*:project/"
DATASET = f"{PROJECT}photos/dataset/"
#: Patterns of one length each: together they hold every name up to it.
UP_TO_128 = ["?" * length for length in range(1, 129)]
TOO_LONG = "?" * 129 + "*"
LONGEST = "?" * 128 + "*"


def allow(action: Any, resource: Any, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any, resource: Any, **more: Any) -> dict[str, Any]:
    return {"Effect": "Deny", "Action": action, "Resource": resource, **more}


def under(prefix: str, names: list[str]) -> list[str]:
    return [prefix + name for name in names]


@pytest.mark.parametrize(
    ("code", "found", "statements"),
    [
        # What every name is, one length after the other.
        ("RAM403", True, [allow("imm:GetProject", under(PROJECT, UP_TO_128))]),
        ("RAM403", False, [allow("imm:GetProject", under(PROJECT, UP_TO_128[:-1]))]),
        ("RAM402", True, [allow("imm:*", ["acs:imm:*:*:p*", *under(PROJECT, UP_TO_128)])]),
        # What is denied of no name is no limit.
        ("RAM403", True, [allow("imm:GetProject", "*"), deny("imm:GetProject", PROJECT + TOO_LONG)]),
        ("RAM403", False, [allow("imm:GetProject", "*"), deny("imm:GetProject", PROJECT + LONGEST)]),
        ("RAM402", True, [allow("imm:*", "*"), deny("imm:DeleteProject", PROJECT + TOO_LONG)]),
        ("RAM402", False, [allow("imm:*", "*"), deny("imm:DeleteProject", PROJECT + LONGEST)]),
        # What is denied of every name is all of it.
        ("RAM503", True, [allow("imm:GetProject", PROJECT + "*"), deny("imm:*", under(PROJECT, UP_TO_128))]),
        (
            "RAM503",
            False,
            [allow("imm:GetProject", PROJECT + "*"), deny("imm:*", under(PROJECT, UP_TO_128[:-1]))],
        ),
        # Beside one dataset, what reaches datasets of too long names only reaches none.
        (
            "RAM405",
            False,
            [
                allow(
                    ["imm:GetProject", "imm:GetDataset"], [PROJECT + "a" * 128 + "*/b*" + "?" * 128, DATASET]
                )
            ],
        ),
        ("RAM405", True, [allow(["imm:GetProject", "imm:GetDataset"], [PROJECT + "a*", DATASET + "old"])]),
        ("RAM406", False, [allow("imm:GetDataset", PROJECT + "a" * 128 + "*")]),
        ("RAM406", True, [allow("imm:GetDataset", PROJECT + "a" * 127 + "*")]),
        # A hole is something that can be asked for.
        (
            "RAM411",
            False,
            [
                allow("imm:*Dataset", "*"),
                deny(
                    "imm:*", [f"{PROJECT}photos", *under(DATASET, [*UP_TO_128, "?" * 129, "*" + "?" * 130])]
                ),
            ],
        ),
        (
            "RAM411",
            True,
            [
                allow("imm:*Dataset", "*"),
                deny("imm:*", [f"{PROJECT}photos", *under(DATASET, [*UP_TO_128[1:], TOO_LONG])]),
            ],
        ),
        ("RAM321", False, [allow("imm:GetDataset", "*/dataset/" + "a" * 129)]),
        ("RAM321", True, [allow("imm:GetDataset", "*/dataset/" + "a" * 128)]),
        ("RAM308", True, [allow("imm:GetProject", PROJECT + "a" * 129 + "*")]),
        ("RAM308", False, [allow("imm:GetProject", PROJECT + "a" * 128 + "*")]),
        # ? may be a slash: this is the project and the dataset in it.
        ("RAM308", False, [allow("imm:GetDataset", PROJECT + "?" * 200)]),
        ("RAM303", False, [allow("imm:GetDataset", PROJECT + "?" * 265)]),
        ("RAM308", True, [allow("imm:GetDataset", PROJECT + "?" * 266)]),
    ],
)
def test_rules(code: str, found: bool, statements: list[dict[str, Any]]) -> None:
    text = json.dumps({"Version": "1", "Statement": statements})
    findings = immlint.lint_text(text, filename="p.json", config=Config(select=(code,)))
    assert ({f.code for f in findings} == {code}) is found


def test_a_deny_of_no_name_is_not_named_beside_full_access() -> None:
    for name, shown in ((TOO_LONG, "every action on"), (LONGEST, 'every action but "imm:DeleteProject" on')):
        statements = [allow("*", "*"), deny("imm:DeleteProject", PROJECT + name)]
        text = json.dumps({"Version": "1", "Statement": statements})
        (finding,) = immlint.lint_text(text, filename="p.json", config=Config(select=("RAM401",)))
        assert shown in finding.message


@pytest.mark.parametrize(
    ("names", "answer"),
    [(UP_TO_128, "granted"), (UP_TO_128[:-1], "partly"), ([TOO_LONG], "not granted"), ([LONGEST], "partly")],
)
def test_the_map(names: list[str], answer: str) -> None:
    statements = [allow("imm:GetProject", under(PROJECT, names))]
    policy = Policy.parse(json.dumps({"Version": "1", "Statement": statements}))
    (found,) = [cell.answer for cell in access_map([policy]) if cell.action == "imm:GetProject"]
    assert found == answer


@pytest.mark.parametrize(
    ("form", "statements", "found"),
    [
        ("forbid", [allow("imm:GetProject", PROJECT + TOO_LONG)], False),
        ("forbid", [allow("imm:GetProject", PROJECT + LONGEST)], True),
        ("forbid", [allow("imm:GetProject", "*"), deny("*", under(PROJECT, UP_TO_128))], False),
        ("forbid", [allow("imm:GetProject", "*"), deny("*", under(PROJECT, UP_TO_128[1:]))], True),
        ("require", [allow("imm:GetProject", PROJECT + TOO_LONG)], False),
        ("require", [allow("imm:GetProject", PROJECT + LONGEST)], True),
        ("require", [allow("imm:GetProject", "*"), deny("*", under(PROJECT, UP_TO_128))], False),
        (
            "require",
            [
                allow("imm:GetProject", "*"),
                deny("*", under(PROJECT, UP_TO_128), Condition={"Bool": {"acs:SecureTransport": "false"}}),
            ],
            False,
        ),
        (
            "require",
            [
                allow("imm:GetProject", "*"),
                deny(
                    "*", under(PROJECT, UP_TO_128[1:]), Condition={"Bool": {"acs:SecureTransport": "false"}}
                ),
            ],
            True,
        ),
    ],
)
def test_custom_rules(tmp_path: Path, form: str, statements: list[dict[str, Any]], found: bool) -> None:
    wanted: dict[str, Any] = {"action": "imm:GetProject"}
    if form == "require":
        wanted["condition"] = {"Bool": {"acs:SecureTransport": "true"}}
    rule = {"code": "ACME1", "name": "acme", "subject": "policy", "severity": "warning", "message": "no"}
    (tmp_path / "rule.yaml").write_text(
        json.dumps({**rule, form: wanted, "valid": ["{}"], "invalid": ["{}"]}), "utf-8"
    )
    config = Config(rules=(str(tmp_path / "rule.yaml"),), select=("ACME1", "LNT903"))
    text = json.dumps({"Version": "1", "Statement": statements})
    findings = immlint.lint_text(text, filename="p.json", config=config)
    assert [f.code for f in findings] == (["ACME1"] if found else [])
