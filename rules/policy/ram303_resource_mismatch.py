"""The resources of a statement can never be those of its action.

What it does: compares the resources that an IMM action asks for (for `imm:CreateDataset`
`acs:imm:{region}:{account}:project/{Project}/dataset/{Dataset}`) with the patterns of the statement,
exactly. If not one resource is in both, the grant has no effect. The message names the nearest pattern
that would work, which is proved first. Where the row of an action is only inferred, this is
information.

Why: the request is refused with AccessDenied although a policy seems to allow it. A pattern that ends
with the project, `project/photos`, names no dataset in it.

How to fix: use the pattern of the message, or `*`.

Source: IMM, authorization page.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.catalog import Operation
from immlint.finding import Severity
from immlint.ram.grammar import Statement, Text, is_open, statements, texts
from immlint.ram.need import nearest, operations_of, overlaps
from immlint.rule import Change, Example, Facts, Issue, Repair, quoted
from immlint.subject import EMBEDDED, Place, Policy

SEVERITY = Severity.ERROR
SUBJECT = Policy
SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-ram"

VALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/p/dataset/*"}]}\n',
        "policy.json",
    ),
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/p*"}]}\n',
        "policy.json",
    ),
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["imm:GetProject", "imm:CreateDataset"], "Resource": ["acs:imm:*:*:project/p", "acs:imm:*:*:project/p/dataset/d"]}]}\n',
        "policy.json",
    ),
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/${p}"}]}\n',
        "policy.json",
    ),
)
INVALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/p"}]}\n',
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource",
                '"acs:imm:*:*:project/p" names no resource of imm:CreateDataset; expected "acs:imm:*:*:project/p/dataset/*"',
            ),
        ),
    ),
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["imm:GetProject", "imm:CreateDataset"], "Resource": ["acs:imm:cn-beijing:*:project/p"]}]}\n',
        "policy.json",
        finds=(
            (
                "/Statement/0/Action/1",
                'no resource of the statement is one of imm:CreateDataset; expected "acs:imm:cn-beijing:*:project/p/dataset/*"',
            ),
        ),
    ),
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:CreateProject", "Resource": "acs:oss:*:*:b"}]}\n',
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource",
                '"acs:oss:*:*:b" names no resource of imm:CreateProject; expected "acs:imm:*:*:project/*"',
            ),
        ),
    ),
)


def check(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every action of IMM that no resource of its statement fits."""
    for statement in statements(policy):
        resources = list(texts(statement, "Resource"))
        actions = list(texts(statement, "Action"))
        if not resources or any(is_open(r.value) or r.value == "*" for r in resources):
            continue
        if "Principal" in statement.body or len(resources) < len(values_of(statement, "Resource")):
            continue
        for action in actions:
            yield from _check(action, resources, len(actions), facts)


def values_of(statement: Statement, name: str) -> list[object]:
    """Return the value of an element as a list."""
    value = statement.body.get(name)
    return value if isinstance(value, list) else [value]


def _check(action: Text, resources: list[Text], actions: int, facts: Facts) -> Iterator[Issue]:
    operations = [o for o in operations_of(action.value, facts.catalog) if o.ram.resource_level]
    if not operations or action.value.startswith("*"):
        return
    old = all(text.value.split(":", 4)[-1].startswith(("projects", "/projects")) for text in resources)
    if old or any(_fits(text.value, operation) for text in resources for operation in operations):
        return
    operation = operations[0]
    single = len(resources) == 1 and actions == 1
    near = nearest(resources[0].value, operation)
    place = Place(resources[0].route if single else action.route)
    message = "no resource of the statement is one of {action}; expected {near}"
    if single:
        message = "{resource} names no resource of {action}; expected {near}"
    repair = None
    if near and single and EMBEDDED not in place.route:
        change = Change(place, quoted(near))
        repair = Repair(f"grant {near} instead", (change,), safe=False)
    yield Issue(
        place,
        message,
        "a pattern that ends with the project names nothing inside it" if single else "",
        {
            "action": operation.ram.action if len(operations) == 1 else action.value,
            "resource": quoted(resources[0].value),
            "near": quoted(near) if near else "one of its own",
        },
        severity=None if any(o.ram.documented for o in operations) else Severity.INFO,
        repair=repair,
    )


def _fits(resource: str, operation: Operation) -> bool:
    return any(
        overlaps(resource, template, starred=False) or overlaps(resource, template)
        for template in operation.ram.resources
    )
