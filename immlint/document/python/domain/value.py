"""The abstract value: one operation for each thing that Python does to a value.

A kind of value is a class that answers them all; one that is forgotten is an abstract method, which the
type checker tells (``ABC`` would, too, but to ask ``isinstance`` of its classes costs ten times as much). A
slot is a place in a value, with the nodes that wrote it, so that a finding can name the very argument.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from enum import Enum
from typing import Any, Protocol, TypeVar

import libcst as cst

from immlint.document.python.domain.text import Text
from immlint.record import field, record
from immlint.subject import UNKNOWN, PolicyKind

L = TypeVar("L")

#: The branches that the interpreter is in, from the outermost inwards.
Branch = tuple[int, ...]


class Escape(Enum):
    """How a value leaves what the interpreter can follow."""

    #: Other code has it too: a request may be completed there.
    SHARED = 1
    #: Other code has it and may add to it.
    CHANGED = 2
    #: Code that is seen may change all of it, by a name that is not followed.
    LOST = 3


class Interpreting(Protocol):
    """What values need of the interpreter."""

    @property
    def branch(self) -> Branch:
        """The branches that the interpreter is in."""

    @property
    def is_reporting(self) -> bool:
        """Whether what happens now is reported for the file that is linted."""

    @property
    def is_weak(self) -> bool:
        """Whether what happens is done to one of several values, and it is not known to which."""

    def weak_branch(self, made: Branch) -> Branch | None:
        """Return the branch of a weak update of what was made in *made*; ``None`` for a strong one."""

    def sees(self, slot: Slot) -> bool:
        """Tell whether a slot is surely there in this branch, wherever it was written."""

    def listed(self, slots: list[Slot], node: cst.CSTNode) -> Value:
        """Return a new list."""

    def weakly(self) -> AbstractContextManager[None]:
        """Make every write a weak update: which of several values is meant is not known."""

    def unreported(self) -> AbstractContextManager[None]:
        """Report nothing of what happens."""

    def call_one(self, functions: Sequence[Value], given: Arguments, *, told: bool = False) -> list[Value]:
        """Call each of several functions of which only one is called, and return what they give.

        Nothing of it is reported if there are several; with *told*, what the first one says is.
        """

    def send(self, owner: Value, name: str, given: Arguments) -> Value | None:
        """Return what a method gives that a library knows by its name, whatever its owner is."""

    def call_back(self, given: Arguments, owner: Value | None = None) -> list[Value]:
        """Call the functions that code nobody can see is given, or that it may be; return what they give."""

    def sets(self, name: str) -> bool:
        """Tell whether the module sets an attribute of a name anywhere."""

    def call_function(self, function: Value, given: Arguments, owner: Value | None) -> Value:
        """Return what calling a function of the module gives."""

    def instantiate(self, cls: Value, given: Arguments) -> Value:
        """Return an object of a class of the module."""

    def call_symbol(self, name: str, given: Arguments) -> Value:
        """Return what calling something imported gives."""

    def declared(self, name: str) -> Value | None:
        """Return an object of a class of a library that was made elsewhere; ``None`` if it is none."""

    def resolve(self, dotted: str) -> Value:
        """Return what a dotted name of an import stands for."""

    def overwrite(self, dotted: str) -> None:
        """Let nothing be known of a dotted name from here on: it is set where other files see it."""

    def give_policy(self, slot: Slot, kind: PolicyKind | None) -> None:
        """Note what is given to something that takes a policy of a kind."""

    def library(self, kind: type[L]) -> L:
        """Return what this walk keeps of a library."""


class Lowering:
    """The way from a value to the plain data of a subject, with a bound on depth and size.

    Code can share one list in many places, or in itself.
    """

    _DEEPEST = 60
    _LARGEST = 20_000

    def __init__(self) -> None:
        self._depth = 0
        self._count = 0

    def lower(self, value: Value) -> Any:
        """Return *value* as plain data; what is not known, or too large, is ``UNKNOWN``."""
        self._count += 1
        if self._depth > self._DEEPEST or self._count > self._LARGEST:
            return UNKNOWN
        self._depth += 1
        try:
            return value.lower(self)
        finally:
            self._depth -= 1


def lower(value: Value) -> Any:
    """Return *value* as plain data of a subject."""
    return Lowering().lower(value)


@record(eq=False, frozen=False)
class Slot:
    """A value where it stands: *node* wrote it, *key* names it, or *label* as a part of a text.

    *branch* is where it was written if that was a weak update: elsewhere it is perhaps not there.
    """

    value: Value
    node: cst.CSTNode | None = None
    key: cst.CSTNode | None = None
    label: Text | None = None
    branch: Branch | None = None


@record(eq=False, frozen=False)
class Arguments:
    """The arguments at one call site. *is_open*: there are others that nobody can see.

    *others* are values that those may be other names for.
    """

    node: cst.CSTNode
    positional: list[Slot] = field(default_factory=list)
    keywords: dict[str, Slot] = field(default_factory=dict)
    is_open: bool = False
    others: tuple[Value, ...] = ()

    def get(self, name: str, index: int | None = None) -> Slot | None:
        """Return the argument given by name, or at a position."""
        if name in self.keywords:
            return self.keywords[name]
        if index is not None and index < len(self.positional):
            return self.positional[index]
        return None

    def value(self, name: str, index: int | None = None) -> Value | None:
        """Return the value of an argument given by name, or at a position."""
        slot = self.get(name, index)
        return slot.value if slot is not None else None

    @property
    def slots(self) -> Iterator[Slot]:
        """All arguments that are seen."""
        yield from self.positional
        yield from self.keywords.values()


class Value:
    """What code may compute. Operations are Python's own; *walk* is the interpreter that does them."""

    __slots__ = ()

    #: Whether nothing at all is known of it.
    is_unknown = False
    #: Whether it is ``None``.
    is_none = False
    #: Whether calling it can do anything.
    is_callable = False
    #: Whether it is a list, a tuple or a set.
    is_sequence = False
    #: Whether it is an attribute of a value that is about to be called.
    is_method = False
    #: Whether it is a dict, a list or an object of a library: other code may change what is in it.
    is_mutable = False
    #: Whether it is a string, known in part.
    is_texty = False
    #: Whether it is a definition or a name of an import: code changes what it holds, not what it is.
    is_definition = False
    #: Whether it is a function of the module.
    is_function = False

    #: What an unknown value may be an alias of.
    perhaps: tuple[Value, ...] = ()

    def named(self, name: str) -> Value:
        """Return it as it is shown elsewhere: an unknown value has a name."""
        return self

    def with_aliases(self, values: Iterable[Value]) -> Value:
        """Return it as what may be an alias of each of *values*, if it is unknown."""
        return self

    @property
    def options(self) -> tuple[Value, ...]:
        """What it may be, one by one."""
        return (self,)

    @property
    def known(self) -> str | None:
        """The string that it is, if all of it is known."""
        return None

    @property
    def number(self) -> int | float | None:
        """The number or boolean that it is."""
        return None

    @property
    def is_structure(self) -> bool:
        """Whether it is a dict or a list."""
        return self.is_sequence or self.entries() is not None

    @property
    def type_name(self) -> str | None:
        """The name of its type, where it is one of Python's own that no SDK takes for a request."""
        return None

    @property
    def is_whole(self) -> bool:
        """Whether it is a dict of which all keys are seen."""
        return False

    @property
    def decoded(self) -> Value:
        """The value that it is the JSON text of, else the value itself."""
        return self

    def entries(self) -> dict[str, Slot] | None:
        """Return the keys that are seen, if it is a dict."""
        return None

    def perhaps_deleted(self) -> dict[str, Slot]:
        """Return what stands at the keys that some runs have deleted, if it is a dict."""
        return {}

    def entry(self, key: str) -> Slot | None:
        """Return what stands at a key, if it is a dict and has it."""
        return None

    def mentions(self, word: str) -> bool:
        """Tell whether a string holds a word, or a dict has it as a key."""
        return False

    def seen(self) -> list[Slot]:
        """Return the items that are seen, if it is a list."""
        return []

    def added(self) -> list[Slot]:
        """Return the items that some runs add to what is seen, if it is a list."""
        return []

    def parts(self) -> Iterable[Value]:
        """Return the values in it, and those that it may be another name for."""
        return ()

    def formatted(self) -> list[Slot]:
        """Return what ``%`` puts into a text for it, one by one."""
        return [Slot(self)]

    @property
    def writer(self) -> object:
        """The node that wrote a document or its text, to tell it apart; the value itself if none did."""
        return getattr(self, "node", None) or self

    # --- reads

    @abstractmethod
    def attribute(self, name: str, walk: Interpreting) -> Value:
        """Return ``self.name``."""

    @abstractmethod
    def item(self, key: Value) -> Value:
        """Return ``self[key]``."""

    @abstractmethod
    def call(self, given: Arguments, walk: Interpreting) -> Value:
        """Return ``self(...)``."""

    @abstractmethod
    def call_method(self, name: str, given: Arguments, walk: Interpreting) -> Value:
        """Return ``self.name(...)``."""

    @abstractmethod
    def iterate(self) -> list[Slot] | None:
        """Return what ``for`` gives one by one, or ``None`` if that is not known."""

    @abstractmethod
    def text(self, name: str = "...") -> Text:
        """Return ``str(self)``, with a hole shown as *name* for what is not known."""

    @abstractmethod
    def truth(self) -> bool | None:
        """Return ``bool(self)``, if that is known."""

    @abstractmethod
    def binary(self, operator: str, other: Value) -> Value:
        """Return ``self + other`` and the like; *operator* is the name of libcst's node."""

    @abstractmethod
    def reflected(self, operator: str, other: Value) -> Value:
        """Return ``other + self`` and the like, where *other* does not know how."""

    @abstractmethod
    def lower(self, lowering: Lowering) -> Any:
        """Return the plain data of a subject, or ``UNKNOWN``."""

    @abstractmethod
    def same(self, other: Value) -> bool:
        """Tell whether the two are surely equal, so that one of them may stand for both."""

    def says(self, name: str) -> str | None:
        """Return the text of a field, if it is an object of a library and the text is known."""
        return None

    @property
    def any_like(self) -> Value | None:
        """An object of its kind of which nothing else is known, if one may stand for any of them."""
        return None

    @property
    def class_of(self) -> Value:
        """The class of an object of the module, else the value itself."""
        return self

    def member(self, name: str) -> Value | None:
        """Return what it has by a name, if it is a class of the module."""
        return None

    def bound_to(self, owner: Value, name: str, walk: Interpreting) -> Value:
        """Return what it is as an attribute of an object whose class has it."""
        return self

    def called_on(self, owner: Value, given: Arguments, walk: Interpreting) -> Value:
        """Return what it gives as a method of *owner*."""
        return self.call(given, walk)

    def below(self, step: object) -> Slot:
        """Return the slot one step further down. Raises LookupError if there is none."""
        raise LookupError(step)

    # --- writes

    @abstractmethod
    def set_item(self, key: Value, slot: Slot, walk: Interpreting) -> None:
        """Do ``self[key] = value``."""

    @abstractmethod
    def delete_item(self, key: Value, walk: Interpreting) -> None:
        """Do ``del self[key]``."""

    @abstractmethod
    def set_attribute(self, name: str, slot: Slot, walk: Interpreting) -> None:
        """Do ``self.name = value``."""

    def open_up(self) -> None:
        """Let any attribute have been set."""

    @abstractmethod
    def delete_attribute(self, name: str, walk: Interpreting) -> None:
        """Do ``del self.name``."""

    @abstractmethod
    def augment(self, operator: str, other: Value, walk: Interpreting) -> Value:
        """Do ``self += other`` and the like, and return what the target then stands for."""

    @abstractmethod
    def escape(self, how: Escape) -> Iterable[Value]:
        """Take note that other code has it, and return the values in it, which escape with it."""

    @abstractmethod
    def copied(self, copies: Copies) -> Value:
        """Return it as another file sees it: a copy if it can be changed."""


