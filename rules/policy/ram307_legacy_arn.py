"""The resource is written as in the old API of IMM.

What it does: reports resources of IMM with `projects/`, which is how version 2017-09-06 wrote them.

Why: they name nothing in version 2020-09-30.

How to fix: write `project/`.

Source: IMM, authorization page; API reference of 2017-09-06.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.arn import split
from immlint.ram.plain import some_resource
from immlint.ram.prove.offer import granting
from immlint.ram.written import statements, texts
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-ram"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:GetProject", "Resource": "acs:imm:*:*:project/p"}
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
    {"Effect": "Allow", "Action": "imm:GetProject", "Resource": "acs:imm:*:*:projects/p"}
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource",
                '"acs:imm:*:*:projects/p" is written as in the old API; expected project/',
            ),
        ),
        fixed="""{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:GetProject", "Resource": "acs:imm:*:*:project/p"}
  ]
}
""",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "imm:GetProject",
      "Resource": "acs:imm:${region}:${uid}:projects/${p}"
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource",
                '"acs:imm:${region}:${uid}:projects/${p}" is written as in the old API; expected project/',
            ),
        ),
        also=(
            ("RAM315", "/Statement/0/Resource", '"${region}" is a placeholder; expected the real value'),
            ("RAM315", "/Statement/0/Resource", '"${uid}" is a placeholder; expected the real value'),
            ("RAM315", "/Statement/0/Resource", '"${p}" is a placeholder; expected the real value'),
        ),
    ),
)


def _have_old(resources: Sequence[str]) -> bool:
    return ":projects/" in "\n".join(resources)


@rule(
    on=Policy,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(some_resource(_have_old),),
)
def legacy_arn(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every resource of IMM that begins with ``projects/``."""
    for statement in statements(policy):
        for text in texts(statement, "Resource"):
            fields = split(text.value)
            if len(fields) == 5 and fields[1].lower() == "imm" and fields[4].startswith("projects/"):
                start = len(text.value) - len(fields[4])
                place = Place(text.route, part=(start, start + len("projects/")))
                new = ":".join((*fields[:4], "project/" + fields[4].removeprefix("projects/")))
                yield issue(
                    place,
                    "{resource} is written as in the old API; expected project/",
                    resource=quoted(text.value),
                    repair=granting(policy, text.route, new),
                )
