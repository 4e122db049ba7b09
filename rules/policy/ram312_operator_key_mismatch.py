"""The operator does not fit the type of the condition key.

What it does: compares the type of common keys (addresses, times, booleans) with that of the operator.

Why: the comparison never holds as it is meant.

How to fix: use an operator of the type of the key.

Source: RAM, conditional operators; policy elements, Condition.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.message import Term
from immlint.precondition import of_ram
from immlint.ram.atoms import Atom as Meaning
from immlint.ram.condition import OPERATORS, base
from immlint.ram.key import ConditionKey
from immlint.ram.plain import some_atom
from immlint.ram.written import atoms, statements
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy

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
        "IpAddress": {"acs:SourceIp": "10.0.0.1"},
        "StringLike": {"acs:PrincipalARN": "acs:ram:*:*:role/a*"}
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
      "Action": "ecs:*",
      "Resource": "*",
      "Condition": {"StringEquals": {"acs:SourceIp": "10.0.0.1"}}
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Condition/StringEquals/acs:SourceIp",
                "StringEquals compares a string, acs:SourceIp is an address; expected IpAddress or NotIpAddress",
            ),
        ),
    ),
)

_TYPES = {
    "string": Term("a string"),
    "number": Term("a number"),
    "date": Term("a time"),
    "boolean": Term("a boolean"),
    "ip": Term("an address"),
}
_FITTING = {
    "ip": Term("IpAddress or NotIpAddress"),
    "date": Term("one of Date..."),
    "boolean": Term("Bool"),
    "string": Term("one of String..."),
    "number": Term("one of Numeric..."),
}


def _is_mixed(atom: Meaning) -> bool:
    return ConditionKey.of(atom.key).kind not in (None, OPERATORS.get(atom.operation))


@rule(
    on=Policy,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(some_atom(_is_mixed),),
)
def operator_key_mismatch(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every known key under an operator of another type."""
    for statement in statements(policy):
        for atom in atoms(statement):
            kind = ConditionKey.of(atom.key).kind
            compared = OPERATORS.get(base(atom.operator))
            if kind is None or compared is None or kind == compared:
                continue
            yield issue(
                Place(atom.route, key=True),
                "{operator} compares {compared}, {key} is {kind}; expected {fitting}",
                operator=atom.operator,
                compared=_TYPES[compared],
                key=atom.key,
                kind=_TYPES[kind],
                fitting=_FITTING[kind],
            )
