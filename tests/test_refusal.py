"""A policy that RAM refuses grants nothing and proves nothing, whoever asks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from immlint.ram import Policy, diff, grants
from tests.command import immlint

ALL = {"Effect": "Allow", "Action": "imm:*", "Resource": "*"}
DATASETS = "acs:imm:*:*:project/p/dataset/*"
SOUND = json.dumps({"Version": "1", "Statement": [ALL]})


def beside(statement: dict[str, Any], **more: Any) -> str:
    return json.dumps({"Version": "1", "Statement": [ALL, statement], **more})


REFUSED = {
    "RAM206": beside({"Effect": "deny", "Action": "imm:*", "Resource": "*"}),
    "RAM207": beside({"Effect": "Deny", "Action": "oss:*", "NotAction": "imm:*", "Resource": "*"}),
    "RAM205": beside({"Action": "imm:*", "Resource": "*"}),
    "RAM201": SOUND.replace("]}", ",]}"),
    "RAM202": beside(ALL, Statements=[]),
    "RAM204": SOUND.replace('"1"', '"2"'),
    "RAM209": beside({"Effect": "Deny", "Action": "imm:*", "Resource": "arn:imm:*:*:*"}),
    "RAM210": beside({"Effect": "Deny", "Action": "imm:*", "Resource": "acs:imm:*"}),
    "RAM603": beside({**ALL, "Principal": {"RAM": ["acs:ram::1234567890123456:root"]}}),
}


@pytest.mark.parametrize(("code", "text"), REFUSED.items())
def test_no_question_about_it_is_answered(code: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text(text)
    (tmp_path / "sound.json").write_text(SOUND)
    question = ("--action", "imm:CreateDataset", "--resource", DATASETS)
    for args in (
        ("grants", "--policy", "p.json", *question),
        ("diff", "p.json", "sound.json"),
        ("diff", "sound.json", "p.json"),
    ):
        exit_code, out, err = immlint(*args, cwd=tmp_path)
        assert (exit_code, out) == (2, "")
        assert code in err


@pytest.mark.parametrize("code", sorted(set(REFUSED) - {"RAM201"}))
def test_the_api_refuses_what_the_command_line_refuses(code: str) -> None:
    policy, sound = Policy.parse(REFUSED[code]), Policy.parse(SOUND)
    with pytest.raises(ValueError, match=code):
        grants([sound, policy], action="imm:CreateDataset", resource=DATASETS)
    with pytest.raises(ValueError, match=code):
        diff([sound], [policy])
    assert grants([sound], action="imm:CreateDataset", resource=DATASETS).verdict == "all"


@pytest.mark.parametrize("action", ["imm:*", "imm:Get?roject", "*", "GetProject", "imm:", "a:b:c", ""])
def test_the_api_answers_for_one_action(action: str) -> None:
    # Of a pattern the whole would be told of what no Deny names, though some of it is denied.
    denied = Policy.parse(beside({"Effect": "Deny", "Action": "imm:Get*", "Resource": "*"}))
    with pytest.raises(ValueError, match="is no action; expected <ram-code>:<action-name>"):
        grants([denied], action=action, resource="*")


def test_statements_name_principals_of_one_another() -> None:
    def trust(*principals: Any) -> list[Policy]:
        rest = {"Effect": "Allow", "Action": "sts:AssumeRole"}
        said = [{**rest, "Principal": {"RAM": each}} for each in principals]
        return [Policy.parse(json.dumps({"Version": "1", "Statement": said}))]

    ada, bob, own = (f"acs:ram::1234567890123456:{who}" for who in ("user/ada", "user/bob", "root"))
    assert diff(trust([ada, bob]), trust([bob], ada)).equal
    assert diff(trust(bob, [ada]), trust([own], ada)).narrower is False
    assert diff(trust([ada, bob]), trust([bob])).gained == ()
    assert diff(trust([ada, bob]), trust([bob])).lost


def test_a_run_goes_on_without_it(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text(REFUSED["RAM206"])
    request = {"Action": "CreateDataset", "ProjectName": "1p", "DatasetName": "d"}
    (tmp_path / "r.json").write_text(json.dumps(request))
    exit_code, out, err = immlint("r.json", "--policy", "p.json", cwd=tmp_path)
    assert exit_code == 2
    assert "IMM104" in out
    assert "GNT" not in out
    assert "RAM206" in err


def test_a_policy_that_is_only_too_long_is_read(tmp_path: Path) -> None:
    names = [f"acs:imm:*:*:project/p/dataset/{'d' * 60}{n}" for n in range(80)]
    (tmp_path / "p.json").write_text(beside({**ALL, "Resource": names}))
    question = ("--policy", "p.json", "--action", "imm:CreateDataset", "--resource", DATASETS)
    exit_code, out, err = immlint("grants", *question, cwd=tmp_path)
    assert (exit_code, out.split("\n")[0]) == (0, "granted on every resource asked for")
    assert "RAM214" in err
    assert immlint("grants", *question, "--expect", "all", cwd=tmp_path)[0] == 1
