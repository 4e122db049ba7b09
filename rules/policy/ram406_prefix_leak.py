"""A pattern for one project or dataset reaches others whose names begin alike.

What it does: reports `project/photos*` (without a `/` before the star) in an Allow, and `dataset/faces*` alike; not
where the name ends with a dash or an underscore, which is a prefix on purpose.

Why: it names `photos2` and `photos-private` as well. As information: it may be meant.

How to fix: `project/photos` and `project/photos/*`.

Source: RAM, wildcards; IMM, authorization page.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from immlint.access.breadth import Breadth
from immlint.access.service import service_of
from immlint.catalog.names import Grammar
from immlint.finding import Severity
from immlint.precondition import not_control, of_ram
from immlint.ram import arn
from immlint.ram.prove.rewrite import Rewrite
from immlint.ram.written import Text, texts
from immlint.repair import Proof, Repair
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy, is_open

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-ram"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "imm:CreateDataset",
      "Resource": ["acs:imm:*:*:project/p", "acs:imm:*:*:project/p/*"]
    }
  ]
}
""",
        "policy.json",
    ),
)
INVALID = (
    Example(
        'Version: "1"\nStatement:\n  - Effect: Allow\n    Action: imm:CreateDataset\n    Resource:\n      - acs:imm:*:*:project/photos*\n',
        "policy.yaml",
        finds=(
            (
                "/Statement/0/Resource/0",
                '"project/photos*" names "photos2" too; expected "project/photos" and "project/photos/*"',
            ),
        ),
        fixed='Version: "1"\nStatement:\n  - Effect: Allow\n    Action: imm:CreateDataset\n    Resource:\n      - acs:imm:*:*:project/photos\n      - acs:imm:*:*:project/photos/*\n',
    ),
    Example(
        'Version: "1"\nStatement:\n  - Effect: Allow\n    Action: imm:CreateDataset\n    Resource: acs:imm:*:*:project/photos* # ours\n',
        "policy.yaml",
        finds=(
            (
                "/Statement/0/Resource",
                '"project/photos*" names "photos2" too; expected "project/photos" and "project/photos/*"',
            ),
        ),
        fixed='Version: "1"\nStatement:\n  - Effect: Allow\n    Action: imm:CreateDataset\n    Resource: ["acs:imm:*:*:project/photos", "acs:imm:*:*:project/photos/*"] # ours\n',
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/photos*"}
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource",
                '"project/photos*" names "photos2" too; expected "project/photos" and "project/photos/*"',
            ),
        ),
        fixed="""{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": ["acs:imm:*:*:project/photos", "acs:imm:*:*:project/photos/*"]}
  ]
}
""",
    ),
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": [\n  "acs:imm:*:*:project/photos*",\n  "acs:imm:*:*:project/q/*"\n]}]}\n',
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource/0",
                '"project/photos*" names "photos2" too; expected "project/photos" and "project/photos/*"',
            ),
        ),
        fixed='{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": [\n  "acs:imm:*:*:project/photos", "acs:imm:*:*:project/photos/*",\n  "acs:imm:*:*:project/q/*"\n]}]}\n',
    ),
)


@rule(
    on=Policy,
    severity=Severity.INFO,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(
        of_ram,
        not_control,
    ),
)
def prefix_leak(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every pattern that ends inside a name."""
    for allow in policy.once(Breadth).allows:
        if not allow.ends_wild:
            continue
        for text in texts(allow.written, "Resource"):
            own = _ends_inside_a_name(text.value)
            if own is not None:
                yield issue(
                    Place(text.route, part=(len(text.value) - len(own) - 1, len(text.value))),
                    '"{own}*" names "{name}2" too; expected "{own}" and "{own}/*"',
                    own=own,
                    name=own.rpartition("/")[2],
                    repair=partial(_repair, policy, text),
                )


def _ends_inside_a_name(resource: str) -> str | None:
    """Return the relative id up to the star that ends it, if that may be a whole name already.

    What ends with a dash or an underscore is a prefix on purpose.
    """
    if not resource.endswith("*") or resource.endswith(("-*", "_*", "/*", "**", "?*")):
        return None
    fields = arn.split(resource)
    service = service_of(fields[1]) if len(fields) == 5 and not is_open(resource) else None
    own = fields[-1].removesuffix("*")
    if service is None:
        return None
    segments = own.split("/")
    for family in service.families:
        if len(family.segments) == len(segments) and isinstance(family.segments[-1], Grammar):
            literal = all(
                s in (t, "*") or not isinstance(s, str)
                for s, t in zip(family.segments, segments, strict=True)
            )
            name = family.segments[-1]
            # Of the longest name there is no longer one.
            if literal and name.holds(segments[-1]) and name.holds(f"{segments[-1]}2"):
                return own
    return None


def _repair(policy: Policy, text: Text) -> Repair | None:
    own = text.value[:-1]
    rewrite = Rewrite(policy).put(text.route, [own, f"{own}/*"])
    if not rewrite.narrows():
        return None
    return rewrite.repair("name one project and what is in it", Proof.NARROWER)
