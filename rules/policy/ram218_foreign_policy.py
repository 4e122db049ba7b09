"""This is a policy of another cloud.

What it does: tells policies of AWS, Tencent Cloud, Huawei Cloud and Volcengine by their resource names
and versions, once per file; no other rule of the grammar looks at them then.

Why: RAM takes neither their versions nor their resource names.

How to fix: nothing, if the file is meant for that cloud: leave it out with `exclude`, or ignore this
rule. Else write `"Version": "1"` and `acs:` resources.

Source: RAM, policy structure and syntax.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.ram.written import foreign_cloud
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy

VALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": "*"}]}\n',
        "policy.json",
    ),
)
INVALID = (
    Example(
        """{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::b/*"}]
}
""",
        "policy.json",
        finds=(("", "this is a policy of AWS; expected one of RAM, not checked further"),),
    ),
    Example(
        """{
  "Version": "2.0",
  "Statement": [
    {"Effect": "Allow", "Action": ["name/cos:GetObject"], "Resource": ["qcs::cos:ap-x:uid/1:b/*"]}
  ]
}
""",
        "policy.json",
        finds=(("", "this is a policy of Tencent Cloud; expected one of RAM, not checked further"),),
    ),
    Example(
        '[{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]},\n'
        ' {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Put*", "Resource": "*"}]}]\n',
        "policies.json",
        finds=(("/0", "this is a policy of AWS; expected one of RAM, not checked further"),),
    ),
)


@rule(
    on=Policy,
    severity=Severity.INFO,
    source="https://www.alibabacloud.com/help/en/ram/policy-structure-and-syntax",
    valid=VALID,
    invalid=INVALID,
    # A template of another cloud holds dozens: the first is enough.
    once=True,
    of_samples=False,
)
def foreign_policy(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for a policy of another cloud."""
    cloud = foreign_cloud(policy)
    if cloud:
        yield issue(
            Place(policy.route),
            "this is a policy of {cloud}; expected one of RAM, not checked further",
            cloud=cloud,
        )
