"""Objects: of classes of the module, and of libraries."""

from __future__ import annotations

import copy
from collections.abc import Iterable

import libcst as cst

from immlint.document.python.domain.classes import Class
from immlint.document.python.domain.function import Partial
from immlint.document.python.domain.join import (
    Method,
    Opaque,
    Unknown,
    aliased,
    escape,
    handed_over,
    join,
    reachable,
    settled,
)
from immlint.document.python.domain.kind import OfClass
from immlint.document.python.domain.sequence import Sequence
from immlint.document.python.domain.slots import delete, unsettle, write
from immlint.document.python.domain.value import Arguments, Branch, Copies, Escape, Interpreting, Slot, Value
from immlint.record import field, record


@record(eq=False, frozen=False)
class Instance(Opaque):
    """An object of a class of the module.

    *is_open*: it was made where nobody can see, or by a constructor nobody can see. *initializing*: its
    ``__init__`` is walked now.
    """

    cls: Class
    slots: dict[str, Slot] = field(default_factory=dict)
    is_open: bool = False
    branch: Branch = ()
    initializing: bool = False
    #: Whether any of its attributes may have been set to anything.
    is_lost: bool = False

    def attribute(self, name: str, walk: Interpreting) -> Value:
        """Return an attribute of the object, or of its class."""
        if name == "__dict__":
            escape(self, Escape.LOST)
            return Unknown(name)
        if name == "__class__":
            return self.cls
        own = self.slots.get(name)
        found = own.value if own is not None else self.cls.member(name)
        if found is None:
            parent = None if walk.sets(name) or self.cls.annotates(name) else self.cls.parent(walk)
            return Unknown(name, reachable([self])) if parent is None else parent.attribute(name, walk)
        if found.is_function:
            return found.bound_to(self, name, walk) if own is None else found
        if own is None:
            found = self.cls.settled(name, found) if name in self.cls.changing else found
        other = own is None and self.is_open and name in self.cls.overridden
        if (self.cls.is_opaque or self.is_lost or other) and found.any_like is None:
            return Unknown(name, aliased(found))
        return settled(found, name) if self.is_open else found

    @property
    def is_callable(self) -> bool:  # type: ignore[override]
        """Whether its class says what calling it does."""
        return self.cls.member("__call__") is not None

    def call(self, given: Arguments, walk: Interpreting) -> Value:
        """Return what its class says that calling it gives."""
        return self.call_method("__call__", given, walk)

    def set_item(self, key: Value, slot: Slot, walk: Interpreting) -> None:
        """Do what its class says."""
        self.call_method("__setitem__", Arguments(self.cls.node, [Slot(key), slot]), walk)

    def delete_item(self, key: Value, walk: Interpreting) -> None:
        """Do what its class says."""
        self.call_method("__delitem__", Arguments(self.cls.node, [Slot(key)]), walk)

    def call_method(self, name: str, given: Arguments, walk: Interpreting) -> Value:
        """Return what a method of its class gives."""
        found = self.cls.member(name)
        if name == "__setattr__" and found is None and len(given.positional) == 2:
            self.set_attribute(given.positional[0].value.known or "", given.positional[1], walk)
            return Unknown(name)
        if found is None or not found.is_function:
            return handed_over(given, walk, name, owner=self)
        result = found.called_on(self, given, walk)
        if self.is_open and name in self.cls.overridden:
            return result.any_like or Unknown(name, reachable([result]))
        # A class that derives from this one may have another.
        return settled(result, name) if self.is_open else result

    def set_attribute(self, name: str, slot: Slot, walk: Interpreting) -> None:
        """Set an attribute: what is set in several places may be any of it."""
        escape(slot.value)
        setter = self.cls.member(f"{name}.setter")
        if setter is not None:
            setter.called_on(self, Arguments(self.cls.node, [slot]), walk)
            return
        old = self.slots.get(name)
        sure = self.initializing and walk.weak_branch(self.branch) is None
        if old is not None and not sure:
            self.slots[name] = Slot(join([old.value, slot.value]), slot.node)
        else:
            self.slots[name] = slot

    def delete_attribute(self, name: str, walk: Interpreting) -> None:
        """Let nothing be known of the attribute."""
        old = self.slots.get(name)
        self.slots[name] = Slot(Unknown(name, () if old is None else aliased(old.value)))

    @property
    def any_like(self) -> Value | None:
        """Return an object of its class."""
        return OfClass(self)

    def item(self, key: Value) -> Value:
        """Return a field of a tuple by its index."""
        slots = self.iterate()
        return super().item(key) if slots is None else Sequence(slots).item(key)

    def iterate(self) -> list[Slot] | None:
        """Return the fields of a tuple."""
        if not self.cls.is_tuple or self.cls.is_opaque or self.is_open:
            return None
        return [self.slots.get(name) or Slot(Unknown(name)) for name in self.cls.fields]

    @property
    def class_of(self) -> Value:
        """Its class."""
        return self.cls

    def open_up(self) -> None:
        """Let any attribute have been set."""
        self.is_open = True

    def escape(self, how: Escape) -> Iterable[Value]:
        """The values of its attributes escape with it."""
        self.is_open = self.is_open or how is not Escape.SHARED
        if how is Escape.LOST:
            self.is_lost = True
            unsettle(self.slots)
        return self.parts()

    def parts(self) -> Iterable[Value]:
        """Return the values of its attributes."""
        return [slot.value for slot in self.slots.values()]


