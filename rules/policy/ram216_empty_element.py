"""An element of the policy is empty.

What it does: reports empty lists and texts of `Action`, `NotAction`, `Resource`, principals and
conditions, and a policy without any statement.

Why: a statement that names nothing can never match; whether RAM takes it is not documented.

How to fix: name something, or drop the statement.

Source: RAM, policy structure and syntax: one or more.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.plain import not_plain
from immlint.ram.written import PATTERNS, atoms, statements
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-structure-and-syntax"

VALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": "*"}]}\n',
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
      "Action": [],
      "Resource": "*",
      "Condition": {"StringEquals": {"acs:Service": []}}
    }
  ]
}
""",
        "policy.json",
        finds=(
            ("/Statement/0/Action", "Action is empty; expected at least one"),
            (
                "/Statement/0/Condition/StringEquals/acs:Service",
                "acs:Service is empty; expected at least one value",
            ),
        ),
    ),
    Example(
        '{"Version": "1", "Statement": []}\n',
        "policy.json",
        finds=(("/Statement", "Statement is empty; expected at least one statement"),),
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"RAM": []}},
    {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {}}
  ]
}
""",
        "policy.json",
        finds=(
            ("/Statement/0/Principal/RAM", "RAM is empty; expected at least one"),
            ("/Statement/1/Principal", "Principal is empty; expected at least one"),
        ),
    ),
)


@rule(
    on=Policy,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(not_plain,),
)
def empty_element(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for everything that holds nothing. ``Condition: {}`` is common and harmless."""
    document = policy.document
    if not isinstance(document, dict):
        return
    if document.get("Statement") == []:
        place = Place((*policy.route, "Statement"))
        yield issue(place, "Statement is empty; expected at least one statement", severity=Severity.ERROR)
    for statement in statements(policy):
        for name in PATTERNS:
            value = statement.body.get(name)
            if value == [] or (value == "" and "esource" in name):
                place = Place((*statement.route, name))
                yield issue(place, "{name} is empty; expected at least one", name=name)
        principal = statement.body.get("Principal")
        if principal in ({}, []):
            yield issue(Place((*statement.route, "Principal")), "Principal is empty; expected at least one")
        for kind, given in principal.items() if isinstance(principal, dict) else ():
            if given == []:
                place = Place((*statement.route, "Principal", kind))
                yield issue(place, "{name} is empty; expected at least one", name=kind)
        for atom in atoms(statement):
            if not atom.values:
                yield issue(Place(atom.route), "{name} is empty; expected at least one value", name=atom.key)
