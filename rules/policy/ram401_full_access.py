"""The statement allows everything.

What it does: reports Allow of all actions on all resources that holds for every request, however it is written:
`*:*` on `acs:*:*:*:*`, or under a condition that is always true. What the policy denies is named; where that is
all of RAM's own actions, this is information. In a control policy it is what `FullAliyunAccess` says.

Why: whoever holds the policy is an administrator.

How to fix: name the services and resources that are needed.

Source: RAM, best practices: least privilege.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.access.breadth import Breadth
from immlint.finding import Severity
from immlint.precondition import not_control, of_ram
from immlint.ram.plain import some_action
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/ram/use-cases/best-practices"

VALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": "*"}]}\n',
        "policy.json",
    ),
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}\n',
        "policy.json",
    ),
)
INVALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "*:*", "Resource": "acs:*:*:*:*"}]}\n',
        "policy.json",
        finds=(
            (
                "/Statement/0",
                "the statement allows every action on every resource; expected what is needed only",
            ),
        ),
        also=(
            ("RAM404", "/Statement/0/Resource", '"acs:*:*:*:*" names every resource; expected * or a limit'),
        ),
    ),
)


def _may_be_any(text: str) -> bool:
    """Tell whether an action has no first letter: what has one leaves out most actions."""
    return text[:1] in ("*", "?")


@rule(
    on=Policy,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(
        of_ram,
        not_control,
    ),
    needs=(some_action(_may_be_any),),
)
def full_access(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every Allow of everything that holds for every request."""
    breadth = policy.once(Breadth)
    for allow in breadth.unlimited:
        if not allow.is_full or breadth.leaves_nothing:
            continue
        place = Place(allow.written.route)
        severity = Severity.INFO if breadth.denies_ram else None
        if breadth.denied:
            yield issue(
                place,
                "the statement allows every action but {denied} on every resource; expected what is needed only",
                denied=", ".join(map(quoted, breadth.denied[:3])),
                severity=severity,
            )
        else:
            yield issue(
                place,
                "the statement allows every action on every resource; expected what is needed only",
                severity=severity,
            )
