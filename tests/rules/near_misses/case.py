"""One slip and its near miss: two texts that differ in one token."""

from __future__ import annotations

from typing import NamedTuple

#: Where the token stands.
SLOT = "§"


class Case(NamedTuple):
    """A *text* with a slot: with *wrong* in it the rule must speak, with *right* it must be silent."""

    code: str
    filename: str
    text: str
    wrong: str
    right: str
    #: What the caller holds, for rules about grants; the slot may stand there.
    policy: str | None = None


def policy(code: str, statements: str, wrong: str, right: str, filename: str = "policy.json") -> Case:
    """Return a case about the statements of a policy."""
    return Case(code, filename, f'{{"Version": "1", "Statement": [{statements}]}}\n', wrong, right)


def allow(code: str, action: str, resource: str, wrong: str, right: str, more: str = "") -> Case:
    """Return a case about one Allow."""
    text = f'{{"Effect": "Allow", "Action": {action}, "Resource": {resource}{more}}}'
    return policy(code, text, wrong, right)


def condition(code: str, text: str, wrong: str, right: str, action: str = '"ecs:StopInstance"') -> Case:
    """Return a case about the condition of one Allow."""
    return allow(code, action, '"*"', wrong, right, f', "Condition": {text}')


def trust(code: str, principal: str, wrong: str, right: str, more: str = "") -> Case:
    """Return a case about one statement of a trust policy."""
    text = f'{{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {principal}{more}}}'
    return policy(code, text, wrong, right, "trust-policy.json")
