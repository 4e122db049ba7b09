"""A pattern of actions matches no action of IMM.

What it does: expands patterns such as `imm:Foo*` against the catalogue, actions of the old API included. A
placeholder may stand for anything.

Why: the statement has no effect.

How to fix: correct the pattern; its case does not matter.

Source: IMM, authorization page.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.access.service import operations_of
from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.pattern import Action, Holes, is_wild
from immlint.ram.plain import some_action
from immlint.ram.written import statements, texts
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy, is_open

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-ram"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": ["imm:*Dataset*", "*:Get*", "imm:*"], "Resource": "*"}
  ]
}
""",
        "policy.json",
    ),
)
INVALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:DataSets*", "Resource": "*"}]}\n',
        "policy.json",
        finds=(("/Statement/0/Action", '"imm:DataSets*" matches no action of IMM; expected at least one'),),
    ),
)


def _matches_nothing(action: str) -> bool:
    return action.lower().startswith("imm:") and is_wild(action) and not operations_of(action)


@rule(
    on=Policy,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(some_action(_matches_nothing),),
)
def action_matches_nothing(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every pattern of IMM actions that matches none."""
    for statement in statements(policy):
        for text in texts(statement, "Action", "NotAction"):
            value = text.value
            wild = is_wild(value) or is_open(value)
            if not value.lower().startswith("imm:") or not wild:
                continue
            if operations_of(value):
                continue
            old = any(
                Action(value).holds(f"imm:{name}", Holes.ANYTHING) for name in facts.catalog.legacy_actions
            )
            if not old:
                yield issue(
                    Place(text.route),
                    "{action} matches no action of IMM; expected at least one",
                    action=quoted(value),
                )
