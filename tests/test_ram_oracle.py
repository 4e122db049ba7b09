"""Whole policies against brute force: every action, resource and assignment of conditions is tried."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cache
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from immlint.ram import Policy, diff, grants
from immlint.ram.condition import canonical
from immlint.subject import PolicyKind

Body = dict[str, Any]


@cache
def glob(pattern: str, text: str) -> bool:
    if not pattern:
        return not text
    if pattern[0] == "*":
        return any(glob(pattern[1:], text[i:]) for i in range(len(text) + 1))
    return bool(text) and pattern[0] in ("?", text[0]) and glob(pattern[1:], text[1:])


CONDITIONS: list[Body | None] = [None, {"Bool": {"c:x": "true"}}, {"StringLike": {"c:y": "v*"}}]
PARTS = st.sampled_from(["*", "a*", "a"]) | st.text("ab*?", max_size=3)
RESOURCES = st.builds(lambda r, n: f"acs:x:{r}:1:{n}", st.sampled_from(["*", "*", "a"]), PARTS)
ACTIONS = st.sampled_from(["s:*", "*", "s:a", "S:B", "*:a", "s:?", "t:a", "s:a*", "?:*a"])


def body(effect: str, key: str, names: list[str], resources: list[str], condition: Body | None) -> Body:
    found = {"Effect": effect, key: names, "Resource": resources}
    return found if condition is None else {**found, "Condition": condition}


STATEMENT = st.builds(
    body,
    st.sampled_from(["Allow", "Allow", "Deny"]),
    st.sampled_from(["Action", "Action", "NotAction"]),
    st.lists(ACTIONS, min_size=1, max_size=2),
    st.lists(RESOURCES, min_size=1, max_size=2),
    st.sampled_from([None, None, CONDITIONS[1], CONDITIONS[1], CONDITIONS[2]]),
)
#: What limits others usually allows much.
LIMIT = st.builds(
    body,
    st.just("Allow"),
    st.just("Action"),
    st.sampled_from([["*"], ["s:*"]]),
    st.lists(RESOURCES, min_size=1, max_size=2),
    st.none(),
)
NAMES = ["".join(letters) for n in range(5) for letters in product("abz", repeat=n)]
KNOWN = ("s:a", "s:b", "t:a", "s:zz", "t:z", "u:a", "u:za")
ASSIGNMENTS = [{""}, {"", "1"}, {"", "2"}, {"", "1", "2"}]


def policy(statements: Iterable[Body], kind: PolicyKind = "identity") -> Policy:
    text = json.dumps({"Version": "1", "Statement": list(statements)})
    return Policy.parse(text, kind)


def applies(statement: Body, action: str, region: str, name: str, holding: set[str]) -> bool:
    key = "Action" if "Action" in statement else "NotAction"
    if any(glob(p.lower(), action) for p in statement[key]) is (key == "NotAction"):
        return False
    if str(CONDITIONS.index(statement.get("Condition")) or "") not in holding:
        return False
    fields = [r.split(":", 4) for r in statement["Resource"]]
    return any(glob(f[2], region) and glob(f[4], name) for f in fields)


def allowed(layers: list[list[Body]], action: str, region: str, name: str, holding: set[str]) -> bool:
    for layer in layers:
        effects = [s["Effect"] for s in layer if applies(s, action, region, name, holding)]
        if "Deny" in effects or "Allow" not in effects:
            return False
    return True


def verdict(names: list[str], good: Callable[[str], bool]) -> str:
    inside = sum(map(good, names))
    return "none" if not inside else "some" if inside < len(names) else "all"


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
    family = [name for name in NAMES if glob(asked, name)]

    def possible(name: str) -> bool:
        return any(allowed(layers, action, "a", name, holding) for holding in ASSIGNMENTS)

    def sure(name: str) -> bool:
        return all(allowed(layers, action, "a", name, holding) for holding in ASSIGNMENTS)

    assert decision.verdict == verdict(family, possible)
    assert decision.certain == verdict(family, sure)
    for witness, good in ((decision.covered, True), (decision.uncovered, False)):
        among = [name for name in family if possible(name) is good]
        assert (witness is None) == (not among)
        if witness is not None:
            assert len(witness.removeprefix("acs:x:a:1:")) == max(len(among[0]), 0) or witness.endswith(":*")


@settings(max_examples=300, deadline=None)
@given(st.lists(STATEMENT, max_size=3), st.lists(STATEMENT, max_size=3))
def test_differences(old: list[Body], new: list[Body]) -> None:
    found = diff([policy(old)], [policy(new)], KNOWN)
    assert not found.undecided
    for grants_, mine, other in ((found.gained, new, old), (found.lost, old, new)):
        named = {g.action.lower() for g in grants_}
        for action in KNOWN:
            more = any(
                allowed([mine], action, region, name, holding)
                and not allowed([other], action, region, name, holding)
                for holding in ASSIGNMENTS
                for region in ("a", "q")
                for name in NAMES
            )
            assert (action in named) == more, action
        for grant in grants_:
            holding = {
                str(number or "")
                for number, c in enumerate(CONDITIONS)
                if canonical(c) in (grant.condition, grant.despite)
            } | {""}
            _, _, region, _, name = grant.resource.split(":", 4)
            place = (grant.action.lower(), region, name.replace("*", "") if name == "*" else name, holding)
            assert allowed([mine], *place)
            assert not allowed([other], *place)


@settings(max_examples=150, deadline=None)
@given(st.lists(STATEMENT, min_size=1, max_size=4), st.randoms())
def test_equal_policies_written_differently(statements: list[Body], random: Any) -> None:
    mixed = [dict(s) for s in statements + statements[:1]]
    random.shuffle(mixed)
    for statement in mixed:
        key = "Action" if "Action" in statement else "NotAction"
        statement[key] = [name.upper() for name in reversed(statement[key])]
        statement["Resource"] = statement["Resource"] * 2
    assert diff([policy(statements)], [policy(mixed)]).equal
