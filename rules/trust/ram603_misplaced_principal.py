"""A principal stands where it has no place, or a trust policy lacks it.

What it does: reports `Principal` beside `Resource` in statements for `sts:AssumeRole`, and in trust policies
(told by kind or by their other statements). The policies of buckets, keys and endpoints have both.

Why: policies of users, groups and roles name no principal, trust policies no resource; RAM refuses both.

How to fix: move the principal to the trust policy of the role, or drop the resource.

Source: RAM, policy elements, Principal.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.written import statements
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-elements"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Principal": {"Service": ["imm.aliyuncs.com"], "RAM": "acs:ram::123456789012****:root"}
    }
  ]
}
""",
        "trust-policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Principal": {"Federated": ["acs:ram::1234567890123456:saml-provider/idp"]},
      "Condition": {"StringEquals": {"saml:recipient": "https://signin.aliyun.com/saml-role/sso"}}
    }
  ]
}
""",
        "trust-policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Principal": {"Federated": "acs:ram::1234567890123456:oidc-provider/idp"},
      "Condition": {
        "StringEquals": {"oidc:iss": "https://idp", "oidc:aud": ["a"]},
        "StringLike": {"oidc:sub": "system:*"}
      }
    }
  ]
}
""",
        "trust-policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "kms:*",
      "Resource": "*",
      "Principal": {"RAM": ["acs:ram::1234567890123456:*"]}
    }
  ]
}
""",
        "key-policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "oss:GetObject",
      "Resource": "acs:oss:*:*:b/*",
      "Principal": ["*"]
    }
  ]
}
""",
        "bucket-policy.json",
    ),
)
INVALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Resource": "*",
      "Principal": {"Service": ["imm.aliyuncs.com"]}
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource",
                "Resource beside a principal of RAM; expected it left out of a trust policy",
            ),
        ),
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Resource": "*",
      "Principal": {"RAM": ["acs:ram::1234567890123456:root"]}
    },
    {"Effect": "Allow", "Action": "imm:*", "Resource": "*"}
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Resource",
                "Resource beside a principal of RAM; expected it left out of a trust policy",
            ),
        ),
    ),
)


@rule(on=Policy, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID, when=(of_ram,))
def misplaced_principal(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue where a RAM principal and a resource stand together."""
    for statement in statements(policy):
        principal = statement.body.get("Principal")
        # Buckets, keys and endpoints have policies with both; theirs list ids, or are about other actions.
        ours = isinstance(principal, dict) and bool({"RAM", "Service", "Federated"} & set(principal))
        action = statement.body.get("Action")
        assumes = action in ("sts:AssumeRole", ["sts:AssumeRole"])
        if "Resource" in statement.body and (policy.kind == "trust" or (ours and assumes)):
            place = Place((*statement.route, "Resource"), key=True)
            yield issue(place, "Resource beside a principal of RAM; expected it left out of a trust policy")
