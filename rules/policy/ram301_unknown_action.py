"""IMM has no such action.

What it does: looks actions of IMM without wildcards up in the catalogue. A name near a known one is a
warning with that name; the catalogue is dated, so no other name is more than information.

Why: a statement for an action that does not exist has no effect.

How to fix: write the action as documented; its case does not matter.

Source: IMM, authorization page.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from immlint.finding import Severity
from immlint.ram.grammar import statements, texts
from immlint.rule import Example, Facts, Issue, quoted
from immlint.subject import Place, Policy

SEVERITY = Severity.WARNING
SUBJECT = Policy
SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-ram"

VALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["imm:CreateDataset", "IMM:gettask", "oss:GetObject", "imm:ListRegions"], "Resource": "*"}]}\n',
        "policy.json",
    ),
)
INVALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["imm:CreateDatset", "imm:Paint"], "Resource": "*"}]}\n',
        "policy.json",
        finds=(
            ("/Statement/0/Action/0", 'IMM has no action "imm:CreateDatset"; expected "imm:CreateDataset"'),
            (
                "/Statement/0/Action/1",
                'IMM has no action "imm:Paint" that is known here; expected a documented one',
            ),
        ),
    ),
)


def check(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every literal action of IMM that the catalogue does not have."""
    names = {name.lower(): name for name in (*facts.catalog.operations, *facts.catalog.legacy_actions)}
    for statement in statements(policy):
        for text in texts(statement, "Action", "NotAction"):
            service, _, name = text.value.partition(":")
            if service.lower() != "imm" or not name.isidentifier() or name.lower() in names or len(name) > 80:
                continue
            near = difflib.get_close_matches(name.lower(), names, 1, 0.8)
            arguments = {"action": quoted(text.value), "near": f"imm:{names[near[0]]}" if near else ""}
            if near:
                message = 'IMM has no action {action}; expected "{near}"'
                yield Issue(Place(text.route), message, "did you mean {near}?", arguments)
            else:
                message = "IMM has no action {action} that is known here; expected a documented one"
                yield Issue(Place(text.route), message, "", arguments, severity=Severity.INFO)
