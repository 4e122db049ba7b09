"""Whole policies by brute force: small ones, and what they grant of every action, resource and condition."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from itertools import product
from typing import Any

from hypothesis import strategies as st

from immlint.ram import Policy
from immlint.subject import PolicyKind

Body = dict[str, Any]


@cache
def glob(pattern: str, text: str) -> bool:
    if not pattern:
        return not text
    if pattern[0] == "*":
        return any(glob(pattern[1:], text[i:]) for i in range(len(text) + 1))
    return bool(text) and pattern[0] in ("?", text[0]) and glob(pattern[1:], text[1:])


CONDITIONS: list[Body | None] = [
    None,
    {"Bool": {"c:x": "true"}},
    {"StringLike": {"c:y": "v*"}},
    # Implies the one before.
    {"StringEquals": {"c:y": ["v1", "v2"]}},
]
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


@cache
def named(pattern: str) -> int:
    """Which of NAMES a pattern holds, as bits."""
    return sum(1 << number for number, name in enumerate(NAMES) if glob(pattern, name))


@cache
def is_about(key: str, names: tuple[str, ...], action: str) -> bool:
    return any(glob(p.lower(), action) for p in names) is (key == "Action")


def holds(statement: Body, action: str, holding: set[str]) -> bool:
    key = "Action" if "Action" in statement else "NotAction"
    condition = str(CONDITIONS.index(statement.get("Condition")) or "")
    return condition in holding and is_about(key, tuple(statement[key]), action)


def reach(statements: list[Body], effect: str, action: str, region: str, holding: set[str]) -> int:
    """Which of NAMES the statements of one effect apply to."""
    found = 0
    for statement in statements:
        if statement["Effect"] == effect and holds(statement, action, holding):
            for fields in (r.split(":", 4) for r in statement["Resource"]):
                found |= named(fields[4]) if glob(fields[2], region) else 0
    return found


def granted(layers: list[list[Body]], action: str, region: str, holding: set[str]) -> int:
    """Which of NAMES all layers allow and none denies."""
    found = (1 << len(NAMES)) - 1
    for layer in layers:
        found &= reach(layer, "Allow", action, region, holding)
        found &= ~reach(layer, "Deny", action, region, holding)
    return found


def allowed(statements: list[Body], action: str, region: str, name: str, holding: set[str]) -> bool:
    """Tell it of any one name."""
    effects = set()
    for statement in statements:
        if holds(statement, action, holding):
            fields = [r.split(":", 4) for r in statement["Resource"]]
            if any(glob(f[2], region) and glob(f[4], name) for f in fields):
                effects.add(statement["Effect"])
    return effects == {"Allow"}


def verdict(family: int, good: int) -> str:
    return "none" if not family & good else "some" if family & ~good else "all"


EVERY = [f"{s}:{n}" for s in ("s", "t", "u", "uu") for n in ("a", "b", "z", "aa", "az", "za", "zz", "aza")]
