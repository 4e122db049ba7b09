"""Whether a request is granted depends on what nobody can see here.

What it does: names the requests that the policies given with `--policy` grant only under a condition, and
those for which the answer would rest on undocumented behaviour.

Why: a condition on the address or the time of the caller may hold in one place and not in another.

How to fix: nothing, if the condition is meant.

Source: RAM, policy elements, Condition; RAM, policy evaluation process.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.access.answer import Part
from immlint.access.held import Access, Held, listed
from immlint.finding import Severity
from immlint.message import Message
from immlint.rule import Example, Facts, GrantedRun, Issue, issue, rule

SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-elements"

VALID = (
    Example(
        '{"Action": "GetProject", "ProjectName": "p"}\n',
        "request.json",
        policy='{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:Get*", "Resource": "*"}]}\n',
    ),
)
INVALID = (
    Example(
        '{"Action": "GetProject", "ProjectName": "p"}\n',
        "request.json",
        policy="""{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "imm:Get*",
      "Resource": "*",
      "Condition": {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}
    }
  ]
}
""",
        finds=(
            (
                "/Action",
                'imm:GetProject on "project/p" is granted under the condition of policy.json#/Statement/0 only; expected the caller to meet it',
            ),
        ),
    ),
    Example(
        '{"Action": "GetProject", "ProjectName": "p"}\n',
        "request.json",
        policy="""{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:Get*", "Resource": "*"},
    {
      "Effect": "Deny",
      "Action": "imm:*",
      "Resource": "*",
      "Condition": {"Bool": {"acs:SecureTransport": "false"}}
    }
  ]
}
""",
        finds=(
            (
                "/Action",
                'imm:GetProject on "project/p" is denied under the condition of policy.json#/Statement/1; expected the caller not to meet it',
            ),
        ),
    ),
    Example(
        '{"Action": "GetProject", "ProjectName": "p"}\n',
        "request.json",
        policy="""{
  "Version": "1",
  "Statement": [{"Effect": "Allow", "Action": "imm:Get*", "Resource": "acs:imm:*:*:project/${p}"}]
}
""",
        finds=(
            (
                "/Action",
                'whether imm:GetProject on "project/p" is granted depends on text that is filled in later; expected it to fit',
            ),
        ),
    ),
    Example(
        '{"Action": "GetProject", "ProjectName": "p"}\n',
        "request.json",
        policy='{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:Get*", "Resource": "a*:project/p"}]}\n',
        finds=(
            (
                "/Action",
                'whether imm:GetProject on "project/p" is granted is undecided; expected a clear statement',
            ),
        ),
    ),
)
_IF = "{action} on {names} is granted under the condition of {statement} only; expected the caller to meet it"
_UNLESS = (
    "{action} on {names} is denied under the condition of {statement}; expected the caller not to meet it"
)
_OPEN = "whether {action} on {names} is granted depends on text that is filled in later; expected it to fit"


@rule(on=GrantedRun, severity=Severity.INFO, source=SOURCE, valid=VALID, invalid=INVALID)
def undecided_grant(run: GrantedRun, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every request that is granted under conditions, or undecided."""
    access = facts.shared(Access, run.members)
    for held in access.held:
        for part in held.parts:
            decision = part.decision
            if decision.verdict == "undecided":
                message = "whether {action} on {names} is granted is undecided; expected a clear statement"
                yield _issue(access, held, part, message, decision.reason)
                break
            if decision.verdict in ("all", "some") and decision.certain != decision.verdict:
                yield from _conditional(access, held, part)
                break


def _conditional(access: Access, held: Held, part: Part) -> Iterator[Issue]:
    deciding = [s for s in part.decision.deciding if s.condition]
    denying = [s for s in deciding if s.effect == "Deny"]
    message = _IF
    if denying:
        message = _UNLESS
    elif not deciding:
        yield _issue(access, held, part, _OPEN, "")
        return
    yield _issue(access, held, part, message, "", access.named((denying or deciding)[0]))


def _issue(access: Access, held: Held, part: Part, message: str, reason: str, named: str = "") -> Issue:
    statements = [s for s in part.decision.deciding if not named or s.condition]
    return issue(
        held.place,
        message,
        "{reason}",
        reason=reason,
        action=held.ask.action,
        about=held.about,
        names=listed([part]),
        statement=named,
        elsewhere=access.elsewhere(statements, Message("this statement decides it")),
        inferred=message is _OPEN,
        document=held.member.document,
    )
