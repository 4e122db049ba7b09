"""Statements of a policy that say nothing of their own: covered, dead, idle.

Only what is certain for every completion counts: statements with placeholders are left out. Each
question is first put to one typical action and resource of the statement; most are answered by that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from immlint.language import shortest
from immlint.ram import arn
from immlint.ram.arn import Fields
from immlint.ram.atoms import CONDITIONS
from immlint.ram.decide.reach import beyond
from immlint.ram.policy import Policy, Statement
from immlint.ram.prove.few import takes
from immlint.ram.prove.index import Index, may_meet
from immlint.ram.prove.remainder import Side, is_left
from immlint.record import cached_property
from immlint.subject import Policy as Written


class Redundancy:
    """What the statements of one policy add to each other."""

    def __init__(self, policy: Policy, index: Index | None = None) -> None:
        self.statements = policy.statements
        self._index = index or Index(policy.statements)
        self._denies = Side(self._index, "Deny")
        self._denied = {s.condition for s in self._index.statements if s.effect == "Deny"}
        self._dead: dict[int, bool] = {}

    @classmethod
    def of(cls, written: Written) -> Redundancy:
        """Return what is to be told of a document, in the form of a shared analysis."""
        return cls(written.once(Policy.of), written.once(Index.of))

    @cached_property
    def covered(self) -> list[tuple[Statement, Statement | None]]:
        """Return the statements that others of the same effect cover, each with one that does so alone.

        ``None`` stands for several together. All of them can be dropped at once; of equal ones the later
        is returned. A Deny counts for an Allow: what it takes away need not be covered.
        """
        found: list[Statement] = []
        if len(self.statements) < 2:
            return []
        gone: set[int] = set()
        own = {effect: Side(self._index, effect, gone) for effect in ("Allow", "Deny")}
        for statement in reversed(self._index.statements):
            gone.add(id(statement))
            sides = [own[statement.effect], *([self._denies] if statement.effect == "Allow" else [])]
            effects = {side.effect for side in sides}
            if self._index.has_own(statement, *effects):
                gone.remove(id(statement))
            elif self._adds_nothing(statement, sides) and not self.dead(statement):
                found.append(statement)
            else:
                gone.remove(id(statement))
        return [(s, self._alone(s, own[s.effect])) for s in reversed(found)]

    def _adds_nothing(self, statement: Statement, sides: Sequence[Side]) -> bool:
        # Of what is no resource name nothing can be told, but that a lone star is as much.
        for action, point in statement.samples:
            if not point and not any(any(side.taking(action, (), statement.condition)) for side in sides):
                return False
        return is_left(statement, sides) is False

    def _alone(self, statement: Statement, kept: Side) -> Statement | None:
        points = statement.samples
        if points:
            likely = kept.taking(*points[0], statement.condition)
        elif beyond(statement, ()) == (None, True):
            return next(
                (s for s in kept.index.statements if id(s) not in kept.gone and s.effect == kept.effect), None
            )
        else:
            likely = iter(sorted(kept.meeting(statement), key=lambda other: other.index))
        return next((other for other in likely if _covers(other, statement, points)), None)

    def dead(self, statement: Statement) -> bool:
        """Tell whether an Allow is wholly taken away by Denies."""
        if statement.effect != "Allow" or not statement.is_whole:
            return False
        key = id(statement)
        if key not in self._dead:
            self._dead[key] = bool(self._denied) and (
                not self._index.has_own(statement, "Deny")
                and self._adds_nothing(statement, [self._denies])
                # What names nothing is denied by nothing.
                and self._may_be_denied(statement.condition)
            )
        return self._dead[key]

    def _may_be_denied(self, condition: str) -> bool:
        """Tell whether a Deny applies wherever a condition holds."""
        if any(self._index.implies(condition, denied) for denied in self._denied):
            return True
        return CONDITIONS.covers(condition, sorted(self._denied))

    def idle(self, statement: Statement) -> bool:
        """Tell whether a Deny takes nothing away of what any Allow names."""
        if statement.effect != "Deny" or not statement.is_whole or not self._all_allows_known:
            return False
        # What never holds by itself is told there.
        near: Iterable[Statement] | None = self._index.sharing(statement, "Allow")
        if near is None:
            near = self._index.together("Allow", statement)
        else:
            near = (s for s in near if not CONDITIONS.exclude(statement.condition, s.condition))
        return not any(meet(statement, allow) for allow in near)

    @cached_property
    def _all_allows_known(self) -> bool:
        allows = [s for s in self.statements if s.effect == "Allow"]
        return bool(allows) and all(s.is_whole for s in allows)


def _covers(large: Statement, small: Statement, points: Sequence[tuple[str, Fields]]) -> bool:
    """Tell whether one statement covers another alone; its condition is known to hold."""
    return all(takes(large, *point) for point in points) and beyond(small, [large]) == (None, True)


def meet(one: Statement, other: Statement) -> bool:
    """Tell whether some access is named by both; doubt counts as yes."""
    if not may_meet(one, other):
        return False
    if one.not_actions is None and other.not_actions is None:
        return True
    named = [[action.language for action in s.actions] for s in (one, other) if s.not_actions is None]
    refused = [action.language for s in (one, other) for action in s.not_actions or ()]
    action, complete = shortest([[arn.ACTIONS], *named], refused)
    return action is not None or not complete
