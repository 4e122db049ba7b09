"""How far the statements of one policy reach, whatever their spelling, net of what the policy denies.

An Allow counts whose condition holds for every request. It reaches all of a kind of resource if the union of
its patterns holds every one of them, however the documentation's open questions are answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from immlint.access.family import Family
from immlint.access.service import Asking, Service, Settled, families_of, operations_of, service_of
from immlint.language import Language, shortest
from immlint.ram import arn
from immlint.ram.actions import Actions
from immlint.ram.arn import Reading
from immlint.ram.atoms import CONDITIONS, always
from immlint.ram.decide.resources import Resources
from immlint.ram.pattern import SEPARATOR, WITHIN, Action, Holes, is_wild
from immlint.ram.policy import Policy, Statement
from immlint.ram.prove.required import Required
from immlint.ram.written import Statement as Written
from immlint.ram.written import statements
from immlint.record import cached_property, record
from immlint.subject import Policy as Document

#: Every resource with a name: of some service and account. Services without regions leave theirs empty.
EVERYTHING = Resources(arn.join(*[Language.hole(WITHIN, least) for least in (1, 0, 1, 1)]))
_READINGS = (Reading.WRITTEN, Reading.CROSSING)
#: Denies that are taken one by one before all are.
_ROUNDS = 8
#: Denies that are looked at in place of all, where conditions tell that they are so few.
_FEW = 16
_RAM = Language.literal("ram:") + Language.hole(WITHIN, 1)


@record(slots=False)
class Allow:
    """An Allow as it is written, and what it says."""

    written: Written
    said: Statement

    @cached_property
    def is_of_all_actions(self) -> bool:
        """Whether its patterns together hold every action."""
        actions = self.said.about
        # What begins with a letter holds one first letter of very many.
        if not actions.is_wild or not any(action.text[:1] in ("*", "?") for action in actions):
            return False
        return arn.ACTIONS.compare_to_union([a.language for a in actions]).verdict == "all"

    @cached_property
    def _wild(self) -> tuple[arn.Named, ...]:
        # What ends without a wildcard holds no kind as a whole, whatever wildcards cross.
        return tuple(r for r in self.said.resources if is_wild(r.fields[-1] if r.fields else r.text))

    @property
    def ends_wild(self) -> bool:
        """Whether it may reach all of anything."""
        return bool(self._wild)

    def may_reach(self, code: str) -> bool:
        """Tell whether it may reach all of a kind of resource of a service."""
        return any(one.text == "*" or not one.fields or _is_of(one.fields[1], code) for one in self._wild)

    @cached_property
    def is_full(self) -> bool:
        """Whether it is of every action on every resource."""
        return self.is_of_all_actions and self.reaches(EVERYTHING)

    def reaches(self, resources: Resources) -> bool:
        """Tell whether its patterns together hold all of *resources*, in each reading."""
        # Most actions ask for the same kinds of resources, each of which is one object.
        found = self._reached.get(id(resources))
        if found is None:
            reached = all(self.reaches_by(reading, resources) for reading in _READINGS)
            found = self._reached[id(resources)] = (resources, reached)
        return found[1]

    def reaches_kinds(self, families: tuple[Family, ...]) -> bool:
        """Tell whether its patterns together hold all that a row asks for which names these kinds."""
        found = self._kinds.get(families)
        if found is None:
            found = self._kinds[families] = all(map(self.reaches, wide(families)))
        return found

    @cached_property
    def _kinds(self) -> dict[tuple[Family, ...], bool]:
        return {}

    @cached_property
    def _reached(self) -> dict[int, tuple[Resources, bool]]:
        return {}

    def reaches_by(self, reading: Reading, resources: Resources) -> bool:
        """Tell the same in one reading."""
        named = self._wild
        if any(one.text == "*" for one in named):
            return True
        if not named:
            return False
        # What does not hold one of them does not hold all: most patterns are told apart by that.
        example = resources.example or ""
        if reading is Reading.WRITTEN and not any(one.holds(arn.point(example)) for one in named):
            return False
        found = [language for one in named if (language := one.language(reading, Holes.NOTHING)) is not None]
        return bool(found) and resources.are_within(found)

    def holds_all(self, service: Service | str) -> Sequence[Action]:
        """Return the actions that together are all that a service has: one if it is so alone, none if not."""
        if not self.said.about.is_wild:
            return ()
        return _WHOLE.of((self.said.about, service if isinstance(service, str) else service.code))


def _whole(asked: tuple[Actions, str]) -> tuple[Action, ...]:
    actions, code = asked
    service = service_of(code) or code
    own = [a for a in actions if a.is_wild and (a.service == code or is_wild(a.service))]
    alone = next((action for action in own if _is_all([action], service)), None)
    return (alone,) if alone else tuple(own) if own and _is_all(own, service) else ()


#: Actions and services of which it is known whether they are all.
_WHOLE = Settled(_whole, 4096)


class Breadth:
    """The Allows of one policy that hold for every request, and what it denies."""

    def __init__(self, document: Document) -> None:
        policy = document.once(Policy.of)
        said = {statement.route: statement for statement in policy.statements}
        written = [s for s in statements(document) if s.route in said and not s.is_resource_policy]
        granting = [Allow(s, said[s.route]) for s in written if said[s.route].effect == "Allow"]
        #: All Allows, and those that hold for every request.
        self.allows = granting if document.kind != "trust" else []
        self.unlimited = [a for a in self.allows if always(a.said.condition) or self._is_shared(a.said)]
        self.denies = [s for s in policy.statements if s.effect == "Deny"]
        #: With what was asked for, which is told by its id.
        self._may: dict[tuple[str, int], tuple[Resources, bool]] = {}
        self._about: dict[str, list[Statement]] = {}
        self._taken: dict[tuple[object, ...], bool] = {}
        self._named: dict[tuple[str, str], tuple[arn.Named, ...]] = {}
        self._alike: dict[tuple[arn.Named, ...], tuple[arn.Named, ...]] = {}

    def _is_shared(self, said: Statement) -> bool:
        """Tell whether Allows that differ in the condition leave no request out together."""
        conditions = self._conditions[said.meaning[:-1]]
        return len(conditions) > 1 and CONDITIONS.covers("", conditions)

    @cached_property
    def _conditions(self) -> dict[tuple[object, ...], list[str]]:
        found: dict[tuple[object, ...], list[str]] = {}
        for allow in self.allows:
            found.setdefault(allow.said.meaning[:-1], []).append(allow.said.condition)
        return found

    @cached_property
    def denied(self) -> list[str]:
        """The actions that some Deny takes away from every request, on any resource."""
        found = (s for s in self.denies if always(s.condition) and s.is_known)
        return list(dict.fromkeys(a.text for s in found for a in s.actions if _takes_any(s, a)))

    @property
    def leaves_nothing(self) -> bool:
        """Whether Denies together take every action away, on every resource."""
        return self._denies_all(arn.ACTIONS)

    @property
    def denies_ram(self) -> bool:
        """Whether Denies together take all of RAM's own actions away, on every resource."""
        return self._denies_all(_RAM)

    def _denies_all(self, actions: Language) -> bool:
        found = [s for s in self.denies if always(s.condition) and s.is_known and _is_on_all(s)]
        # A Deny with NotAction leaves what that names, for others to take.
        left = [[a.language for a in s.not_actions] for s in found if s.not_actions is not None]
        taken = [a.language for s in found if s.not_actions is None for a in s.actions]
        return bool(found) and shortest([[actions], *left], taken) == (None, True)

    def takes_all(self, allow: Allow) -> bool:
        """Tell whether Denies surely take away all that the known actions of an Allow can be asked for.

        Of patterns such as ``dataset/?`` and ``dataset/??*`` that is more than what the patterns hold alike:
        no request names an empty dataset, or one with a slash.
        """
        actions = allow.said.about
        if not self.denies or not allow.said.is_whole:
            return False
        # Most Allows are of what no Deny is about.
        if not self._denies_any(actions) or any(service_of(action.service) is None for action in actions):
            return False
        rows = chain.from_iterable(operations_of(action.text) for action in actions)
        first = next(rows, None)
        if first is None or not self._takes_row(allow, first):
            return False
        return all(self._takes_row(allow, row) for row in rows)

    @cached_property
    def _refused(self) -> list[Actions]:
        """What Denies are about: each list of actions once."""
        return list(dict.fromkeys([deny.about for deny in self.denies]))

    @cached_property
    def _refuses_all_but_some(self) -> bool:
        return any(deny.not_actions is not None for deny in self.denies)

    def _denies_any(self, actions: Actions) -> bool:
        """Tell whether a Deny is about one of some actions, as far as their names tell."""
        return self._refuses_all_but_some or any(map(actions.meet, self._refused))

    def _takes_row(self, allow: Allow, row: Asking) -> bool:
        action = row.ram.action or ""
        if len(self.denies) <= _FEW and not self._denying(action):
            return False
        holding = allow.said.condition
        denied = self._denied(action, holding)
        families = families_of(row)
        if not denied:
            return False
        for family in families:
            # Most actions have the same kind of resource, and the same Denies.
            key = (allow.said.resources, family.template, id(denied))
            if key not in self._taken:
                self._taken[key] = _is_taken(family, allow.said.resources, denied)
            if not self._taken[key]:
                return False
        return bool(families)

    def _denying(self, action: str) -> list[Statement]:
        """Return the Denies that surely are about an action."""
        found = self._about.get(action)
        if found is None:
            found = self._about[action] = [s for s in self.denies if s.takes(action, Holes.NOTHING)]
        return found

    def _denied(self, action: str, holding: str) -> tuple[arn.Named, ...]:
        """Return what Denies surely name of an action where a condition holds: one object for equal ones."""
        if (action, holding) not in self._named:
            few = self._required.few(holding, _FEW)
            near = self._denying(action) if few is None else [s for _, s in few]
            found = tuple(
                one
                for s in near
                if s.takes(action, Holes.NOTHING) and CONDITIONS.implies(holding, s.condition)
                for one in s.resources
            )
            self._named[action, holding] = self._alike.setdefault(found, found)
        return self._named[action, holding]

    @cached_property
    def _required(self) -> Required:
        return Required([*enumerate(self.denies)])

    def takes_from(self, action: str, resources: Resources) -> bool:
        """Tell whether a Deny, whatever its condition, may take away any of an action on *resources*."""
        return any(
            statement.takes(action, Holes.ANYTHING)
            and any(self._may_name(named, resources) for named in statement.resources)
            for statement in self.denies
        )

    def _may_name(self, named: arn.Named, resources: Resources) -> bool:
        key = named.text, id(resources)
        found = self._may.get(key)
        if found is None:
            found = self._may[key] = (resources, _may_name(named, resources))
        return found[1]