class Copies:
    """Copies of the values of one file, so that no file changes what another one sees; one for each value."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[Value, Value]] = {}

    def of(self, value: Value) -> Value:
        """Return the copy of a value."""
        return value.copied(self)

    def made(self, value: Value) -> Value | None:
        """Return the copy that was made of a value."""
        found = self._made.get(id(value))
        return found[1] if found else None

    def keep(self, value: Value, copy: Value) -> None:
        """Remember a copy before its parts are copied: a list can hold itself."""
        self._made[id(value)] = value, copy

    def slot(self, slot: Slot) -> Slot:
        """Return a slot with the copy of its value."""
        return Slot(self.of(slot.value), slot.node, slot.key, slot.label, slot.branch)


class Immutable(Value):
    """A value that no write changes."""

    __slots__ = ()

    def set_item(self, key: Value, slot: Slot, walk: Interpreting) -> None:
        """Change nothing: Python raises."""

    def delete_item(self, key: Value, walk: Interpreting) -> None:
        """Change nothing: Python raises."""

    def set_attribute(self, name: str, slot: Slot, walk: Interpreting) -> None:
        """Change nothing that is known."""

    def delete_attribute(self, name: str, walk: Interpreting) -> None:
        """Change nothing that is known."""

    def augment(self, operator: str, other: Value, walk: Interpreting) -> Value:
        """Return what the operator gives: the value itself stays."""
        return self.binary(operator, other)

    def escape(self, how: Escape) -> Iterable[Value]:
        """Nothing in it can be changed."""
        return ()

    def copied(self, copies: Copies) -> Value:
        """Every file may share it."""
        return self
