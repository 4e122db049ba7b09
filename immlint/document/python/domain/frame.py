"""What names stand for: those that a body binds, and those that are imported."""

from __future__ import annotations

from collections.abc import Iterable

from immlint.document.python.domain.join import MOST, Opaque, Unknown, aliased, alike, escape, join
from immlint.document.python.domain.value import Arguments, Escape, Interpreting, Slot, Value
from immlint.record import field, record


@record(eq=False, frozen=False)
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
    #: The class that this is the body of, or the object that a method is called on.
    owner: Value | None = None
    is_comprehension: bool = False
    #: What ``return`` has handed back so far.
    results: list[Value] = field(default_factory=list)
    #: What ``yield`` has given so far.
    yielded: list[Value] = field(default_factory=list)

    @property
    def root(self) -> Frame:
        """The frame of the module that this one is in."""
        frame = self
        while frame.parent is not None:
            frame = frame.parent
        return frame

    @property
    def of_call(self) -> Frame:
        """The frame of the body whose expression this is, outside of its comprehensions."""
        frame = self
        while frame.is_comprehension and frame.parent is not None:
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
        if imports:
            return join(values)
        kind = alike(value for each in values for value in each.options if not value.is_none)
        return kind or Unknown(name, aliased(found))

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

    def lose(self) -> None:
        """Let all that its names and those around it stand for have been changed."""
        for value in self.names.values():
            escape(value, Escape.LOST)
        if self.parent is not None:
            self.parent.lose()

    def _lose_sight(self, name: str) -> None:
        """Follow no more than the latest values that a name has stood for."""
        held = self.held.get(name, {})
        for key in list(held)[:-MOST]:
            escape(held.pop(key), Escape.LOST)


@record
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
