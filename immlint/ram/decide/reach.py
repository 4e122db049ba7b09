"""What one Allow names beyond other statements: actions, each with what stands against it, and resources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from immlint.language import Language, combinations, shortest
from immlint.message import Message
from immlint.ram import arn
from immlint.ram.arn import Named, Reading
from immlint.ram.decide.reading import crossing, languages
from immlint.ram.decide.reason import TOO_LONG
from immlint.ram.decide.resources import Resources
from immlint.ram.pattern import Action, Holes
from immlint.ram.policy import Statement
from immlint.record import record


@record
class Access:
    """One way to gain: an Allow of ours, and what it must beat."""

    allow: Statement
    denied: Statement | None
    against: tuple[Statement, ...]


class Gained(NamedTuple):
    """Patterns of an Allow, each with a shortest resource that is gained; why that may not be all."""

    patterns: list[tuple[str, str]]
    doubt: Message | None


def actions_of(
    access: Access, names: dict[str, str], undecided: list[str]
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
    access = Access(statement, None, tuple(against))
    answers: dict[frozenset[int], bool] = {}
    doubts: list[str] = []
    for action, without in actions_of(access, {}, doubts):
        key = frozenset(map(id, without))
        if key not in answers:
            gained = resources_of(access, without)
            answers[key] = gained.doubt is None
            if gained.patterns:
                return (action, gained.patterns[0][1]), True
    return None, not doubts and all(answers.values())


def _is_wild(statement: Statement) -> bool:
    return statement.not_actions is not None or statement.about.is_wild


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
    if not all(any(other.holds(point) for other in large) for point in (one.sample for one in missing)):
        return False
    held = [language for one in large if (language := one.language())]
    wanted = [language for one in missing if (language := one.language())]
    return shortest([wanted], held, budget=50_000) == (None, True)


def resources_of(
    access: Access, without: Sequence[Statement], families: tuple[Resources, ...] = ()
) -> Gained:
    """Return what is gained of the first of *families* of which anything is, or of every resource.

    It is in doubt where wildcards that cross colons would make another answer.
    """
    found: list[tuple[str, str]] = []
    doubt: Message | None = None
    if not access.allow.resources:
        doubt = Message("a statement names no Resource; what it applies to is not documented")
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
            doubt = Message("{pattern} is filled in later", pattern=repr(named.text))
    return Gained(found, doubt)


class _Search(NamedTuple):
    """What one pattern of an Allow names beyond the statements *without*."""

    access: Access
    named: Named
    without: Sequence[Statement]
    families: tuple[Resources, ...]

    def by(self, reading: Reading) -> tuple[str | None, bool]:
        """Return a shortest resource in one reading, and whether ``None`` means that there is none."""
        own = self.named.language(reading)
        within = [[own] if own else []]
        if self.access.denied:
            within.append(languages([self.access.denied], reading))
        against = languages(self.without, reading)
        found: tuple[str | None, bool] = (None, True)
        everything = [Resources(arn.RESOURCES)] if reading is Reading.CROSSING else []
        for family in self.families or everything:
            found = family.find(within, against)
            if found[0] is not None:
                break
        return found if self.families or everything else shortest(within, against)


def _depends(named: Named, beaten: Iterable[Named]) -> bool:
    """Tell whether it may matter to some resource if wildcards cross colons."""
    return any(isinstance(one, arn.Malformed) and one.is_ambiguous for one in (named, *beaten))
