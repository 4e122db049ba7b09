"""Every role may be passed to every service.

What it does: reports an Allow that takes `ram:PassRole` in, by its name or by a pattern (`ram:Pass*`, `ram:*`,
`*:PassRole`), on all roles and without a condition that limits `acs:Service`. It is silent where a Deny may take it.

Why: whoever holds it can hand a role with more rights to a service and act through it.

How to fix: name the role, or add `"StringEquals": {"acs:Service": "imm.aliyuncs.com"}`.

Source: IMM, configure a service role; RAM, PassRole.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.access.breadth import Allow, Breadth
from immlint.access.service import asked
from immlint.finding import Severity
from immlint.precondition import not_control, of_ram
from immlint.ram.atoms import always
from immlint.ram.condition import canonical
from immlint.ram.pattern import action
from immlint.ram.plain import some_action
from immlint.ram.written import Atom, atoms, texts
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
      "Action": "ram:PassRole",
      "Resource": "acs:ram:*:*:role/aliyunimmdefaultrole"
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
      "Action": "ram:PassRole",
      "Resource": "*",
      "Condition": {"StringEquals": {"acs:Service": "imm.aliyuncs.com"}}
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
      "Action": "ram:PassRole",
      "Resource": ["acs:ram::*:role/*", "acs:oss:*:*:b"]
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Action",
                "ram:PassRole is allowed for every role and service; expected a role or a condition on acs:Service",
            ),
        ),
    ),
)


def _passes_roles(text: str) -> bool:
    return action(text).holds(_PASS_ROLE)


@rule(
    on=Policy,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(
        of_ram,
        not_control,
    ),
    needs=(some_action(_passes_roles),),
)
def unrestricted_pass_role(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every action that lets every role be passed to every service."""
    breadth = policy.once(Breadth)
    for allow in breadth.allows:
        if allow.is_full:
            continue  # told as full access
        actions = [action for action in allow.said.actions if action.holds(_PASS_ROLE)]
        if not actions or _is_limited(allow) or not allow.reaches(_EVERY_ROLE):
            continue
        if breadth.takes_from(_PASS_ROLE, _EVERY_ROLE):
            continue
        for text in texts(allow.written, "Action"):
            if text.value == actions[0].text:
                yield issue(
                    Place(text.route),
                    "ram:PassRole is allowed for every role and service;"
                    " expected a role or a condition on acs:Service",
                )


_PASS_ROLE = "ram:PassRole"
# No name is empty.
_EVERY_ROLE = asked("acs:ram:*:*:role/?*")


def _is_limited(allow: Allow) -> bool:
    """Tell whether a condition says which service may get the role."""
    return any(atom.key.lower() == "acs:service" and not _is_always(atom) for atom in atoms(allow.written))


def _is_always(atom: Atom) -> bool:
    condition = canonical({atom.operator: {atom.key: [value for _, value in atom.values]}})
    return always(condition, frozenset({"acs:service"}))
