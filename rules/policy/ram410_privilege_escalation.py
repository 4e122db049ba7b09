"""Actions together give more than was granted.

What it does: asks, across the statements of a policy, by patterns and net of Deny, for what is allowed on every user,
role or policy: to attach policies; to create access keys of others; `ram:CreatePolicyVersion` with
`ram:SetDefaultPolicyVersion`; `ram:UpdateRole` with `sts:AssumeRole`; and `ram:PassRole` with an action of the same
service that runs code with the role (Function Compute, ECS). Where all of RAM is allowed, nothing is more than that.

Why: whoever holds them can give himself, or act with, rights that nobody granted him.

How to fix: name the users, roles or policies; limit `ram:PassRole` by `acs:Service`; or deny one of the actions.

Source: RAM, API reference and authorization; AliyunFCFullAccess; ECS, instance RAM roles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from immlint.access.escalation import BEGINNINGS, WAYS, Granted, Step
from immlint.finding import Severity
from immlint.message import Message
from immlint.precondition import of_ram
from immlint.ram.pattern import Holes, action
from immlint.ram.plain import some_action
from immlint.ram.policy import Policy as Read
from immlint.ram.policy import Statement
from immlint.ram.written import statements, texts
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/ram/developer-reference/api-ram-2015-05-01-overview"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "ram:AttachPolicyToUser",
      "Resource": ["acs:ram:*:*:user/ada", "acs:ram:*:*:policy/photos-*"]
    },
    {"Effect": "Allow", "Action": "ram:CreatePolicyVersion", "Resource": "*"},
    {
      "Effect": "Allow",
      "Action": "ram:PassRole",
      "Resource": "*",
      "Condition": {"StringEquals": {"acs:Service": "imm.aliyuncs.com"}}
    },
    {"Effect": "Allow", "Action": ["fc:*", "imm:*"], "Resource": "*"}
  ]
}
""",
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": ["ram:*Policy*", "ram:Get*"], "Resource": "*"},
    {"Effect": "Deny", "Action": ["ram:Attach*", "ram:SetDefault*"], "Resource": "*"}
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
    {"Effect": "Allow", "Action": ["ram:CreatePolicy*", "ram:Get*"], "Resource": "acs:ram:*:*:*"},
    {"Effect": "Allow", "Action": ["ram:SetDefaultPolicyVersion", "ram:List*"], "Resource": "*"},
    {
      "Effect": "Allow",
      "Action": "ram:AttachPolicyTo*",
      "Resource": "*",
      "Condition": {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Action/0",
                "ram:CreatePolicyVersion with ram:SetDefaultPolicyVersion gives more than the policy grants",
            ),
            (
                "/Statement/2/Action",
                "ram:AttachPolicyToUser on all of them gives more than the policy grants",
            ),
        ),
    ),
    Example(
        """Version: "1"
Statement:
  - Effect: Allow
    Action: fc:Create*
    Resource: "*"
  - Effect: Allow
    Action: ram:PassRole
    Resource: acs:ram:*:*:role/*
    Condition:
      StringEquals:
        acs:Service: [fc.aliyuncs.com, imm.aliyuncs.com]
""",
        "policy.yaml",
        finds=(
            ("/Statement/1/Action", "ram:PassRole with fc:CreateFunction gives more than the policy grants"),
        ),
    ),
)


def _begins_a_way(text: str) -> bool:
    """Tell whether an action may be the first of a way to more."""
    return bool(action(text).among(BEGINNINGS))


@rule(
    on=Policy,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(some_action(_begins_a_way),),
)
def privilege_escalation(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every way to more, at the first of its actions; of one action only the first way."""
    if policy.kind != "identity":
        return
    granted = Granted(policy.once(Read.of))
    told: set[Place] = set()
    for way in () if granted.administers_ram else WAYS:
        allowing = granted.allowing(way)
        if not allowing:
            continue
        first, *others = (_place(policy, *one) for one in zip(way, allowing, strict=True))
        if first in told:
            continue
        told.add(first)
        if others:
            yield issue(
                first,
                "{first} with {second} gives more than the policy grants",
                _HINT,
                first=way[0].action,
                second=way[1].action,
                related=((others[0], Message("the other action")),),
            )
        else:
            yield issue(
                first, "{first} on all of them gives more than the policy grants", _HINT, first=way[0].action
            )


_HINT = "name the users, roles and policies that are meant"


def _place(policy: Policy, step: Step, allows: Sequence[Statement]) -> Place:
    """Return where the first of *allows* names the action of a step."""
    written = next(s for s in statements(policy) if s.route == allows[0].route)
    for text in texts(written, "Action"):
        if action(text.value).holds(step.action, Holes.NOTHING):
            return Place(text.route)
    return Place((*written.route, "NotAction"), key=True)