@record
class Super(Opaque):
    """What ``super()`` gives in a method of *cls* that was called on *receiver*."""

    cls: Class
    receiver: Value

    def parts(self) -> Iterable[Value]:
        """Return the object that it stands for."""
        return (self.receiver,)

    def _found(self, name: str) -> Value | None:
        """Return what the classes behind the one that it is asked in have by a name."""
        whole = self.receiver.class_of
        order = whole.lineage if isinstance(whole, Class) else [self.cls]
        behind = order[order.index(self.cls) + 1 :] if self.cls in order else self.cls.lineage[1:]
        return next((cls.frame.names[name] for cls in behind if name in cls.frame.names), None)

    def attribute(self, name: str, walk: Interpreting) -> Value:
        """Return an attribute of the classes behind."""
        found = self._found(name)
        if found is not None:
            return found.bound_to(self.receiver, name, walk) if not found.is_function else Method(self, name)
        parent = self.cls.parent(walk)
        return Method(self, name) if parent is None else parent.attribute(name, walk)

    def call_method(self, name: str, given: Arguments, walk: Interpreting) -> Value:
        """Return what a method of the classes behind gives."""
        found = self._found(name)
        if found is not None and found.is_function:
            return found.called_on(self.receiver, given, walk)
        if found is None and self.cls.is_opaque:
            # The class that is not seen may set any attribute.
            self.receiver.open_up()
        return handed_over(given, walk, name, owner=self.receiver)


