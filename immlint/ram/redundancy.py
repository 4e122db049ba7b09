"""Statements of a policy that say nothing of their own: covered, dead, idle.

Only what is certain for every completion counts: statements with placeholders are left out. Each
question is first put to one typical action and resource of the statement; most are answered by that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from immlint.language import shortest
from immlint.ram import arn
from immlint.ram.difference import diff
from immlint.ram.policy import Policy, Statement


def covered(statements: Sequence[Statement]) -> list[tuple[Statement, Statement | None]]:
    """Return the statements that others of the same effect cover, each with one that does so alone.

    ``None`` stands for several together. All of them can be dropped at once; of equal ones the later is
    returned. A Deny counts for an Allow: what it takes away need not be covered.
    """
    kept = [s for s in statements if s.is_whole]
    found: list[tuple[Statement, Statement | None]] = []
    for statement in reversed(kept[:]):
        rest = [s for s in kept if s is not statement]
        if not _is_open(statement, rest) and not dead(statement, rest) and _adds_nothing(statement, rest):
            kept = rest
            found.append((statement, statement))
    return [(s, _alone(s, kept)) for s, _ in reversed(found)]


def _is_open(statement: Statement, rest: Sequence[Statement]) -> bool:
    """Tell whether a typical access of the statement has none of *rest* to cover it."""
    denies = statement.effect == "Allow"
    others = [s for s in rest if s.effect == statement.effect or denies]
    return any(
        not any(_takes(other, action, resource, statement.condition) for other in others)
        for action, resource in typical(statement)
    )


def _adds_nothing(statement: Statement, rest: Sequence[Statement]) -> bool:
    if statement.effect == "Deny":
        rest = [replace(s, effect="Allow") for s in rest if s.effect == "Deny"]
        statement = replace(statement, effect="Allow")
    return diff([Policy(tuple(rest))], [Policy((*rest, statement))]).narrower


def _alone(statement: Statement, kept: Sequence[Statement]) -> Statement | None:
    for other in kept:
        same = other.effect == statement.effect and not _is_open(statement, [other])
        if same and _adds_nothing(statement, [other]):
            return other
    return None


def dead(statement: Statement, rest: Sequence[Statement]) -> bool:
    """Tell whether an Allow is wholly taken away by the Denies among *rest*."""
    denies = [
        s for s in rest if s.effect == "Deny" and s.is_whole and s.condition in ("", statement.condition)
    ]
    if statement.effect != "Allow" or not statement.is_whole or not denies:
        return False
    for action, resource in typical(statement):
        if not any(_takes(deny, action, resource, statement.condition) for deny in denies):
            return False
    return diff([Policy(tuple(denies))], [Policy((*denies, statement))]).narrower


def idle(statement: Statement, rest: Sequence[Statement]) -> bool:
    """Tell whether a Deny takes nothing away of what any Allow among *rest* names."""
    allows = [s for s in rest if s.effect == "Allow"]
    if statement.effect != "Deny" or not allows or not all(s.is_whole for s in (statement, *allows)):
        return False
    return not any(_meet(statement, allow) for allow in allows)


def _meet(one: Statement, other: Statement) -> bool:
    """Tell whether some access is named by both; doubt counts as yes."""
    if not any(arn.overlap(this, that) for this in one.resources for that in other.resources):
        return False
    if one.not_actions is None and other.not_actions is None:
        pairs = product(one.actions, other.actions)
        return any(arn.overlapping(this.lower(), that.lower()) for this, that in pairs)
    named = [[arn.action(text) for text in s.actions] for s in (one, other) if s.not_actions is None]
    refused = [arn.action(text) for s in (one, other) for text in s.not_actions or ()]
    action, complete = shortest([[arn.ACTIONS], *named], refused)
    return action is not None or not complete


def typical(statement: Statement) -> list[tuple[str, str]]:
    """Return an action and a resource for each pattern, in which wildcards are odd characters."""
    if statement.not_actions is not None:
        return []
    actions = [arn.typical(text).lower() for text in statement.actions]
    resources = [arn.typical("acs:*:*:*:*" if text == "*" else text) for text in statement.resources]
    pairs = [(action, resources[0]) for action in actions] if resources else []
    return pairs + [(actions[0], resource) for resource in resources[1:]] if actions else []


def _takes(statement: Statement, action: str, resource: str, condition: str) -> bool:
    """Tell whether a statement applies where just *condition* holds."""
    if statement.condition not in ("", condition):
        return False
    return statement.takes(action, generous=None) and any(
        arn.names(text, resource) for text in statement.resources
    )
