"""A key of the policy is given twice.

What it does: reports a key that stands twice in one object, at the later one.

Why: readers of JSON keep one of the two in silence (RFC 7159 leaves open which), so the policy may
grant something else than it says.

How to fix: join the two, or split the statement.

Source: RAM, policy structure and syntax (RFC 7159).
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.rule import Example, Facts, Issue, reported, rule
from immlint.subject import Problem

SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-structure-and-syntax"

VALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": "*"}]}\n',
        "policy.json",
    ),
)
INVALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Effect": "Deny", "Action": "imm:*", "Resource": "*"}]}\n',
        "policy.json",
        finds=(("", 'key "Effect" is given twice; expected it once'),),
    ),
)


@rule(on=Problem, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID)
def duplicate_key(problem: Problem, facts: Facts) -> Iterator[Issue]:
    """Yield the problem if it is a repeated key of a policy."""
    if problem.about == "policy" and problem.kind == "duplicate-key":
        yield reported(problem)
