"""YAML that is shared, broken or cut: what is told, where, and what is still checked."""

from __future__ import annotations

import pytest

from immlint import lint_text
from immlint.config import Config
from immlint.finding import Finding

STATEMENT = 'Version: "1"\nStatement:\n  - Effect: Allow\n    Action: {action}\n    Resource: {resource}\n'


def lint(text: str, filename: str = "policy.yaml") -> list[Finding]:
    return lint_text(text, filename=filename, config=Config(pedantic=True))


def test_what_is_wrong_behind_an_alias_is_told_at_the_alias() -> None:
    text = (
        "- ProjectName: p\n  DatasetName: a\n  DatasetMaxFileCount: &n 500\n"
        "- ProjectName: p\n  DatasetName: b\n  DatasetMaxBindCount: *n\n"
    )
    (found,) = lint(text, "create-dataset.yaml")
    assert (found.code, found.pointer, found.line, found.column) == (
        "IMM105",
        "/1/DatasetMaxBindCount",
        6,
        24,
    )
    assert text[found.start : found.end] == "*n"


@pytest.mark.parametrize("word", ["yes", "On", "TRUE", "no", "Off", "false"])
def test_a_word_that_says_yes_or_no_is_told_as_what_it_says(word: str) -> None:
    text = f"%YAML 1.1\n---\nProjectName: p\nDatasetName: {word}\n"
    said = "true" if word in ("yes", "On", "TRUE") else "false"
    [found] = lint_text(text, filename="create-dataset.yaml")
    assert (found.line, found.message) == (4, f"DatasetName is {said}; expected a string")


def test_what_is_below_an_alias_is_told_at_the_alias_and_a_key_at_the_key() -> None:
    text = "- &c {ProjectName: p, DatasetName: 1a}\n- {x: *c, Action: CreateDataset, Version: 2020-09-30}\n"
    (found,) = [f for f in lint(text, "x.yaml") if f.code == "IMM102"]
    assert text[found.start : found.end] == "x"
    policy = (
        "actions: &a [imm:GetTask, imm: Get]\npolicy:\n  Version: '1'\n  Statement:\n"
        "  - {Effect: Allow, Action: *a, Resource: '*'}\n"
    )
    (found,) = [f for f in lint(policy) if f.code == "RAM203"]
    assert (found.pointer, found.line) == ("/policy/Statement/0/Action/1", 5)
    assert policy[found.start : found.end] == "*a"


def test_what_is_merged_in_is_told_where_it_is_written() -> None:
    text = (
        "base: &b {ProjectName: p, DatasetName: 1a}\n<<: *b\nAction: CreateDataset\nVersion: '2020-09-30'\n"
    )
    assert ("IMM104", 1) in [(f.code, f.line) for f in lint(text, "x.yaml")]


@pytest.mark.parametrize("last", ["{Effect: Deny, Action: *a, Resource: '*'}", "*s"])
def test_no_repair_is_offered_for_what_is_used_twice(last: str) -> None:
    text = (
        "Version: '1'\nStatement:\n"
        "- &s {Effect: Allow, Action: &a [imm:GetTask, imm:GetTask], Resource: '*'}\n"
        f"- {last}\n"
    )
    doubled = [f for f in lint(text) if f.code == "RAM501"]
    assert doubled
    assert [f.fix for f in doubled] == [None] * len(doubled)
    (alone,) = [
        f for f in lint(text.replace("&a ", "").replace("&s ", "").replace(f"- {last}\n", "")) if f.fix
    ]
    assert alone.code == "RAM501"


def test_an_alias_that_leads_back_is_told_where_it_stands() -> None:
    (found,) = lint("Version: '1'\nStatement: &s\n- Effect: Allow\n  Action: 'imm:*'\n  Resource: *s\n")
    assert (found.code, found.line, found.column) == ("RAM201", 5, 13)


