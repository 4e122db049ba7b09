"""Attributes and calls: of the SDKs, of the standard library, and of the module's own classes."""

from __future__ import annotations

from abc import abstractmethod

import libcst as cst

from immlint.document.python import builtin, core, generic, policies, sdk, shell
from immlint.document.python.expression import Expressions, expression_name
from immlint.document.python.reading import known_text, truth, writer
from immlint.document.python.record import Arguments
from immlint.document.python.sharing import choice, hand_on
from immlint.document.python.value import (
    Choice,
    Class,
    Const,
    Frame,
    Function,
    Instance,
    Items,
    Method,
    Partial,
    Record,
    Slot,
    Symbol,
    Text,
    Thing,
    Unknown,
    Value,
)

#: What may be given anything without changing it.
_HARMLESS = ("builtins.", "logging.", "json.", "pprint.", "typing.")
#: Functions of Python that only look at what they are given.
_LOOKING = tuple(
    f"builtins.{name}" for name in ("print", "len", "str", "repr", "isinstance", "bool", "format")
)
#: Methods of loggers, which only look at what they are given.
_LOGGING = ("debug", "info", "warning", "warn", "error", "exception", "critical", "log")
#: Functions of Python that call what they are given.
_CALLING = ("builtins.map", "builtins.filter", "builtins.exec", "builtins.eval", "builtins.vars")


class Calls(Expressions):
    """Evaluates attributes and calls; bodies are for the class that derives from it."""

    def attribute(self, owner: Value, name: str) -> Value:
        """Return ``owner.name``."""
        if isinstance(owner, Symbol):
            return self.resolve(f"{owner.name}.{name}")
        if isinstance(owner, Choice):
            found = [self.attribute(option, name) for option in owner.options]
            return Method(owner, name) if any(isinstance(f, Method) for f in found) else choice(found)
        if isinstance(owner, Instance):
            return self._member(owner, name)
        if isinstance(owner, Class):
            found_class = class_member(owner, name)
            return Unknown(name) if found_class is None else settled(found_class, name)
        if isinstance(owner, Thing):
            if name == "__dict__":
                owner.open = True
            return sdk.attribute(owner, name)
        return Method(owner, name)

    def _member(self, owner: Instance, name: str) -> Value:
        if name == "__dict__":
            owner.open = True
            return Unknown(name)
        found = owner.slots[name].value if name in owner.slots else class_member(owner.cls, name)
        if not isinstance(found, Function):
            if found is None or is_opaque(owner.cls):
                return Unknown(name)
            return settled(found, name) if owner.open else found
        if name in owner.slots:
            return found
        marks = decorators(found)
        if any(mark.endswith("property") for mark in marks):
            return self.call_function(found, Arguments(found.node), owner)
        return found if "staticmethod" in marks else Method(owner, name)

    def arguments(self, node: cst.Call, frame: Frame) -> Arguments:
        """Return the arguments of a call, evaluated."""
        given = Arguments(node)
        shifted = False
        for arg in node.args:
            slot = self.slot(arg.value, frame, arg.keyword)
            if arg.star == "**":
                record = slot.value
                if isinstance(record, Record):
                    given.keywords.update(record.slots)
                known = isinstance(record, Record) and not record.open and not record.escaped
                given.open = given.open or not known
            elif arg.star == "*":
                items = slot.value
                if isinstance(items, Items) and not shifted:
                    given.positional.extend(items.slots)
                # What stands after items that nobody can count has no known position.
                shifted = shifted or not isinstance(items, Items) or items.open
                given.open = given.open or shifted
            elif arg.keyword is not None:
                given.keywords[arg.keyword.value] = slot
            elif not shifted:
                given.positional.append(slot)
            else:
                hand_on(slot.value, changed=True)
        return given

    def call(self, node: cst.Call, frame: Frame) -> Value:
        function = self.evaluate(node.func, frame)
        given = self.arguments(node, frame)
        if isinstance(function, Choice):
            # What cannot be called is no alternative (`Name = None` where an import failed).
            callable = [f for f in function.options if isinstance(f, Symbol | Function | Class | Partial)]
            recording = self.recorder.recording
            # Of several only one is called, and nobody knows which.
            self.recorder.recording = recording and len(callable) < 2
            try:
                made = [self._call_one(option, given, node) for option in callable]
            finally:
                self.recorder.recording = recording
            for value in made:
                hand_on(value, changed=len(callable) > 1)
            return choice(made or [Unknown()])
        return self._call_one(function, given, node)

    def _call_one(self, function: Value, given: Arguments, node: cst.Call) -> Value:
        if isinstance(function, Symbol):
            return self._call_symbol(function, given)
        if isinstance(function, Method):
            return self._call_method(function, given, node)
        if isinstance(function, Function):
            return self.call_function(function, given, None)
        if isinstance(function, Class):
            return self.instantiate(function, given)
        if isinstance(function, Partial):
            positional = [*function.positional, *given.positional]
            keywords = {**function.keywords, **given.keywords}
            return self._call_one(function.function, Arguments(node, positional, keywords, given.open), node)
        self._escape(given)
        return Unknown(expression_name(node))

    def _call_symbol(self, function: Symbol, given: Arguments) -> Value:
        name = policies.canonical(function.name)
        if name == "builtins.getattr" and len(given.positional) >= 2:
            attribute = known_text(given.positional[1].value)
            return Unknown() if attribute is None else self.attribute(given.positional[0].value, attribute)
        if name == "functools.partial" and given.positional and not given.open:
            return Partial(given.positional[0].value, given.positional[1:], given.keywords)
        if name == "string.Template" and given.positional:
            # The text is a template: what it says once filled in is not known.
            self.recorder.candidates.pop(id(writer(given.positional[0].value)), None)
        if name in ("builtins.globals", "builtins.locals", "builtins.exec", "builtins.eval"):
            self.forget()
        if name == "builtins.vars" and given.positional:
            return self.attribute(given.positional[0].value, "__dict__")
        if name == "builtins.setattr" and given.positional and self._set_by_name(given):
            return Const(None)
        for construct in (
            sdk.construct,
            core.construct,
            generic.construct,
            shell.construct,
            policies.construct,
            builtin.construct,
            sdk.deployed,
        ):
            value = construct(self.recorder, name, given)
            if value is not None:
                return value
        if not name.startswith(_HARMLESS) or name in _CALLING:
            self._escape(given)
        elif name not in _LOOKING:
            # What comes out of it may hold what went in.
            for slot in (*given.positional, *given.keywords.values()):
                hand_on(slot.value)
        return Unknown(name.rpartition(".")[2])

    def _set_by_name(self, given: Arguments) -> bool:
        """Do ``setattr(owner, name, value)`` and tell whether the name is known."""
        owner = given.positional[0].value
        name = known_text(given.positional[1].value) if len(given.positional) == 3 else None
        if isinstance(owner, Instance) or (isinstance(owner, Thing) and name is None):
            owner.open = True
        if name is not None:
            self.set_attribute(owner, name, given.positional[2])
        return name is not None

    def _call_method(self, method: Method, given: Arguments, node: cst.Call) -> Value:
        owner, name = method.owner, method.name
        if isinstance(owner, Instance):
            found = class_member(owner.cls, name)
            if isinstance(found, Function):
                result = self.call_function(found, given, owner)
                # A class that derives from this one may have another.
                return settled(result, name) if owner.open else result
        at = Slot(Unknown(name), node.func.attr if isinstance(node.func, cst.Attribute) else node.func)
        for option in owner.options if isinstance(owner, Choice) else (owner,):
            for handle in (sdk.method, core.method, generic.method):
                value = handle(self.recorder, option, name, given, at)
                if value is not None:
                    return value
        value = builtin.method(self.recorder, owner, name, given)
        if value is not None:
            return value
        if isinstance(owner, Record | Items):
            hand_on(owner)
        if not isinstance(owner, Record | Items | Text) and name not in _LOGGING:
            self._escape(given)
        return Unknown(name)

    def set_attribute(self, owner: Value, name: str, slot: Slot) -> None:
        """Do ``owner.name = value``."""
        if isinstance(owner, Choice):
            for option in owner.options:
                if isinstance(option, Thing):
                    option.open = True
        elif isinstance(owner, Thing) and owner.wire:
            sdk.set_field(self.recorder, owner, name, slot)
        elif isinstance(owner, Thing):
            sdk.set_config(self.recorder, owner, name, slot)

    @abstractmethod
    def forget(self) -> None:
        """Let nothing be known of the names of the module: code that nobody can see may set them."""

    def _escape(self, given: Arguments) -> None:
        """Let unknown code have the arguments: it may add to them."""
        for slot in (*given.positional, *given.keywords.values()):
            hand_on(slot.value, changed=True)
            if isinstance(slot.value, Function) and slot.value.frame.parent is not None:
                for value in slot.value.frame.names.values():
                    hand_on(value, changed=True)


