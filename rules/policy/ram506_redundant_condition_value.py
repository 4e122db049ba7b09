"""A condition says something twice.

What it does: compares the values of an atom as sets (patterns, ranges of addresses, numbers and times): one that the
others cover together is reported, of equal ones the later. An atom that holds wherever the others on its key do is
reported, too.

Why: it has no effect and hides what does. As information.

How to fix: drop the value, or the atom; the policy stays equal, which is proved before the fix is offered.

Source: RAM, policy elements, Condition; conditional operators.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.atoms import Atom as Meaning
from immlint.ram.atoms import Conjunction
from immlint.ram.plain import some_condition
from immlint.ram.prove.offer import dropping
from immlint.ram.values import Values, is_empty, together, values_of
from immlint.ram.written import Atom, atoms, statements
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy, Route

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
        "IpAddress": {"acs:SourceIp": ["10.0.0.0/9", "10.128.0.0/10", "2408:4000::/22"]},
        "StringLike": {"acs:ResourceTag/stage": ["test-*", "*-test"]},
        "StringNotEquals": {"acs:ResourceTag/stage": ["test-1", "test-2"]}
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
        "IpAddress": {"acs:SourceIp": ["10.1.0.0/16", "10.0.0.0/8"]},
        "StringLike": {"acs:ResourceTag/stage": ["test-*", "test-1", "test-*"]}
      }
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Condition/IpAddress/acs:SourceIp/0",
                '"10.1.0.0/16" is covered by "10.0.0.0/8"; expected each once',
            ),
            (
                "/Statement/0/Condition/StringLike/acs:ResourceTag~1stage/1",
                '"test-1" is covered by "test-*"; expected each once',
            ),
            (
                "/Statement/0/Condition/StringLike/acs:ResourceTag~1stage/2",
                '"test-*" is covered by "test-*"; expected each once',
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
      IpAddress:
        acs:SourceIp: [10.0.0.0/9, 10.64.0.0/10, 10.128.0.0/9, 10.0.0.0/8]
      NotIpAddress:
        acs:SourceIp: 192.168.0.0/16
""",
        "policy.yaml",
        finds=(
            (
                "/Statement/0/Condition/IpAddress/acs:SourceIp/0",
                '"10.0.0.0/9" is covered by "10.0.0.0/8"; expected each once',
            ),
            (
                "/Statement/0/Condition/IpAddress/acs:SourceIp/1",
                '"10.64.0.0/10" is covered by "10.0.0.0/9"; expected each once',
            ),
            (
                "/Statement/0/Condition/IpAddress/acs:SourceIp/2",
                '"10.128.0.0/9" is covered by "10.0.0.0/8"; expected each once',
            ),
            (
                "/Statement/0/Condition/NotIpAddress/acs:SourceIp",
                "NotIpAddress on acs:SourceIp holds wherever the rest of the condition does",
            ),
        ),
    ),
)


def _says_much(condition: tuple[Meaning, ...]) -> bool:
    return len(condition) > 1 or any(len(atom.texts) > 1 for atom in condition)


@rule(
    on=Policy,
    severity=Severity.INFO,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(some_condition(_says_much),),
)
def redundant_condition_value(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every value, and every atom, that adds nothing."""
    for statement in statements(policy):
        found = list(atoms(statement))
        for atom in found:
            for route, text, others in _covered(atom):
                yield _told(policy, route, text, others)
        for atom in _implied(found):
            yield issue(
                Place(atom.route, key=True),
                "{operator} on {key} holds wherever the rest of the condition does",
                "leave it out",
                operator=atom.operator,
                key=atom.key,
            )


class _Value(NamedTuple):
    route: Route
    text: str
    values: Values


def _covered(atom: Atom) -> Iterator[tuple[Route, str, list[str]]]:
    """Yield values with one that covers each, else all others; all that are yielded can go at once."""
    meaning = atom.meaning
    # What holds for every request is a finding of its own.
    if len(atom.values) < 2 or meaning.compared is None or _is_always(atom):
        return
    read = [values_of(meaning.operation, [text]) for text in meaning.texts]
    kept = [
        _Value(route, text, own[1])
        for (route, _), text, own in zip(atom.values, meaning.texts, read, strict=True)
        if own is not None
    ]
    for jointly in (False, True):
        for one in reversed(kept[:]):
            others = [other for other in kept if other is not one]
            for some in [others] if jointly and others else [[other] for other in others]:
                if is_empty([one.values], [together([other.values for other in some])]):
                    kept = others
                    yield one.route, one.text, [other.text for other in some]
                    break


def _told(policy: Policy, route: Route, text: str, others: list[str]) -> Issue:
    repair = dropping(policy, route)
    if len(others) == 1:
        return issue(
            Place(route),
            "{value} is covered by {other}; expected each once",
            value=quoted(text),
            other=quoted(others[0]),
            repair=repair,
        )
    return issue(
        Place(route),
        "{value} is covered by the others together; expected each once",
        value=quoted(text),
        repair=repair,
    )


def _implied(found: list[Atom]) -> Iterator[Atom]:
    """Yield atoms that follow from those that are left; all of them can go at once."""
    if len(found) < 2 or Conjunction(atom.meaning for atom in found).is_never:
        return
    kept = found
    for atom in reversed(found):
        others = [other for other in kept if other is not atom]
        if not _is_always(atom) and Conjunction(other.meaning for other in others).implies(atom.meaning):
            kept = others
            yield atom


def _is_always(atom: Atom) -> bool:
    return atom.meaning.takes_every_ipv4 or Conjunction(()).implies(atom.meaning)
