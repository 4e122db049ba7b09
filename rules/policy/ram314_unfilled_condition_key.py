"""No request of the statement has the condition key.

What it does: holds each key against the actions of its statement. IMM fills no keys of its own and none of other
services, but the common ones (`acs:`). A tag key must name its tag (`ecs:tag/team`). What else is told is only
inferred: a key of a service that no action of the statement belongs to; `acs:Service` without `ram:PassRole`; and
`acs:ResourceTag` where all actions list or describe, or are of RDS or OSS, for which it was measured to be absent.

Why: the key is absent from every request, so the condition does not hold: an Allow grants nothing, a Deny lets pass.

How to fix: use a key that the action fills, such as `acs:SourceIp`.

Source: IMM, authorization page (no service-specific condition keys); RAM, policy elements, Condition.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.atoms import Atom as Meaning
from immlint.ram.condition import OF_AWS
from immlint.ram.key import ConditionKey
from immlint.ram.pattern import Action, Holes, is_wild
from immlint.ram.plain import some_atom
from immlint.ram.written import Atom, atoms, statements, texts
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy, is_open

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-ram"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "ecs:*",
      "Resource": "*",
      "Condition": {"StringEquals": {"ecs:tag/team": "a", "acs:ResourceTag/team": "a"}}
    },
    {
      "Effect": "Allow",
      "Action": ["imm:GetProject", "ecs:DescribeInstances"],
      "Resource": "*",
      "Condition": {"StringEquals": {"ecs:tag/team": "a"}}
    },
    {
      "Effect": "Allow",
      "Action": "*:List*",
      "Resource": "*",
      "Condition": {"StringEquals": {"oss:Prefix": "a"}}
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
      "Action": "ecs:*",
      "Resource": "*",
      "Condition": {"StringEquals": {"imm:ProjectName": "p", "ecs:tag": "team"}}
    },
    {
      "Effect": "Allow",
      "Action": "imm:Delete*",
      "Resource": "*",
      "Condition": {"StringEquals": {"ecs:tag/team": "a", "acs:ResourceTag/": "a"}}
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Condition/StringEquals/imm:ProjectName",
                "IMM fills no condition key imm:ProjectName; expected a common one",
            ),
            (
                "/Statement/0/Condition/StringEquals/ecs:tag",
                "condition key ecs:tag names no tag; expected ecs:tag/<tag-key>",
            ),
            (
                "/Statement/1/Condition/StringEquals/ecs:tag~1team",
                "IMM fills no condition key ecs:tag/team; expected a common one",
            ),
            (
                "/Statement/1/Condition/StringEquals/acs:ResourceTag~1",
                "condition key acs:ResourceTag/ names no tag; expected acs:ResourceTag/<tag-key>",
            ),
        ),
    ),
    Example(
        """Version: "1"
Statement:
  - Effect: Allow
    Action: ecs:StartInstance
    Resource: "*"
    Condition:
      StringEquals:
        oss:Prefix: a
        acs:Service: imm.aliyuncs.com
  - Effect: Allow
    Action: [ecs:Describe*, oss:*]
    Resource: "*"
    Condition:
      StringEquals:
        acs:ResourceTag/team: a
""",
        "policy.yaml",
        finds=(
            (
                "/Statement/0/Condition/StringEquals/oss:Prefix",
                "no action of the statement fills the condition key oss:Prefix",
            ),
            (
                "/Statement/0/Condition/StringEquals/acs:Service",
                "no action of the statement fills the condition key acs:Service",
            ),
            (
                "/Statement/1/Condition/StringEquals/acs:ResourceTag~1team",
                "no action of the statement fills the condition key acs:ResourceTag/team",
            ),
        ),
    ),
)

#: Services whose keys go by another code, or are those of a trust policy.
_ALIASES = {"bss": ("bssapi",), "bssapi": ("bss",), "sts": ("saml", "oidc")}
#: Keys of tags, of whatever service.
_TAGS = ("tag", "resourcetag", "requesttag", "buckettag", "existingobjecttag", "requestobjecttag")
#: Measured: no acs:ResourceTag.
_UNTAGGED = ("rds", "oss")
_HINT = "the condition does not hold where its key is absent"


def _may_lack(atom: Meaning) -> bool:
    """Tell whether a key is one that is not in every request, as far as its name tells."""
    key = ConditionKey.of(atom.key)
    if key.service.lower() != "acs" or key.name.lower() in _TAGS:
        return bool(key.service)
    return atom.name == "acs:service" or atom.name.startswith("acs:resourcetag/")


@rule(
    on=Policy,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(some_atom(_may_lack),),
)
def unfilled_condition_key(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every key that is in no request of its statement, at the key."""
    for statement in statements(policy):
        actions = [Action(text.value) for text in texts(statement, "Action")]
        if "NotAction" in statement.body or any(is_open(action.text) for action in actions):
            actions = []
        for atom in atoms(statement):
            # A key without a service is told as such.
            if not is_open(atom.key) and ConditionKey.of(atom.key).service:
                yield from _unfilled(atom, actions)


def _unfilled(atom: Atom, actions: Sequence[Action]) -> Iterator[Issue]:
    place = Place(atom.route, key=True)
    key = ConditionKey.of(atom.key)
    service = key.service.lower()
    named = atom.key.removesuffix("/")
    # The common ones without a slash are no well-formed keys.
    if not key.tag and key.name.lower() in _TAGS and (named != atom.key or service != "acs"):
        yield issue(
            place,
            "condition key {key} names no tag; expected {named}/<tag-key>",
            key=atom.key,
            named=named,
        )
    elif service == "imm" or (service not in ("acs", *OF_AWS) and _are_of_imm(actions)):
        yield issue(place, "IMM fills no condition key {key}; expected a common one", key=atom.key)
    elif actions and not any(_may_fill(action, service, atom.meaning.name) for action in actions):
        yield issue(
            place,
            "no action of the statement fills the condition key {key}",
            _HINT,
            key=atom.key,
            inferred=True,
        )


def _are_of_imm(actions: Sequence[Action]) -> bool:
    return bool(actions) and all(action.service == "imm" for action in actions)


def _may_fill(action: Action, service: str, name: str) -> bool:
    """Tell whether requests for an action may have a key of *service*."""
    if name == "acs:service":
        return action.holds("ram:PassRole", Holes.ANYTHING)
    if name.startswith("acs:resourcetag/"):
        lists = action.name.lower().startswith(("describe", "list"))
        return not (lists or action.service in _UNTAGGED)
    if service in ("acs", *OF_AWS) or action.service == service:
        return True
    return is_wild(action.service) or service in _ALIASES.get(action.service, ())
