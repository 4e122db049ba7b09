"""Actions of other services than IMM beside the resources of their statement, as far as rows are known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from immlint.access.served import Served
from immlint.access.service import Asking, Service, families_of, known_service, overlaps
from immlint.ram.pattern import Action, action
from immlint.ram.written import Text
from immlint.subject import is_open


class Unserved(NamedTuple):
    """An action of a neighbour that no resource of its statement serves, with what it may stand for."""

    text: Text
    service: Service
    rows: tuple[Asking, ...]


def unserved(served: Served) -> Iterator[Unserved]:
    """Yield the actions of one statement that surely none of its resources serves.

    Of a pattern every action that is listed must have a row; one that has none may be asked for on anything.
    """
    for asked in served.actions:
        if is_open(asked.text.value) or not asked.is_vague:
            continue
        meant = action(asked.text.value)
        service = known_service(meant.service)
        rows = _rows(service, meant) if service else ()
        if service and rows and not any(_is_served(served, row) for row in rows):
            yield Unserved(asked.text, service, rows)


def _rows(service: Service, meant: Action) -> tuple[Asking, ...]:
    """Return the rows of all that an action stands for; none if one of those has no row."""
    if not meant.is_wild:
        row = service.row(meant)
        return (row,) if row else ()
    held = service.held(meant)
    rows = tuple(row for name in held if (row := service.rows.get(name)))
    return rows if len(rows) == len(held) else ()


def _is_served(served: Served, row: Asking) -> bool:
    """Tell whether some resource of a statement may be one that a row asks for.

    What lists is asked for on the whole, and whether one thing of it would do is for most not said: it is
    taken to do. Only what is asked of the account, ``*``, no single thing grants.
    """
    if served.is_served(row):
        return True
    families = [family for family in families_of(row) if family.relative != "*"]
    return any(overlaps(r.value, family, single=True) for r in served.resources for family in families)
