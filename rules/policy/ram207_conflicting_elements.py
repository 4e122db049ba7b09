"""A statement has two elements that exclude each other.

What it does: reports `Action` beside `NotAction`, and `Resource` beside `NotResource`.

Why: exactly one of the two is allowed; RAM refuses both.

How to fix: keep one, or split the statement.

Source: RAM, policy elements, Action and NotAction.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import of_ram_or_oss
from immlint.ram.plain import not_plain
from immlint.ram.written import statements
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
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "ecs:*", "NotAction": "ecs:Delete*", "Resource": "acs:ecs:*:*:instance/*"}
  ]
}
""",
        "policy.json",
        finds=(("/Statement/0/NotAction", "NotAction is given beside Action; expected one of them"),),
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
def conflicting_elements(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for the negative one of a pair, at its key."""
    for statement in statements(policy):
        for one in ("Action", "Resource"):
            other = f"Not{one}"
            if one in statement.body and other in statement.body:
                place = Place((*statement.route, other), key=True)
                yield issue(
                    place, "{other} is given beside {one}; expected one of them", one=one, other=other
                )
