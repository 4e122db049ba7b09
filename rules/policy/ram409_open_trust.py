"""Anybody may assume the role.

What it does: reports principals of trust policies that name every account (`*`, `acs:ram::*:root`) or more than
one, every service, or the identity provider of whatever account; not where a condition on `acs:PrincipalARN` or the
resource directory says who.

Why: everybody with an account of Alibaba Cloud can take the rights of the role.

How to fix: name the account, user or role.

Source: RAM, edit the trust policy of a RAM role.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.language import Chars, Language
from immlint.precondition import of_ram, of_trust
from immlint.ram.arn import split
from immlint.ram.atoms import Conjunction
from immlint.ram.written import Statement, Text, atoms, principals, statements
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
      "Principal": {"RAM": ["acs:ram::1234567890123456:root"]}
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
      "Principal": {"RAM": ["acs:ram::*:root"]},
      "Condition": {"StringEquals": {"acs:PrincipalRDId": "rd-3G"}}
    },
    {"Effect": "Deny", "Action": "sts:AssumeRole", "Principal": {"RAM": "*"}}
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
    {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"RAM": ["acs:ram::*:root", "*"]}}
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Principal/RAM/0",
                'principal "acs:ram::*:root" is any account; expected a named one',
            ),
            ("/Statement/0/Principal/RAM/1", 'principal "*" is any account; expected a named one'),
        ),
    ),
    Example(
        """Version: "1"
Statement:
  - Effect: Allow
    Action: sts:AssumeRole
    Principal:
      RAM: acs:ram::12345678901234??:root
      Service: ["*.aliyuncs.com"]
      Federated: "*"
""",
        "trust-policy.yaml",
        finds=(
            (
                "/Statement/0/Principal/RAM",
                'principal "acs:ram::12345678901234??:root" is more than one account; expected a named one',
            ),
            (
                "/Statement/0/Principal/Service/0",
                'principal "*.aliyuncs.com" is any service; expected a named one',
            ),
            (
                "/Statement/0/Principal/Federated",
                'principal "*" is the identity provider of any account; expected that of a named one',
            ),
        ),
    ),
)


_OWNERS = ("RAM", "Service", "Federated")
_WILD = frozenset("*?")
_ACCOUNT = Language.hole(Chars.between("09"), 16, 16)
_SERVICE = Language.hole(Chars.between("az", "09", "--"), 1) + Language.literal(".aliyuncs.com")
#: Keys that tell who is asking: under one of them not everybody can.
_WHO = ("acs:principalarn", "acs:principalrdid", "acs:principalrdpath")


@rule(
    on=Policy, severity=Severity.WARNING, source=SOURCE, valid=VALID, invalid=INVALID, when=(of_ram, of_trust)
)
def open_trust(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every principal that is anybody."""
    for statement in statements(policy):
        if statement.body.get("Effect") != "Allow" or _is_limited(statement):
            continue
        for text in principals(statement):
            if text.owner in _OWNERS and not is_open(text.value) and _is_anybody(text):
                yield issue(Place(text.route), _message(text.owner), value=quoted(text.value))
            elif text.owner == "RAM" and not is_open(text.value) and _WILD & set(_account(text.value)):
                yield issue(
                    Place(text.route),
                    "principal {value} is more than one account; expected a named one",
                    value=quoted(text.value),
                )


def _is_limited(statement: Statement) -> bool:
    """Tell whether a condition says who of all the principals may, so that it is not any."""
    anything = Conjunction(())
    return any(atom.meaning.name in _WHO and not anything.implies(atom.meaning) for atom in atoms(statement))


def _is_anybody(text: Text) -> bool:
    if text.value == "*":
        return True
    if text.owner == "Service":
        return _SERVICE.is_within(Language.glob(text.value))
    return _ACCOUNT.is_within(Language.glob(_account(text.value)))


def _account(principal: str) -> str:
    """Return the account of a principal; whatever is no ARN of RAM names none."""
    fields = split(principal)
    return fields[3] if len(fields) == 5 and fields[1] == "ram" else ""


def _message(owner: str) -> str:
    if owner == "Service":
        return "principal {value} is any service; expected a named one"
    if owner == "Federated":
        return "principal {value} is the identity provider of any account; expected that of a named one"
    return "principal {value} is any account; expected a named one"
