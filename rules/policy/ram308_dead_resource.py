"""No legal name of IMM matches the resource.

What it does: holds the project and dataset part of a resource of IMM against the grammar of names (a
letter or `_`, then letters, digits, `-` and `_`).

Why: no such project or dataset can exist, so the statement has no effect.

How to fix: correct the name.

Source: IMM, CreateProject and CreateDataset, naming rules; authorization page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from immlint.access.served import dead_names
from immlint.access.sound import SOUND
from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.plain import some_resource
from immlint.ram.written import statements, texts
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy, filled

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-ram"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "imm:GetProject",
      "Resource": [
        "acs:imm:*:*:project/*",
        "acs:imm:*:*:project/p-1",
        "acs:imm:*:*:project/{Project}-%s"
      ]
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
    {"Effect": "Allow", "Action": "imm:GetProject", "Resource": "acs:imm:*:*:project/1-photos"}
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource",
                'no name of IMM matches "1-photos"; expected letters, digits, "-" and "_", no digit or "-" first',
            ),
        ),
    ),
)


#: The longest name that there is. Source: IMM, CreateProject and CreateDataset.
_LONGEST = 128


def _have_dead_name(resources: Sequence[str]) -> bool:
    return SOUND.have_dead_name(resources)


@rule(
    on=Policy,
    severity=Severity.ERROR,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(some_resource(_have_dead_name),),
)
def dead_resource(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every part of a resource that can be no name."""
    for statement in statements(policy):
        for text in texts(statement, "Resource") if not statement.is_resource_policy else ():
            for start, end, name in dead_names(text.value):
                shortest = len(filled(name, "").replace("*", ""))
                yield issue(
                    Place(text.route, part=(start, end)),
                    "no name of IMM has {count} characters; expected at most 128"
                    if shortest > _LONGEST
                    else 'no name of IMM matches {name}; expected letters, digits, "-" and "_",'
                    ' no digit or "-" first',
                    name=quoted(name),
                    count=shortest,
                )
