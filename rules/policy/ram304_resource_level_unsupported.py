"""The action takes no resource but *.

What it does: reports actions of IMM that are documented to support no single resources
(ContextualAnswer, ContextualRetrieval, DetachOSSBucket, GetOSSBucketAttachment) in a statement without
`*`.

Why: the statement leaves the action without effect.

How to fix: give the action a statement of its own with `"Resource": "*"`.

Source: IMM, authorization page.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.access.service import operations_of
from immlint.finding import Severity
from immlint.ram import arn
from immlint.ram.written import statements, texts, values
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy, filled

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
  "Statement": [{"Effect": "Allow", "Action": "imm:ContextualAnswer", "Resource": "acs:imm:*:*:*"}]
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
    {"Effect": "Allow", "Action": ["imm:DetachOSSBucket"], "Resource": ["acs:imm:*:*:project/p"]}
  ]
}
""",
        "policy.json",
        finds=(("/Statement/0/Action/0", 'imm:DetachOSSBucket supports no single resources; expected "*"'),),
    ),
)


@rule(on=Policy, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID)
def resource_level_unsupported(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every such action that is named, in a statement without the lone star."""
    for statement in statements(policy):
        resources = [text.value for text in texts(statement, "Resource")]
        if not resources or any(_may_be_all(resource) for resource in resources):
            continue
        if len(resources) < sum(1 for _ in values((), statement.body["Resource"])):
            continue  # some of them are computed elsewhere
        for text in texts(statement, "Action"):
            for operation in operations_of(text.value):
                literal = text.value.lower() == (operation.ram.action or "").lower()
                if literal and operation.ram.documented and not operation.ram.resource_level:
                    yield issue(
                        Place(text.route),
                        '{action} supports no single resources; expected "*"',
                        action=operation.ram.action,
                    )


def _may_be_all(resource: str) -> bool:
    """Tell whether a resource ends in a field of stars, or may once its placeholders are filled in."""
    return arn.split(filled(resource, "*"))[-1].strip("*") == ""
