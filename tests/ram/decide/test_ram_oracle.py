"""Whole policies against brute force: every action, resource and assignment of conditions is tried."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import reduce
from itertools import product
from operator import and_, or_
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import immlint
from immlint.config import Config
from immlint.finding import Edit
from immlint.ram import Policy, diff, grants
from immlint.ram.condition import canonical
from immlint.ram.decide.difference import diff as compare
from immlint.subject import PolicyKind
from tests.ram.oracle import (
    ASSIGNMENTS,
    CONDITIONS,
    EVERY,
    KNOWN,
    LIMIT,
    NAMES,
    PARTS,
    STATEMENT,
    Body,
    allowed,
    body,
    granted,
    named,
    policy,
    reach,
    verdict,
)


@settings(max_examples=500, deadline=None)
@given(
    st.lists(STATEMENT, min_size=2, max_size=4),
    st.none() | st.lists(LIMIT | STATEMENT, min_size=1, max_size=2),
    st.sampled_from(["s:a", "s:a", "s:b", "t:z"]),
    PARTS,
)
def test_decisions(own: list[Body], session: list[Body] | None, action: str, asked: str) -> None:
    policies = [policy(own)]
    layers = [own]
    if session is not None:
        policies.append(policy(session, "session"))
        layers.append(session)
    decision = grants(policies, action=action, resource=f"acs:x:a:1:{asked}")
    answers = [granted(layers, action, "a", holding) for holding in ASSIGNMENTS]
    family, possible, sure = named(asked), reduce(or_, answers), reduce(and_, answers)
    assert decision.verdict == verdict(family, possible)
    assert decision.certain == verdict(family, sure)
    for witness, side in ((decision.covered, possible), (decision.uncovered, ~possible)):
        among = [name for number, name in enumerate(NAMES) if family & side & 1 << number]
        assert (witness is None) == (not among)
        if witness is not None:
            assert len(witness.removeprefix("acs:x:a:1:")) == len(among[0]) or witness.endswith(":*")


#: Two policies that share statements, as versions of one policy do.
VERSIONS = st.lists(STATEMENT, min_size=1, max_size=4).flatmap(
    lambda pool: st.tuples(
        st.lists(st.sampled_from(pool), max_size=3), st.lists(st.sampled_from(pool) | STATEMENT, max_size=3)
    )
)


@settings(max_examples=250, deadline=None)
@given(VERSIONS)
def test_differences(versions: tuple[list[Body], list[Body]]) -> None:
    old, new = versions
    found = compare([policy(old)], [policy(new)], dict.fromkeys(KNOWN, ()))
    assert not found.undecided
    for grants_, mine, other in ((found.gained, new, old), (found.lost, old, new)):
        shown = {g.action.lower() for g in grants_}
        for action in KNOWN:
            places = product([action], ("a", "q"), ASSIGNMENTS)
            more = any(granted([mine], *place) & ~granted([other], *place) for place in places)
            assert (action in shown) == more, action
        # A pattern of actions stands for the names that the oracle does not know.
        for grant in (g for g in grants_ if not {"*", "?"} & set(g.action)):
            holding = {
                str(number or "")
                for number, c in enumerate(CONDITIONS)
                if canonical(c) in (grant.condition, grant.despite)
            } | {""}
            _, _, region, _, name = grant.resource.split(":", 4)
            place = (grant.action.lower(), region, name.replace("*", "") if name == "*" else name, holding)
            assert allowed(mine, *place)
            assert not allowed(other, *place)


@settings(max_examples=80, deadline=None)
@given(st.lists(STATEMENT, min_size=1, max_size=4), st.randoms())
def test_equal_policies_written_differently(statements: list[Body], random: Any) -> None:
    mixed = [dict(s) for s in statements + statements[:1]]
    random.shuffle(mixed)
    for statement in mixed:
        key = "Action" if "Action" in statement else "NotAction"
        statement[key] = [name.upper() for name in reversed(statement[key])]
        statement["Resource"] = statement["Resource"] * 2
    assert diff([policy(statements)], [policy(mixed)]).equal


A, B = CONDITIONS[1], CONDITIONS[2]


@pytest.mark.parametrize(
    ("own", "session", "expected"),
    [
        # The condition that helps an Allow lets its own Deny apply.
        ([("Allow", "*", A), ("Deny", "*", A)], None, ("none", "none")),
        ([("Allow", "*", A), ("Deny", "a*", A)], None, ("some", "none")),
        ([("Allow", "*", A), ("Deny", "*", B)], None, ("all", "none")),
        (
            [("Allow", "*", A), ("Allow", "*", B), ("Deny", "a*", A), ("Deny", "*b", B)],
            None,
            ("some", "none"),
        ),
        ([("Allow", "*", A), ("Allow", "*", B), ("Deny", "a*", A)], None, ("all", "none")),
        ([("Allow", "*", None), ("Deny", "a*", A)], None, ("all", "some")),
        ([("Allow", "*", None)], [("Allow", "a*", None)], ("some", "some")),
        ([("Allow", "*", A)], [("Allow", "*", A), ("Deny", "b*", A)], ("some", "none")),
        ([("Allow", "*", A)], [("Allow", "*", B), ("Deny", "*", B)], ("none", "none")),
    ],
)
def test_conditions_on_both_sides(
    own: list[tuple[str, str, Body | None]],
    session: list[tuple[str, str, Body | None]] | None,
    expected: tuple[str, str],
) -> None:
    def read(rows: list[tuple[str, str, Body | None]], kind: PolicyKind) -> Policy:
        return policy([body(e, "Action", ["s:*"], [f"acs:x:*:*:{n}"], c) for e, n, c in rows], kind)

    policies = [read(own, "identity"), *([read(session, "session")] if session else [])]
    decision = grants(policies, action="s:a", resource="acs:x:a:*:*")
    assert (decision.verdict, decision.certain) == expected


def test_a_deny_that_is_lifted_under_a_condition_is_gained() -> None:
    allow = body("Allow", "Action", ["s:*"], ["*"], None)
    wide = body("Deny", "Action", ["s:*"], ["acs:x:*:*:a*"], A)
    narrow = body("Deny", "Action", ["s:a"], ["acs:x:*:*:a*", "acs:x:*:*:ab"], A)
    found = diff([policy([allow, wide])], [policy([allow, narrow])])
    assert {grant.despite for grant in found.gained} == {canonical(A)}
    assert "s:a" not in {grant.action for grant in found.gained}
    assert not found.lost
    assert diff([policy([allow, wide])], [policy([allow])]).gained
    assert diff([policy([allow])], [policy([allow, wide])]).narrower


def apply(text: str, edits: Iterable[Edit]) -> str:
    for edit in sorted(edits, key=lambda edit: -edit.start):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


@settings(max_examples=100, deadline=None)
@given(VERSIONS)
def test_differences_in_actions_that_nobody_knows(versions: tuple[list[Body], list[Body]]) -> None:
    old, new = versions
    found = diff([policy(old)], [policy(new)])
    assert not found.undecided
    for grants_, mine, other in ((found.gained, new, old), (found.lost, old, new)):
        places = product(EVERY, ("a", "q"), ASSIGNMENTS)
        more = any(granted([mine], *place) & ~granted([other], *place) for place in places)
        assert bool(grants_) == more


def test_exceptions_of_several_statements_are_told_apart() -> None:
    star = ["acs:x:*:1:*"]
    allow = policy([body("Allow", "Action", ["*:a*"], star, None)])

    def all_but(*names: list[str]) -> Policy:
        return policy([body("Allow", "NotAction", each, star, None) for each in names])

    assert diff([all_but(["s:a"], ["*:ab"])], [allow]).narrower
    assert diff([all_but(["s:a*"], ["*:b", "t:a"])], [allow]).narrower
    found = diff([all_but(["s:a", "t:a"], ["s:a", "u:*"])], [allow])
    assert [grant.action for grant in found.gained] == ["s:a"]
    found = diff([all_but(["*:a?"], ["s:*"])], [allow])
    assert [grant.action for grant in found.gained] == ["s:aa"]


def test_statements_that_differ_in_one_thing_are_told_apart() -> None:
    one = body("Allow", "Action", ["s:a"], ["acs:x:*:1:*"], A)
    for other in ({**one, "Condition": B}, body("Allow", "NotAction", ["s:a"], ["acs:x:*:1:*"], A)):
        assert diff([policy([one])], [policy([other])]).gained
        assert diff([policy([one])], [policy([other])]).lost
    free = body("Allow", "Action", ["s:a"], ["acs:x:*:1:*"], None)
    found = diff([policy([one])], [policy([free])])
    assert [(grant.action, grant.condition) for grant in found.gained] == [("s:a", "")]
    assert not found.lost


REPEATING = st.lists(STATEMENT, min_size=1, max_size=4).flatmap(
    lambda pool: st.lists(st.sampled_from(pool), min_size=1, max_size=4)
)


@settings(max_examples=250, deadline=None)
@given(REPEATING)
def test_safe_fixes_keep_the_policy(statements: list[Body]) -> None:
    text = json.dumps({"Version": "1", "Statement": statements}, indent=1)
    rules = ("RAM501", "RAM502", "RAM503", "RAM505")
    findings = immlint.lint_text(text, filename="policy.json", config=Config(pedantic=True, select=rules))
    for fix in (finding.fix for finding in findings if finding.fix):
        assert fix.applicability == "safe"
        after = json.loads(apply(text, fix.edits))["Statement"]
        for place in product(KNOWN, ("a", "q"), ASSIGNMENTS):
            assert granted([statements], *place) == granted([after], *place)
            assert reach(statements, "Deny", *place) == reach(after, "Deny", *place)
