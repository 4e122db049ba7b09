"""Lists, tuples and sets, as far as their items are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import libcst as cst

from immlint.document.python.domain.container import Container
from immlint.document.python.domain.join import (
    LARGEST,
    MOST,
    Opaque,
    Unknown,
    escape,
    join,
    reachable,
    taken_from,
)
from immlint.document.python.domain.value import (
    Arguments,
    Branch,
    Copies,
    Escape,
    Interpreting,
    Lowering,
    Slot,
    Value,
)
from immlint.record import field, record
from immlint.subject import UNKNOWN

_Way = list[Slot]


@record
class Slice(Opaque):
    """What stands between brackets with a colon; *bounds* are ``None`` if they are not known."""

    bounds: slice | None


@record(eq=False, frozen=False)
class Sequence(Container):
    """A list, tuple or set. *is_open*: there may be items nobody can see. *branch* made it.

    *weak* are items that other branches have added: each is there in some run. *ways* are the lists that it
    may be, if they are known though it is open; *hidden* are values that may be in it.
    """

    slots: list[Slot] = field(default_factory=list)
    is_open: bool = False
    node: cst.CSTNode | None = None
    branch: Branch = ()
    weak: list[Slot] = field(default_factory=list)
    ways: list[_Way] = field(default_factory=list)
    hidden: list[Value] = field(default_factory=list)

    is_sequence = True

    @property
    def type_name(self) -> str | None:
        """The name of its type."""
        if isinstance(self.node, cst.Tuple | cst.Set):
            return "tuple" if isinstance(self.node, cst.Tuple) else "set"
        return "list"

    def add(self, slots: Iterable[Slot]) -> None:
        """Put items at the end, up to a bound."""
        self.slots.extend(list(slots)[: max(LARGEST - len(self.slots), 0)])
        self.is_open = self.is_open or len(self.slots) >= LARGEST

    def extend(self, other: Value) -> None:
        """Put the items of another value at the end."""
        slots = other.iterate()
        self.add(other.seen() if slots is None else slots)
        self.is_open = self.is_open or slots is None
        if slots is None:
            self.hidden += other.parts()

    def seen(self) -> list[Slot]:
        """Return the items that are seen."""
        return self.slots

    def added(self) -> list[Slot]:
        """Return the items that some runs add."""
        return self.weak

    def formatted(self) -> list[Slot]:
        """Return what ``%`` puts in: the items of a tuple, one by one."""
        return self.slots if isinstance(self.node, cst.Tuple) else [Slot(self)]

    @property
    def _known(self) -> list[_Way]:
        """The lists that it may be; none if they are not known."""
        return self.ways if self.is_open else [self.slots]

    def item(self, key: Value) -> Value:
        """Return an item; any of them if the index is unknown."""
        if len(key.options) > 1:
            return join([self.item(option) for option in key.options])
        if isinstance(key, Slice):
            return self._cut(key)
        if isinstance(key.number, int):
            return self._at(key.number)
        if key.is_unknown and any(self._known):
            return join([slot.value for way in self._known for slot in way])
        return Unknown(key.known or "...", taken_from(self.parts()))

    def _at(self, index: int) -> Value:
        """Return the item at an index in whichever of the lists that reaches it."""
        found = [way[index].value for way in self._known if -len(way) <= index < len(way)]
        return join(found) if found else Unknown("...", taken_from(self.parts()))

    def _cut(self, key: Slice) -> Value:
        if key.bounds is None or self.is_open:
            return Sequence(is_open=True, hidden=[*self.parts()])
        return Sequence(self.slots[key.bounds])

    def iterate(self) -> list[Slot] | None:
        """Return the items."""
        return None if self.is_open else self.slots

    def binary(self, operator: str, other: Value) -> Value:
        """Return ``self + other``."""
        if operator == "Add" and other.is_sequence:
            weak = [*self.weak, *other.added()]
            made = Sequence(list(self.slots), self.is_open, self.node, weak=weak, hidden=[*self.parts()])
            made.extend(other)
            return made
        if operator == "Multiply" and isinstance(other.number, int):
            made = Sequence([], self.is_open, self.node, hidden=list(self.hidden))
            made.add(self.slots * min(max(other.number, 0), LARGEST))
            return made
        return other.reflected(operator, self)

    def lower(self, lowering: Lowering) -> Any:
        """Return a list; unseen items are one that is not known."""
        return [lowering.lower(slot.value) for slot in self.slots] + [UNKNOWN] * self.is_open

    def below(self, step: object) -> Slot:
        """Return the slot at an index."""
        if isinstance(step, int):
            return self.slots[step]
        raise LookupError(step)

    # --- changes

    def set_item(self, key: Value, slot: Slot, walk: Interpreting) -> None:
        """Replace an item; any of them if the index is unknown, or several by a slice."""
        escape(slot.value)
        index, items = key.number, slot.value.iterate()
        if isinstance(key, Slice):
            bounds = key.bounds
            if bounds is None or items is None:
                self.doubt([slot.value, *slot.value.parts()])
            else:
                self._replace(lambda way: _with_slice(way, bounds, items), walk, items)
        elif isinstance(index, int):
            self._replace(lambda way: _with_item(way, index, slot), walk, [slot])
        elif key.is_unknown:
            self._replace(lambda way: [_either(old, slot) for old in way], walk, [slot])
        else:
            self.doubt([slot.value])

    def delete_item(self, key: Value, walk: Interpreting) -> None:
        """Drop an item, or several by a slice; which are left is not known if the index is unknown."""
        index = key.number
        if isinstance(index, int):
            self._drop(index, walk)
        elif isinstance(key, Slice) and key.bounds is not None:
            bounds = key.bounds
            self._replace(lambda way: _with_slice(way, bounds, []), walk)
        else:
            self.doubt()

    def _drop(self, index: int, walk: Interpreting) -> None:
        self._replace(lambda way: _with_slice(way, slice(index, index + 1 or None), []), walk)

    def doubt(self, values: Iterable[Value] = ()) -> None:
        """Let any items be in it: those that were, *values*, or others."""
        self.hidden = [*self.parts(), *values]
        self.slots, self.weak, self.ways, self.is_open = [], [], [], True

    def _replace(self, change: Callable[[_Way], _Way], walk: Interpreting, new: Iterable[Slot] = ()) -> None:
        """Change what is in it; after a weak update, some runs have what was there before."""
        if not self._known:
            self.doubt(slot.value for slot in new)
            return
        self.hidden += [slot.value for slot in (*self.slots, *self.weak)] if self.is_open else []
        self.weak = []
        self._change(change, walk)

    def _change(self, change: Callable[[_Way], _Way], walk: Interpreting) -> None:
        before, is_weak = self._known, walk.weak_branch(self.branch) is not None
        ways = [change(way) for way in before]
        ways = _by_length([*before, *ways] if is_weak else ways)
        self.is_open = len(ways) != 1 or len(ways[0]) >= LARGEST
        self.slots = [slot for slot in ways[0] if all(slot in way for way in ways)] if ways else self.slots
        self.ways = ways if len(ways) > 1 else []

    def _put(self, index: int, slots: list[Slot], walk: Interpreting) -> None:
        """Put items before an index, or at the end if that is behind it."""
        is_weak = walk.weak_branch(self.branch) is not None
        if self._known:
            self._change(lambda way: [*way[:index], *slots, *way[index:]], walk)
        elif not is_weak:
            self.add(slots)
        if is_weak and walk.is_reporting:
            # Else it is not even known whether it is this list.
            self.weak.extend(slots[: max(MOST - len(self.weak), 0)])
        elif is_weak:
            self.hidden += [slot.value for slot in slots]

    def _insert(self, index: object, slots: list[Slot], walk: Interpreting) -> None:
        if isinstance(index, int) and walk.weak_branch(self.branch) is not None:
            self._put(index, slots, walk)
            return
        # Which of its items then stand where is not followed.
        self.is_open, self.ways = True, []
        self.weak.extend(slots[: max(MOST - len(self.weak), 0)] if walk.is_reporting else [])
        self.hidden += [slot.value for slot in slots]

    def augment(self, operator: str, other: Value, walk: Interpreting) -> Value:
        """Do ``self += other``."""
        if operator != "Add":
            return self.binary(operator, other)
        self._extended(other, walk)
        return self

    def _extended(self, other: Value, walk: Interpreting) -> None:
        slots = other.iterate() if other.is_sequence else None
        if slots is not None:
            self._put(LARGEST, slots, walk)
        else:
            self.is_open, self.ways = True, []
            self.hidden += other.parts()
            self._put(LARGEST, other.seen(), walk)

    def call_method(self, name: str, given: Arguments, walk: Interpreting) -> Value:
        """Return something unknown, and change the list if that is what the method does."""
        walk.call_back(given)
        first = given.positional[0] if given.positional else None
        index = first.value.number if first is not None else -1
        if name in ("append", "add") and first is not None:
            self._put(LARGEST, [first], walk)
        elif name == "insert" and len(given.positional) == 2:
            self._insert(index, given.positional[1:], walk)
        elif name == "extend" and first is not None:
            self._extended(first.value, walk)
        elif name == "pop" and isinstance(index, int):
            found = self._at(index)
            self._drop(index, walk)
            return found
        elif name == "reverse":
            self._replace(lambda way: way[::-1], walk)
        elif name == "clear":
            self._replace(lambda way: [], walk)
            # It is about to be filled: as it is now it is no subject.
            self.is_open, self.ways = True, self._known
        elif name == "copy":
            return self._cut(Slice(slice(None)))
        elif name in _SHUFFLES:
            self.doubt(slot.value for slot in given.slots)
        escape(self)
        return Unknown(name, reachable([self]))

    def parts(self) -> list[Value]:
        """Return the values in it."""
        slots = (*self.slots, *self.weak, *(slot for way in self.ways for slot in way))
        return [*self.hidden, *(slot.value for slot in slots)]

    def escape(self, how: Escape) -> Iterable[Value]:
        """The items escape with it."""
        self.is_open = self.is_open or how is not Escape.SHARED
        if how is Escape.LOST:
            self.doubt()
        return self.parts()

    def copied(self, copies: Copies) -> Value:
        """Return a copy, with copies of the items."""
        made = copies.made(self)
        if made is None:
            made = copy = Sequence([], self.is_open, self.node, self.branch)
            copies.keep(self, made)
            copy.weak += [copies.slot(slot) for slot in self.weak]
            copy.slots += [copies.slot(slot) for slot in self.slots]
            copy.hidden += map(copies.of, self.hidden)
        return made


#: Methods that put items elsewhere, or take out one that is not known.
_SHUFFLES = ("pop", "insert", "remove", "sort", "update")


def _with_item(way: _Way, index: int, slot: Slot) -> _Way:
    """Return a list with another item at an index, if it has one there."""
    made = [*way]
    if -len(way) <= index < len(way):
        made[index] = slot
    return made


def _with_slice(way: _Way, bounds: slice, slots: list[Slot]) -> _Way:
    """Return a list with other items in place of some."""
    made = [*way]
    if bounds.step is None:
        made[bounds] = slots
    return made


def _either(old: Slot, new: Slot) -> Slot:
    """Return one of two items."""
    return Slot(join([old.value, new.value]), new.node, new.key)


def _by_length(ways: Iterable[_Way]) -> list[_Way]:
    """Return one list for each length, each item one of those that stand there."""
    found: dict[int, _Way] = {}
    for way in ways:
        old = found.get(len(way))
        same = old is None or all(a is b for a, b in zip(old, way, strict=True))
        found[len(way)] = way if same or old is None else [*map(_either, old, way)]
    return [*found.values()]
