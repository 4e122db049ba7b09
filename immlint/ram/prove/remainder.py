"""What is left of a statement beside others, proved with as few of them as will do.

A statement is not compared with all others at once: some access of it is looked for that those taken so far
do not name; whoever names that one is taken too, until nothing is left, or nobody names it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import chain

from immlint.ram import arn
from immlint.ram.arn import Fields
from immlint.ram.decide.reach import beyond
from immlint.ram.policy import Statement
from immlint.ram.prove.index import Index, naming, takes
from immlint.record import record, replace

#: Rounds of that kind, after which all statements that may matter are taken at once.
_ROUNDS = 6


@record(slots=False)
class Side:
    """The statements of one *effect* in a policy, but for those in *gone*, and more of them.

    *more* are told one by one, *also* by an index of their own.
    """

    index: Index
    effect: str
    #: Told by their ids: equal statements are two.
    gone: Set[int] = frozenset()
    more: tuple[Statement, ...] = ()
    also: Index | None = None

    def taking(self, action: str, point: Fields, condition: str) -> Iterator[Statement]:
        """Yield the statements that apply to an access where just *condition* holds."""
        if self.more:
            yield from (s for s in self._own(condition) if takes(s, action, point))
        if self.also:
            yield from self.also.taking(self.effect, action, point, condition)
        yield from self.index.taking(self.effect, action, point, condition, self.gone)

    def meeting(self, statement: Statement) -> Iterator[Statement]:
        """Yield all that may matter for *statement* where just its condition holds."""
        yield from self._own(statement.condition)
        for other in self.also.meeting(self.effect, statement) if self.also else ():
            if self.index.implies(statement.condition, other.condition):
                yield other
        for other in self.index.meeting(self.effect, statement):
            if id(other) not in self.gone and self.index.implies(statement.condition, other.condition):
                yield other

    def _own(self, condition: str) -> Iterator[Statement]:
        for other in self.more:
            if other.effect == self.effect and self.index.implies(condition, other.condition):
                yield other


def is_left(statement: Statement, sides: Sequence[Side]) -> bool | None:
    """Tell whether *statement* names an access that none of *sides* does, ``None`` if that is not settled.

    Only its own condition holds.
    """
    known: dict[int, Statement] = {}
    for action, point in statement.samples:
        if not _take(statement, action, point, sides, known) and point:
            return True
    for _ in range(_ROUNDS):
        found, settled = beyond(statement, known.values())
        if found is None and settled:
            return False
        if found is None:
            break
        if not _take(statement, found[0], arn.point(found[1]), sides, known):
            return True
    found, settled = beyond(statement, chain.from_iterable(side.meeting(statement) for side in sides))
    return found is not None if found or settled else None


def _take(
    statement: Statement,
    action: str,
    point: Fields,
    sides: Sequence[Side],
    known: dict[int, Statement],
) -> bool:
    """Put the first statement that names an access to those *known*, with the one resource that does."""
    for side in sides:
        for other in side.taking(action, point, statement.condition):
            named = naming(other, point) or arn.parse("*")
            had = known[id(other)].resources if id(other) in known else ()
            if named not in had:
                known[id(other)] = replace(other, resources=(*had, named))
            return True
    return False
