"""The resources of a statement can never be those of its action.

What it does: compares the resources that an IMM action asks for (for `imm:CreateDataset`
`acs:imm:{region}:{account}:project/{Project}/dataset/{Dataset}`) with the patterns of the statement,
exactly; placeholders may stand for anything. If not one resource is in both, the grant has no effect. The message names the nearest pattern
that would work, which is proved first. Where the row of an action is only inferred, this is
information. Of other services, a statement that allows an action is held against the resources that are
documented for it: `oss:GetObject` needs an object, `bucket/*`, and `oss:ListObjects` the bucket. For OSS that is
a warning, for the others information. In the policy of a bucket that is told where no action has its resource.

Why: the request is refused with AccessDenied although a policy seems to allow it. A pattern that ends
with the project, `project/photos`, names no dataset in it.

How to fix: use the pattern of the message, or `*`.

Source: IMM, authorization page; OSS, authorization syntax and elements; of other services the pages about their
authorization, up to 2026-11-25.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from immlint.access.neighbour import unserved
from immlint.access.proposal import nearest_proposal
from immlint.access.served import Asked, Served, is_of_no_family
from immlint.access.service import Asking, families_of, overlaps
from immlint.access.sound import unsound
from immlint.finding import Severity
from immlint.precondition import of_ram_or_oss
from immlint.ram.prove.offer import granting, granting_too
from immlint.ram.written import Text
from immlint.repair import Offer
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy, is_open

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-ram"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["oss:ListObjects", "oss:GetObject"],
      "Resource": ["acs:oss:*:*:photos", "acs:oss:*:*:photos/2026/*"]
    },
    {"Effect": "Allow", "Action": "oss:GetObject", "Resource": "acs:oss:*:*:photos*"},
    {"Effect": "Allow", "Action": "ram:PassRole", "Resource": "acs:ram::1234567890123456:role/imm"}
  ]
}
""",
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "imm:CreateDataset",
      "Resource": "acs:imm:*:*:project/p/dataset/*"
    }
  ]
}
""",
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/p*"}
  ]
}
""",
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["imm:GetProject", "imm:CreateDataset"],
      "Resource": ["acs:imm:*:*:project/p", "acs:imm:*:*:project/p/dataset/d"]
    }
  ]
}
""",
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/${p}"}
  ]
}
""",
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:%s:%s:{path}"}
  ]
}
""",
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "imm:CreateDataset",
      "Resource": "acs:imm:*:150910xxxxxxxxxx:project/p/dataset/*"
    }
  ]
}
""",
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "imm:CreateDataset",
      "Resource": ["acs:imm:*:*:project/photos-${env}-x", "acs:imm:*:*:project/p/*"]
    }
  ]
}
""",
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:::project/p/dataset/*"}
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
    {"Effect": "Allow", "Action": ["oss:GetObject", "oss:PutObject"], "Resource": "acs:oss:*:*:photos"},
    {
      "Effect": "Allow",
      "Action": ["oss:ListObjects", "oss:GetObject"],
      "Resource": "acs:oss:*:*:photos/2026/*"
    },
    {"Effect": "Allow", "Action": "ram:PassRole", "Resource": "acs:ram::1234567890123456:user/jo"}
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource",
                '"acs:oss:*:*:photos" names no resource of oss:GetObject, oss:PutObject; expected "acs:oss:*:*:photos/*"',
            ),
            (
                "/Statement/1/Action/0",
                'no resource of the statement is one of oss:ListObjects; expected "acs:oss:*:*:photos"',
            ),
            (
                "/Statement/2/Resource",
                '"acs:ram::1234567890123456:user/jo" names no resource of ram:PassRole; expected "acs:ram:*:1234567890123456:role/*"',
            ),
        ),
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:Projects/p"}
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource",
                '"acs:imm:*:*:Projects/p" names no resource of imm:CreateDataset; expected "acs:imm:*:*:project/p/dataset/*"',
            ),
        ),
        fixed="""{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/p/dataset/*"}
  ]
}
""",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/p"}
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource",
                '"acs:imm:*:*:project/p" names no resource of imm:CreateDataset; expected "acs:imm:*:*:project/p/dataset/*"',
            ),
        ),
        fixed="""{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/p/dataset/*"}
  ]
}
""",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["imm:GetProject", "imm:CreateDataset"],
      "Resource": ["acs:imm:cn-beijing:*:project/p"]
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Action/1",
                'no resource of the statement is one of imm:CreateDataset; expected "acs:imm:cn-beijing:*:project/p/dataset/*"',
            ),
        ),
        fixed="""{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["imm:GetProject", "imm:CreateDataset"],
      "Resource": ["acs:imm:cn-beijing:*:project/p", "acs:imm:cn-beijing:*:project/p/dataset/*"]
    }
  ]
}
""",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["imm:GetProject", "imm:CreateDataset"],
      "Resource": "acs:imm:*:*:Projects/p"
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource",
                '"acs:imm:*:*:Projects/p" names no resource of imm:GetProject, imm:CreateDataset; expected "acs:imm:*:*:project/p"',
            ),
        ),
        fixed="""{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["imm:GetProject", "imm:CreateDataset"],
      "Resource": ["acs:imm:*:*:project/p", "acs:imm:*:*:project/p/dataset/*"]
    }
  ]
}
""",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [{"Effect": "Allow", "Action": "imm:CreateProject", "Resource": "acs:oss:*:*:b"}]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource",
                '"acs:oss:*:*:b" names no resource of imm:CreateProject; expected "acs:imm:*:*:project/*"',
            ),
        ),
        fixed="""{
  "Version": "1",
  "Statement": [{"Effect": "Allow", "Action": "imm:CreateProject", "Resource": "acs:imm:*:*:project/*"}]
}
""",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "imm:CreateDataset",
      "Resource": "acs:imm:*:${account}:trigger/${name}"
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource",
                '"acs:imm:*:${account}:trigger/${name}" names no resource of imm:CreateDataset; expected "acs:imm:*:${account}:project/*/dataset/*"',
            ),
        ),
        also=(
            ("RAM315", "/Statement/0/Resource", '"${account}" is a placeholder; expected the real value'),
            ("RAM315", "/Statement/0/Resource", '"${name}" is a placeholder; expected the real value'),
        ),
    ),
)


#: Actions that a message names at most.
_NAMED = 3
#: How bad it is of the services whose rows are documented as a whole; of the others it is information.
_NEIGHBOURS = {"oss": Severity.WARNING}


@rule(on=Policy, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID, when=(of_ram_or_oss,))
def resource_mismatch(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every resource that serves no action, else for every action that no resource serves."""
    for served in policy.once(unsound):
        dead = {asked: rows for asked in served.actions if (rows := _dead(served, asked))}
        for resource in served.useless:
            yield _useless(policy, served, resource, dead)
        explained = bool(served.useless or served.told)
        for asked, rows in dead.items():
            if not explained:
                yield _unserved(policy, served, asked, rows)
        if served.statement.body.get("Effect") == "Allow":
            for asked in served.actions:
                yield from _members(served, asked)
            if not served.told:
                yield from _neighbours(policy, served)


def _neighbours(policy: Policy, served: Served) -> Iterator[Issue]:
    """Yield an issue for what other services ask for on none of the resources."""
    found = list(unserved(served))
    if policy.kind == "bucket" and len(found) < len(served.actions):
        return  # the console of OSS writes one preset of actions beside the bucket and beside its objects
    alone = served.resources[0] if len(served.resources) == 1 and len(found) == len(served.actions) else None
    for text, service, rows in found[: 1 if alone else None]:
        near = nearest_proposal(served.resources[0].value, rows)
        single = alone is not None and len(found) == 1 and not is_open(alone.value)
        yield issue(
            Place((alone or text).route),
            "{resource} names no resource of {action}; expected {near}"
            if alone
            else "no resource of the statement is one of {action}; expected {near}",
            resource=quoted(served.resources[0].value),
            action=_listed([one.text.value for one in found] if alone else [text.value]),
            near=quoted(near),
            severity=_NEIGHBOURS.get(service.code, Severity.INFO),
            inferred=not all(row.ram.documented for row in rows),
            repair=granting(policy, alone.route, near) if alone and single else None,
        )


def _dead(served: Served, asked: Asked) -> list[Asking]:
    """Return the rows of an action if no resource serves any, and no other rule says why."""
    if asked.is_vague or any(map(served.is_served, asked.scoped)):
        return []
    rows = [row for row in served.unserved(asked) if row in asked.scoped]
    return [] if any(map(served.is_named_singly, rows)) else rows


def _useless(policy: Policy, served: Served, resource: Text, dead: dict[Asked, list[Asking]]) -> Issue:
    rows = [row for rows in dead.values() for row in rows] or [r for a in served.actions for r in a.rows]
    near = nearest_proposal(resource.value, [row for row in rows if families_of(row)])
    single = len(served.resources) == len(served.actions) == 1
    named = [asked.text.value for asked in dead] or [asked.text.value for asked in served.actions]
    certain = is_of_no_family(resource.value) or _is_documented(dead or {a: a.rows for a in served.actions})
    message = "{resource} names no resource of {action}; expected {near}"
    hint = "a pattern that ends with the project names nothing inside it"
    return issue(
        Place(resource.route),
        message,
        hint if _ends_with_the_project(resource.value) and near.startswith(f"{resource.value}/") else "",
        resource=quoted(resource.value),
        action=_listed([rows[0].ram.action or ""] if single and len(served.actions[0].rows) == 1 else named),
        near=quoted(near),
        severity=None if dead and not _is_weak(dead, resource.value) else Severity.WARNING,
        inferred=not certain,
        repair=granting(policy, resource.route, near)
        if single and not is_open(resource.value)
        else _several(policy, served, resource, dead),
    )


def _several(policy: Policy, served: Served, resource: Text, dead: dict[Asked, list[Asking]]) -> Offer | None:
    """Offer to put in place of a useless resource what the actions ask for that none serves."""
    if is_open(resource.value) or any(asked.is_pattern or asked.is_vague for asked in served.actions):
        return None
    patterns = {asked: nearest_proposal(resource.value, rows) for asked, rows in dead.items()}
    if not patterns or not _serve_nothing_else(served, patterns):
        return None
    return granting(policy, resource.route, *dict.fromkeys(patterns.values()))


def _serve_nothing_else(served: Served, patterns: dict[Asked, str]) -> bool:
    """Tell whether each of *patterns* serves the actions that it is meant for, and no other of the statement."""
    if any(asked.is_pattern or asked.is_vague for asked in served.actions):
        return False
    return not any(
        overlaps(pattern, family)
        for pattern in set(patterns.values())
        for asked in served.actions
        if patterns.get(asked) != pattern
        for row in asked.rows
        for family in families_of(row)
    )


def _unserved(policy: Policy, served: Served, asked: Asked, rows: Sequence[Asking]) -> Issue:
    first = served.resources[0].value
    near = nearest_proposal(first, rows)
    fitting = not is_open(first) and _serve_nothing_else(served, {asked: near})
    return issue(
        Place(asked.text.route),
        "no resource of the statement is one of {action}; expected {near}",
        action=rows[0].ram.action if len(rows) == 1 else asked.text.value,
        near=quoted(near),
        severity=Severity.WARNING if asked.is_pattern else None,
        inferred=not all(row.ram.documented for row in rows),
        repair=granting_too(policy, served.resources[-1], near) if fitting else None,
    )


def _members(served: Served, asked: Asked) -> Iterator[Issue]:
    """Yield an issue for a pattern of actions of which the resources serve some and never others."""
    if not asked.is_pattern or asked.is_vague:
        return
    never = [r for r in served.unserved(asked) if r in asked.scoped and not served.is_named_singly(r)]
    if never and len(never) < len(asked.rows) and any(map(served.is_served, asked.rows)):
        yield issue(
            Place(asked.text.route),
            "no resource of the statement is one of {action}, which {pattern} takes in; expected {near}",
            action=_listed([row.ram.action or "" for row in never]),
            pattern=quoted(asked.text.value),
            near=quoted(nearest_proposal(served.resources[0].value, never[:1])),
            severity=Severity.INFO,
            inferred=not never[0].ram.documented,
        )


def _listed(names: Sequence[str]) -> str:
    return ", ".join([*names[:_NAMED], *(["..."] if len(names) > _NAMED else [])])


def _is_documented(actions: dict[Asked, list[Asking]] | dict[Asked, tuple[Asking, ...]]) -> bool:
    return all(row.ram.documented for rows in actions.values() for row in rows)


def _is_weak(dead: dict[Asked, list[Asking]], resource: str) -> bool:
    """Tell whether what is said rests on patterns of actions alone, which may match what is yet to come."""
    return all(asked.is_pattern for asked in dead) and not is_of_no_family(resource)


def _ends_with_the_project(resource: str) -> bool:
    return resource.count("/") == 1
