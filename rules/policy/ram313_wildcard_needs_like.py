"""A wildcard is compared as a character.

What it does: reports `*` and `?` in values of `StringEquals` and `StringNotEquals`, and of those that ignore case;
runs of stars, which mask samples, are let pass.

Why: only `StringLike` and `StringNotLike` take wildcards; here the value must hold the star itself.

How to fix: use the Like operator.

Source: RAM, conditional operators.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.atoms import Atom as Meaning
from immlint.ram.condition import is_misread_wildcard
from immlint.ram.plain import some_atom
from immlint.ram.written import Statement, atoms, statements
from immlint.repair import Repair
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
        "StringLike": {"oss:Prefix": "a/*"},
        "StringEquals": {"oidc:iss": "https://oidc-ack-**/c86"}
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
      "Action": "oss:*",
      "Resource": "*",
      "Condition": {"StringEquals": {"oss:Prefix": ["b", "a/*"]}}
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Condition/StringEquals/oss:Prefix/1",
                '"a/*" is compared as it is; expected StringLike for a wildcard',
            ),
        ),
        fixed="""{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "oss:*",
      "Resource": "*",
      "Condition": {"StringLike": {"oss:Prefix": ["b", "a/*"]}}
    }
  ]
}
""",
    ),
    Example(
        """Version: "1"
Statement:
  - Effect: Deny
    Action: ecs:RunCommand
    Resource: "*"
    Condition:
      StringNotEqualsIgnoreCase:
        ecs:CommandRunAs: [system, app-?]
      ForAllValues:StringEqualsIgnoreCase:
        ecs:CommandName: Ser*
""",
        "policy.yaml",
        finds=(
            (
                "/Statement/0/Condition/StringNotEqualsIgnoreCase/ecs:CommandRunAs/1",
                '"app-?" is compared as it is; expected StringNotLike for a wildcard',
            ),
            (
                "/Statement/0/Condition/ForAllValues:StringEqualsIgnoreCase/ecs:CommandName",
                '"Ser*" is compared as it is; expected ForAllValues:StringLike for a wildcard',
            ),
        ),
    ),
)

_LIKE = {False: "StringLike", True: "StringNotLike"}


def _has_wildcard(atom: Meaning) -> bool:
    return any(is_misread_wildcard(atom.operation, text) for text in atom.texts)


@rule(
    on=Policy,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(some_atom(_has_wildcard),),
)
def wildcard_needs_like(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every wildcard under an operator that takes none."""
    for statement in statements(policy):
        for atom in atoms(statement):
            meaning = atom.meaning
            for (route, _), text in zip(atom.values, meaning.texts, strict=True):
                like = meaning.quantifier + _LIKE[meaning.is_negated]
                if is_misread_wildcard(meaning.operation, text) and not is_open(text):
                    yield issue(
                        Place(route),
                        "{value} is compared as it is; expected {like} for a wildcard",
                        value=quoted(text),
                        like=like,
                        repair=_repair(statement, atom.operator, like),
                    )


def _repair(statement: Statement, operator: str, like: str) -> Repair | None:
    """Return the repair that compares by pattern; an operator that is given as well would be there twice."""
    condition = statement.body["Condition"]
    place = Place((*statement.route, "Condition", operator), key=True)
    return Repair.renaming(place, operator, [like]) if like not in condition else None
