"""Every role may be passed to every service.

What it does: reports Allow of `ram:PassRole` on all roles without a condition on `acs:Service`.

Why: whoever holds it can hand a role with more rights to a service and act through it.

How to fix: name the role, or add `"StringEquals": {"acs:Service": "imm.aliyuncs.com"}`.

Source: IMM, configure a service role; RAM, PassRole.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.access.service import asked
from immlint.finding import Severity
from immlint.ram import arn
from immlint.ram.written import atoms, statements, texts
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-elements"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "ram:PassRole",
      "Resource": "acs:ram:*:*:role/aliyunimmdefaultrole"
    }
  ]
}
""",
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "ram:PassRole",
      "Resource": "*",
      "Condition": {"StringEquals": {"acs:Service": "imm.aliyuncs.com"}}
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
    {
      "Effect": "Allow",
      "Action": "ram:PassRole",
      "Resource": ["acs:ram::*:role/*", "acs:oss:*:*:b"]
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Action",
                "ram:PassRole is allowed for every role and service; expected a role or a condition on acs:Service",
            ),
        ),
    ),
)


@rule(on=Policy, severity=Severity.WARNING, source=SOURCE, valid=VALID, invalid=INVALID)
def unrestricted_pass_role(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every unlimited PassRole that is named as such."""
    for statement in statements(policy):
        body = statement.body
        limited = any(atom.key.lower() == "acs:service" for atom in atoms(statement))
        wide = any(_names_every_role(text.value) for text in texts(statement, "Resource"))
        if body.get("Effect") != "Allow" or limited or not wide:
            continue
        for text in texts(statement, "Action"):
            if text.value.lower() == "ram:passrole":
                yield issue(
                    Place(text.route),
                    "ram:PassRole is allowed for every role and service;"
                    " expected a role or a condition on acs:Service",
                )


_EVERY_ROLE = asked("acs:ram:*:*:role/*")


def _names_every_role(text: str) -> bool:
    written = arn.parse(text)
    named = written.language() if written.holds(arn.sample(arn.parse("acs:ram:*:*:role/*"))) else None
    return named is not None and _EVERY_ROLE.is_within(named)
