"""What it does to a policy that some of its statements are replaced by others.

Both sides have all other statements alike, so only what the replaced ones name can be granted or refused
otherwise: each of them is held against the other side, and as a rule a few statements there settle it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Protocol, Self, TypeVar

from immlint.ram import arn
from immlint.ram.atoms import implies
from immlint.ram.decide.difference import diff
from immlint.ram.policy import Policy, Statement
from immlint.ram.prove.index import Index
from immlint.ram.prove.remainder import Side, is_left
from immlint.record import record, replace


@record(slots=False)
class Change:
    """The statements *old* of a policy give way to *new*; *index* holds those of the policy."""

    index: Index
    old: tuple[Statement, ...]
    new: tuple[Statement, ...]

    def _before(self, effect: str) -> Side:
        # The index has no statements without a Resource.
        return Side(self.index, effect, more=tuple(s for s in self.old if not s.is_whole))

    def _after(self, effect: str) -> Side:
        return Side(self.index, effect, frozenset(map(id, self.old)), self.new)

    @cached_property
    def refuses_no_less(self) -> bool:
        """Whether all that was refused is proved to be so still, whatever other policies grant."""
        return _are_held(_only("Deny", self.old), self.new, [self._after("Deny")])

    @cached_property
    def refuses_no_more(self) -> bool:
        """Whether nothing is proved to be refused beyond what was."""
        return _are_held(_only("Deny", self.new), self.old, [self._before("Deny")])

    @property
    def grants_no_less(self) -> bool:
        """Whether all that was granted is proved to be so still, if no more is refused."""
        sides = [self._after("Allow"), self._before("Deny")]
        return _are_held(_only("Allow", self.old), self.new, sides)

    @property
    def grants_no_more(self) -> bool:
        """Whether nothing new is proved to be granted, if no less is refused.

        What a Deny took away from an Allow that stays is still taken away then.
        """
        sides = [self._before("Allow"), self._after("Deny")]
        return _are_held(_only("Allow", self.new), self.old, sides)

    @property
    def is_none(self) -> bool:
        """Whether the policy is proved to grant and to refuse the same."""
        return self.refuses_no_less and self.refuses_no_more and (self.grants_no_less and self.grants_no_more)

    def gains(self) -> set[str] | None:
        """Return the patterns of Allows by which more is granted, ``None`` if that is not settled."""
        if _only("Deny", (*self.old, *self.new)):
            return self._compared()
        gained = _left(self.new, [self._before("Allow"), self._before("Deny")])
        lost = _left(self.old, [self._after("Allow"), self._before("Deny")])
        return None if lost is None else gained

    def _compared(self) -> set[str] | None:
        """Compare both sides as policies, without the statements that neither side's own can meet."""
        if not self.index.is_all:
            return None  # what applies without a Resource is not documented
        near = {
            id(other): other
            for statement in (*self.old, *self.new)
            for effect in ("Allow", "Deny")
            for other in self.index.meeting(effect, statement)
        }
        for statement in self.old:
            near.pop(id(statement), None)
        kept = tuple(near.values())
        found = diff([Policy((*kept, *self.old))], [Policy((*kept, *self.new))])
        return None if found.undecided else {grant.family for grant in found.gained}


def between(old: Policy, new: Policy) -> Change:
    """Return what makes one policy of another: the statements that only one of them has."""
    kept = Counter(s.meaning for s in old.statements) & Counter(s.meaning for s in new.statements)
    return Change(Index(old.statements), _without(old.statements, kept), _without(new.statements, kept))


def _without(statements: Sequence[Statement], kept: Counter[tuple[object, ...]]) -> tuple[Statement, ...]:
    left, found = kept.copy(), []
    for statement in statements:
        if left[statement.meaning] > 0:
            left[statement.meaning] -= 1
        else:
            found.append(statement)
    return tuple(found)


def _only(effect: str, statements: Sequence[Statement]) -> list[Statement]:
    return [s for s in statements if s.effect == effect]


def _are_held(statements: Sequence[Statement], others: Sequence[Statement], sides: Sequence[Side]) -> bool:
    """Tell whether *sides* are proved to name all of *statements*; *others* are the likeliest among them."""
    rests = (_rest(statement, others) for statement in statements)
    return all(rest is None or is_left(rest, sides) is False for rest in rests)


def _rest(statement: Statement, others: Sequence[Statement]) -> Statement | None:
    """Return *statement* without the entries that one of *others* surely covers, ``None`` if none is left."""
    if any(other.meaning == statement.meaning for other in others):
        return None
    if statement.not_actions is not None:
        return statement
    for other in others:
        like = other.effect == statement.effect and implies(statement.condition, other.condition)
        if not like or other.not_actions is not None:
            continue
        actions = _uncovered(statement.actions, other.actions)
        resources = _uncovered(statement.resources, other.resources)
        if not actions and not resources:
            return None
        if not actions:
            statement = replace(statement, resources=resources)
        elif not resources:
            statement = replace(statement, actions=actions)
    return statement


class _Covering(Protocol):
    def covers(self, other: Self, /) -> bool: ...


_Entry = TypeVar("_Entry", bound=_Covering)


def _uncovered(entries: tuple[_Entry, ...], others: tuple[_Entry, ...]) -> tuple[_Entry, ...]:
    known = set(others)
    return tuple(e for e in entries if e not in known and not any(other.covers(e) for other in others))


def _left(statements: Sequence[Statement], sides: Sequence[Side]) -> set[str] | None:
    """Return the resource patterns by which *statements* name more than *sides*."""
    found: set[str] = set()
    for statement in statements:
        for named in statement.resources or (arn.parse(""),):
            left = is_left(replace(statement, resources=(named,)), sides)
            if left is None:
                return None
            if left:
                found.add(named.text)
    return found
