"""What one request asks of RAM: an action on the resources that its parameters name.

A name that is known only in part is every legal name it may be. The account is never known, the region
not always: both are left open, and it is for whoever holds policies against the ask to look for one
that would do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from immlint.access.family import SEGMENT, VARIABLE
from immlint.access.service import service_of
from immlint.catalog import Operation
from immlint.catalog.names import Grammar
from immlint.language import Language, Run
from immlint.ram import arn
from immlint.ram.decide.resources import Resources
from immlint.ram.pattern import Action, pattern
from immlint.record import cached_property, record
from immlint.subject import Purpose, Request
from immlint.subject import language as language_of

#: Choices that are told apart.
_MOST = 64


@record(slots=False)
class Ask:
    """An action on resources in a *region*, ``None`` if that is not known.

    ``alternatives`` are the relative ids: one language for each choice that the caller makes, with holes
    for what is not known of it. ``sure`` is false where the row of the action is only inferred, or a
    parameter that it names may be left out. ``everything`` marks an action that supports no single
    resources.
    """

    action: str
    alternatives: tuple[Language, ...]
    region: str | None = None
    sure: bool = True
    everything: bool = False

    @cached_property
    def service(self) -> str:
        """The RAM code of the service that the action is of."""
        return Action(self.action).service

    @property
    def is_regional(self) -> bool:
        """Whether its resources are of a region, and not of the whole account."""
        return self.service not in arn.GLOBAL

    @cached_property
    def names(self) -> Language:
        """All relative ids together."""
        return Language.union(self.alternatives)

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """The names as patterns, with ``*`` for what is not known."""
        return tuple(sorted({written(branch) for branch in self.names.branches}))

    def family(self, region: str | None = None, account: str | None = None) -> Resources:
        """Return the resources in the joined form of ``arn``; what is not given is open."""
        known = (self.region or region) if self.is_regional else None
        return located(self.service, self.names, known, account)

    def may_meet(self, text: str) -> bool:
        """Tell, at little cost, whether a pattern of a policy may name a resource asked for."""
        named = arn.parse(text)
        if not named.fields or named.is_open:
            return True
        return any(_agree(named.fields[-1], shown) for shown in self.shown)

    def patterns(self, region: str | None = None, account: str | None = None) -> list[str]:
        """Return the patterns that grant just this, with ``*`` for what is not known."""
        if self.everything:
            return ["*"]
        where = (self.region or region or "*") if self.is_regional else "*"
        head = f"acs:{self.service}:{where}:{account or '*'}:"
        return [head + shown for shown in self.shown]


def _agree(one: str, other: str) -> bool:
    """Tell whether two patterns agree up to their first wildcards, from both ends."""
    own, its = pattern(one).fixed, pattern(other).fixed
    heads = own[0].startswith(its[0]) or its[0].startswith(own[0])
    return heads and (own[-1].endswith(its[-1]) or its[-1].endswith(own[-1]))


def located(service: str, names: Language, region: str | None, account: str | None) -> Resources:
    """Return the resources of a service with these relative ids, there or anywhere."""
    where = Language.literal(region) if region else arn.REGION
    whose = Language.literal(account) if account else arn.ACCOUNT
    known = service_of(service)
    # Whether a name that is written is too long is told where it is.
    limits = known.limits if known and names.text is None else None
    return Resources(arn.join(Language.literal(service), where, whose, names), limits)


def written(branch: Sequence[Run]) -> str:
    """Return a pattern for one branch of a language: ``*`` for each part that is not known."""
    chars = []
    for run in branch:
        known = Language([[run]]).text
        if known is not None:
            chars.append(known)
        elif chars[-1:] != ["*"]:
            chars.append("*")
    return "".join(chars)


def that_count(subjects: Iterable[object]) -> Callable[[Request], bool]:
    """Return a test for the requests of a run that ask something of policies.

    Where other files call a function, what they give it counts, not what it might be given.
    """
    calls = (subject.call for subject in subjects if isinstance(subject, Request))
    echoed = {call.body for call in calls if call is not None and call.purpose is Purpose.ECHO}

    def counts(request: Request) -> bool:
        call = request.call
        if call is None or call.purpose is Purpose.ECHO:
            return True
        return call.purpose is not Purpose.RULES and call.body not in echoed

    return counts


def asked_by(request: Request, operation: Operation) -> list[Ask]:
    """Return what *request* asks for: nothing if it needs no grant, or a name cannot be legal."""
    row = operation.ram
    asks = []
    service = service_of(Action(row.action or "").service)
    grammars = service.grammars if service else {}
    for template in row.resources if row.action else ():
        names = tuple(_names(arn.parse(template).fields[-1], request, grammars))
        if names:
            sure = row.documented and not _is_left_out(template, request, operation)
            everything = template == "*"
            asks.append(Ask(row.action or "", names, _region(request), sure, everything))
    return asks


def _names(relative: str, request: Request, grammars: Mapping[str, Grammar]) -> list[Language]:
    names = [Language.literal("")]
    for index, part in enumerate(VARIABLE.split(relative)):
        choices = _choices(request, part, grammars) if index % 2 else [Language.literal(part)]
        if len(names) > 1 or len(choices) > _MOST:
            # Which choices of two parameters go together is not known: those of the first are told apart.
            choices = [Language.union(choices)] if choices else []
        names = [known + choice for known in names for choice in choices]
    return names


def _choices(request: Request, parameter: str, grammars: Mapping[str, Grammar]) -> list[Language]:
    """Return what a parameter may be, as far as it is legal: one language for each choice in the code."""
    value, grammar = request.parameters.get(parameter), grammars.get(parameter, SEGMENT)
    if isinstance(value, str):
        branches = language_of(value).branches
    else:
        return [grammar.language]
    found = [grammar.within(Language([branch])) for branch in branches]
    return [language for language in found if language.branches]


def _is_left_out(template: str, request: Request, operation: Operation) -> bool:
    """Tell whether a name in the row is of a parameter that need not be given, and is not."""
    for name in VARIABLE.findall(template):
        parameter = operation.parameters.get(name)
        if parameter is not None and not parameter.required and name not in request.parameters:
            return True
    return False


def _region(request: Request) -> str | None:
    region = request.region
    return region if isinstance(region, str) and re.fullmatch(r"[a-z0-9-]+", region) else None
