"""What one set of policies grants that another does not, per action and resource family.

An access is an action, a resource and which conditions hold. It is gained if the new policies grant it
and the old do not. As conditions are atoms, the fewest that let the new policies grant it decide: that
of one Allow, and, where the old policies would grant it as well, that of one Deny among them. So no
assignment of conditions need be tried but those pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from immlint.language import Language, combinations, shortest
from immlint.ram import arn
from immlint.ram.arn import Named, Reading
from immlint.ram.atoms import Conditions, conjoined, never
from immlint.ram.decide.reading import crossing, languages
from immlint.ram.decide.reason import NO_REASON, TOO_LONG, Reason
from immlint.ram.pattern import Action, Holes, is_wild
from immlint.ram.policy import Policy, Statement


@dataclass(frozen=True, slots=True)
class Grant:
    """An access that only one side has: an action, and a shortest resource as its witness.

    ``family`` is the pattern of the policy that names it. ``condition`` is the condition under which it
    is granted, empty for none; ``despite`` that of a Deny of the other side that takes it away there.
    """

    action: str
    resource: str
    condition: str = ""
    family: str = "*"
    despite: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What the new policies grant beyond the old ones, and the reverse.

    ``undecided`` holds the actions for which the answer depends on what is not documented, or the
    search was too long; ``reasons`` says of what.
    """

    gained: tuple[Grant, ...]
    lost: tuple[Grant, ...]
    undecided: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def equal(self) -> bool:
        """Whether both grant the same."""
        return not (self.gained or self.lost or self.undecided)

    @property
    def narrower(self) -> bool:
        """Whether the new policies grant nothing that the old ones did not."""
        return not (self.gained or self.undecided)


#: The resources that each known action is asked for: those that a request can really name first.
Families = Mapping[str, tuple[Language, ...]]


def diff(old: Iterable[Policy], new: Iterable[Policy], actions: Families | None = None) -> Difference:
    """Compare two sets of policies, exactly, for every action and resource there may be.

    *actions* are known names with the resources that each is asked for (the catalogue): accesses are told
    by them where they can be, and only of those resources. Placeholders are compared as they are written.
    """
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
    reasons: list[Reason]


class _Gained(NamedTuple):
    """Patterns of an Allow, each with a shortest resource that is gained; why that may not be all."""

    patterns: list[tuple[str, str]]
    doubt: Reason | None


def _order(grant: Grant) -> tuple[bool, str, str, str]:
    """Patterns come first: they say most."""
    return (not is_wild(grant.action), grant.action.lower(), grant.family, grant.condition)


def _pattern_of(access: _Access, action: str, without: Sequence[Statement]) -> str:
    """Return the pattern of actions by which an Allow names an action, if that stands for what is gained.

    It does where a typical action of the pattern has the same statements against it.
    """
    allow = access.allow
    own = "*" if allow.not_actions is not None else None
    own = own or next((a.text for a in allow.actions if a.holds(action)), action)
    typical = Action(own).typical
    same = [s for s in access.against if s.takes(typical, Holes.LITERAL)]
    return own if set(map(id, same)) <= set(map(id, without)) else action


@dataclass(frozen=True, slots=True)
class _Access:
    """One way to gain: an Allow of ours, and what it must beat."""

    allow: Statement
    denied: Statement | None
    against: tuple[Statement, ...]


