"""What a rule costs for each of many values is counted, not timed."""

from __future__ import annotations

import json

import pytest

import immlint
from immlint.config import Config
from immlint.language.machine import Machine

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
