"""A policy grants what no request of the run needs.

What it does: holds the actions of IMM and the resources of each Allow of the policies given with
`--policy` against all requests and calls of the run, unknown names included.

Why: what nobody uses is risk without gain. As information: other programs may use the same policy.

How to fix: drop it; `immlint policy` writes the least policy for what was found.

Source: RAM, best practices: least privilege.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from immlint.access.ask import Ask
from immlint.access.held import asks
from immlint.catalog import Catalog
from immlint.finding import Severity
from immlint.ram import arn
from immlint.ram.pattern import Action
from immlint.ram.written import Statement, statements, texts
from immlint.rule import Example, Facts, GrantedRun, Issue, Member, issue, quoted, rule
from immlint.subject import Place, Policy, Request, is_open

#: An action that is needed, for what is asked, or for what nobody knows.
Use = tuple[str, Ask | None]


_REQUEST = '{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "d"}\n'
SOURCE = "https://www.alibabacloud.com/help/en/ram/use-cases/best-practices"

VALID = (
    Example(
        _REQUEST,
        "request.json",
        policy="""{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:Create*", "Resource": "acs:imm:*:*:project/p/*"},
    {"Effect": "Allow", "Action": "oss:GetObject", "Resource": "*"}
  ]
}
""",
    ),
)
INVALID = (
    Example(
        _REQUEST,
        "request.json",
        policy="""{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["imm:CreateDataset", "imm:DeleteDataset"],
      "Resource": ["acs:imm:*:*:project/p/dataset/*", "acs:imm:*:*:project/q/dataset/*"]
    }
  ]
}
""",
        finds=(
            (
                "/Statement/0/Action/1",
                '"imm:DeleteDataset" is granted but never needed here; expected no more than that',
            ),
            (
                "/Statement/0/Resource/1",
                '"acs:imm:*:*:project/q/dataset/*" is granted but never needed here; expected no more than that',
            ),
        ),
    ),
    Example(
        _REQUEST,
        "request.json",
        policy="""{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:*", "Resource": "acs:imm:*:*:project/p/*"},
    {"Effect": "Allow", "Action": "imm:Get*", "Resource": "acs:imm:*:*:project/q"}
  ]
}
""",
        finds=(
            ("/Statement/1", "the statement grants nothing that is needed here; expected no more than that"),
        ),
    ),
)


@rule(on=GrantedRun, severity=Severity.INFO, source=SOURCE, valid=VALID, invalid=INVALID)
def unused_grant(run: GrantedRun, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every statement, action and resource that is not needed, at its place."""
    uses = _uses(run.members, facts.catalog)
    granting = [
        (member, statement)
        for member in run.members
        if member.granting and isinstance(member.subject, Policy)
        for statement in statements(member.subject)
    ]
    # What is asked for in vain is told there: the grant beside it was meant for it.
    vain = [action for action, ask in uses if not any(_serves(s, (action, ask)) for _, s in granting)]
    for member, statement in granting if uses else ():
        yield from _check(member, statement, uses, vain)


def _serves(statement: Statement, use: Use) -> bool:
    actions, resources = ([t.value for t in texts(statement, name)] for name in ("Action", "Resource"))
    return any(map(is_open, actions + resources)) or _is_used(actions, resources, [use])


def _uses(members: Sequence[Member], catalog: Catalog) -> list[Use]:
    """Return the actions that the run needs, each with the resources it may be for."""
    if not any(member.granting for member in members):
        return []
    asked = list(asks(members, catalog))
    uses: dict[Use, None] = {(ask.action, ask): None for _, ask in asked}
    settled = {id(member.subject) for member, _ in asked}
    for member in members:
        if isinstance(member.subject, Request) and id(member.subject) not in settled:
            # One of several, of the old API, or with a name that is wrong: it may be for anything.
            uses[f"imm:{member.subject.operation}", None] = None
    return list(uses)


def _check(member: Member, statement: Statement, uses: Sequence[Use], vain: Sequence[str]) -> Iterator[Issue]:
    actions, resources = (list(texts(statement, name)) for name in ("Action", "Resource"))
    values = [text.value for text in (*actions, *resources)]
    if statement.body.get("Effect") != "Allow" or not actions or any(map(is_open, values)):
        return
    own = [text for text in actions if text.value.lower().startswith("imm:")]
    everything = [text.value for text in resources]
    idle = [text for text in own if not _is_used([text.value], everything, uses)]
    meant = {text for text in own if any(Action(text.value).holds(action) for action in vain)}
    message = "{entry} is granted but never needed here; expected no more than that"
    if len(idle) == len(actions) and not meant:
        message = "the statement grants nothing that is needed here; expected no more than that"
        yield issue(
            Place(statement.route),
            "the statement grants nothing that is needed here; expected no more than that",
            document=member.document,
        )
        return
    named = [text.value for text in actions]
    idle = [text for text in idle if text not in meant]
    if len(own) == len(actions) and not meant:
        idle += [text for text in resources if not _is_used(named, [text.value], uses)]
    for text in idle:
        yield issue(Place(text.route), message, entry=quoted(text.value), document=member.document)


def _is_used(actions: Sequence[str], resources: Sequence[str], uses: Sequence[Use]) -> bool:
    return any(
        any(Action(text).holds(action) for text in actions)
        and (ask is None or any(_meets(text, ask) for text in resources))
        for action, ask in uses
    )


def _meets(text: str, ask: Ask) -> bool:
    if text == "*" or not ask.may_meet(text):
        return text == "*"
    named = arn.parse(text).language()
    return named is None or ask.family().meet(named)
