"""A pattern of the policy still holds a placeholder.

What it does: looks for `<your-bucket>` in actions and resources, and, as information, for template syntax
(`${Name}`, `{Name}`, `%s`) and masked digits. RAM has no policy variables.

Why: the statement matches nothing that exists.

How to fix: put the real value in its place.

Source: RAM, policy elements (no variables are documented).
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.ram.written import PATTERNS, statements, texts
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy, Text, holes

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
)


@rule(on=Policy, severity=Severity.WARNING, source=SOURCE, valid=VALID, invalid=INVALID)
def policy_placeholder(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every placeholder in a pattern."""
    for statement in statements(policy):
        for text in texts(statement, *PATTERNS):
            for start, end in holes(text.value):
                if (
                    isinstance(text.value, Text)
                    and text.value.is_computed
                    and text.value.startswith("${", start)
                ):
                    continue  # computed by the code that sends it, not forgotten
                severity = None if text.value[start] == "<" else Severity.INFO
                place = Place(text.route, part=(start, end))
                yield issue(
                    place,
                    "{text} is a placeholder; expected the real value",
                    text=quoted(text.value[start:end]),
                    severity=severity,
                    inferred=severity is not None,
                )
