"""The policy has an element that RAM does not know.

What it does: compares the keys of the document and of its statements with the documented elements.
They are case-sensitive.

Why: RAM refuses an unknown element of a statement ("The statement element ... is not valid").

How to fix: write the element as documented, or leave it out.

Source: RAM, policy elements; validate policies, "Invalid policy element".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from immlint.finding import Severity
from immlint.near import nearest
from immlint.precondition import of_ram_or_oss
from immlint.ram.plain import not_plain
from immlint.ram.written import ELEMENTS, TOP, UNDOCUMENTED, statements
from immlint.repair import Repair
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy, Route

SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-elements"

VALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": "*"}]}\n',
        "policy.json",
    ),
)
INVALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"effect": "Allow", "Effect": "Allow", "Action": "ecs:StopInstance", "Resource": "*", "Comment": "x"}
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Comment",
                "Comment is no element of a statement; expected one of Effect, Action, NotAction, Resource, Principal, Condition",
            ),
            ("/Statement/0/effect", "effect is no element of a statement; expected Effect"),
        ),
    ),
    Example(
        '{"Version": "1", "Id": "x", "Statements": [{"Effect": "Allow", "Action": "ecs:StopInstance", "Resource": "*"}]}\n',
        "policy.json",
        finds=(
            ("/Id", "Id is no element of a policy; expected Version and Statement only"),
            ("/Statements", "Statements is no element of a policy; expected Statement"),
        ),
    ),
)


@rule(
    on=Policy,
    severity=Severity.ERROR,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram_or_oss,),
    needs=(not_plain,),
)
def unknown_element(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every unknown key, at the key."""
    if not isinstance(policy.document, dict):
        return
    for key in policy.document:
        if key not in TOP:
            near = nearest(key, TOP)
            yield _issue(
                (*policy.route, key),
                key,
                near,
                "{key} is no element of a policy; expected {near}"
                if near
                else "{key} is no element of a policy; expected Version and Statement only",
                policy.document,
                # What else may stand beside the statements is not documented: only a near name is sure.
                None if near else Severity.WARNING,
            )
    for statement in statements(policy):
        for key in statement.body:
            if key not in ELEMENTS and key not in UNDOCUMENTED:
                near = nearest(key, ELEMENTS)
                message = (
                    "{key} is no element of a statement; expected {near}"
                    if near
                    else "{key} is no element of a statement; expected one of {known}"
                )
                yield _issue((*statement.route, key), key, near, message, statement.body)


def _issue(
    route: Route,
    key: str,
    near: str | None,
    message: str,
    body: Mapping[str, Any],
    severity: Severity | None = None,
) -> Issue:
    place = Place(route, key=True)
    return issue(
        place,
        message,
        "did you mean {near}?" if near else "",
        key=key,
        near=near,
        known=", ".join(ELEMENTS),
        severity=severity,
        # A name that is given as well would be there twice.
        repair=Repair.renaming(place, key, [near]) if near and near not in body else None,
    )
