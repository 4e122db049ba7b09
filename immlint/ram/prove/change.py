"""What it does to a policy that some of its statements are replaced by others.

Both sides have all other statements alike, so only what the replaced ones name can be granted or refused
otherwise: each of them is held against the other side, and as a rule a few statements there settle it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set

from immlint.ram import arn
from immlint.ram.arn import Named
from immlint.ram.atoms import implies
from immlint.ram.decide.difference import diff
from immlint.ram.pattern import Action
from immlint.ram.policy import Policy, Statement
from immlint.ram.prove.covering import Covering
from immlint.ram.prove.index import Index
from immlint.ram.prove.remainder import Side, is_left
from immlint.record import cached_property, record, replace


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
        bare = tuple(s for s in self.new if not s.is_whole)
        return Side(self.index, effect, frozenset(map(id, self.old)), bare, self._new)

    @cached_property
    def _new(self) -> Index:
        return Index(self.new)

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

    def gains_just(self, patterns: Set[str]) -> bool:
        """Tell whether more is granted by just these patterns of Allows."""
        # Whatever is gained, an Allow names it: most changes of a Deny are told by that.
        allows = _only("Allow", (*self.index.statements, *self.new))
        named = {one.text for statement in allows for one in statement.resources}
        return (
            patterns <= named and (self._is_refused or self._named == patterns) and self.gains() == patterns
        )

    def gains(self) -> set[str] | None:
        """Return the patterns of Allows by which more is granted, ``None`` if that is not settled."""
        if self._is_refused:
            return self._compared()
        lost = _left(self.old, self.new, [self._after("Allow"), self._before("Deny")])
        return None if lost is None else self._named

    @cached_property
    def _is_refused(self) -> bool:
        """Whether it is about what is refused."""
        return bool(_only("Deny", (*self.old, *self.new)))

    @cached_property
    def _named(self) -> set[str] | None:
        """The patterns by which Allows name more, if no Deny is changed."""
        return _left(self.new, self.old, [self._before("Allow"), self._before("Deny")])

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
    if not statements:
        return True
    likely = _Likely(others)
    rests = map(likely.rest, statements)
    return all(rest is None or is_left(rest, sides) is False for rest in rests)


class _Likely:
    """Statements that surely cover entries of others, which need no proof then."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._meanings = {s.meaning for s in statements}
        self._statements = [s for s in statements if s.not_actions is None]
        self._actions: dict[tuple[int, ...], Covering[Action]] = {}
        self._resources: dict[tuple[int, ...], Covering[Named]] = {}

    def rest(self, statement: Statement) -> Statement | None:
        """Return *statement* without the entries that they surely cover, ``None`` if none is left."""
        if statement.meaning in self._meanings:
            return None
        like = [
            s
            for s in self._statements
            if s.effect == statement.effect and implies(statement.condition, s.condition)
        ]
        if statement.not_actions is not None or not like:
            return statement
        # Of what is about all of its actions, all resources count together, and the other way round.
        for_all = [s for s in like if self._acts_on_all(s, statement.actions)]
        resources = statement.resources
        if for_all:
            covering = self._of_resources(for_all)
            resources = tuple(one for one in resources if not covering.covers(one))
            if not resources:
                return None
        on_all = [
            s for s in like if s.resources == resources or all(map(self._of_resources([s]).covers, resources))
        ]
        acting = self._of_actions(on_all)
        actions = tuple(one for one in statement.actions if not acting.covers(one))
        return replace(statement, actions=actions, resources=resources) if actions else None

    def _acts_on_all(self, statement: Statement, actions: Sequence[Action]) -> bool:
        return statement.actions == actions or all(map(self._of_actions([statement]).covers, actions))

    def _of_actions(self, statements: Sequence[Statement]) -> Covering[Action]:
        key = tuple(map(id, statements))
        if key not in self._actions:
            self._actions[key] = Covering([action for s in statements for action in s.actions])
        return self._actions[key]

    def _of_resources(self, statements: Sequence[Statement]) -> Covering[Named]:
        key = tuple(map(id, statements))
        if key not in self._resources:
            self._resources[key] = Covering([named for s in statements for named in s.resources])
        return self._resources[key]


def _left(
    statements: Sequence[Statement], others: Sequence[Statement], sides: Sequence[Side]
) -> set[str] | None:
    """Return the resource patterns by which *statements* name more than *sides*, where *others* are told."""
    found: set[str] = set()
    kept = {(_but_resources(s), named) for s in others for named in s.resources if named.fields}
    for statement in statements:
        for named in statement.resources or (arn.parse(""),):
            if (_but_resources(statement), named) in kept:
                continue
            left = is_left(replace(statement, resources=(named,)), sides)
            if left is None:
                return None
            if left:
                found.add(named.text)
    return found


def _but_resources(statement: Statement) -> tuple[object, ...]:
    return statement.effect, statement.actions, statement.not_actions, statement.condition
