"""The policy is no valid JSON or YAML.

What it does: reports what the text should not hold, with its exact place; the rest is still checked
where it can be read.

Why: RAM stores JSON and checks it (RFC 7159) when a policy is created or updated.

How to fix: as the message says.

Source: RAM, policy structure and syntax; validate policies, "Json syntax error".
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
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "ecs:StopInstance", "Resource": "*"},]}\n',
        "policy.json",
        finds=(("", 'trailing comma; expected a value or "]"'),),
    ),
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow"\n',
        "policy.json",
        finds=(("", 'the text ends; expected "," or "}"'),),
    ),
)


@rule(on=Problem, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID)
def syntax_error(problem: Problem, facts: Facts) -> Iterator[Issue]:
    """Yield the problem if it is one of a policy's text."""
    if problem.about == "policy" and problem.kind in ("syntax", "encoding"):
        severity = Severity.WARNING if problem.kind == "encoding" else None
        yield reported(problem, severity)
