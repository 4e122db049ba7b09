"""What a resource means rests on a choice that the documentation leaves open.

What it does: reports resources such as `**`, `?*` or `a*`, which are no `acs:...` name but may hold one if RAM matches
the whole text, and would hold none if it matches field by field. It is told only where the actions of the statement
have a resource that makes the difference; where one of the readings is full access, it is a warning.

Why: one reading grants nothing, the other perhaps everything.

How to fix: write `*`, or a name with its five fields: `acs:imm:*:*:project/photos/*`.

Source: RAM, policy elements, Resource (the format of names, and `*` alone; nothing else is documented).
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.access.breadth import EVERYTHING, Allow, everywhere
from immlint.access.service import families_of, operations_of, service_of
from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.arn import Malformed, Reading, parse
from immlint.ram.decide.resources import Resources
from immlint.ram.pattern import is_wild
from immlint.ram.plain import Head, some_head
from immlint.ram.policy import Policy as Said
from immlint.ram.written import Text, statements, texts
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy, is_open

SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-elements"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:GetProject", "Resource": ["*", "acs:imm:*:*:project/photos"]}
  ]
}
""",
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [{"Effect": "Allow", "Action": "imm:GetProject", "Resource": "*/dataset/faces"}]
}
""",
        "policy.json",
    ),
)
INVALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "**"}]}\n',
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource",
                'whether "**" is matched as a whole or field by field is not documented; expected * or acs:...',
            ),
        ),
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [{"Effect": "Deny", "Action": "imm:DeleteDataset", "Resource": "*dataset*"}]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource",
                'whether "*dataset*" is matched as a whole or field by field is not documented; expected * or acs:...',
            ),
        ),
    ),
)


def _is_odd(head: Head) -> bool:
    return head[0] != "acs" or len(head) < 4


@rule(
    on=Policy,
    severity=Severity.INFO,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(some_head(_is_odd),),
)
def undecided_pattern(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every resource of too few fields that may hold one of its actions' resources."""
    doubtful = [s for s in statements(policy) if any(map(_is_doubtful, texts(s, "Resource")))]
    said = {s.route: s for s in policy.once(Said.of).statements} if doubtful else {}
    for statement in doubtful:
        if statement.is_resource_policy or statement.route not in said:
            continue
        found = texts(statement, "Resource")
        if any(text.value == "*" for text in found):
            continue  # beside everything it makes no difference
        allow = Allow(statement, said[statement.route])
        for text in filter(_is_doubtful, found):
            named = parse(text.value)
            if not isinstance(named, Malformed):
                continue
            whole = named.language(Reading.CROSSING)
            if whole is not None and any(asked.meet(whole) for asked in _asked_for(allow)):
                yield issue(
                    Place(text.route),
                    "whether {resource} is matched as a whole or field by field is not documented;"
                    " expected * or acs:...",
                    resource=quoted(text.value),
                    severity=Severity.WARNING if _may_be_everything(allow) else None,
                )


def _is_doubtful(text: Text) -> bool:
    return not text.value.startswith("acs:") and text.value != "*" and not is_open(text.value)


def _asked_for(allow: Allow) -> Iterator[Resources]:
    """Yield the resources that the actions of a statement ask for."""
    for action in allow.said.actions:
        rows = operations_of(action.text)
        yield from (family.resources for row in rows for family in families_of(row))
        if service_of(action.service) is None:
            yield EVERYTHING if is_wild(action.service) else everywhere(action.service)
    if allow.said.not_actions is not None:
        yield EVERYTHING


def _may_be_everything(allow: Allow) -> bool:
    """Tell whether, matched as a whole, an Allow reaches all that its actions ask for."""
    if allow.said.effect != "Allow":
        return False
    if allow.is_of_all_actions or allow.said.not_actions is not None:
        return allow.reaches_by(Reading.CROSSING, EVERYTHING)
    return any(allow.reaches_by(Reading.CROSSING, resources) for resources in _asked_for(allow))
