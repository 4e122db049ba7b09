"""A resource does not begin with acs:.

What it does: checks that a resource is `*` or begins with `acs:`.

Why: RAM refuses it ("Invalid ARN prefix").

How to fix: write `acs:<ram-code>:<region>:<account-id>:<relative-id>`.

Source: RAM, policy elements, Resource; validate policies, "Invalid ARN prefix".
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.arn import Reading, parse
from immlint.ram.plain import Head, some_head
from immlint.ram.written import statements, texts
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy, holes, is_open

SOURCE = "https://www.alibabacloud.com/help/en/ram/permission-policy-check"

VALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": "*"}]}\n',
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:*", "Resource": ["${arn}", "a${rest}", "acs:${rest}"]}
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
      "Action": "imm:*",
      "Resource": ["imm:*:*:project/p", "Acs:imm:*:*:*", "arn:${rest}"]
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource/0",
                'resource "imm:*:*:project/p" does not begin with acs:; expected acs:<ram-code>:<region>:<account-id>:<relative-id>',
            ),
            (
                "/Statement/0/Resource/2",
                'resource "arn:${rest}" does not begin with acs:; expected acs:<ram-code>:<region>:<account-id>:<relative-id>',
            ),
            (
                "/Statement/0/Resource/1",
                'resource "Acs:imm:*:*:*" does not begin with acs:; expected acs:<ram-code>:<region>:<account-id>:<relative-id>',
            ),
        ),
        also=(("RAM315", "/Statement/0/Resource/2", '"${rest}" is a placeholder; expected the real value'),),
    ),
)


def _is_odd(head: Head) -> bool:
    return head[0] != "acs" or len(head) < 4


@rule(
    on=Policy,
    severity=Severity.ERROR,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(some_head(_is_odd),),
)
def invalid_arn_prefix(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every resource with another beginning."""
    for statement in statements(policy):
        if statement.is_resource_policy:
            continue
        for text in texts(statement, "Resource", "NotResource"):
            value = text.value
            if value.startswith("acs:"):
                continue
            # A pattern such as ac*:imm is odd, but matches.
            wild = parse(value).language(Reading.CROSSING) is not None
            constant = value[: holes(value)[0][0]] if is_open(value) else value
            placeholder = is_open(value) and "acs:".startswith(constant[:4])
            if wild or placeholder:
                continue
            hint = "write acs in lower case" if value[:4].lower() == "acs:" else ""
            yield issue(
                Place(text.route),
                "resource {value} does not begin with acs:; expected"
                " acs:<ram-code>:<region>:<account-id>:<relative-id>",
                hint,
                value=quoted(value),
            )
