"""The version of the policy is not "1".

What it does: checks `Version`, which is the string `"1"` and nothing else.

Why: RAM refuses any other version ("Invalid version"). The number 1 in a template of ROS is information:
published templates that work have it.

How to fix: write `"Version": "1"`.

Source: RAM, policy structure and syntax; validate policies, "Invalid version"; aliyun/ros-templates,
`aliyun-ros-stack-group-administration-role.yml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import of_ram_or_oss
from immlint.repair import Repair
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy, is_open

SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-structure-and-syntax"

VALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": "*"}]}\n',
        "policy.json",
    ),
)
INVALID = (
    Example(
        '{"Version": 1, "Statement": [{"Effect": "Allow", "Action": "ecs:StopInstance", "Resource": "*"}]}\n',
        "policy.json",
        finds=(("/Version", 'Version is 1; expected "1"'),),
    ),
    Example(
        """{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "imm:GetTask", "Resource": "acs:imm:*:*:project/p"}]
}
""",
        "policy.json",
        finds=(("/Version", 'Version is "2012-10-17"; expected "1"'),),
    ),
)


#: Where a template of ROS holds a policy, as an object.
_OF_ROS = (("PolicyDocument",), ("AssumeRolePolicyDocument",))


@rule(on=Policy, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID, when=(of_ram_or_oss,))
def invalid_version(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for a version that is given and is not the one there is."""
    document = policy.document
    if not isinstance(document, dict) or "Version" not in document:
        return
    version = document["Version"]
    if version == "1" or is_open(version):
        return
    place = Place((*policy.route, "Version"))
    hint = "put it in quotes" if str(version) == "1" else ""
    repair = Repair.writing(place, "1")
    severity = Severity.INFO if type(version) is int and policy.route[-1:] in _OF_ROS else None
    yield issue(
        place,
        'Version is {version}; expected "1"',
        hint,
        severity=severity,
        version=quoted(version),
        repair=repair,
    )
