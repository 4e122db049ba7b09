"""IMM fills no condition key of its own.

What it does: reports condition keys that begin with `imm:`.

Why: the key is absent from every request, so a condition on it does not hold.

How to fix: use common keys such as `acs:SourceIp`.

Source: IMM, authorization page (no service-specific condition keys).
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.ram.written import atoms, statements
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-ram"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "ecs:*",
      "Resource": "*",
      "Condition": {"StringEquals": {"ecs:tag/team": "a"}}
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
      "Action": "ecs:*",
      "Resource": "*",
      "Condition": {"StringEquals": {"imm:ProjectName": "p"}}
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Condition/StringEquals/imm:ProjectName",
                "IMM fills no condition key imm:ProjectName; expected a common one",
            ),
        ),
    ),
)


@rule(on=Policy, severity=Severity.WARNING, source=SOURCE, valid=VALID, invalid=INVALID)
def unfilled_condition_key(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every key of IMM."""
    for statement in statements(policy):
        for atom in atoms(statement):
            if atom.key.lower().startswith("imm:"):
                yield issue(
                    Place(atom.route, key=True),
                    "IMM fills no condition key {key}; expected a common one",
                    key=atom.key,
                )
