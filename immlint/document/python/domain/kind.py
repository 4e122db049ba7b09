"""Values of which the class alone is known, and what holds any number of them."""

from __future__ import annotations

from collections.abc import Iterable

from immlint.document.python.domain.join import Opaque, Unknown, alike, escape, join
from immlint.document.python.domain.sequence import Sequence
from immlint.document.python.domain.text import Hole, Text
from immlint.document.python.domain.value import Arguments, Escape, Interpreting, Slot, Value
from immlint.language import Chars, Language
from immlint.record import field, record

#: How integers are written.
DIGITS = Language.union((Language.literal(""), Language.literal("-"))) + Language.hole(
    Chars.of("0123456789"), 1
)
#: Methods that give one of what is held.
_ONE = ("get", "pop", "popleft", "setdefault", "__getitem__", "get_nowait")
#: Methods that put something in, by the argument that it is.
_PUTTING = {"append": 0, "add": 0, "appendleft": 0, "insert": 1, "set": 0, "put": 0, "setdefault": 1}


class Kept(Opaque):
    """What has attributes that any code sets, and nothing else that is looked at."""

    __slots__ = ()

    kept: dict[str, Value]

    def attribute(self, name: str, walk: Interpreting) -> Value:
        """Return what is kept there, as far as its class goes: other code may set it, too."""
        found = self.kept[name].any_like if name in self.kept else None
        return super().attribute(name, walk) if found is None else found

    def set_attribute(self, name: str, slot: Slot, walk: Interpreting) -> None:
        """Keep a value there, or one of several."""
        escape(slot.value)
        before = [self.kept[name]] if name in self.kept else [Unknown()] * walk.is_weak
        self.kept[name] = join([*before, slot.value])

    def parts(self) -> Iterable[Value]:
        """Return what is kept."""
        return self.kept.values()


@record(eq=False, frozen=False)
class Namespace(Kept):
    """An object for attributes alone, such as ``threading.local()``."""

    kept: dict[str, Value] = field(default_factory=dict)


@record
class OfClass(Opaque):
    """An object of the class of *made*, perhaps that one: of its attributes the classes alone are known."""

    made: Value

    is_callable = True

    @property
    def any_like(self) -> Value | None:
        """Return itself."""
        return self

    @property
    def class_of(self) -> Value:
        """Its class."""
        return self.made.class_of

    def parts(self) -> Iterable[Value]:
        """Return the object that it may be."""
        return (self.made,)

    def attribute(self, name: str, walk: Interpreting) -> Value:
        """Return an attribute by its class."""
        with walk.unreported():
            found = self.made.attribute(name, walk)
        return found.any_like or super().attribute(name, walk)

    def call_method(self, name: str, given: Arguments, walk: Interpreting) -> Value:
        """Return what a method gives by its class."""
        found = self.made.call_method(name, given, walk)
        return found.any_like or Unknown(name, tuple(found.perhaps))

    def set_attribute(self, name: str, slot: Slot, walk: Interpreting) -> None:
        """Set an attribute of the object, perhaps."""
        with walk.weakly():
            self.made.set_attribute(name, slot, walk)


@record
class Integer(Unknown):
    """An integer that nobody can tell from the text: as text it is digits, perhaps behind a sign."""

    @property
    def plain(self) -> Unknown:
        """Return a value that may be anything."""
        return Unknown(self.name)

    @property
    def any_like(self) -> Value | None:
        """Return itself."""
        return self

    def same(self, other: Value) -> bool:
        """Tell whether one may stand for both."""
        return isinstance(other, Integer)

    def named(self, name: str) -> Value:
        """Return it as it is shown elsewhere."""
        return Integer(name)

    def text(self, name: str = "...") -> Text:
        """Return a hole for its digits."""
        return Text((Hole(self.name if name == "..." else name, DIGITS),))

    def binary(self, operator: str, other: Value) -> Value:
        """Return what arithmetic gives: with an integer, an integer."""
        return self if _is_whole(operator, other) else super().binary(operator, other)

    def reflected(self, operator: str, other: Value) -> Value:
        """Return what arithmetic gives: with an integer, an integer."""
        return self if _is_whole(operator, other) else super().reflected(operator, other)


def _is_whole(operator: str, other: Value) -> bool:
    is_integer = isinstance(other, Integer) or isinstance(other.number, int)
    return is_integer and operator in ("Add", "Subtract", "Multiply", "FloorDivide", "Modulo")


@record(eq=False, frozen=False)
class Holder(Opaque):
    """What holds any number of values that are of one kind, at keys if it is *keyed*."""

    each: Value | None
    is_keyed: bool = False

    @property
    def any_like(self) -> Value | None:
        """Return itself: there is no telling what else is in it."""
        return self

    def parts(self) -> Iterable[Value]:
        """Return what stands for all in it."""
        return () if self.each is None else (self.each,)

    def item(self, key: Value) -> Value:
        """Return one of what it holds."""
        return super().item(key) if self.each is None else self.each

    def call_method(self, name: str, given: Arguments, walk: Interpreting) -> Value:
        """Return what a method of a container gives."""
        if name in _PUTTING:
            self._put(given.value("", _PUTTING[name]))
        elif name in ("extend", "update"):
            self.each = None
        if self.each is not None and name in _ONE:
            return self.each
        if self.each is not None and name == "values":
            return Holder(self.each)
        if self.each is not None and name == "items":
            return Holder(Sequence([Slot(Unknown("key")), Slot(self.each)]))
        return super().call_method(name, given, walk)

    def set_item(self, key: Value, slot: Slot, walk: Interpreting) -> None:
        """Put something in."""
        escape(slot.value)
        self._put(slot.value)

    def _put(self, value: Value | None) -> None:
        if value is None or self.each is None or alike([value, self.each]) is None:
            self.each = None

    def escape(self, how: Escape) -> Iterable[Value]:
        """What is in it escapes with it."""
        return self.parts()
