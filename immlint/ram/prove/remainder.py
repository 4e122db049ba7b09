"""What is left of a statement beside others, proved with as few of them as will do.

A statement is not compared with all others at once: some access of it is looked for that those taken so far
do not name; whoever names that one is taken too, until nothing is left, or nobody names it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import chain

from immlint.ram import arn
from immlint.ram.arn import Fields
from immlint.ram.atoms import CONDITIONS
from immlint.ram.decide.reach import beyond
from immlint.ram.policy import Statement
from immlint.ram.prove.few import naming, takes
from immlint.ram.prove.index import Index
from immlint.record import record, replace

#: Rounds of that kind, after which all statements that may matter are taken at once.
_ROUNDS = 6
#: Groups of statements, one of which applies to each request, that are taken one inside the other.
_DEEPEST = 4


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

    def is_taken(self, action: str, point: Fields) -> bool:
        """Tell whether a statement names an access, whatever its condition."""
        return (
            self.index.is_taken(self.effect, action, point, self.gone)
            or (self.also is not None and self.also.is_taken(self.effect, action, point))
            or any(takes(s, action, point) for s in self.more if s.effect == self.effect)
        )

    def perhaps_taking(self, action: str, point: Fields, condition: str) -> Iterator[Statement]:
        """Yield the statements that may apply to an access where *condition* holds, but need not."""
        for index, gone in ((self.also, frozenset[int]()), (self.index, self.gone)):
            if index is not None:
                yield from index.taking(self.effect, action, point, condition, gone, perhaps=True)

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
    return _is_left(statement, sides, {}, 0)


def _is_left(
    statement: Statement, sides: Sequence[Side], known: dict[int, Statement], depth: int
) -> bool | None:
    """Tell the same of what those that are *known* do not name."""
    for action, point in statement.samples if not depth else ():
        # What is named under no condition at all is not named under several together.
        if point and not any(side.is_taken(action, point) for side in sides):
            return True
        if not _take(statement, action, point, sides, known) and point:
            return _is_left_together(statement, action, point, sides, known, depth)
    for _ in range(_ROUNDS):
        found, settled = beyond(statement, known.values())
        if found is None and settled:
            return False
        if found is None:
            break
        point = arn.point(found[1])
        if not _take(statement, found[0], point, sides, known):
            return _is_left_together(statement, found[0], point, sides, known, depth)
    meeting = chain.from_iterable(side.meeting(statement) for side in sides)
    found, settled = beyond(statement, [*known.values(), *meeting] if depth else meeting)
    if found is not None:
        return _is_left_together(statement, found[0], arn.point(found[1]), sides, known, depth)
    return False if settled else None


def _is_left_together(
    statement: Statement,
    action: str,
    point: Fields,
    sides: Sequence[Side],
    known: dict[int, Statement],
    depth: int,
) -> bool | None:
    """Tell whether something is left though an access that none names may be named by several together.

    Of conditions one of which holds whenever that of *statement* does, each must have a statement that names
    what is not left: so what any of them does not name is looked at by itself.
    """
    near = [s for side in sides for s in side.perhaps_taking(action, point, statement.condition)]
    together = CONDITIONS.coverings(statement.condition, (s.condition for s in near)) if near else []
    if not together:
        return True
    if depth >= _DEEPEST:
        return None
    answers = []
    for condition in together[0]:
        held = {id(s): s for s in near if s.condition == condition}
        answers.append(_is_left(statement, sides, {**known, **held}, depth + 1))
        if answers[-1]:
            return True
    return None if None in answers else False


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
