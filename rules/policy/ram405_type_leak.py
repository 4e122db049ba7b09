"""A pattern for projects reaches the datasets in them.

What it does: reports `project/*` in a statement whose actions are all about projects.

Why: `*` crosses `/`, so the pattern names the datasets, triggers and batches of every project too. As
information: actions on projects alone cannot use it.

How to fix: nothing, as long as the statement has no action on datasets.

Source: RAM, wildcards; IMM, authorization page.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.access.service import operations_of
from immlint.finding import Severity
from immlint.ram import arn
from immlint.ram.written import statements, texts
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
)
INVALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:GetProject", "Resource": "acs:imm:*:*:project/*"}
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource",
                '"acs:imm:*:*:project/*" reaches datasets too; expected only projects by its actions',
            ),
        ),
    ),
)


@rule(on=Policy, severity=Severity.INFO, source=SOURCE, valid=VALID, invalid=INVALID)
def type_leak(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every such pattern beside actions on projects only."""
    for statement in statements(policy):
        needs = [
            need
            for text in texts(statement, "Action")
            for operation in operations_of(text.value)
            for need in operation.ram.resources
        ]
        if not needs or any("/dataset/" in n or n.endswith("*") for n in needs):
            continue
        for text in texts(statement, "Resource"):
            prefix, *fields = arn.split(text.value)
            if prefix == "acs" and fields[:1] == ["imm"] and fields[-1] == "project/*":
                yield issue(
                    Place(text.route),
                    "{resource} reaches datasets too; expected only projects by its actions",
                    resource=quoted(text.value),
                )
