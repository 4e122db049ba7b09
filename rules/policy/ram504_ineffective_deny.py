"""A Deny takes nothing away.

What it does: compares each Deny with every Allow of the policy: none names an access that it denies, or
only under a condition that never holds together with its own. A policy that only denies, and control
policies, are let pass, as is a Deny of which RAM411 tells what it leaves open.

Why: it does nothing here. As information: another policy of the same user may allow what it denies.

How to fix: check its actions and resources; keep it if it is meant for other policies.

Source: RAM, policy evaluation process.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.access.hole import holes
from immlint.finding import Severity
from immlint.precondition import not_control, of_ram
from immlint.ram.prove.redundancy import Redundancy
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-evaluation-process"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:*", "Resource": "*"},
    {"Effect": "Deny", "Action": "imm:DeleteProject", "Resource": "acs:imm:*:*:project/p"}
  ]
}
""",
        "policy.json",
    ),
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Deny", "Action": "imm:Delete*", "Resource": "*"}]}\n',
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:${action}", "Resource": "*"},
    {"Effect": "Deny", "Action": "oss:*", "Resource": "*"}
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
    {"Effect": "Allow", "Action": "imm:DeleteDataset", "Resource": "acs:imm:*:*:project/p/dataset/*"},
    {
      "Effect": "Deny",
      "Action": "imm:DeleteDataset",
      "Resource": "acs:imm:*:*:project/q/dataset/*"
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/1",
                "the statement denies nothing that the policy allows; expected it to take something away",
            ),
        ),
    ),
)


@rule(
    on=Policy,
    severity=Severity.INFO,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(
        of_ram,
        not_control,
    ),
)
def ineffective_deny(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every Deny that meets no Allow."""
    redundancy = policy.once(Redundancy.of)
    idle = [statement for statement in redundancy.statements if redundancy.idle(statement)]
    # What a Deny was to protect is inside of what it names: that is the slip.
    leaking = {hole.statement.route for hole in policy.once(holes)} if idle else set()
    for statement in idle:
        if statement.route not in leaking:
            yield issue(
                Place(statement.route),
                "the statement denies nothing that the policy allows; expected it to take something away",
            )
