"""What the index finds is what a look at every statement finds, however many there are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from immlint.ram import arn
from immlint.ram.policy import Policy
from immlint.ram.prove.few import takes
from immlint.ram.prove.index import Index

_ACTIONS = st.sampled_from(["a:x", "a:x*", "a:*y", "*", "b:xy", "a:?"])
_RESOURCES = st.sampled_from(["*", "acs:a:*:*:p", "acs:a:*:*:p*", "acs:a:r:*:*q", "acs:a:*:*:p/*/q", "x*"])
_STATEMENTS = st.fixed_dictionaries(
    {
        "Effect": st.sampled_from(["Allow", "Deny"]),
        "Action": st.lists(_ACTIONS, min_size=1, max_size=2),
        "Resource": st.lists(_RESOURCES, min_size=1, max_size=2),
    }
)
_CONDITION = '[["Bool", "acs:SecureTransport", ["true"]]]'


@pytest.mark.parametrize("size", [3, 60])
@given(data=st.data(), action=st.sampled_from(["a:x", "a:xy", "b:xy"]))
@settings(deadline=None, max_examples=60)
def test_statements_that_take_an_access(size: int, data: st.DataObject, action: str) -> None:
    bodies = data.draw(st.lists(_STATEMENTS, min_size=size, max_size=size))
    statements = Policy.read({"Statement": bodies}).statements
    index = Index(statements)
    for text in ("acs:a:r:1:p", "acs:a:r:1:p/1/q", "acs:b:r:1:z"):
        point = arn.parse(text).fields
        for effect in ("Allow", "Deny"):
            expected = [s for s in statements if s.effect == effect and takes(s, action, point)]
            assert list(index.taking(effect, action, point, "")) == expected
            assert list(index.taking(effect, action, point, _CONDITION)) == expected


@given(st.lists(_STATEMENTS, min_size=2, max_size=40))
@settings(deadline=None, max_examples=60)
def test_statements_that_meet_are_among_those_found(bodies: list[dict[str, object]]) -> None:
    statements = Policy.read({"Statement": bodies}).statements
    index = Index(statements)
    first, *others = statements
    found = {id(s) for effect in ("Allow", "Deny") for s in index.meeting(effect, first)}
    for other in others:
        actions = any(one.meets(two) for one in first.actions for two in other.actions)
        if actions and any(one.meets(two) for one in first.resources for two in other.resources):
            assert id(other) in found
