"""Curly quotes, full-width punctuation and single quotes: told at the first such character, by its name."""

from __future__ import annotations

import pytest

from immlint import lint_text
from immlint.config import Config
from immlint.finding import Finding

POLICY = '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:GetTask", "Resource": "*"}]}\n'
YAML = (
    'Version: "1"\nStatement:\n  - Effect: "Allow"\n    Action: "imm:GetTask"\n'
    '    Resource: "acs:imm:*:*:project/p"\n'
)


def lint(text: str, filename: str) -> list[Finding]:
    return lint_text(text, filename=filename, config=Config(pedantic=True))


def curly(text: str) -> str:
    parts = text.split('"')
    return "".join(part + "“”"[at % 2] for at, part in enumerate(parts[:-1])) + parts[-1]


@pytest.mark.parametrize(
    ("text", "character", "name"),
    [
        (curly(POLICY), "“", "curly quote"),
        (POLICY.replace('"', "’"), "’", "curly quote"),
        (POLICY.replace('"', "＂"), "＂", "curly quote"),
        (POLICY.replace('"Allow"', "“Allow”"), "“", "curly quote"),
        (POLICY.replace('"Allow"', '“Allow"'), "“", "curly quote"),
        (POLICY.replace('"Allow"', '"Allow”'), "”", "curly quote"),
        (POLICY.replace('"Statement"', '"Statement”'), "”", "curly quote"),
        (POLICY.replace('"*"', '"*”'), "”", "curly quote"),
        (POLICY.replace(": ", "："), "：", "full-width punctuation; write :"),
        (POLICY.replace(", ", "，"), "，", "full-width punctuation; write ,"),
        (POLICY.replace("[", "［"), "［", "full-width punctuation; write ["),
        (POLICY.replace("{", "｛"), "｛", "full-width punctuation; write {"),
        (POLICY.replace(" ", "\u00a0"), "\u00a0", "no-break space"),
        (POLICY.replace(" ", "\u3000"), "\u3000", "full-width space"),
        (POLICY.replace('"', "'"), "'", "double quotes"),
    ],
)
def test_a_policy_is_told_to_be_one_at_the_first_character_that_is_not(
    text: str, character: str, name: str
) -> None:
    (found,) = lint(text, "all.policy.json")
    assert (found.code, found.start) == ("RAM201", text.index(character))
    assert name in found.help
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    assert f"unexpected {shown}; expected" in found.message


@pytest.mark.parametrize(
    ("text", "character"),
    [
        (YAML.replace(": ", "：").replace(":\n", "：\n"), "："),
        (YAML.replace("Effect: ", "Effect："), "："),
        (YAML.replace("Version:", "“Version”:").replace("Statement:", "“Statement”:"), "“"),
        (YAML.replace("  - ", "  － "), "－"),
        (YAML.replace(" ", "\u3000"), "\u3000"),
    ],
)
def test_yaml_too(text: str, character: str) -> None:
    (found,) = lint(text, "policy.yaml")
    assert (found.code, found.start) == ("RAM201", text.index(character))


def test_requests_too() -> None:
    (found,) = lint(curly('{"ProjectName": "p"}'), "CreateProject.json")
    assert (found.code, found.start) == ("LNT903", 1)


@pytest.mark.parametrize(
    ("text", "filename"),
    [
        # What is quoted within a string is text.
        (
            POLICY.replace(
                '"Resource"', '"Condition": {"StringEquals": {"acs:RequestTag/a": "“x”，：［"}}, "Resource"'
            ),
            "p.json",
        ),
        ('{"text": "A “Statement”: its Effect: Allow, acs:oss"}', "notes.json"),
        ('text: "the “Statement”： the Effect: Allow of acs:ram"\n', "notes.yaml"),
        # The policy of another cloud.
        (curly('{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*"}]}'), "p.json"),
        (curly('{"Statement": [{"Effect": "Allow", "Action": "cos:*"}]}'), "p.json"),
    ],
)
def test_what_is_no_slip_is_none(text: str, filename: str) -> None:
    assert [f for f in lint(text, filename) if f.code in ("RAM201", "LNT903")] == []
