"""The statement allows all actions of a service on all its resources.

What it does: reports an Allow that holds for every request, of all that a service can do on all that it has, however
it is written: `imm:*` on `*`, `IMM:?*` on `acs:imm:*:*:*`, or a list of patterns that together leave nothing out.

Why: it includes what the service will add later, and deleting. As information: system policies do it too.

How to fix: name the actions or resources that are needed.

Source: RAM, best practices: least privilege.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from immlint.access.breadth import Allow, Breadth, asked_by, everywhere
from immlint.access.service import SERVICES, Service, service_of
from immlint.finding import Severity
from immlint.precondition import not_control, of_ram
from immlint.ram.pattern import Action, is_wild
from immlint.ram.written import texts
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/ram/use-cases/best-practices"

VALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:Get*", "Resource": "*"}]}\n',
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": "acs:imm:*:*:project/p*"}]
}
""",
        "policy.json",
    ),
)
INVALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["imm:*"], "Resource": "*"}]}\n',
        "policy.json",
        finds=(
            ("/Statement/0/Action/0", '"imm:*" is allowed on every resource; expected what is needed only'),
        ),
    ),
)


@rule(
    on=Policy,
    severity=Severity.INFO,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(
        of_ram,
        not_control,
    ),
)
def service_wildcard(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every service that is allowed as a whole, everywhere."""
    breadth = policy.once(Breadth)
    for allow in breadth.unlimited:
        if not allow.said.about.is_wild or not allow.ends_wild or allow.is_full:
            continue  # told once, as full access
        for service in _services(allow):
            actions = allow.holds_all(service)
            if actions and allow.reaches(everywhere(service)) and not _is_limited(breadth, service):
                yield _issue(allow, actions)


def _services(allow: Allow) -> list[Service | str]:
    """Return the services that may be allowed as a whole, by their codes where nothing is known of them."""
    codes = dict.fromkeys(action.service for action in allow.said.actions if action.is_wild)
    named = [code for code in codes if code and not is_wild(code)]
    found: list[Service | str] = [service_of(code) or code for code in named]
    if len(named) < len(codes):
        found += [service for service in SERVICES if service.code not in codes]
    return found


def _is_limited(breadth: Breadth, service: Service | str) -> bool:
    """Tell whether a Deny may take some of it away."""
    if isinstance(service, str):
        return any(Action(f"{service}:*").meets(a) for s in breadth.denies for a in s.actions)
    rows = [row for row in service.rows.values() if row.ram.action] if breadth.denies else []
    return any(breadth.takes_from(row.ram.action or "", each) for row in rows for each in asked_by(row))


def _issue(allow: Allow, actions: Sequence[Action]) -> Issue:
    written = {text.value: text.route for text in texts(allow.written, "Action")}
    if len(actions) == 1:
        return issue(
            Place(written[actions[0].text]),
            "{action} is allowed on every resource; expected what is needed only",
            action=quoted(actions[0].text),
        )
    return issue(
        Place((*allow.written.route, "Action"), key=True),
        "all actions of {service} are allowed on every resource; expected what is needed only",
        service=actions[0].service.upper(),
    )
