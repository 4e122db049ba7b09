"""The values that condition operators hold for, as sets: strings as languages, all else as ranges.

Source: RAM, "Conditional operators".
"""

from __future__ import annotations

import datetime
import ipaddress
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Literal, TypeGuard

from immlint.language import Chars, Language, Run, shortest
from immlint.ram import ranges
from immlint.ram.condition import OPERATORS, is_written_right
from immlint.ram.pattern import Pattern, pattern, typical
from immlint.ram.ranges import LINE, Cut, Range, Ranges
from immlint.record import cached_property

#: What is compared with what. Times without a zone are compared with their like only.
Domain = Literal["string", "number", "date", "local date", "boolean", "ip"]
_IPV4_END = 1 << 32
_IPV6_END = _IPV4_END + (1 << 128)
IPV4: Ranges = (ranges.between(0, _IPV4_END - 1),)
_BUDGET = 20_000


class Strings:
    """A set of strings: literals, patterns with wildcards, and languages."""

    def __init__(
        self,
        literals: Iterable[str] = (),
        patterns: Iterable[Pattern] = (),
        languages: Iterable[Language] = (),
    ) -> None:
        self.literals = frozenset(literals)
        self._patterns = tuple(patterns)
        self._languages = tuple(languages)

    @classmethod
    def union(cls, found: Iterable[Strings]) -> Strings:
        """Return the union of sets."""
        sets = list(found)
        return cls(
            (text for one in sets for text in one.literals),
            (pattern for one in sets for pattern in one._patterns),
            (language for one in sets for language in one._languages),
        )

    @property
    def is_finite(self) -> bool:
        """Whether it has literals only."""
        return not self._patterns and not self._languages

    def holds(self, text: str) -> bool:
        """Tell whether *text* is in the set."""
        return (
            text in self.literals
            or any(pattern.holds(text) for pattern in self._patterns)
            or any(language.matches(text) for language in self._languages)
        )

    @cached_property
    def samples(self) -> list[str]:
        """Some strings of the set that few other patterns hold: one for each pattern."""
        return [*self.literals, *(typical(pattern.text) for pattern in self._patterns)]

    @cached_property
    def languages(self) -> list[Language]:
        """The set as a union of languages."""
        own = (pattern.language for pattern in self._patterns)
        return [*map(Language.literal, sorted(self.literals)), *own, *self._languages]


Values = Strings | Ranges


def values_of(operator: str, texts: Sequence[str]) -> tuple[Domain, Values] | None:
    """Return the values that *operator* compares with equal or like *texts*, ``None`` if one is unclear.

    Of an operator with Not in its name these are the values that it refuses.
    """
    kind = OPERATORS[operator]
    if not texts or not all(is_written_right(kind, text) for text in texts):
        return None
    if kind == "string":
        strings = _strings(operator, texts)
        return None if strings is None else ("string", strings)
    if kind == "ip":
        return _addresses(texts)
    if kind == "boolean":
        return "boolean", ranges.union(ranges.between(text == "true", text == "true") for text in texts)
    if kind == "number":
        return "number", ranges.union(_compared(operator, Decimal(text)) for text in texts)
    return _times(operator, texts)


def _strings(operator: str, texts: Sequence[str]) -> Strings | None:
    if operator in ("StringLike", "StringNotLike"):
        wild = [text for text in texts if "*" in text or "?" in text]
        return Strings(set(texts) - set(wild), map(pattern, wild))
    if "IgnoreCase" not in operator:
        return Strings(texts)
    # Which case of other letters RAM takes for equal is not documented.
    return Strings(languages=map(_any_case, texts)) if all(map(str.isascii, texts)) else None


def _any_case(text: str) -> Language:
    return Language([[Run(Chars.of(char.lower() + char.upper())) for char in text]])


def _addresses(texts: Sequence[str]) -> tuple[Domain, Values] | None:
    found = []
    for text in texts:
        try:
            network = ipaddress.ip_network(text, strict=False)
        except ValueError:
            return None  # masked
        start = 0 if network.version == 4 else _IPV4_END
        found.append(
            ranges.between(start + int(network.network_address), start + int(network.broadcast_address))
        )
    return "ip", ranges.union(found)


def _times(operator: str, texts: Sequence[str]) -> tuple[Domain, Values] | None:
    if any(text.isdigit() for text in texts):
        return None  # whether these are seconds is not documented
    times = [datetime.datetime.fromisoformat(text) for text in texts]
    local = {time.tzinfo is None for time in times}
    if len(local) > 1:
        return None
    points = [_microseconds(time.replace(tzinfo=time.tzinfo or datetime.UTC)) for time in times]
    found = ranges.union(_compared(operator, point) for point in points)
    return "local date" if local == {True} else "date", found


def _microseconds(time: datetime.datetime) -> int:
    since = time - datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    return since // datetime.timedelta(microseconds=1)


def _compared(operator: str, point: int | Decimal) -> Range:
    make = _COMPARED.get(operator.removeprefix("Numeric").removeprefix("Date"), ranges.only)
    return make(point)


_COMPARED: dict[str, Callable[[int | Decimal], Range]] = {
    "LessThan": lambda point: Range(None, Cut(point, 0)),
    "LessThanEquals": lambda point: Range(None, Cut(point, 1)),
    "GreaterThan": lambda point: Range(Cut(point, 1), None),
    "GreaterThanEquals": lambda point: Range(Cut(point, 0), None),
}


def every(domain: Domain) -> Values:
    """Return all values of a domain."""
    if domain == "string":
        return Strings(patterns=[pattern("*")])
    if domain == "ip":
        return (ranges.between(0, _IPV6_END - 1),)
    return (ranges.between(0, 1),) if domain == "boolean" else LINE


def together(found: Sequence[Values]) -> Values:
    """Return what lies in any of some sets of one domain."""
    if _are_strings(found):
        return Strings.union(found)
    return ranges.union(one for values in found if isinstance(values, tuple) for one in values)


def is_empty(within: Sequence[Values], without: Sequence[Values]) -> bool:
    """Tell whether surely no value lies in all of *within* and in none of *without*.

    They are of one domain, and there is one at least in *within*.
    """
    if _are_strings(within) and _are_strings(without):
        return _no_string(within, without)
    left = LINE
    for one in within:
        left = ranges.intersection(left, one) if isinstance(one, tuple) else left
    for one in without:
        left = ranges.intersection(left, ranges.complement(one)) if isinstance(one, tuple) else left
    return not left


def _are_strings(found: Sequence[Values]) -> TypeGuard[Sequence[Strings]]:
    return all(isinstance(one, Strings) for one in found)


def _no_string(within: Sequence[Strings], without: Sequence[Strings]) -> bool:
    finite = next((one for one in within if one.is_finite), None)
    # One sample of each pattern answers most questions before sets are compared.
    samples = within[0].samples if finite is None else finite.literals
    if any(_is_left(text, within, without) for text in samples):
        return False
    if finite is not None:
        return True
    unions = [one.languages for one in within]
    refused = [language for one in without for language in one.languages]
    return shortest(unions, refused, budget=_BUDGET) == (None, True)


def _is_left(text: str, within: Sequence[Strings], without: Sequence[Strings]) -> bool:
    return all(one.holds(text) for one in within) and not any(one.holds(text) for one in without)
