"""The policies grant what a request needs for some of its names only.

What it does: holds every request against the policies given with `--policy`. Where its names are one of
several known ones, each is decided alone. Where a part of them is unknown, the policies may still grant
every name that ever comes: that is information.

Why: the request is refused with AccessDenied for the other names, perhaps in production first.

How to fix: allow the action on the other resources too.

Source: IMM, authorization page; RAM, policy evaluation process.
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
    {
      "Effect": "Allow",
      "Action": "imm:CreateDataset",
      "Resource": "acs:imm:*:*:project/prod-*/dataset/d"
    }
  ]
}
"""
SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-ram"

VALID = (
    Example(
        '{"Action": "CreateDataset", "ProjectName": "prod-${team}", "DatasetName": "d"}\n',
        "request.json",
        policy=_POLICY,
    ),
)
INVALID = (
    Example(
        '{"Action": "CreateDataset", "ProjectName": "${env}-photos", "DatasetName": "d"}\n',
        "request.json",
        policy=_POLICY,
        finds=(
            (
                "/Action",
                'imm:CreateDataset is granted on "project/prod-photos/dataset/d", not on "project/a-photos/dataset/d"; expected all of them',
            ),
        ),
        also=(("IMM116", "/ProjectName", '"${env}" is a placeholder; expected the real value'),),
    ),
)


@rule(on=GrantedRun, severity=Severity.WARNING, source=SOURCE, valid=VALID, invalid=INVALID)
def partly_granted(run: GrantedRun, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every request of which a part is granted, at its operation."""
    access = facts.shared(Access, run.members)
    for held in access.held:
        granted = held.with_verdict("all", "some")
        missing = [part for part in held.with_verdict("none", "some") if not part.denied]
        # An alternative of which nothing is granted is wrong, whatever else is not known of it.
        wholly = [part for part in missing if part.decision.verdict == "none"]
        if granted and missing:
            yield _issue(access, held, granted, wholly or missing, sure=bool(wholly) and held.ask.sure)


def _issue(
    access: Access, held: Held, granted: Sequence[Part], missing: Sequence[Part], *, sure: bool
) -> Issue:
    first, lacking = granted[0].decision, missing[0].decision
    statements = [s for s in first.deciding if s.effect == "Allow"]
    listable = lacking.verdict == "none"
    whole = [part for part in granted if part.decision.verdict == "all"]
    return issue(
        held.place,
        "{action} is granted on {granted}, not on {missing}; expected all of them",
        "" if listable else "a name is known only in part",
        action=held.ask.action,
        about=held.about,
        granted=listed(whole) if whole else witness(first.covered),
        missing=listed(missing) if listable else witness(lacking.uncovered),
        inferred=not sure,
        elsewhere=access.elsewhere(statements, Message("this grants a part of it")),
        document=held.member.document,
    )
