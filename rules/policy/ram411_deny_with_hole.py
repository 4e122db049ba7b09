"""A Deny leaves open what stands inside the resource that it names.

What it does: for a Deny with a wildcard action on a project of IMM, works out which actions on the datasets, batches or
triggers of that project none of the Denies of the policy takes away, as sets; where the policy allows anything itself,
only what it allows counts. A pattern that ends with the project names nothing inside it.

Why: `imm:Delete*` denied on `project/photos` protects the project, but every dataset in it can still be deleted.

How to fix: deny what is inside as well: `project/photos/*`.

Source: IMM, authorization page; RAM, policy evaluation process.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.access.hole import holes
from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.policy import Statement
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-ram"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:*", "Resource": "acs:imm:*:*:project/*"},
    {
      "Effect": "Deny",
      "Action": "imm:Delete*",
      "Resource": ["acs:imm:*:*:project/photos", "acs:imm:*:*:project/photos/*"]
    },
    {"Effect": "Deny", "Action": "imm:DeleteProject", "Resource": "acs:imm:*:*:project/videos"}
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
      "Action": ["imm:*Project", "imm:GetDataset"],
      "Resource": ["acs:imm:*:*:project/*"]
    },
    {"Effect": "Deny", "Action": "imm:Delete*", "Resource": "acs:imm:*:*:project/photos"}
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
    {"Effect": "Allow", "Action": "imm:Delete*", "Resource": "acs:imm:*:*:project/*photos*"},
    {"Effect": "Deny", "Action": "imm:Delete*", "Resource": "acs:imm:*:*:project/photos"}
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/1/Resource",
                'imm:DeleteDataset inside "acs:imm:*:*:project/photos" is not denied; expected "acs:imm:*:*:project/photos/*" as well',
            ),
        ),
    ),
)


@rule(on=Policy, severity=Severity.WARNING, source=SOURCE, valid=VALID, invalid=INVALID, when=(of_ram,))
def deny_with_hole(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every project that a Deny names without what is inside, at the resource."""
    for statement, index, operation in policy.once(holes):
        named = statement.resources[index]
        yield issue(
            _place(policy, statement, index),
            "{action} inside {resource} is not denied; expected {inside} as well",
            action=operation.ram.action,
            resource=quoted(named.text),
            inside=quoted(f"{named.text}/*"),
            inferred=not operation.ram.documented,
        )


def _place(policy: Policy, statement: Statement, index: int) -> Place:
    route = (*statement.route, "Resource")
    value = policy.document["Statement"]
    body = value[statement.index] if isinstance(value, list) else value
    return Place((*route, index) if isinstance(body["Resource"], list) else route)
