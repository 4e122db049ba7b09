"""What IMM operations ask of a policy: the resources that their authorization rows name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from immlint.catalog import Catalog, Operation
from immlint.catalog.names import NAME, NAME_FIRST, NAME_REST
from immlint.language import Chars, Language, Run, shortest
from immlint.ram import arn, match
from immlint.subject import PLACEHOLDER

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
    fields = text.split(":", 4)
    if len(fields) < 5 or fields[0] != "acs":
        form = "acs:<ram-code>:<region>:<account-id>:<relative-id>"
        raise ValueError(f"{text!r} is no resource name; expected {form}")
    _, service, region, account, relative = fields
    return (
        Language.literal(service.lower()),
        arn.REGION if region == "*" else arn.pattern(region, arn.REGION_CHARS),
        arn.ACCOUNT if account == "*" else arn.pattern(account, arn.ACCOUNT_CHARS),
        _imm(relative) if service.lower() == "imm" else arn.pattern(relative, arn.PLAIN),
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
            parts.append(arn.pattern(segment, NAME_REST))
        else:
            parts.append(Language.literal(segment))
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + Language.literal("/") + part
    return joined


@lru_cache(maxsize=512)
def _family(template: str, starred: bool) -> tuple[Language, ...]:
    """Return the fields of the resources of a row.

    A row is such as ``acs:imm:{#regionId}:{#accountId}:project/{#ProjectName}``. A ``*`` in it is what the
    request itself asks for (ListDatasets asks for ``dataset/*``); with *starred* false it stands for every
    legal name instead.
    """
    if not starred:
        return asked_fields(_VARIABLE.sub("*", template))
    head, star, tail = template.partition("*")
    fields = asked_fields(_VARIABLE.sub("*", head + ("\x01" + tail if star else "")))
    return tuple(map(_with_star, fields)) if star else fields


def _with_star(language: Language) -> Language:
    marker, star = Run(Chars.of("\x01")), Run(Chars.of("*"))
    return Language([[star if run == marker else run for run in branch] for branch in language.branches])


@lru_cache(maxsize=65536)
def overlaps(resource: str, template: str, *, starred: bool = True) -> bool:
    """Tell whether a pattern of a policy names any resource of a row; doubt counts as yes.

    A placeholder may stand for anything, wildcards included.
    """
    text = _unmasked(resource)
    if template == "*" or text == "*":
        return True
    if arn.has_hole(text):
        language = arn.resource(text, generous=True)
        return language is None or _meet(arn.join(*_family(template, starred)), language)
    if arn.resource(text) is None:
        return True
    own = match.fields(text)[1:]
    return all(_field_meets(template, starred, number, field) for number, field in enumerate(own))


@lru_cache(maxsize=16384)
def _field_meets(template: str, starred: bool, number: int, text: str) -> bool:
    return _meet(_family(template, starred)[number], arn.pattern(text))


def _meet(one: Language, other: Language) -> bool:
    witness, complete = shortest([[one], [other]])
    return witness is not None or not complete


def _unmasked(resource: str) -> str:
    """Return a pattern with ``*`` for an account that is empty, or masked as samples do it."""
    fields = arn.split(arn.filled(resource))
    if len(fields) == 5 and re.fullmatch(r"[\dxX]*[xX][\dxX*]*", fields[3]):
        fields[3] = "*"
    return ":".join(fields)


@lru_cache(maxsize=4096)
def nearest(resource: str, operation: Operation) -> str | None:
    """Return the pattern nearest to *resource* that names resources of *operation*.

    It is proved: the policy that allows the operation on it grants all of what it asks for.
    """
    for template in operation.ram.resources:
        for candidate in _candidates(resource, template):
            if _grants_itself(candidate) and overlaps(candidate, template):
                return candidate
    return None


def _grants_itself(pattern: str) -> bool:
    """Tell whether every legal resource that *pattern* asks for is one that it names."""
    try:
        legal = asked(pattern)
    except ValueError:
        return False
    named = arn.resource(pattern)
    return named is not None and shortest([[legal]], [named]) == (None, True)


def general(operation: Operation) -> str:
    """Return the pattern that names every resource of *operation*."""
    return _VARIABLE.sub("*", operation.ram.resources[0])


def _candidates(resource: str, template: str) -> list[str]:
    fields = resource.split(":", 4)
    general = _VARIABLE.sub("*", template)
    if len(fields) < 5:
        return [general]
    relative = re.sub(r"^/?projects?/", "project/", fields[4], flags=re.I).rstrip("/")
    wanted = general.split(":", 4)[4]
    below = wanted.partition("project/*")[2]
    project = re.match(r"project/[^/]+", relative)
    forms = [relative]
    if project:
        forms += [relative + below, project[0] + below]
    forms.append(wanted)
    heads = [":".join(fields[:4]), ":".join(("acs", "imm", *fields[2:4])), "acs:imm:*:*"]
    found = [f"{head}:{form}" for form in forms for head in heads]
    return [candidate for candidate in dict.fromkeys(found) if candidate != resource]


@lru_cache(maxsize=4096)
def operations_of(pattern: str, catalog: Catalog) -> tuple[Operation, ...]:
    """Return the operations whose action a pattern matches, whatever its placeholders stand for."""
    if arn.has_hole(pattern):
        pattern = PLACEHOLDER.sub("*", pattern)
    if not pattern.lower().startswith(("imm:", "*")):
        return ()
    return tuple(
        operation
        for operation in catalog.operations.values()
        if operation.ram.action and match.matches_action(pattern, operation.ram.action)
    )
