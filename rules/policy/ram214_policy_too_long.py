"""The policy is longer than RAM takes.

What it does: counts characters: 6144 for a custom policy, 2048 for a session policy, 4096 for a control
policy. The limit of trust policies is not documented. If the policy would fit without its white space
this is a warning, as it is not documented whether that counts.

Why: RAM refuses the policy (`InvalidParameter.PolicyDocument.Length`).

How to fix: use wildcards, drop what other statements cover, or split the policy.

Source: RAM, limits; AssumeRole, parameter Policy; control policies.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import of_ram
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
    )
