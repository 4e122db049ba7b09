"""What several statements grant under conditions, against every request that the key of those can have."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from immlint.ram import Decision, grants
from immlint.ram.prove.redundancy import Redundancy
from tests.ram.decide.test_condition_differences import (
    KEYS,
    NAMES,
    RESOURCES,
    Body,
    allows,
    body,
    of_one_key,
    policy,
)
from tests.ram.test_atoms import condition, states

_EFFECTS = st.sampled_from(["Allow", "Allow", "Deny"])


def _statements(key: str) -> st.SearchStrategy[list[Body]]:
    atoms = st.lists(of_one_key(key), max_size=1)
    conditions = atoms.map(lambda given: condition(given) if given else {})
    return st.lists(st.builds(body, _EFFECTS, RESOURCES, conditions), min_size=1, max_size=5)


#: A key, and statements of one policy about it.
POLICIES = st.sampled_from(KEYS).flatmap(lambda key: st.tuples(st.just(key), _statements(key)))


def answers(statements: list[Body], key: str) -> dict[str, set[bool]]:
    """Return for each name whether requests for it are allowed; of an absent key, both readings count."""
    cases = [*product(states(key), (False, True))]
    return {name: {allows(statements, name, key, v, absent=a) for v, a in cases} for name in NAMES}


def decided(statements: list[Body]) -> Decision:
    return grants([policy(statements)], action="s:a", resource="acs:x:r:1:*")


def verdict(names: list[bool]) -> str:
    return "all" if all(names) else "some" if any(names) else "none"


@given(POLICIES)
@settings(max_examples=250, deadline=None)
def test_decisions_are_what_every_request_says(case: tuple[str, list[Body]]) -> None:
    key, statements = case
    found, decision = answers(statements, key), decided(statements)
    possible = {name: True in each for name, each in found.items()}
    certain = {name: False not in each for name, each in found.items()}
    assert decision.verdict == verdict([*possible.values()])
    assert decision.certain == verdict([*certain.values()])
    for expected, residual in ((possible, decision.residual), (certain, decision.uncertain)):
        for name, is_granted in expected.items():
            assert any(one.holds(f"acs:x:r:1:{name}") for one in residual) is not is_granted


@given(POLICIES)
@settings(max_examples=150, deadline=None)
def test_what_is_dropped_changes_no_answer(case: tuple[str, list[Body]]) -> None:
    key, statements = case
    redundancy = Redundancy(policy(statements))
    gone = {statement.index for statement, _ in redundancy.covered}
    dead = {s.index for s in redundancy.statements if redundancy.dead(s)}
    for indices in (gone, dead):
        kept = [one for index, one in enumerate(statements) if index not in indices]
        for name, value, absent in product(NAMES, states(key), (False, True)):
            assert allows(kept, name, key, value, absent=absent) == allows(
                statements, name, key, value, absent=absent
            )


def _ip(operator: str, *ranges: str) -> Body:
    return {operator: {"acs:SourceIp": list(ranges)}}


def _https(value: str) -> Body:
    return {"Bool": {"acs:SecureTransport": value}}


HALVES = [_ip("IpAddress", f"10.{half}.0.0/9") for half in (0, 128)]
WHOLE = _ip("IpAddress", "10.0.0.0/8")
OUTSIDE = _ip("NotIpAddress", "10.0.0.0/8")


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([("Allow", _https("true")), ("Allow", _https("false"))], ("all", "all")),
        ([("Allow", {"Bool": {"acs:MFAPresent": v}}) for v in ("true", "false")], ("all", "none")),
        ([("Allow", WHOLE), ("Allow", OUTSIDE)], ("all", "all")),
        ([("Allow", {}), ("Deny", _https("true")), ("Deny", _https("false"))], ("none", "none")),
        ([("Allow", WHOLE), *(("Deny", half) for half in HALVES)], ("none", "none")),
        ([("Allow", WHOLE), ("Deny", HALVES[0])], ("all", "none")),
        ([("Allow", WHOLE), ("Deny", OUTSIDE)], ("all", "none")),
        ([("Allow", OUTSIDE), ("Deny", OUTSIDE)], ("none", "none")),
    ],
)
def test_conditions_of_several_statements_are_joined(
    statements: list[tuple[str, Any]], expected: tuple[str, str]
) -> None:
    decision = decided([body(effect, ["*"], given) for effect, given in statements])
    assert (decision.verdict, decision.certain) == expected


@pytest.mark.parametrize(
    ("statements", "covered", "dead"),
    [
        ([("Allow", "a*", HALVES[0]), ("Allow", "*", HALVES[1]), ("Allow", "a*", WHOLE)], {2}, set()),
        ([("Allow", "a*", HALVES[0]), ("Allow", "ab", HALVES[1]), ("Allow", "a*", WHOLE)], {0, 1}, set()),
        ([("Allow", "*", _https("true")), ("Allow", "*", _https("false")), ("Allow", "a", {})], {2}, set()),
        ([("Deny", "*", HALVES[0]), ("Deny", "*", HALVES[1]), ("Deny", "a", WHOLE)], {2}, set()),
        ([("Allow", "a", WHOLE), ("Deny", "*", HALVES[0]), ("Deny", "a*", HALVES[1])], set(), {0}),
        ([("Allow", "a*", WHOLE), ("Deny", "*", HALVES[0]), ("Deny", "a", HALVES[1])], set(), set()),
        ([("Allow", "a", {}), ("Deny", "a", WHOLE), ("Deny", "*", OUTSIDE)], set(), {0}),
    ],
)
def test_several_statements_cover_one_together(
    statements: list[tuple[str, str, Any]], covered: set[int], dead: set[int]
) -> None:
    redundancy = Redundancy(policy([body(effect, [name], given) for effect, name, given in statements]))
    assert {statement.index for statement, _ in redundancy.covered} == covered
    assert {s.index for s in redundancy.statements if redundancy.dead(s)} == dead
