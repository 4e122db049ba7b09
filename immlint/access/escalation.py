"""Actions by which whoever holds them gives himself more than was granted, and what a policy grants of them.

Source: RAM, API reference (what the actions do) and authorization (their resources); the services that run
code with a role that is passed to them: RAM, AliyunFCFullAccess; ECS, "Use an instance RAM role".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from immlint.access.breadth import everywhere
from immlint.access.service import asked
from immlint.ram import arn
from immlint.ram.actions import Actions
from immlint.ram.atoms import CONDITIONS, Atom, Conjunction, always, conjoined, implies
from immlint.ram.condition import canonical
from immlint.ram.decide.decision import decide
from immlint.ram.decide.resources import Resources
from immlint.ram.pattern import Action, Holes
from immlint.ram.policy import Policy, Statement
from immlint.record import cached_property, record, replace


@record
class Step:
    """An action that must be allowed on every resource of one of each of *families*; on any, without them.

    ``service`` is that to which a role is passed.
    """

    action: str
    families: tuple[tuple[str, ...], ...] = ()
    service: str = ""


#: Steps that together give more.
Way = tuple[Step, ...]


#: No name is empty.
_ROLES = ("acs:ram:*:*:role/?*",)
_USERS = ("acs:ram:*:*:user/?*",)
_GROUPS = ("acs:ram:*:*:group/?*",)
_POLICIES = ("acs:ram:*:*:policy/?*",)
_ANY_POLICY = (*_POLICIES, "acs:ram:*:system:policy/?*")
#: What runs code of the caller with a role that was passed to the service.
_RUNNING = {
    "fc.aliyuncs.com": ("fc:CreateFunction", "fc:UpdateFunction", "fc:CreateService", "fc:UpdateService"),
    "ecs.aliyuncs.com": ("ecs:RunInstances", "ecs:AttachInstanceRamRole"),
}


def _ways() -> Iterator[Way]:
    for kind, family in (("User", _USERS), ("Group", _GROUPS), ("Role", _ROLES)):
        yield (Step(f"ram:AttachPolicyTo{kind}", (family, _ANY_POLICY)),)
    yield (Step("ram:CreateAccessKey", (_USERS,)),)
    versions = ("ram:CreatePolicyVersion", "ram:SetDefaultPolicyVersion")
    yield tuple(Step(action, (_POLICIES,)) for action in versions)
    yield tuple(Step(action, (_ROLES,)) for action in ("ram:UpdateRole", "sts:AssumeRole"))
    for service, actions in _RUNNING.items():
        for action in actions:
            yield (Step("ram:PassRole", (_ROLES,), service), Step(action))


WAYS = tuple(_ways())
_NAMES = tuple(dict.fromkeys(step.action for way in WAYS for step in way))
#: What each of them begins with.
BEGINNINGS = tuple(dict.fromkeys(way[0].action for way in WAYS))
#: Keys about the caller and the moment: whoever meets them has all that is granted. Others narrow resources.
_CIRCUMSTANCES = frozenset(
    f"acs:{name}"
    for name in (
        *("currenttime", "securetransport", "sourceip", "vpcsourceip", "sourcevpc", "mfapresent"),
        *("principalarn", "principalrdid", "principalrdpath", "useragent", "accessid"),
    )
)
_ALL_OF_RAM = Action("ram:*")


class Granted:
    """What one policy grants of such steps, to a caller who meets its conditions."""

    def __init__(self, policy: Policy) -> None:
        self._denies = [s for s in policy.statements if s.effect == "Deny"]
        self._allows = [s for s in policy.statements if s.effect == "Allow" and s.is_whole]
        self._known: dict[Step, list[Statement]] = {}

    @cached_property
    def administers_ram(self) -> bool:
        """Whether a statement is about all of RAM: then nothing is more than it grants."""
        return any(_is_all_of_ram(s) and _is_on_all(s) for s in self._allows)

    def allowing(self, way: Way) -> list[list[Statement]]:
        """Return the Allows by which each step of *way* is granted, none if one of them is not."""
        # Few policies name all actions of a way: that is asked before any set is compared.
        if not all(step.action in self._named for step in way):
            return []
        found = []
        for step in way:
            if step not in self._known:
                self._known[step] = self._allowing(step)
            if not self._known[step]:
                return []
            found.append(self._known[step])
        return found

    @cached_property
    def _named(self) -> frozenset[str]:
        """The actions of steps that some Allow names."""
        found: set[str] = set()
        for statement in self._allows:
            if statement.not_actions is not None:
                found.update(name for name in _NAMES if statement.takes(name, Holes.NOTHING))
            found |= statement.about.once(_steps)
        return frozenset(found)

    def _allowing(self, step: Step) -> list[Statement]:
        allows = [s for s in self._allows if s.takes(step.action, Holes.NOTHING) and _is_met(s, step.service)]
        if not allows:
            return []
        wide = [replace(s, condition="") for s in allows]
        against = [d for d in self._denies if d.takes(step.action, Holes.ANYTHING)]
        denies = [replace(d, condition="") for d in against if _meets(d, allows)]
        for family in step.families or (("*",),):
            if not any(_grants(step.action, wide, denies, one, bool(step.families)) for one in family):
                return []
            if against and _is_denied(step, allows, against, family):
                return []
        return allows


def _steps(actions: Actions) -> frozenset[str]:
    """Return the actions of steps that some actions hold."""
    return frozenset[str]().union(*(action.among(_NAMES) for action in actions))


def _is_denied(
    step: Step, allows: Sequence[Statement], denies: Sequence[Statement], families: Sequence[str]
) -> bool:
    """Tell whether conditional Denies together surely take all that conditional Allows give."""
    passed = canonical({"StringEquals": {"acs:Service": step.service}} if step.service else None)
    given = [replace(s, condition=conjoined(s.condition, passed)) for s in allows]
    policy = Policy((*given, *denies))
    return all(
        decide([policy], step.action, Resources(arn.ANYTHING) if one == "*" else asked(one)).verdict == "none"
        for one in families
    )


def _is_all_of_ram(statement: Statement) -> bool:
    if statement.not_actions is not None:
        return not any(refused.meets(_ALL_OF_RAM) for refused in statement.not_actions)
    return any(action.covers(_ALL_OF_RAM) for action in statement.actions)


def _is_on_all(statement: Statement) -> bool:
    if any(one.text == "*" for one in statement.resources):
        return True
    named = [language for one in statement.resources if (language := one.language()) is not None]
    return bool(named) and everywhere("ram").are_within(named)


def _is_met(statement: Statement, service: str) -> bool:
    """Tell whether a caller may meet a condition without its narrowing what is granted."""
    atoms = CONDITIONS.read(statement.condition).atoms.atoms
    passed = Atom("StringEquals", "acs:Service", (service,))
    kept: list[Atom] = []
    for atom in atoms:
        if atom.name == "acs:service" and service:
            if not Conjunction([passed]).implies(atom):
                return False
        elif atom.name in _CIRCUMSTANCES:
            kept.append(atom)
        else:
            return False
    return not Conjunction(kept).is_never


def _meets(deny: Statement, allows: Sequence[Statement]) -> bool:
    """Tell whether a Deny applies wherever one of *allows* does."""
    return always(deny.condition) or any(implies(s.condition, deny.condition) for s in allows)


def _grants(action: str, allows: list[Statement], denies: list[Statement], family: str, whole: bool) -> bool:
    """Tell whether *allows* name the family (as a *whole*), and *denies* leave something of it."""
    resources = Resources(arn.ANYTHING) if family == "*" else asked(family)
    if whole and not any(
        one.holds(arn.point(resources.example or "")) for s in allows for one in s.resources
    ):
        return False  # what does not hold one of them does not hold all
    is_on_all = any(one.text == "*" for s in allows for one in s.resources)
    if whole and not is_on_all and decide([Policy(tuple(allows))], action, resources).certain != "all":
        return False
    if (whole or is_on_all) and not denies:
        return True
    return decide([Policy((*allows, *denies))], action, resources).certain in ("all", "some")