def _is_of(service: str, code: str) -> bool:
    return is_wild(service) or service == code


def _is_on_all(deny: Statement) -> bool:
    return any(one.text == "*" for one in deny.resources)


def _is_taken(family: Family, resources: Sequence[arn.Named], denied: Sequence[arn.Named]) -> bool:
    """Tell whether nothing is left of what patterns name of a family.

    Few of many Denies settle it, as a rule: those that hold what the ones before them leave.
    """
    if not denied:
        return False
    taking: list[arn.Named] = []
    resources = [one for one in resources if family.may_have(one)]
    if not resources:
        return False  # nothing is named, and nothing is taken
    for _ in range(_ROUNDS):
        examples = (p for p in family.examples(resources) if not any(one.holds(p) for one in taking))
        left = next(examples, None)
        if left is None:
            found, complete = family.resources.find([_languages(resources)], _languages(taking))
            if found is None:
                return complete and bool(taking)
            left = arn.point(found)
        holding = next((one for one in denied if one.holds(left)), None)
        if holding is None or not holding.names_any:
            return False
        taking.append(holding)
        # What one Deny covers alone needs no search.
        resources = [one for one in resources if not holding.covers(one)]
        if not resources:
            return True
    return family.resources.find([_languages(resources)], _languages(denied)) == (None, True)


