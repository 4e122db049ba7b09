"""IMM is not offered in the region of the resource.

What it does: looks the region of a resource of IMM up in the list of regions; a pattern must match one.

Why: no resource of IMM is there. Regions are added from time to time, so this is a warning.

How to fix: use the id of a region, or `*`.

Source: IMM, endpoints.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.language import Language
from immlint.near import nearest
from immlint.ram.arn import split
from immlint.ram.written import statements, texts
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy, is_open

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-endpoint"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "imm:GetProject",
      "Resource": [
        "acs:imm:cn-*:*:project/p",
        "acs:imm:cn-beijing:*:project/p",
        "acs:imm:%s:*:project/p"
      ]
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
      "Action": "imm:GetProject",
      "Resource": ["acs:imm:cn-hangzou:*:project/p", "acs:imm:mars-1:*:project/p"]
    }
  ]
}
""",
        "policy.json",
        finds=(
            ("/Statement/0/Resource/0", 'IMM is not in region "cn-hangzou"; expected "cn-hangzhou"'),
            ("/Statement/0/Resource/1", 'IMM is not in region "mars-1"; expected a region that has it'),
        ),
    ),
)


@rule(on=Policy, severity=Severity.WARNING, source=SOURCE, valid=VALID, invalid=INVALID)
def invalid_region(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every region without IMM."""
    regions = facts.catalog.regions
    for statement in statements(policy):
        for text in texts(statement, "Resource"):
            fields = split(text.value)
            if len(fields) < 5 or fields[1].lower() != "imm" or not fields[2] or is_open(fields[2]):
                continue
            pattern = Language.glob(fields[2])
            if any(pattern.matches(region) for region in regions):
                continue
            near = nearest(fields[2], regions, exact=True)
            start = len("acs:imm:")
            yield issue(
                Place(text.route, part=(start, start + len(fields[2]))),
                "IMM is not in region {region}; expected {near}",
                region=quoted(fields[2]),
                near=quoted(near) if near else "a region that has it",
            )
