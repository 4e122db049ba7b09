"""A principal is named by another of the same list.

What it does: compares the principals of one kind as sets. `acs:ram::<account-id>:root` is every user and role of its
account, so a user or role of it beside it is reported; of equal ones the later.

Why: it has no effect and hides what does. As information.

How to fix: drop the principal; or drop `root`, if only the named ones are meant.

Source: RAM, edit the trust policy of a RAM role.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import of_ram, of_trust
from immlint.ram.arn import split
from immlint.ram.principal import Principal, is_named
from immlint.ram.prove.offer import dropping
from immlint.ram.written import Text, principals, statements
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy, is_open

SOURCE = "https://www.alibabacloud.com/help/en/ram/edit-the-trust-policy-of-a-ram-role"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Principal": {
        "RAM": ["acs:ram::1234567890123456:user/ada", "acs:ram::1234567890123456:role/ci"],
        "Service": ["imm.aliyuncs.com", "oss.aliyuncs.com"]
      }
    }
  ]
}
""",
        "trust-policy.json",
    ),
)
INVALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Principal": {
        "RAM": ["acs:ram::1234567890123456:user/ada", "acs:ram::1234567890123456:root"],
        "Service": ["imm.aliyuncs.com", "imm.aliyuncs.com"]
      }
    }
  ]
}
""",
        "trust-policy.json",
        finds=(
            (
                "/Statement/0/Principal/RAM/0",
                '"acs:ram::1234567890123456:user/ada" is named by "acs:ram::1234567890123456:root"; expected each once',
            ),
            (
                "/Statement/0/Principal/Service/1",
                '"imm.aliyuncs.com" is named by "imm.aliyuncs.com"; expected each once',
            ),
        ),
    ),
)


@rule(on=Policy, severity=Severity.INFO, source=SOURCE, valid=VALID, invalid=INVALID, when=(of_ram, of_trust))
def redundant_principal(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every principal that another names; all of them can go at once."""
    for statement in statements(policy):
        kept = [text for text in principals(statement) if not is_open(text.value)]
        for text in reversed(kept[:]):
            others = [other for other in kept if other is not text and not _is_anybody(other)]
            rival = next((other for other in others if _names(other, text)), None)
            if rival is not None:
                kept = [other for other in kept if other is not text]
                yield issue(
                    Place(text.route),
                    "{principal} is named by {other}; expected each once",
                    principal=quoted(text.value),
                    other=quoted(rival.value),
                    repair=dropping(policy, text.route),
                )


def _is_anybody(text: Text) -> bool:
    """Tell whether it is many accounts or services, which is a finding of its own."""
    *fields, last = split(text.value)
    return any("*" in field for field in fields or [last])


def _names(large: Text, small: Text) -> bool:
    return is_named(Principal(small.owner, small.value), [Principal(large.owner, large.value)])
