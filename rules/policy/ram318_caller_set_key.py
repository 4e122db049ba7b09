"""The only limit is a key that the caller sets itself.

What it does: reports an Allow all of whose conditions are about headers of the request (`acs:UserAgent`,
`acs:Referer`), and a Deny with such a condition: whoever sends other headers is not denied.

Why: a header is whatever the caller writes into it; it keeps nobody out. As information.

How to fix: limit by what the caller cannot choose: `acs:SourceIp`, `acs:PrincipalARN`, a resource group.

Source: OSS, RAM policy overview, conditions.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.atoms import Atom as Meaning
from immlint.ram.atoms import Conjunction
from immlint.ram.plain import some_atom
from immlint.ram.written import atoms, statements
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/oss/user-guide/ram-policy-overview"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "oss:GetObject",
      "Resource": "acs:oss:*:*:photos/*",
      "Condition": {
        "StringLike": {"acs:UserAgent": "gallery/*"},
        "IpAddress": {"acs:SourceIp": "10.0.0.0/8"}
      }
    }
  ]
}
""",
        "policy.json",
    ),
)
INVALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["oss:GetObject", "oss:PutObject"],
      "Resource": "acs:oss:*:*:photos/*",
      "Condition": {"StringLike": {"acs:UserAgent": "*gallery*"}}
    },
    {
      "Effect": "Deny",
      "Action": "oss:PutObject",
      "Resource": "acs:oss:*:*:photos/*",
      "Condition": {"StringNotLike": {"acs:UserAgent": "gallery/*"}}
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Condition/StringLike/acs:UserAgent",
                "acs:UserAgent is set by the caller, and nothing else limits the statement",
            ),
            (
                "/Statement/1/Condition/StringNotLike/acs:UserAgent",
                "acs:UserAgent is set by the caller, who so chooses not to be denied",
            ),
        ),
    ),
)

_HEADERS = ("acs:useragent", "acs:referer")
_HINT = "limit by what the caller cannot choose, such as acs:SourceIp"


def _is_header(atom: Meaning) -> bool:
    return atom.key.lower() in _HEADERS


@rule(
    on=Policy,
    severity=Severity.INFO,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(some_atom(_is_header),),
)
def caller_set_key(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every condition on a header that is the only limit, at its key."""
    anything = Conjunction(())
    for statement in statements(policy):
        found = [atom for atom in atoms(statement) if not anything.implies(atom.meaning)]
        chosen = [atom for atom in found if atom.key.lower() in _HEADERS]
        effect = statement.body.get("Effect")
        for atom in chosen:
            place = Place(atom.route, key=True)
            if effect == "Allow" and chosen == found:
                yield issue(
                    place,
                    "{key} is set by the caller, and nothing else limits the statement",
                    _HINT,
                    key=atom.key,
                )
            elif effect == "Deny":
                yield issue(
                    place,
                    "{key} is set by the caller, who so chooses not to be denied",
                    _HINT,
                    key=atom.key,
                )