def _languages(named: Sequence[arn.Named]) -> list[Language]:
    return [language for one in named if (language := one.language()) is not None]


def _is_all(actions: Sequence[Action], service: Service | str) -> bool:
    if isinstance(service, str):
        # What does not hold the shortest of its actions, with an odd letter, does not hold all.
        if not any(a.holds(f"{service}:\1") for a in actions):
            return False
        every = Language.literal(f"{service}:") + Language.hole(WITHIN, 1)
        return every.compare_to_union([a.language for a in actions]).verdict == "all"
    rows = (row.ram.action for row in service.rows.values())
    return all(any(a.holds(name) for a in actions) for name in rows if name)


def _takes_any(deny: Statement, action: Action) -> bool:
    """Tell whether a Deny of an action may take anything; of a service that is known, it surely may not."""
    if service_of(action.service) is None:
        return True
    return any(
        _may_name(named, resources)
        for row in operations_of(action.text)
        for resources in asked_by(row)
        for named in deny.resources
    )


def _may_name(named: arn.Named, resources: Resources) -> bool:
    if _names_plainly(named, resources):
        return True
    language = named.language(Reading.CROSSING, Holes.ANYTHING)
    return language is not None and resources.meet(language)


def _names_plainly(named: arn.Named, resources: Resources) -> bool:
    """Tell whether a pattern names a resource with plain words for its wildcards, whatever those cross."""
    if len(named.fields) != 5 or named.is_open or named.fields[0] != "acs" or is_wild(named.fields[1]):
        return False
    _, service, region, account, relative = named.fields
    plain = [one.replace("*", "a").replace("?", "a") for one in (region, relative)]
    account = "1" * 16 if account == "*" else account
    text = SEPARATOR.join((service, plain[0], account, plain[1]))
    return resources.form.matches(text) and (resources.limits is None or resources.limits.hold(text))


def everywhere(service: Service | str) -> Resources:
    """Return every resource of a service."""
    if isinstance(service, str):
        anywhere = Language.hole(arn.REGION_CHARS), Language.hole(arn.ACCOUNT_CHARS, 1)
        return Resources(arn.join(Language.literal(service), *anywhere, Language.hole(arn.PLAIN, 1)))
    return service.everything


def wide(families: Iterable[Family]) -> list[Resources]:
    """Return what is held by whatever is about all of these kinds."""
    # What lists asks for a whole kind: that is wide only where all of the service is named.
    return [everywhere(service_of(f.service) or f.service) if f.is_whole else f.resources for f in families]


def asked_by(row: Asking) -> list[Resources]:
    """Return all that a row asks for; of an action that supports no single resources, all of its service."""
    families = families_of(row)
    if not families:
        code = Action(row.ram.action or "").service
        return [everywhere(service_of(code) or code)]
    return [family.resources for family in families]


def is_scopable(row: Asking, families: Sequence[Family]) -> bool:
    """Tell whether a policy can name less than all that a row asks for."""
    return any(not isinstance(segment, str) for family in families for segment in family.segments)
