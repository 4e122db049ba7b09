"""What is not granted, as patterns: against brute force, and as a person would say it."""

from __future__ import annotations

import json
import pickle
from functools import reduce
from itertools import product
from operator import and_, or_

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from immlint.ram import Policy, Residual, grants
from immlint.ram.pattern import both
from tests.ram.oracle import ASSIGNMENTS, CONDITIONS, LIMIT, NAMES, STATEMENT, Body, glob, granted, policy

PATTERNS = st.text("ab*?", max_size=5)
REGIONS = ("a", "q")


@settings(max_examples=500, deadline=None)
@given(
    st.lists(STATEMENT, min_size=1, max_size=5),
    st.none() | st.lists(LIMIT | STATEMENT, min_size=1, max_size=3),
    st.sampled_from(["s:a", "s:b", "t:z"]),
    st.sampled_from(["*", "a*", "*b", "a?", "*a*", "b"]),
    st.sampled_from([(), (), ("a*b",), ("a", "*z*")]),
)
def test_residual_is_what_is_not_granted(
    own: list[Body], session: list[Body] | None, action: str, asked: str, excepted: tuple[str, ...]
) -> None:
    layers = [own] if session is None else [own, session]
    policies = [policy(own), *([] if session is None else [policy(session, "session")])]
    out = [f"acs:x:*:1:{text}" for text in excepted]
    decision = grants(policies, action=action, resource=f"acs:x:*:1:{asked}", excepted=out)
    for region in REGIONS:
        answers = [granted(layers, action, region, holding) for holding in ASSIGNMENTS]
        for rows, good in (
            (decision.residual, reduce(or_, answers)),
            (decision.uncertain, reduce(and_, answers)),
        ):
            for number, name in enumerate(NAMES):
                if not name or not glob(asked, name):
                    continue
                lacking = not good >> number & 1 and not any(glob(text, name) for text in excepted)
                assert any(row.holds(f"acs:x:{region}:1:{name}") for row in rows) == lacking, (region, name)
    assert all(row.exact for row in (*decision.residual, *decision.uncertain))
    assert (decision.residual == ()) == (decision.verdict == "all")
    assert (decision.uncertain == ()) == (decision.certain == "all")


@settings(max_examples=500, deadline=None)
@given(PATTERNS, PATTERNS)
def test_both(one: str, other: str) -> None:
    found = both(one, other)
    assert found is not None
    for name in NAMES:
        assert any(glob(text, name) for text in found) == (glob(one, name) and glob(other, name)), name


def test_patterns_that_share_much_are_many() -> None:
    assert both("*a*b*c*d*e*", "*f*g*h*i*j*") is None
    assert both("a" * 2000 + "*", "*" + "b" * 2000) is None


def _residual(
    *statements: tuple[str, str, Body | None], resource: str, action: str = "imm:GetDataset"
) -> list[str]:
    rows = [
        {"Effect": effect, "Action": "imm:*", "Resource": name, **({"Condition": c} if c else {})}
        for effect, name, c in statements
    ]
    text = json.dumps({"Version": "1", "Statement": rows})
    return [str(row) for row in grants([Policy.parse(text)], action=action, resource=resource).residual]


DATASETS = "acs:imm:*:*:project/photos/dataset/*"
CN = "acs:imm:cn-hangzhou:*:project/photos/dataset/*"


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([("Allow", DATASETS, None)], []),
        ([("Allow", CN, None)], [f"{DATASETS} except {CN}"]),
        ([("Allow", "*", None), ("Deny", CN, None)], [CN]),
        ([("Deny", CN, None)], [DATASETS]),
        (
            [("Allow", "acs:imm:*:*:*", None), ("Deny", "acs:imm:*:*:*/dataset/old*", None)],
            ["acs:imm:*:*:project/photos/dataset/old*"],
        ),
        # A condition that nobody denies under may hold: what it grants is granted.
        ([("Allow", CN, CONDITIONS[1])], [f"{DATASETS} except {CN}"]),
        ([("Allow", "*", CONDITIONS[1]), ("Deny", CN, CONDITIONS[1])], [CN]),
        # Placeholders grant what they may stand for, and take away nothing.
        ([("Allow", "acs:imm:${region}:*:project/photos/dataset/*", None)], []),
        ([("Allow", CN, None), ("Deny", "acs:imm:${rest}", None)], [f"{DATASETS} except {CN}"]),
    ],
)
def test_residual_of_policies(statements: list[tuple[str, str, Body | None]], expected: list[str]) -> None:
    assert _residual(*statements, resource=DATASETS) == expected


def test_residual_of_everything_is_told_by_the_families_of_the_action() -> None:
    # Nothing of the Deny is asked for: GetDataset is about datasets.
    found = _residual(("Allow", CN, None), ("Deny", "acs:imm:*:*:project/photos", None), resource="*")
    assert found == [f"acs:imm:*:*:project/*/dataset/* except {CN}"]
    assert _residual(("Allow", CN, None), resource="*", action="imm:ListProjects") == [
        "acs:imm:*:*:project/*"
    ]


def test_conditions_of_several_policies_may_exclude_each_other() -> None:
    def conditional(kind: str, *rows: tuple[str, str | None]) -> Policy:
        statements = [
            {
                "Effect": "Allow",
                "Action": "s:a",
                "Resource": f"acs:x:*:1:{name}",
                **({"Condition": {"IpAddress": {"acs:SourceIp": block}}} if block else {}),
            }
            for name, block in rows
        ]
        text = json.dumps({"Version": "1", "Statement": statements})
        return Policy.parse(text, "session" if kind == "session" else "identity")

    policies = [
        conditional("identity", ("a", "10.0.0.0/8"), ("b", None)),
        conditional("session", ("*", "192.168.0.0/16"), ("b", None)),
    ]
    decision = grants(
        policies, action="s:a", resource="acs:x:*:1:*", excepted=[f"acs:x:*:1:{n}" for n in ("??*",)]
    )
    assert decision.verdict == "some"
    assert not any(row.holds("acs:x:a:1:b") for row in decision.residual)
    assert any(row.holds("acs:x:a:1:a") for row in decision.residual)


def test_too_many_pieces_say_that_they_are_not_exact() -> None:
    statements = []
    for number, letters in enumerate(product("ab", repeat=3)):
        condition = {"StringEquals": {"c:x": f"{number}"}}
        name = f"acs:x:*:1:*{''.join(letters)}*"
        statements += [
            {"Effect": "Allow", "Action": "s:a", "Resource": name, "Condition": condition},
            {"Effect": "Deny", "Action": "s:a", "Resource": f"{name}{number}", "Condition": condition},
        ]
    text = json.dumps({"Version": "1", "Statement": statements})
    decision = grants([Policy.parse(text)], action="s:a", resource="acs:x:*:1:*")
    assert [row.exact for row in decision.residual] == [False]
    assert decision.residual[0].pattern == "acs:x:*:1:*"


def test_a_decision_can_be_pickled() -> None:
    text = json.dumps({"Version": "1", "Statement": {"Effect": "Allow", "Action": "imm:*", "Resource": CN}})
    decision = grants([Policy.parse(text)], action="imm:GetDataset", resource=DATASETS)
    assert pickle.loads(pickle.dumps(decision)) == decision
    assert decision.residual == (Residual(DATASETS, (CN,)),)
