"""A condition can never hold.

What it does: intersects, for each key, the values that the atoms of a condition hold for, as sets: patterns of
strings, ranges of numbers, times and addresses. What is left of them must be something.

Why: all atoms of a condition must hold together, so the statement never applies: it grants nothing, or denies
nothing.

How to fix: several values of one key belong in one list, where one of them is enough; or split the statement.

Source: RAM, policy elements, Condition; conditional operators.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.message import Message
from immlint.precondition import of_ram
from immlint.ram.atoms import Atom as Meaning
from immlint.ram.atoms import Conjunction
from immlint.ram.condition import is_misread_wildcard
from immlint.ram.plain import some_condition
from immlint.ram.written import Atom, atoms, statements
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
        "IpAddress": {"acs:SourceIp": "10.0.0.0/8"},
        "NotIpAddress": {"acs:SourceIp": ["10.1.0.0/16", "10.2.0.0/16"]},
        "StringLike": {"acs:ResourceTag/stage": "test-*"},
        "StringNotEquals": {"acs:ResourceTag/stage": ["test-1", "prod"]},
        "DateGreaterThan": {"acs:CurrentTime": "2026-01-31T00:00:00+08:00"},
        "DateLessThan": {"acs:CurrentTime": "2026-01-30T17:00:00Z"}
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
      "Condition": {
        "StringEquals": {"acs:ResourceTag/stage": "${stage}"},
        "StringLike": {"acs:ResourceTag/stage": "test-*"}
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
      "Condition": {
        "StringEquals": {"acs:ResourceTag/stage": ["dev", "prod"]},
        "StringLike": {"acs:ResourceTag/stage": "test-*"},
        "DateGreaterThan": {"acs:CurrentTime": "2026-01-31T00:00:00+08:00"},
        "DateLessThan": {"acs:CurrentTime": "2026-01-30T16:00:00Z"}
      }
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Condition/StringLike/acs:ResourceTag~1stage",
                "StringEquals and StringLike on acs:ResourceTag/stage never hold together",
            ),
            (
                "/Statement/0/Condition/DateLessThan/acs:CurrentTime",
                "DateGreaterThan and DateLessThan on acs:CurrentTime never hold together",
            ),
        ),
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "ecs:*",
      "Resource": "*",
      "Condition": {"NotIpAddress": {"acs:SourceIp": ["0.0.0.0/0", "::/0"]}}
    },
    {
      "Effect": "Allow",
      "Action": "ecs:*",
      "Resource": "*",
      "Condition": {"StringEquals": {"acs:PrincipalARN": "ada"}}
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Condition/NotIpAddress/acs:SourceIp",
                "NotIpAddress on acs:SourceIp holds for no request",
            ),
            (
                "/Statement/1/Condition/StringEquals/acs:PrincipalARN",
                "StringEquals on acs:PrincipalARN holds for no request",
            ),
        ),
    ),
    Example(
        """Version: "1"
Statement:
  - Effect: Allow
    Action: ecs:*
    Resource: "*"
    Condition:
      StringEquals:
        acs:ResourceTag/stage: [dev, test-1]
      StringLike:
        acs:ResourceTag/stage: test-*
      StringNotEquals:
        acs:ResourceTag/stage: test-1
""",
        "policy.yaml",
        finds=(
            (
                "/Statement/0/Condition/StringNotEquals/acs:ResourceTag~1stage",
                "StringNotEquals on acs:ResourceTag/stage never holds beside the others on it",
            ),
        ),
    ),
)

_HINT = "the statement never applies"


def _may_never_hold(condition: tuple[Meaning, ...]) -> bool:
    """Tell whether a key of a condition never holds, or is there several times."""
    if len({atom.name for atom in condition}) < len(condition):
        return True
    return any(Conjunction((atom,)).is_never for atom in condition)


@rule(
    on=Policy,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(some_condition(_may_never_hold),),
)
def never_true_condition(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every key of which no value is left, at the last of the atoms that leave none."""
    for statement in statements(policy):
        by_name: dict[str, list[Atom]] = {}
        for atom in atoms(statement):
            if not any(is_misread_wildcard(atom.meaning.operation, text) for text in atom.meaning.texts):
                by_name.setdefault(atom.meaning.name, []).append(atom)
        for near in by_name.values():
            found = _contradiction(near)
            if found:
                yield _told(found)


def _contradiction(near: list[Atom]) -> list[Atom]:
    """Return as few atoms of one key as never hold together, none if they may."""
    if not _is_never(near):
        return []
    for atom in near:
        others = [one for one in near if one is not atom]
        if others and _is_never(others):
            near = others
    return near


def _is_never(near: list[Atom]) -> bool:
    return Conjunction(atom.meaning for atom in near).is_never


def _told(found: list[Atom]) -> Issue:
    *others, last = found
    related = tuple((Place(other.route), Message("what it does not hold with")) for other in others)
    if not others:
        return issue(
            Place(last.route),
            "{operator} on {key} holds for no request",
            _HINT,
            operator=last.operator,
            key=last.key,
        )
    if len(others) == 1:
        return issue(
            Place(last.route),
            "{other} and {operator} on {key} never hold together",
            _HINT,
            other=others[0].operator,
            operator=last.operator,
            key=last.key,
            related=related,
        )
    return issue(
        Place(last.route),
        "{operator} on {key} never holds beside the others on it",
        _HINT,
        operator=last.operator,
        key=last.key,
        related=related,
    )
