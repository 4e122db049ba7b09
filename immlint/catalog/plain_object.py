"""Requests that surely break nothing, told at a glance: one walk over what is given, in place of three.

What is plain is right field by field: no type, limit or name is broken, nothing is missing or unknown, and
nothing is filled in later. Of all else nothing is said, and each question is to be answered by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from immlint.catalog.catalog import Catalog, Parameter
from immlint.catalog.check import COMMON, holds, of_value
from immlint.catalog.names import GRAMMAR
from immlint.catalog.type import List, Scalar, Struct
from immlint.subject import Request

#: Types of values that hold nothing else, as parsers make them: a text with gaps is of another type.
_BARE = frozenset((str, int, float, bool))
_NAMES = frozenset(("ProjectName", "DatasetName"))
_ITEMS: dict[Scalar, type] = {
    Scalar.STRING: str,
    Scalar.INTEGER: int,
    Scalar.NUMBER: int,
    Scalar.BOOLEAN: bool,
}
#: Adds the limits of what a value gives, and tells whether it is plain.
_Look = Callable[[Any, set[str]], bool]


class _Field(NamedTuple):
    """A field: the values of *kind* from *least* to *most*, or among *choices*, are plain without a look."""

    kind: type[Any]
    least: float
    most: float
    choices: frozenset[str]
    look: _Look
    limits: frozenset[str]


class _Nothing:
    """The type of no value."""


class PlainObjects:
    """The operations of a catalogue and its structures, as far as they were asked for."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._operations: dict[str, _Fields] = {}
        self._structures: dict[str, _Fields] = {}

    def limits(self, request: Request) -> frozenset[str] | None:
        """Return the names of the limits set to what a plain request gives; ``None`` for any other.

        The limit of templates is left out where all that are given are offered in every region.
        """
        fields = self._operations.get(request.operation)
        if fields is None:
            operation = self._catalog.operations.get(request.operation)
            if operation is None:
                return None
            fields = _Fields(operation.parameters, self, COMMON - operation.parameters.keys())
            self._operations[request.operation] = fields
        found: set[str] = set()
        return frozenset(found) if fields.hold(request.parameters, found) else None

    def look(self, row: Parameter) -> _Look:
        """Return what looks at the values of a parameter that are not plain without a look."""
        kind, most = row.type, row.limits.max_properties
        if isinstance(kind, List):
            return _listing(self._item(kind), row.limits.max_items)
        if not isinstance(kind, Scalar):
            whole = self._structure(kind.name) if isinstance(kind, Struct) else _is_bare
            return lambda value, limits: whole(value, limits) and (most is None or len(value) <= most)
        if row.name in _NAMES:
            plain = row.plain
            return lambda value, limits: (
                type(value) is str and GRAMMAR.holds(value) and (plain is None or plain.holds(value))
            )
        if row.limits.template:
            return lambda value, limits: (
                self._is_template(value, limits) and (row.plain is None or row.plain.holds(value))
            )
        return lambda value, limits: (
            type(value) in _BARE and not any(of_value(kind, row.limits, value, (), self._catalog))
        )

    def _is_template(self, value: Any, limits: set[str]) -> bool:
        if type(value) is not str:
            return False
        if self._catalog.templates.get(value) != ():
            limits.add("template")
        return True

    def _item(self, kind: List) -> _Look:
        item = kind.item
        if isinstance(item, Struct):
            return self._structure(item.name)
        expected = _ITEMS[item] if isinstance(item, Scalar) else _Nothing
        return lambda value, limits: type(value) is expected

    def _structure(self, name: str) -> _Look:
        if name not in self._catalog.structs:
            return _is_bare
        if name not in self._structures:
            self._structures[name] = _Fields(self._catalog.structs[name], self)
        return self._structures[name].hold


class _Fields:
    """The fields of an operation or a structure; *others* may be given as well, with any single value."""

    def __init__(
        self, rows: Mapping[str, Parameter], objects: PlainObjects, others: frozenset[str] = frozenset()
    ) -> None:
        self._rows = rows
        self._objects = objects
        self._others = others
        self._known: dict[str, _Field] = {}
        self._required = [row.name for row in rows.values() if row.required]
        conditions = ((name, row.limits.required_when) for name, row in rows.items())
        self._conditions = [(name, when) for name, when in conditions if when is not None]

    def hold(self, given: Any, limits: set[str]) -> bool:
        """Tell whether *given* is a plain object of these fields, and add the *limits* of what it gives."""
        if type(given) is not dict:
            return False
        known = self._known
        for name, value in given.items():
            field = known.get(name) or self._field(name)
            if field is None:
                return False
            kind, least, most, choices, look, own = field
            if type(value) is not kind:
                if not look(value, limits):
                    return False
            elif not (least <= (len(value) if kind is str else value) <= most) or (
                choices and value not in choices
            ):
                return False
            if own:
                limits.update(own)
        for name in self._required:
            if name not in given:
                return False
        return not any(name not in given and holds(when, given) for name, when in self._conditions)

    def _field(self, name: object) -> _Field | None:
        row = self._rows.get(name) if isinstance(name, str) else None
        if row is None and name not in self._others:
            return None
        if row is None:
            found = _Field(_Nothing, 0, 0, frozenset(), _is_bare_value, frozenset())
        else:
            # Whether a text is a name, or an id that there is, its length does not tell.
            plain = None if row.name in _NAMES or row.limits.template else row.plain
            kind, least, most, choices = plain or (_Nothing, 0, 0, frozenset())
            limits = row.limited_by - {"template"}
            found = _Field(kind, least, most, choices, self._objects.look(row), limits)
        self._known[str(name)] = found
        return found


def _listing(item: _Look, most: int | None) -> _Look:
    def look(value: Any, limits: set[str]) -> bool:
        if type(value) is not list or (most is not None and len(value) > most):
            return False
        return all(item(each, limits) for each in value)

    return look


def _is_bare(value: Any, limits: set[str]) -> bool:
    return type(value) is dict and all(type(each) in _BARE for each in value.values())


def _is_bare_value(value: Any, limits: set[str]) -> bool:
    return type(value) in _BARE
