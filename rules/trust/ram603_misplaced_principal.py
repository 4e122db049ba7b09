"""A principal stands where it has no place, or a trust policy lacks it.

What it does: reports `Resource` beside `Principal` in trust policies (told by kind or by their other statements) and
in statements for `sts:AssumeRole`; and `Principal` in session and control policies, in statements about IMM, and
beside statements without one. The policies of buckets, keys and endpoints have both in every statement.

Why: policies of users, groups and roles name no principal, trust policies no resource; RAM refuses both.

How to fix: move the principal to the trust policy of the role, or drop the resource.

Source: RAM, policy elements, Principal.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.message import Term
from immlint.precondition import of_ram
from immlint.ram.written import Statement, statements, texts
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
    {"Effect": "Allow", "Action": "ecs:StopInstance", "Resource": "*"}
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
      "Action": "imm:GetDataset",
      "Resource": "acs:imm:*:*:project/photos/dataset/faces",
      "Principal": {"RAM": ["acs:ram::1234567890123456:root"]}
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Principal",
                "Principal stands in the identity policy; expected it in trust policies only",
            ),
        ),
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "oss:GetObject",
      "Resource": "acs:oss:*:*:photos/*",
      "Principal": ["*"]
    }
  ]
}
""",
        "session-policy.json",
        kind="session-policy",
        finds=(
            (
                "/Statement/0/Principal",
                "Principal stands in the session policy; expected it in trust policies only",
            ),
        ),
    ),
)


@rule(on=Policy, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID, when=(of_ram,))
def misplaced_principal(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every principal outside of a trust policy, and every resource in one."""
    found = statements(policy)
    # All statements of a bucket, a key or an endpoint name principals: where some do not, none may.
    bound = policy.kind in ("session", "control") or not all("Principal" in s.body for s in found)
    for statement in found:
        if "Principal" not in statement.body:
            continue
        if "Resource" in statement.body and (policy.kind == "trust" or _assumes_role(statement)):
            place = Place((*statement.route, "Resource"), key=True)
            yield issue(place, "Resource beside a principal of RAM; expected it left out of a trust policy")
        elif policy.kind != "trust" and (bound or not statement.is_resource_policy):
            yield issue(
                Place((*statement.route, "Principal"), key=True),
                "Principal stands in the {kind} policy; expected it in trust policies only",
                kind=Term(policy.kind),
            )


def _assumes_role(statement: Statement) -> bool:
    """Tell whether principals of RAM take a role; others' policies list ids, or are about other actions."""
    principal = statement.body.get("Principal")
    ours = isinstance(principal, dict) and bool({"RAM", "Service", "Federated"} & set(principal))
    said = [text.value.lower() for text in texts(statement, "Action")]
    return ours and said == ["sts:assumerole"]
