"""Two statements differ in their actions only, or in their resources only.

What it does: compares effect, resources, principals and conditions of the statements, whatever their order;
statements with a `Sid` are left apart.

Why: one statement says the same in less. As information.

How to fix: move what differs into one list; the policy stays equal, which is proved before the fix is
offered.

Source: RAM, policy structure and syntax.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.arn import sample
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
)


@rule(on=Policy, severity=Severity.INFO, source=SOURCE, valid=VALID, invalid=INVALID, when=(of_ram,))
def mergeable_statements(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every statement that could be part of an earlier one."""
    read = Ram.read(policy.document, 0, policy.route, policy.kind)
    bodies = {statement.route: statement.body for statement in statements(policy)}
    told = {statement.route for statement, _ in policy.once(Redundancy.of).covered}
    for element in ("Action", "Resource"):
        seen: dict[tuple[object, ...], Statement] = {}
        for statement in read.statements:
            key = _rest(statement, element)
            if "Sid" in bodies[statement.route] or statement.route in told:
                continue  # who gives it a name wants it apart; what is covered is told as such
            if key is None or (element == "Resource" and policy.kind == "trust"):
                continue
            earlier = seen.setdefault(key, statement)
            if earlier is not statement and not _is_nested(earlier, statement, element):
                yield _issue(policy, (earlier, statement), element, bodies)


def _rest(statement: Statement, element: str) -> tuple[object, ...] | None:
    """Return what must be equal for two statements to be merged over *element*."""
    effect, positive, actions, resources, condition = statement.meaning
    if not statement.is_whole or (element == "Action" and not positive):
        return None
    return (effect, positive, resources if element == "Action" else actions, condition)


def _is_nested(one: Statement, other: Statement, element: str) -> bool:
    """Tell whether one of two statements is likely to cover the other: that is for RAM502 to tell."""
    pairs = ((one, other), (other, one))
    if element == "Action":
        return any(
            all(any(large.holds(typical(small.text)) for large in outer.actions) for small in inner.actions)
            for outer, inner in pairs
        )
    return any(
        all(any(large.holds(sample(small)) for large in outer.resources) for small in inner.resources)
        for outer, inner in pairs
    )


def _issue(policy: Policy, pair: tuple[Statement, Statement], element: str, bodies: Bodies) -> Issue:
    earlier, statement = pair
    other = Place(earlier.route)
    return issue(
        Place(statement.route),
        "the statement differs in its {elements} only from {other}; expected one of both",
        other=other.pointer,
        elements=f"{element.lower()}s",
        related=((other, "the earlier statement"),),
        repair=partial(_repair, policy, (earlier.route, statement.route), element, bodies),
    )


def _repair(policy: Policy, routes: tuple[Route, Route], element: str, bodies: Bodies) -> Repair | None:
    earlier, later = routes
    own, other = bodies[earlier], bodies[later]
    if set(other) - set(own) or not set(own) <= set(ELEMENTS):
        return None  # a name such as Sid would be lost
    first, second = (
        value if isinstance(value, list) else [value] for value in (own[element], other[element])
    )
    added = [item for item in second if item not in first]
    rewrite = Rewrite(policy)
    if isinstance(own[element], list) and first:
        last = (*earlier, element, len(first) - 1)
        rewrite.put(last, [first[-1], *added])
    else:
        rewrite.put((*earlier, element), [*first, *added])
    rewrite.drop(later)
    return rewrite.repair("move it into the earlier statement", Proof.EQUAL) if rewrite.keeps() else None
