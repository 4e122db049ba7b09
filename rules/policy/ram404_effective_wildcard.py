"""A resource names everything, though it is not written as *.

What it does: compares each resource of an Allow with all resources, as sets: `acs:*:*:*:*`, `acs:**:*:*:**` and
`acs:*:*:*:?*` are everything. With every action it amounts to full access, and is a warning.

Why: it looks like a limit and is none.

How to fix: write `*`, or the limit that was meant.

Source: RAM, policy elements, Resource; wildcards.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from immlint.access.breadth import EVERYTHING, Breadth
from immlint.finding import Severity
from immlint.precondition import not_control, of_ram
from immlint.ram.arn import Reading, parse
from immlint.ram.pattern import Holes
from immlint.ram.plain import Head, some_head
from immlint.ram.prove.rewrite import Rewrite
from immlint.ram.written import texts
from immlint.repair import Proof, Repair
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy, Route

SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-elements"

VALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": ["*"]}]}\n',
        "policy.json",
    ),
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
  "Statement": [{"Effect": "Allow", "Action": "ecs:Describe*", "Resource": "acs:*:*:*:**"}]
}
""",
        "policy.json",
        finds=(("/Statement/0/Resource", '"acs:*:*:*:**" names every resource; expected * or a limit'),),
        fixed="""{
  "Version": "1",
  "Statement": [{"Effect": "Allow", "Action": "ecs:Describe*", "Resource": "*"}]
}
""",
    ),
)


def _may_be_any(head: Head) -> bool:
    """Tell whether resources may be of every service, as far as the first fields tell."""
    return len(head) < 4 or not head[1].isalnum()


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
    needs=(some_head(_may_be_any),),
)
def effective_wildcard(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every resource of an Allow that is everything in disguise."""
    for allow in policy.once(Breadth).allows:
        for text in texts(allow.written, "Resource"):
            if text.value != "*" and _is_everything(text.value):
                yield issue(
                    Place(text.route),
                    "{resource} names every resource; expected * or a limit",
                    resource=quoted(text.value),
                    severity=Severity.WARNING if allow.is_of_all_actions else None,
                    repair=partial(_repair, policy, text.route),
                )


def _is_everything(text: str) -> bool:
    named = parse(text)
    # Whatever is everything holds a name of one character in each field.
    if not named.holds(("acs", "\1", "\1", "\1", "\1")):
        return False
    languages = [named.language(reading, Holes.NOTHING) for reading in (Reading.WRITTEN, Reading.CROSSING)]
    return all(one is not None and EVERYTHING.are_within([one]) for one in languages)


def _repair(policy: Policy, route: Route) -> Repair | None:
    rewrite = Rewrite(policy).put(route, "*")
    return rewrite.repair("say so: *", Proof.EQUAL) if rewrite.keeps() else None
