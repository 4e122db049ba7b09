"""Dicts, as far as their keys are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from typing import Any

import libcst as cst

from immlint.document.python.domain.container import Container
from immlint.document.python.domain.join import Unknown, aliased, escape, join, reachable, taken_from
from immlint.document.python.domain.sequence import Sequence
from immlint.document.python.domain.slots import delete, unsettle, write
from immlint.document.python.domain.string import NONE, string_of
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
class Dict(Container):
    """A dict. *is_open*: there may be keys nobody can see; *escaped*: unknown code may have added some.

    *branch* made it.
    """

    slots: dict[str, Slot] = field(default_factory=dict)
    is_open: bool = False
    node: cst.CSTNode | None = None
    escaped: bool = False
    branch: Branch = ()
    #: Values under keys that are no strings, or not known.
    unkeyed: list[Value] = field(default_factory=list)
    #: What stands at keys that some runs have deleted.
    deleted: dict[str, Slot] = field(default_factory=dict)

    @property
    def type_name(self) -> str | None:
        """The name of its type."""
        return "dict"

    @property
    def is_whole(self) -> bool:
        """Whether all its keys are seen."""
        return not (self.is_open or self.escaped)

    def entry(self, key: str) -> Slot | None:
        """Return what stands at a key."""
        return self.slots.get(key)

    def entries(self) -> dict[str, Slot] | None:
        """Return the keys that are seen."""
        return self.slots

    def perhaps_deleted(self) -> dict[str, Slot]:
        """Return the keys that some runs have deleted."""
        return self.deleted

    def mentions(self, word: str) -> bool:
        """Tell whether it has a key."""
        return word in self.slots

    def item(self, key: Value) -> Value:
        """Return what stands at a key; any of the values if the key is unknown."""
        if len(key.options) > 1:
            return join([self.item(option) for option in key.options])
        name = key.known
        if name is not None and name in self.slots:
            return self.slots[name].value
        if key.is_unknown and not self.is_open and self.slots:
            return join([slot.value for slot in self.slots.values()])
        return Unknown(name or "...", taken_from(self.parts()) if self.is_open else ())

    def parts(self) -> list[Value]:
        """Return the values in it."""
        slots = (*self.slots.values(), *self.deleted.values())
        return [*self.unkeyed, *(slot.value for slot in slots)]

    def iterate(self) -> list[Slot] | None:
        """Return the keys."""
        if self.is_open:
            return None
        return [Slot(string_of(name), slot.key) for name, slot in self.slots.items()]

    def binary(self, operator: str, other: Value) -> Value:
        """Return ``self | other``."""
        if operator != "BitOr":
            return other.reflected(operator, self)
        made = Dict(dict(self.slots), self.is_open, self.node, deleted=dict(self.deleted))
        made.merge(other, None)
        return made

    def lower(self, lowering: Lowering) -> Any:
        """Return a dict, if all its keys are seen."""
        if not self.is_whole:
            return UNKNOWN
        return {key: lowering.lower(slot.value) for key, slot in self.slots.items()}

    def below(self, step: object) -> Slot:
        """Return the slot at a key."""
        if isinstance(step, str):
            return self.slots[step]
        raise LookupError(step)

    def set_item(self, key: Value, slot: Slot, walk: Interpreting) -> None:
        """Set a key; any key, if it is not known which."""
        escape(slot.value)
        names = [option.known for option in key.options]
        if None in names:
            self.unkeyed.append(slot.value)
            self.doubt()
            return
        with walk.weakly() if len(names) > 1 else nullcontext():
            for name in names:
                self._set(name or "", slot, walk)

    def put(self, name: str, slot: Slot) -> None:
        """Set a key in every run."""
        write(self.slots, self.deleted, name, slot, None)

    def _set(self, name: str, slot: Slot, walk: Interpreting) -> None:
        branch = walk.weak_branch(self.branch)
        write(self.slots, self.deleted, name, slot, branch, unseen=self._is_unseen(walk))

    def _is_unseen(self, walk: Interpreting) -> bool:
        """Tell whether what a weak update adds is perhaps not there, or perhaps something else."""
        return walk.is_weak and (self.is_open or not walk.is_reporting)

    def delete_item(self, key: Value, walk: Interpreting) -> None:
        """Drop a key. After a weak update it is not known which are left: those in doubt are left out."""
        name, branch = key.known, walk.weak_branch(self.branch)
        if name is None:
            self._delete_any(walk.branch)
            return
        delete(self.slots, self.deleted, name, branch)
        self.is_open = self.is_open or branch is not None

    def _delete_any(self, branch: Branch | None) -> None:
        for name in [*self.slots, *self.deleted]:
            delete(self.slots, self.deleted, name, branch)
        self.is_open = True

    def doubt(self) -> None:
        """Let any key have been set to anything."""
        self.is_open = True
        for name, slot in self.slots.items():
            escape(slot.value)
            self.slots[name] = Slot(Unknown(name, aliased(slot.value)), slot.node, slot.key)
        unsettle(self.deleted)

    def merge(self, other: Value, branch: Branch | None, *, unseen: bool = False) -> None:
        """Do ``self.update(other)``; in a *branch* it is a weak update."""
        entries, is_whole = other.entries(), self.is_whole
        if entries is None:
            entries = _pairs(other)
            if entries is None:
                self.unkeyed += other.parts()
                self.doubt()
        elif not other.is_whole:
            self.unkeyed += other.parts()
            self.doubt()
        for name, slot in (entries or {}).items():
            write(self.slots, self.deleted, name, slot, branch, unseen=unseen)
        for name, slot in other.perhaps_deleted().items():
            if name not in self.slots and name not in self.deleted:
                # Where the other one has it no more, what stood here stays.
                self.deleted[name] = slot if is_whole else Slot(Unknown(name, aliased(slot.value)))

    def augment(self, operator: str, other: Value, walk: Interpreting) -> Value:
        """Do ``self |= other``."""
        if operator != "BitOr":
            return self.binary(operator, other)
        self.merge(other, walk.weak_branch(self.branch), unseen=self._is_unseen(walk))
        return self

    def call_method(self, name: str, given: Arguments, walk: Interpreting) -> Value:
        """Return what a method of a dict gives, and change the dict if that is what it does."""
        method = _DICT_METHODS.get(name)
        value = method(self, given, walk) if method is not None else None
        if value is None:
            escape(self)
        return Unknown(name, reachable([self])) if value is None else value

    def _listed(self, given: Arguments, slots: list[Slot]) -> Value | None:
        return None if self.is_open else Sequence(slots, node=given.node)

    def _keys(self, given: Arguments, walk: Interpreting) -> Value | None:
        return self._listed(given, self.iterate() or [])

    def _values(self, given: Arguments, walk: Interpreting) -> Value | None:
        return self._listed(given, list(self.slots.values()))

    def _items(self, given: Arguments, walk: Interpreting) -> Value | None:
        pairs = zip(self.iterate() or [], self.slots.values(), strict=False)
        return self._listed(given, [Slot(Sequence([key, slot])) for key, slot in pairs])

    def _copy(self, given: Arguments, walk: Interpreting) -> Value | None:
        deleted = dict(self.deleted)
        return Dict(dict(self.slots), self.is_open, self.node, branch=walk.branch, deleted=deleted)

    def _get(self, given: Arguments, walk: Interpreting) -> Value | None:
        key = given.value("", 0)
        if key is None:
            return None
        default = given.value("", 1)
        slot = self.slots.get(key.known or "")
        if key.is_unknown or key.known in self.deleted or (slot is not None and not walk.sees(slot)):
            return join([self.item(key), default or NONE])
        return self._found(key, default)

    def _found(self, key: Value, default: Value | None) -> Value | None:
        name = key.known
        if name is None:
            return None
        if name in self.slots:
            return self.slots[name].value
        if name in self.deleted:
            old = self.deleted[name].value
            return old if default is None else join([old, default])
        return default if default is not None and not self.is_open else Unknown(name)

    def _pop(self, given: Arguments, walk: Interpreting) -> Value | None:
        key = given.value("", 0)
        found = self._found(key, given.value("", 1)) if key is not None else None
        if key is None or found is None:
            return self._popitem(given, walk)
        self.delete_item(key, walk)
        return found

    def _setdefault(self, given: Arguments, walk: Interpreting) -> Value | None:
        key, default = given.value("", 0), given.get("", 1) or Slot(NONE)
        found = self._found(key, default.value) if key is not None else None
        if key is None or found is None:
            return self._popitem(given, walk)
        name = key.known or ""
        old = self.slots.get(name) or self.deleted.get(name)
        if old is not None and (name in self.deleted or not walk.sees(old)):
            # Every run has one now: what it had, or this one.
            found = join([old.value, default.value])
            self.put(name, Slot(found, default.node, default.key, branch=walk.weak_branch(self.branch)))
        elif old is None and not self.is_open:
            self._set(name, default, walk)
        return found

    def _update(self, given: Arguments, walk: Interpreting) -> Value | None:
        if given.positional:
            branch, unseen = walk.weak_branch(self.branch), self._is_unseen(walk)
            self.merge(given.positional[0].value, branch, unseen=unseen)
        for name, slot in given.keywords.items():
            escape(slot.value)
            self._set(name, slot, walk)
        if given.is_open:
            self.doubt()
        return None

    def _clear(self, given: Arguments, walk: Interpreting) -> Value | None:
        self._delete_any(walk.weak_branch(self.branch))
        return None

    def _popitem(self, given: Arguments, walk: Interpreting) -> Value | None:
        self._delete_any(walk.branch)
        return None

    def _set_by_name(self, given: Arguments, walk: Interpreting) -> Value | None:
        if len(given.positional) == 2:
            self.set_item(given.positional[0].value, given.positional[1], walk)
        return None

    def _delete_by_name(self, given: Arguments, walk: Interpreting) -> Value | None:
        for slot in given.positional:
            self.delete_item(slot.value, walk)
        return None

    def _joined(self, given: Arguments, walk: Interpreting) -> Value | None:
        return self.augment("BitOr", given.positional[0].value, walk) if given.positional else None

    def escape(self, how: Escape) -> Iterable[Value]:
        """The values in it escape with it."""
        if how is not Escape.SHARED:
            self.escaped = True
            unsettle(self.deleted)
        if how is Escape.LOST:
            self.doubt()
        return self.parts()

    def copied(self, copies: Copies) -> Value:
        """Return a copy, with copies of the values in it."""
        made = copies.made(self)
        if made is None:
            made = copy = Dict({}, self.is_open, self.node, self.escaped, self.branch)
            copies.keep(self, made)
            copy.unkeyed += map(copies.of, self.unkeyed)
            copy.slots.update({key: copies.slot(slot) for key, slot in self.slots.items()})
            copy.deleted.update({key: copies.slot(slot) for key, slot in self.deleted.items()})
        return made


def _pairs(value: Value) -> dict[str, Slot] | None:
    """Return the entries that a list of pairs stands for, if every key is known."""
    found: dict[str, Slot] = {}
    for slot in value.iterate() or [Slot(Unknown())]:
        pair = slot.value.iterate() or []
        name = pair[0].value.known if len(pair) == 2 else None
        if name is None:
            return None
        found[name] = Slot(pair[1].value, pair[1].node, pair[0].node)
    return found


_DICT_METHODS: dict[str, Callable[[Dict, Arguments, Interpreting], Value | None]] = {
    "keys": Dict._keys,
    "values": Dict._values,
    "items": Dict._items,
    "copy": Dict._copy,
    "get": Dict._get,
    "pop": Dict._pop,
    "setdefault": Dict._setdefault,
    "update": Dict._update,
    "clear": Dict._clear,
    "popitem": Dict._popitem,
    "__setitem__": Dict._set_by_name,
    "__delitem__": Dict._delete_by_name,
    "__ior__": Dict._joined,
}
