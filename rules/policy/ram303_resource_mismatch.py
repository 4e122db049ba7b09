"""The resources of a statement can never be those of its action.

What it does: compares the resources that an IMM action asks for (for `imm:CreateDataset`
`acs:imm:{region}:{account}:project/{Project}/dataset/{Dataset}`) with the patterns of the statement,
exactly; placeholders may stand for anything. If not one resource is in both, the grant has no effect. The message names the nearest pattern
that would work, which is proved first. Where the row of an action is only inferred, this is
information.

Why: the request is refused with AccessDenied although a policy seems to allow it. A pattern that ends
with the project, `project/photos`, names no dataset in it.

How to fix: use the pattern of the message, or `*`.

Source: IMM, authorization page.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.access.service import Asking, general, nearest, operations_of, overlaps
from immlint.finding import Severity
from immlint.ram import arn
from immlint.ram.prove.rewrite import granting
from immlint.ram.written import Statement, Text, is_resource_policy, statements, texts
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy, is_open

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-ram"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "imm:CreateDataset",
      "Resource": "acs:imm:*:*:project/p/dataset/*"
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
    {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/p*"}
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
      "Action": ["imm:GetProject", "imm:CreateDataset"],
      "Resource": ["acs:imm:*:*:project/p", "acs:imm:*:*:project/p/dataset/d"]
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
    {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/${p}"}
  ]
}
""",
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:%s:%s:{path}"}
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
      "Action": "imm:CreateDataset",
      "Resource": "acs:imm:*:150910xxxxxxxxxx:project/p/dataset/*"
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
      "Action": "imm:CreateDataset",
      "Resource": ["acs:imm:*:*:project/photos-${env}-x", "acs:imm:*:*:project/p"]
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
    {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:::project/p/dataset/*"}
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
    {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:Projects/p"}
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource",
                '"acs:imm:*:*:Projects/p" names no resource of imm:CreateDataset; expected "acs:imm:*:*:project/p/dataset/*"',
            ),
        ),
        fixed="""{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/p/dataset/*"}
  ]
}
""",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/p"}
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource",
                '"acs:imm:*:*:project/p" names no resource of imm:CreateDataset; expected "acs:imm:*:*:project/p/dataset/*"',
            ),
        ),
        fixed="""{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/p/dataset/*"}
  ]
}
""",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["imm:GetProject", "imm:CreateDataset"],
      "Resource": ["acs:imm:cn-beijing:*:project/p"]
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Action/1",
                'no resource of the statement is one of imm:CreateDataset; expected "acs:imm:cn-beijing:*:project/p/dataset/*"',
            ),
        ),
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [{"Effect": "Allow", "Action": "imm:CreateProject", "Resource": "acs:oss:*:*:b"}]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource",
                '"acs:oss:*:*:b" names no resource of imm:CreateProject; expected "acs:imm:*:*:project/*"',
            ),
        ),
        fixed="""{
  "Version": "1",
  "Statement": [{"Effect": "Allow", "Action": "imm:CreateProject", "Resource": "acs:imm:*:*:project/*"}]
}
""",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "imm:CreateDataset",
      "Resource": "acs:imm:*:${account}:trigger/${name}"
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource",
                '"acs:imm:*:${account}:trigger/${name}" names no resource of imm:CreateDataset; expected "acs:imm:*:*:project/*/dataset/*"',
            ),
        ),
    ),
)


@rule(on=Policy, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID)
def resource_mismatch(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every action of IMM that no resource of its statement fits."""
    for statement in statements(policy):
        resources = list(texts(statement, "Resource"))
        actions = list(texts(statement, "Action"))
        if not resources or any(r.value == "*" for r in resources):
            continue
        if is_resource_policy(statement) or len(resources) < len(values_of(statement, "Resource")):
            continue
        for action in actions:
            yield from _check(policy, action, resources, len(actions), facts)


def values_of(statement: Statement, name: str) -> list[object]:
    """Return the value of an element as a list."""
    value = statement.body.get(name)
    return value if isinstance(value, list) else [value]


def _check(
    policy: Policy, action: Text, resources: list[Text], actions: int, facts: Facts
) -> Iterator[Issue]:
    operations = [o for o in operations_of(action.value, facts.catalog) if o.ram.resource_level]
    if not operations or action.value.startswith(("*", "$", "{", "<")):
        return
    old = all(arn.split(text.value)[-1].startswith(("projects", "/projects")) for text in resources)
    if old or any(_fits(text.value, operation) for text in resources for operation in operations):
        return
    operation = operations[0]
    single = len(resources) == 1 and actions == 1
    first = resources[0]
    near = None if is_open(first.value) else nearest(first.value, operation)
    place = Place(resources[0].route if single else action.route)
    message = "no resource of the statement is one of {action}; expected {near}"
    if single:
        message = "{resource} names no resource of {action}; expected {near}"
    yield issue(
        place,
        message,
        "a pattern that ends with the project names nothing inside it" if single else "",
        action=operation.ram.action if len(operations) == 1 else action.value,
        resource=quoted(first.value),
        near=quoted(near or general(operation)),
        severity=Severity.WARNING if {"*", "?"} & set(action.value) or is_open(action.value) else None,
        inferred=not all(operation.ram.documented for operation in operations),
        repair=granting(policy, first.route, near) if near and single else None,
    )


def _fits(resource: str, operation: Asking) -> bool:
    return any(
        overlaps(resource, template, starred=False) or overlaps(resource, template)
        for template in operation.ram.resources
    )
