"""A trust in a SAML identity provider lacks its condition.

What it does: looks for `saml:recipient` under `StringEquals` where a SAML provider is trusted, with one of
the two documented addresses.

Why: the condition is required, and is the only key that is supported.

How to fix: add `"StringEquals": {"saml:recipient": "https://signin.aliyun.com/saml-role/sso"}`
(`https://signin.alibabacloud.com/saml-role/sso` on the international site).

Source: RAM, create a RAM role for a trusted IdP.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import of_ram, of_trust
from immlint.ram.written import atoms, principals, statements
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy, is_open

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
      "Principal": {"Federated": "acs:ram::1234567890123456:saml-provider/idp"}
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0",
                "condition saml:recipient is missing; expected it under StringEquals for a SAML provider",
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
      "Principal": {"Federated": "acs:ram::1234567890123456:saml-provider/idp"},
      "Condition": {"StringEquals": {"saml:recipient": "https://example.com"}}
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Condition/StringEquals/saml:recipient",
                'saml:recipient is "https://example.com"; expected the sign-in address of Alibaba Cloud',
            ),
        ),
    ),
)

_RECIPIENTS = (
    "https://signin.aliyun.com/saml-role/sso",
    "https://signin.alibabacloud.com/saml-role/sso",
)


@rule(
    on=Policy, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID, when=(of_ram, of_trust)
)
def saml_condition(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every SAML trust without its condition."""
    for statement in statements(policy):
        allowed = statement.body.get("Effect") != "Deny"
        if not allowed or not any(":saml-provider/" in text.value for text in principals(statement)):
            continue
        found = [atom for atom in atoms(statement) if atom.key.lower() == "saml:recipient"]
        if not any(atom.operator == "StringEquals" for atom in found):
            yield issue(
                Place(statement.route),
                "condition saml:recipient is missing; expected it under StringEquals for a SAML provider",
                about="saml:recipient",
            )
        for atom in found:
            for route, value in atom.values:
                if isinstance(value, str) and value not in _RECIPIENTS and not is_open(value):
                    yield issue(
                        Place(route),
                        "saml:recipient is {value}; expected the sign-in address of Alibaba Cloud",
                        "it is {address}",
                        value=quoted(value),
                        address=_RECIPIENTS[0],
                        severity=Severity.WARNING,
                    )
