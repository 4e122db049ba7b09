"""Policies read in each of the ways that the documentation leaves open, and what each reading grants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from immlint.language import Coverage, Language, shortest
from immlint.ram import arn
from immlint.ram.arn import Reading
from immlint.ram.decide.reason import Reason
from immlint.ram.pattern import Holes
from immlint.ram.policy import Statement

#: Conditions that Allow and Deny share, up to which all cases are gone through.
_MOST_SHARED = 6


def languages(
    statements: Iterable[Statement],
    reading: Reading = Reading.WRITTEN,
    holes: Holes = Holes.LITERAL,
) -> list[Language]:
    """Return the resources of *statements*, each pattern once."""
    named = dict.fromkeys(one for s in statements for one in s.resources)
    found = (one.language(reading, holes) for one in named)
    return list(dict.fromkeys(language for language in found if language is not None))


@dataclass(frozen=True, slots=True)
class Question:
    """An action, the resources it is asked on, and those that are left out of them."""

    action: str
    family: Language
    excepted: tuple[Language, ...]


def readings(layers: list[list[Statement]], question: Question) -> Iterator[tuple[Reason, Answers]]:
    """Yield the ways to read the statements that the documentation leaves open."""
    about = [s for layer in layers for s in layer if s.takes(question.action)]
    colons = arn.holds_colons(question.family)
    named = [one for s in about for one in s.resources]
    crossing = next((r for r in named if r.is_ambiguous and (colons or not r.fields)), None)
    if crossing:
        doubt = Reason.of(
            "whether * in {pattern} crosses a colon is not documented", pattern=repr(crossing.text)
        )
        yield doubt, Answers(layers, question, Reading.CROSSING)
    empty = next((one for one in named if one.any_where_empty is not one), None)
    if empty:
        doubt = Reason.of(
            "what an empty region or account means in {pattern} is not documented", pattern=repr(empty.text)
        )
        yield doubt, Answers(layers, question, Reading.EMPTY_IS_ANY)
    if any(not s.resources for s in about):
        doubt = Reason.of("a statement names no Resource; what it applies to is not documented")
        yield doubt, Answers(layers, question, Reading.BARE_IS_ALL)


class Answers:
    """The statements about one action, read in one way."""

    def __init__(
        self,
        layers: list[list[Statement]],
        question: Question,
        reading: Reading = Reading.WRITTEN,
    ) -> None:
        self.layers, self.action, self.family = layers, question.action, question.family
        self.excepted = question.excepted
        self.reading = reading

    def answers(self) -> tuple[Coverage, Coverage]:
        """Return what may be granted and what surely is."""
        return self._possible(), self._certain()

    def _select(self, effect: str, holes: Holes) -> list[list[Statement]]:
        return [
            [s for s in layer if s.effect == effect and s.takes(self.action, holes)] for layer in self.layers
        ]

    def _named(self, statements: Sequence[Statement], holes: Holes) -> list[Language]:
        named = languages(statements, self.reading, holes)
        if self.reading is Reading.BARE_IS_ALL and any(not s.resources for s in statements):
            named.append(arn.ANYTHING)
        return named

    def _certain(self) -> Coverage:
        allow, deny = self._select("Allow", Holes.NOTHING), self._select("Deny", Holes.ANYTHING)
        granting = [self._named([s for s in layer if not s.condition], Holes.NOTHING) for layer in allow]
        refusing = self._named([s for layer in deny for s in layer], Holes.ANYTHING)
        granted = self._search([[self.family], *granting], refusing)
        missed = [self._search([[self.family], refusing], [])]
        missed += [self._search([[self.family]], layer) for layer in granting]
        return _coverage(granted, missed)

    def _possible(self) -> Coverage:
        """Go through the conditions that matter: those on Allow and Deny both.

        All others are best fulfilled for an Allow, and not for a Deny.
        """
        allow, deny = (
            self._select("Allow", Holes.ANYTHING),
            [s for x in self._select("Deny", Holes.NOTHING) for s in x],
        )
        fought = {s.condition for s in deny if s.condition}
        always = self._named([s for s in deny if not s.condition], Holes.NOTHING)
        against = {
            c: self._named([s for s in deny if s.condition == c], Holes.NOTHING) for c in sorted(fought)
        }
        choices: list[dict[str, list[Language]]] = []
        for layer in allow:
            keys = [s.condition if s.condition in fought else "" for s in layer]
            found: dict[str, list[Language]] = {"": []}
            for key in sorted(set(keys)):
                own = [s for s, its in zip(layer, keys, strict=True) if its == key]
                found[key] = self._named(own, Holes.ANYTHING)
            choices.append(found)
        granted: tuple[str | None, bool] = (None, True)
        for chosen in product(*choices):
            within = [[self.family], *(found[c] for found, c in zip(choices, chosen, strict=True))]
            without = [*always, *(one for c in set(chosen) if c for one in against[c])]
            granted = _better(granted, self._search(within, without))
        missed = [self._search([[self.family], always], [])]
        missed += [found for layer in choices for found in self._missed(layer, against)]
        return _coverage(granted, missed)

    def _missed(
        self, layer: dict[str, list[Language]], against: dict[str, list[Language]]
    ) -> Iterator[tuple[str | None, bool]]:
        """Yield what no condition helps to: each Allow does not name it, or its own Deny does."""
        shared = [condition for condition in layer if condition]
        if len(shared) > _MOST_SHARED:
            yield None, False
            return
        for size in range(len(shared) + 1):
            for denied in combinations(shared, size):
                granting = [one for c, named in layer.items() if c not in denied for one in named]
                yield self._search([[self.family], *(against[c] for c in denied)], granting)

    def _search(
        self, within: Sequence[Sequence[Language]], without: Sequence[Language]
    ) -> tuple[str | None, bool]:
        return _search(within, [*without, *self.excepted])


def _search(within: Sequence[Sequence[Language]], without: Sequence[Language]) -> tuple[str | None, bool]:
    """Search, and where that is too long, try what is shortest of each pattern alone."""
    found = shortest(within, without)
    if found[0] is not None or found[1]:
        return found
    for language in within[-1]:
        witness, _ = shortest([*within[:-1], [language]])
        if witness is not None and not any(other.matches(witness) for other in without):
            return witness, False
    return None, False


def _better(one: tuple[str | None, bool], two: tuple[str | None, bool]) -> tuple[str | None, bool]:
    words = sorted((word for word, _ in (one, two) if word is not None), key=len)
    return (words[0] if words else None), one[1] and two[1]


def _coverage(granted: tuple[str | None, bool], missed: Iterable[tuple[str | None, bool]]) -> Coverage:
    """Return the coverage, from a search for what is granted and several for what is not."""
    lacking: tuple[str | None, bool] = (None, True)
    for found in missed:
        lacking = _better(lacking, found)
    if granted[0] is not None and lacking[0] is not None:
        return Coverage("some", granted[0], lacking[0])
    if granted[0] is not None:
        return Coverage("all" if lacking[1] else "undecided", granted[0], None)
    return Coverage("none" if granted[1] else "undecided", None, lacking[0])
