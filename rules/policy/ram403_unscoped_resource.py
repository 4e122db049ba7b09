"""An action of IMM is allowed on all resources though it could be scoped.

What it does: reports Allow of single IMM actions on `*` where the action supports resources by its
documented row; it is silent where only `*` works, and for `imm:ListProjects`, which is of no project.

Why: the grant reaches every project and dataset of the account. As information: it is often meant.

How to fix: name the project: `acs:imm:*:*:project/photos`.

Source: IMM, authorization page.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.access.service import Asking, asked, operations_of
from immlint.finding import Severity
from immlint.ram import arn
from immlint.ram.written import statements, texts
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-ram"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [{"Effect": "Allow", "Action": "imm:ContextualAnswer", "Resource": "*"}]
}
""",
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/p/*"}
  ]
}
""",
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:ListProjects", "Resource": ["acs:imm:*:*:project/*", "*"]},
    {
      "Effect": "Allow",
      "Action": "imm:ListDatasets",
      "Resource": "acs:imm:*:*:project/*/dataset/*"
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
  "Statement": [{"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "*"}]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Action",
                "imm:CreateDataset is allowed on every resource; expected the project it is for",
            ),
        ),
    ),
)


@rule(on=Policy, severity=Severity.INFO, source=SOURCE, valid=VALID, invalid=INVALID)
def unscoped_resource(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every named action that could have been scoped."""
    for statement in statements(policy):
        body = statement.body
        everywhere = any(_names_all_of_imm(text.value) for text in texts(statement, "Resource"))
        if body.get("Effect") != "Allow" or body.get("Condition") or not everywhere:
            continue
        for text in texts(statement, "Action"):
            for operation in () if "*" in text.value else operations_of(text.value):
                if _is_of_a_project(operation) and operation.ram.documented:
                    yield issue(
                        Place(text.route),
                        "{action} is allowed on every resource; expected the project it is for",
                        action=operation.ram.action,
                    )


def _is_of_a_project(operation: Asking) -> bool:
    """Tell whether the row names a project: `project/*` as a whole is all that ListProjects asks for."""
    return any("project/{#" in row for row in operation.ram.resources)


_ALL_OF_IMM = asked("acs:imm:*:*:*")


def _names_all_of_imm(text: str) -> bool:
    written = arn.parse(text)
    named = written.language() if written.holds(arn.sample(arn.parse("acs:imm:*:*:*"))) else None
    return named is not None and _ALL_OF_IMM.is_within(named)
