"""Classes of the module, and the members of those that are enumerations."""

from __future__ import annotations

from typing import Any

import libcst as cst

from immlint.document.python.domain.frame import Frame, Symbol
from immlint.document.python.domain.join import Opaque, Unknown, aliased, alike, escape, settled
from immlint.document.python.domain.string import string_of
from immlint.document.python.domain.text import Text, hole
from immlint.document.python.domain.value import Arguments, Interpreting, Lowering, Slot, Value
from immlint.document.python.syntax.names import annotated
from immlint.record import field, record
from immlint.subject import UNKNOWN

_OPEN_BASES = ("builtins.object", "abc.ABC", "typing.Protocol", "typing.NamedTuple")


@record(eq=False, frozen=False)
class Class(Opaque):
    """A class of the module. *marks* are its decorators, without their arguments."""

    node: cst.ClassDef
    frame: Frame
    bases: tuple[Value, ...] = ()
    marks: tuple[Value, ...] = ()
    #: Its attributes that code sets: when, nobody knows.
    changing: frozenset[str] = frozenset()
    #: What the classes of the module that derive from it have of their own; none do if it is empty.
    overridden: set[str] = field(default_factory=set)

    is_callable = True
    is_definition = True

    @property
    def is_opaque(self) -> bool:
        """Whether something unseen sets the attributes of its objects: a base, a decorator, a metaclass."""
        others = [mark for mark in self.marks if not mark.same(_DATACLASS)]
        hidden = any(name in self.frame.names for name in _HIDING)
        return bool(others or self.node.keywords or hidden) or any(map(_is_opaque, self.bases))

    @property
    def lineage(self) -> list[Class]:
        """The class and those that it derives from, in the order in which they are asked for a name."""
        found: list[Class] = [self]
        for base in self.bases:
            found += base.lineage if isinstance(base, Class) else []
        # A class that several derive from comes behind all of them.
        return [cls for n, cls in enumerate(found) if cls not in found[n + 1 :]]

    def annotates(self, name: str) -> bool:
        """Tell whether its objects have an attribute that it only announces."""
        return any(name in annotated(cls.node) for cls in self.lineage)

    def parent(self, walk: Interpreting) -> Value | None:
        """Return an object of the class of a library that it derives from, if that is all it derives from."""
        if self.marks or self.node.keywords or any(name in self.frame.names for name in _HIDING):
            return None
        bases = [base for base in self.bases if not any(base.same(Symbol(name)) for name in _OPEN_BASES)]
        found = [base.parent(walk) if isinstance(base, Class) else _declared(base, walk) for base in bases]
        return found[0] if len(found) == 1 else None

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
    def is_tuple(self) -> bool:
        """Whether its objects are tuples of its fields."""
        own = any(base.same(_TUPLE) or (isinstance(base, Class) and base.is_tuple) for base in self.bases)
        return own and not any(self.member(name) for name in ("__new__", "__getitem__", "__iter__"))

    @property
    def is_enum(self) -> bool:
        """Whether its plain attributes are the members of an enumeration, as they are written."""
        known = all(any(base.same(each) for each in (*_ENUMS, *_MIXED)) for base in self.bases)
        marks = all(mark.same(Symbol("enum.unique")) for mark in self.marks)
        enum = any(base.same(each) for each in _ENUMS for base in self.bases)
        changed = any(name in self.frame.names for name in ("__new__", "value", "_value_", "__init__"))
        return enum and known and marks and not self.node.keywords and not changed

    @property
    def is_typed_dict(self) -> bool:
        """Whether calling it makes a plain dict."""
        return any(
            base.is_typed_dict if isinstance(base, Class) else any(base.same(each) for each in _TYPED_DICTS)
            for base in self.bases
        )

    def enum_member(self, name: str) -> Value | None:
        """Return a member of an enumeration."""
        value = self.frame.names.get(name)
        if value is None or name.startswith("_") or value.is_definition or not self.is_enum:
            return None
        is_text = any(base.same(Symbol("enum.StrEnum")) for base in self.bases)
        is_mixed = any(base.same(_MIXED[0]) for base in self.bases)
        return EnumMember(self, name, value, is_text, is_text or is_mixed)

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
        if found is not None and found.is_function:
            return found.bound_to(self, name, walk)
        return self.settled(name, found)

    def settled(self, name: str, found: Value | None) -> Value:
        """Return what is known of an attribute of the class at any time."""
        if found is None or (found.any_like is None and any(name in cls.changing for cls in self.lineage)):
            return Unknown(name, () if found is None else aliased(found))
        return settled(found, name)

    def call_method(self, name: str, given: Arguments, walk: Interpreting) -> Value:
        """Return what a method gives that is called on the class."""
        found = self.member(name)
        if found is None:
            return super().call_method(name, given, walk)
        return found.called_on(self, given, walk) if found.is_function else found.call(given, walk)

    def set_attribute(self, name: str, slot: Slot, walk: Interpreting) -> None:
        """Let nothing be known of the attribute but its kind."""
        escape(slot.value)
        before = [self.frame.names[name]] if name in self.frame.names else []
        known = alike(each for value in (*before, slot.value) for each in value.options if not each.is_none)
        self.frame.bind(name, known or Unknown(name, aliased(slot.value)))

    def delete_attribute(self, name: str, walk: Interpreting) -> None:
        """Let nothing be known of the attribute."""
        self.frame.bind(name, Unknown(name))

    def lose(self) -> None:
        """Let nothing be known of its plain attributes: one of them was set, nobody can tell which."""
        for cls in self.lineage:
            for name, value in [*cls.frame.names.items()]:
                if not value.is_definition:
                    self.frame.bind(name, Unknown(name, aliased(value)))

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
        if self.is_typed_dict:
            return walk.call_symbol("builtins.dict", given)
        return walk.instantiate(self, given)