class _Beyond:
    """What the statements *mine* grant and *theirs* do not."""

    def __init__(
        self, mine: Sequence[Statement], theirs: Sequence[Statement], families: Families | None = None
    ) -> None:
        self.mine, self.theirs, self._families = mine, theirs, families or {}
        self._shared = {s.meaning for s in mine} & {s.meaning for s in theirs}
        self._conditions = Conditions()

    def grants(self, names: dict[str, str], doubts: _Doubts) -> list[Grant]:
        """Return the accesses; what cannot be told goes to *doubts*."""
        found: dict[tuple[str, ...], Grant] = {}
        for access in self._ways():
            answers: dict[tuple[frozenset[int], tuple[Language, ...]], _Gained] = {}
            for action, without in _actions(access, names, doubts.actions):
                families = self._families.get(action, ())
                key = (frozenset(map(id, without)), families)
                if key not in answers:
                    answers[key] = _resources(access, without, families)
                # What is known by name is told so; else the pattern that holds it says more than one name.
                shown = names.get(action) or _pattern_of(access, action, without)
                if answers[key].doubt is not None:
                    doubts.actions.append(shown)
                    doubts.reasons.append(answers[key].doubt or NO_REASON)
                despite = access.denied.condition if access.denied else ""
                for pattern, witness in answers[key].patterns:
                    grant = Grant(shown, arn.written(witness) or "", access.allow.condition, pattern, despite)
                    found.setdefault((shown, pattern, grant.condition, despite), grant)
        return sorted(_plain(found.values()), key=_order)

    def _ways(self) -> Iterator[_Access]:
        """Yield each Allow of ours against what they allow, and with each Deny of theirs.

        What both sides have alike needs no look: their Allow covers ours, our Deny stands where theirs does.
        """
        allows = [s for s in self.mine if s.effect == "Allow"]
        denies = [s for s in self.theirs if s.effect == "Deny" and s.meaning not in self._shared]
        for allow in allows:
            if never(allow.condition):
                continue
            if allow.meaning not in self._shared:
                yield _Access(allow, None, self._against(allow.condition, theirs=True))
            for deny in denies:
                if not never(allow.condition, deny.condition):
                    holding = conjoined(allow.condition, deny.condition)
                    yield _Access(allow, deny, self._against(holding, theirs=False))

    def _against(self, holding: str, *, theirs: bool) -> tuple[Statement, ...]:
        """Return what surely refuses, or grants as well, where a condition holds."""
        refusing = [
            s for s in self.mine if s.effect == "Deny" and self._conditions.implies(holding, s.condition)
        ]
        granting = [
            s for s in self.theirs if s.effect == "Allow" and self._conditions.implies(holding, s.condition)
        ]
        return (*refusing, *(granting if theirs else ()))


def _actions(
    access: _Access, names: dict[str, str], undecided: list[str]
) -> Iterator[tuple[str, list[Statement]]]:
    """Yield actions of the access, each with the statements that stand against it.

    First those known by name, then one for each least set of statements that an action can have
    against it.
    """
    needed = [access.allow, *([access.denied] if access.denied else [])]
    wild = all(map(_is_wild, needed))
    own = [s for s in needed if not _is_wild(s)]
    for action in (a.folded for a in own[0].actions) if own else names:
        if all(s.takes(action, Holes.LITERAL) for s in needed):
            yield action, [s for s in access.against if s.takes(action, Holes.LITERAL)]
    if wild:
        yield from _unnamed(needed, access.against, undecided)


def beyond(statement: Statement, against: Iterable[Statement]) -> tuple[tuple[str, str] | None, bool]:
    """Return an access that *statement* names and none of *against* does, whatever their conditions.

    It is an action and a resource in the joined form of ``arn``. The second value tells whether that is
    settled: ``(None, True)`` proves that there is none.
    """
    access = _Access(statement, None, tuple(against))
    answers: dict[frozenset[int], bool] = {}
    doubts: list[str] = []
    for action, without in _actions(access, {}, doubts):
        key = frozenset(map(id, without))
        if key not in answers:
            gained = _resources(access, without)
            answers[key] = gained.doubt is None
            if gained.patterns:
                return (action, gained.patterns[0][1]), True
    return None, not doubts and all(answers.values())


def _is_wild(statement: Statement) -> bool:
    return statement.not_actions is not None or any(action.is_wild for action in statement.actions)


def _unnamed(
    needed: Sequence[Statement], against: Sequence[Statement], undecided: list[str]
) -> Iterator[tuple[str, list[Statement]]]:
    """Yield an action for each least set of statements against it, but where one of them leaves nothing."""
    within: list[list[Language]] = [[arn.ACTIONS]]
    strong = [s for s in against if s.not_actions is None and _cover(s.resources, needed[0].resources)]
    covered = {action.folded: action for s in strong for action in s.actions}
    others: list[tuple[Language, Statement | None]] = []
    contrary: list[tuple[Language, Statement]] = []
    for statement in needed:
        if statement.not_actions is None:
            left = {action.folded: action for action in statement.actions}
            within.append([action.language for action in left.values() if not _is_held(action, covered)])
        else:
            others += [(action.language, None) for action in statement.not_actions]
    for statement in against:
        if statement.not_actions is None:
            others += [(action.language, statement) for action in statement.actions]
        else:
            contrary += [(action.language, statement) for action in statement.not_actions]
    if not all(within):
        return
    stronger = {id(None), *map(id, strong)}
    fatal = [number for number, (_, owner) in enumerate(others) if id(owner) in stronger]
    found, complete = combinations(
        within, [one for one, _ in others], [one for one, _ in contrary], fatal=frozenset(fatal)
    )
    if not complete:
        undecided.append(next((action.text for action in needed[0].actions), "*"))
    for text, inside, ends in found:
        met = {id(others[number][1]) for number in inside}
        spared = {id(contrary[number][1]) for number in ends}
        yield (
            text,
            [s for s in against if (id(s) in met if s.not_actions is None else id(s) not in spared)],
        )


