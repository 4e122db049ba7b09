"""The account of a resource or principal is no account id.

What it does: checks that the account field has 16 digits, is a pattern, or is empty; masked ids of samples
(`150910xxxxxxxxxx`) and the `system` of Alibaba Cloud's own policies are let pass. In a trust policy, the principals are checked.

Why: the resource or principal belongs to nobody, so the statement has no effect.

How to fix: write the 16-digit id of the account, or `*`.

Source: RAM, policy elements, Resource.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from immlint.access.sound import told_as_a_whole
from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.arn import split
from immlint.ram.plain import Head, some_head
from immlint.ram.written import Text, principals, statements, texts
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy, is_open

SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-elements"

_COUNTED = "12345678901234567890"
_FEWEST = 9

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "oss:GetObject",
      "Resource": [
        "acs:oss:*:1746495857602745:b/*",
        "acs:oss:*:150910xxxxxxxxxx:b",
        "acs:ram::*:role/x",
        "acs:ram:*:system:policy/AliyunIMMReadOnlyAccess"
      ]
    }
  ]
}
""",
        "policy.json",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Principal": {
        "RAM": [
          "acs:ram::123456789012****:root",
          "acs:ram::1234567890123456:user/u",
          "acs:ram::${account}:root"
        ],
        "Service": "imm.aliyuncs.com"
      }
    }
  ]
}
""",
        "trust-policy.json",
    ),
    Example(
        """```json
{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:GetProject", "Resource": "acs:imm:*:123456789012:project/p"}
  ]
}
```
""",
        "policy.md",
    ),
)
INVALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:GetProject", "Resource": "acs:imm:*:12345:project/p"}
  ]
}
""",
        "policy.json",
        finds=(("/Statement/0/Resource", 'account "12345" is no account id; expected 16 digits or *'),),
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"RAM": ["acs:ram::123:root"]}}
  ]
}
""",
        "trust-policy.json",
        finds=(("/Statement/0/Principal/RAM/0", 'account "123" is no account id; expected 16 digits'),),
    ),
)


def _has_wrong_account(head: Head) -> bool:
    return len(head) == 4 and head[0] == "acs" and _ACCOUNT.fullmatch(head[3]) is None


#: An account, or what may be one.
_ACCOUNT = re.compile(r"[0-9]{16}|.*[*?xX].*|", re.S)


@rule(
    on=Policy,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(some_head(_has_wrong_account),),
)
def invalid_account(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every account that is none, unless the resource is told as a whole."""
    useless = policy.once(told_as_a_whole)
    for statement in statements(policy):
        for text in texts(statement, "Resource") if not statement.is_resource_policy else ():
            part = _wrong_part(text)
            if part and text.route not in useless:
                yield issue(
                    Place(text.route, part=part),
                    "account {account} is no account id; expected 16 digits or *",
                    account=quoted(text.value[slice(*part)]),
                )
        for text in principals(statement) if policy.kind == "trust" else ():
            part = _wrong_part(text)
            if part:
                yield issue(
                    Place(text.route, part=part),
                    "account {account} is no account id; expected 16 digits",
                    account=quoted(text.value[slice(*part)]),
                )


def _wrong_part(text: Text) -> tuple[int, int] | None:
    """Return where an account stands that is none."""
    fields = split(text.value)
    if len(fields) < 5 or fields[0] != "acs" or is_open(fields[3]):
        return None
    account = fields[3]
    if fields[1] == "ram" and account == "system":
        return None  # the policies of Alibaba Cloud itself: acs:ram:*:system:policy/AdministratorAccess
    if not account or {"*", "?", "x", "X"} & set(account) or re.fullmatch(r"[0-9]{16}", account):
        return None
    if Place(text.route).is_in_sample and len(account) >= _FEWEST and _COUNTED.startswith(account):
        return None  # documentation counts digits where an account is to be filled in
    start = len(":".join(fields[:3])) + 1
    return start, start + len(account)
