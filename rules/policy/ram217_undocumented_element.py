"""The policy has an element that is not documented.

What it does: reports `NotResource`, which stood in the grammar until 2019 only, and, as information,
`Sid`, which RAM takes though no page names it.

Why: nobody promises what it does.

How to fix: list the resources; leave the `Sid` out if you want to be sure.

Source: RAM, policy elements.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.plain import not_plain
from immlint.ram.written import UNDOCUMENTED, statements
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-elements"

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
  "Statement": [{"Sid": "x", "Effect": "Allow", "Action": "imm:*", "NotResource": "*"}]
}
""",
        "policy.json",
        finds=(
            ("/Statement/0/Sid", "Sid is not documented; expected documented elements only"),
            ("/Statement/0/NotResource", "NotResource is not documented; expected documented elements only"),
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
def undocumented_element(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every such element, at its key."""
    for statement in statements(policy):
        for name in UNDOCUMENTED:
            if name in statement.body and not statement.is_resource_policy:
                yield issue(
                    Place((*statement.route, name), key=True),
                    "{name} is not documented; expected documented elements only",
                    name=name,
                    severity=Severity.INFO if name == "Sid" else None,
                    inferred=name == "Sid",
                )
