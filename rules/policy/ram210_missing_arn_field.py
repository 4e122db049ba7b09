"""A resource has fewer than five fields.

What it does: counts the fields of a resource that begins with `acs:`. They are separated by the first
four colons. MaxCompute (`odps`) has a dialect of its own, which is let pass.

Why: RAM refuses it ("Missing ARN field").

How to fix: write all five; a field that does not matter is `*`.

Source: RAM, policy elements, Resource; validate policies, "Missing ARN field".
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram import arn
from immlint.ram.plain import Head, some_head
from immlint.ram.written import statements, texts
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
  "Statement": [{"Effect": "Allow", "Action": "imm:GetProject", "Resource": "acs:imm:*:project/p"}]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource",
                'resource "acs:imm:*:project/p" has 4 fields; expected acs:<ram-code>:<region>:<account-id>:<relative-id>',
            ),
        ),
    ),
)


def _is_short(head: Head) -> bool:
    return len(head) < 4


@rule(
    on=Policy,
    severity=Severity.ERROR,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(some_head(_is_short),),
)
def missing_arn_field(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every resource that lacks a field."""
    for statement in statements(policy):
        if statement.is_resource_policy:
            continue
        for text in texts(statement, "Resource", "NotResource"):
            fields = arn.split(text.value)
            if fields[0] != "acs" or len(fields) >= 5 or is_open(text.value):
                continue
            if len(fields) > 1 and fields[1] == "odps":
                continue

            yield issue(
                Place(text.route),
                "resource {value} has {count} fields; expected"
                " acs:<ram-code>:<region>:<account-id>:<relative-id>",
                "a field that does not matter is *",
                value=quoted(text.value),
                count=len(fields),
            )
