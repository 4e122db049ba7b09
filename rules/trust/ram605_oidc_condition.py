"""A trust in an OIDC identity provider lacks a condition.

What it does: looks for `oidc:iss` and `oidc:aud` where an OIDC provider is trusted.

Why: both are required; `oidc:sub` is optional.

How to fix: add both under `StringEquals`.

Source: RAM, create a RAM role for an OIDC IdP.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import of_ram, of_trust
from immlint.ram.written import atoms, principals, statements
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/ram/create-a-ram-role-for-a-trusted-idp"

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
)
INVALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Principal": {"Federated": "acs:ram::1234567890123456:oidc-provider/idp"},
      "Condition": {"StringEquals": {"oidc:iss": "https://idp", "oidc:sub": "ci"}}
    }
  ]
}
""",
        "policy.json",
        finds=(("/Statement/0", "condition oidc:aud is missing; expected it for an OIDC provider"),),
    ),
)


@rule(
    on=Policy, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID, when=(of_ram, of_trust)
)
def oidc_condition(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for each of the two conditions that is missing."""
    for statement in statements(policy):
        allowed = statement.body.get("Effect") != "Deny"
        if not allowed or not any(":oidc-provider/" in text.value for text in principals(statement)):
            continue
        given = {atom.key.lower() for atom in atoms(statement)}
        for key in ("oidc:iss", "oidc:aud"):
            if key not in given:
                yield issue(
                    Place(statement.route),
                    "condition {key} is missing; expected it for an OIDC provider",
                    key=key,
                    about=key,
                )
