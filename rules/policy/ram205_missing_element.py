"""The policy lacks an element that RAM requires.

What it does: looks for `Version` and `Statement`, and in each statement for `Effect`, one of `Action` and
`NotAction`, and `Resource` (in trust policies `Principal` stands in its place).

Why: RAM refuses the policy.

How to fix: add the element.

Source: RAM, policy elements; validate policies, "Missing action".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from immlint.finding import Severity
from immlint.near import nearest
from immlint.precondition import of_ram
from immlint.ram.written import ELEMENTS, TOP, UNDOCUMENTED, statements
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-elements"

VALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": "*"}]}\n',
        "policy.json",
    ),
)
INVALID = (
    Example(
        '{"Version": "1", "Statement": [{"Resource": "*"}]}\n',
        "policy.json",
        finds=(
            ("/Statement/0", "Effect is missing; expected it in every statement"),
            ("/Statement/0", "Action is missing; expected Action or NotAction in every statement"),
        ),
    ),
    Example(
        '{"Statement": [{"Effect": "Allow", "Action": "imm:*"}]}\n',
        "policy.json",
        finds=(
            ("", "Version is missing; expected it in every policy"),
            ("/Statement/0", "Resource is missing; expected it in every statement"),
        ),
    ),
)


@rule(on=Policy, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID, when=(of_ram,))
def missing_element(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every required element that is not there, at what lacks it."""
    if not isinstance(policy.document, dict):
        return
    # The policy of a bucket may do without a version.
    listed = [*statements(policy)]
    without = bool(listed) and all(statement.is_resource_policy for statement in listed)
    given = _meant(policy.document, TOP, TOP)
    for name in TOP:
        if name not in given and not (name == "Version" and without):
            yield issue(
                Place(policy.route), "{name} is missing; expected it in every policy", name=name, about=name
            )
    for statement in statements(policy):
        given, place = _meant(statement.body, (*ELEMENTS, *UNDOCUMENTED), ELEMENTS), Place(statement.route)
        if statement.is_resource_policy:
            continue
        if "Effect" not in given:
            yield issue(place, "Effect is missing; expected it in every statement", about="Effect")
        if not {"Action", "NotAction"} & given:
            yield issue(
                place, "Action is missing; expected Action or NotAction in every statement", about="Action"
            )
        if not {"Resource", "NotResource", "Principal", "NotPrincipal"} & given:
            if policy.kind == "trust":
                yield issue(
                    place,
                    "Principal is missing; expected it in every statement of a trust policy",
                    about="Principal",
                )
            else:
                yield issue(place, "Resource is missing; expected it in every statement", about="Resource")


def _meant(body: dict[str, Any], known: Sequence[str], offered: Sequence[str]) -> set[str]:
    """Return the elements that are given; what a misspelt one was meant for is told there."""
    near = (nearest(key, offered) for key in body if key not in known)
    return {*body, *(name for name in near if name)}
