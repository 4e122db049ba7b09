"""Any account may assume the role.

What it does: reports principals of trust policies with `*` in place of the account.

Why: everybody with an account of Alibaba Cloud can take the rights of the role.

How to fix: name the account, user or role.

Source: RAM, edit the trust policy of a RAM role.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import of_trust
from immlint.ram.written import principals, statements
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/ram/edit-the-trust-policy-of-a-ram-role"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Principal": {"RAM": ["acs:ram::1234567890123456:root"]}
    }
  ]
}
""",
        "policy.json",
    ),
)
INVALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"RAM": ["acs:ram::*:root", "*"]}}
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Principal/RAM/0",
                'principal "acs:ram::*:root" is any account; expected a named one',
            ),
            ("/Statement/0/Principal/RAM/1", 'principal "*" is any account; expected a named one'),
        ),
    ),
)


@rule(on=Policy, severity=Severity.WARNING, source=SOURCE, valid=VALID, invalid=INVALID, when=(of_trust,))
def open_trust(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every principal that is any account."""
    for statement in statements(policy):
        for text in principals(statement):
            value = text.value
            if text.owner == "RAM" and (value == "*" or value.startswith("acs:ram::*:")):
                yield issue(
                    Place(text.route),
                    "principal {value} is any account; expected a named one",
                    value=quoted(value),
                )
