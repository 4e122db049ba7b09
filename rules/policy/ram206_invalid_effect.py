"""The effect of a statement is neither Allow nor Deny.

What it does: checks `Effect`, which is case-sensitive.

Why: RAM refuses any other value ("Invalid effect").

How to fix: write `Allow` or `Deny`.

Source: RAM, policy elements; validate policies, "Invalid effect".
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import of_ram_or_oss
from immlint.ram.plain import not_plain
from immlint.ram.written import statements
from immlint.repair import Repair
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy, is_open

SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-elements"

VALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": "*"}]}\n',
        "policy.json",
    ),
)
INVALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "allow", "Action": "imm:*", "Resource": "*"}]}\n',
        "policy.json",
        finds=(("/Statement/0/Effect", 'Effect is "allow"; expected "Allow" or "Deny"'),),
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
def invalid_effect(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every effect that is text and none of the two."""
    for statement in statements(policy):
        effect = statement.body.get("Effect")
        if not isinstance(effect, str) or effect in ("Allow", "Deny") or is_open(effect):
            continue
        place = Place((*statement.route, "Effect"))
        near = effect.strip().capitalize()
        repair, hint = None, ""
        if near in ("Allow", "Deny"):
            hint = "did you mean {near}?"
            repair = Repair.renaming(place, effect, [near])
        yield issue(
            place,
            'Effect is {effect}; expected "Allow" or "Deny"',
            hint,
            effect=quoted(effect),
            near=near,
            repair=repair,
        )
