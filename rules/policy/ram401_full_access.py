"""The statement allows everything.

What it does: reports Allow of all actions on all resources without a condition, also where it is not
written as `*`: `*:*` on `acs:*:*:*:*` is the same. Where the policy denies something without a condition,
this is information.

Why: whoever holds the policy is an administrator.

How to fix: name the services and resources that are needed.

Source: RAM, best practices: least privilege.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.ram.arn import ANYTHING, resource
from immlint.ram.written import statements, texts
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/ram/use-cases/best-practices"

VALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": "*"}]}\n',
        "policy.json",
    ),
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}\n',
        "policy.json",
    ),
)
INVALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "*:*", "Resource": "acs:*:*:*:*"}]}\n',
        "policy.json",
        finds=(
            (
                "/Statement/0",
                "the statement allows every action on every resource; expected what is needed only",
            ),
        ),
    ),
)


@rule(on=Policy, severity=Severity.WARNING, source=SOURCE, valid=VALID, invalid=INVALID)
def full_access(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every unconditional Allow of everything."""
    limited = any(s.body.get("Effect") == "Deny" and not s.body.get("Condition") for s in statements(policy))
    for statement in statements(policy):
        if statement.body.get("Effect") != "Allow" or statement.body.get("Condition"):
            continue
        actions = [text.value for text in texts(statement, "Action")]
        resources = [text.value for text in texts(statement, "Resource")]
        if any(value.strip("*") in ("", ":") for value in actions) and any(map(_is_all, resources)):
            severity = Severity.INFO if limited else None
            yield issue(
                Place(statement.route),
                "the statement allows every action on every resource; expected what is needed only",
                severity=severity,
            )


def _is_all(value: str) -> bool:
    pattern = resource(value)
    return pattern is not None and ANYTHING.compare_to_union([pattern]).verdict == "all"
