"""The pattern that somebody may have meant by one that names no resource of an action.

It keeps what is written: the names, a known region, an account. And it is proved: a policy that allows the
action on it grants all that it asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from immlint.access.family import VARIABLE, Family, Segment
from immlint.access.service import Asking, Service, families_of, overlaps, service_of
from immlint.near import likeness, nearest
from immlint.ram import arn
from immlint.ram.pattern import Pattern
from immlint.subject import is_open, joined, masked, part

#: Words that are this alike are slips of one another.
_LIKE = 0.6
#: Resources of which each kind remembers what may have been meant by them.
_MOST_KNOWN = 256
_ACCOUNT = re.compile(r"(?=.*[\dxX])[\dxX*?]+")


def proposed(resource: str, row: Asking) -> str | None:
    """Return the pattern nearest to *resource* that names resources of *row*, ``None`` for none."""
    for family in families_of(row):
        found = family.proposals.get(resource) if type(resource) is str else None
        if found is None:
            found = _proposed(resource, family)
            if type(resource) is str:  # gaps are not told by the text
                if len(family.proposals) >= _MOST_KNOWN:
                    family.proposals.clear()
                family.proposals[resource] = found
        if found:
            return found
    return None


def _proposed(resource: str, family: Family) -> str:
    """Return the same for one kind of resources; an empty text for none."""
    candidate = _candidate(resource, family)
    fits = candidate != resource and _grants_itself(candidate, family) and overlaps(candidate, family)
    return candidate if fits else ""


def nearest_proposal(resource: str, rows: Sequence[Asking]) -> str:
    """Return the pattern for one of *rows* that keeps most of what is written."""
    by_kind = {row.ram.resources: row for row in reversed(rows) if families_of(row)}
    found = [near for row in by_kind.values() if (near := proposed(resource, row))]
    if len(found) < 2:
        return found[0] if found else general(rows[0])
    return max(reversed(found), key=partial(likeness, resource))


def general(row: Asking) -> str:
    """Return the pattern that names every resource of *row*."""
    return VARIABLE.sub("*", row.ram.resources[0])


def _grants_itself(text: str, family: Family) -> bool:
    """Tell whether *text* names every legal name that it asks for; the rest is alike by itself."""
    if is_open(text):
        return True
    relative = arn.split(text)[-1]
    return relative == "*" or family.has_form(relative)


def _candidate(resource: str, family: Family) -> str:
    fields = arn.split(resource)
    region, account = _where(fields[1:-1], service_of(family.service))
    own = {field.lower() for field in fields[1:-1]} & {family.service, "*"}
    if not family.words:
        own &= {fields[1].lower()}  # no word tells that a name is meant for it
    words = list(_words(fields[-1])) if own else []
    relative = joined("/", _aligned(words, family))
    return joined(":", ("acs", family.service, region, account, relative))


def _where(fields: Sequence[str], service: Service | None) -> tuple[str, str]:
    """Return region and account as they are written, wherever they stand; ``*`` for what is not."""
    region = account = "*"
    known = service.regions if service else ()
    for position, field in enumerate(fields):
        if position == 0 or field in ("", "*"):
            continue
        if is_open(field):
            region, account = (field, account) if position == 1 else (region, field)
        elif _ACCOUNT.fullmatch(field):
            account = field
        elif known:
            named = any(map(Pattern(field).holds, known))
            region = field if named else nearest(field, known) or region
        elif position == 1:
            region = field
    return region, account


def _words(relative: str) -> Iterator[str]:
    """Yield what stands between slashes and colons."""
    for match in re.finditer(r"[^/:]+", masked(relative, "\1")):
        yield part(relative, *match.span())


def _aligned(words: list[str], family: Family) -> Iterator[str]:
    """Yield the segments of *family* with the names that *words* have for them, ``*`` for others."""
    service = service_of(family.service)
    foreign = service.words - family.words if service else frozenset[str]()
    # Where no word tells names apart, they are told by their order.
    at, told = 0, not family.words
    for index, segment in enumerate(family.segments):
        while at + 1 < len(words) and words[at] in foreign:
            at += 2  # a word of another kind of resource, and its name
        if isinstance(segment, str):
            found = next((n for n in range(at, len(words)) if _is_like(words, n, segment)), None)
            at, told = (at, False) if found is None else (found + 1, True)
            yield segment
            continue
        later = [s for s in family.segments[index:] if isinstance(s, str)]
        # Without the word before it, a name is told by the word after it.
        told = told or (at + 1 < len(words) and any(_is_like(words, at + 1, s) for s in later))
        if told and at < len(words) and _is_name(words, at, segment, later):
            yield words[at]
            at += 1
        else:
            yield "*"


def _is_like(words: list[str], at: int, literal: str) -> bool:
    """Tell whether a word stands for *literal*: a name follows it, and not the very word again."""
    if words[at] == literal or literal == "*":
        return literal != "*"
    follows = words[at + 1] if at + 1 < len(words) else None
    return follows not in (None, literal) and nearest(words[at], [literal], _LIKE) is not None


def _is_name(words: list[str], at: int, segment: Segment, later: list[str]) -> bool:
    word = words[at]
    if any(_is_like(words, at, literal) for literal in later) and at + 1 < len(words):
        return False
    return is_open(word) or (not isinstance(segment, str) and segment.admits(word))
