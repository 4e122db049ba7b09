"""Policies read in each of the ways that the documentation leaves open, and what each reading grants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import chain, product

from immlint.language import DEFAULT_BUDGET, Coverage, Language, shortest
from immlint.message import Message
from immlint.ram import arn
from immlint.ram.arn import Named, Reading
from immlint.ram.atoms import CONDITIONS, always, conjoined, implies, never
from immlint.ram.decide.residual import Asked, Piece, Residual, Way, left, residuals
from immlint.ram.decide.resources import Resources
from immlint.ram.pattern import Holes
from immlint.ram.policy import Statement
from immlint.record import cached_property, record

#: Steps of a search that is tried though another was given up.
_EASY = 20_000
#: Sets of Denies, of which one always holds, that are told apart.
_MOST_COVERINGS = 4


def languages(
    statements: Iterable[Statement],
    reading: Reading = Reading.WRITTEN,
    holes: Holes = Holes.LITERAL,
) -> list[Language]:
    """Return the resources of *statements*, each pattern once."""
    named = dict.fromkeys(one for s in statements for one in s.resources)
    found = (one.language(reading, holes) for one in named)
    return list(dict.fromkeys(language for language in found if language is not None))


@record
class Question:
    """An action, the resources it is asked on, and those that are left out of them."""

    action: str
    family: Resources
    excepted: tuple[Language, ...]


def crossing(named: Named) -> Message:
    """Return why it is open what a pattern names."""
    return Message("whether * in {pattern} crosses a colon is not documented", pattern=repr(named.text))


def readings(layers: list[list[Statement]], question: Question) -> Iterator[tuple[Message, Answers]]:
    """Yield the ways to read the statements that the documentation leaves open."""
    about = [s for layer in layers for s in layer if s.takes(question.action)]
    colons = arn.holds_colons(question.family.form)
    named = [one for s in about for one in s.resources]
    ambiguous = next((r for r in named if r.is_ambiguous and (colons or not r.fields)), None)
    if ambiguous:
        yield crossing(ambiguous), Answers(layers, question, Reading.CROSSING)
    empty = next((one for one in named if one.any_where_empty is not one), None)
    if empty:
        doubt = Message(
            "what an empty region or account means in {pattern} is not documented", pattern=repr(empty.text)
        )
        yield doubt, Answers(layers, question, Reading.EMPTY_IS_ANY)
    if any(not s.resources for s in about):
        doubt = Message("a statement names no Resource; what it applies to is not documented")
        yield doubt, Answers(layers, question, Reading.BARE_IS_ALL)


class Ways:
    """The *ways* to be granted, but for what is *refused* in each; how to read what is filled in later."""

    def __init__(self, ways: list[Way], refused: tuple[Named, ...], holes: Holes) -> None:
        self.ways, self.refused, self.holes = ways, refused, holes

    @cached_property
    def left(self) -> list[Piece] | None:
        """What is not granted, ``None`` for too many pieces."""
        pieces = left(self.ways)
        if pieces is None or not self.refused:
            return pieces
        return [*pieces, Piece((self.refused,))]


def _is_fought(condition: str, others: Iterable[str], deny: Sequence[Statement]) -> bool:
    """Tell whether a condition, alone or beside one of *others*, makes a Deny hold or cannot hold."""
    if not condition:
        return False
    for other in {"", *others}:
        holding = conjoined(condition, other)
        if any(implies(holding, s.condition) for s in deny) or never(holding):
            return True
        if CONDITIONS.covers(holding, [s.condition for s in deny]):
            return True
    return False


def _beside(layer: Sequence[Statement], condition: str) -> list[Statement]:
    """Return the statements that hold wherever a condition does."""
    return [s for s in layer if always(s.condition) or implies(condition, s.condition)]


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
        self._budget = DEFAULT_BUDGET

    def answers(self) -> tuple[Coverage, Coverage]:
        """Return what may be granted and what surely is."""
        possible, certain = self.possible, self.certain
        found = self._coverage(possible)
        if (possible.ways, possible.refused) == (certain.ways, certain.refused) and not self._is_open:
            return found, found  # no condition makes a difference
        return found, self._coverage(certain)

    @property
    def _is_open(self) -> bool:
        """Whether a resource is filled in later: then it reads otherwise in either answer."""
        return any(one.is_open for layer in self.layers for s in layer for one in s.resources)

    @cached_property
    def certain(self) -> Ways:
        """The ways to be granted whatever conditions hold.

        Of conditions one of which always holds, an Allow under each must name what is granted.
        """
        allow, deny = self._select("Allow", Holes.NOTHING), self._select("Deny", Holes.ANYTHING)
        choices = []
        for layer in allow:
            coverings = [("",), *CONDITIONS.coverings("", (s.condition for s in layer))]
            choices.append(
                [[self._named(_beside(layer, c), Holes.NOTHING) for c in each] for each in coverings]
            )
        refusing = [s for layer in deny for s in layer if not never(s.condition)]
        ways = [Way(tuple(chain.from_iterable(chosen)), ()) for chosen in product(*choices)]
        return Ways(ways, self._named(refusing, Holes.ANYTHING), Holes.NOTHING)

    @cached_property
    def possible(self) -> Ways:
        """The ways to be granted, under conditions that make a Deny hold or exclude each other.

        All others are best fulfilled for an Allow, and not for a Deny.
        """
        allow = [[s for s in x if not never(s.condition)] for x in self._select("Allow", Holes.ANYTHING)]
        deny = [s for x in self._select("Deny", Holes.NOTHING) for s in x]
        fixed = self._named([s for s in deny if always(s.condition)], Holes.NOTHING)
        conditional = [s for s in deny if not always(s.condition)]
        choices: list[dict[str, tuple[Named, ...]]] = []
        for number, layer in enumerate(allow):
            others = {s.condition for other in (*allow[:number], *allow[number + 1 :]) for s in other}
            fought = {s.condition: _is_fought(s.condition, others, conditional) for s in layer}
            found: dict[str, tuple[Named, ...]] = {"": ()}
            for key in sorted({condition if fought[condition] else "" for condition in fought}):
                own = (s for s in layer if (s.condition if fought[s.condition] else "") == key)
                found[key] = self._named(list(own), Holes.ANYTHING)
            choices.append(found)
        ways = []
        for chosen in product(*choices):
            holding = reduce(conjoined, chosen)
            allowed = tuple(found[c] for found, c in zip(choices, chosen, strict=True))
            if all(allowed) and not never(holding):
                ways += [Way(allowed, refused) for refused in self._refused(holding, conditional)]
        return Ways(ways, fixed, Holes.ANYTHING)

    def _refused(self, holding: str, deny: Sequence[Statement]) -> Iterator[tuple[Named, ...]]:
        """Yield what Denies refuse where a condition holds.

        Of Denies one of which holds whenever it does, a request need not name what one of them does: each is
        a way of its own.
        """
        sure = [s for s in deny if holding and implies(holding, s.condition)]
        coverings = CONDITIONS.coverings(holding, (s.condition for s in deny))[:_MOST_COVERINGS]
        for chosen in product(*coverings):
            conditions = [conjoined(holding, condition) for condition in chosen]
            avoided = [s for s in deny if any(implies(one, s.condition) for one in conditions)]
            yield self._named([*sure, *avoided], Holes.NOTHING)

    def _select(self, effect: str, holes: Holes) -> list[list[Statement]]:
        return [
            [s for s in layer if s.effect == effect and s.takes(self.action, holes)] for layer in self.layers
        ]

    def _named(self, statements: Sequence[Statement], holes: Holes) -> tuple[Named, ...]:
        """Return the patterns of statements that name anything."""
        named = [one for s in statements for one in s.resources]
        if self.reading is Reading.BARE_IS_ALL and any(not s.resources for s in statements):
            named.append(arn.parse("*"))
        return tuple(one for one in dict.fromkeys(named) if one.language(self.reading, holes) is not None)

    def _coverage(self, ways: Ways) -> Coverage:
        """Return how much *ways* grant, from a search for what is granted and several for what is not."""
        granted: tuple[str | None, bool] = (None, True)
        for way in ways.ways:
            allowed = [self._meant(layer, ways.holes) for layer in way.allowed]
            refused = self._meant((*ways.refused, *way.refused), ways.holes.contrary)
            granted = _better(granted, self._search(allowed, refused))
        lacking: tuple[str | None, bool] = (None, ways.left is not None)
        for piece in ways.left or ():
            within = [self._meant(named, ways.holes.contrary) for named in piece.within]
            without = self._meant(piece.without, ways.holes)
            lacking = _better(lacking, self._search(within, without))
        if granted[0] is not None and lacking[0] is not None:
            return Coverage("some", granted[0], lacking[0])
        if granted[0] is not None:
            return Coverage("all" if lacking[1] else "undecided", granted[0], None)
        return Coverage("none" if granted[1] else "undecided", None, lacking[0])

    def residuals(self, ways: Ways, asked: Asked) -> tuple[Residual, ...]:
        """Return what of *asked* is in none of *ways*, as patterns."""
        if ways.left is None:
            return tuple(Residual(text, asked.excepted, exact=False) for text in asked.patterns)
        return residuals(ways.left, asked, self.family, lambda named: self._meant(named, ways.holes))

    def _meant(self, named: Iterable[Named], holes: Holes) -> list[Language]:
        found = (one.language(self.reading, holes) for one in named)
        return list(dict.fromkeys(language for language in found if language is not None))

    def _search(
        self, within: Sequence[Sequence[Language]], without: Sequence[Language]
    ) -> tuple[str | None, bool]:
        found = self.family.find(within, [*without, *self.excepted], search=_search, budget=self._budget)
        if not found[1]:
            # One that is given up has cost most there is: the others only look whether they are easy.
            self._budget = min(self._budget, _EASY)
        return found


def _search(
    within: Sequence[Iterable[Language]], without: Iterable[Language], *, budget: int
) -> tuple[str | None, bool]:
    """Search, and where that is too long, try what is shortest of each pattern alone."""
    found = shortest(within, without, budget=budget)
    if found[0] is not None or found[1]:
        return found
    for language in within[-1]:
        witness, _ = shortest([*within[:-1], [language]], budget=_EASY)
        if witness is not None and not any(other.matches(witness) for other in without):
            return witness, False
    return None, False


def _better(one: tuple[str | None, bool], two: tuple[str | None, bool]) -> tuple[str | None, bool]:
    words = sorted((word for word, _ in (one, two) if word is not None), key=len)
    return (words[0] if words else None), one[1] and two[1]
