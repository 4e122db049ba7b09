"""A value of a condition cannot be compared by its operator.

What it does: reads each value as a number, time, boolean or address, as the operator asks; `Bool` takes
one value only. Masked addresses of samples are let pass.

Why: the condition never holds, or RAM refuses it ("Invalid condition multiple Boolean").

How to fix: write the value in the form the operator takes.

Source: RAM, conditional operators; validate policies.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.atoms import Atom as Meaning
from immlint.ram.condition import EXPECTED, OPERATORS, base, is_written_right
from immlint.ram.plain import some_atom
from immlint.ram.written import atoms, statements
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
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
      "Action": ["ecs:*", "oss:ListObjects"],
      "Resource": "*",
      "Condition": {
        "Bool": {"acs:MFAPresent": ["true", "false"]},
        "IpAddress": {"acs:SourceIp": "10.0.0.0/40"},
        "DateLessThan": {"acs:CurrentTime": "tomorrow"},
        "NumericEquals": {"oss:MaxKeys": "ten"}
      }
    }
  ]
}
""",
        "policy.json",
        finds=(
            ("/Statement/0/Condition/Bool/acs:MFAPresent", "Bool has 2 values; expected one"),
            (
                "/Statement/0/Condition/IpAddress/acs:SourceIp",
                'IpAddress has the value "10.0.0.0/40"; expected an address or a CIDR block',
            ),
            (
                "/Statement/0/Condition/DateLessThan/acs:CurrentTime",
                'DateLessThan has the value "tomorrow"; expected an ISO 8601 time such as 2026-01-31T23:59:59Z',
            ),
            (
                "/Statement/0/Condition/NumericEquals/oss:MaxKeys",
                'NumericEquals has the value "ten"; expected a number in quotes',
            ),
        ),
    ),
)


def _is_wrong(atom: Meaning) -> bool:
    kind = OPERATORS.get(atom.operation)
    if kind is None:
        return False
    several = kind == "boolean" and len(atom.texts) > 1
    return several or not all(is_written_right(kind, text) for text in atom.texts)


@rule(
    on=Policy,
    severity=Severity.ERROR,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(some_atom(_is_wrong),),
)
def invalid_condition_value(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every value that its operator cannot read."""
    for statement in statements(policy):
        for atom in atoms(statement):
            kind = OPERATORS.get(base(atom.operator))
            if kind is None:
                continue
            if kind == "boolean" and len(atom.values) > 1:
                yield issue(
                    Place(atom.route), "Bool has {count} values; expected one", count=len(atom.values)
                )
            for route, value in atom.values:
                if isinstance(value, str) and not is_open(value) and not is_written_right(kind, value):
                    # Which case of true and false RAM reads is not documented.
                    unsure = kind == "boolean" and value.lower() in ("true", "false")
                    severity = Severity.WARNING if unsure else None
                    yield issue(
                        Place(route),
                        "{operator} has the value {value}; expected {expected}",
                        operator=atom.operator,
                        value=quoted(value),
                        expected=EXPECTED[kind],
                        severity=severity,
                    )
