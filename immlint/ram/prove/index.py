"""Statements, found by an access that they take, or by one that they could share.

A policy of many statements is analysed in time near linear in them only if a statement is not held against
every other. Those that take an access are found by their patterns; for two patterns to meet, their fixed
ends must agree. What is yielded leaves out what surely does not fit, and nothing else.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from heapq import merge
from itertools import chain, islice
from operator import itemgetter

from immlint.ram.arn import Fields, Named
from immlint.ram.atoms import CONDITIONS
from immlint.ram.pattern import pattern
from immlint.ram.policy import Policy, Statement
from immlint.ram.prove.few import Few, Numbered, is_literal, takes
from immlint.ram.prove.patterns import Patterns
from immlint.ram.prove.required import Required
from immlint.record import cached_property
from immlint.subject import Policy as Written

#: Statements that are looked at one by one rather than found by their patterns: where conditions told that
#: they are so few, and where there are no more.
_FEW, _FEW_AT_ALL = 16, 64
#: Patterns of so few statements, up to which each of them is looked at beside all others.
_FEW_PATTERNS = 256


class _Taking:
    """Statements of one effect, each filed by its resources or by its actions."""

    def __init__(self, numbered: Sequence[tuple[int, Statement]]) -> None:
        self._statements = dict(numbered)
        resources = [(named.fields, n) for n, s in numbered for named in s.resources if named.fields]
        actions = [((action.folded,), n) for n, s in numbered for action in s.actions]
        if len(numbered) > 1:
            by_resource, by_action = Patterns(resources), Patterns(actions)
            lighter = {n for n, s in numbered if _weighs_less(s, by_action, by_resource)}
            resources = [entry for entry in resources if entry[1] not in lighter]
            actions = [entry for entry in actions if entry[1] in lighter]
        else:
            actions = []
        self._by_resource, self._by_action = Patterns(resources), Patterns(actions)

    def taking(self, effect: str, action: str, point: Fields, gone: Set[int]) -> Iterator[Numbered]:
        found = merge(self._by_resource.holding(point), self._by_action.holding((action,)))
        last = -1
        for number in found:
            statement = self._statements[number]
            if number != last and id(statement) not in gone and takes(statement, action, point):
                yield number, statement
            last = number

    def is_taken(self, effect: str, action: str, point: Fields, gone: Set[int]) -> bool:
        return any(True for _ in self.taking(effect, action, point, gone))


def _weighs_less(statement: Statement, by_action: Patterns, by_resource: Patterns) -> bool:
    if statement.not_actions is not None:
        return False
    actions = sum(by_action.weight((action.folded,)) for action in statement.actions)
    return actions < sum(by_resource.weight(named.fields) for named in statement.resources if named.fields)


def may_meet(one: Statement, other: Statement) -> bool:
    """Tell whether some access may be named by both; what NotAction leaves is not looked at."""
    # Actions tell more apart than resources, and cost less.
    if one.not_actions is None and other.not_actions is None and not one.about.meet(other.about):
        return False
    for named in one.resources:
        for others in other.resources:
            if named.meets(others):
                return True
    return False


class _Ends:
    """The fixed beginnings (or, reversed, ends) of one field of many patterns."""

    def __init__(self, entries: Iterable[tuple[str, int]]) -> None:
        self._sorted = sorted(entries)
        self._owners: dict[str, list[int]] = defaultdict(list)
        for text, owner in self._sorted:
            self._owners[text].append(owner)

    def _range(self, text: str) -> tuple[int, int]:
        low = bisect_left(self._sorted, (text, -1))
        return low, bisect_right(self._sorted, text, lo=low, key=lambda entry: entry[0][: len(text)])

    def count(self, text: str) -> int:
        """Return how many agree with *text*: one begins with the other."""
        low, high = self._range(text)
        return high - low + sum(len(self._owners.get(text[:n], ())) for n in range(len(text)))

    def agreeing(self, text: str) -> Iterator[int]:
        """Yield the owners of those."""
        for n in range(len(text)):
            yield from self._owners.get(text[:n], ())
        low, high = self._range(text)
        for _, owner in islice(self._sorted, low, high):
            yield owner


def _ends(fields: Fields) -> tuple[str, ...]:
    """Return the beginning and the reversed end of each field, as far as they are fixed."""
    found = []
    for text in fields:
        parts = pattern(text).fixed
        found += [parts[0], parts[-1][::-1]]
    return tuple(found)


class _Meeting:
    """Statements of one effect, each filed by the ends of its resources and of its actions."""

    def __init__(self, numbered: Sequence[tuple[int, Statement]]) -> None:
        self._statements = dict(numbered)
        resources = [(_ends(_met(named)), n) for n, s in numbered for named in s.resources]
        actions = [(_ends(each), n) for n, s in numbered for each in _actions(s)]
        self._resources, self._actions = _columns(resources), _columns(actions)

    def meeting(self, statement: Statement) -> Iterator[Statement]:
        """Yield those that may name an access that *statement* names; doubt counts as yes."""
        by_resource = [_fewest(self._resources, _ends(_met(named))) for named in statement.resources]
        by_action = [_fewest(self._actions, _ends(each)) for each in _actions(statement)]
        best = min(by_resource, by_action, key=lambda ways: sum(count for count, _, _ in ways))
        seen: set[int] = set()
        for number in chain.from_iterable(ends.agreeing(text) for _, ends, text in best):
            if number not in seen:
                seen.add(number)
                yield self._statements[number]


def _met(named: Named) -> Fields:
    """Return the fields of a pattern; one of fewer may name anything where wildcards cross colons."""
    return named.fields[1:] or ("*",) * 4


def _actions(statement: Statement) -> list[Fields]:
    return (
        [("*",)] if statement.not_actions is not None else [(action.folded,) for action in statement.actions]
    )


def _columns(entries: Sequence[tuple[tuple[str, ...], int]]) -> list[_Ends]:
    width = len(entries[0][0]) if entries else 0
    return [_Ends((ends[column], owner) for ends, owner in entries) for column in range(width)]


def _fewest(columns: Sequence[_Ends], texts: Sequence[str]) -> tuple[int, _Ends, str]:
    pairs = zip(columns, texts, strict=False)
    counted = ((ends.count(text), ends, text) for ends, text in pairs)
    return min(counted, key=itemgetter(0), default=(0, _Ends(()), ""))


class Index:
    """The statements of one policy that are known as a whole, in order."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        given = list(statements)
        self.statements = [s for s in given if s.is_whole]
        #: Whether that is all there are.
        self.is_all = len(self.statements) == len(given)
        self._by_effect: dict[str, list[Numbered]] = {}
        self._taking: dict[str, Few | _Taking] = {}
        self._meeting: dict[str, _Meeting] = {}
        self._required: dict[str, Required] = {}

    @classmethod
    def of(cls, written: Written) -> Index:
        """Return the index of a document, in the form of a shared analysis."""
        return cls(written.once(Policy.of).statements)

    def taking(
        self,
        effect: str,
        action: str,
        point: Fields,
        condition: str,
        gone: Set[int] = frozenset(),
        *,
        perhaps: bool = False,
    ) -> Iterator[Statement]:
        """Yield the statements that apply to an access where just *condition* holds, in order.

        *gone* are the ids of those that are left out. With *perhaps*, those that only may apply.
        """
        few = self._few(effect, condition)
        found: Iterable[Numbered]
        if few is not None:
            found = [e for e in few if id(e[1]) not in gone and takes(e[1], action, point)]
        else:
            found = self._of_effect(effect).taking(effect, action, point, gone)
        for _, statement in found:
            if self.implies(condition, statement.condition):
                if not perhaps:
                    yield statement
            elif perhaps and not CONDITIONS.exclude(condition, statement.condition):
                yield statement

    @cached_property
    def _all(self) -> Few | None:
        """All of them, if they are few."""
        return Few([*enumerate(self.statements)]) if len(self.statements) <= _FEW_AT_ALL else None

    def _of_effect(self, effect: str) -> Few | _Taking:
        if self._all is not None:
            return self._all
        found = self._taking.get(effect)
        if found is None:
            numbered = self._numbered(effect)
            found = self._taking[effect] = (Few if len(numbered) <= _FEW_AT_ALL else _Taking)(numbered)
        return found

    def is_taken(self, effect: str, action: str, point: Fields, gone: Set[int] = frozenset()) -> bool:
        """Tell whether a statement names an access, whatever its condition."""
        return self._of_effect(effect).is_taken(effect, action, point, gone)

    @cached_property
    def _looked_at(self) -> Few | None:
        """All of them, if they and their patterns are so few that each is looked at beside all others."""
        patterns = sum([len(s.actions) + len(s.resources) for s in self.statements])
        return self._all if patterns <= _FEW_PATTERNS else None

    def has_own(self, statement: Statement, *effects: str) -> bool:
        """Tell whether a statement surely names an access that no other one of *effects* does.

        Conditions are not looked at: who names nothing of an access takes it under none. Where there are many
        statements, it is told of none.
        """
        return self._looked_at is not None and self._looked_at.has_own(statement, *effects)

    def sharing(self, statement: Statement, effect: str) -> list[Statement] | None:
        """Return the statements of an effect that name one of its actions, ``None`` if that is not told."""
        if self._looked_at is None or not is_literal(statement):
            return None
        return self._looked_at.about(effect, statement.about)

    def _numbered(self, effect: str) -> list[Numbered]:
        if effect not in self._by_effect:
            numbered = enumerate(self.statements)
            self._by_effect[effect] = [(n, s) for n, s in numbered if s.effect == effect]
        return self._by_effect[effect]

    def _few(self, effect: str, condition: str) -> list[Numbered] | None:
        """Return the statements that may hold where *condition* does, if its texts tell that they are few."""
        if not condition or len(self._numbered(effect)) <= _FEW_AT_ALL:
            return None
        if effect not in self._required:
            self._required[effect] = Required(self._numbered(effect))
        return self._required[effect].few(condition, _FEW)

    def implies(self, condition: str, other: str) -> bool:
        """Tell whether *other* holds wherever *condition* does; one that never does implies just itself."""
        if other in ("", condition):
            return True
        own = CONDITIONS.read(condition)
        return not own.atoms.is_never and CONDITIONS.implies(condition, other)

    def together(self, effect: str, statement: Statement) -> Iterator[Statement]:
        """Yield all that name an access that *statement* names and may hold with it, and perhaps others."""
        few = self._few(effect, statement.condition)
        near = self.meeting(effect, statement) if few is None else (other for _, other in few)
        return (s for s in near if not CONDITIONS.exclude(statement.condition, s.condition))

    def meeting(self, effect: str, statement: Statement) -> Iterator[Statement]:
        """Yield all statements that name an access that *statement* names, and perhaps others."""
        numbered = self._numbered(effect)
        if len(numbered) <= _FEW_AT_ALL:
            return (other for _, other in numbered if may_meet(statement, other))
        if effect not in self._meeting:
            self._meeting[effect] = _Meeting(numbered)
        return self._meeting[effect].meeting(statement)
