"""A condition uses an operator that RAM does not have.

What it does: looks the operator up in the documented list. `ForAllValues:` before one of them is
accepted, as Alibaba Cloud's own policies use it; `ForAnyValue:` is information.

Why: RAM refuses it ("Invalid condition operator"); `IfExists` and `Null`, known from AWS, are not
supported.

How to fix: use a documented operator.

Source: RAM, conditional operators; validate policies, "Invalid condition operator".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from immlint.finding import Severity
from immlint.near import nearest
from immlint.precondition import of_ram
from immlint.ram.atoms import Atom as Meaning
from immlint.ram.condition import OPERATORS, base
from immlint.ram.plain import some_atom
from immlint.ram.written import statements
from immlint.repair import Repair
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy, is_open

SOURCE = "https://www.alibabacloud.com/help/en/ram/conditional-operator"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "ecs:*",
      "Resource": "*",
      "Condition": {
        "IpAddress": {"acs:SourceIp": ["10.0.0.0/8", "42.120.XX.X/24"]},
        "Bool": {"acs:MFAPresent": "true"},
        "StringEquals": {"ecs:tag/部门": "a"},
        "DateLessThan": {"acs:CurrentTime": "2026-01-31T17:00:00+08:00"}
      }
    }
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
    {
      "Effect": "Allow",
      "Action": "ram:PassRole",
      "Resource": "acs:ram:*:*:role/imm",
      "Condition": {
        "DateTimeLessThan": {"acs:CurrentTime": "2026-01-31T17:00:00Z"},
        "Null": {"acs:Service": "true"},
        "StringEqualsIfExists": {"acs:Service": "x"},
        "ForAnyValue:StringEquals": {"acs:Service": "x"}
      }
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Condition/DateTimeLessThan",
                "there is no operator DateTimeLessThan; expected DateLessThan",
            ),
            ("/Statement/0/Condition/Null", "there is no operator Null; expected a documented one"),
            (
                "/Statement/0/Condition/StringEqualsIfExists",
                "there is no operator StringEqualsIfExists; expected StringEquals",
            ),
            (
                "/Statement/0/Condition/ForAnyValue:StringEquals",
                "ForAnyValue is not documented; expected ForAllValues, or the operator alone",
            ),
        ),
    ),
)


def _is_odd(atom: Meaning) -> bool:
    return atom.operation not in OPERATORS or atom.operator.startswith("ForAnyValue:")


@rule(
    on=Policy,
    severity=Severity.ERROR,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(some_atom(_is_odd),),
)
def invalid_operator(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every unknown operator, at its key."""
    for statement in statements(policy):
        found = statement.body.get("Condition")
        condition: dict[str, Any] = found if isinstance(found, dict) else {}
        for operator in condition:
            place = Place((*statement.route, "Condition", operator), key=True)
            known = base(operator) in OPERATORS
            if known and operator.startswith("ForAnyValue:"):
                yield issue(
                    place,
                    "ForAnyValue is not documented; expected ForAllValues, or the operator alone",
                    severity=Severity.INFO,
                    inferred=True,
                )
            elif not known and not is_open(operator):
                plain = operator.removesuffix("IfExists").replace("Time", "")
                hint = "IfExists and Null are not supported" if _is_foreign(operator) else ""
                near = nearest(plain, OPERATORS)
                yield issue(
                    place,
                    "there is no operator {operator}; expected {near}"
                    if near
                    else "there is no operator {operator}; expected a documented one",
                    hint,
                    operator=operator,
                    near=near,
                    repair=Repair.renaming(place, operator, [near])
                    if near and near not in condition
                    else None,
                )


def _is_foreign(operator: str) -> bool:
    return operator == "Null" or operator.endswith("IfExists")
