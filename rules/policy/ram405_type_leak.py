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

from immlint.access.breadth import Breadth
from immlint.access.family import Family
from immlint.access.service import families_of, operations_of, overlaps
from immlint.finding import Severity
from immlint.precondition import not_control, of_ram
from immlint.ram import arn
from immlint.ram.written import texts
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy, is_open

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
    for allow in policy.once(Breadth).allows:
        rows = [row for action in allow.said.actions for row in operations_of(action.text)]
        asked = dict.fromkeys(family for row in rows for family in families_of(row))
        # A kind that is named in its own form as well is named on purpose.
        named = [r for r in texts(allow.written, "Resource") if not is_open(r.value) and r.value != "*"]
        own = {family: [r for r in named if _is_written_as(r.value, family)] for family in asked}
        for text in named:
            meant = [family for family in asked if text in own[family]]
            others = [f for f in asked if f not in meant and _reaches(text.value, f, meant) and own[f]]
            if meant and others:
                yield issue(
                    Place(text.route),
                    "{resource} reaches {other} too; expected only {meant}",
                    resource=quoted(text.value),
                    other=quoted(others[0].general_relative),
                    meant=quoted(meant[0].general_relative),
                )


def _is_written_as(resource: str, family: Family) -> bool:
    """Tell whether a pattern has the very form of a family, segment by segment."""
    fields = arn.split(resource)
    try:
        return len(fields) == 5 and fields[4] != "*" and family.asked(fields[4]) is not None
    except ValueError:
        return False


def _reaches(resource: str, family: Family, meant: list[Family]) -> bool:
    return overlaps(resource, family) and all(len(family.segments) > len(own.segments) for own in meant)
