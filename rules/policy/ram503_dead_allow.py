"""An Allow is wholly taken away by a Deny.

What it does: compares the actions and resources of each Allow with those of all Denies of the policy that
have no condition, exactly.

Why: any Deny beats any Allow, so the statement grants nothing.

How to fix: drop the Allow, or narrow the Deny.

Source: RAM, policy evaluation process.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.language import Language
from immlint.ram.arn import SEPARATOR, pattern, resource
from immlint.ram.decision import Policy as Ram
from immlint.ram.decision import Statement
from immlint.rule import Example, Facts, Issue
from immlint.subject import Place, Policy

SEVERITY = Severity.WARNING
SUBJECT = Policy
SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-evaluation-process"

VALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": "*"}, {"Effect": "Deny", "Action": "imm:Delete*", "Resource": "*"}]}\n',
        "policy.json",
    ),
)
INVALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Deny", "Action": "imm:Delete*", "Resource": "*"}, {"Effect": "Allow", "Action": "imm:DeleteProject", "Resource": "acs:imm:*:*:project/p"}]}\n',
        "policy.json",
        finds=(
            ("/Statement/1", "the statement is denied as a whole by others; expected it to grant something"),
        ),
    ),
)


def check(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every Allow of which nothing is left."""
    read = Ram.read(policy.document, 0, policy.route)
    denies = [s for s in read.statements if s.effect == "Deny" and not s.condition and s.not_actions is None]
    union = [language for deny in denies for language in _joined(deny)]
    for statement in read.statements if union else ():
        if statement.effect != "Allow" or statement.not_actions is not None:
            continue
        parts = _joined(statement)
        if parts and all(part.compare_to_union(union).verdict == "all" for part in parts):
            message = "the statement is denied as a whole by others; expected it to grant something"
            yield Issue(Place(statement.route), message)


def _joined(statement: Statement) -> list[Language]:
    found = []
    for text in statement.resources:
        language = resource(text)
        for action in statement.actions if language is not None else ():
            assert language is not None
            found.append(pattern(action.lower()) + Language.literal(SEPARATOR) + language)
    return found
