"""What one set of policies grants that another does not, per action and resource family."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from immlint.language import Language, shortest
from immlint.ram import arn
from immlint.ram.decision import Policy, Statement


@dataclass(frozen=True, slots=True)
class Grant:
    """An access that only one side has: an action, and a shortest resource as its witness.

    ``condition`` is the condition under which it is granted, empty for none.
    """

    action: str
    resource: str
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What the new policies grant beyond the old ones, and the reverse.

    ``undecided`` holds the actions for which the search was not complete.
    """

    gained: tuple[Grant, ...]
    lost: tuple[Grant, ...]
    undecided: tuple[str, ...] = ()

    @property
    def equal(self) -> bool:
        """Whether both grant the same."""
        return not (self.gained or self.lost or self.undecided)


def diff(old: Iterable[Policy], new: Iterable[Policy], actions: Iterable[str] = ()) -> Difference:
    """Compare two sets of policies.

    Resources are compared exactly. Actions compared are those named by either side, *actions* (the
    catalogue), and for each pattern with wildcards one instance that no other name can be.
    """
    before = [s for policy in old for s in policy.statements]
    after = [s for policy in new for s in policy.statements]
    gained: list[Grant] = []
    lost: list[Grant] = []
    undecided: list[str] = []
    for action in _universe([*before, *after], actions):
        one = [s for s in before if s.takes(action)]
        two = [s for s in after if s.takes(action)]
        for grants, mine, other in ((gained, two, one), (lost, one, two)):
            for condition in dict.fromkeys(s.condition for s in mine if s.effect == "Allow"):
                witness, complete = _beyond(mine, other, condition)
                if witness is not None:
                    grants.append(Grant(action, arn.written(witness) or "", condition))
                elif not complete:
                    undecided.append(action)
    return Difference(tuple(gained), tuple(lost), tuple(dict.fromkeys(undecided)))


def _universe(statements: Sequence[Statement], known: Iterable[str]) -> list[str]:
    patterns = {text for s in statements for text in (*s.actions, *(s.not_actions or ()))}
    stand_ins = {text.replace("*", "Any0Other").replace("?", "z") for text in patterns}
    if "*" in patterns or any(s.not_actions is not None for s in statements):
        stand_ins.add("any0service:Any0Other")
        stand_ins.discard("Any0Other")
    by_lower: dict[str, str] = {}
    for action in (*sorted(stand_ins), *known):
        by_lower[action.lower()] = action
    return sorted(by_lower.values())


def _applies(statement: Statement, condition: str) -> bool:
    """Tell whether a statement applies to a request of which just *condition* is known to hold."""
    return statement.condition in ("", condition)


def _beyond(mine: Sequence[Statement], other: Sequence[Statement], condition: str) -> tuple[str | None, bool]:
    """Return a shortest resource that *mine* grants under *condition* and *other* does not."""
    granting = _of(mine, "Allow", condition)
    refusing = _of(mine, "Deny", condition)
    theirs = _of(other, "Allow", condition)
    against = _of(other, "Deny", condition)
    missed = shortest(arn.ANYTHING, granting, [*refusing, *theirs])
    if missed[0] is not None:
        return missed
    complete = missed[1]
    for denied in against:
        found, whole = shortest(denied, granting, refusing)
        if found is not None:
            return found, True
        complete = complete and whole
    return None, complete


def _of(statements: Sequence[Statement], effect: str, condition: str) -> list[Language]:
    found = (
        arn.resource(text)
        for s in statements
        if s.effect == effect and _applies(s, condition)
        for text in s.resources
    )
    return list(dict.fromkeys(language for language in found if language is not None))
