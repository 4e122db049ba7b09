"""An action of IMM is allowed on all resources though it could be scoped.

What it does: reports an Allow that holds for every request and reaches all that an action asks for, however that
is written: `*`, `acs:imm:*:*:p*`, `project/*/dataset/*`, or several patterns together. It is silent where only `*`
works, for `imm:ListProjects`, which is of no project, and where a Deny takes some of it.

Why: the grant reaches every project and dataset of the account. As information: it is often meant.

How to fix: name the project: `acs:imm:*:*:project/photos`.

Source: IMM, authorization page.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.access.breadth import Breadth, is_scopable, wide
from immlint.access.leak import leaks
from immlint.access.service import SERVICES, families_of, meant
from immlint.finding import Severity
from immlint.precondition import not_control, of_ram
from immlint.ram.written import texts
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy, is_open

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-ram"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [{"Effect": "Allow", "Action": "imm:ContextualAnswer", "Resource": "*"}]
}
""",
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/p/*"}
  ]
}
""",
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:ListProjects", "Resource": ["acs:imm:*:*:project/*", "*"]},
    {
      "Effect": "Allow",
      "Action": "imm:ListDatasets",
      "Resource": "acs:imm:*:*:project/*/dataset/*"
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
  "Statement": [{"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "*"}]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Action",
                "imm:CreateDataset is allowed on every resource; expected the project it is for",
            ),
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
def unscoped_resource(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every action that could have been scoped, and is not."""
    breadth = policy.once(Breadth)
    codes = frozenset[str]().union(*(service.codes for service in SERVICES))
    # What a pattern of another kind reaches by the way is told there.
    leaking = {(leak.route, leak.other) for leak in policy.once(leaks)}
    for allow in breadth.unlimited:
        if not any(map(allow.may_reach, codes)) or allow.is_full:
            continue
        # A whole service is told once, as such.
        whole = [action.text for service in SERVICES for action in allow.holds_all(service)]
        for text in texts(allow.written, "Action"):
            named = meant(text.value)
            # Most Allows reach all of no kind, and most actions have a few kinds for many rows.
            is_told = text.value in whole or is_open(text.value)
            if is_told or not any(map(allow.reaches_kinds, named.kinds)):
                continue
            reached = [
                row
                for row in named.rows
                if allow.reaches_kinds(families := families_of(row))
                and is_scopable(row, families)
                and not any(breadth.takes_from(row.ram.action or "", r) for r in wide(families))
                and not any((allow.written.route, family) in leaking for family in families)
            ]
            if reached:
                yield issue(
                    Place(text.route),
                    "{action} is allowed on every resource; expected the project it is for",
                    action=reached[0].ram.action if len(named.rows) == 1 else text.value,
                    inferred=not any(row.ram.documented for row in reached),
                )
