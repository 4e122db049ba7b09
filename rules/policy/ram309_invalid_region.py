"""IMM is not offered in the region of the resource.

What it does: looks the region of a resource of IMM up in the list of regions; a pattern must match one.

Why: no resource of IMM is there. Regions are added from time to time, so this is a warning.

How to fix: use the id of a region, or `*`.

Source: IMM, endpoints.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.access.service import service_of
from immlint.access.sound import told_as_a_whole
from immlint.finding import Severity
from immlint.near import nearest
from immlint.precondition import of_ram
from immlint.ram.arn import split
from immlint.ram.pattern import Pattern
from immlint.ram.plain import Head, some_head
from immlint.ram.written import statements, texts
from immlint.repair import Repair
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


def _is_closed(head: Head) -> bool:
    """Tell whether a resource is of a service that is not in its region."""
    service = service_of(head[1]) if len(head) == 4 else None
    return service is not None and not any(map(Pattern(head[2]).holds, service.regions))


@rule(
    on=Policy,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(some_head(_is_closed),),
)
def invalid_region(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every region without the service, unless the resource is told as a whole."""
    useless = policy.once(told_as_a_whole)
    for statement in statements(policy):
        for text in texts(statement, "Resource") if not statement.is_resource_policy else ():
            fields = split(text.value)
            service = service_of(fields[1]) if len(fields) == 5 else None
            if service is None or not service.regions or text.route in useless:
                continue
            region = fields[2]
            if not region or is_open(region) or any(map(Pattern(region).holds, service.regions)):
                continue
            start = len(fields[0]) + len(fields[1]) + 2
            place = Place(text.route, part=(start, start + len(region)))
            # A region that is closed is no slip of another one.
            slip = region not in facts.catalog.regions
            near = nearest(region, service.regions, exact=True) if slip else None
            name = service.code.upper()
            if near:
                yield issue(
                    place,
                    "{service} is not in region {region}; expected {near}",
                    service=name,
                    region=quoted(region),
                    near=quoted(near),
                    repair=Repair.renaming(place, region, [near]),
                )
            else:
                yield issue(
                    place,
                    "{service} is not in region {region}; expected a region that has it",
                    service=name,
                    region=quoted(region),
                )
