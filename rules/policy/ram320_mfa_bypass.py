"""A Deny without MFA does not stop calls by access key.

What it does: reports a Deny under `Bool acs:MFAPresent false` where an Allow of the policy, for the same, asks for no
MFA; or where the policy allows nothing itself.

Why: a call signed with an access key carries no `acs:MFAPresent`. A condition on a key that is absent does not hold,
so the Deny stops only those who log on without MFA, and an access key passes.

How to fix: put `"Bool": {"acs:MFAPresent": "true"}` on the Allow.

Source: RAM, tutorial on MFA for RAM users (Allow under `"true"`).
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.atoms import CONDITIONS, Condition
from immlint.ram.atoms import Atom as Meaning
from immlint.ram.condition import canonical
from immlint.ram.plain import some_atom
from immlint.ram.policy import Statement as Read
from immlint.ram.prove.redundancy import Redundancy, meet
from immlint.ram.written import Atom, Statement, atoms, statements
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Policy

SOURCE = "https://www.alibabacloud.com/help/en/ram/use-cases/allow-only-mfa-enabled-ram-users-to-access-cloud-resources"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "ecs:*",
      "Resource": "*",
      "Condition": {"Bool": {"acs:MFAPresent": "true"}}
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
    {"Effect": "Allow", "Action": "ecs:Describe*", "Resource": "*"},
    {
      "Effect": "Allow",
      "Action": "ecs:Delete*",
      "Resource": "*",
      "Condition": {"Bool": {"acs:MFAPresent": "true"}}
    },
    {
      "Effect": "Deny",
      "Action": "ecs:Delete*",
      "Resource": "*",
      "Condition": {"Bool": {"acs:MFAPresent": "false"}}
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
    {"Effect": "Allow", "Action": "ecs:*", "Resource": "*"},
    {
      "Effect": "Deny",
      "Action": "ecs:Delete*",
      "Resource": "*",
      "Condition": {"Bool": {"acs:MFAPresent": ["false"]}}
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/1/Condition/Bool/acs:MFAPresent",
                "the Deny does not stop calls by access key, which carry no acs:MFAPresent",
            ),
        ),
    ),
)

_WITH_MFA = Condition(canonical({"Bool": {"acs:MFAPresent": "true"}}))


def _is_of_mfa(atom: Meaning) -> bool:
    return atom.name == "acs:mfapresent"


@rule(
    on=Policy,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(some_atom(_is_of_mfa),),
)
def mfa_bypass(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every Deny that an access key passes, at its key."""
    for statement in statements(policy):
        found = [atom for atom in atoms(statement) if _is_without_mfa(atom)]
        if statement.body.get("Effect") == "Deny" and found and _is_passed(policy, statement):
            yield issue(
                Place(found[0].route, key=True),
                "the Deny does not stop calls by access key, which carry no acs:MFAPresent",
                'allow under "Bool": {{"acs:MFAPresent": "true"}} instead',
            )


def _is_without_mfa(atom: Atom) -> bool:
    return (
        atom.meaning.name == "acs:mfapresent" and atom.operator == "Bool" and atom.meaning.texts == ("false",)
    )


def _is_passed(policy: Policy, statement: Statement) -> bool:
    """Tell whether what it denies may be allowed without MFA."""
    read = policy.once(Redundancy.of).statements
    deny = next((one for one in read if one.route == statement.route), None)
    allows = [one for one in read if one.effect == "Allow"]
    return deny is not None and (not allows or any(_passes(allow, deny) for allow in allows))


def _passes(allow: Read, deny: Read) -> bool:
    return meet(allow, deny) and not CONDITIONS.read(allow.condition).implies(_WITH_MFA)
