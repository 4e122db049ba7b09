"""Nothing known of a value, one of several values, and what leaves the view: widening, join, escape."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from typing import Any

from immlint.document.python.domain.text import Hole, Text, hole, lowered
from immlint.document.python.domain.value import (
    Arguments,
    Copies,
    Escape,
    Immutable,
    Interpreting,
    Lowering,
    Slot,
    Value,
)
from immlint.record import record
from immlint.subject import UNKNOWN

#: Alternatives that are told apart; more are unknown.
MOST = 16
#: Values that one name is followed to.
MOST_ALIASES = 64
#: Items that are kept of one list.
LARGEST = 4096
#: Methods of loggers, which only look at what they are given.
_LOGGING = ("debug", "info", "warning", "warn", "error", "exception", "critical", "log")
#: What tests set of a method that a mock has in its place.
_MOCKED = ("return_value", "side_effect")


class Opaque(Immutable):
    """A value whose parts nobody can see: reads give nothing known, calls let their arguments escape.

    What is done to it is perhaps done to what it may be another name for.
    """

    __slots__ = ()

    def attribute(self, name: str, walk: Interpreting) -> Value:
        """Return what is perhaps a method."""
        return Method(self, name)

    def set_item(self, key: Value, slot: Slot, walk: Interpreting) -> None:
        """Let the value go where nobody can see it."""
        escape(slot.value)
        self._weakly(walk, lambda value: value.set_item(key, slot, walk))

    def delete_item(self, key: Value, walk: Interpreting) -> None:
        """Do it to what it may be an alias of, perhaps."""
        self._weakly(walk, lambda value: value.delete_item(key, walk))

    def set_attribute(self, name: str, slot: Slot, walk: Interpreting) -> None:
        """Let the value go where nobody can see it."""
        escape(slot.value)
        self._weakly(walk, lambda value: value.set_attribute(name, slot, walk))

    def delete_attribute(self, name: str, walk: Interpreting) -> None:
        """Do it to what it may be an alias of, perhaps."""
        self._weakly(walk, lambda value: value.delete_attribute(name, walk))

    def augment(self, operator: str, other: Value, walk: Interpreting) -> Value:
        """Do it to what it may be an alias of, perhaps."""
        self._weakly(walk, lambda value: value.augment(operator, other, walk))
        return self.binary(operator, other)

    def _weakly(self, walk: Interpreting, write: Callable[[Value], object]) -> None:
        if self.perhaps:
            with walk.weakly(), walk.unreported():
                for value in self.perhaps:
                    write(value)

    def item(self, key: Value) -> Value:
        """Return something unknown, perhaps what is in it."""
        return Unknown(key.known or "...", reachable([self]))

    def call(self, given: Arguments, walk: Interpreting) -> Value:
        """Return something unknown: other code has the arguments now."""
        return handed_over(given, walk, owner=self)

    def call_method(self, name: str, given: Arguments, walk: Interpreting) -> Value:
        """Return something unknown: other code has the arguments now."""
        if name in _LOGGING:
            return Unknown(name)
        self._weakly(walk, lambda value: value.call_method(name, given, walk))
        return handed_over(given, walk, name, owner=self)

    def iterate(self) -> list[Slot] | None:
        """Nothing is known."""
        return None

    def text(self, name: str = "...") -> Text:
        """Return a hole."""
        return hole(name)

    def truth(self) -> bool | None:
        """Nothing is known."""
        return None

    def binary(self, operator: str, other: Value) -> Value:
        """Return what *other* makes of it: text with a hole, or something unknown."""
        return other.reflected(operator, self)

    def reflected(self, operator: str, other: Value) -> Value:
        """Return something unknown."""
        return Unknown("...", reachable([self, other]))

    def lower(self, lowering: Lowering) -> Any:
        """Return that nothing is known."""
        return UNKNOWN

    def same(self, other: Value) -> bool:
        """Tell whether the two are one."""
        return self is other


@record
class Unknown(Opaque):
    """A value that nobody can tell from the text; *name* is shown for it. It absorbs every operation.

    *perhaps* are values that it may be an alias of: a write to it is a weak update of each.
    """

    name: str = "..."
    perhaps: tuple[Value, ...] = ()

    is_unknown = True

    @property
    def plain(self) -> Unknown:
        """Return a value of which nothing more is known than that."""
        return self

    def named(self, name: str) -> Value:
        """Return it as it is shown elsewhere."""
        return Unknown(name, self.perhaps)

    def with_aliases(self, values: Iterable[Value]) -> Value:
        """Return it as what may be an alias of each of *values*."""
        return Unknown(self.name, tuple({id(value): value for value in values}.values()))

    def parts(self) -> Iterable[Value]:
        """Return what it may be an alias of."""
        return self.perhaps

    def call(self, given: Arguments, walk: Interpreting) -> Value:
        """Return something unknown that is shown by the name of the function."""
        return handed_over(given, walk, self.name, owner=self)

    def text(self, name: str = "...") -> Text:
        """Return a hole."""
        return hole(self.name if name == "..." else name)

    def same(self, other: Value) -> bool:
        """Of two unknown values the first may stand for both."""
        return other.is_unknown


@record
class Method(Opaque):
    """An attribute of a value that is about to be called."""

    owner: Value
    name: str

    is_callable = True
    is_method = True

    @property
    def only_looks(self) -> bool:
        """Whether it is that of a logger, as far as one can tell: what it is given stays what it is."""
        # An object whose class is seen does by that name what is written there.
        return self.name in _LOGGING and type(self.owner).call_method is Opaque.call_method

    @property
    def perhaps(self) -> tuple[Value, ...]:  # type: ignore[override]
        """What the attribute may be an alias of: anything in its owner."""
        return reachable([self.owner])

    def parts(self) -> Iterable[Value]:
        """Return its owner."""
        return (self.owner,)

    def call(self, given: Arguments, walk: Interpreting) -> Value:
        """Return what the method gives: a library may know it by its name alone."""
        sent = walk.send(self.owner, self.name, given)
        return self.owner.call_method(self.name, given, walk) if sent is None else sent

    def set_attribute(self, name: str, slot: Slot, walk: Interpreting) -> None:
        """Let the value go where nobody can see it: of methods, those of mocks are told what to give."""
        super().set_attribute(name, slot, walk)
        if name in _MOCKED:
            self.owner.set_attribute(self.name, Slot(Unknown(self.name)), walk)

    def item(self, key: Value) -> Value:
        """Return something unknown that is shown by the name of the attribute."""
        return Unknown(key.known or self.name, self.perhaps)


@record
class Choice(Value):
    """One of several values; which one is not known.

    A read is the join of what the options give; a write is a weak update of each of them.
    """

    alternatives: tuple[Value, ...]

    @property
    def options(self) -> tuple[Value, ...]:
        """What it may be, one by one."""
        return self.alternatives

    @property
    def is_texty(self) -> bool:  # type: ignore[override]
        """Whether every option is a string."""
        return all(option.is_texty for option in self.alternatives)

    @property
    def _objects(self) -> list[Value]:
        # None has no attributes: what one is read of is another option (``module = None`` in a handler).
        return [option for option in self.alternatives if not option.is_none]

    def attribute(self, name: str, walk: Interpreting) -> Value:
        """Return one of the attributes of the options."""
        found = [option.attribute(name, walk) for option in self._objects]
        return Method(self, name) if any(value.is_method for value in found) else join(found)

    def item(self, key: Value) -> Value:
        """Return one of the items of the options."""
        return join([option.item(key) for option in self.alternatives])

    def call(self, given: Arguments, walk: Interpreting) -> Value:
        """Return what one of the options gives; what cannot be called is none of them."""
        functions = [option for option in self.alternatives if option.is_callable]
        with walk.weakly() if len(functions) > 1 else nullcontext():
            return join(walk.call_one(functions, given))

    def call_method(self, name: str, given: Arguments, walk: Interpreting) -> Value:
        """Return what the method of one of the options gives."""
        methods = [Method(option, name) for option in self._objects]
        with walk.weakly():
            return join(walk.call_one(methods, given, told=True))

    def entries(self) -> dict[str, Slot] | None:
        """Return the keys that all options have, if they are dicts."""
        rows = [option.entries() or {} for option in self.alternatives if option.entries() is not None]
        if len(rows) != len(self.alternatives):
            return None
        first, *others = rows
        return {
            key: Slot(join([slot.value, *(row[key].value for row in others)]), slot.node, slot.key)
            for key, slot in first.items()
            if all(key in row and row[key].branch is None for row in (first, *others))
        }

    @property
    def is_whole(self) -> bool:
        """Whether all options are dicts of the same keys, and all of them are seen."""
        shared = (self.entries() or {}).keys()
        return all(o.is_whole and (o.entries() or {}).keys() == shared for o in self.alternatives)

    def parts(self) -> Iterable[Value]:
        """Return the options."""
        return self.alternatives

    @property
    def any_like(self) -> Value | None:
        """What stands for each of its objects, if they are of one kind."""
        return alike(self._objects)

    def iterate(self) -> list[Slot] | None:
        """Return one of the items at each place, if the options are equally long."""
        rows = [row for option in self.alternatives if (row := option.iterate()) is not None]
        if len(rows) != len(self.alternatives) or len({len(row) for row in rows}) > 1:
            return None
        return [Slot(join([slot.value for slot in column])) for column in zip(*rows, strict=True)]

    def text(self, name: str = "...") -> Text:
        """Return a hole for one of the texts of the options."""
        language, *others = (option.text(name).language for option in self.alternatives)
        for other in others:
            language = language | other
        return Text((Hole(name, language),))

    def truth(self) -> bool | None:
        """Return what all options agree on."""
        found = {option.truth() for option in self.alternatives}
        return found.pop() if len(found) == 1 else None

    def binary(self, operator: str, other: Value) -> Value:
        """Return what the operator gives for one of the options."""
        return join([option.binary(operator, other) for option in self.alternatives])

    def reflected(self, operator: str, other: Value) -> Value:
        """Return what the operator gives for one of the options."""
        return join([option.reflected(operator, other) for option in self.alternatives])

    def lower(self, lowering: Lowering) -> Any:
        """Return text with a hole if every option is text: of other data it is not known which."""
        return lowered(self.text()) if self.is_texty else UNKNOWN

    def same(self, other: Value) -> bool:
        """Tell whether the two are one."""
        return self is other

    def set_item(self, key: Value, slot: Slot, walk: Interpreting) -> None:
        """Do it to each option, perhaps."""
        self._weakly(walk, lambda option: option.set_item(key, slot, walk))

    def delete_item(self, key: Value, walk: Interpreting) -> None:
        """Do it to each option, perhaps."""
        self._weakly(walk, lambda option: option.delete_item(key, walk))

    def set_attribute(self, name: str, slot: Slot, walk: Interpreting) -> None:
        """Do it to each option, perhaps."""
        self._weakly(walk, lambda option: option.set_attribute(name, slot, walk))

    def delete_attribute(self, name: str, walk: Interpreting) -> None:
        """Do it to each option, perhaps."""
        self._weakly(walk, lambda option: option.delete_attribute(name, walk))

    def augment(self, operator: str, other: Value, walk: Interpreting) -> Value:
        """Do it to each option, perhaps, and return what one of them leaves."""
        if operator == "Add" and self.is_texty:
            return self.binary(operator, other)
        with walk.weakly():
            return join([option.augment(operator, other, walk) for option in self.alternatives])

    def _weakly(self, walk: Interpreting, write: Callable[[Value], None]) -> None:
        with walk.weakly():
            for option in self.alternatives:
                write(option)

    def escape(self, how: Escape) -> Iterable[Value]:
        """Each of the options escapes."""
        return self.alternatives

    def copied(self, copies: Copies) -> Value:
        """Return one of the copies of the options."""
        return Choice(tuple(copies.of(option) for option in self.alternatives))


def join(values: Iterable[Value]) -> Value:
    """Return one of *values*, each once; unknown if there are too many, or one is unknown."""
    found: list[Value] = []
    unknown: Value | None = None
    #: Whether there are unknown values of several kinds: what is known of one holds for no other.
    is_mixed = False
    hidden: list[Value] = []
    for value in values:
        for option in value.options:
            if option.is_unknown:
                unknown = unknown or option
                is_mixed = is_mixed or type(option) is not type(unknown)
                hidden += aliased(option)
            elif not any(option is other or option.same(other) for other in found):
                found.append(option)
            if len(found) > MOST:
                unknown = unknown or Unknown()
                escape(found.pop(), Escape.LOST)
    if unknown is None and found:
        return found[0] if len(found) == 1 else Choice(tuple(found))
    # What is lost sight of may be changed by a name that nobody can follow.
    for option in found:
        escape(option)
        hidden += aliased(option)
    if unknown is None or is_mixed or found:
        unknown = unknown.plain if isinstance(unknown, Unknown) else Unknown()
    return unknown.with_aliases(hidden[:MOST]) if hidden else unknown


def alike(values: Iterable[Value]) -> Value | None:
    """Return what stands for each of *values*, if they are of one kind."""
    found = [value.any_like for value in values]
    first, *others = found or [None]
    if first is None or not all(isinstance(each, type(first)) for each in others):
        return None
    # An object of a library stands for its class.
    return first if first.is_mutable or all(o and o.class_of is first.class_of for o in others) else None


def aliased(value: Value) -> tuple[Value, ...]:
    """Return the values that can be changed through one."""
    return value.perhaps or tuple(option for option in value.options if option.is_mutable)


def reachable(values: Iterable[Value]) -> tuple[Value, ...]:
    """Return the values that can be changed through *values*, and through what is in them."""
    found = [each for each in held_in(values) if each.is_mutable]
    for each in found[MOST_ALIASES:]:
        escape(each, Escape.LOST)
    return tuple(found[:MOST_ALIASES])


def taken_from(values: Iterable[Value]) -> tuple[Value, ...]:
    """Return what an unknown one of *values* may be, for what can be changed or called by it."""
    values = [*values]
    called = (each for each in values if each.is_callable and (each.is_function or not each.is_definition))
    return (*reachable(values), *called)


def held_in(values: Iterable[Value]) -> Iterator[Value]:
    """Yield *values* and what is in them, each once."""
    seen: set[int] = set()
    stack = [*values]
    while stack and len(seen) < LARGEST:
        each = stack.pop()
        if id(each) not in seen:
            seen.add(id(each))
            yield each
            stack += each.parts()


def handed_over(given: Arguments, walk: Interpreting, name: str = "...", owner: Value | None = None) -> Value:
    """Return what code that nobody can see gives: it may call, change or hand back what it is given."""
    values = [slot.value for slot in given.slots]
    values += walk.call_back(given, owner)
    escape_arguments(given)
    return Unknown(name, reachable([*values, *([owner] if owner is not None else ())]))


def escape(value: Value, how: Escape = Escape.SHARED) -> None:
    """Let a value, and all in it, leave what the interpreter can follow."""
    stack: list[Value] = [value]
    seen: set[int] = set()
    while stack:
        each = stack.pop()
        if id(each) not in seen:
            seen.add(id(each))
            stack += each.escape(how)


def escape_arguments(given: Arguments, how: Escape = Escape.CHANGED) -> None:
    """Let what a call is given escape into code that nobody can see."""
    for slot in given.slots:
        escape(slot.value, how)


def settled(value: Value, name: str) -> Value:
    """Return an attribute that other code may set: an empty one usually waits for its value."""
    if value.truth() is False:
        return Unknown(name)
    if value.is_mutable:
        escape(value, Escape.CHANGED)
    return value
