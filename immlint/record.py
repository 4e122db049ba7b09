"""Classes of named fields, as ``dataclasses`` makes them, at a small part of what those cost a start.

``dataclasses`` imports ``inspect``, and takes most of a millisecond a class: half of a short run, for all
classes together. What is not asked for here (an order, ``__post_init__``) is left out, and that a record is
frozen is for the type checker alone. Whoever asks ``dataclasses`` of a record finds a dataclass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, dataclass_transform, overload

if TYPE_CHECKING:
    from functools import cached_property as cached_property
else:

    class cached_property:
        """What that of ``functools`` is, at a third of its price.

        That of Python 3.11 takes a lock for each value; to work one out twice does no harm.
        """

        def __init__(self, work):
            self._work, self.__doc__ = work, work.__doc__

        def __set_name__(self, kind, name):
            self._name = name

        def __get__(self, owner, kind):
            if owner is None:
                return self
            value = owner.__dict__[self._name] = self._work(owner)
            return value


T = TypeVar("T")


class _Missing:
    """The class of what stands for a value that is not given."""

    __slots__ = ()


_MISSING: Any = _Missing()


class Field(NamedTuple):
    """What is said of a field beside its type."""

    name: str = ""
    default: Any = _MISSING
    make: Callable[[], Any] | None = None
    compare: bool = True
    repr: bool = True


def field(
    *,
    default: Any = _MISSING,
    default_factory: Callable[[], Any] | None = None,
    compare: bool = True,
    repr: bool = True,
) -> Any:
    """Say of a field what ``dataclasses.field`` does."""
    return Field("", default, default_factory, compare, repr)


@overload
def record(cls: type[T], /) -> type[T]: ...
@overload
def record(*, eq: bool = True, frozen: bool = True, slots: bool = True) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: Any = None, /, *, eq: bool = True, frozen: bool = True, slots: bool = True) -> Any:
    """Make a class one of named fields: a frozen dataclass with slots, unless told otherwise."""
    if cls is None:
        return partial(_made, eq=eq, frozen=frozen, slots=slots)
    return _made(cls, eq=eq, frozen=frozen, slots=slots)


def _made(cls: Any, *, eq: bool, frozen: bool, slots: bool) -> Any:
    # What inspect would ask for them; it is not imported for that.
    annotations = vars(cls).get("__annotations__", {})
    own = {name: _field(cls, name) for name in annotations}
    inherited = getattr(cls, "__record__", {})
    every: dict[str, Field] = {**inherited, **own}
    made: Any = _slotted(cls, [name for name in own if name not in inherited]) if slots else cls
    for each in own.values():
        if not slots and isinstance(cls.__dict__.get(each.name), Field):
            delattr(cls, each.name)
    made.__record__ = every
    made.__values__ = staticmethod(_values(every))
    made.__numbers__ = {name: number for number, name in enumerate(every)}
    made.__dataclass_fields__ = _AsDataclass()
    if "__init__" not in cls.__dict__:
        made.__init__ = _initializer(every.values(), made)
    if "__repr__" not in cls.__dict__:
        made.__repr__ = _repr
    if eq:
        compared = [each.name for each in every.values() if each.compare]
        made.__eq__, made.__hash__ = _comparison(attrgetter(*compared), frozen=frozen)
    return made


def replace(old: T, /, **changes: Any) -> T:
    """Return a record like *old* but for some fields."""
    kind: Any = type(old)
    values = [*kind.__values__(old)]
    for name, value in changes.items():
        values[kind.__numbers__[name]] = value
    # In their order: to pass on two dozen by their names takes twice as long.
    made: T = kind(*values)
    return made


def _values(names: Iterable[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what reads the fields of a record, all at once."""
    read = [*names]
    if len(read) > 1:
        return attrgetter(*read)
    return lambda value: tuple(getattr(value, name) for name in read)


def fields_of(value: object) -> Mapping[str, Field] | None:
    """Return the fields of a record by name, or ``None`` if *value* is none."""
    found: Mapping[str, Field] | None = getattr(type(value), "__record__", None)
    return found


def _field(cls: type, name: str) -> Field:
    given = cls.__dict__.get(name, _MISSING)
    return given._replace(name=name) if isinstance(given, Field) else Field(name, given)


def _slotted(cls: Any, names: list[str]) -> Any:
    """Return the class anew: slots cannot be added to one that is made."""
    namespace = {name: value for name, value in cls.__dict__.items() if name not in names}
    for name in ("__dict__", "__weakref__"):
        namespace.pop(name, None)
    namespace["__slots__"] = tuple(names)
    namespace["__qualname__"] = cls.__qualname__
    made = type(cls)(cls.__name__, cls.__bases__, namespace)
    for value in namespace.values():
        # What `super()` goes by is still the class as it was.
        for cell in getattr(getattr(value, "fget", value), "__closure__", None) or ():
            if cell.cell_contents is cls:
                cell.cell_contents = made
    return made


def _initializer(fields: Iterable[Field], cls: type) -> Callable[..., None]:
    parameters = ["self"]
    lines = []
    known: dict[str, Any] = {"MISSING": _MISSING}
    for name, default, make, *_ in fields:
        known[f"make_{name}"], known[f"default_{name}"] = make, default
        if make is not None:
            parameters.append(f"{name}=MISSING")
            lines.append(f" self.{name} = make_{name}() if {name} is MISSING else {name}")
        else:
            parameters.append(name if default is _MISSING else f"{name}=default_{name}")
            lines.append(f" self.{name} = {name}")
    body = "\n".join(lines) or " pass"
    exec(f"def __init__({', '.join(parameters)}):\n{body}", known)
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _comparison(key: Callable[[Any], Any], *, frozen: bool) -> tuple[Any, Any]:
    def equal(one: object, other: object) -> bool:
        return bool(key(one) == key(other)) if type(one) is type(other) else NotImplemented

    def hashed(one: object) -> int:
        return hash(key(one))

    return equal, hashed if frozen else None


def _repr(self: Any) -> str:
    shown = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in self.__record__.values() if f.repr)
    return f"{type(self).__qualname__}({shown})"


class _AsDataclass:
    """The fields as ``dataclasses`` has them, worked out when it asks for them."""

    def __get__(self, instance: object, owner: type) -> dict[str, Any]:
        import dataclasses

        rows = []
        for each in owner.__record__.values():  # type: ignore[attr-defined]
            options: dict[str, Any] = {"compare": each.compare, "repr": each.repr}
            if each.make is not None:
                options["default_factory"] = each.make
            elif each.default is not _MISSING:
                options["default"] = each.default
            rows.append((each.name, Any, dataclasses.field(**options)))
        made: Any = dataclasses.make_dataclass(owner.__name__, rows)
        found: dict[str, Any] = made.__dataclass_fields__
        return found
