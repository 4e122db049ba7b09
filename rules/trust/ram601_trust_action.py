"""The action of a trust policy is not sts:AssumeRole.

What it does: checks the actions of statements with a principal. A wildcard that covers it, and further
actions of `sts`, are a warning. `NotAction` names no action.

Why: a role is assumed by `sts:AssumeRole` alone, also by services, SAML and OIDC; RAM takes no other.

How to fix: write `"Action": "sts:AssumeRole"`.

Source: RAM, edit the trust policy of a RAM role.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.language import Language
from immlint.precondition import of_ram, of_trust
from immlint.ram.written import is_trust, statements, texts
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy, is_open

SOURCE = "https://www.alibabacloud.com/help/en/ram/edit-the-trust-policy-of-a-ram-role"

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
      "Action": "sts:AssumeRoleWithOIDC",
      "Principal": {"Service": "imm.aliyuncs.com"}
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Action",
                'action "sts:AssumeRoleWithOIDC" in a trust policy; expected "sts:AssumeRole"',
            ),
        ),
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": ["sts:*"], "Principal": {"Service": "imm.aliyuncs.com"}}
  ]
}
""",
        "policy.json",
        finds=(("/Statement/0/Action/0", 'action "sts:*" in a trust policy; expected "sts:AssumeRole"'),),
    ),
    Example(
        """Version: "1"
Statement:
  - Effect: Allow
    NotAction: imm:*
    Principal:
      Service: imm.aliyuncs.com
""",
        "trust-policy.yaml",
        finds=(
            (
                "/Statement/0/NotAction",
                'NotAction in a trust policy; expected "Action": "sts:AssumeRole"',
            ),
        ),
    ),
)


@rule(
    on=Policy, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID, when=(of_ram, of_trust)
)
def trust_action(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every other action of a trust policy."""
    for statement in statements(policy):
        if not is_trust(statement):
            continue
        if "NotAction" in statement.body:
            yield issue(
                Place((*statement.route, "NotAction"), key=True),
                'NotAction in a trust policy; expected "Action": "sts:AssumeRole"',
            )
        for text in texts(statement, "Action"):
            action = text.value
            if action.lower() == "sts:assumerole" or is_open(action):
                continue
            covers = Language.glob(action.lower()).matches("sts:assumerole")
            # What may stand beside it, such as sts:SetSourceIdentity, is not documented in full; but
            # the API calls AssumeRoleWithSAML and AssumeRoleWithOIDC are no actions.
            beside = action.lower().startswith("sts:") and "assumerolewith" not in action.lower()
            severity = Severity.WARNING if covers or beside else None
            yield issue(
                Place(text.route),
                'action {action} in a trust policy; expected "sts:AssumeRole"',
                action=quoted(action),
                severity=severity,
            )
