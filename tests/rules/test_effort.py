"""What a rule costs for each of many values is counted, not timed."""

from __future__ import annotations

import json
from typing import Any

import pytest

import immlint
from immlint.config import Config
from immlint.language.machine import Machine
from tests.steps import steps

REQUESTS = 20
#: Moves of a search over one value: bounded names took more than ten thousand.
FEW = 400


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("GetDataset", {"ProjectName": "${env}-%%", "DatasetName": "d%%-${env}-x"}),
        ("DetectImageCodes", {"ProjectName": "p", "SourceURI": "oss://b%%/${day}/${name}.jpg"}),
    ],
)
def test_a_name_known_in_part_is_searched_in_few_moves(
    monkeypatch: pytest.MonkeyPatch, operation: str, parameters: dict[str, str]
) -> None:
    moves = 0
    move = Machine.move

    def counted(machine: Machine, states: int, char: str) -> int:
        nonlocal moves
        moves += 1
        return move(machine, states, char)

    monkeypatch.setattr(Machine, "move", counted)
    requests = [
        {"Action": operation} | {key: value.replace("%%", str(number)) for key, value in parameters.items()}
        for number in range(REQUESTS)
    ]
    assert immlint.lint_text(json.dumps(requests), filename="requests.json", config=Config()) == []
    assert 0 < moves < FEW * REQUESTS * len(parameters)


def names(n: int) -> list[dict[str, Any]]:
    names = (f"acs:imm:*:*:project/p{n}-{i}/dataset/*" for i in range(n))
    return [{"Effect": "Allow", "Action": "imm:GetDataset", "Resource": name} for name in names]


def covered(n: int) -> list[dict[str, Any]]:
    return [*names(n - 1), {"Effect": "Allow", "Action": "imm:Get*", "Resource": "*"}]


def one_statement(n: int) -> list[dict[str, Any]]:
    actions = [f"imm:*{chr(97 + i % 26)}{n}-{i:03}*" for i in range(n)]
    resources = [f"acs:imm:*:*:*p{n}-{i:03}*" for i in range(n // 2)]
    return [{"Effect": "Allow", "Action": actions, "Resource": resources}]


@pytest.mark.parametrize("make", [names, covered, one_statement])
def test_twice_the_statements_or_patterns_take_twice_the_work(make: Any) -> None:
    def work(n: int) -> int:
        text = json.dumps({"Version": "1", "Statement": make(n)})
        return steps(lambda: immlint.lint_text(text, filename="policy.json", config=Config(pedantic=True)))

    work(10)
    assert work(400) <= 2.2 * work(200)
