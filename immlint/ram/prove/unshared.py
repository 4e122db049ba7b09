"""Statements of which an access is surely named by no other, told for all statements of a policy at one look.

Each statement has a bit, and each action that is typical of a statement the bits of those that name it: few
others do, and only of them is asked what they name of its resources. Conditions are not looked at: who names
nothing of an access takes it under none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from immlint.ram.arn import Fields
from immlint.ram.pattern import pattern
from immlint.ram.policy import Statement
from immlint.ram.prove.index import naming

#: Statements, and patterns of them, up to which they are looked at.
_MOST_STATEMENTS, _MOST_PATTERNS = 64, 256


class Unshared:
    """Which accesses of few statements others name."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        patterns = sum([len(s.actions) + len(s.resources) for s in statements])
        self._few = statements if len(statements) <= _MOST_STATEMENTS and patterns <= _MOST_PATTERNS else ()
        self._bits = {id(statement): 1 << number for number, statement in enumerate(self._few)}
        self._of_effect = defaultdict[str, int](int)
        # By their texts: what is equal is hashed there at once.
        actions = defaultdict[str, int](int)
        anything = 0
        for statement, bit in zip(self._few, self._bits.values(), strict=True):
            self._of_effect[statement.effect] |= bit
            if statement.not_actions is not None:
                anything |= bit
            for action in statement.actions:
                actions[action.folded] |= bit
        samples = {action for statement in self._few for action, _ in statement.samples}
        self._by_action = _naming_action(actions, samples, anything)

    def has_own(self, statement: Statement, *effects: str) -> bool:
        """Tell whether it surely names an access that no other statement of *effects* does."""
        own = self._bits.get(id(statement))
        if own is None:
            return False
        others = sum(map(self._of_effect.__getitem__, effects)) & ~own
        for action, point in statement.samples:
            if point and not self._is_named(point, self._by_action[action] & others):
                return True
        return False

    def sharing(self, statement: Statement, effect: str) -> list[Statement] | None:
        """Return the statements of an effect that name one of its actions, ``None`` if that is not told."""
        if id(statement) not in self._bits or statement.not_actions is not None:
            return None
        near = 0
        for action in statement.actions:
            if action.is_wild:
                return None
            near |= self._by_action[action.typical]
        near &= self._of_effect[effect]
        return [other for other in self._few if self._bits[id(other)] & near]

    def _is_named(self, point: Fields, near: int) -> bool:
        """Tell whether a statement of *near* names a resource."""
        while near:
            number = near.bit_length() - 1
            if naming(self._few[number], point) is not None:
                return True
            near ^= 1 << number
        return False


def _naming_action(written: dict[str, int], samples: set[str], anything: int) -> dict[str, int]:
    """Return the bits of those that name each action."""
    found = dict.fromkeys(samples, anything)
    for text, bits in written.items():
        own = pattern(text)
        for sample in own.among(samples) if not own.is_literal else samples & {text}:
            found[sample] |= bits
    return found