#: Methods that give attributes which nobody can see.
_HIDING = ("__setattr__", "__getattr__", "__getattribute__")
_DATACLASS = Symbol("dataclasses.dataclass")
_TUPLE = Symbol("typing.NamedTuple")
_TYPED_DICTS = (Symbol("typing.TypedDict"), Symbol("typing_extensions.TypedDict"))
_ENUMS = tuple(Symbol(f"enum.{name}") for name in ("Enum", "StrEnum", "IntEnum"))
#: Types that the members of an enumeration may be of, too.
_MIXED = (Symbol("builtins.str"), Symbol("builtins.int"))


def _declared(base: Value, walk: Interpreting) -> Value | None:
    return walk.declared(base.dotted) if isinstance(base, Symbol) else None


def _is_opaque(base: Value) -> bool:
    if isinstance(base, Class):
        return base.is_opaque
    return not any(base.same(Symbol(name)) for name in _OPEN_BASES)


@record
class EnumMember(Opaque):
    """A member of an enumeration of the module.

    *is_text*: it is a string, and written as one; *is_string*: it is one, however it is written.
    """

    cls: Class
    name: str
    value: Value
    is_text: bool = False
    is_string: bool = False

    @property
    def is_texty(self) -> bool:  # type: ignore[override]
        """Whether it is a string."""
        return self.is_string and self.value.is_texty

    @property
    def known(self) -> str | None:
        """The string that it is."""
        return self.value.known if self.is_string else None

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
        return super().call_method(name, given, walk)

    @property
    def class_of(self) -> Value:
        """Its class."""
        return self.cls

    def text(self, name: str = "...") -> Text:
        """Return the string that it is, else a hole: how Python writes it depends on its version."""
        return self.value.text(name) if self.is_text else hole(name)

    def binary(self, operator: str, other: Value) -> Value:
        """Return what the operator gives for the string that it is."""
        return self.value.binary(operator, other) if self.is_string else other.reflected(operator, self)

    def reflected(self, operator: str, other: Value) -> Value:
        """Return what the operator gives for the string that it is."""
        return self.value.reflected(operator, other) if self.is_string else Unknown()

    def lower(self, lowering: Lowering) -> Any:
        """Return the string that it is."""
        return lowering.lower(self.value) if self.is_string else UNKNOWN

    def same(self, other: Value) -> bool:
        """Tell whether both are the same member."""
        if not isinstance(other, EnumMember):
            return False
        return (self.cls, self.name) == (other.cls, other.name)

    def mentions(self, word: str) -> bool:
        """Tell whether the string that it is holds a word."""
        return self.is_string and self.value.mentions(word)
