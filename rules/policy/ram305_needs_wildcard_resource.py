"""The action lists all, so its resource must be a wildcard.

What it does: reports actions whose authorization asks for `*` at the end (`imm:ListDatasets` for
`project/{Project}/dataset/*`, `imm:ListProjects` for `project/*`) where the statement names single
resources only.

Why: a grant on one dataset cannot satisfy a request for all of them.

How to fix: end the pattern with `*`.

Source: IMM, authorization page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from immlint.access.service import nearest, operations_of, overlaps
from immlint.finding import Severity
from immlint.ram.prove.rewrite import granting
from immlint.ram.written import statements, texts, values
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy, is_open

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-ram"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:${action}", "Resource": "acs:imm:*:*:project/p"}
  ]
}
""",
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "imm:ListDatasets",
      "Resource": "acs:imm:*:*:project/p/dataset/*"
    }
  ]
}
""",
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [{"Effect": "Allow", "Action": "imm:ListProjects", "Resource": "acs:imm:*:*:*"}]
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
      "Action": "imm:ListDatasets",
      "Resource": "acs:imm:*:*:project/p/dataset/d"
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Action",
                'imm:ListDatasets asks for "acs:imm:*:*:project/*/dataset/*" as a whole; expected a pattern that ends with *',
            ),
        ),
        fixed="""{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "imm:ListDatasets",
      "Resource": "acs:imm:*:*:project/p/dataset/*"
    }
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
      "Action": "imm:ListDatasets",
      "Resource": "acs:imm:${region}:*:project/p/dataset/photos"
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Action",
                'imm:ListDatasets asks for "acs:imm:*:*:project/*/dataset/*" as a whole; expected a pattern that ends with *',
            ),
        ),
    ),
)


@rule(on=Policy, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID)
def needs_wildcard_resource(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every such action whose statement names single resources only."""
    for statement in statements(policy):
        found = list(texts(statement, "Resource"))
        resources = [text.value for text in found]
        if not resources or len(resources) < sum(1 for _ in values((), statement.body["Resource"])):
            continue
        for text in texts(statement, "Action"):
            if {"*", "?"} & set(text.value) or is_open(text.value):
                continue
            for operation in operations_of(text.value, facts.catalog):
                template = next((t for t in operation.ram.resources if t.endswith("/*")), None)
                if template is None or any(overlaps(r, template) for r in resources):
                    continue
                if any(overlaps(r, template, starred=False) for r in resources):
                    whole = re.sub(r"\{#\w+\}", "*", template)
                    near = None if is_open(resources[0]) else nearest(resources[0], operation)
                    repair = granting(policy, found[0].route, near) if near and not resources[1:] else None
                    yield issue(
                        Place(text.route),
                        '{action} asks for "{whole}" as a whole; expected a pattern that ends with *',
                        action=operation.ram.action,
                        whole=whole,
                        inferred=not operation.ram.documented,
                        repair=repair,
                    )
