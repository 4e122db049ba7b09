"""The policy is longer than RAM takes.

What it does: counts characters: 6144 for a custom policy, 2048 for a session policy, 4096 for a control
policy. The limit of trust policies is not documented. If the policy would fit without its white space
this is a warning, as it is not documented whether that counts.

Why: RAM refuses the policy (`InvalidParameter.PolicyDocument.Length`).

How to fix: use wildcards, drop what other statements cover, or split the policy. `--fix` drops what others
cover, merges statements that differ in one element only, and leaves out white space, as far as it is proved
to grant and to refuse the same.

Source: RAM, limits; AssumeRole, parameter Policy; control policies.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.prove.original import is_plain
from immlint.repair import Proof, Put, Repair
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/ram/product-overview/limits"

VALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": "*"}]}\n',
        "policy.json",
    ),
)
INVALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:' + "A" * 6144 + '",'
        ' "Resource": "*"}]}\n',
        "policy.json",
        finds=(("", "the policy has 6232 characters; expected at most 6144"),),
    ),
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "ecs:StopInstance",'
        + " " * 6144
        + ' "Resource": "*"}]}\n',
        "policy.json",
        finds=(("", "the policy has 6244 characters; expected at most 6144"),),
    ),
)
_LIMITS = {"identity": 6144, "session": 2048, "control": 4096}


@rule(on=Policy, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID, when=(of_ram,))
def policy_too_long(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue if the text is longer than its kind of policy may be."""
    limit = _LIMITS.get(policy.kind)
    if limit is None or policy.size <= limit:
        return
    fits = policy.minified <= limit
    yield issue(
        Place(policy.route),
        "the policy has {size} characters; expected at most {limit}",
        "without white space it has {minified}" if fits else "",
        size=policy.size,
        limit=limit,
        minified=policy.minified,
        severity=Severity.WARNING if fits else None,
        repair=partial(_repair, policy, fits),
    )


def _repair(policy: Policy, fits: bool) -> Repair | None:
    """Return the repair that says the same in fewer characters, as far as that goes."""
    if fits:
        return _saying(policy, policy.document, policy.minified) if is_plain(policy.document) else None
    # Only where a policy is too long must it be proved that less is as much.
    from immlint.ram.prove.shorter import shorter

    document = shorter(policy)
    count = _length(document) if document is not None else policy.minified
    return _saying(policy, document or policy.document, count) if count < policy.size else None


def _length(document: Any) -> int:
    return len(json.dumps(document, ensure_ascii=False, separators=(",", ":")))


def _saying(policy: Policy, document: Any, count: int) -> Repair:
    change = Put(Place(policy.route), document)
    description = "say the same in {count} characters"
    return Repair(description, (change,), "safe", {"count": count}, Proof.EQUAL)
