"""The action belongs to the old API of IMM.

What it does: reports actions that only API version 2017-09-06 has.

Why: they allow nothing in version 2020-09-30.

How to fix: use the action of the new version, or keep it as long as old code runs.

Source: IMM, authorization page; API reference of 2017-09-06.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.catalog import Catalog, load
from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.pattern import action
from immlint.ram.plain import some_action
from immlint.ram.written import statements, texts
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-ram"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": ["imm:CreateProject", "imm:GetProject"], "Resource": "*"}
  ]
}
""",
        "policy.json",
    ),
)
INVALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:PutProject", "Resource": "*"}]}\n',
        "policy.json",
        finds=(
            (
                "/Statement/0/Action",
                '"imm:PutProject" is of the old API 2017-09-06; expected one of 2020-09-30',
            ),
        ),
    ),
)


def _is_old(text: str) -> bool:
    return text.lower().startswith("imm:") and action(text).name.lower() in _old(load())


def _old(catalog: Catalog) -> set[str]:
    """Return the actions that only the old API has, in lower case."""
    current = {name.lower() for name in catalog.operations}
    return {name.lower() for name in catalog.legacy_actions} - current


@rule(
    on=Policy,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(some_action(_is_old),),
)
def legacy_action(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every action that only the old API has."""
    old = _old(facts.catalog)
    for statement in statements(policy):
        for text in texts(statement, "Action"):
            named = action(text.value)
            if named.service == "imm" and named.name.lower() in old:
                yield issue(
                    Place(text.route),
                    "{action} is of the old API 2017-09-06; expected one of 2020-09-30",
                    action=quoted(text.value),
                )
