"""A principal of a trust policy is not of a known form.

What it does: checks that it is an object, its keys (`RAM`, `Service`, `Federated`) and the form of their values: accounts, users
and roles as ARNs, services as `<name>.aliyuncs.com`, identity providers as ARNs.

Why: RAM refuses the trust policy, or nobody can assume the role.

A service of another account has that account's id before an `@`.

How to fix: write the principal in the form the message names.

Source: RAM, edit the trust policy of a RAM role.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from immlint.finding import Severity
from immlint.message import Term
from immlint.precondition import of_ram, of_trust
from immlint.ram.written import Statement, is_trust, principals, statements
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy, holes, is_template

SOURCE = "https://www.alibabacloud.com/help/en/ram/edit-the-trust-policy-of-a-ram-role"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Principal": {"Service": ["123456789012****@log.aliyuncs.com"]}
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
      "Principal": {
        "RAM": ["1234567890123456"],
        "Service": "imm",
        "AWSs": "x",
        "Federated": "acs:ram::1234567890123456:role/x"
      },
      "Condition": {}
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Principal/RAM/0",
                'principal "1234567890123456" is no account, user or role; expected acs:ram::<account-id>:root, :user/<name> or :role/<name>',
            ),
            (
                "/Statement/0/Principal/Service",
                'principal "imm" is no service; expected <service>.aliyuncs.com',
            ),
            (
                "/Statement/0/Principal/AWSs",
                "there is no kind of principal AWSs; expected RAM, Service or Federated",
            ),
            (
                "/Statement/0/Principal/Federated",
                'principal "acs:ram::1234567890123456:role/x" is no identity provider; expected acs:ram::<account-id>:saml-provider/<name> or :oidc-provider/<name>',
            ),
        ),
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": "*"},
    {
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Principal": ["acs:ram::1234567890123456:root"]
    },
    {
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Principal": {"AWS": ["acs:ram::1234567890123456:root"]}
    }
  ]
}
""",
        "trust-policy.json",
        finds=(
            (
                "/Statement/0/Principal",
                "Principal is no object; expected one with RAM, Service or Federated",
            ),
            (
                "/Statement/1/Principal",
                "Principal is no object; expected one with RAM, Service or Federated",
            ),
            (
                "/Statement/2/Principal/AWS",
                "there is no kind of principal AWS; expected RAM, Service or Federated",
            ),
        ),
    ),
)

_ACCOUNT = r"acs:ram:\*?:[0-9*?xX]+"
_FORMS = {
    "RAM": (
        re.compile(rf"\*|{_ACCOUNT}:(root|\*|(user|role|assumed-role)/.+)"),
        Term("account, user or role"),
        Term("acs:ram::<account-id>:root, :user/<name> or :role/<name>"),
    ),
    "Service": (
        re.compile(r"([0-9xX]+@)?[\w.*?-]+\.aliyuncs\.com"),
        Term("service"),
        "<service>.aliyuncs.com",
    ),
    "Federated": (
        re.compile(rf"{_ACCOUNT}:(saml|oidc)-provider/.+"),
        Term("identity provider"),
        Term("acs:ram::<account-id>:saml-provider/<name> or :oidc-provider/<name>"),
    ),
}


@rule(
    on=Policy, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID, when=(of_ram, of_trust)
)
def invalid_principal(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every unknown kind of principal and every value of another form."""
    for statement in statements(policy):
        principal = statement.body.get("Principal")
        if isinstance(principal, dict):
            yield from _in_object(statement, principal)
        elif (
            isinstance(principal, list | str)
            and is_trust(statement)
            and not (isinstance(principal, str) and is_template(principal))
        ):
            yield issue(
                Place((*statement.route, "Principal")),
                "Principal is no object; expected one with RAM, Service or Federated",
                'write "Principal": {{"RAM": "acs:ram::<account-id>:root"}}',
            )


def _in_object(statement: Statement, principal: dict[str, object]) -> Iterator[Issue]:
    for key in principal:
        if key not in _FORMS and not is_template(key):
            place = Place((*statement.route, "Principal", key), key=True)
            yield issue(
                place, "there is no kind of principal {key}; expected RAM, Service or Federated", key=key
            )
    for text in principals(statement):
        if text.owner not in _FORMS or text.value == "*" or any(start == 0 for start, _ in holes(text.value)):
            continue
        pattern, what, expected = _FORMS[text.owner]
        if not pattern.fullmatch(text.value.replace("****", "xxxx")) and not is_template(text.value):
            yield issue(
                Place(text.route),
                "principal {value} is no {what}; expected {expected}",
                value=quoted(text.value),
                what=what,
                expected=expected,
            )
