"""A condition key is not written as service:key.

What it does: checks that a key has a RAM code (or `acs`), a colon and a name; the name may hold further
colons and any character, as tags do. `acs:ResourceTag` and `acs:RequestTag` need a slash and the key of a tag, too:
without one they are a warning.

Why: RAM refuses it ("Invalid condition key format"); a tag without its key is in no request.

How to fix: write `<ram-code>:<condition-key>`, such as `acs:SourceIp`, or `acs:ResourceTag/owner`.

Source: RAM, policy elements, Condition; validate policies, "Invalid condition key format".
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.atoms import Atom as Meaning
from immlint.ram.condition import TAGS
from immlint.ram.key import ConditionKey
from immlint.ram.plain import some_atom
from immlint.ram.written import atoms, statements
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy, is_open

SOURCE = "https://www.alibabacloud.com/help/en/ram/permission-policy-check"

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
      "Action": "imm:*",
      "Resource": "*",
      "Condition": {"StringLike": {"Resource": "x"}}
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Condition/StringLike/Resource",
                'condition key "Resource" has no service; expected <ram-code>:<condition-key>',
            ),
        ),
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "ecs:*",
      "Resource": "*",
      "Condition": {"StringEquals": {"acs:ResourceTag": "team/a"}}
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Condition/StringEquals/acs:ResourceTag",
                "condition key acs:ResourceTag names no tag; expected acs:ResourceTag/<tag-key>",
            ),
        ),
    ),
)


def _is_odd(atom: Meaning) -> bool:
    parts = ConditionKey.of(atom.key)
    return not (parts.service and parts.name) or atom.name in TAGS


@rule(
    on=Policy,
    severity=Severity.ERROR,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(some_atom(_is_odd),),
)
def invalid_condition_key(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every key of the wrong form, at the key."""
    for statement in statements(policy):
        for atom in atoms(statement):
            parts = ConditionKey.of(atom.key)
            if is_open(atom.key):
                continue
            if parts.service and parts.name:
                if atom.meaning.name in TAGS:
                    yield issue(
                        Place(atom.route, key=True),
                        "condition key {key} names no tag; expected {key}/<tag-key>",
                        key=atom.key,
                        severity=Severity.WARNING,
                    )
                continue
            message = "condition key {key} has no service; expected <ram-code>:<condition-key>"
            if parts.service and not parts.name:
                message = "condition key {key} has no name; expected <ram-code>:<condition-key>"
            yield issue(Place(atom.route, key=True), message, key=quoted(atom.key))
