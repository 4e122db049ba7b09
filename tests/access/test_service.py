"""Another service is one row of a table and a file of data: no code knows it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click import ClickException

import immlint
from immlint.access import service
from immlint.access.answer import answer
from immlint.access.ask import Ask
from immlint.access.least import statements
from immlint.cli.action import check_action
from immlint.config import Config
from immlint.language import Language
from immlint.ram import Policy, grants

ACTIONS = {
    "FeedAnimal": ["acs:zoo:{#regionId}:{#accountId}:animal/{#Name}"],
    "ListKeepers": ["*"],
}


@pytest.fixture
def zoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "zoo.json"
    data.write_text(json.dumps({"actions": ACTIONS}))
    monkeypatch.setattr(service, "SERVICES", (*service.SERVICES, service.Service("zoo", str(data))))


def policy(action: str, resource: str) -> str:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    return json.dumps({"Version": "1", "Statement": [statement]})


def told(action: str, resource: str) -> list[tuple[str, str, str]]:
    found = immlint.lint_text(policy(action, resource), filename="policy.json", config=Config())
    return [(f.code, f.pointer, f.message) for f in found]


@pytest.mark.usefixtures("zoo")
def test_a_row_and_a_file_make_a_service_known() -> None:
    assert told("zoo:FeedAnimals", "*") == [
        (
            "RAM301",
            "/Statement/0/Action",
            'ZOO has no action "zoo:FeedAnimals"; expected "zoo:FeedAnimal"',
        )
    ]
    assert told("zoo:FeedAnimal", "acs:zoo:*:*:keeper/jo") == [
        (
            "RAM303",
            "/Statement/0/Resource",
            '"acs:zoo:*:*:keeper/jo" names no resource of zoo:FeedAnimal; expected "acs:zoo:*:*:animal/*"',
        )
    ]
    assert [code for code, _, _ in told("zoo:ListKeepers", "acs:zoo:*:*:keeper/jo")] == ["RAM304"]
    assert told("zoo:FeedAnimal", "acs:zoo:*:*:animal/cat") == []


@pytest.mark.usefixtures("zoo")
def test_questions_are_answered_for_it() -> None:
    held = [Policy.parse(policy("zoo:Feed*", "acs:zoo:*:*:animal/c*"))]
    cat = grants(held, action="zoo:FeedAnimal", resource="acs:zoo:*:*:animal/cat")
    every = grants(held, action="zoo:FeedAnimal", resource="acs:zoo:*:*:animal/*")
    assert (cat.verdict, every.verdict) == ("all", "some")
    assert check_action("zoo:FeedAnimal") is None
    with pytest.raises(ClickException, match=r"ZOO has no action .*; did you mean zoo:FeedAnimal"):
        check_action("zoo:FeedAnimals")


def test_an_ask_is_of_the_service_of_its_action() -> None:
    cat, every = (Language.glob(name) for name in ("animal/cat", "animal/*"))
    asks = [Ask("zoo:FeedAnimal", (names,), region) for names, region in ((cat, "here"), (every, None))]
    assert statements(asks) == [
        {"Effect": "Allow", "Action": ["zoo:FeedAnimal"], "Resource": ["acs:zoo:*:*:animal/*"]}
    ]
    for resource, verdict in (("acs:zoo:*:*:animal/c*", "all"), ("acs:imm:*:*:animal/c*", "none")):
        parts = answer(asks[0], [Policy.parse(policy("zoo:Feed*", resource))], ())
        assert [part.decision.verdict for part in parts] == [verdict]


def test_without_the_row_it_is_not_known() -> None:
    assert told("zoo:FeedBeasts", "acs:zoo:*:*:keeper/jo") == []
