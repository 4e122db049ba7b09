"""The types of parameters and fields, read from the notations of the documents and of the SDK."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple


class Scalar(Enum):
    """A type without parts, by its name in JSON Schema."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"


class Struct(NamedTuple):
    """A structure, by its name. The catalogue does not describe every one."""

    name: str


class List(NamedTuple):
    """A list of items of one type."""

    item: Type


class Map:
    """An object with keys of the caller's choice."""


Type = Scalar | Struct | List | Map
_PLAIN: dict[str, Type] = {
    "string": Scalar.STRING,
    "str": Scalar.STRING,
    "integer": Scalar.INTEGER,
    "int": Scalar.INTEGER,
    "float": Scalar.NUMBER,
    "boolean": Scalar.BOOLEAN,
    "bool": Scalar.BOOLEAN,
    "map": Map(),
    "Dict[str, Any]": Map(),
}
_LIST = re.compile(r"(?:array<(\w+)>|List\[(\w+)\])")


def parse(notation: str) -> Type:
    """Read ``string``, ``map``, ``struct:X``, ``X``, ``array<X>`` or ``List[X]``; ValueError if none."""
    if notation in _PLAIN:
        return _PLAIN[notation]
    many = _LIST.fullmatch(notation)
    if many:
        return List(parse(many[1] or many[2]))
    name = notation.removeprefix("struct:")
    if not re.fullmatch(r"[A-Z]\w*", name):
        raise ValueError(f"{notation!r} is no type")
    return Struct(name)


def struct_of(kind: Type) -> str | None:
    """Return the name of the structure that a value is, or a list holds."""
    inner = kind.item if isinstance(kind, List) else kind
    return inner.name if isinstance(inner, Struct) else None
