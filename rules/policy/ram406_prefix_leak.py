"""A pattern for one project reaches others whose names begin alike.

What it does: reports `project/photos*` (without a `/` before the star) in an Allow.

Why: it names `photos2` and `photos-private` as well. As information: it may be meant.

How to fix: `project/photos` and `project/photos/*`.

Source: RAM, wildcards; IMM, authorization page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from immlint.finding import Severity
from immlint.ram.prove.rewrite import Rewrite
from immlint.ram.written import Text, statements, texts
from immlint.repair import Repair
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-ram"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "imm:CreateDataset",
      "Resource": ["acs:imm:*:*:project/p", "acs:imm:*:*:project/p/*"]
    }
  ]
}
""",
        "policy.json",
    ),
)
INVALID = (
    Example(
        'Version: "1"\nStatement:\n  - Effect: Allow\n    Action: imm:CreateDataset\n    Resource:\n      - acs:imm:*:*:project/photos*\n',
        "policy.yaml",
        finds=(
            (
                "/Statement/0/Resource/0",
                '"project/photos*" names "photos2" too; expected "project/photos" and "project/photos/*"',
            ),
        ),
    ),
    Example(
        'Version: "1"\nStatement:\n  - Effect: Allow\n    Action: imm:CreateDataset\n    Resource: acs:imm:*:*:project/photos* # ours\n',
        "policy.yaml",
        finds=(
            (
                "/Statement/0/Resource",
                '"project/photos*" names "photos2" too; expected "project/photos" and "project/photos/*"',
            ),
        ),
        fixed='Version: "1"\nStatement:\n  - Effect: Allow\n    Action: imm:CreateDataset\n    Resource: ["acs:imm:*:*:project/photos", "acs:imm:*:*:project/photos/*"] # ours\n',
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/photos*"}
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource",
                '"project/photos*" names "photos2" too; expected "project/photos" and "project/photos/*"',
            ),
        ),
        fixed="""{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": ["acs:imm:*:*:project/photos", "acs:imm:*:*:project/photos/*"]}
  ]
}
""",
    ),
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": [\n  "acs:imm:*:*:project/photos*",\n  "acs:imm:*:*:project/q/*"\n]}]}\n',
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource/0",
                '"project/photos*" names "photos2" too; expected "project/photos" and "project/photos/*"',
            ),
        ),
        fixed='{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": [\n  "acs:imm:*:*:project/photos", "acs:imm:*:*:project/photos/*",\n  "acs:imm:*:*:project/q/*"\n]}]}\n',
    ),
)


@rule(on=Policy, severity=Severity.INFO, source=SOURCE, valid=VALID, invalid=INVALID)
def prefix_leak(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every pattern that ends inside the name of a project."""
    for statement in statements(policy):
        for text in texts(statement, "Resource") if statement.body.get("Effect") == "Allow" else ():
            match = re.fullmatch(r"acs:imm:[^:]*:[^:]*:(project/([A-Za-z_][\w]*))\*", text.value)
            if match:
                place = Place(text.route, part=(match.start(1), len(text.value)))
                repair = partial(_repair, policy, text)
                yield issue(
                    place,
                    '"{own}*" names "{name}2" too; expected "{own}" and "{own}/*"',
                    own=match[1],
                    name=match[2],
                    repair=repair,
                )


def _repair(policy: Policy, text: Text) -> Repair | None:
    own = text.value[:-1]
    rewrite = Rewrite(policy).put(text.route, [own, f"{own}/*"])
    if not rewrite.narrows():
        return None
    return rewrite.repair("name one project and what is in it", safe=False)
