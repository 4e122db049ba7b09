"""No legal name of IMM matches the resource.

What it does: holds the project and dataset part of a resource of IMM against the grammar of names (a
letter or `_`, then letters, digits, `-` and `_`).

Why: no such project or dataset can exist, so the statement has no effect.

How to fix: correct the name.

Source: IMM, CreateProject and CreateDataset, naming rules; authorization page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from immlint.catalog.names import NAME
from immlint.finding import Severity
from immlint.language import Language
from immlint.ram.arn import split
from immlint.ram.written import statements, texts
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy, filled
from immlint.subject import part as cut

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


@rule(on=Policy, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID)
def dead_resource(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every part of a resource that can be no name."""
    for statement in statements(policy):
        for text in texts(statement, "Resource"):
            fields = split(text.value)
            if len(fields) < 5 or fields[1].lower() != "imm":
                continue
            match = re.fullmatch(r"project/([^/]*)(?:/dataset/([^/]*))?", fields[4])
            base = len(text.value) - len(fields[4])
            for group in (1, 2) if match else ():
                start, end = match.span(group) if match else (-1, -1)
                name = cut(fields[4], start, end)
                if start < 0 or _may_be_legal(name):
                    continue
                yield issue(
                    Place(text.route, part=(base + start, base + end)),
                    'no name of IMM matches {name}; expected letters, digits, "-" and "_", no digit or "-" first',
                    name=quoted(name),
                )


def _may_be_legal(name: str) -> bool:
    pattern = Language.glob(filled(name, "*"))
    return pattern.compare_to_union([NAME]).verdict != "none"
