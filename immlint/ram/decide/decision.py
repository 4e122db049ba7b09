"""What policies grant: decided exactly, net of Deny, with witnesses.

Any Deny beats any Allow. Policies of one kind are a layer: a request needs an Allow in each layer that
is there (identity, session, control; for ``sts:AssumeRole`` the trust policy too), and a Deny nowhere.

A statement with a condition applies only when it holds. A condition is an atom that a request may
fulfil or not, whatever it does with others. So each resource has two answers: whether it is granted if
the atoms are right (:attr:`Decision.verdict`), and whether whatever they are (:attr:`Decision.certain`).

Source: RAM, "Policy evaluation process".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from immlint.language import Coverage, Language, Verdict, shortest
from immlint.ram import arn
from immlint.ram.policy import Policy, Statement, languages
from immlint.subject import PolicyKind

__all__ = ["Decision", "Policy", "Statement", "decide"]

#: Conditions that Allow and Deny share, up to which all cases are gone through.
_MOST_SHARED = 6
_TOO_LONG = "the search for a resource was given up; it took too many steps"


@dataclass(frozen=True, slots=True)
class Decision:
    """What policies grant of a family of resources, for one action.

    ``verdict`` is how much of it some request may be granted, ``certain`` how much every request is,
    whatever conditions hold. ``covered`` and ``uncovered`` are shortest witnesses for ``verdict``, as
    resource names. ``deciding`` holds the statements about the action and any of the resources.
    ``reason`` names what an undecided answer depends on.
    """

    verdict: Verdict
    covered: str | None
    uncovered: str | None
    certain: Verdict
    deciding: tuple[Statement, ...]
    reason: str = ""

    @property
    def conditions(self) -> tuple[str, ...]:
        """The conditions that the verdict depends on."""
        return tuple(dict.fromkeys(s.condition for s in self.deciding if s.condition))


def decide(
    policies: Iterable[Policy], action: str, family: Language, excepted: Sequence[Language] = ()
) -> Decision:
    """Decide what *policies* together grant of *action* on *family*, in the joined form of ``arn``.

    The resources of *excepted* are left out of it.
    """
    layers = _layers(policies, action)
    statements = tuple(s for layer in layers for s in layer if s.takes(action) and _touches(family, s))
    question = _Question(action, family, tuple(excepted))
    verdict, certain = _Reading(layers, question).answers()
    reason = _TOO_LONG if "undecided" in (verdict.verdict, certain.verdict) else ""
    for doubt, reading in _readings(layers, question):
        other, sure = reading.answers()
        if (other.verdict, sure.verdict) != (verdict.verdict, certain.verdict):
            verdict, certain, reason = _undecided(verdict), _undecided(certain), doubt
            break
    covered, uncovered = arn.written(verdict.covered), arn.written(verdict.uncovered)
    return Decision(verdict.verdict, covered, uncovered, certain.verdict, statements, reason)


def _undecided(coverage: Coverage) -> Coverage:
    return Coverage("undecided", coverage.covered, coverage.uncovered)


def _layers(policies: Iterable[Policy], action: str) -> list[list[Statement]]:
    """Return the statements of each kind of policy that has a say in *action*."""
    by_kind: dict[PolicyKind, list[Statement]] = {}
    for policy in policies:
        by_kind.setdefault(policy.kind, []).extend(policy.statements)
    trust = by_kind.pop("trust", None)
    if trust is not None and action.lower() == "sts:assumerole":
        by_kind["trust"] = trust
    elif not by_kind:
        return [[]]  # a trust policy alone grants nothing but that
    control = by_kind.get("control")
    if control is not None and not any(s.effect == "Allow" for s in control):
        # FullAliyunAccess is attached wherever control policies are.
        control.append(Statement(-1, 0, (), "Allow", ("*",), None, ("*",), kind="control"))
    return list(by_kind.values())


def _touches(family: Language, statement: Statement) -> bool:
    if not statement.resources:
        return True
    named = languages([statement], crossing=True, filled=True, generous=True)
    witness, complete = shortest([[family], named])
    return witness is not None or not complete


@dataclass(frozen=True, slots=True)
class _Question:
    """An action, the resources it is asked on, and those that are left out of them."""

    action: str
    family: Language
    excepted: tuple[Language, ...]


def _readings(layers: list[list[Statement]], question: _Question) -> Iterator[tuple[str, _Reading]]:
    """Yield the ways to read the statements that the documentation leaves open."""
    about = [s for layer in layers for s in layer if s.takes(question.action)]
    colons = arn.holds_colons(question.family)
    for text in (t for s in about for t in s.resources):
        if arn.is_ambiguous(text) and (colons or text.count(":") < 4):
            doubt = f"whether * in {text!r} crosses a colon is not documented"
            yield doubt, _Reading(layers, question, crossing=True)
            break
    for text in (t for s in about for t in s.resources):
        if arn.filled(text) != text:
            doubt = f"what an empty region or account means in {text!r} is not documented"
            yield doubt, _Reading(layers, question, filled=True)
            break
    if any(not s.resources for s in about):
        doubt = "a statement names no Resource; what it applies to is not documented"
        yield doubt, _Reading(layers, question, bare=True)


class _Reading:
    """The statements about one action, read in one way."""

    def __init__(
        self,
        layers: list[list[Statement]],
        question: _Question,
        *,
        crossing: bool = False,
        filled: bool = False,
        bare: bool = False,
    ) -> None:
        self.layers, self.action, self.family = layers, question.action, question.family
        self.excepted = question.excepted
        self.crossing, self.filled, self.bare = crossing, filled, bare

    def answers(self) -> tuple[Coverage, Coverage]:
        """Return what may be granted and what surely is."""
        return self._possible(), self._certain()

    def _select(self, effect: str, generous: bool) -> list[list[Statement]]:
        return [
            [s for s in layer if s.effect == effect and s.takes(self.action, generous=generous)]
            for layer in self.layers
        ]

    def _named(self, statements: Sequence[Statement], generous: bool) -> list[Language]:
        named = languages(statements, crossing=self.crossing, filled=self.filled, generous=generous)
        if self.bare and any(not s.resources for s in statements):
            named.append(arn.ANYTHING)
        return named

    def _certain(self) -> Coverage:
        allow, deny = self._select("Allow", False), self._select("Deny", True)
        granting = [self._named([s for s in layer if not s.condition], False) for layer in allow]
        refusing = self._named([s for layer in deny for s in layer], True)
        granted = self._search([[self.family], *granting], refusing)
        missed = [self._search([[self.family], refusing], [])]
        missed += [self._search([[self.family]], layer) for layer in granting]
        return _coverage(granted, missed)

    def _possible(self) -> Coverage:
        """Go through the conditions that matter: those on Allow and Deny both.

        All others are best fulfilled for an Allow, and not for a Deny.
        """
        allow, deny = self._select("Allow", True), [s for x in self._select("Deny", False) for s in x]
        fought = {s.condition for s in deny if s.condition}
        always = self._named([s for s in deny if not s.condition], False)
        against = {c: self._named([s for s in deny if s.condition == c], False) for c in sorted(fought)}
        choices: list[dict[str, list[Language]]] = []
        for layer in allow:
            keys = [s.condition if s.condition in fought else "" for s in layer]
            found: dict[str, list[Language]] = {"": []}
            for key in sorted(set(keys)):
                own = [s for s, its in zip(layer, keys, strict=True) if its == key]
                found[key] = self._named(own, True)
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
