"""Allow with NotAction grants what nobody has named.

What it does: reports `NotAction` in an Allow without a condition.

Why: it grants every action of every service but the listed ones, those of the future included. As
information: it is a documented way to write policies for power users.

How to fix: list what is needed under `Action`.

Source: RAM, policy elements, NotAction.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.plain import not_plain
from immlint.ram.written import statements
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-elements"

VALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Deny", "NotAction": "imm:*", "Resource": "*"}]}\n',
        "policy.json",
    ),
)
INVALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "NotAction": "ram:*", "Resource": "*"}]}\n',
        "policy.json",
        finds=(
            (
                "/Statement/0/NotAction",
                "NotAction in an Allow grants all that is not listed; expected Action",
            ),
        ),
    ),
)


@rule(
    on=Policy,
    severity=Severity.INFO,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(not_plain,),
)
def allow_not_action(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every unconditional Allow with NotAction, at its key."""
    for statement in statements(policy):
        body = statement.body
        # In a trust policy it is no action at all.
        wide = policy.kind != "trust" and not body.get("Condition")
        # Beside Action it is told as a contradiction.
        if body.get("Effect") == "Allow" and "NotAction" in body and "Action" not in body and wide:
            yield issue(
                Place((*statement.route, "NotAction"), key=True),
                "NotAction in an Allow grants all that is not listed; expected Action",
            )
