"""The service has no such action.

What it does: looks actions without wildcards up in the catalogue of IMM and in the lists of the actions of
some 380 other services. A name near a known one is a warning with that name, as is a name that is spelt as on
the command line (`get-project`), and an action of another service under `ram:` or `sts:`. The lists are dated,
so no other name is more than information, and only where the list of the service is complete; of other
services than IMM it is shown with `--pedantic`. The name of an operation for which RAM asks another action
(`oss:UploadPart` needs `oss:PutObject`) is information, where the policy has none of the right ones.

Why: a statement for an action that does not exist has no effect.

How to fix: write the action as documented; its case does not matter.

Source: IMM, authorization page; of other services the metadata of their APIs and the pages about their
authorization, up to 2026-11-25.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from immlint.access import service as known
from immlint.catalog import load
from immlint.catalog.services import Listing, Services
from immlint.finding import Severity
from immlint.near import nearest
from immlint.precondition import of_ram_or_oss
from immlint.ram.pattern import Action, action
from immlint.ram.plain import some_action
from immlint.ram.written import Text, is_trust, statements, texts
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-ram"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "imm:CreateDataset", "IMM:gettask", "oss:GetObject", "imm:ListRegions", "ecs:describeinstances",
        "odps:GetNobodyKnows", "nowhere:FeedAnimal", "oss:UploadPart", "oss:PutObject"
      ],
      "Resource": "*"
    }
  ]
}
""",
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
      "Action": [
        "imm:CreateDatset", "imm:Paint", "sts:AssumeRol", "vpc:DescribeIpv4Gateways",
        "dataworks:get-project", "ram:ListObjects", "oss:UploadPart", "oss:CreateBucket"
      ],
      "Resource": "*"
    }
  ]
}
""",
        "policy.json",
        finds=(
            ("/Statement/0/Action/0", 'IMM has no action "imm:CreateDatset"; expected "imm:CreateDataset"'),
            (
                "/Statement/0/Action/1",
                'IMM has no action "imm:Paint" that is known here; expected a documented one',
            ),
            ("/Statement/0/Action/2", 'STS has no action "sts:AssumeRol"; expected "sts:AssumeRole"'),
            (
                "/Statement/0/Action/3",
                'VPC has no action "vpc:DescribeIpv4Gateways"; expected "vpc:ListIpv4Gateways"',
            ),
            (
                "/Statement/0/Action/4",
                'DATAWORKS has no action "dataworks:get-project"; expected "dataworks:GetProject"',
            ),
            ("/Statement/0/Action/5", 'RAM has no action "ram:ListObjects"; expected "oss:ListObjects"'),
            (
                "/Statement/0/Action/6",
                'RAM does not ask for "oss:UploadPart" where the operation of that name is called; expected "oss:PutObject"',
            ),
            (
                "/Statement/0/Action/7",
                'OSS has no action "oss:CreateBucket" that is known here; expected a documented one',
            ),
        ),
    ),
)


_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,79}")
#: Of these services a name of another one is told: people take both for parts of all others.
_COMMON = ("ram", "sts")
_OTHERS = ("oss", "ecs", "ram", "sts", "vpc", "log", "kms", "fc")


def _is_unknown(text: str) -> bool:
    """Tell whether an action is one that a service which is known does not have."""
    named = action(text)
    if not _NAME.fullmatch(named.name):
        return False
    own = known.service_of(named.service)
    if own is not None:
        return named.name.lower() not in own.names
    listed = load().services.of(named.service)
    return listed is not None and (named.name.lower() in listed.renamed or not listed.has(named.name))


@rule(
    on=Policy,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram_or_oss,),
    needs=(some_action(_is_unknown),),
)
def unknown_action(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every literal action that its service does not have, as far as its list goes."""
    own = {service.code: service for service in known.SERVICES}
    written = [
        (text, action(text.value))
        for statement in statements(policy)
        # What a trust policy may say is one action: RAM601 tells all others.
        if not (policy.kind == "trust" and is_trust(statement))
        for text in texts(statement, "Action", "NotAction")
    ]
    said = {named.folded for _, named in written}
    for text, named in written:
        if not _NAME.fullmatch(named.name):
            continue
        if named.service in own:
            yield from _of_own(own[named.service], text, named)
        elif (listed := facts.catalog.services.of(named.service)) is not None:
            yield from _of_listed(listed, text, named, said, facts.catalog.services)


def _of_own(service: known.Service, text: Text, action: Action) -> Iterator[Issue]:
    if not action.name.isidentifier() or action.name.lower() in service.names:
        return
    near = nearest(action.name, service.names.values())
    yield _meant(text, service.code, near) if near else _unknown(text, service.code)


def _of_listed(
    listed: Listing, text: Text, action: Action, said: Collection[str], services: Services
) -> Iterator[Issue]:
    if renamed := listed.renamed.get(action.name.lower()):
        needed = [f"{listed.code}:{name}" for name in renamed]
        if not any(name.lower() in said for name in needed):
            yield issue(
                Place(text.route),
                "RAM does not ask for {action} where the operation of that name is called; expected {needed}",
                action=quoted(text.value),
                needed=", ".join(map(quoted, needed)),
                severity=Severity.INFO,
            )
    elif listed.has(action.name):
        return
    elif spelt := listed.spelt(action.name):
        yield _meant(text, listed.code, spelt)
    elif "-" in action.name:
        return
    elif near := listed.near(action.name):
        yield _meant(text, listed.code, near)
    elif (other := _other(listed, action, services)) is not None:
        yield _meant(text, listed.code, other.names[action.name.lower()], other.code)
    elif listed.is_complete:
        yield _unknown(text, listed.code, inferred=True)


def _other(listed: Listing, action: Action, services: Services) -> Listing | None:
    """Return the service that an action under ``ram`` or ``sts`` is of."""
    for code in _OTHERS if listed.code in _COMMON else ():
        other = services.of(code)
        if other is not None and action.name.lower() in other.names:
            return other
    return None


def _meant(text: Text, code: str, name: str, other: str = "") -> Issue:
    return issue(
        Place(text.route),
        '{service} has no action {action}; expected "{near}"',
        "did you mean {near}?",
        service=code.upper(),
        action=quoted(text.value),
        near=f"{other or code}:{name}",
    )


def _unknown(text: Text, code: str, *, inferred: bool = False) -> Issue:
    return issue(
        Place(text.route),
        "{service} has no action {action} that is known here; expected a documented one",
        service=code.upper(),
        action=quoted(text.value),
        severity=Severity.INFO,
        inferred=inferred,
    )
