"""A pattern of the policy still holds a placeholder.

What it does: looks for `<your-bucket>` or `[Action]` in actions, resources, principals and conditions, and, as information, for
template syntax (`${Name}`, `{Name}`, `%s`) and masked digits. RAM has no policy variables.

Why: the statement matches nothing that exists.

How to fix: put the real value in its place.

Source: RAM, policy elements (no variables are documented).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.plain import some_text
from immlint.ram.written import PATTERNS, Statement, atoms, principals, statements, texts
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy, Text

SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-elements"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": "acs:imm:*:*:*"}]
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
      "Action": "oss:GetObject",
      "Resource": ["acs:oss:*:*:<your-bucket>/*", "acs:oss:*:*:${Bucket}", "acs:oss:%s:*:{Bucket}"]
    }
  ]
}
""",
        "policy.json",
        finds=(
            ("/Statement/0/Resource/0", '"<your-bucket>" is a placeholder; expected the real value'),
            ("/Statement/0/Resource/1", '"${Bucket}" is a placeholder; expected the real value'),
            ("/Statement/0/Resource/2", '"%s" is a placeholder; expected the real value'),
            ("/Statement/0/Resource/2", '"{Bucket}" is a placeholder; expected the real value'),
        ),
    ),
    Example(
        """Version: "1"
Statement:
  - Effect: Allow
    Action: sts:AssumeRole
    Principal:
      RAM: acs:ram::<account-id>:root
      Service: imm.aliyuncs.com
    Condition:
      StringEquals:
        sts:ExternalId: ${external_id}
        acs:ResourceTag/{{ tag }}: a
      IpAddress:
        acs:SourceIp: [10.0.0.0/8, 42.120.XX.X/24]
""",
        "trust-policy.yaml",
        finds=(
            ("/Statement/0/Principal/RAM", '"<account-id>" is a placeholder; expected the real value'),
            (
                "/Statement/0/Condition/StringEquals/sts:ExternalId",
                '"${external_id}" is a placeholder; expected the real value',
            ),
            (
                "/Statement/0/Condition/IpAddress/acs:SourceIp/1",
                '"XX" is a placeholder; expected the real value',
            ),
            (
                "/Statement/0/Condition/IpAddress/acs:SourceIp/1",
                '"X" is a placeholder; expected the real value',
            ),
            (
                "/Statement/0/Condition/StringEquals/acs:ResourceTag~1{{ tag }}",
                '"{{ tag }}" is a placeholder; expected the real value',
            ),
        ),
    ),
)


#: What samples mask: digits of an account, or a whole name; and the numbers of an address.
_MASKED = re.compile(r"(?<![A-Za-z0-9])\d*[xX]{4,}(?![A-Za-z0-9])")
_ADDRESS = re.compile(r"[0-9xX]{1,3}(?:\.[0-9xX]{1,3}){3}(?:/\d+)?")
_NUMBERS = re.compile(r"[xX]+")


def _has_parts(text: str) -> bool:
    return any(True for _ in _parts(text))


@rule(
    on=Policy,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(some_text("x", "X", test=_has_parts),),
    of_samples=False,
)
def policy_placeholder(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every placeholder in what is matched with a request."""
    for statement in statements(policy):
        for place, text in _matched(statement):
            for start, end in _parts(text):
                forgotten = text[start] in "<["
                yield issue(
                    place._replace(part=(start, end)),
                    "{text} is a placeholder; expected the real value",
                    text=quoted(text[start:end]),
                    severity=None if forgotten else Severity.INFO,
                    inferred=not forgotten,
                )


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a text that are to be replaced; what code computes is not forgotten."""
    if isinstance(text, Text):
        for start, end in text.gaps:
            if not (text.is_computed and text.startswith("${", start)):
                yield start, end
    elif "x" in text or "X" in text:
        masks = _NUMBERS if _ADDRESS.fullmatch(text) else _MASKED
        yield from (match.span() for match in masks.finditer(text))


def _matched(statement: Statement) -> Iterator[tuple[Place, str]]:
    """Yield the texts of a statement that are matched: patterns, principals, keys and values of conditions."""
    for text in texts(statement, *PATTERNS):
        yield Place(text.route), text.value
    for text in principals(statement):
        yield Place(text.route), text.value
    for atom in atoms(statement):
        yield Place(atom.route, key=True), atom.key
        for route, value in atom.values:
            if isinstance(value, str):
                yield Place(route), value
