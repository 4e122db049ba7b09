"""Functions of the module, and callables that were given some of their arguments."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from immlint.document.python.domain.frame import Frame
from immlint.document.python.domain.join import Method, Opaque
from immlint.document.python.domain.kind import Kept
from immlint.document.python.domain.value import Arguments, Escape, Interpreting, Slot, Value
from immlint.record import field, record


@record(eq=False, frozen=False)
class Function(Kept):
    """A function of the module, with the frame it closes over."""

    node: cst.FunctionDef | cst.Lambda
    frame: Frame
    called: bool = False
    #: Whether it is what its decorators were given: they were walked, too.
    is_plain: bool = False
    #: Whether it is a method of a class: it is called on an object.
    is_member: bool = False
    #: What code keeps as its attributes.
    kept: dict[str, Value] = field(default_factory=dict)
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
            return self if owner.is_definition else walk.call_function(self, Arguments(self.node), owner)
        if owner.is_definition and "classmethod" not in self.decorators:
            return self
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


@record
class Generator(Opaque):
    """What a function with ``yield`` gives, or a context made of one."""

    values: tuple[Value, ...]

    def parts(self) -> Iterable[Value]:
        """Return what it yields."""
        return self.values

    def escape(self, how: Escape) -> Iterable[Value]:
        """What it yields escapes with it."""
        return self.values


@record(eq=False, frozen=False)
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
        every = Arguments(given.node, positional, keywords, given.is_open, given.others)
        return self.function.call(every, walk)

    def escape(self, how: Escape) -> Iterable[Value]:
        """The arguments escape with it."""
        return self.parts()

    def parts(self) -> Iterable[Value]:
        """Return the arguments that it has already."""
        return [slot.value for slot in (*self.positional, *self.keywords.values())]
