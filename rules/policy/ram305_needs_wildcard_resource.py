"""The action lists all, so its resource must be a wildcard.

What it does: reports actions whose authorization asks for `*` at the end (`imm:ListDatasets` for
`project/{Project}/dataset/*`, `imm:ListProjects` for `project/*`) where the statement names single
resources only.

Why: a grant on one dataset cannot satisfy a request for all of them.

How to fix: end the pattern with `*`.

Source: IMM, authorization page.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.access.proposal import proposed
from immlint.access.service import families_of
from immlint.access.sound import unsound
from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.prove.offer import granting
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
        also=(("RAM315", "/Statement/0/Resource", '"${region}" is a placeholder; expected the real value'),),
    ),
)


@rule(on=Policy, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID, when=(of_ram,))
def needs_wildcard_resource(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every action that takes in such ones, whose statement names single resources only."""
    for served in policy.once(unsound):
        for asked in served.actions:
            rows = [row for row in served.unserved(asked) if served.is_named_singly(row)]
            others = len(rows) < len(asked.rows)
            if not rows or asked.is_vague or (others and not any(map(served.is_served, asked.rows))):
                continue
            first = served.resources[0]
            near = proposed(first.value, rows[0])
            single = len(served.resources) == 1 and not others and not is_open(first.value)
            yield issue(
                Place(asked.text.route),
                '{action} asks for "{whole}" as a whole; expected a pattern that ends with *',
                action=", ".join(row.ram.action or "" for row in rows),
                whole=next(family.general for family in families_of(rows[0]) if family.is_whole),
                severity=Severity.INFO if others else None,
                inferred=not rows[0].ram.documented,
                repair=granting(policy, first.route, near) if near and single else None,
            )
