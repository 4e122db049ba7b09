"""For every rule: slips that it must tell, and near misses, one token away, of which it must say nothing."""

from __future__ import annotations

import io
import json
from collections import Counter
from pathlib import Path

import pytest
from immlint.rules import registry
from ruamel.yaml import YAML

import immlint
from immlint.config import Config
from tests.rules.near_misses.case import SLOT, Case
from tests.rules.near_misses.code import CODE
from tests.rules.near_misses.policies import BREADTH, GRAMMAR, MEANING, TWICE
from tests.rules.near_misses.requests import REQUESTS
from tests.rules.near_misses.trust import GRANTS, TRUST

CASES = (*REQUESTS, *GRAMMAR, *MEANING, *BREADTH, *TWICE, *TRUST, *GRANTS, *CODE)
#: Their findings come from failing files and failing rules: no text makes them.
WITHOUT = {"LNT904", "LNT905"}
#: What JSON alone has, or what is told of the text itself.
OF_THE_TEXT = {"LNT903", "RAM201", "RAM214", "RAM215"}
IDS = [f"{case.code}-{number}" for number, case in enumerate(CASES)]


def _codes(case: Case, token: str, text: str, filename: str, folder: Path) -> list[str]:
    policies: tuple[str, ...] = ()
    if case.policy:
        path = folder / "policy.json"
        path.write_text(case.policy.replace(SLOT, token))
        policies = (str(path),)
    config = Config(pedantic=True, policies=policies)
    return [f.code for f in immlint.lint_text(text, filename=filename, config=config)]


def test_every_rule_has_two_slips_and_near_misses() -> None:
    counted = Counter(case.code for case in CASES)
    assert {rule.code: counted[rule.code] for rule in registry() if counted[rule.code] < 2} == dict.fromkeys(
        WITHOUT, 0
    )


def test_no_case_is_an_example_of_its_rule() -> None:
    for case in CASES:
        rule = registry().find(case.code)
        shown = {(example.text, example.policy) for example in (*rule.valid, *rule.invalid)}
        for token in (case.wrong, case.right):
            assert (
                case.text.replace(SLOT, token),
                case.policy and case.policy.replace(SLOT, token),
            ) not in shown


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_slip_is_told_and_its_near_miss_is_not(case: Case, tmp_path: Path) -> None:
    assert (case.text + (case.policy or "")).count(SLOT) == 1
    assert case.wrong != case.right
    for token in (case.wrong, case.right):
        text = case.text.replace(SLOT, token)
        told = case.code in _codes(case, token, text, case.filename, tmp_path)
        assert told == (token == case.wrong), text
        assert (
            _codes(case, token, text.replace("\n", "\r\n"), case.filename, tmp_path).count(case.code) >= told
        )


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case.filename.endswith(".json") and case.code not in OF_THE_TEXT],
    ids=lambda case: case.code,
)
def test_notation_changes_nothing(case: Case, tmp_path: Path) -> None:
    for token in (case.wrong, case.right):
        text = case.text.replace(SLOT, token)
        written = io.StringIO()
        YAML(typ="safe", pure=True).dump(json.loads(text), written)
        found = [
            _codes(case, token, text, case.filename, tmp_path),
            _codes(case, token, json.dumps(json.loads(text), indent="\t"), case.filename, tmp_path),
            _codes(case, token, written.getvalue(), case.filename.replace(".json", ".yaml"), tmp_path),
        ]
        assert sorted(found[0]) == sorted(found[1]) == sorted(found[2]), text
