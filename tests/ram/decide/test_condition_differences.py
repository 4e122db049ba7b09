"""Differences that conditions make, against every request that the keys of the conditions can have."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from immlint.ram import Policy
from immlint.ram.decide.difference import Grant, diff
from tests.ram.oracle import glob
from tests.ram.test_atoms import ATOM, condition, holds, states

Body = dict[str, Any]
NAMES = ("", "a", "b", "ab", "aa", "z", "bb")
RESOURCES = st.lists(st.sampled_from(["*", "a*", "*b", "a", "z"]), min_size=1, max_size=2)


def body(effect: str, names: list[str], conditions: Any) -> Body:
    made = {"Effect": effect, "Action": "s:a", "Resource": [f"acs:x:r:1:{name}" for name in names]}
    return {**made, "Condition": conditions} if conditions else made


def _statements(atoms: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Body]]:
    conditions: st.SearchStrategy[Any] = st.just({}) | st.lists(atoms, min_size=1, max_size=1).map(condition)
    effects = st.sampled_from(["Allow", "Allow", "Allow", "Deny"])
    return st.lists(st.builds(body, effects, RESOURCES, conditions), min_size=1, max_size=3)


def of_one_key(key: str) -> st.SearchStrategy[Any]:
    return ATOM.filter(lambda atom: atom[1] == key)


KEYS = ("x:s", "x:n", "x:d", "x:i", "acs:SourceIp", "x:b")
#: A key, and statements of two policies about it.
PAIRS = st.sampled_from(KEYS).flatmap(
    lambda key: st.tuples(st.just(key), _statements(of_one_key(key)), _statements(of_one_key(key)))
)


def allows(statements: list[Body], name: str, key: str, value: str | None, *, absent: bool) -> bool:
    effects = {
        s["Effect"]
        for s in statements
        if any(glob(r.rpartition(":")[2], name) for r in s["Resource"])
        and holds(s.get("Condition", {}), key, value, absent=absent)
    }
    return effects == {"Allow"}


def is_more(mine: list[Body], theirs: list[Body], name: str, key: str) -> bool:
    """Tell whether *mine* allow a name to a request to which *theirs* do not."""
    return any(
        allows(mine, name, key, value, absent=absent) and not allows(theirs, name, key, value, absent=absent)
        for value, absent in product(states(key), (False, True))
    )


def policy(statements: list[Body]) -> Policy:
    return Policy.parse(json.dumps({"Version": "1", "Statement": statements}))


@given(PAIRS)
@settings(max_examples=150, deadline=None)
def test_differences_are_what_every_request_says(pair: tuple[str, list[Body], list[Body]]) -> None:
    key, old, new = pair
    found = diff([policy(old)], [policy(new)])
    assert not found.undecided
    for told, mine, theirs in ((found.gained, new, old), (found.lost, old, new)):
        # What a negated operator says of a key that is absent is not documented: both are possible.
        assert bool(told) == any(is_more(mine, theirs, name, key) for name in NAMES)
        for grant in told:
            assert is_more(mine, theirs, grant.resource.rpartition(":")[2].strip("*"), key)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # Several statements together hold what one does.
        (
            [{"StringEquals": {"x:k": "a"}}, {"StringEquals": {"x:k": "b"}}],
            [{"StringEquals": {"x:k": ["a", "b"]}}],
        ),
        (
            [{"IpAddress": {"acs:SourceIp": f"10.{half}.0.0/9"}} for half in (0, 128)],
            [{"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}],
        ),
        ([{"Bool": {"acs:SecureTransport": text}} for text in ("true", "false")], [{}]),
        (
            [{"NumericLessThan": {"x:k": "3"}}, {"NumericGreaterThanEquals": {"x:k": "3"}}],
            [{"NumericGreaterThan": {"x:k": "0"}}, {"NumericLessThanEquals": {"x:k": "0"}}],
        ),
        (
            [{"StringLike": {"x:k": "a*"}, "Bool": {"x:b": "true"}}, {"StringNotLike": {"x:k": "a*"}}],
            [
                {"StringLike": {"x:k": ["b*", "a*"]}, "Bool": {"x:b": "true"}},
                {"StringNotLike": {"x:k": "a*"}},
            ],
        ),
    ],
)
def test_statements_that_hold_a_condition_together_hold_it(old: list[Body], new: list[Body]) -> None:
    before, after = (policy([body("Allow", ["a*"], one) for one in side]) for side in (old, new))
    assert diff([before], [after]).equal


def test_statements_hold_together_only_what_each_names() -> None:
    one, other = ({"StringEquals": {"x:k": value}} for value in "ab")
    old = policy([body("Allow", ["a*"], one), body("Allow", ["*b"], other)])
    new = policy([body("Allow", ["a*", "*b"], {"StringEquals": {"x:k": ["a", "b"]}})])
    found = diff([old], [new])
    assert found.wider
    assert {grant.resource.rpartition(":")[2]: grant.unless for grant in found.gained} == {
        "a": ('[["StringEquals", "x:k", ["a"]]]',),
        "b": ('[["StringEquals", "x:k", ["b"]]]',),
    }


WIDE = {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}
NARROW = {"IpAddress": {"acs:SourceIp": "10.1.0.0/16"}}
ELSEWHERE = {"IpAddress": {"acs:SourceIp": "192.168.0.0/16"}}
AT_WIDE = '[["IpAddress", "acs:SourceIp", ["10.0.0.0/8"]]]'
AT_NARROW = '[["IpAddress", "acs:SourceIp", ["10.1.0.0/16"]]]'


@pytest.mark.parametrize(
    ("mine", "theirs", "when"),
    [
        ([("Allow", WIDE)], [("Allow", NARROW)], [(AT_WIDE, (AT_NARROW,))]),
        ([("Allow", {})], [("Allow", NARROW)], [("", (AT_NARROW,))]),
        ([("Allow", WIDE), ("Deny", NARROW)], [("Allow", ELSEWHERE)], [(AT_WIDE, (AT_NARROW,))]),
        ([("Allow", WIDE)], [("Allow", ELSEWHERE)], [(AT_WIDE, ())]),
        ([("Allow", WIDE)], [("Allow", ELSEWHERE), ("Deny", NARROW)], [(AT_WIDE, ())]),
    ],
)
def test_the_difference_is_named_not_the_allow_it_came_from(
    mine: list[tuple[str, Body]], theirs: list[tuple[str, Body]], when: list[tuple[str, tuple[str, ...]]]
) -> None:
    new, old = (policy([body(effect, ["a"], c) for effect, c in side]) for side in (mine, theirs))
    gained: tuple[Grant, ...] = diff([old], [new]).gained
    assert [(grant.condition, grant.unless) for grant in gained if not grant.despite] == when


def test_a_resource_that_no_condition_is_about_shows_a_pattern() -> None:
    """The row of a pattern is as sure as the surest of its resources, whatever holds for a shorter one."""
    old = policy([body("Allow", ["b"], WIDE)])
    new = policy([body("Allow", ["b", "b*"], {})])
    found = [(grant.family, grant.resource, grant.unless) for grant in diff([old], [new]).gained]
    assert found == [
        ("acs:x:r:1:b", "acs:x:r:1:b", (AT_WIDE,)),
        ("acs:x:r:1:b*", "acs:x:r:1:ba", ()),
    ]
