"""IMM has no such action.

What it does: looks actions of IMM and STS without wildcards up in the catalogue. A name near a known one is
a warning with that name; the catalogue is dated, so no other name is more than information. Of other
services there is no list to look them up in.

Why: a statement for an action that does not exist has no effect.

How to fix: write the action as documented; its case does not matter.

Source: IMM, authorization page.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.access import service as services
from immlint.finding import Severity
from immlint.near import nearest
from immlint.precondition import of_ram
from immlint.ram.pattern import Action
from immlint.ram.written import statements, texts
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-ram"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["imm:CreateDataset", "IMM:gettask", "oss:GetObject", "imm:ListRegions"],
      "Resource": "*"
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
      "Action": ["imm:CreateDatset", "imm:Paint", "sts:AssumeRol"],
      "Resource": "*"
    }
  ]
}
""",
        "policy.json",
        finds=(
            ("/Statement/0/Action/2", 'STS has no action "sts:AssumeRol"; expected "sts:AssumeRole"'),
            ("/Statement/0/Action/0", 'IMM has no action "imm:CreateDatset"; expected "imm:CreateDataset"'),
            (
                "/Statement/0/Action/1",
                'IMM has no action "imm:Paint" that is known here; expected a documented one',
            ),
        ),
    ),
)


#: What STS offers.
_STS = ("AssumeRole", "AssumeRoleWithOIDC", "AssumeRoleWithSAML", "GetCallerIdentity")


@rule(on=Policy, severity=Severity.WARNING, source=SOURCE, valid=VALID, invalid=INVALID, when=(of_ram,))
def unknown_action(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every literal action of IMM or STS that is not known."""
    known = {service.code: service.names for service in services.SERVICES}
    known["sts"] = {name.lower(): name for name in _STS}
    for statement in statements(policy):
        for text in texts(statement, "Action", "NotAction"):
            action = Action(text.value)
            service, name = action.service, action.name
            names = known.get(service, {})
            if not names or not name.isidentifier() or name.lower() in names or len(name) > 80:
                continue
            near = nearest(name, names.values())
            if near:
                yield issue(
                    Place(text.route),
                    '{service} has no action {action}; expected "{near}"',
                    "did you mean {near}?",
                    service=service.upper(),
                    action=quoted(text.value),
                    near=f"{service}:{near}",
                )
            else:
                yield issue(
                    Place(text.route),
                    "{service} has no action {action} that is known here; expected a documented one",
                    service=service.upper(),
                    action=quoted(text.value),
                    severity=Severity.INFO,
                )
