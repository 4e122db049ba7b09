"""Decisions over whole policies against brute force, and the cases people ask about."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from immlint.language import search
from immlint.ram import Policy, diff, grants


def _names(statement: dict[str, Any]) -> list[str]:
    names: list[str] = statement.get("Action") or statement["NotAction"]
    return names


def glob(pattern: str, text: str) -> bool:
    if not pattern:
        return not text
    if pattern[0] == "*":
        return any(glob(pattern[1:], text[i:]) for i in range(len(text) + 1))
    return bool(text) and pattern[0] in ("?", text[0]) and glob(pattern[1:], text[1:])


def policy(*statements: dict[str, Any]) -> Policy:
    return Policy.parse(json.dumps({"Version": "1", "Statement": list(statements)}))


PARTS = st.text("ab*?", max_size=3)
RESOURCES = st.just("*") | st.builds(lambda r, n: f"acs:x:{r}:1:{n}", st.sampled_from(["*", "a"]), PARTS)
ACTIONS = st.sampled_from(["s:a", "s:*", "*", "S:A", "s:b", "s:?"])
STATEMENTS = st.fixed_dictionaries(
    {
        "Effect": st.sampled_from(["Allow", "Allow", "Deny"]),
        "Resource": st.lists(RESOURCES, min_size=1, max_size=2),
    }
).flatmap(
    lambda base: st.sampled_from(["Action", "NotAction"]).flatmap(
        lambda key: st.lists(ACTIONS, min_size=1, max_size=2).map(lambda names: {**base, key: names})
    )
)
NAMES = ["".join(letters) for n in range(5) for letters in product("abz", repeat=n)]


def allowed(statements: list[dict[str, Any]], action: str, region: str, name: str) -> bool:
    answer = False
    for s in statements:
        names = [p.lower() for p in _names(s)]
        if any(glob(p, action) for p in names) is ("NotAction" in s):
            continue
        for r in s["Resource"]:
            fields = r.split(":", 4)
            if r == "*" or (glob(fields[2], region) and glob(fields[4], name)):
                if s["Effect"] == "Deny":
                    return False
                answer = True
    return answer


@settings(max_examples=300, deadline=None)
@given(st.lists(STATEMENTS, min_size=1, max_size=4), st.sampled_from(["s:a", "s:c"]), PARTS)
def test_decision_agrees_with_brute_force(statements: list[dict[str, Any]], action: str, asked: str) -> None:
    decision = grants([policy(*statements)], action=action, resource=f"acs:x:a:1:{asked}")
    family = [name for name in NAMES if glob(asked, name)]
    inside = [name for name in family if allowed(statements, action, "a", name)]
    outside = [name for name in family if not allowed(statements, action, "a", name)]
    expected = "none" if not inside else "some" if outside else "all"
    assert decision.verdict == expected
    assert decision.certain == expected
    for witness, among in ((decision.covered, inside), (decision.uncovered, outside)):
        assert (witness is None) == (not among)
        if witness is not None:
            assert len(witness) == len(f"acs:x:a:1:{among[0]}") or witness.endswith(":*")


@settings(max_examples=100, deadline=None)
@given(st.lists(STATEMENTS, max_size=3), st.lists(STATEMENTS, max_size=3))
def test_difference_agrees_with_brute_force(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> None:
    for statement in [*old, *new]:
        # The lone star also names what the brute force below does not try.
        statement["Resource"] = [
            r.replace("*", "acs:x:*:1:*") if r == "*" else r for r in statement["Resource"]
        ]
    found = diff([policy(*old)], [policy(*new)])
    assert not found.undecided
    gained = {grant.action.lower() for grant in found.gained}
    for action in ("s:a", "s:b"):
        if any(action == n.lower() for s in old + new for n in _names(s)):
            more = any(
                allowed(new, action, region, name) and not allowed(old, action, region, name)
                for region in ("a", "q")
                for name in NAMES
            )
            assert (action in gained) == more
    assert diff([policy(*old)], [policy(*old, *old)]).equal


ALLOW = {"Effect": "Allow", "Action": "imm:CreateDataset"}
DATASETS = "acs:imm:*:*:project/p/dataset/*"


@pytest.mark.parametrize(
    ("resource", "verdict"),
    [
        ("acs:imm:*:*:project/p/dataset/*", "all"),
        ("acs:imm:*:*:project/p*", "all"),
        ("acs:imm:*:*:project/p/*", "all"),
        ("*", "all"),
        ("acs:imm:*:*:*", "all"),
        ("acs:imm:*:*:project/p", "none"),
        ("acs:imm:*:*:projects/p/dataset/*", "none"),
        ("acs:imm:cn-beijing:*:project/p/dataset/*", "some"),
        ("acs:imm:*:*:project/p/dataset/a*", "some"),
        ("a*", "undecided"),
    ],
)
def test_create_dataset_on_patterns(resource: str, verdict: str) -> None:
    decision = grants(
        [policy({**ALLOW, "Resource": resource})], action="imm:CreateDataset", resource=DATASETS
    )
    assert decision.verdict == verdict


def test_a_union_covers_what_no_part_does() -> None:
    parts = [
        f"acs:imm:*:*:project/p/dataset/{c}*" for c in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
    ]
    whole = policy({**ALLOW, "Resource": parts})
    assert grants([whole], action="imm:CreateDataset", resource=DATASETS).verdict == "all"
    less = policy({**ALLOW, "Resource": parts[:-1]})
    decision = grants([less], action="imm:CreateDataset", resource=DATASETS)
    assert decision.verdict == "some"
    assert (decision.uncovered or "").endswith("dataset/_")


def test_conditions_make_a_grant_uncertain() -> None:
    condition = {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}
    allow = {**ALLOW, "Resource": "*", "Condition": condition}
    decision = grants([policy(allow)], action="imm:CreateDataset", resource=DATASETS)
    assert (decision.verdict, decision.certain) == ("all", "none")
    assert len(decision.conditions) == 1
    deny = {**allow, "Effect": "Deny"}
    decision = grants(
        [policy({**ALLOW, "Resource": "*"}, deny)], action="imm:CreateDataset", resource=DATASETS
    )
    assert (decision.verdict, decision.certain) == ("all", "none")


def test_equal_policies_written_differently_are_equal() -> None:
    one = policy(
        {"Effect": "Allow", "Action": ["imm:Get*", "imm:GetTask"], "Resource": ["*"], "Condition": {}}
    )
    two = policy({"Effect": "Allow", "Action": "IMM:get*", "Resource": ["acs:imm:*:*:x", "*"]})
    assert diff([one], [two]).equal
    three = policy({"Effect": "Allow", "Action": "imm:Get*", "Resource": "acs:imm:*:*:project/p"})
    found = diff([three], [one])
    assert found.gained
    assert not found.lost


@pytest.mark.parametrize("form", ["photos-{}-*", "*p{}*"])
def test_the_searches_for_a_decision_grow_with_the_patterns_only(
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
    for size in (50, 200):
        pushed = 0
        names = [f"acs:imm:*:*:project/{form.format(n)}/dataset/*" for n in range(size)]
        allow = {**ALLOW, "Resource": names[: size // 2]}
        large = policy(allow, {**ALLOW, "Effect": "Deny", "Resource": names[size // 2 :]})
        asked = "acs:imm:*:*:project/*/dataset/*"
        assert grants([large], action="imm:CreateDataset", resource=asked).verdict == "some"
        counted.append(pushed)
    assert 0 < counted[1] < 6 * counted[0]
