"""The pages of the rules."""

from __future__ import annotations

import json
import re

import pytest

from immlint.page import language_of
from tests.command import immlint


@pytest.mark.parametrize(
    ("filename", "language"),
    [
        ("app.py", "python"),
        ("policy.json", "json"),
        ("GetProject.yaml", "yaml"),
        ("GetProject.yml", "yaml"),
        ("log.jsonl", "jsonl"),
        ("log.ndjson", "jsonl"),
    ],
)
def test_each_file_has_a_language(filename: str, language: str) -> None:
    assert language_of(filename) == language


def test_every_example_is_fenced_with_its_own_language() -> None:
    page = immlint("rule", "--all", "--output-format", "markdown")[1]
    shown = re.findall(r"^`([^`]+)`(?:, as `[^`]+`)?:\n\n```(\w+)$", page, re.M)
    assert {language for _, language in shown} == {"python", "json", "yaml"}
    assert all(language == language_of(filename) for filename, language in shown)


def test_examples_stand_as_a_person_would_write_them() -> None:
    page = immlint("rule", "RAM502", "--output-format", "markdown")[1]
    assert '```json\n{\n  "Version": "1",\n  "Statement": [\n    {' in page


def test_a_name_that_two_rules_share_shows_both() -> None:
    for form in ("text", "markdown", "json"):
        code, out, err = immlint("rule", "invalid-region", "--output-format", form)
        assert (code, err) == (0, "")
        if form == "json":
            assert [rule["code"] for rule in json.loads(out)] == ["IMM118", "RAM309"]
        else:
            assert re.findall(r"^(?:## )?(\w+) invalid-region", out, re.M) == ["IMM118", "RAM309"]
    assert json.loads(immlint("rule", "IMM118", "--output-format", "json")[1])["code"] == "IMM118"
