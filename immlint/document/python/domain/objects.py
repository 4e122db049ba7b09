"""Names of imports, functions, classes and objects: of the module itself, and of libraries."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import libcst as cst

from immlint.document.python.domain.containers import delete, unsettle, write
from immlint.document.python.domain.join import (
    MOST,
    Method,
    Opaque,
    Unknown,
    aliased,
    escape,
    escape_arguments,
    join,
    settled,
)
from immlint.document.python.domain.string import string_of
from immlint.document.python.domain.text import Text, hole
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
from immlint.document.python.syntax.names import annotated
from immlint.subject import UNKNOWN

_OPEN_BASES = ("builtins.object", "abc.ABC", "typing.Protocol", "typing.NamedTuple")


@dataclass(eq=False, slots=True)
class Frame:
    """One body in execution: a module, a class, or a call of a function."""

    scope: str
    parent: Frame | None = None
    names: dict[str, Value] = field(default_factory=dict)
    #: What each name was bound to so far: a function cannot tell which of it it will see.
    bound: dict[str, list[Value]] = field(default_factory=dict)
    #: The values that could be changed through each name at some time, whichever way was walked.
    held: dict[str, dict[int, Value]] = field(default_factory=dict)
    is_class: bool = False
    is_comprehension: bool = False
    #: What ``return`` has handed back so far.
    results: list[Value] = field(default_factory=list)

    @property
    def root(self) -> Frame:
        """The frame of the module that this one is in."""
        frame = self
        while frame.parent is not None:
            frame = frame.parent
        return frame

    def find(self, name: str) -> Value:
        """Return what a name stands for; unknown if nothing tells."""
        frame: Frame | None = self
        while frame is not None:
            if name in frame.names and (frame is self or not frame.is_class):
                found = frame.names[name]
                return found if frame is self else frame._seen_within(name, found)
            frame = frame.parent
        return Unknown(name)

    def _seen_within(self, name: str, found: Value) -> Value:
        """Return what a function in this body sees: it is called at some time, perhaps much later."""
        values = self.bound.get(name, ())
        if len(values) < 2:
            return found
        # An import that may have failed, or is still to come: the name is what is imported, or None.
        imports = all(value.is_none or isinstance(value, Symbol) for value in values)
        return join(values) if imports else Unknown(name, aliased(found))

    def bind(self, name: str, value: Value) -> None:
        """Let a name stand for a value from here on."""
        if name in self.names:
            self.bound.setdefault(name, [self.names[name]]).append(value)
        self.names[name] = value
        mutable = aliased(value)
        if mutable:
            self.held.setdefault(name, {}).update((id(each), each) for each in mutable)

    def aliases(self, name: str) -> list[Value]:
        """Return the values that can be changed through a name, or could be when it stood for another one."""
        known = self.names.get(name)
        return [*(aliased(known) if known is not None else ()), *self.held.get(name, {}).values()]

    def forget(self, names: Iterable[str], *, bound: bool = True) -> None:
        """Let nothing be known of *names*; with *bound*, only of those that stand for something."""
        for name in names:
            self._lose_sight(name)
            known, aliases = self.names.get(name), self.aliases(name)
            if known is not None:
                escape(known)
            if known is not None or aliases or not bound:
                self.names[name] = Unknown(name).with_aliases(aliases)

    def _lose_sight(self, name: str) -> None:
        """Follow no more than the latest values that a name has stood for."""
        held = self.held.get(name, {})
        for key in list(held)[:-MOST]:
            escape(held.pop(key), Escape.CHANGED)


@dataclass(frozen=True, slots=True)
class Symbol(Opaque):
    """Something imported, by its full dotted name."""

    dotted: str

    is_callable = True
    is_definition = True

    def attribute(self, name: str, walk: Interpreting) -> Value:
        """Return what the name below it stands for."""
        return walk.resolve(f"{self.dotted}.{name}")

    def set_attribute(self, name: str, slot: Slot, walk: Interpreting) -> None:
        """Let nothing be known of the name: every module sees what one sets in another."""
        escape(slot.value)
        walk.overwrite(f"{self.dotted}.{name}")

    def delete_attribute(self, name: str, walk: Interpreting) -> None:
        """Let nothing be known of the name."""
        walk.overwrite(f"{self.dotted}.{name}")

    def call(self, given: Arguments, walk: Interpreting) -> Value:
        """Return what a library, or the standard library, gives."""
        return walk.call_symbol(self.dotted, given)

    def same(self, other: Value) -> bool:
        """Tell whether both are the same name."""
        return self == other


@dataclass(eq=False, slots=True)
class Function(Opaque):
    """A function of the module, with the frame it closes over."""

    node: cst.FunctionDef | cst.Lambda
    frame: Frame
    called: bool = False
    #: The defaults of its parameters, as they were when it was defined.
    defaults: dict[str, Value] = field(default_factory=dict)

    is_callable = True
    is_definition = True
    is_function = True

    @property
    def name(self) -> str:
        """The name in its definition."""
        return self.node.name.value if isinstance(self.node, cst.FunctionDef) else "lambda"

    @property
    def body(self) -> str:
        """A name that is the same in every walk through its file."""
        return f"{self.frame.scope}.{self.name}"

    @property
    def decorators(self) -> list[str]:
        """The names of its decorators, without modules and arguments."""
        names = []
        for decorator in self.node.decorators if isinstance(self.node, cst.FunctionDef) else ():
            node = decorator.decorator
            node = node.func if isinstance(node, cst.Call) else node
            names.append(node.attr.value if isinstance(node, cst.Attribute) else getattr(node, "value", "?"))
        return names

    def bound_to(self, owner: Value, name: str, walk: Interpreting) -> Value:
        """Return what it is as an attribute of an object."""
        if any(mark.endswith("property") for mark in self.decorators):
            return walk.call_function(self, Arguments(self.node), owner)
        return self if "staticmethod" in self.decorators else Method(owner, name)

    def call(self, given: Arguments, walk: Interpreting) -> Value:
        """Return what its body gives for these arguments."""
        return walk.call_function(self, given, None)

    def called_on(self, owner: Value, given: Arguments, walk: Interpreting) -> Value:
        """Return what its body gives as a method of *owner*."""
        return walk.call_function(self, given, owner)

    def escape(self, how: Escape) -> Iterable[Value]:
        """Who calls it may change what its body sees of the function around it."""
        enclosed = how is Escape.CHANGED and self.frame.parent is not None
        return [*self.frame.names.values()] if enclosed else ()


@dataclass(eq=False, slots=True)
class Class(Opaque):
    """A class of the module. *marks* are its decorators, without their arguments."""

    node: cst.ClassDef
    frame: Frame
    bases: tuple[Value, ...] = ()
    marks: tuple[Value, ...] = ()

    is_callable = True
    is_definition = True

    @property
    def is_opaque(self) -> bool:
        """Whether something unseen sets the attributes of its objects: a base, a decorator, a metaclass."""
        others = [mark for mark in self.marks if not mark.same(_DATACLASS)]
        return bool(others or self.node.keywords) or any(map(_is_opaque, self.bases))

    @property
    def is_record(self) -> bool:
        """Whether its fields are set by a constructor that its annotations give it."""
        return any(mark.same(_DATACLASS) for mark in self.marks) or any(b.same(_TUPLE) for b in self.bases)

    @property
    def fields(self) -> list[str]:
        """The fields of a record, in the order of its constructor: those of its bases come first."""
        names = [name for base in self.bases if isinstance(base, Class) for name in base.fields]
        if self.is_record:
            names += [name for name in annotated(self.node) if name not in names]
        return names

    @property
    def is_enum(self) -> bool:
        """Whether its plain attributes are the members of an enumeration, as they are written."""
        known = all(any(base.same(each) for each in (*_ENUMS, *_MIXED)) for base in self.bases)
        marks = all(mark.same(Symbol("enum.unique")) for mark in self.marks)
        enum = any(base.same(each) for each in _ENUMS for base in self.bases)
        changed = any(name in self.frame.names for name in ("__new__", "value", "_value_", "__init__"))
        return enum and known and marks and not self.node.keywords and not changed

    def enum_member(self, name: str) -> Value | None:
        """Return a member of an enumeration."""
        value = self.frame.names.get(name)
        if value is None or name.startswith("_") or value.is_definition or not self.is_enum:
            return None
        is_text = any(base.same(Symbol("enum.StrEnum")) for base in self.bases)
        return EnumMember(self, name, value, is_text)

    def member(self, name: str) -> Value | None:
        """Return what it, or the first of its bases that is known, has by a name."""
        if name in self.frame.names:
            return self.frame.names[name]
        for base in self.bases:
            found = base.member(name) if base is not self else None
            if found is not None:
                return found
        return None

    def attribute(self, name: str, walk: Interpreting) -> Value:
        """Return an attribute of the class, which other code may set."""
        member = self.enum_member(name)
        if member is not None:
            return member
        found = self.member(name)
        return Unknown(name) if found is None else settled(found, name)

    def set_attribute(self, name: str, slot: Slot, walk: Interpreting) -> None:
        """Let nothing be known of the attribute."""
        escape(slot.value)
        self.frame.bind(name, Unknown(name))

    def delete_attribute(self, name: str, walk: Interpreting) -> None:
        """Let nothing be known of the attribute."""
        self.frame.bind(name, Unknown(name))

    def item(self, key: Value) -> Value:
        """Return the member of an enumeration that a name is for."""
        member = self.enum_member(key.known or "")
        return Unknown(key.known or "...") if member is None else member

    def iterate(self) -> list[Slot] | None:
        """Return the members of an enumeration."""
        members = [self.enum_member(name) for name in self.frame.names]
        return [Slot(member) for member in members if member is not None] if self.is_enum else None

    def call(self, given: Arguments, walk: Interpreting) -> Value:
        """Return an object of the class."""
        if self.is_enum:
            return Unknown(self.node.name.value)
        return walk.instantiate(self, given)


_DATACLASS = Symbol("dataclasses.dataclass")
_TUPLE = Symbol("typing.NamedTuple")
_ENUMS = tuple(Symbol(f"enum.{name}") for name in ("Enum", "StrEnum", "IntEnum"))
#: Types that the members of an enumeration may be of, too.
_MIXED = (Symbol("builtins.str"), Symbol("builtins.int"))


def _is_opaque(base: Value) -> bool:
    if isinstance(base, Class):
        return base.is_opaque
    return not any(base.same(Symbol(name)) for name in _OPEN_BASES)


@dataclass(frozen=True, slots=True)
class EnumMember(Opaque):
    """A member of an enumeration of the module; *is_text*: it is a string, too."""

    cls: Class
    name: str
    value: Value
    is_text: bool = False

    @property
    def is_texty(self) -> bool:  # type: ignore[override]
        """Whether it is a string."""
        return self.is_text and self.value.is_texty

    @property
    def known(self) -> str | None:
        """The string that it is."""
        return self.value.known if self.is_text else None

    def attribute(self, name: str, walk: Interpreting) -> Value:
        """Return its name or its value, or what all members have."""
        if name in ("value", "_value_"):
            return self.value
        if name in ("name", "_name_"):
            return string_of(self.name)
        found = self.cls.member(name)
        return found.bound_to(self, name, walk) if found is not None and found.is_function else Unknown(name)

    def call_method(self, name: str, given: Arguments, walk: Interpreting) -> Value:
        """Return what a method of the enumeration gives, or one of its text."""
        found = self.cls.member(name)
        if found is not None and found.is_function:
            return found.called_on(self, given, walk)
        if self.is_texty:
            return self.value.call_method(name, given, walk)
        return super(EnumMember, self).call_method(name, given, walk)

    @property
    def class_of(self) -> Value:
        """Its class."""
        return self.cls

    def text(self, name: str = "...") -> Text:
        """Return the string that it is, else a hole: how Python writes it depends on its version."""
        return self.value.text(name) if self.is_text else hole(name)

    def binary(self, operator: str, other: Value) -> Value:
        """Return what the operator gives for the string that it is."""
        return self.value.binary(operator, other) if self.is_text else other.reflected(operator, self)

    def reflected(self, operator: str, other: Value) -> Value:
        """Return what the operator gives for the string that it is."""
        return self.value.reflected(operator, other) if self.is_text else Unknown()

    def lower(self, lowering: Lowering) -> Any:
        """Return the string that it is."""
        return lowering.lower(self.value) if self.is_text else UNKNOWN

    def same(self, other: Value) -> bool:
        """Tell whether both are the same member."""
        if not isinstance(other, EnumMember):
            return False
        return (self.cls, self.name) == (other.cls, other.name)

    def mentions(self, word: str) -> bool:
        """Tell whether the string that it is holds a word."""
        return self.is_text and self.value.mentions(word)


@dataclass(eq=False, slots=True)
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

    def attribute(self, name: str, walk: Interpreting) -> Value:
        """Return an attribute of the object, or of its class."""
        if name == "__dict__":
            self.is_open = True
            return Unknown(name)
        own = self.slots.get(name)
        found = own.value if own is not None else self.cls.member(name)
        if found is None:
            return Unknown(name)
        if found.is_function:
            return found.bound_to(self, name, walk) if own is None else found
        if self.cls.is_opaque:
            return Unknown(name)
        return settled(found, name) if self.is_open else found

    def call_method(self, name: str, given: Arguments, walk: Interpreting) -> Value:
        """Return what a method of its class gives."""
        found = self.cls.member(name)
        if found is None or not found.is_function:
            escape_arguments(given)
            return Unknown(name)
        result = found.called_on(self, given, walk)
        # A class that derives from this one may have another.
        return settled(result, name) if self.is_open else result

    def set_attribute(self, name: str, slot: Slot, walk: Interpreting) -> None:
        """Set an attribute: what is set in several places may be any of it."""
        escape(slot.value)
        old = self.slots.get(name)
        sure = self.initializing and walk.weak_branch(self.branch) is None
        if old is not None and not sure:
            self.slots[name] = Slot(join([old.value, slot.value]), slot.node)
        else:
            self.slots[name] = slot

    def delete_attribute(self, name: str, walk: Interpreting) -> None:
        """Let nothing be known of the attribute."""
        self.slots[name] = Slot(Unknown(name))

    @property
    def class_of(self) -> Value:
        """Its class."""
        return self.cls

    def open_up(self) -> None:
        """Let any attribute have been set."""
        self.is_open = True

    def escape(self, how: Escape) -> Iterable[Value]:
        """The values of its attributes escape with it."""
        self.is_open = self.is_open or how is Escape.CHANGED
        return [slot.value for slot in self.slots.values()]


@dataclass(eq=False, slots=True)
class Partial(Opaque):
    """A callable with some arguments given already (``functools.partial``)."""

    function: Value
    positional: list[Slot]
    keywords: dict[str, Slot]

    is_callable = True

    def call(self, given: Arguments, walk: Interpreting) -> Value:
        """Return what the function gives for all arguments together."""
        positional = [*self.positional, *given.positional]
        keywords = {**self.keywords, **given.keywords}
        return self.function.call(Arguments(given.node, positional, keywords, given.is_open), walk)

    def escape(self, how: Escape) -> Iterable[Value]:
        """The arguments escape with it."""
        return [slot.value for slot in (*self.positional, *self.keywords.values())]


@dataclass(eq=False, slots=True)
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
        write(self.slots, self.deleted, name, slot, branch, unseen=walk.is_weak and self.is_open)

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
        if how is Escape.CHANGED:
            self.open_up()
        return [slot.value for slot in (*self.slots.values(), *self.deleted.values())]

    def copied(self, copies: Copies) -> Value:
        """Return a copy, with copies of its fields."""
        made = copies.made(self)
        if made is None:
            made = twin = copy.copy(self)
            copies.keep(self, made)
            twin.slots = {key: copies.slot(slot) for key, slot in self.slots.items()}
            twin.deleted = {key: copies.slot(slot) for key, slot in self.deleted.items()}
        return made


def is_constant(value: Value) -> bool:
    """Tell whether a value does nothing: no function, no object, and no class that has methods."""
    if isinstance(value, Class):
        return value.is_enum or not any(member.is_function for member in value.frame.names.values())
    return not (value.is_function or isinstance(value, Instance | Partial | LibraryObject))
