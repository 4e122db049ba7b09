"""Every rule runs its own examples, and documents itself in full."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from immlint.rules import registry

import immlint
from immlint.config import Config
from immlint.finding import Finding
from immlint.precondition import of_ram, of_ram_or_oss
from immlint.registry import Registry
from immlint.rule import Example, Rule
from immlint.site import ADDRESS
from immlint.subject import Policy

RULES: list[Rule] = list(registry())
#: Their findings come from failing files and failing rules: tests/test_run.py makes some.
WITHOUT_INVALID = {"LNT904", "LNT905"}
CASES = [(rule, example) for rule in RULES for example in (*rule.valid, *rule.invalid)]
CODE = find_spec("immlint.document.python") is not None

_REPR = re.compile(r"\b(?:Arn|Malformed|Pattern|Action|Text|Language|Unknown)\(|<immlint|object at 0x")


def lint(example: Example, folder: Path) -> list[Finding]:
    kinds = {example.filename: example.kind} if example.kind else {}
    policies: tuple[str, ...] = ()
    if example.policy:
        (folder / "policy.json").write_text(example.policy)
        policies = (str(folder / "policy.json"),)
    config = Config(pedantic=True, kinds=kinds, policies=policies)
    return immlint.lint_text(example.text, filename=example.filename, config=config)


@pytest.mark.parametrize(("rule", "example"), CASES, ids=[f"{r.code}-{n}" for n, (r, _) in enumerate(CASES)])
def test_example_finds_what_it_says(rule: Rule, example: Example, tmp_path: Path) -> None:
    if example.filename.endswith(".py") and not CODE:
        pytest.skip("there is no reader of Python yet")
    findings = lint(example, tmp_path)
    assert not [f for f in findings if f.code == "LNT904"]
    found = [(f.pointer, f.message) for f in findings if f.code == rule.code]
    # What people read holds no object as Python writes it.
    assert not [f for f in findings if _REPR.search(f"{f.message} {f.help}")]
    assert sorted(found) == sorted(example.finds)


INVALID = [(rule, example) for rule in RULES for example in rule.invalid]


@pytest.mark.parametrize(
    ("rule", "example"), INVALID, ids=[f"{r.code}-{n}" for n, (r, _) in enumerate(INVALID)]
)
def test_wrong_example_states_all_that_is_found(rule: Rule, example: Example, tmp_path: Path) -> None:
    found = [(f.code, f.pointer, f.message) for f in lint(example, tmp_path)]
    own = [(rule.code, pointer, message) for pointer, message in example.finds]
    assert sorted(found) == sorted([*own, *example.also])
    assert not [code for code, _, _ in example.also if code == rule.code]


FIXED = [(r, e) for r, e in CASES if e.fixed is not None and (CODE or not e.filename.endswith(".py"))]


@pytest.mark.parametrize(("rule", "example"), FIXED, ids=[f"{r.code}-{n}" for n, (r, _) in enumerate(FIXED)])
def test_fix_gives_what_the_example_says(rule: Rule, example: Example, tmp_path: Path) -> None:
    fixes = [f.fix for f in lint(example, tmp_path) if f.code == rule.code]
    edits = sorted({edit for fix in fixes if fix for edit in fix.edits}, key=lambda edit: -edit.start)
    text = example.text
    for edit in edits:
        text = text[: edit.start] + edit.text + text[edit.end :]
    assert text == example.fixed
    assert not [f for f in lint(replace(example, text=text), tmp_path) if f.code == rule.code]


@pytest.mark.parametrize(("rule", "example"), CASES, ids=[f"{r.code}-{n}" for n, (r, _) in enumerate(CASES)])
def test_offered_fixes_are_stated(rule: Rule, example: Example, tmp_path: Path) -> None:
    engine = rule.code.startswith(("RAM3", "RAM4", "RAM5"))
    if engine and example.fixed is None and len(example.finds) == 1:
        assert not [f for f in lint(example, tmp_path) if f.code == rule.code and f.fix]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_documents_itself(rule: Rule) -> None:
    assert rule.valid
    assert rule.invalid or rule.code in WITHOUT_INVALID
    assert all(example.finds for example in rule.invalid)
    assert not any(example.finds for example in rule.valid)
    assert rule.summary.endswith(".")
    assert rule.source.startswith("https://")
    assert rule.url == f"{ADDRESS}rules/{rule.code}/"
    for title in ("What it does", "Why", "How to fix", "Source"):
        assert title in rule.explanation


def test_codes_and_names_are_unique() -> None:
    assert isinstance(registry(), Registry)
    assert len({rule.code for rule in RULES}) == len(RULES)
    # A region is wrong in a request as in a policy: who names the rule means both.
    assert len({(rule.code[:3], rule.name) for rule in RULES}) == len(RULES)


def test_no_rule_but_the_one_that_says_so_holds_for_another_cloud() -> None:
    about = [rule for rule in RULES if rule.on is Policy]
    assert [rule.code for rule in about if not {of_ram, of_ram_or_oss} & {*rule.when}] == ["RAM218"]


def test_of_a_bucket_only_its_grammar_its_actions_and_its_resources_are_judged() -> None:
    of_both = {rule.code for rule in RULES if of_ram_or_oss in rule.when}
    assert of_both == {f"RAM{number}" for number in (*range(202, 209), 301, 303)}
