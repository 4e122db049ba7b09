"""A statement is covered by others.

What it does: compares each statement with all others of the same effect, one by one and together, exactly
and net of Deny. A statement with a condition counts only for what has a condition that implies it: a range
of addresses in another, a literal under a pattern, two conditions where one of them is enough.

Why: it has no effect and hides what does. As information.

How to fix: drop the statement; the policy stays equal, which is proved before the fix is offered.

Source: RAM, policy evaluation process.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.message import Message
from immlint.precondition import of_ram
from immlint.ram.prove.offer import dropping
from immlint.ram.prove.redundancy import Redundancy
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-evaluation-process"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "imm:Get*",
      "Resource": "*",
      "Condition": {"Bool": {"acs:MFAPresent": "true"}}
    },
    {"Effect": "Allow", "Action": "imm:GetTask", "Resource": "*"}
  ]
}
""",
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:Get*", "Resource": "*"},
    {"Effect": "Deny", "Action": "imm:GetTask", "Resource": "*"}
  ]
}
""",
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:Get*", "Resource": "acs:imm:*:*:project/????*"},
    {"Effect": "Allow", "Action": "imm:GetTask", "Resource": "acs:imm:*:*:project/${p}"}
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
    {"Effect": "Allow", "Action": "ecs:StopInstance", "Resource": "acs:ecs:*:*:instance/i-1"},
    {"Effect": "Allow", "Action": "ecs:Stop*", "Resource": "*"}
  ]
}
""",
        "policy.json",
        finds=(("/Statement/0", "the statement is covered by /Statement/1; expected each grant once"),),
        fixed="""{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "ecs:Stop*", "Resource": "*"}
  ]
}
""",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "oss:Get*", "Resource": "acs:oss:*:*:p*"},
    {"Effect": "Allow", "Action": "oss:*Object", "Resource": "*"},
    {
      "Effect": "Allow",
      "Action": ["oss:GetObjectAcl", "oss:GetObject"],
      "Resource": ["acs:oss:*:*:p/a", "acs:oss:*:*:p/b/*"]
    },
    {
      "Effect": "Allow",
      "Action": ["oss:GetObject", "oss:GetObjectTagging"],
      "Resource": "acs:oss:*:*:p/a",
      "Condition": {"IpAddress": {"acs:SourceIp": "10.0.0.1"}}
    }
  ]
}
""",
        "policy.json",
        finds=(
            ("/Statement/2", "the statement is covered by /Statement/0; expected each grant once"),
            ("/Statement/3", "the statement is covered by /Statement/0; expected each grant once"),
        ),
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "oss:Get*", "Resource": "*"},
    {"Effect": "Allow", "Action": "oss:List*", "Resource": "acs:oss:*:*:*"},
    {"Effect": "Allow", "Action": ["oss:GetObject", "oss:ListObjects"], "Resource": "acs:oss:*:*:photos*"}
  ]
}
""",
        "policy.json",
        finds=(("/Statement/2", "the statement is covered by others together; expected each grant once"),),
        fixed="""{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "oss:Get*", "Resource": "*"},
    {"Effect": "Allow", "Action": "oss:List*", "Resource": "acs:oss:*:*:*"}
  ]
}
""",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:*", "Resource": "*"},
    {"Effect": "Deny", "Action": "imm:Delete*", "Resource": "*"},
    {"Effect": "Deny", "Action": "IMM:DeleteProject", "Resource": "acs:imm:*:*:project/p"}
  ]
}
""",
        "policy.json",
        finds=(("/Statement/2", "the statement is covered by /Statement/1; expected each grant once"),),
        fixed="""{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:*", "Resource": "*"},
    {"Effect": "Deny", "Action": "imm:Delete*", "Resource": "*"}
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
      "Action": "ecs:StopInstance",
      "Resource": "acs:ecs:*:*:instance/i-1",
      "Condition": {
        "IpAddress": {"acs:SourceIp": "10.1.0.0/16"},
        "Bool": {"acs:MFAPresent": "true"}
      }
    },
    {
      "Effect": "Allow",
      "Action": "ecs:Stop*",
      "Resource": "acs:ecs:*:*:instance/*",
      "Condition": {"IpAddress": {"acs:SourceIp": ["10.0.0.0/8", "192.168.0.0/16"]}}
    }
  ]
}
""",
        "policy.json",
        finds=(("/Statement/0", "the statement is covered by /Statement/1; expected each grant once"),),
        fixed="""{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "ecs:Stop*",
      "Resource": "acs:ecs:*:*:instance/*",
      "Condition": {"IpAddress": {"acs:SourceIp": ["10.0.0.0/8", "192.168.0.0/16"]}}
    }
  ]
}
""",
    ),
)

_BY_ONE = "the statement is covered by {other}; expected each grant once"
_TOGETHER = "the statement is covered by others together; expected each grant once"


@rule(on=Policy, severity=Severity.INFO, source=SOURCE, valid=VALID, invalid=INVALID, when=(of_ram,))
def covered_statement(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every statement that can be dropped; all of them can be at once."""
    redundancy = policy.once(Redundancy.of)
    for statement, other in redundancy.covered:
        repair = dropping(policy, statement.route)
        if other is None:
            yield issue(Place(statement.route), _TOGETHER, repair=repair)
            continue
        place = Place(other.route)
        related = ((place, Message("the statement that covers it")),)
        yield issue(Place(statement.route), _BY_ONE, other=place.pointer, related=related, repair=repair)
