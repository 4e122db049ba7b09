"""A pattern for one kind of resource reaches another kind, which the statement names by itself.

What it does: compares the form of each pattern with the kinds of resources that the actions ask for. In a statement
of `imm:GetProject` and `imm:DeleteDataset` on `project/*` and `project/photos/dataset/old`, the first pattern lets every
dataset be deleted, though one is named.

Why: `*` crosses `/`, so `project/*` names the datasets, triggers and batches of every project too.

How to fix: give each kind its own statement.

Source: RAM, wildcards; IMM, authorization page.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.access.leak import leaks
from immlint.finding import Severity
from immlint.precondition import not_control, of_ram
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-ram"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/*"}
  ]
}
""",
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:GetProject", "Resource": "acs:imm:*:*:project/*"},
    {
      "Effect": "Allow",
      "Action": "imm:DeleteDataset",
      "Resource": "acs:imm:*:*:project/photos/dataset/old"
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
      "Action": ["imm:GetProject", "imm:DeleteDataset"],
      "Resource": ["acs:imm:*:*:project/*", "acs:imm:*:*:project/photos/dataset/old"]
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource/0",
                '"acs:imm:*:*:project/*" reaches "project/*/dataset/*" too; expected only "project/*"',
            ),
        ),
        also=(
            (
                "RAM403",
                "/Statement/0/Action/0",
                "imm:GetProject is allowed on every resource; expected the project it is for",
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
def type_leak(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every pattern of one kind that lets an action reach another kind."""
    for leak in policy.once(leaks):
        yield issue(
            Place(leak.resource.route),
            "{resource} reaches {other} too; expected only {meant}",
            resource=quoted(leak.resource.value),
            other=quoted(leak.other.general_relative),
            meant=quoted(leak.meant.general_relative),
        )
