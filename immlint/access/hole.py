"""What a Deny on a project leaves open: that which stands inside of it, and is a resource of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from immlint.access.family import VARIABLE
from immlint.access.proposal import general
from immlint.access.service import asked, families_of, operations_of
from immlint.catalog import Catalog, Operation, load
from immlint.language import Language
from immlint.ram import arn
from immlint.ram.arn import Named, Reading
from immlint.ram.atoms import implies
from immlint.ram.pattern import Holes
from immlint.ram.policy import Policy, Statement
from immlint.ram.prove.covering import Covering
from immlint.subject import Policy as Written
from immlint.subject import is_template

_INSIDE = re.compile(r"(acs:imm:\{#\w+\}:\{#\w+\}:project/\{#\w+\})(/.+)")
_BUDGET = 20_000
_PROJECTS = "acs:imm:*:*:project/*"


class Hole(NamedTuple):
    """A resource of a Deny, by its number, and an operation inside of it that nothing denies."""

    statement: Statement
    number: int
    operation: Operation


def holes(written: Written) -> list[Hole]:
    """Return what the Denies of a policy leave open, in the form of a shared analysis."""
    statements = written.once(Policy.of).statements
    about = _About(statements)
    found = []
    for statement in statements:
        if statement.effect != "Deny" or not statement.is_whole or statement.kind == "trust":
            continue
        rows = _inside(statement, load())
        for index, named in enumerate(statement.resources if rows else ()):
            hole = _hole(named, rows, about.under(statement.condition)) if _names_projects(named) else None
            if hole is not None:
                found.append(Hole(statement, index, hole))
    return found


def _inside(statement: Statement, catalog: Catalog) -> list[tuple[Operation, str]]:
    """Return the operations inside projects that a wildcard means beside those on them, sure ones first."""
    wild = [action for action in statement.actions if action.is_wild]
    if not wild and statement.not_actions is None:
        return []
    named = {
        row.ram.action
        for action in wild
        if not is_template(action.text)
        for row in operations_of(action.text)
    }
    if not named and statement.not_actions is None:
        return []
    rows = [row for row in catalog.operations.values() if row.ram.resource_level]
    if statement.not_actions is not None:
        meant = [row for row in rows if row.ram.action and statement.takes(row.ram.action, Holes.NOTHING)]
    else:
        meant = [row for row in rows if row.ram.action in named]
    found = [(row, match[2]) for row in meant if (match := _INSIDE.fullmatch(row.ram.resources[0]))]
    if len(found) == len(meant):
        return []  # that no resource fits the action is a finding of its own
    # What is done to a dataset itself says most.
    found.sort(key=lambda row: (not row[0].ram.documented, not str(row[0].ram.action).endswith("Dataset")))
    return [(row, VARIABLE.sub("*", tail)) for row, tail in found]


def _names_projects(named: Named) -> bool:
    language = named.language()
    return named.text != "*" and language is not None and asked(_PROJECTS).meet(language)


class _About:
    """The statements of a policy about each action, worked out once for all that ask."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._denies = [s for s in statements if s.effect == "Deny"]
        self.allows = [s for s in statements if s.effect == "Allow"]
        self._under: dict[str, _Under] = {}

    def under(self, condition: str) -> _Under:
        """Return them where a condition holds."""
        if condition not in self._under:
            denies = [s for s in self._denies if implies(condition, s.condition)]
            self._under[condition] = _Under(denies, self.allows, {}, {})
        return self._under[condition]


class _Under(NamedTuple):
    denies: list[Statement]
    allows: list[Statement]
    known: dict[str, tuple[list[Statement], list[Statement], tuple[object, ...]]]
    denied: dict[tuple[object, ...], Covering[Named]]

    def covers(self, named: Named, action: str) -> bool:
        """Tell whether a resource of the Denies of an action covers *named*."""
        against, _, statements = self.taking(action)
        if statements not in self.denied:
            self.denied[statements] = Covering([one for s in against for one in s.resources])
        return self.denied[statements].covers(named)

    def taking(self, action: str) -> tuple[list[Statement], list[Statement], tuple[object, ...]]:
        """Return the Denies and the Allows of an action, and what is equal for equal ones."""
        if action not in self.known:
            against = [s for s in self.denies if s.takes(action, Holes.ANYTHING)]
            granting = [s for s in self.allows if s.takes(action, Holes.ANYTHING)]
            self.known[action] = against, granting, (*map(id, against), None, *map(id, granting))
        return self.known[action]


def _hole(named: Named, rows: Sequence[tuple[Operation, str]], under: _Under) -> Operation | None:
    """Return the first operation of which something is surely not denied, and may be allowed."""
    closed: set[tuple[object, ...]] = set()
    for operation, tail in rows:
        against, granting, statements = under.taking(str(operation.ram.action))
        # Most actions have the same statements about them.
        key = (operation.ram.resources, statements)
        if key not in closed and (granting or not under.allows):
            inside = arn.parse(named.text + tail)
            covered = under.covers(inside, str(operation.ram.action))
            if not covered and _is_open(inside, operation, against, granting):
                return operation
            closed.add(key)
    return None


def _is_open(
    inside: Named, operation: Operation, denies: Sequence[Statement], allows: Sequence[Statement]
) -> bool:
    allowed = [one for s in allows for one in s.resources]
    denied = [one for s in denies for one in s.resources]
    for kind in families_of(operation):
        # One that is plainly open settles it: nearly all that are open are.
        for point in islice(kind.examples([inside]), 3):
            if not any(one.is_open or one.holds(point) for one in denied) and (
                not allows or any(one.holds(point) for one in allowed)
            ):
                return True
    language = inside.language()
    allowed, denied = _near(inside, allowed), _near(inside, denied)
    if language is None or (allows and not allowed):
        return False
    within = [[language]]
    if allows:
        within.append(_meant(allowed))
    refused = _meant(denied)
    return asked(general(operation)).find(within, refused, budget=_BUDGET)[0] is not None


def _near(inside: Named, others: Sequence[Named]) -> list[Named]:
    """Return those that may name something *inside*, each once."""
    return [one for one in dict.fromkeys(others) if one.is_open or one.meets(inside)]


def _meant(named: Sequence[Named]) -> list[Language]:
    found = (one.language(Reading.WRITTEN, Holes.ANYTHING) for one in named)
    return list(dict.fromkeys(language for language in found if language is not None))