@record(eq=False, frozen=False)
class LibraryObject(Opaque):
    """An object of a library, with its fields by Python name; each library has kinds of its own.

    *is_open*: there may be fields nobody can see. *branch* made it: what another branch changes is only
    perhaps so. *version* counts changes, *reported* is the one that was told. *kept*: it is handed on to
    where nobody can see, so it may be completed there. *local*: the file that is linted made it. *read*: it
    is looked at, so it may be there for that only.
    """

    slots: dict[str, Slot] = field(default_factory=dict)
    node: cst.CSTNode | None = None
    is_open: bool = False
    branch: Branch = ()
    version: int = 1
    reported: int = 0
    kept: bool = False
    read: bool = False
    local: bool = False
    #: Whether copies of it were made: it may be there for them only.
    is_template: bool = False
    #: The fields that some runs have deleted.
    deleted: dict[str, Slot] = field(default_factory=dict)

    is_mutable = True

    @property
    def may_grow(self) -> bool:
        """Whether there may be fields that nobody can see, now or when it is used."""
        return self.is_open or self.kept

    def assign(self, name: str, slot: Slot, walk: Interpreting) -> None:
        """Set a field; in another branch than the object was made in, it is a weak update."""
        self.version += 1
        branch = walk.weak_branch(self.branch)
        unseen = walk.is_weak and (self.is_open or not walk.is_reporting)
        write(self.slots, self.deleted, name, slot, branch, unseen=unseen)

    def field_value(self, name: str) -> Value | None:
        """Return the value of a field that was set."""
        slot = self.slots.get(name)
        return slot.value if slot is not None else None

    def says(self, name: str) -> str | None:
        """Return the text of a field, if it is known."""
        value = self.field_value(name)
        return value.known if value is not None else None

    def attribute(self, name: str, walk: Interpreting) -> Value:
        """Return a field, or what is perhaps a method."""
        if name == "__dict__":
            self.is_open = True
            return Unknown(name, (self,))
        value = self.field_value(name)
        return Method(self, name) if value is None else value

    def set_attribute(self, name: str, slot: Slot, walk: Interpreting) -> None:
        """Set a field."""
        self.assign(name, slot, walk)

    def delete_attribute(self, name: str, walk: Interpreting) -> None:
        """Let nobody know whether the field is there."""
        delete(self.slots, self.deleted, name, walk.weak_branch(self.branch))
        self.version += 1
        self.is_open = True

    def set_item(self, key: Value, slot: Slot, walk: Interpreting) -> None:
        """Let any field have been set, by ``__dict__``."""
        escape(self, Escape.LOST)

    def call_method(self, name: str, given: Arguments, walk: Interpreting) -> Value:
        """Return something unknown; the methods of ``__dict__`` and those that set attributes change it."""
        if name in _SETTING:
            escape(self, Escape.LOST)
        return super().call_method(name, given, walk)

    def open_up(self) -> None:
        """Let any field have been set."""
        self.is_open = True
        unsettle(self.deleted)

    def below(self, step: object) -> Slot:
        """Return the slot of a field."""
        for name, slot in self.slots.items():
            if self.wire_name(name) == step:
                return slot
        raise LookupError(step)

    def wire_name(self, name: str) -> str:
        """Return the name that a field has where it is sent."""
        return name

    def escape(self, how: Escape) -> Iterable[Value]:
        """It may be completed where it goes."""
        self.kept = True
        if how is not Escape.SHARED:
            self.open_up()
        found = self.parts()
        if how is Escape.LOST:
            self.version += 1
            unsettle(self.slots)
        return found

    def parts(self) -> Iterable[Value]:
        """Return the values of its fields."""
        return [slot.value for slot in (*self.slots.values(), *self.deleted.values())]

    def twin(self) -> Value:
        """Return a copy with the same values."""
        self.is_template = True
        made = copy.copy(self)
        made.slots, made.deleted, made.reported = dict(self.slots), dict(self.deleted), 0
        return made

    def copied(self, copies: Copies) -> Value:
        """Return a copy, with copies of its fields."""
        made = copies.made(self)
        if made is None:
            made = twin = copy.copy(self)
            copies.keep(self, made)
            twin.slots = {key: copies.slot(slot) for key, slot in self.slots.items()}
            twin.deleted = {key: copies.slot(slot) for key, slot in self.deleted.items()}
        return made


#: Methods by which a field is set whose name is not looked at.
_SETTING = ("update", "setdefault", "pop", "clear", "__setattr__", "__delattr__")


def is_constant(value: Value) -> bool:
    """Tell whether a value does nothing: no function, no object, and no class that has methods."""
    if isinstance(value, Class):
        return value.is_enum or not any(member.is_function for member in value.frame.names.values())
    return not (value.is_function or isinstance(value, Instance | Partial | LibraryObject))
