"""The rules between parameters, or fields of a structure, read from rows of data; an unknown word raises.

Each kind is a class. What its parameters hold is judged where requests are known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple


class OneOf(NamedTuple):
    """Of two, at least one is to be given if ``needed``, and not both if ``exclusive``."""

    names: tuple[str, str]
    exclusive: bool
    needed: bool = True
    inferred: bool = False


class LessThan(NamedTuple):
    """The number ``low`` is below the number ``high``."""

    low: str
    high: str


class NoMoreItems(NamedTuple):
    """The list ``name``, written with commas, is no longer than the list ``other``."""

    name: str
    other: str


class ForbiddenWith(NamedTuple):
    """``name`` is left out where ``other`` is one of ``values``."""

    name: str
    other: str
    values: tuple[str, ...]


class OnlyWith(NamedTuple):
    """``name`` is given only where ``other`` is ``value``."""

    name: str
    other: str
    value: str


class GivenWith(NamedTuple):
    """``name`` is given only beside ``other``."""

    name: str
    other: str


class FieldRequiredWith(NamedTuple):
    """The structure ``name`` has its ``field`` where ``other`` is one of ``values``."""

    name: str
    field: str
    other: str
    values: tuple[str, ...]


class NeedsOneOn(NamedTuple):
    """Each of ``names`` that is on needs one of ``others`` to be on."""

    names: tuple[str, ...]
    others: tuple[str, ...]


class FieldOnForEnding(NamedTuple):
    """``field`` of ``name`` is not off where the first of ``sources`` that is given has the ``ending``."""

    name: str
    field: str
    sources: tuple[str, ...]
    ending: str


class RequiredAbove(NamedTuple):
    """``name`` is given where one of the lists has more items than its number in ``most``."""

    name: str
    most: tuple[tuple[str, int], ...]


class Overrides(NamedTuple):
    """Beside ``winner`` the ``others`` have no effect."""

    winner: str
    others: tuple[str, ...]


CrossField = (
    OneOf
    | LessThan
    | NoMoreItems
    | ForbiddenWith
    | OnlyWith
    | GivenWith
    | FieldRequiredWith
    | NeedsOneOn
    | FieldOnForEnding
    | RequiredAbove
    | Overrides
)


def parse(row: Mapping[str, Any]) -> CrossField:
    """Read a row of the data; raises ValueError for a kind or a word that is not known, or is missing."""
    words = {key: value for key, value in row.items() if key not in ("rule", "note")}
    kind = _KINDS.get(row["rule"])
    if kind is None:
        raise ValueError(f"unknown kind of rule in {dict(row)!r}")
    try:
        return kind(**words)
    except (TypeError, ValueError) as error:
        raise ValueError(f"unknown words in {dict(row)!r}") from error


def _exactly_one(params: list[str]) -> CrossField:
    one, other = params
    return OneOf((one, other), True)


def _at_least_one(params: list[str], inferred: bool = False) -> CrossField:
    one, other = params
    return OneOf((one, other), False, inferred=inferred)


def _at_most_one(params: list[str]) -> CrossField:
    one, other = params
    return OneOf((one, other), True, needed=False)


def _less_than(params: list[str]) -> CrossField:
    low, high = params
    return LessThan(low, high)


def _no_more_items(params: list[str]) -> CrossField:
    name, other = params
    return NoMoreItems(name, other)


def _forbidden_with(param: str, when: Mapping[str, list[str]]) -> CrossField:
    ((other, values),) = when.items()
    return ForbiddenWith(param, other, tuple(values))


def _only_with(param: str, when: Mapping[str, list[str]]) -> CrossField:
    ((other, (value,)),) = when.items()
    return OnlyWith(param, other, value)


def _field_required(param: str, field: str, when: Mapping[str, list[str]]) -> CrossField:
    ((other, values),) = when.items()
    return FieldRequiredWith(param, field, other, tuple(values))


def _given_with(param: str, other: str) -> CrossField:
    return GivenWith(param, other)


def _needs_one_on(params: list[str], anyOf: list[str]) -> CrossField:
    return NeedsOneOn(tuple(params), tuple(anyOf))


def _field_on(param: str, field: str, params: list[str], ending: str) -> CrossField:
    return FieldOnForEnding(param, field, tuple(params), ending)


def _required_above(param: str, itemsOver: Mapping[str, int]) -> CrossField:
    return RequiredAbove(param, tuple(itemsOver.items()))


def _overrides(params: list[str], over: list[str]) -> CrossField:
    (winner,) = params
    return Overrides(winner, tuple(over))


#: The parameters of each are the words that a row of that kind has.
_KINDS: dict[str, Callable[..., CrossField]] = {
    "exactlyOneOf": _exactly_one,
    "atLeastOneOf": _at_least_one,
    "atMostOneOf": _at_most_one,
    "lessThan": _less_than,
    "lenLE": _no_more_items,
    "forbiddenIf": _forbidden_with,
    "onlyIf": _only_with,
    "givenWith": _given_with,
    "fieldRequiredIf": _field_required,
    "requires": _needs_one_on,
    "fieldOnIfEnding": _field_on,
    "requiredIf": _required_above,
    "overrides": _overrides,
}
