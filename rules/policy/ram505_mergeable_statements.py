"""Statements differ in their actions only, or in their resources only.

What it does: compares effect, resources, principals and conditions of the statements, whatever their order;
statements with a `Sid` are left apart. However many there are, it is told once, at the second of them.

Why: one statement says the same in less. As information.

How to fix: move what differs into one list; the policy stays equal, which is proved before the fix is
offered.

Source: RAM, policy structure and syntax.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from immlint.finding import Severity
from immlint.message import Message
from immlint.precondition import of_ram
from immlint.ram.pattern import typical
from immlint.ram.policy import Policy as Ram
from immlint.ram.policy import Statement
from immlint.ram.prove.redundancy import Redundancy
from immlint.ram.prove.rewrite import Rewrite
from immlint.ram.written import ELEMENTS, statements
from immlint.repair import Proof, Repair
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy, Route

#: The statements by their routes.
Bodies = dict[Route, dict[str, Any]]

SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-structure-and-syntax"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:*", "Resource": "*"},
    {"Effect": "Allow", "Action": "oss:*", "Resource": "acs:oss:*:*:b"}
  ]
}
""",
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Sid": "A", "Effect": "Allow", "Action": "imm:*", "Resource": "*"},
    {"Sid": "B", "Effect": "Allow", "Action": "oss:*", "Resource": "*"}
  ]
}
""",
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:Get*", "Resource": "*"},
    {"Effect": "Allow", "Action": "imm:GetTask", "Resource": "*"}
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
    {"Effect": "Allow", "Action": "ecs:Stop*", "Resource": "*"},
    {"Effect": "Allow", "Action": "rds:Stop*", "Resource": ["*"]}
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/1",
                "the statement differs in its actions only from /Statement/0; expected one of both",
            ),
        ),
        fixed="""{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": ["ecs:Stop*", "rds:Stop*"], "Resource": "*"}
  ]
}
""",
    ),
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["imm:GetProject"], "Resource": [\n  "acs:imm:*:*:project/p"\n]}, {"Effect": "Allow", "Action": "imm:getproject", "Resource": "acs:imm:*:*:project/q"}]}\n',
        "policy.json",
        finds=(
            (
                "/Statement/1",
                "the statement differs in its resources only from /Statement/0; expected one of both",
            ),
        ),
        fixed='{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["imm:GetProject"], "Resource": [\n  "acs:imm:*:*:project/p", "acs:imm:*:*:project/q"\n]}]}\n',
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Deny", "Action": "ecs:StopInstance", "Resource": "*"},
    {"Effect": "Deny", "Action": "ecs:StartInstance", "Resource": "*"},
    {"Effect": "Deny", "Action": "ecs:DeleteInstance", "Resource": "*"}
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/1",
                "2 statements differ in their actions only from /Statement/0; expected one of all",
            ),
        ),
        fixed="""{
  "Version": "1",
  "Statement": [
    {"Effect": "Deny", "Action": ["ecs:StopInstance", "ecs:StartInstance", "ecs:DeleteInstance"], "Resource": "*"}
  ]
}
""",
    ),
)


@rule(on=Policy, severity=Severity.INFO, source=SOURCE, valid=VALID, invalid=INVALID, when=(of_ram,))
def mergeable_statements(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for all statements that could be part of the same earlier one."""
    read = policy.once(Ram.of)
    bodies = {statement.route: statement.body for statement in statements(policy)}
    told = {statement.route for statement, _ in policy.once(Redundancy.of).covered}
    for element in ("Action", "Resource"):
        alike: dict[tuple[object, ...], list[Statement]] = {}
        for statement in read.statements:
            key = statement.rest(element)
            if "Sid" in bodies[statement.route] or statement.route in told:
                continue  # who gives it a name wants it apart; what is covered is told as such
            if key is None or (element == "Resource" and policy.kind == "trust"):
                continue
            group = alike.setdefault(key, [])
            if not group or not _is_nested(group[0], statement, element):
                group.append(statement)
        for group in alike.values():
            if len(group) > 1:
                yield _issue(policy, [one.route for one in group], element, bodies)


def _is_nested(one: Statement, other: Statement, element: str) -> bool:
    """Tell whether one of two statements is likely to cover the other: that is for RAM502 to tell."""
    pairs = ((one, other), (other, one))
    if element == "Action":
        return any(
            all(any(large.holds(typical(small.text)) for large in outer.actions) for small in inner.actions)
            for outer, inner in pairs
        )
    return any(
        all(any(large.holds(small.sample) for large in outer.resources) for small in inner.resources)
        for outer, inner in pairs
    )


def _issue(policy: Policy, routes: Sequence[Route], element: str, bodies: Bodies) -> Issue:
    earlier, second, *more = (Place(route) for route in routes)
    one = "the statement differs in its {elements} only from {other}; expected one of both"
    several = "{count} statements differ in their {elements} only from {other}; expected one of all"
    return issue(
        second,
        several if more else one,
        count=len(routes) - 1,
        other=earlier.pointer,
        elements=f"{element.lower()}s",
        related=(
            (earlier, Message("the earlier statement")),
            *((place, Message("one more")) for place in more),
        ),
        repair=partial(_repair, policy, routes, element, bodies),
    )


def _repair(policy: Policy, routes: Sequence[Route], element: str, bodies: Bodies) -> Repair | None:
    earlier, *later = routes
    own = bodies[earlier]
    # A name such as Sid would be lost.
    later = [route for route in later if set(bodies[route]) <= set(own)]
    if not later or not set(own) <= set(ELEMENTS):
        return None
    rewrite = Rewrite(policy).merge(earlier, element, later)
    return rewrite.repair("move it into the earlier statement", Proof.EQUAL) if rewrite.keeps() else None
