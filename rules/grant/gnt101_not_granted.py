"""No policy grants what a request needs.

What it does: holds every request against the policies given with `--policy`, exactly. Reported is what
no completion of unknown names, no region and no account can make granted. Where the authorization row
of the operation is only inferred, this is information.

Where all of it is granted in another region, the message says so.

Why: the request is refused with AccessDenied.

How to fix: allow the action on the resource; `immlint policy` writes the least policy that does.

Source: IMM, authorization page; RAM, policy evaluation process.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.access.held import Access, Held, listed
from immlint.finding import Severity
from immlint.message import Message
from immlint.rule import Example, Facts, GrantedRun, Issue, issue, quoted, rule

_POLICY = """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "imm:CreateDataset",
      "Resource": "acs:imm:cn-beijing:*:project/photos/dataset/*"
    }
  ]
}
"""
SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-ram"

VALID = (
    Example(
        '{"Action": "CreateDataset", "ProjectName": "photos", "DatasetName": "d"}\n',
        "request.json",
        policy=_POLICY,
    ),
    Example(
        '{"Action": "CreateDataset", "ProjectName": "${env}", "DatasetName": "d"}\n',
        "request.json",
        policy=_POLICY,
    ),
    Example('{"Action": "ListRegions", "Version": "2020-09-30"}\n', "request.json", policy=_POLICY),
)
INVALID = (
    Example(
        '{"Action": "CreateDataset", "ProjectName": "videos", "DatasetName": "d"}\n',
        "request.json",
        policy=_POLICY,
        finds=(
            (
                "/Action",
                'imm:CreateDataset on "project/videos/dataset/d" is not granted; expected a statement that allows it',
            ),
        ),
    ),
    Example(
        '{"Action": "DeleteDataset", "ProjectName": "photos", "DatasetName": "${env}"}\n',
        "request.json",
        policy=_POLICY,
        finds=(
            (
                "/Action",
                'imm:DeleteDataset on "project/photos/dataset/*" is not granted; expected a statement that allows it',
            ),
        ),
        also=(
            (
                "GNT104",
                "/Statement/0",
                "the statement grants nothing that is needed here; expected no more than that",
            ),
            ("IMM116", "/DatasetName", '"${env}" is a placeholder; expected the real value'),
        ),
    ),
    Example(
        '{"Action": "CreateDataset", "RegionId": "cn-hangzhou", "ProjectName": "photos", "DatasetName": "d"}\n',
        "request.json",
        policy=_POLICY,
        finds=(
            (
                "/Action",
                'imm:CreateDataset on "project/photos/dataset/d" is not granted in cn-hangzhou; expected a statement'
                " that allows it there (granted in cn-beijing)",
            ),
        ),
    ),
    Example(
        '{"Action": "CreateDataset", "RegionId": "cn-hangzhou", "ProjectName": "videos", "DatasetName": "d"}\n',
        "request.json",
        policy=_POLICY,
        finds=(
            (
                "/Action",
                'imm:CreateDataset on "project/videos/dataset/d" is not granted; expected a statement that allows it',
            ),
        ),
    ),
)


@rule(on=GrantedRun, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID)
def not_granted(run: GrantedRun, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every request of which nothing is granted, at its operation."""
    access = facts.shared(Access, run.members)
    for held in access.held:
        none = held.with_verdict("none")
        if len(none) == len(held.parts) and not all(part.denied for part in none):
            yield _issue(access, held)


def _issue(access: Access, held: Held) -> Issue:
    missing = [part for part in held.parts if not part.denied]
    allowing = access.statements(held.ask.action, "Allow")
    hint = "no policy given allows {action}"
    if len({policy.kind for policy in access.policies}) > 1:
        hint = "identity, session and control policies must each allow it"
    elif allowing:
        hint = "the policies allow it on {others} only"
    others = list(dict.fromkeys(quoted(named.text) for s in allowing for named in s.resources))
    regions = access.regions(held.ask)
    message = "{action} on {names} is not granted; expected a statement that allows it"
    if regions:
        message = (
            "{action} on {names} is not granted in {region};"
            " expected a statement that allows it there (granted in {regions})"
        )
    return issue(
        held.place,
        message,
        hint,
        action=held.ask.action,
        about=held.about,
        names=listed(missing),
        others=", ".join(others[:3]),
        region=held.ask.region,
        regions=", ".join(regions[:3]),
        inferred=not held.ask.sure and bool(access.statements(held.ask.action, "Allow")),
        elsewhere=access.elsewhere(allowing, Message("{action} is allowed here", action=held.ask.action)),
        document=held.member.document,
    )
