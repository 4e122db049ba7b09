"""A Deny takes away what a request needs.

What it does: holds every request against the Deny statements of the policies given with `--policy` that
have no condition. If some of the names are denied only, this is a warning, and information where those
are known only in part.

Why: any Deny beats any Allow, so no further grant helps.

How to fix: narrow the Deny, or use another resource.

Source: RAM, policy evaluation process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from immlint.access.answer import Part
from immlint.access.held import Access, Held, listed, witness
from immlint.finding import Severity
from immlint.message import Message
from immlint.rule import Example, Facts, GrantedRun, Issue, issue, rule

_POLICY = """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:*", "Resource": "*"},
    {"Effect": "Deny", "Action": "imm:Delete*", "Resource": "acs:imm:*:*:project/prod*"}
  ]
}
"""
SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-evaluation-process"

VALID = (
    Example('{"Action": "DeleteProject", "ProjectName": "test"}\n', "request.json", policy=_POLICY),
    Example('{"Action": "GetProject", "ProjectName": "prod"}\n', "request.json", policy=_POLICY),
)
INVALID = (
    Example(
        '{"Action": "DeleteProject", "ProjectName": "prod"}\n',
        "request.json",
        policy=_POLICY,
        finds=(
            (
                "/Action",
                'imm:DeleteProject on "project/prod" is denied by policy.json#/Statement/1; expected no Deny on it',
            ),
        ),
    ),
    Example(
        '{"Action": "DeleteProject", "ProjectName": "${env}"}\n',
        "request.json",
        policy=_POLICY,
        finds=(
            (
                "/Action",
                'imm:DeleteProject on "project/prod" is denied by policy.json#/Statement/1; expected no Deny on it',
            ),
        ),
        also=(("IMM116", "/ProjectName", '"${env}" is a placeholder; expected the real value'),),
    ),
)


@rule(on=GrantedRun, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID)
def explicitly_denied(run: GrantedRun, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every request that a Deny covers wholly or in part, at its operation."""
    access = facts.shared(Access, run.members)
    for held in access.held:
        denied = [part for part in held.parts if part.denied]
        if denied:
            whole = [part for part in denied if part.decision.verdict == "none"]
            yield _issue(access, held, whole or denied)


def _issue(access: Access, held: Held, denied: Sequence[Part]) -> Issue:
    statements = [s for s in denied[0].decision.deciding if s.effect == "Deny" and not s.condition]
    wholly = all(part.denied and part.decision.verdict == "none" for part in held.parts)
    whole = denied[0].decision.verdict == "none"
    return issue(
        held.place,
        "{action} on {names} is denied by {statement}; expected no Deny on it",
        "" if wholly else "the other names are not denied",
        action=held.ask.action,
        about=held.about,
        names=listed(denied) if whole else witness(denied[0].decision.uncovered),
        statement=access.named(statements[0]),
        severity=None if wholly else Severity.WARNING,
        inferred=not (whole and (held.ask.sure or access.denies_everywhere(held.ask.action))),
        elsewhere=access.elsewhere(statements, Message("this denies it")),
        document=held.member.document,
    )
