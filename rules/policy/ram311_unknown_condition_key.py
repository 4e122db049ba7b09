"""There is no such common condition key.

What it does: looks keys that begin with `acs:` up in the documented list. A key near a known one is told
for certain, any other is only inferred: the list is not complete in the documentation. Keys of AWS
(`aws:SourceIp`, `s3:prefix`) are told with the key that is meant.

Why: a condition on a key that is never filled does not hold.

How to fix: write the key as documented.

Source: RAM, policy elements, Condition.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.near import nearest
from immlint.precondition import of_ram
from immlint.ram.atoms import Atom as Meaning
from immlint.ram.condition import COMMON_KEYS, OF_AWS
from immlint.ram.key import ConditionKey
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
      "Action": "ecs:*",
      "Resource": "*",
      "Condition": {"StringEquals": {"acs:ResourceTag/team": "a", "acs:PrincipalArn": "acs:ram::1234567890123456:user/ada"}}
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
      "Condition": {
        "IpAddress": {"acs:SourceIpp": "10.0.0.1"},
        "StringEquals": {"acs:Weather": "x", "aws:username": "ada"},
        "Bool": {"aws:SecureTransport": "true", "aws:MultiFactorAuthPresent": "true"},
        "StringLike": {"aws:RequestTag/owner": "a*"}
      }
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Condition/IpAddress/acs:SourceIpp",
                "there is no condition key acs:SourceIpp; expected acs:SourceIp",
            ),
            (
                "/Statement/0/Condition/StringEquals/acs:Weather",
                "there is no condition key acs:Weather that is known here; expected a documented one",
            ),
            ("/Statement/0/Condition/StringEquals/aws:username", "there is no condition key aws:username"),
            (
                "/Statement/0/Condition/Bool/aws:SecureTransport",
                "there is no condition key aws:SecureTransport; expected acs:SecureTransport",
            ),
            (
                "/Statement/0/Condition/Bool/aws:MultiFactorAuthPresent",
                "there is no condition key aws:MultiFactorAuthPresent; expected acs:MFAPresent",
            ),
            (
                "/Statement/0/Condition/StringLike/aws:RequestTag~1owner",
                "there is no condition key aws:RequestTag; expected acs:RequestTag",
            ),
        ),
    ),
)


#: What their keys are called here, where the names are not near.
_MEANT = {
    "aws:multifactorauthpresent": "acs:MFAPresent",
    "s3:prefix": "oss:Prefix",
    "s3:delimiter": "oss:Delimiter",
    "iam:passedtoservice": "acs:Service",
}


def _is_unknown(atom: Meaning) -> bool:
    return ConditionKey.of(atom.key).kind is None


@rule(
    on=Policy,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(some_atom(_is_unknown),),
)
def unknown_condition_key(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every unknown common key, and for every one of AWS."""
    for statement in statements(policy):
        for atom in atoms(statement):
            parts = ConditionKey.of(atom.key)
            name, service = parts.head, parts.service.lower()
            if service not in ("acs", *OF_AWS) or not parts.name or parts.kind or is_open(atom.key):
                continue
            near = _MEANT.get(parts.folded)
            if near is None and service in ("acs", "aws"):
                near = nearest(f"acs:{parts.name}", COMMON_KEYS, 0.85)
            place = Place(atom.route, key=True)
            if near:
                yield issue(
                    place,
                    "there is no condition key {key}; expected {near}",
                    "did you mean {near}?",
                    key=name,
                    near=near,
                )
            elif service in OF_AWS:
                yield issue(place, "there is no condition key {key}", _FOREIGN, key=name)
            else:
                yield issue(
                    place,
                    "there is no condition key {key} that is known here; expected a documented one",
                    key=name,
                    inferred=True,
                )


_FOREIGN = "keys of AWS are in no request of Alibaba Cloud"
