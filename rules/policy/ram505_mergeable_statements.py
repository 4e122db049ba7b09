"""Two statements differ in their actions only.

What it does: compares effect, resources, principals and conditions of the statements, whatever their order.

Why: one statement says the same in less. As information.

How to fix: move the actions into one list; the policy stays equal.

Source: RAM, policy structure and syntax.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.ram.decision import Policy as Ram
from immlint.ram.decision import Statement
from immlint.rule import Example, Facts, Issue
from immlint.subject import Place, Policy

SEVERITY = Severity.INFO
SUBJECT = Policy
SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-structure-and-syntax"

VALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": "*"}, {"Effect": "Allow", "Action": "oss:*", "Resource": "acs:oss:*:*:b"}]}\n',
        "policy.json",
    ),
)
INVALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": "*"}, {"Effect": "Allow", "Action": "oss:*", "Resource": ["*"]}]}\n',
        "policy.json",
        finds=(
            (
                "/Statement/1",
                "the statement differs in its actions only from /Statement/0; expected one of both",
            ),
        ),
    ),
)


def check(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every statement that could be part of an earlier one."""
    seen: dict[tuple[object, ...], Statement] = {}
    for statement in Ram.read(policy.document, 0, policy.route).statements:
        if statement.not_actions is not None or not statement.resources:
            continue
        key = (statement.effect, tuple(sorted(set(statement.resources))), statement.condition)
        if key in seen:
            message = "the statement differs in its actions only from {other}; expected one of both"
            other = Place(seen[key].route)
            related = ((other, "the earlier statement"),)
            yield Issue(Place(statement.route), message, "", {"other": other.pointer}, related=related)
        else:
            seen[key] = statement