@pytest.mark.parametrize(
    ("action", "resource", "cut", "character"),
    [
        ("imm:GetTask", "*", "*", "begins with *"),
        ("imm:GetTask", "*:project/p", "*:project/p", "begins with *"),
        ("[imm:GetTask, *]", "'*'", "*", "begins with *"),
        ("\n    - *:GetTask", "'*'", "*:GetTask", "begins with *"),
        ("imm:GetTask", "&", "&", "begins with &"),
        ("imm:GetTask", "@x", "@x", "begins with @"),
        ("imm:GetTask", "%s", "%s", "begins with %"),
        ("imm: GetTask", "'*'", "imm: GetTask", "holds a colon and a space"),
        ("imm:GetTask", "acs: imm:*:*:*", "acs: imm:*:*:*", "holds a colon and a space"),
    ],
)
def test_a_value_that_needs_quotes_is_told_to(action: str, resource: str, cut: str, character: str) -> None:
    text = STATEMENT.format(action=action, resource=resource)
    found, *others = sorted(lint(text), key=lambda f: f.code)
    assert (found.code, text[found.start : found.end]) == ("RAM201", cut)
    # Of the rest it is told what is so whatever that value is.
    assert [f.code for f in others] in ([], ["RAM403"])
    assert character in found.message
    assert found.message.endswith("; expected it in quotes")
    assert found.help in ("quote it", f'write "{cut}"')


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Effect: Alow\n  Action: imm:GetTask\n  Resource: *\n", [("RAM206", 3), ("RAM201", 5)]),
        (
            "Resource: *  # all\n  Action: imm:GetTsk\n  Effect: Alow\n",
            [("RAM201", 3), ("RAM301", 4), ("RAM206", 5)],
        ),
        ("{Effect: Alow, Action: imm:GetTask, Resource: *}\n", [("RAM206", 3), ("RAM201", 3)]),
        ("Effect: Alow\n  Action: imm: GetTask\n  Resource: '*'\n", [("RAM206", 3), ("RAM201", 4)]),
        (
            "Effect: Alow\n  Action: [imm: GetTask, *]\n  Resource:\n  - *\n  - *:project/p\n",
            [("RAM206", 3), ("RAM203", 4), ("RAM201", 4), ("RAM201", 6), ("RAM201", 7)],
        ),
        # An unknown action is no reason to say that nothing else serves.
        ("Effect: Allow\n  Action: *\n  Resource: acs:imm:*:*:project/photos\n", [("RAM201", 4)]),
        ("Effect: Allow\n  Action: imm:GetDataset\n  Resource: [*, *]\n", [("RAM201", 5), ("RAM201", 5)]),
    ],
)
def test_beside_a_value_that_needs_quotes_the_rest_is_checked(text: str, told: list[tuple[str, int]]) -> None:
    found = lint("Version: '1'\nStatement:\n- " + text)
    assert [(f.code, f.line) for f in found] == told


def test_what_lacks_quotes_everywhere_is_told_within_bounds() -> None:
    listed = "\n".join("  - *" for _ in range(5000))
    found = lint(f"Version: '1'\nStatement:\n- Effect: Alow\n  Action: imm:GetTask\n  Resource:\n{listed}\n")
    assert {f.code for f in found} == {"RAM201"}
    assert 1 < len(found) <= 20


def test_an_entry_of_a_list_that_holds_a_colon_and_a_space_is_one_string() -> None:
    (found,) = lint(STATEMENT.format(action="\n    - imm: GetTask", resource="'*'"))
    assert (found.code, found.line, found.help) == ("RAM203", 5, 'write "imm:GetTask"')


def test_indentation_is_no_matter_of_quotes() -> None:
    (found,) = lint(STATEMENT.format(action="imm:GetTask", resource="'*'").replace("    Res", "   Res"))
    assert (found.code, "quotes" in found.message) == ("RAM201", False)


def test_other_documents_of_the_stream_are_still_checked() -> None:
    right = STATEMENT.format(action="imm:GetTask", resource="'acs:imm:*:*:*'")
    broken = STATEMENT.format(action="imm:GetTask", resource="*")
    wrong = right.replace("Allow", "Alow")
    found = lint("---\n".join([wrong, broken, right, broken, wrong]))
    told = [(f.code, f.pointer, f.line) for f in found if f.code in ("RAM201", "RAM206")]
    assert told == [
        ("RAM206", "/0/Statement/0/Effect", 3),
        ("RAM201", "", 11),
        ("RAM201", "", 23),
        ("RAM206", "/4/Statement/0/Effect", 27),
    ]


def test_a_quote_that_stays_open_hides_its_own_document_only() -> None:
    text = 'ProjectName: p\nDatasetName: "d\n---\nProjectName: p\nDatasetName: 1d\n'
    assert [(f.code, f.line) for f in lint(text, "create-dataset.yaml")] == [("LNT903", 2), ("IMM104", 5)]


def test_work_on_broken_documents_is_bounded() -> None:
    found = lint("---\n".join([STATEMENT.format(action="imm:GetTask", resource="*")] * 100))
    assert 1 < len([f for f in found if f.code == "RAM201"]) < 50


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"ProjectName": "p", "DatasetName": "a"}\n{"ProjectName": "p",\n{"ProjectName": "p"}\n', 2),
        ('{"ProjectName": "p", "DatasetName": "a"}\n{"ProjectName": "p"\r\n\r\n{"ProjectName": "p"}\n', 2),
        ('{"ProjectName": "p", "DatasetName": "a"}\n{"ProjectName": "p", "Data\n{"ProjectName": "p"}\n', 2),
        ('{"ProjectName":   \n{"ProjectName": "p", "DatasetName": "a"}\n', 1),
        ('{"ProjectName": "p", "DatasetName": "a"}\n{"ProjectName": "p"', 2),
    ],
)
def test_the_line_that_is_cut_is_named(text: str, line: int) -> None:
    assert [f.line for f in lint(text, "create-dataset.jsonl") if f.code == "LNT903"] == [line]
