"""Patterns for one kind of resource that reach another kind, which their statement names by itself.

``*`` crosses ``/``: beside ``project/photos/dataset/old``, ``project/*`` reaches every dataset.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from immlint.access.breadth import Breadth
from immlint.access.family import PATH, Family
from immlint.access.service import asked_by_all, overlaps
from immlint.ram import arn
from immlint.ram.written import Text, texts
from immlint.subject import Policy, Route, is_open


class Leak(NamedTuple):
    """A resource of the statement at *route* that is *meant* for one kind and reaches *other*.

    ``named`` are the resources of the other kind in its own form.
    """

    route: Route
    resource: Text
    meant: Family
    other: Family
    named: tuple[Text, ...]


def leaks(policy: Policy) -> tuple[Leak, ...]:
    """Return the leaks of a policy; ``policy.once(leaks)`` finds them once for all that ask."""
    return tuple(_leaks(policy))


def _leaks(policy: Policy) -> Iterator[Leak]:
    for allow in policy.once(Breadth).allows:
        if len(allow.said.resources) < 2:
            continue
        asked = asked_by_all(allow.said.about)
        if not asked:
            continue
        # What is meant for one kind reaches another only if that lies deeper.
        depths = {named.text.count("/") for named in allow.said.resources}
        if len(depths) < 2 and not any(family.segments[-1] is PATH for family in asked):
            continue
        # A kind that is named in its own form as well is named on purpose.
        named = [r for r in texts(allow.written, "Resource") if not is_open(r.value) and r.value != "*"]
        if len(named) < 2:
            continue
        own = {family: tuple(r for r in named if _is_written_as(r.value, family)) for family in asked}
        for text in named:
            meant = [family for family in asked if text in own[family]]
            if not meant:
                continue
            others = (f for f in asked if f not in meant and own[f] and _reaches(text.value, f, meant))
            other = next((f for f in others if not _is_within(text.value, f, own[f])), None)
            if other:
                yield Leak(allow.written.route, text, meant[0], other, own[other])


def _is_written_as(resource: str, family: Family) -> bool:
    """Tell whether a pattern has the very form of a family, segment by segment."""
    fields = arn.split(resource)
    return len(fields) == 5 and fields[4] != "*" and family.has_form(fields[4])


def _reaches(resource: str, family: Family, meant: Sequence[Family]) -> bool:
    return overlaps(resource, family) and all(len(family.segments) > len(own.segments) for own in meant)


def _is_within(resource: str, family: Family, named: Sequence[Text]) -> bool:
    """Tell whether all that a pattern reaches of a family is named in the family's own form, too."""
    reaching, granting = arn.parse(resource), [arn.parse(text.value) for text in named]
    if any(not any(one.holds(point) for one in granting) for point in family.examples([reaching])):
        return False
    reached = reaching.language()
    granted = [language for one in granting if (language := one.language()) is not None]
    return reached is not None and family.resources.find([[reached]], granted) == (None, True)
