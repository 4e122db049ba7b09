"""Statements of which an access is surely named by no other, told for all statements of a policy at one look.

Each statement has a bit, and each action and each resource that is typical of a statement the bits of those
that name it. Conditions are not looked at: who names nothing of an access takes it under none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from immlint.ram.arn import Fields, Named, parse
from immlint.ram.pattern import is_wild, pattern
from immlint.ram.policy import Statement

#: Statements, and patterns of them, up to which they are looked at.
_MOST_STATEMENTS, _MOST_PATTERNS = 64, 256


class Unshared:
    """Which accesses of few statements others name."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        patterns = sum(len(s.actions) + len(s.resources) for s in statements)
        few = statements if len(statements) <= _MOST_STATEMENTS and patterns <= _MOST_PATTERNS else ()
        self._bits = {id(statement): 1 << number for number, statement in enumerate(few)}
        self._of_effect = defaultdict[str, int](int)
        # By their texts: what is equal is hashed there at once.
        actions, resources = defaultdict[str, int](int), defaultdict[str, int](int)
        anything = 0
        for statement, bit in zip(few, self._bits.values(), strict=True):
            self._of_effect[statement.effect] |= bit
            if statement.not_actions is not None:
                anything |= bit
            for action in statement.actions:
                actions[action.folded] |= bit
            for named in statement.resources:
                resources[named.text] |= bit
        samples = {sample for statement in few for sample in statement.samples}
        self._by_action = _naming_action(actions, {action for action, _ in samples}, anything)
        self._by_point = _naming_point(resources, {point for _, point in samples if point})

    def has_own(self, statement: Statement, *effects: str) -> bool:
        """Tell whether it surely names an access that no other statement of *effects* does."""
        own = self._bits.get(id(statement))
        if own is None:
            return False
        others = sum(map(self._of_effect.__getitem__, effects)) & ~own
        for action, point in statement.samples:
            if point and not self._by_action[action] & self._by_point[point] & others:
                return True
        return False


def _naming_action(written: dict[str, int], samples: set[str], anything: int) -> dict[str, int]:
    """Return the bits of those that name each action."""
    found = dict.fromkeys(samples, anything)
    for text, bits in written.items():
        if not is_wild(text):
            if text in found:
                found[text] |= bits
            continue
        holds = pattern(text).holds
        for sample in samples:
            if holds(sample):
                found[sample] |= bits
    return found


def _naming_point(written: dict[str, int], points: set[Fields]) -> dict[Fields, int]:
    """Return the bits of those that name each resource."""
    found = dict.fromkeys(points, 0)
    by_last = defaultdict[str, list[Fields]](list)
    by_service = defaultdict[str, list[Fields]](list)
    for point in points:
        by_last[point[-1]].append(point)
        by_service[point[1]].append(point)
    for text, bits in written.items():
        named = parse(text)
        for point in _likely(named, points, by_last, by_service):
            if named.holds(point):
                found[point] |= bits
    return found


def _likely(
    named: Named, points: set[Fields], by_last: dict[str, list[Fields]], by_service: dict[str, list[Fields]]
) -> Iterable[Fields]:
    """Return the resources that a pattern may name."""
    if len(named.fields) != 5:
        return points
    last = named.fields[-1]
    if not is_wild(last):
        return by_last.get(last, ())
    near = points if is_wild(named.fields[1]) else by_service.get(named.fields[1], ())
    begun = pattern(last).fixed[0]
    return [point for point in near if point[-1].startswith(begun)] if begun else near
