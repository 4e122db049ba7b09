"""The statement allows all actions of a service on all resources.

What it does: reports Allow of `service:*` on `*` without a condition.

Why: it includes what the service will add later, and deleting. As information: system policies do it too.

How to fix: name the actions or resources that are needed.

Source: RAM, best practices: least privilege.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.ram.written import is_resource_policy, statements, texts
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/ram/use-cases/best-practices"

VALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:Get*", "Resource": "*"}]}\n',
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": "acs:imm:*:*:project/p*"}]
}
""",
        "policy.json",
    ),
)
INVALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["imm:*"], "Resource": "*"}]}\n',
        "policy.json",
        finds=(
            ("/Statement/0/Action/0", '"imm:*" is allowed on every resource; expected what is needed only'),
        ),
    ),
)


@rule(on=Policy, severity=Severity.INFO, source=SOURCE, valid=VALID, invalid=INVALID)
def service_wildcard(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every unconditional Allow of a whole service everywhere."""
    for statement in statements(policy):
        body = statement.body
        everywhere = any(text.value == "*" for text in texts(statement, "Resource"))
        if is_resource_policy(statement):
            continue
        if body.get("Effect") == "Allow" and not body.get("Condition") and everywhere:
            for text in texts(statement, "Action"):
                service, _, name = text.value.partition(":")
                if name == "*" and service.strip("*"):
                    yield issue(
                        Place(text.route),
                        "{action} is allowed on every resource; expected what is needed only",
                        action=quoted(text.value),
                    )
