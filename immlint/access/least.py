"""The least policy that grants what requests ask for: nothing beyond, one statement per set of actions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from immlint.access.ask import Ask
from immlint.ram import arn

#: Characters of a custom policy. Source: RAM, limits.
LIMIT = 6144
Statement = dict[str, Any]


def statements(asks: Iterable[Ask], region: str | None = None, account: str | None = None) -> list[Statement]:
    """Return Allow statements for *asks*, in a fixed order; *region* and *account* fill what is open.

    Resources that are asked for by the same actions share a statement, so no statement pairs an action
    with a resource that nobody asked for.
    """
    actions: dict[str, set[str]] = {}
    for ask in asks:
        for pattern in ask.patterns(region, account):
            actions.setdefault(pattern, set()).add(ask.action)
    _drop_covered(actions)
    resources: dict[tuple[str, ...], list[str]] = {}
    for pattern in sorted(actions):
        resources.setdefault(tuple(sorted(actions[pattern])), []).append(pattern)
    return [
        {"Effect": "Allow", "Action": list(names), "Resource": patterns}
        for names, patterns in resources.items()
        if names
    ]


def _drop_covered(actions: dict[str, set[str]]) -> None:
    """Take from each pattern the actions that a wider one has as well."""
    # Most patterns end with plain names: those can only be wider for their region or account.
    wide = [pattern for pattern in actions if "*" in arn.parse(pattern).fields[-1]]
    for narrow, names in actions.items():
        anywhere: list[str] = []
        if narrow != "*":
            _, service, region, _, relative = arn.parse(narrow).fields
            anywhere = [f"acs:{service}:{where}:*:{relative}" for where in (region, "*")]
        # One odd string stands for all of a pattern: only a star can hold what a star stands for.
        typical = arn.parse(narrow).sample
        for wider in (*wide, *anywhere):
            if wider != narrow and names & actions.get(wider, set()) and arn.parse(wider).holds(typical):
                names -= actions[wider]


def documents(statements: Sequence[Statement], limit: int = LIMIT) -> list[str]:
    """Return the policies as JSON texts that end with a line end, none longer than *limit*."""
    whole = _text(statements)
    if len(whole) <= limit:
        return [whole]
    packed: list[list[Statement]] = []
    for statement in statements:
        for part in _cut(statement, limit):
            if packed and len(_compact([*packed[-1], part])) <= limit:
                packed[-1].append(part)
            else:
                packed.append([part])
    return [_text(part) if len(_text(part)) <= limit else _compact(part) for part in packed]


def _cut(statement: Statement, limit: int) -> list[Statement]:
    """Return a statement in as many parts as it takes for each to fit into a policy of its own."""
    resources = statement["Resource"]
    if len(_compact([statement])) <= limit or len(resources) == 1:
        return [statement]
    half = len(resources) // 2
    return [
        part
        for some in (resources[:half], resources[half:])
        for part in _cut({**statement, "Resource": some}, limit)
    ]


def _text(statements: Sequence[Statement]) -> str:
    document = {"Version": "1", "Statement": list(statements)}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _compact(statements: Sequence[Statement]) -> str:
    document = {"Version": "1", "Statement": list(statements)}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"
