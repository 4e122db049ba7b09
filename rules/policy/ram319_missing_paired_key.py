"""A condition key lacks the one that it is used with.

What it does: looks for `acs:SourceVpc` in statements with a condition on `acs:VpcSourceIp`.

Why: `acs:VpcSourceIp` is a private address. Every VPC may have it, also one of somebody else: only together with
`acs:SourceVpc` does it tell where a request comes from.

How to fix: add `"StringEquals": {"acs:SourceVpc": "<vpc-id>"}`.

Source: RAM, policy elements, Condition.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.atoms import Atom as Meaning
from immlint.ram.plain import some_atom
from immlint.ram.written import atoms, statements
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy, is_open

SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-elements"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "kms:Decrypt",
      "Resource": "*",
      "Condition": {
        "StringEquals": {"acs:SourceVpc": "vpc-bp1x"},
        "IpAddress": {"acs:VpcSourceIp": ["192.168.1.0/24"]}
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
      "Action": "kms:Decrypt",
      "Resource": "*",
      "Condition": {"IpAddress": {"acs:VpcSourceIp": ["192.168.1.0/24"]}}
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Condition/IpAddress/acs:VpcSourceIp",
                "acs:VpcSourceIp stands without acs:SourceVpc; expected both",
            ),
        ),
    ),
)

#: Keys that say something only beside another.
_PAIRS = {"acs:vpcsourceip": "acs:SourceVpc"}


def _is_of_pair(atom: Meaning) -> bool:
    return atom.name in _PAIRS


@rule(
    on=Policy,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(some_atom(_is_of_pair),),
)
def missing_paired_key(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every key without its other, at the key."""
    for statement in statements(policy):
        found = list(atoms(statement))
        if any(is_open(atom.key) for atom in found):
            continue
        given = {atom.meaning.name for atom in found}
        for atom in found:
            other = _PAIRS.get(atom.meaning.name)
            if other and other.lower() not in given:
                yield issue(
                    Place(atom.route, key=True),
                    "{key} stands without {other}; expected both",
                    "every VPC may have this private address",
                    key=atom.key,
                    other=other,
                )
