"""An action is not written as service:name.

What it does: checks that an action is `*`, or a RAM code and a name with one colon between them and no
spaces; wildcards may stand anywhere.

Why: RAM refuses it ("Invalid action format"), or it matches nothing.

How to fix: write `<ram-code>:<action-name>`, such as `imm:CreateDataset`.

Source: RAM, policy elements, Action; validate policies, "Invalid action format".
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import of_ram_or_oss
from immlint.ram.pattern import ACTION
from immlint.ram.plain import some_action
from immlint.ram.written import Text, statements, texts
from immlint.repair import Repair
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy, is_open

SOURCE = "https://www.alibabacloud.com/help/en/ram/permission-policy-check"

VALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": "*"}]}\n',
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
      "Action": ["imm: CreateDataset", "CreateDataset", "imm:a:b", ":x"],
      "Resource": "*"
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Action/0",
                'action "imm: CreateDataset" holds a space; expected <ram-code>:<action-name>',
            ),
            (
                "/Statement/0/Action/1",
                'action "CreateDataset" has no colon; expected <ram-code>:<action-name>',
            ),
            ("/Statement/0/Action/2", 'action "imm:a:b" has 2 colons; expected <ram-code>:<action-name>'),
            ("/Statement/0/Action/3", 'action ":x" lacks a half; expected <ram-code>:<action-name>'),
        ),
    ),
)


def _is_odd(action: str) -> bool:
    return action != "*" and ACTION.fullmatch(action) is None


@rule(
    on=Policy,
    severity=Severity.ERROR,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram_or_oss,),
    needs=(some_action(_is_odd),),
)
def invalid_action_format(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every action of the wrong form."""
    for statement in statements(policy):
        for text in texts(statement, "Action", "NotAction"):
            if text.value == "*" or is_open(text.value) or ACTION.fullmatch(text.value):
                continue
            yield issue(
                Place(text.route),
                _message(text.value),
                action=quoted(text.value),
                count=text.value.count(":"),
                repair=_repair(text, facts),
            )


def _repair(text: Text, facts: Facts) -> Repair | None:
    """Return the repair of an action that lacks its service only, or has spaces too many."""
    meant = "".join(text.value.split())
    if ":" not in meant:
        names = {name.lower(): name for name in facts.catalog.operations}
        own = names.get(meant.lower())
        meant = f"imm:{own}" if own else ""
    return Repair.writing(Place(text.route), meant) if ACTION.fullmatch(meant) else None


def _message(action: str) -> str:
    if not action:
        return "action {action} is empty; expected <ram-code>:<action-name>"
    if any(char.isspace() for char in action):
        return "action {action} holds a space; expected <ram-code>:<action-name>"
    if ":" not in action:
        return "action {action} has no colon; expected <ram-code>:<action-name>"
    if action.count(":") > 1:
        return "action {action} has {count} colons; expected <ram-code>:<action-name>"
    if action.startswith(":") or action.endswith(":"):
        return "action {action} lacks a half; expected <ram-code>:<action-name>"
    return "action {action} holds a character that no action has; expected <ram-code>:<action-name>"
