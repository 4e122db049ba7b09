"""Statements found by the texts that their conditions require: as many as without that."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from immlint.ram import Policy, arn
from immlint.ram.atoms import Condition
from immlint.ram.prove import index
from immlint.ram.prove.index import Index

VALUES = st.lists(st.sampled_from(["a", "b", "c", "a*", "${x}"]), min_size=1, max_size=2)
OPERATORS = st.sampled_from(
    ["StringEquals", "StringEquals", "StringLike", "StringNotEquals", "ForAllValues:StringEquals"]
)
KEYS = st.sampled_from(["c:x", "C:X", "c:y"])
CONDITIONS = st.none() | st.dictionaries(OPERATORS, st.dictionaries(KEYS, VALUES, min_size=1), min_size=1)
BODIES = st.lists(st.tuples(st.sampled_from(["Allow", "Deny"]), CONDITIONS), min_size=2, max_size=7)
POINT = arn.parse("acs:s:r:1:n").fields


def _policy(bodies: list[tuple[str, dict[str, Any] | None]]) -> Policy:
    rows = [
        {"Effect": effect, "Action": "s:a", "Resource": "*", **({"Condition": c} if c else {})}
        for effect, c in bodies
    ]
    return Policy.parse(json.dumps({"Version": "1", "Statement": rows}))


def _found(policy: Policy) -> list[list[int]]:
    own = Index(policy.statements)
    found = []
    for statement in policy.statements:
        for effect in ("Allow", "Deny"):
            found.append([s.index for s in own.taking(effect, "s:a", POINT, statement.condition)])
            found.append(sorted(s.index for s in own.together(effect, statement)))
    return found


@settings(max_examples=500, deadline=None)
@given(BODIES)
def test_no_statement_is_missed(bodies: list[tuple[str, dict[str, Any] | None]]) -> None:
    policy = _policy(bodies)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "_FEW", -1)
        expected = _found(policy)
    assert _found(policy) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"StringEquals": {"c:x": ["a", "b"]}}, {"c:x": {"a", "b"}}),
        ({"StringEquals": {"c:x": ["a", "b"]}, "StringLike": {"c:x": ["b", "c"]}}, {"c:x": {"b"}}),
        # It never holds: what it requires tells nothing.
        ({"StringEquals": {"c:x": "a"}, "StringLike": {"c:x": "b"}}, {}),
        ({"StringLike": {"c:x": ["a", "b*"]}}, {}),
        ({"StringNotEquals": {"c:x": "a"}}, {}),
        ({"StringEquals": {"c:x": "a"}, "ForAnyValue:StringEquals": {"c:x": "b"}}, {}),
        ({"StringEquals": {"c:x": "${x}"}}, {}),
        ({"Bool": {"c:x": "true"}}, {}),
    ],
)
def test_required_texts(condition: dict[str, Any], expected: dict[str, set[str]]) -> None:
    (statement,) = _policy([("Allow", condition)]).statements
    assert dict(Condition(statement.condition).required) == expected
