"""What statements add to each other, against brute force; and that it takes few searches to tell."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import immlint
from immlint.config import Config
from immlint.language import search
from immlint.ram import diff
from immlint.ram.policy import Policy
from immlint.ram.prove.change import Change
from immlint.ram.prove.index import Index
from immlint.ram.prove.redundancy import Redundancy
from immlint.ram.prove.remainder import Side, is_left
from immlint.subject import UNKNOWN
from tests.ram.oracle import CONDITIONS, EVERY, STATEMENT, Body, body, policy, reach

PLACES = list(product(EVERY, ("a", "q")))
POLICY = st.lists(STATEMENT, min_size=1, max_size=5).flatmap(
    lambda pool: st.lists(st.sampled_from(pool) | STATEMENT, min_size=1, max_size=7)
)


def under(statement: Body, condition: Body | None) -> Body:
    return {**statement, "Condition": condition} if statement.get("Condition") else statement


#: Statements of which some have a condition that implies that of others.
NARROWER = st.lists(
    st.builds(under, STATEMENT, st.sampled_from([*CONDITIONS[1:], CONDITIONS[3]])), min_size=1, max_size=6
)


def holding_with(one: Body) -> set[str]:
    """Return which conditions hold where that of a statement does."""
    own = CONDITIONS.index(one.get("Condition"))
    return {"", str(own or ""), *(["2"] if own == 3 else [])}


def is_within(one: Body, others: list[Body]) -> bool:
    """Tell whether *others* name all that one statement does where just its condition holds."""
    holding = holding_with(one)
    for place in PLACES:
        named = reach([one], one["Effect"], *place, holding)
        for effect in ("Allow", "Deny"):
            named &= ~reach(others, effect, *place, holding)
        if named:
            return False
    return True


def is_dead(one: Body, statements: list[Body]) -> bool:
    denies = [s for s in statements if s["Effect"] == "Deny"]
    counting = [s for s in denies if str(CONDITIONS.index(s.get("Condition")) or "") in holding_with(one)]
    return one["Effect"] == "Allow" and bool(counting) and is_within(one, counting)


@settings(max_examples=400, deadline=None)
@given(POLICY | NARROWER)
def test_covered_dead_and_idle_statements(statements: list[Body]) -> None:
    found = Redundancy(policy(statements))
    covered = {s.index: other for s, other in found.covered}
    kept = list(range(len(statements)))
    for number in reversed(kept[:]):
        one = statements[number]
        rest = [statements[n] for n in kept if n != number]
        beside = [s for s in rest if s["Effect"] == "Deny" or one["Effect"] == "Allow"]
        assert found.dead(found.statements[number]) == is_dead(one, statements)
        expected = len(statements) > 1 and is_within(one, beside) and not is_dead(one, statements)
        assert (number in covered) == expected
        if expected:
            kept.remove(number)
    for number, other in covered.items():
        alone = [n for n in kept if statements[n]["Effect"] == statements[number]["Effect"]]
        first = next((n for n in alone if is_within(statements[number], [statements[n]])), None)
        assert (None if other is None else other.index) == first
    allows = [s for s in statements if s["Effect"] == "Allow"]
    for statement in found.statements:
        own = [{**statements[statement.index], "Condition": None}]
        free = [{**s, "Condition": None} for s in allows]
        meets = any(reach(own, "Deny", *p, {""}) & reach(free, "Allow", *p, {""}) for p in PLACES)
        assert found.idle(statement) == (statement.effect == "Deny" and bool(allows) and not meets)


@settings(max_examples=100, deadline=None)
@given(POLICY, st.lists(STATEMENT, min_size=1, max_size=2), st.randoms())
def test_a_change_is_what_both_sides_differ_in(
    statements: list[Body], others: list[Body], random: Any
) -> None:
    before, new = policy(statements), policy(others).statements
    old = tuple(random.sample(before.statements, min(len(statements), random.randint(1, 2))))
    after = Policy((*(s for s in before.statements if s not in old), *new))
    change = Change(Index(before.statements), old, new)
    found, refused = diff([before], [after]), diff([_refusals(before)], [_refusals(after)])
    assert change.refuses_no_less == (not refused.lost)
    assert change.refuses_no_more == (not refused.gained)
    if change.refuses_no_more:
        assert change.grants_no_less == (not found.lost)
    if change.refuses_no_less:
        assert change.grants_no_more == (not found.gained)
    assert change.gains() == {grant.family for grant in found.gained}


def _refusals(whole: Policy) -> Policy:
    denies = (s for s in whole.statements if s.effect == "Deny")
    return Policy(tuple(replace(s, effect="Allow") for s in denies))


PROJECT = "acs:imm:*:*:project/"
FORMS: dict[str, Callable[[int], Body]] = {
    "names": lambda i: body("Allow", "Action", ["imm:GetDataset"], [f"{PROJECT}p{i}/*"], None),
    "prefixes": lambda i: body("Allow", "Action", ["imm:Get*"], [f"{PROJECT}p{i}*"], None),
    "middles": lambda i: body("Allow", "Action", ["imm:GetTask"], [f"{PROJECT}*p{i}*"], None),
    "effects": lambda i: body("Deny" if i % 2 else "Allow", "Action", ["imm:*"], [f"{PROJECT}*p{i}*"], None),
    "actions": lambda i: body("Allow", "Action", [f"imm:*x{i}*"], ["*"], None),
    "conditions": lambda i: body(
        "Deny" if i % 2 else "Allow", "Action", ["imm:*"], ["*"], {"StringLike": {"c:y": f"v{i}"}}
    ),
    "equals": lambda i: body("Allow", "Action", ["imm:GetDataset"], [f"{PROJECT}p{i % 2}/*"], None),
    "covered": lambda i: body("Allow", "Action", ["imm:Get*"], [f"{PROJECT}p{i}" if i else "*"], None),
    "unions": lambda i: body("Allow", "Action", ["imm:Get*"], [f"{PROJECT}{chr(97 + i % 26)}?{i}*"], None),
}


@pytest.mark.parametrize("form", FORMS)
def test_searches_grow_with_statements_not_with_their_pairs(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pushed = 0
    push = search._Product._push

    def counting(self: Any, node: Any) -> None:
        nonlocal pushed
        pushed += 1
        push(self, node)

    monkeypatch.setattr(search._Product, "_push", counting)
    counted = []
    for size in (25, 100):
        pushed = 0
        statements = [FORMS[form](i) for i in (0, *range(size, 2 * size))]
        text = json.dumps({"Version": "1", "Statement": statements})
        immlint.lint_text(text, filename="policy.json", config=Config(pedantic=True))
        counted.append(pushed)
    assert counted[1] <= 6 * counted[0] + 5000


def test_only_what_is_computed_is_unknown_whatever_words_a_condition_has() -> None:
    tagged = {"StringEquals": {"acs:ResourceTag/state": "Mark.UNKNOWN"}}
    allow = {"Effect": "Allow", "Action": "imm:GetProject", "Resource": "*", "Condition": tagged}
    text = json.dumps({"Version": "1", "Statement": [allow, {**allow, "Resource": "acs:imm:*:*:project/p"}]})
    found = immlint.lint_text(text, filename="policy.json", config=Config(pedantic=True))
    assert [f.pointer for f in found if f.code == "RAM502"] == ["/Statement/1"]
    computed = {**allow, "Condition": {"StringEquals": {"acs:ResourceTag/state": UNKNOWN}}}
    read = Policy.read({"Statement": [computed, allow]})
    assert [statement.is_known for statement in read.statements] == [False, True]


def beside(*statements: Body) -> list[tuple[str, str, bool]]:
    """Return what is told of redundancy, and whether a fix is offered with it."""
    text = json.dumps({"Version": "1", "Statement": statements})
    found = immlint.lint_text(text, filename="policy.json", config=Config())
    return [(f.code, f.pointer, f.fix is not None) for f in found if f.code.startswith("RAM50")]


def at(operator: str, key: str, *texts: str) -> Body:
    return {operator: {key: list(texts)}}


WIDE, NARROW = at("IpAddress", "acs:SourceIp", "10.0.0.0/8"), at("IpAddress", "acs:SourceIp", "10.1.0.0/16")


def test_a_wider_condition_covers_a_narrower_one() -> None:
    one = {"Effect": "Allow", "Action": "imm:GetTask", "Resource": "acs:imm:*:*:project/p"}
    more = {**one, "Action": "imm:Get*"}
    for effect in ("Allow", "Deny"):
        covered = {**one, "Effect": effect, "Condition": NARROW}
        covering = {**more, "Effect": effect, "Condition": WIDE}
        assert beside(covered, covering)[0] == ("RAM502", "/Statement/0", True)
        assert beside({**covered, "Condition": WIDE}, {**covering, "Condition": NARROW}) == []
    both = {**NARROW, **at("Bool", "acs:MFAPresent", "true")}
    assert beside(
        {**one, "Condition": both}, {**more, "Condition": at("Bool", "acs:MFAPresent", "true")}
    ) == [("RAM502", "/Statement/0", True)]
    # What is filled in later may be wider; what never holds is a finding of its own.
    assert (
        beside({**one, "Condition": at("IpAddress", "acs:SourceIp", "${range}")}, {**more, "Condition": WIDE})
        == []
    )
    never = {**NARROW, "NotIpAddress": {"acs:SourceIp": "10.0.0.0/8"}}
    assert beside({**one, "Condition": never}, {**more, "Condition": WIDE}) == []


def test_a_deny_under_a_wider_condition_leaves_nothing() -> None:
    allow = {
        "Effect": "Allow",
        "Action": "imm:GetTask",
        "Resource": "acs:imm:*:*:project/p",
        "Condition": NARROW,
    }
    deny = {"Effect": "Deny", "Action": "imm:*", "Resource": "*", "Condition": WIDE}
    assert beside(allow, deny) == [("RAM503", "/Statement/0", True)]
    assert beside({**allow, "Condition": WIDE}, {**deny, "Condition": NARROW}) == []
    # A Deny that holds only where no Allow does takes nothing away.
    other = at("IpAddress", "acs:SourceIp", "192.168.0.0/16")
    assert [row[:2] for row in beside(allow, {**deny, "Condition": other})] == [("RAM504", "/Statement/1")]


def test_a_value_that_others_cover_can_go() -> None:
    condition = at("IpAddress", "acs:SourceIp", "10.1.0.0/16", "10.0.0.0/8")
    one = {
        "Effect": "Allow",
        "Action": "imm:GetTask",
        "Resource": "acs:imm:*:*:project/p",
        "Condition": condition,
    }
    assert beside(one) == [("RAM506", "/Statement/0/Condition/IpAddress/acs:SourceIp/0", True)]
    assert beside({**one, "Effect": "Deny"})[-1] == (
        "RAM506",
        "/Statement/0/Condition/IpAddress/acs:SourceIp/0",
        True,
    )


@settings(max_examples=300, deadline=None)
@given(POLICY | NARROWER)
def test_what_has_an_access_of_its_own_is_told_apart_at_one_look(statements: list[Body]) -> None:
    quick, slow = Redundancy(policy(statements)), Redundancy(policy(statements))
    slow._index._looked_at = None
    assert [(s.index, other and other.index) for s, other in quick.covered] == [
        (s.index, other and other.index) for s, other in slow.covered
    ]
    for one, other in zip(quick.statements, slow.statements, strict=True):
        assert quick.dead(one) == slow.dead(other)
        assert quick.idle(one) == slow.idle(other)
        if quick._index.has_own(one, "Allow", "Deny"):
            beside = [s for s in statements if s is not statements[one.index]]
            assert not is_within(statements[one.index], beside)


@settings(max_examples=300, deadline=None)
@given(POLICY | NARROWER, st.integers(0, 4))
def test_what_nobody_names_is_left_whatever_the_conditions(statements: list[Body], cut: int) -> None:
    read = policy(statements).statements
    index, also = Index(read[:cut]), Index(read[cut:])
    for statement in (*index.statements, *also.statements):
        gone = {id(statement)}
        for sides in (
            [Side(index, "Allow", gone)],
            [Side(index, e, gone, (), also) for e in ("Allow", "Deny")],
        ):
            quick = is_left(statement, sides)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(Side, "is_taken", lambda self, action, point: True)
                assert is_left(statement, sides) == quick


def test_statements_that_differ_need_no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    names = (f"acs:oss:*:*:bucket-{number}/*" for number in range(20))
    whole = policy([{"Effect": "Allow", "Action": "oss:GetObject", "Resource": name} for name in names])
    monkeypatch.setattr(Index, "taking", None)
    assert Redundancy(whole).covered == []