def _is_held(action: Action, patterns: dict[str, Action]) -> bool:
    """Tell whether one of *patterns* holds every action of *action*; by several together it may be too."""
    return action.folded in patterns or any(large.covers(action) for large in patterns.values())


def _cover(large: tuple[Named, ...], small: tuple[Named, ...]) -> bool:
    """Tell whether the resources *large* hold all of *small*."""
    missing = [one for one in small if not any(other.covers(one) for other in large)]
    if not missing:
        return True
    # One typical resource of each answers most questions before sets are compared.
    if not all(any(other.holds(point) for other in large) for point in map(arn.sample, missing)):
        return False
    held = [language for one in large if (language := one.language())]
    wanted = [language for one in missing if (language := one.language())]
    return shortest([wanted], held, budget=50_000) == (None, True)


def _resources(access: _Access, without: Sequence[Statement], families: tuple[Language, ...] = ()) -> _Gained:
    """Return what is gained of the first of *families* of which anything is, or of every resource.

    It is in doubt where wildcards that cross colons would make another answer.
    """
    found: list[tuple[str, str]] = []
    doubt: Reason | None = None
    if not access.allow.resources:
        doubt = Reason.of("a statement names no Resource; what it applies to is not documented")
    beaten = {one for s in without for one in s.resources}
    for named in dict.fromkeys(access.allow.resources):
        if any(other.covers(named) for other in beaten):
            continue
        search = _Search(access, named, without, families)
        witness, complete = search.by(Reading.WRITTEN)
        if witness is None or _depends(named, beaten):
            other, settled = search.by(Reading.CROSSING)
            if (witness is None) != (other is None) and complete and settled:
                culprit = next((r for r in (named, *beaten) if r.is_ambiguous), named)
                doubt = crossing(culprit)
                continue
            complete = complete and settled
        if witness is not None:
            found.append((named.text, witness))
        elif not complete:
            doubt = TOO_LONG
        if named.is_open and doubt is None:
            doubt = Reason.of("{pattern} is filled in later", pattern=repr(named.text))
    return _Gained(found, doubt)


class _Search(NamedTuple):
    """What one pattern of an Allow names beyond the statements *without*."""

    access: _Access
    named: Named
    without: Sequence[Statement]
    families: tuple[Language, ...]

    def by(self, reading: Reading) -> tuple[str | None, bool]:
        """Return a shortest resource in one reading, and whether ``None`` means that there is none."""
        own = self.named.language(reading)
        within = [[own] if own else []]
        if self.access.denied:
            within.append(languages([self.access.denied], reading))
        against = languages(self.without, reading)
        found: tuple[str | None, bool] = (None, True)
        for family in self.families or ((arn.RESOURCES,) if reading is Reading.CROSSING else (None,)):
            found = shortest([*within, [family]] if family else within, against)
            if found[0] is not None:
                break
        return found


def _depends(named: Named, beaten: Iterable[Named]) -> bool:
    """Tell whether it may matter to some resource if wildcards cross colons."""
    return any(isinstance(one, arn.Malformed) and one.is_ambiguous for one in (named, *beaten))


def _plain(grants: Iterable[Grant]) -> Iterator[Grant]:
    """Leave out what is gained only under a condition where it is gained without one as well."""
    grants = list(grants)
    free = {(g.action, g.family) for g in grants if not g.condition and not g.despite}
    for grant in grants:
        if not (grant.condition or grant.despite) or (grant.action, grant.family) not in free:
            yield grant
