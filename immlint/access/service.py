"""Services and what their actions ask of a policy: the resources that their authorization rows name.

IMM is the first and takes its rows from the catalogue; any other is one more row of ``SERVICES`` and a file
``{"actions": {"FeedAnimal": ["acs:zoo:{#regionId}:{#accountId}:animal/{#Name}"]}}``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

from immlint.catalog import Catalog, RamRow
from immlint.catalog.names import NAME, NAME_FIRST, NAME_REST
from immlint.language import Chars, Language, Run, shortest
from immlint.ram import arn, pattern
from immlint.ram.pattern import Action, Holes
from immlint.subject import filled, joined

_VARIABLE = re.compile(r"\{#(\w+)\}")
_SEGMENT = Language.hole(
    Chars(((1, ord("/") - 1), (ord("/") + 1, ord(":") - 1), (ord(":") + 1, 0x10FFFF))), 1
)


def names_in(language: Language) -> Language:
    """Return the strings of a language that are names of projects or datasets, exactly."""
    return Language([tail for branch in language.branches for tail in _begun(branch)])


def _begun(branch: Sequence[Run]) -> Iterable[list[Run]]:
    runs = [Run(run.chars & NAME_REST, run.least, run.most) for run in branch]
    if any(not run.chars.ranges and run.least for run in runs):
        return
    runs = [run for run in runs if run.chars.ranges]
    # The first character is of another set: it is one of the first run, or, where that may be empty,
    # of the next.
    for index, run in enumerate(runs):
        first = run.chars & NAME_FIRST
        if first.ranges and run.most != 0:
            most = None if run.most is None else run.most - 1
            rest = [Run(run.chars, max(run.least - 1, 0), most)] if most != 0 else []
            yield [Run(first), *rest, *runs[index + 1 :]]
        if run.least:
            return


def asked(text: str) -> Language:
    """Return the resources that a question is about: ``*`` is every legal value at its place.

    Raises ValueError with the reason if *text* is no ARN.
    """
    return arn.RESOURCES if text == "*" else arn.join(*asked_fields(text))


def asked_fields(text: str) -> tuple[Language, Language, Language, Language]:
    """Return service, region, account and relative id that a question is about.

    Raises ValueError with the reason if *text* is no ARN.
    """
    fields = arn.located(text)
    if fields is None or not text.startswith("acs:"):
        raise ValueError(f"{text!r} is no resource name; expected {arn.FORM}")
    service, region, account, relative = fields
    return (
        Language.literal(service.lower()),
        arn.REGION if region == "*" else pattern.language(region, arn.REGION_CHARS),
        arn.ACCOUNT if account == "*" else pattern.language(account, arn.ACCOUNT_CHARS),
        _imm(relative) if service.lower() == "imm" else pattern.language(relative, arn.PLAIN),
    )


def _imm(relative: str) -> Language:
    """Return the resources of IMM that a relative id asks for, with legal names at ``*``."""
    if relative == "*":
        project = Language.literal("project/") + NAME
        below = Language.literal("/dataset/") + NAME
        return project | (project + below)
    parts: list[Language] = []
    segments = relative.split("/")
    for index, segment in enumerate(segments):
        name = index in (1, 3) and segments[0] == "project" and segments[index - 1] in ("project", "dataset")
        if segment == "*":
            parts.append(NAME if name else _SEGMENT)
        elif "*" in segment or "?" in segment:
            parts.append(pattern.language(segment, NAME_REST))
        else:
            parts.append(Language.literal(segment))
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + Language.literal("/") + part
    return joined


class Family:
    """The resources of a row, such as ``acs:imm:{#regionId}:{#accountId}:project/{#ProjectName}``.

    A ``*`` in it is what the request itself asks for (ListDatasets asks for ``dataset/*``); with *starred*
    false it stands for every legal name instead.
    """

    def __init__(self, template: str, starred: bool) -> None:
        head, star, tail = template.partition("*")
        marked = head + ("\x01" + tail if star else "") if starred else template
        fields = asked_fields(_VARIABLE.sub("*", marked))
        self.fields = tuple(map(_with_star, fields)) if star and starred else fields

    def meets(self, named: arn.Named) -> bool:
        """Tell whether a pattern of a policy names any of them; doubt counts as yes."""
        if named.is_open:
            language = named.language(holes=Holes.ANYTHING)
            return language is None or language.meets(arn.join(*self.fields))
        if named.language() is None:
            return True
        pairs = zip(named.fields[1:], self.fields, strict=True)
        return all(pattern.pattern(text).language.meets(field) for text, field in pairs)


@lru_cache(maxsize=512)
def _family(template: str, starred: bool) -> Family:
    return Family(template, starred)


def _with_star(language: Language) -> Language:
    marker, star = Run(Chars.of("\x01")), Run(Chars.of("*"))
    return Language([[star if run == marker else run for run in branch] for branch in language.branches])


def overlaps(resource: str, template: str, *, starred: bool = True) -> bool:
    """Tell whether a pattern of a policy names any resource of a row; doubt counts as yes.

    A placeholder may stand for anything, wildcards included.
    """
    text = _unmasked(resource)
    if template == "*" or text == "*":
        return True
    return _family(template, starred).meets(arn.parse(text))


def _unmasked(resource: str) -> str:
    """Return a pattern with ``*`` for an account that is empty, or masked as samples do it."""
    fields = arn.split(arn.parse(resource).any_where_empty.text)
    if len(fields) == 5 and re.fullmatch(r"[\dxX]*[xX][\dxX*]*", fields[3]):
        fields[3] = "*"
    return joined(":", fields)


def nearest(resource: str, operation: Asking) -> str | None:
    """Return the pattern nearest to *resource* that names resources of *operation*.

    It is proved: the policy that allows the operation on it grants all of what it asks for.
    """
    for template in operation.ram.resources:
        for candidate in _candidates(resource, template):
            if _grants_itself(candidate) and overlaps(candidate, template):
                return candidate
    return None


def _grants_itself(text: str) -> bool:
    """Tell whether every legal resource that *text* asks for is one that it names."""
    try:
        legal = asked(text)
    except ValueError:
        return False
    named = arn.parse(text).language()
    return named is not None and shortest([[legal]], [named]) == (None, True)


def general(operation: Asking) -> str:
    """Return the pattern that names every resource of *operation*."""
    return _VARIABLE.sub("*", operation.ram.resources[0])


def _candidates(resource: str, template: str) -> list[str]:
    general = _VARIABLE.sub("*", template)
    own, meant = arn.located(resource), arn.located(general)
    if own is None or meant is None:
        return [general]
    _, region, account, relative = own
    relative = re.sub(r"^/?projects?/", "project/", relative, flags=re.I).rstrip("/")
    wanted = meant[-1]
    below = wanted.partition("project/*")[2]
    project = re.match(r"project/[^/]+", relative)
    forms = [relative]
    if project:
        forms += [relative + below, project[0] + below]
    forms.append(wanted)
    prefix = resource.removesuffix(f":{own[-1]}")
    heads = [prefix, f"acs:{meant[0]}:{region}:{account}", f"acs:{meant[0]}:*:*"]
    found = [f"{head}:{form}" for form in forms for head in heads]
    return [candidate for candidate in dict.fromkeys(found) if candidate != resource]


class Asking(Protocol):
    """Whatever has an authorization row."""

    @property
    def ram(self) -> RamRow:
        """The action that it needs, and on which resources."""

    def __hash__(self) -> int:
        """Return what answers are known by."""


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """An action that a data file lists."""

    ram: RamRow


class Service:
    """A service by its RAM code; ``data`` is the file of its actions, ``None`` for the catalogue's own."""

    def __init__(self, code: str, data: str | None = None) -> None:
        self.code = code
        self.data = data

    def rows(self, catalog: Catalog) -> Mapping[str, Asking]:
        """Return what has an authorization row, by the names of actions."""
        return catalog.operations if self.data is None else self._listed

    @cached_property
    def _listed(self) -> dict[str, Asking]:
        with open(self.data or "", encoding="utf-8") as file:
            actions = json.load(file)["actions"]
        return {
            name: Listed(RamRow(f"{self.code}:{name}", tuple(templates), templates != ["*"], True))
            for name, templates in actions.items()
        }

    def names(self, catalog: Catalog) -> dict[str, str]:
        """Return the names of all actions there are or were, by their lower case."""
        old = catalog.legacy_actions if self.data is None else ()
        return {name.lower(): name for name in (*self.rows(catalog), *old)}


SERVICES: tuple[Service, ...] = (Service("imm"),)


def service_of(code: str) -> Service | None:
    """Return the service with a RAM code, in any case, if its actions are known."""
    return next((service for service in SERVICES if service.code == code.lower()), None)


@lru_cache(maxsize=4096, typed=True)
def operations_of(pattern: str, catalog: Catalog) -> tuple[Asking, ...]:
    """Return what needs an action that a pattern matches, whatever its placeholders stand for."""
    action, text = Action(pattern), filled(pattern, "*").lower()
    return tuple(
        row
        for service in SERVICES
        if text.startswith((f"{service.code}:", "*"))
        for row in service.rows(catalog).values()
        if row.ram.action and action.holds(row.ram.action, Holes.ANYTHING)
    )
