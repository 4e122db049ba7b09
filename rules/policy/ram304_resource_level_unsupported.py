"""The action takes no resource but *.

What it does: reports actions of IMM that are documented to support no single resources
(ContextualAnswer, ContextualRetrieval, DetachOSSBucket, GetOSSBucketAttachment) in a statement without
`*`.

Why: the statement leaves the action without effect.

How to fix: give the action a statement of its own with `"Resource": "*"`.

Source: IMM, authorization page.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.access.service import families_of
from immlint.access.sound import unsound
from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy

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
  "Statement": [{"Effect": "Allow", "Action": "imm:ContextualAnswer", "Resource": "acs:imm:*:*:*"}]
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
    {"Effect": "Allow", "Action": ["imm:DetachOSSBucket"], "Resource": ["acs:imm:*:*:project/p"]}
  ]
}
""",
        "policy.json",
        finds=(("/Statement/0/Action/0", 'imm:DetachOSSBucket supports no single resources; expected "*"'),),
    ),
)


@rule(on=Policy, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID, when=(of_ram,))
def resource_level_unsupported(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every action that takes in such ones, in a statement without the lone star."""
    for served in policy.once(unsound):
        for asked in served.actions:
            rows = [row for row in served.unserved(asked) if not families_of(row)]
            others = len(rows) < len(asked.rows)
            if asked.is_vague or (others and not any(map(served.is_served, asked.rows))):
                continue
            if rows:
                names = [row.ram.action or "" for row in rows]
                yield issue(
                    Place(asked.text.route),
                    '{action} supports no single resources; expected "*"',
                    action=", ".join(names),
                    severity=Severity.INFO if others else None,
                    inferred=not rows[0].ram.documented,
                )
