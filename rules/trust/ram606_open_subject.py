"""Whoever the OIDC provider knows may take the role.

What it does: looks for a condition on `oidc:sub`, and whether it leaves anybody out, where an OIDC provider is
trusted.

Why: `oidc:iss` and `oidc:aud` say which provider and which client; without `oidc:sub` every user, or every pod of a
cluster, gets the rights of the role. As information.

How to fix: add `"StringEquals": {"oidc:sub": "system:serviceaccount:<namespace>:<name>"}`.

Source: RAM, create a RAM role for a trusted IdP (OIDC).
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import of_ram, of_trust
from immlint.ram.atoms import FILLED, Conjunction
from immlint.ram.written import atoms, principals, statements
from immlint.rule import Example, Facts, Issue, issue, rule
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
      "Principal": {"Federated": "acs:ram::1234567890123456:oidc-provider/ack"},
      "Condition": {
        "StringEquals": {"oidc:iss": "https://oidc.example.com", "oidc:aud": "sts.aliyuncs.com"},
        "StringLike": {"oidc:sub": "system:serviceaccount:photos:*"}
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
      "Principal": {"Federated": "acs:ram::1234567890123456:oidc-provider/ack"},
      "Condition": {
        "StringEquals": {"oidc:iss": "https://oidc.example.com", "oidc:aud": "sts.aliyuncs.com"}
      }
    },
    {
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Principal": {"Federated": "acs:ram::1234567890123456:oidc-provider/ci"},
      "Condition": {
        "StringEquals": {"oidc:iss": "https://oidc.example.com", "oidc:aud": "sts.aliyuncs.com"},
        "StringLike": {"oidc:sub": "*"}
      }
    }
  ]
}
""",
        "trust-policy.json",
        finds=(
            (
                "/Statement/0",
                "there is no condition on oidc:sub: whoever the provider knows may take the role",
            ),
            (
                "/Statement/1/Condition/StringLike/oidc:sub",
                "the condition on oidc:sub holds for all: whoever the provider knows may take the role",
            ),
        ),
    ),
)

_SUBJECT = "oidc:sub"


@rule(on=Policy, severity=Severity.INFO, source=SOURCE, valid=VALID, invalid=INVALID, when=(of_ram, of_trust))
def open_subject(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every OIDC trust that leaves nobody out, at its condition or the statement."""
    anything = Conjunction((), FILLED | {_SUBJECT})
    for statement in statements(policy):
        given = list(atoms(statement))
        unclear = any(is_open(atom.key) for atom in given) or statement.body.get("Effect") != "Allow"
        if unclear or not any(":oidc-provider/" in text.value for text in principals(statement)):
            continue
        found = [atom for atom in given if atom.key.lower() == _SUBJECT]
        if not found:
            yield issue(
                Place(statement.route),
                "there is no condition on oidc:sub: whoever the provider knows may take the role",
            )
        elif all(anything.implies(atom.meaning) for atom in found):
            yield issue(
                Place(found[0].route),
                "the condition on oidc:sub holds for all: whoever the provider knows may take the role",
            )