def class_member(cls: Class, name: str) -> Value | None:
    """Return what a class, or the first of its bases that is known, has by a name."""
    if name in cls.frame.names:
        return cls.frame.names[name]
    for base in cls.bases:
        if isinstance(base, Class) and base is not cls:
            found = class_member(base, name)
            if found is not None:
                return found
    return None


def is_opaque(cls: Class) -> bool:
    """Tell whether something unseen sets the attributes of a class: a base, a decorator, a metaclass."""
    if cls.node.decorators or cls.node.keywords:
        return True
    known = ("builtins.object", "abc.ABC", "typing.Protocol")
    return any(
        is_opaque(base) if isinstance(base, Class) else not isinstance(base, Symbol) or base.name not in known
        for base in cls.bases
    )


def settled(value: Value, name: str) -> Value:
    """Return an attribute that other code may set: an empty one usually waits for its value."""
    if isinstance(value, Const | Text) and truth(value) is False:
        return Unknown(name)
    if isinstance(value, Record | Items | Thing):
        hand_on(value, changed=True)
    return value


def decorators(function: Function) -> list[str]:
    """Return the names of the decorators of a function, without modules and arguments."""
    names = []
    for decorator in getattr(function.node, "decorators", ()):
        node = decorator.decorator
        node = node.func if isinstance(node, cst.Call) else node
        names.append(node.attr.value if isinstance(node, cst.Attribute) else getattr(node, "value", "?"))
    return names
