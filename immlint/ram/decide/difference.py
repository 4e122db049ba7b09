"""What one set of policies grants that another does not, per action and resource family.

An access is an action, a resource and which conditions hold. It is gained if the new policies grant it
and the old do not. As conditions are atoms, the fewest that let the new policies grant it decide: that
of one Allow, and, where the old policies would grant it as well, that of one Deny among them. So no
assignment of conditions need be tried but those pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from immlint.message import Message
from immlint.ram import arn
from immlint.ram.atoms import CONDITIONS, conjoined, never
from immlint.ram.decide.reach import Access, Gained, actions_of, resources_of
from immlint.ram.decide.reason import NO_REASON, TOO_LONG
from immlint.ram.decide.resources import Resources
from immlint.ram.pattern import Action, Holes, is_wild
from immlint.ram.policy import Policy, Statement
from immlint.record import record

#: Statements that stand against one access under conditions of their own, one taken after the other.
_DEEPEST = 6


@record
class Grant:
    """An access that only one side has: an action, and a shortest resource as its witness.

    ``family`` is the pattern of the policy that names it. ``condition`` is the condition under which it
    is granted, empty for none; ``despite`` that of a Deny of the other side that takes it away there.
    ``unless`` are conditions under which it is no difference: the other side grants it as well then, or a
    Deny takes it away.
    """

    action: str
    resource: str
    condition: str = ""
    family: str = "*"
    despite: str = ""
    unless: tuple[str, ...] = ()


@record
class Difference:
    """What the new policies grant beyond the old ones, and the reverse.

    ``undecided`` holds the actions for which the answer depends on what is not documented, or the
    search was too long; ``reasons`` says of what.
    """

    gained: tuple[Grant, ...]
    lost: tuple[Grant, ...]
    undecided: tuple[str, ...] = ()
    reasons: tuple[Message, ...] = ()

    @property
    def equal(self) -> bool:
        """Whether both grant the same."""
        return not (self.gained or self.lost or self.undecided)

    @property
    def narrower(self) -> bool:
        """Whether the new policies grant nothing that the old ones did not."""
        return not (self.gained or self.undecided)

    @property
    def wider(self) -> bool:
        """Whether the new policies grant everything that the old ones did."""
        return not (self.lost or self.undecided)


#: The resources that each known action is asked for: those that a request can really name first.
Families = Mapping[str, tuple[Resources, ...]]


def diff(old: Iterable[Policy], new: Iterable[Policy], actions: Families | None = None) -> Difference:
    """Compare two sets of policies, exactly, for every action and resource there may be.

    *actions* are known names with the resources that each is asked for (the catalogue): accesses are told
    by them where they can be, and only of those resources. Placeholders are compared as they are written.

    Raises ValueError for policies that limit others beside those that grant: what is left then is no union.
    """
    old, new = list(old), list(new)
    kinds = {policy.kind for policy in (*old, *new) if policy.statements}
    if len(kinds) > 1 and kinds & {"session", "control"}:
        fault = "policies that grant stand beside such as limit; expected policies of one kind"
        raise ValueError(Message(fault))
    before = [s for policy in old for s in policy.statements]
    after = [s for policy in new for s in policy.statements]
    known = {name.lower(): family for name, family in (actions or {}).items()}
    names = _names([*before, *after], actions or {})
    doubts = _Doubts([], [])
    gained = _Beyond(after, before, known).grants(names, doubts)
    lost = _Beyond(before, after, known).grants(names, doubts)
    undecided, reasons = tuple(dict.fromkeys(doubts.actions)), tuple(dict.fromkeys(doubts.reasons))
    return Difference(tuple(gained), tuple(lost), undecided, reasons)


def _names(statements: Sequence[Statement], known: Iterable[str]) -> dict[str, str]:
    """Return the actions that are known by name, by their lower case."""
    literal = {
        action.text
        for s in statements
        for action in (*s.actions, *(s.not_actions or ()))
        if not action.is_wild and ":" in action.text.strip(":")
    }
    return {name.lower(): name for name in (*sorted(literal), *known)}


class _Doubts(NamedTuple):
    """The actions of which it cannot be told what is gained, and why."""

    actions: list[str]
    reasons: list[Message]


def _order(grant: Grant) -> tuple[bool, str, str, str]:
    """Patterns come first: they say most."""
    return (not is_wild(grant.action), grant.action.lower(), grant.family, grant.condition)


def _pattern_of(access: Access, action: str, without: Sequence[Statement]) -> str:
    """Return the pattern of actions by which an Allow names an action, if that stands for what is gained.

    It does where a typical action of the pattern has the same statements against it.
    """
    allow = access.allow
    own = "*" if allow.not_actions is not None else None
    own = own or next((a.text for a in allow.actions if a.holds(action)), action)
    typical = Action(own).typical
    same = [s for s in access.against if s.takes(typical, Holes.LITERAL)]
    return own if set(map(id, same)) <= set(map(id, without)) else action


def _holding(access: Access) -> str:
    return conjoined(access.allow.condition, access.denied.condition if access.denied else "")


def _about(statements: Iterable[Statement], witness: str) -> list[Statement]:
    """Return the statements that name a resource."""
    point = arn.point(witness)
    return [s for s in statements if any(one.holds(point) for one in s.resources)]


class _Beyond:
    """What the statements *mine* grant and *theirs* do not."""

    def __init__(
        self, mine: Sequence[Statement], theirs: Sequence[Statement], families: Families | None = None
    ) -> None:
        self.mine, self.theirs, self._families = mine, theirs, families or {}
        self._shared = {s.meaning for s in mine} & {s.meaning for s in theirs}
        #: What may refuse or grant as well: the rest of a difference that a condition makes.
        self._conditional = [
            *(s for s in mine if s.effect == "Deny" and s.condition),
            *(s for s in theirs if s.effect == "Allow" and s.condition),
        ]

    def grants(self, names: dict[str, str], doubts: _Doubts) -> list[Grant]:
        """Return the accesses; what cannot be told goes to *doubts*."""
        found: dict[tuple[str, ...], Grant] = {}
        for access in self._ways():
            answers: dict[tuple[frozenset[int], tuple[Resources, ...]], Gained] = {}
            for action, without in actions_of(access, names, doubts.actions):
                families = self._families.get(action, ())
                partly = self._partly(access, action)
                key = (frozenset(map(id, (*without, *partly))), families)
                if key not in answers:
                    gained = self._gained(access, without, partly, families)
                    if partly and gained.patterns:
                        gained = _surest(gained, access, [*without, *partly], families)
                    answers[key] = gained
                # What is known by name is told so; else the pattern that holds it says more than one name.
                shown = names.get(action) or _pattern_of(access, action, without)
                if answers[key].doubt is not None:
                    doubts.actions.append(shown)
                    doubts.reasons.append(answers[key].doubt or NO_REASON)
                despite = access.denied.condition if access.denied else ""
                for pattern, witness in answers[key].patterns:
                    unless = tuple(sorted({s.condition for s in _about(partly, witness)}))
                    grant = Grant(
                        shown, arn.written(witness) or "", access.allow.condition, pattern, despite, unless
                    )
                    found.setdefault((shown, pattern, grant.condition, despite, *unless), grant)
        return sorted(_plain(found.values()), key=_order)

    def _ways(self) -> Iterator[Access]:
        """Yield each Allow of ours against what they allow, and with each Deny of theirs.

        What both sides have alike needs no look: their Allow covers ours, our Deny stands where theirs does.
        """
        allows = [s for s in self.mine if s.effect == "Allow"]
        denies = [s for s in self.theirs if s.effect == "Deny" and s.meaning not in self._shared]
        for allow in allows:
            if never(allow.condition):
                continue
            if allow.meaning not in self._shared:
                yield Access(allow, None, self._against(allow.condition, theirs=True))
            for deny in denies:
                if not never(allow.condition, deny.condition):
                    holding = conjoined(allow.condition, deny.condition)
                    yield Access(allow, deny, self._against(holding, theirs=False))

    def _partly(self, access: Access, action: str) -> list[Statement]:
        """Return what stands against an action of the access under a condition that may hold as well."""
        holding = _holding(access)
        return [
            s
            for s in self._conditional
            if (access.denied is None or s.effect == "Deny")
            and s not in access.against
            and s.takes(action, Holes.LITERAL)
            and not CONDITIONS.exclude(holding, s.condition)
        ]

    def _gained(
        self,
        access: Access,
        without: Sequence[Statement],
        partly: Sequence[Statement],
        families: tuple[Resources, ...],
    ) -> Gained:
        """Return what is gained, though statements may stand against it under all conditions together."""
        gained = resources_of(access, without, families)
        for _, witness in gained.patterns:
            near = _about(partly, witness)
            if not CONDITIONS.covers(_holding(access), [s.condition for s in near]):
                continue
            if len(without) - len(access.against) > _DEEPEST:
                return Gained([], TOO_LONG)
            # Resources that one of them does not name may still be gained.
            parts = [
                self._gained(access, [*without, one], [s for s in partly if s is not one], families)
                for one in near
            ]
            doubt = next((part.doubt for part in parts if part.doubt is not None), gained.doubt)
            patterns = dict(pair for part in parts for pair in part.patterns)
            return Gained(list(patterns.items()), doubt)
        return gained

    def _against(self, holding: str, *, theirs: bool) -> tuple[Statement, ...]:
        """Return what surely refuses, or grants as well, where a condition holds."""
        refusing = [s for s in self.mine if s.effect == "Deny" and CONDITIONS.implies(holding, s.condition)]
        granting = [
            s for s in self.theirs if s.effect == "Allow" and CONDITIONS.implies(holding, s.condition)
        ]
        return (*refusing, *(granting if theirs else ()))


def _surest(
    gained: Gained, access: Access, without: Sequence[Statement], families: tuple[Resources, ...]
) -> Gained:
    """Return for each pattern a resource that no statement names even under a condition, if there is one."""
    free = dict(resources_of(access, without, families).patterns)
    return gained._replace(patterns=[(name, free.get(name, witness)) for name, witness in gained.patterns])


def _plain(grants: Iterable[Grant]) -> Iterator[Grant]:
    """Leave out what is gained only under a condition where it is gained without one as well."""
    grants = list(grants)
    free = {(g.action, g.family) for g in grants if not (g.condition or g.despite or g.unless)}
    for grant in grants:
        if not (grant.condition or grant.despite) or (grant.action, grant.family) not in free:
            yield grant
