"""Services and what their actions ask of a policy: the resources that their authorization rows name.

IMM is the first and takes its rows from the catalogue; any other is one more row of ``SERVICES`` and a file
``{"actions": {"FeedAnimal": ["acs:zoo:{#regionId}:{#accountId}:animal/{#Name}"]}}``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import lru_cache
from typing import Generic, Protocol, TypeVar

from immlint.access.family import PATH, Family
from immlint.catalog import RamRow, load
from immlint.catalog.names import GRAMMAR, Grammar
from immlint.catalog.services import Listing
from immlint.language import Language
from immlint.message import Message, either
from immlint.ram import arn, pattern
from immlint.ram.actions import Actions
from immlint.ram.decide.resources import Limits, Resources
from immlint.ram.pattern import SEPARATOR, Action, Holes, action
from immlint.record import cached_property, field, record
from immlint.subject import filled, is_open, joined

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Asking(Protocol):
    """Whatever has an authorization row."""

    @property
    def ram(self) -> RamRow:
        """The action that it needs, and on which resources."""

    def __hash__(self) -> int:
        """Return what answers are known by."""


@record(eq=False)
class Listed:
    """An action that a data file lists."""

    ram: RamRow


@record(slots=False)
class Service:
    """A service by its RAM code; ``data`` is the file of its actions, ``None`` for the catalogue.

    ``grammars`` are those of the names in its resources, by the variables of its rows. Of a service with a
    ``listing`` the names of actions are known, and the rows of some.
    """

    code: str
    data: str | None = None
    grammars: Mapping[str, Grammar] = field(default_factory=dict, compare=False)
    listing: Listing | None = field(default=None, compare=False)

    @cached_property
    def rows(self) -> Mapping[str, Asking]:
        """What has an authorization row, by the names of actions."""
        if self.listing is not None:
            return {name: Listed(row) for name, row in self.listing.rows.items()}
        if self.data is None:
            return load().operations
        with open(self.data, encoding="utf-8") as file:
            actions = json.load(file)["actions"]
        return {
            name: Listed(RamRow(f"{self.code}:{name}", tuple(templates), templates != ["*"], True))
            for name, templates in actions.items()
        }

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The names of all actions there are or were, by their lower case."""
        if self.listing is not None:
            return self.listing.names
        old = load().legacy_actions if self.data is None else ()
        return {name.lower(): name for name in (*self.rows, *old)}

    @cached_property
    def actions(self) -> tuple[str, ...]:
        """The actions that RAM asks for, as far as they are known."""
        if self.listing is None:
            return tuple(row.ram.action for row in self.rows.values() if row.ram.action)
        renamed = self.listing.renamed
        return tuple(f"{self.code}:{name}" for low, name in self.names.items() if low not in renamed)

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """Every kind of resource that some action asks for."""
        templates = dict.fromkeys(t for row in self.rows.values() for t in row.ram.resources if t != "*")
        return tuple(self.family(template) for template in templates)

    @cached_property
    def codes(self) -> frozenset[str]:
        """The codes that its resources have."""
        return frozenset([family.service for family in self.families])

    @cached_property
    def words(self) -> frozenset[str]:
        """What its resources say word for word."""
        return frozenset[str]().union(*(family.words for family in self.families))

    @cached_property
    def everything(self) -> Resources:
        """Every resource that some action asks for, wherever it is."""
        return Resources(Language.union(family.resources.form for family in self.families), self.limits)

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """The regions where it is open, as far as that is known."""
        if self.data is not None or self.listing is not None:
            return ()
        return tuple(name for name, status in load().regions.items() if status == "open")

    @cached_property
    def limits(self) -> Limits | None:
        """How long its resources may be, as far as that is known."""
        if all(grammar.longest is None for grammar in self.grammars.values()):
            return None
        longest = min(family.longest for family in self.families if family.longest is not None)
        return Limits(self._is_legal, lambda: self._legal, longest)

    def _is_legal(self, resource: str) -> bool:
        relative = resource.split(SEPARATOR)[-1]
        return any(family.is_member(relative) for family in self.families)

    @cached_property
    def _legal(self) -> Language:
        return Language.union(family.legal for family in self.families)

    def family(self, template: str) -> Family:
        """Return what a template of its rows names: one object for equal ones."""
        if template not in self._known:
            self._known[template] = Family(template, self.grammars, self.regions)
        return self._known[template]

    def families_of(self, templates: tuple[str, ...]) -> tuple[Family, ...]:
        """Return what the templates of a row name, but for a lone star."""
        if templates not in self._together:
            self._together[templates] = tuple(self.family(t) for t in templates if t != "*")
        return self._together[templates]

    @cached_property
    def _known(self) -> dict[str, Family]:
        return {}

    def dead_names(self, relative: str) -> tuple[tuple[int, int, str], ...]:
        """Return where in a relative id a name stands that its kind cannot have, and the name."""
        if is_open(relative):
            return self._dead_names(relative)
        if relative not in self._dead:
            if len(self._dead) > _MOST_READ:
                self._dead.clear()
            self._dead[relative] = self._dead_names(relative)
        return self._dead[relative]

    def _dead_names(self, relative: str) -> tuple[tuple[int, int, str], ...]:
        found: dict[tuple[int, int], str] = {}
        for family in self.families if is_open(relative) else self._as_long(relative.count("/")):
            for start, end, name in family.dead_names(relative):
                found.setdefault((start, end), name)
        # A wildcard may stand for a slash: what is no name of one kind may be a path of another.
        if found and any(family.may_name(filled(relative, "*")) for family in self.families):
            return ()
        return tuple((start, end, name) for (start, end), name in found.items())

    def _as_long(self, slashes: int) -> list[Family]:
        """Return the families whose relative ids may have so many slashes."""
        if slashes not in self._by_length:
            found = [f for f in self.families if f.segments[-1] is PATH or len(f.segments) == slashes + 1]
            self._by_length[slashes] = found
        return self._by_length[slashes]

    @cached_property
    def _by_length(self) -> dict[int, list[Family]]:
        return {}

    def held(self, pattern: Action) -> tuple[str, ...]:
        """Return the names of the actions that a pattern holds as it is written, in order."""
        if pattern.folded not in self._held:
            if len(self._held) > _MOST_READ:
                self._held.clear()
            names = (name for name in self.names.values() if pattern.holds(f"{self.code}:{name}"))
            self._held[pattern.folded] = tuple(names)
        return self._held[pattern.folded]

    @cached_property
    def _held(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def _dead(self) -> dict[str, tuple[tuple[int, int, str], ...]]:
        return {}

    @cached_property
    def _together(self) -> dict[tuple[str, ...], tuple[Family, ...]]:
        return {}

    def row(self, action: Action) -> Asking | None:
        """Return the row of one action, in whatever case it is written."""
        name = self.names.get(action.name.lower())
        return self.rows.get(name) if name else None


#: Relative ids and patterns of actions that are kept, read: policies name the same things again and again.
_MOST_READ = 4096

SERVICES: tuple[Service, ...] = (Service("imm", grammars={"ProjectName": GRAMMAR, "DatasetName": GRAMMAR}),)


def service_of(code: str) -> Service | None:
    """Return the service with a RAM code, in any case, if its actions are known."""
    code = code.lower()
    for service in SERVICES:
        if service.code == code:
            return service
    return None


#: Names in the resources of other services that may hold slashes.
_PATHS = dict.fromkeys(("alias", "data", "object", "path", "secret"), PATH)
_NEIGHBOURS: dict[str, Service] = {}


def known_service(code: str) -> Service | None:
    """Return the same, or a service of which only the names of its actions and some rows are known."""
    service = service_of(code)
    listing = load().services.of(code) if service is None else None
    if listing is None:
        return service
    if listing.code not in _NEIGHBOURS:
        _NEIGHBOURS[listing.code] = Service(listing.code, grammars=_PATHS, listing=listing)
    return _NEIGHBOURS[listing.code]


@record(eq=False)
class Meant:
    """What an action stands for, wherever it is written, whatever its placeholders stand for."""

    #: The rows of authorization that it stands for, and those of them that name kinds of resources.
    rows: tuple[Asking, ...]
    scoped: tuple[Asking, ...]
    #: Whether it may stand for several actions.
    is_pattern: bool
    #: Whether it is about no known service in particular, or in part not known.
    is_vague: bool
    #: The kinds of resources that its rows name, each once.
    kinds: tuple[tuple[Family, ...], ...]


@lru_cache(maxsize=4096, typed=True)
def meant(written: str) -> Meant:
    """Return what an action stands for as it is written."""
    named, text = action(written), filled(written, "*").lower()
    rows = tuple(
        row
        for service in SERVICES
        if text.startswith((f"{service.code}:", "*"))
        for row in service.rows.values()
        if row.ram.action and named.holds(row.ram.action, Holes.ANYTHING)
    )
    is_vague = is_open(written) or service_of(named.service) is None
    kinds = tuple(dict.fromkeys(map(families_of, rows)))
    return Meant(rows, tuple(filter(families_of, rows)), named.is_wild, is_vague, kinds)


def operations_of(written: str) -> tuple[Asking, ...]:
    """Return what needs an action that a pattern matches."""
    return meant(written).rows


def asked_resources() -> dict[str, tuple[Resources, ...]]:
    """Return all known actions with the resources that each is asked for: where it is open, and anywhere."""
    found: dict[str, tuple[Resources, ...]] = {}
    for service in SERVICES:
        here = _asked_region("*", service)
        for row in (row for row in service.rows.values() if row.ram.action):
            families = families_of(row)
            every = Language.union([family.names for family in families] or [Language.literal("*")])
            limits = service.limits if families else None
            code = Language.literal(service.code)
            regions = dict.fromkeys((here, arn.REGION))
            found[row.ram.action or ""] = tuple(
                Resources(arn.join(code, region, arn.ACCOUNT, every), limits) for region in regions
            )
    return found


class Settled(Generic[K, V]):
    """What is worked out once for each thing, as long as the services are those that it was worked out by."""

    def __init__(self, work: Callable[[K], V], most: int | None = None) -> None:
        self._work, self._most = work, most
        self._services = SERVICES
        self._known: dict[K, V] = {}

    def of(self, thing: K) -> V:
        """Return what is known of a thing."""
        if self._services is not SERVICES:
            self._services = SERVICES
            self._known.clear()
        found = self._known.get(thing)
        if found is None:
            if self._most is not None and len(self._known) >= self._most:
                self._known.clear()
            found = self._known[thing] = self._work(thing)
        return found


def _kinds(row: Asking) -> tuple[Family, ...]:
    service = known_service(action(row.ram.action or "").service)
    return service.families_of(tuple(row.ram.resources)) if service else ()


_KINDS = Settled(_kinds)


def families_of(row: Asking) -> tuple[Family, ...]:
    """Return the kinds of resources that a row names; none for an action that takes only ``*``."""
    return _KINDS.of(row)


def _all_kinds(actions: Actions) -> tuple[Family, ...]:
    rows = [row for action in actions for row in operations_of(action.text)]
    return tuple(dict.fromkeys([family for row in rows for family in families_of(row)]))


_ALL_KINDS = Settled(_all_kinds, 4096)


def asked_by_all(actions: Actions) -> tuple[Family, ...]:
    """Return the kinds of resources that some actions ask for, each once."""
    # What is filled in is not told by the text.
    return _all_kinds(actions) if actions.is_open else _ALL_KINDS.of(actions)


def overlaps(resource: str, family: Family, *, single: bool = False) -> bool:
    """Tell whether a pattern of a policy names any resource of a family; doubt counts as yes.

    A placeholder may stand for anything, wildcards included.
    """
    named = _unmasked(arn.parse(resource).any_where_empty)
    return family.may_have(named, single=single)


def _unmasked(named: arn.Named) -> arn.Named:
    """Return a pattern with ``*`` for an account that is masked as samples do it."""
    if "x" not in named.text and "X" not in named.text:
        return named
    fields = arn.split(named.text)
    if len(fields) == 5 and re.fullmatch(r"[\dxX]*[xX][\dxX*]*", fields[3]):
        fields[3] = "*"
    return arn.parse(joined(":", fields))


@lru_cache(maxsize=4096, typed=True)
def asked(text: str) -> Resources:
    """Return the resources that a question is about: ``*`` is every legal value at its place.

    Raises ValueError with the reason if *text* is no ARN, or names nothing that its service has.
    """
    found = asked_of(text, None)
    assert found is not None
    return found


def asked_of(text: str, families: Sequence[Family] | None) -> Resources | None:
    """Return what of the same is of *families*, if they are given; ``None`` if nothing is."""
    if text == "*":
        text = f"acs:{families[0].service}:*:*:*" if families else text
    if text == "*":
        return Resources(arn.RESOURCES)
    fields = arn.located(text)
    if fields is None or not text.startswith("acs:"):
        raise ValueError(Message("{text!r} is no resource name; expected {form}", text=text, form=arn.FORM))
    code, region, account, relative = fields
    head = _asked_at(code.lower(), region, account)
    service = service_of(code)
    if service:
        names = _asked_names(relative, service, families)
    elif families:
        own = [family.asked(relative) for family in families if family.service == code.lower()]
        names = Language.union(named) if (named := [one for one in own if one is not None]) else None
    else:
        # Which resources there are is not known: it is about what the text says.
        names = pattern.language(relative, arn.PLAIN)
    return Resources(arn.join(head, names), service.limits if service else None) if names else None


def patterns_of(text: str, families: Sequence[Family] | None) -> tuple[str, ...]:
    """Return the patterns of what such a question is about: of ``*``, those of the families."""
    _, region, account, relative = arn.located("acs:*:*:*:*" if text == "*" else text) or ("", "", "", "")
    if relative != "*" or not families:
        return (text,)
    return tuple(f"acs:{f.service}:{region}:{account}:{f.general_relative}" for f in families)


def asked_whole(text: str, service: Service) -> Resources | None:
    """Return what a question is about whose action supports no single resources: a lone ``*``, or none."""
    _, region, account, relative = arn.located("acs:*:*:*:*" if text == "*" else text) or ("", "*", "*", "")
    if relative != "*":
        asked(text)  # raises for what its service has not
        return None
    return Resources(arn.join(_asked_at(service.code, region, account), Language.literal("*")))


def _asked_at(code: str, region: str, account: str) -> Language:
    """Return service, region and account that a question is about."""
    # What is of the whole account has no region, however it is asked for.
    is_global = code in arn.GLOBAL and region in ("", "*")
    where = Language.literal("") if is_global else _asked_region(region, service_of(code))
    whose = arn.ACCOUNT if account == "*" else pattern.language(account, arn.ACCOUNT_CHARS)
    return arn.join(Language.literal(code), where, whose)


def _asked_region(region: str, service: Service | None) -> Language:
    if service is None or not service.regions:
        return arn.REGION if region == "*" else pattern.language(region, arn.REGION_CHARS)
    named = pattern.pattern(region)
    found = [name for name in service.regions if named.holds(name)]
    if not found:
        message = Message("{service} is in no region {region!r}", service=service.code.upper(), region=region)
        raise ValueError(message)
    return Language.union(map(Language.literal, found))


def _asked_names(relative: str, service: Service, families: Sequence[Family] | None) -> Language | None:
    found = {family: family.asked(relative) for family in service.families}
    if not any(found.values()):
        known = dict.fromkeys(family.general_relative for family in service.families)
        message = Message(
            "{service} has no resource {name!r}; expected {known}",
            service=service.code.upper(),
            name=relative,
            known=either(known),
        )
        raise ValueError(message)
    own = [names for family, names in found.items() if names and (families is None or family in families)]
    return Language.union(own) if own else None
