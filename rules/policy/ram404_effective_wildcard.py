"""A resource names everything, though it is not written as *.

What it does: compares each resource with all resources, as sets: `acs:*:*:*:*` and `acs:**:*:*:**` are
everything.

Why: it looks like a limit and is none.

How to fix: write `*`, or the limit that was meant.

Source: RAM, policy elements, Resource; wildcards.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from immlint.finding import Severity
from immlint.ram.arn import ANYTHING, resource
from immlint.ram.prove.rewrite import Rewrite
from immlint.ram.written import statements, texts
from immlint.repair import Repair
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
  "Statement": [{"Effect": "Allow", "Action": "imm:Get*", "Resource": "acs:*:*:*:**"}]
}
""",
        "policy.json",
        finds=(("/Statement/0/Resource", '"acs:*:*:*:**" names every resource; expected * or a limit'),),
        fixed="""{
  "Version": "1",
  "Statement": [{"Effect": "Allow", "Action": "imm:Get*", "Resource": "*"}]
}
""",
    ),
)


@rule(on=Policy, severity=Severity.WARNING, source=SOURCE, valid=VALID, invalid=INVALID)
def effective_wildcard(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every resource that is everything in disguise."""
    for statement in statements(policy):
        for text in texts(statement, "Resource"):
            if text.value == "*" or not text.value.startswith("acs:*"):
                continue
            pattern = resource(text.value)
            if pattern is not None and ANYTHING.compare_to_union([pattern]).verdict == "all":
                repair = partial(_repair, policy, text.route)
                yield issue(
                    Place(text.route),
                    "{resource} names every resource; expected * or a limit",
                    resource=quoted(text.value),
                    repair=repair,
                )


def _repair(policy: Policy, route: Route) -> Repair | None:
    rewrite = Rewrite(policy).put(route, "*")
    return rewrite.repair("say so: *", safe=True) if rewrite.keeps() else None
