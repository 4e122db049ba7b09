"""Which rules are asked of a subject: as if each were asked for its own preconditions."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from immlint.rules import registry

from immlint.catalog import load
from immlint.derived import Derived
from immlint.document import Unread
from immlint.engine import Engine
from immlint.facts import Facts
from immlint.finding import Severity
from immlint.questions import Asked, Questions
from immlint.record import replace
from immlint.registry import Entry, Registry
from immlint.rule import Rule
from immlint.select import Selection
from immlint.source import Source
from immlint.subject import Policy, Problem
from immlint.subject.policy import read_texts
from tests.rules.test_needs import DOCUMENT, KINDS

FACTS = Facts(load())
RULES = [rule for rule in registry() if rule.on is Policy]
QUESTIONS = Questions(RULES)


def told(asked: list[Asked], policy: Policy) -> list[Rule]:
    return [rule for rule, rest in asked if all(condition(policy, FACTS) for condition in rest)]


@given(DOCUMENT, KINDS)
@settings(max_examples=300, deadline=None)
def test_rules_are_asked_of_which_each_precondition_is_met(document: Any, kind: Any) -> None:
    policy = Policy(read_texts(document), kind)
    slow = [rule for rule in RULES if all(condition(policy, FACTS) for condition in rule.conditions)]
    assert told([*QUESTIONS.asked(policy, FACTS)], policy) == slow


def test_few_answers_are_asked_for() -> None:
    conditions = {condition for rule in RULES for condition in rule.conditions}
    answers = {condition.answer for condition in conditions if isinstance(condition, Derived)}
    assert all(isinstance(condition, Derived) for condition in conditions)
    assert len(answers) * 2 < len(conditions)


def _itself(rule: Rule) -> Rule:
    return rule


def failing(subject: object, facts: Facts) -> bool:
    raise ValueError("no answer")


@pytest.mark.parametrize("condition", [failing, Derived(failing, bool)])
def test_a_precondition_that_fails_stops_its_own_rule_only(condition: Any) -> None:
    rules = [rule for rule in registry() if rule.code in ("LNT901", "LNT904", "LNT905")]
    rules.append(replace(rules[0], stem="lnt999_failed", when=(condition,), on=Problem))
    entries = [Entry(rule.code, rule.name, (Problem,), partial(_itself, rule)) for rule in rules]
    shown = Selection(frozenset({"LNT904", "LNT905", "LNT999"}), Severity.INFO)
    document = Unread(Source("a.json", b""), Problem("unreadable", "it is gone"))
    found = Engine(Registry(entries), shown, FACTS).check(document)
    assert sorted((finding.code, finding.message) for finding in found) == [
        ("LNT904", "rule LNT999 crashed: ValueError: no answer; expected it to end"),
        ("LNT905", "it is gone"),
    ]
