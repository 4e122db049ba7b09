"""The policy lacks an element that RAM requires.

What it does: looks for `Version` and `Statement`, and in each statement for `Effect`, one of `Action` and
`NotAction`, and `Resource` (in trust policies `Principal` stands in its place).
The policy of a bucket has both `Principal` and `Resource`, and may do without `Version`; that it lacks `Principal` is a
warning, as OSS asks for it and published samples leave it out.

Why: RAM refuses the policy.

How to fix: add the element.

Source: RAM, policy elements; validate policies, "Missing action"; OSS, PutBucketPolicy, and ossutil's
`bucket-policy`, where the default version is 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from immlint.finding import Severity
from immlint.near import nearest
from immlint.precondition import of_ram_or_oss
from immlint.ram.plain import not_plain
from immlint.ram.written import ELEMENTS, TOP, UNDOCUMENTED, Statement, statements
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-elements"

VALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": "*"}]}\n',
        "policy.json",
    ),
    Example(
        """{
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "oss:GetObject",
      "Principal": ["209876543210987654"],
      "Resource": "acs:oss:*:1234567890123456:photos/*"
    }
  ]
}
""",
        "bucket.json",
    ),
)
INVALID = (
    Example(
        '{"Version": "1", "Statement": [{"Resource": "*"}]}\n',
        "policy.json",
        finds=(
            ("/Statement/0", "Effect is missing; expected it in every statement"),
            ("/Statement/0", "Action is missing; expected Action or NotAction in every statement"),
        ),
    ),
    Example(
        '{"Statement": [{"Effect": "Allow", "Action": "imm:*"}]}\n',
        "policy.json",
        finds=(
            ("", "Version is missing; expected it in every policy"),
            ("/Statement/0", "Resource is missing; expected it in every statement"),
        ),
    ),
    Example(
        """{
  "Statement": [{"Effect": "Allow", "Action": "oss:GetObject", "Resource": "acs:oss:*:1234567890123456:photos/*"}]
}
""",
        "bucket.json",
        kind="bucket-policy",
        finds=(
            (
                "/Statement/0",
                "Principal is missing; expected it in every statement of the policy of a bucket",
            ),
        ),
    ),
)


@rule(
    on=Policy,
    severity=Severity.ERROR,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram_or_oss,),
    needs=(not_plain,),
)
def missing_element(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every required element that is not there, at what lacks it."""
    if not isinstance(policy.document, dict):
        return
    listed = [*statements(policy)]
    # Others that have both, such as those of endpoints, have grammars of their own.
    others = policy.kind != "bucket" and bool(listed) and all(one.is_resource_policy for one in listed)
    given = _meant(policy.document, TOP, TOP)
    for name in TOP:
        if name not in given and not (name == "Version" and (policy.kind == "bucket" or others)):
            yield issue(
                Place(policy.route), "{name} is missing; expected it in every policy", name=name, about=name
            )
    for statement in listed:
        if policy.kind == "bucket" or not statement.is_resource_policy:
            yield from _of_statement(policy, statement)


def _of_statement(policy: Policy, statement: Statement) -> Iterator[Issue]:
    given, place = _meant(statement.body, (*ELEMENTS, *UNDOCUMENTED), ELEMENTS), Place(statement.route)
    if "Effect" not in given:
        yield issue(place, "Effect is missing; expected it in every statement", about="Effect")
    if not {"Action", "NotAction"} & given:
        yield issue(
            place, "Action is missing; expected Action or NotAction in every statement", about="Action"
        )
    whom, what = {"Principal", "NotPrincipal"} & given, {"Resource", "NotResource"} & given
    if policy.kind == "bucket":
        if not whom:
            message = "Principal is missing; expected it in every statement of the policy of a bucket"
            yield issue(place, message, severity=Severity.WARNING, about="Principal")
        if not what:
            yield issue(place, "Resource is missing; expected it in every statement", about="Resource")
    elif not whom and not what:
        if policy.kind == "trust":
            message = "Principal is missing; expected it in every statement of a trust policy"
            yield issue(place, message, about="Principal")
        else:
            yield issue(place, "Resource is missing; expected it in every statement", about="Resource")


def _meant(body: dict[str, Any], known: Sequence[str], offered: Sequence[str]) -> set[str]:
    """Return the elements that are given; what a misspelt one was meant for is told there."""
    near = (nearest(key, offered) for key in body if key not in known)
    return {*body, *(name for name in near if name)}
