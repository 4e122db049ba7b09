"""Few statements, found by an access: each has a bit, and each action the bits of those about it.

Of few of them is asked then what they name of its resources.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set

from immlint.ram.actions import Actions
from immlint.ram.arn import Fields, Named
from immlint.ram.pattern import Holes
from immlint.ram.policy import Statement

#: A statement with its number in a policy.
Numbered = tuple[int, Statement]


class Few:
    """So few statements that a number has a bit for each."""

    def __init__(self, numbered: Sequence[Numbered]) -> None:
        self._numbered = numbered
        self._of_effect = defaultdict[str, int](int)
        self._bit: dict[int, int] = {}
        #: The bits of those that list an action, by its name; patterns; and what they are not about.
        self._literal = defaultdict[str, int](int)
        wild: dict[Actions, int] = defaultdict(int)
        self._but: list[tuple[Statement, int]] = []
        bit = 1
        for _, statement in numbered:
            self._of_effect[statement.effect] |= bit
            self._bit[id(statement)] = bit
            if is_literal(statement):
                for action in statement.about.folded:
                    self._literal[action] |= bit
            elif statement.not_actions is None:
                wild[statement.about] |= bit
            else:
                self._but.append((statement, bit))
            bit <<= 1
        self._wild = [*wild.items()]
        self._about: dict[str, int] = {}

    def _bits(self, action: str) -> int:
        """Return the bits of the statements about an action, given in lower case."""
        found = self._about.get(action)
        if found is None:
            found = self._literal.get(action, 0)
            for actions, bits in self._wild:
                if actions.hold(action, Holes.LITERAL):
                    found |= bits
            for statement, bits in self._but:
                if statement.takes(action, Holes.LITERAL):
                    found |= bits
            self._about[action] = found
        return found

    def taking(self, effect: str, action: str, point: Fields, gone: Set[int]) -> Iterator[Numbered]:
        """Yield those of an effect that name an access, but for those whose ids are *gone*, in order."""
        bits = self._bits(action) & self._of_effect[effect]
        while bits:
            lowest = bits & -bits
            bits ^= lowest
            entry = self._numbered[lowest.bit_length() - 1]
            if id(entry[1]) not in gone and naming(entry[1], point) is not None:
                yield entry

    def is_taken(self, effect: str, action: str, point: Fields, gone: Set[int]) -> bool:
        """Tell whether there is any of them."""
        bits = self._bits(action) & self._of_effect[effect]
        for lost in gone if bits else ():
            bits &= ~self._bit.get(lost, 0)
        return bits > 0 and self._is_named(point, bits)

    def _is_named(self, point: Fields, bits: int) -> bool:
        """Tell whether a statement of some bits names a resource."""
        numbered = self._numbered
        while bits:
            number = bits.bit_length() - 1
            bits ^= 1 << number
            for named in numbered[number][1].resources:
                if named.holds(point):
                    return True
        return False

    def has_own(self, statement: Statement, *effects: str) -> bool:
        """Tell whether one of them names an access that no other one of *effects* does."""
        others = sum(map(self._of_effect.__getitem__, effects)) & ~self._bit[id(statement)]
        for action, point in statement.sampled():
            if point and not self._is_named(point, self._bits(action) & others):
                return True
        return False

    def about(self, effect: str, actions: Actions) -> list[Statement]:
        """Return those of an effect about one of some actions without wildcards, in order."""
        bits = 0
        for action in actions.folded:
            bits |= self._bits(action)
        bits &= self._of_effect[effect]
        return [statement for place, (_, statement) in enumerate(self._numbered) if bits >> place & 1]


def is_literal(statement: Statement) -> bool:
    """Tell whether a statement is about actions that it lists word for word."""
    return statement.not_actions is None and not statement.about.is_wild


def takes(statement: Statement, action: str, point: Fields) -> bool:
    """Tell whether a statement applies to an action and a resource, given by its fields."""
    return naming(statement, point) is not None and statement.takes(action, Holes.LITERAL)


def naming(statement: Statement, point: Fields) -> Named | None:
    """Return the first resource of a statement that names the one with the fields *point*."""
    for named in statement.resources:
        if named.holds(point):
            return named
    return None
