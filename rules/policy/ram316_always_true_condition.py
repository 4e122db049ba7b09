"""A condition holds for every request.

What it does: works out the values that an atom of a condition holds for, as sets: patterns of strings, ranges of
addresses. It is reported if these are all that a key can have, and every request has the key: `acs:SourceIp`,
`acs:PrincipalARN`, `acs:CurrentTime` and `acs:SecureTransport`; in a statement about `ram:PassRole` alone
`acs:Service`, too. All IPv4 addresses without the IPv6 ones are told as such. That a tag is there at all
(`StringLike acs:RequestTag/owner *`) is something.

Why: the condition looks like a limit and is none.

How to fix: name the values that are meant, or leave the condition out.

Source: RAM, policy elements, Condition; conditional operators.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.atoms import FILLED
from immlint.ram.atoms import Atom as Meaning
from immlint.ram.condition import is_misread_wildcard
from immlint.ram.plain import some_atom
from immlint.ram.written import Atom, Statement, atoms, statements, texts
from immlint.record import replace
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy

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
      "Condition": {
        "IpAddress": {"acs:SourceIp": ["10.0.0.0/8", "2408:4000::/22"]},
        "StringLike": {"acs:RequestTag/owner": "*", "acs:PrincipalARN": "acs:ram::*:role/ci-*"}
      }
    }
  ]
}
""",
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "ecs:*",
      "Resource": "*",
      "Condition": {"StringLike": {"acs:PrincipalARN": "${principal}"}}
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
      "Action": "imm:GetProject",
      "Resource": "acs:imm:*:*:project/photos",
      "Condition": {
        "StringLike": {"acs:PrincipalARN": ["acs:ram::1234567890123456:user/ada", "*"]},
        "IpAddress": {"acs:SourceIp": ["0.0.0.0/0", "::/0"]}
      }
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Condition/StringLike/acs:PrincipalARN/1",
                "StringLike on acs:PrincipalARN holds for every request",
            ),
            (
                "/Statement/0/Condition/IpAddress/acs:SourceIp",
                "IpAddress on acs:SourceIp holds for every request",
            ),
        ),
    ),
    Example(
        """Version: "1"
Statement:
  - Effect: Allow
    Action: imm:GetProject
    Resource: acs:imm:*:*:project/photos
    Condition:
      IpAddress:
        acs:SourceIp: [0.0.0.0/1, 128.0.0.0/1]
""",
        "policy.yaml",
        finds=(
            (
                "/Statement/0/Condition/IpAddress/acs:SourceIp",
                "IpAddress on acs:SourceIp holds for every IPv4 address",
            ),
        ),
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "ram:PassRole",
      "Resource": "acs:ram:*:*:role/aliyunimmdefaultrole",
      "Condition": {"StringLike": {"acs:Service": "*"}}
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Condition/StringLike/acs:Service",
                "StringLike on acs:Service holds for every request",
            ),
        ),
    ),
)

_HINT = "it limits nothing: name the values that are meant, or leave it out"


def _is_always(atom: Meaning) -> bool:
    """Tell whether a key always holds in requests for some action."""
    return atom.is_always(FILLED) or atom.is_always(_WITH_SERVICE) or atom.takes_every_ipv4


#: The keys of every request for ram:PassRole.
_WITH_SERVICE = FILLED | {"acs:service"}


@rule(
    on=Policy,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(some_atom(_is_always),),
)
def always_true_condition(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every atom that always holds, at the one value that does it or at all of them."""
    for statement in statements(policy):
        for atom in atoms(statement):
            if any(is_misread_wildcard(atom.meaning.operation, text) for text in atom.meaning.texts):
                continue
            filled = _filled(statement)
            if atom.meaning.is_always(filled):
                alone = (a for a in _alone(atom) if a.meaning.is_always(filled))
                yield issue(
                    _place(atom, next(alone, atom)),
                    "{operator} on {key} holds for every request",
                    _HINT,
                    operator=atom.operator,
                    key=atom.key,
                )
            elif atom.meaning.takes_every_ipv4:
                alone = (a for a in _alone(atom) if a.meaning.takes_every_ipv4)
                yield issue(
                    _place(atom, next(alone, atom)),
                    "{operator} on {key} holds for every IPv4 address",
                    _HINT,
                    operator=atom.operator,
                    key=atom.key,
                )


def _filled(statement: Statement) -> frozenset[str]:
    """Return the keys that every request has that the statement is about."""
    actions = [text.value.lower() for text in texts(statement, "Action")]
    return _WITH_SERVICE if actions and set(actions) == {"ram:passrole"} else FILLED


def _alone(atom: Atom) -> Iterator[Atom]:
    """Yield the atom with each of its values alone."""
    return (replace(atom, values=[value]) for value in atom.values)


def _place(atom: Atom, alone: Atom) -> Place:
    # What is refused is refused by all values together.
    return Place(atom.route if alone is atom or atom.meaning.is_negated else alone.values[0][0])
