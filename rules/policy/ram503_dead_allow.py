"""An Allow is wholly taken away by a Deny.

What it does: compares the actions and resources of each Allow with those of all Denies of the policy that
have no condition, or one that holds wherever its own does, exactly.

Why: any Deny beats any Allow, so the statement grants nothing.

How to fix: drop the Allow, or narrow the Deny.

Source: RAM, policy evaluation process.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.access.breadth import Breadth
from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.prove.offer import dropping
from immlint.ram.prove.redundancy import Redundancy
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-evaluation-process"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:DeleteProject", "Resource": "*"},
    {
      "Effect": "Deny",
      "Action": "imm:Delete*",
      "Resource": "*",
      "Condition": {"Bool": {"acs:MFAPresent": "false"}}
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
    {"Effect": "Allow", "Action": "imm:*", "Resource": "*"},
    {"Effect": "Deny", "Action": "imm:Delete*", "Resource": "*"}
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
      "Action": "imm:Get*",
      "Resource": "*",
      "Condition": {"Bool": {"acs:MFAPresent": "true"}}
    },
    {
      "Effect": "Deny",
      "NotAction": "oss:*",
      "Resource": "*",
      "Condition": {"Bool": {"acs:MFAPresent": ["true"]}}
    }
  ]
}
""",
        "policy.json",
        finds=(
            ("/Statement/0", "the statement is denied as a whole by others; expected it to grant something"),
        ),
        fixed="""{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Deny",
      "NotAction": "oss:*",
      "Resource": "*",
      "Condition": {"Bool": {"acs:MFAPresent": ["true"]}}
    }
  ]
}
""",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Deny", "Action": "imm:Delete*", "Resource": "*"},
    {"Effect": "Allow", "Action": "imm:DeleteProject", "Resource": "acs:imm:*:*:project/p"}
  ]
}
""",
        "policy.json",
        finds=(
            ("/Statement/1", "the statement is denied as a whole by others; expected it to grant something"),
        ),
        fixed="""{
  "Version": "1",
  "Statement": [
    {"Effect": "Deny", "Action": "imm:Delete*", "Resource": "*"}
  ]
}
""",
    ),
)


@rule(on=Policy, severity=Severity.WARNING, source=SOURCE, valid=VALID, invalid=INVALID, when=(of_ram,))
def dead_allow(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every Allow of which nothing is left."""
    redundancy = policy.once(Redundancy.of)
    breadth = policy.once(Breadth)
    taken = {allow.written.route for allow in breadth.allows if breadth.takes_all(allow)}
    for statement in redundancy.statements:
        if redundancy.dead(statement) or statement.route in taken:
            repair = dropping(policy, statement.route)
            yield issue(
                Place(statement.route),
                "the statement is denied as a whole by others; expected it to grant something",
                repair=repair,
            )
