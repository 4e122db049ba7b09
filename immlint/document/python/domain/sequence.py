"""Lists, tuples and sets, as far as their items are known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import libcst as cst

from immlint.document.python.domain.container import Container
from immlint.document.python.domain.join import LARGEST, MOST, Unknown, aliased, escape, join
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


@record(eq=False, frozen=False)
class Sequence(Container):
    """A list, tuple or set. *is_open*: there may be items nobody can see. *branch* made it.

    *weak* are items that other branches have added: each is there in some run.
    """

    slots: list[Slot] = field(default_factory=list)
    is_open: bool = False
    node: cst.CSTNode | None = None
    branch: Branch = ()
    weak: list[Slot] = field(default_factory=list)

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

    def seen(self) -> list[Slot]:
        """Return the items that are seen."""
        return self.slots

    def added(self) -> list[Slot]:
        """Return the items that some runs add."""
        return self.weak

    def formatted(self) -> list[Slot]:
        """Return what ``%`` puts in: the items of a tuple, one by one."""
        return self.slots if isinstance(self.node, cst.Tuple) else [Slot(self)]

    def item(self, key: Value) -> Value:
        """Return an item; any of them if the index is unknown."""
        if len(key.options) > 1:
            return join([self.item(option) for option in key.options])
        if key.is_unknown and not self.is_open and self.slots:
            return join([slot.value for slot in self.slots])
        index = key.number
        if isinstance(index, int) and not self.is_open and -len(self.slots) <= index < len(self.slots):
            return self.slots[index].value
        hidden = [value for slot in self.slots for value in aliased(slot.value)]
        return Unknown(key.known or "...", tuple(hidden)[:MOST])

    def iterate(self) -> list[Slot] | None:
        """Return the items."""
        return None if self.is_open else self.slots

    def binary(self, operator: str, other: Value) -> Value:
        """Return ``self + other``."""
        if operator == "Add" and other.is_sequence:
            made = Sequence(list(self.slots), self.is_open, self.node, weak=[*self.weak, *other.added()])
            made.extend(other)
            return made
        if operator == "Multiply" and isinstance(other.number, int):
            made = Sequence([], self.is_open, self.node)
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

    def set_item(self, key: Value, slot: Slot, walk: Interpreting) -> None:
        """Let any item have been replaced."""
        escape(slot.value)
        self.slots.append(slot)
        self.is_open = True

    def delete_item(self, key: Value, walk: Interpreting) -> None:
        """Let any items be left."""
        self.slots.clear()
        self.weak.clear()
        self.is_open = True

    def augment(self, operator: str, other: Value, walk: Interpreting) -> Value:
        """Do ``self += other``."""
        if operator != "Add":
            return self.binary(operator, other)
        self._extended(other, walk)
        return self

    def _extended(self, other: Value, walk: Interpreting) -> None:
        if other.is_sequence and walk.weak_branch(self.branch) is None:
            self.extend(other)
        else:
            self._perhaps(other.seen(), walk)

    def _perhaps(self, slots: Iterable[Slot], walk: Interpreting) -> None:
        """Put items into it in a weak update: at the end or anywhere, in some run."""
        self.is_open = True
        if walk.is_reporting:
            # Else it is not even known whether it is this list.
            self.weak.extend(list(slots)[: max(MOST - len(self.weak), 0)])

    def call_method(self, name: str, given: Arguments, walk: Interpreting) -> Value:
        """Return something unknown, and change the list if that is what the method does."""
        first = given.positional[0] if given.positional else None
        if name == "append" and first is not None and walk.weak_branch(self.branch) is None:
            self.add([first])
        elif name in ("append", "add") and first is not None:
            self._perhaps([first], walk)
        elif name == "insert" and len(given.positional) == 2:
            self._perhaps(given.positional[1:], walk)
        elif name == "extend" and first is not None:
            self._extended(first.value, walk)
        elif name in _LIST_CHANGES:
            self.is_open = True
            if name in _LIST_DROPS:
                self.weak.clear()
        escape(self)
        return Unknown(name)

    def escape(self, how: Escape) -> Iterable[Value]:
        """The items escape with it."""
        self.is_open = self.is_open or how is Escape.CHANGED
        return [slot.value for slot in (*self.slots, *self.weak)]

    def copied(self, copies: Copies) -> Value:
        """Return a copy, with copies of the items."""
        made = copies.made(self)
        if made is None:
            made = copy = Sequence([], self.is_open, self.node, self.branch)
            copies.keep(self, made)
            copy.weak += [copies.slot(slot) for slot in self.weak]
            copy.slots += [copies.slot(slot) for slot in self.slots]
        return made


#: Methods that may take any item out.
_LIST_DROPS = ("pop", "clear", "remove")
_LIST_CHANGES = ("append", "extend", "insert", "pop", "clear", "remove", "sort", "reverse", "update", "add")
