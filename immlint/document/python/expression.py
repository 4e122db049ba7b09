"""What an expression may be, as far as the text tells."""

from __future__ import annotations

import ast
import builtins
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

import libcst as cst

from immlint.document.python import builtin, core, literal, policies, sdk, shell
from immlint.document.python.record import Arguments, Recorder
from immlint.document.python.value import (
    Choice,
    Class,
    Const,
    Frame,
    Function,
    Hole,
    Instance,
    Items,
    Method,
    Piece,
    Record,
    Slot,
    Symbol,
    Text,
    Thing,
    Unknown,
    Value,
    as_text,
    choice,
    known_text,
    truth,
)

#: Iterations that are walked one by one; a longer loop is walked once, for any of its items.
UNROLLED = 16
#: Expressions that one module may cost: what is not reached by then is not told of.
_BUDGET = 200_000
_WORDS = {"None": None, "True": True, "False": False}
_BUILTINS = frozenset(dir(builtins))
#: What may be given anything without changing it.
_HARMLESS = ("builtins.", "logging.", "json.", "pprint.", "typing.")

Handler = Callable[[Any, Frame], Value]


class Exhausted(Exception):
    """The walk has cost more than it may."""


class Expressions(ABC):
    """Evaluates expressions; statements and functions are for the class that derives from it."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self._budget = _BUDGET
        self._handlers: dict[type, Handler] = {
            cst.Name: self._name,
            cst.Attribute: lambda node, frame: self.attribute(
                self.evaluate(node.value, frame), node.attr.value
            ),
            cst.Call: self._call,
            cst.SimpleString: lambda node, frame: self._string(node),
            cst.ConcatenatedString: lambda node, frame: builtin.join(
                self.evaluate(node.left, frame), self.evaluate(node.right, frame)
            ),
            cst.FormattedString: self._formatted,
            cst.Integer: lambda node, frame: _number(node.value),
            cst.Float: lambda node, frame: _number(node.value),
            cst.UnaryOperation: self._unary,
            cst.BinaryOperation: lambda node, frame: builtin.binary(
                self.evaluate(node.left, frame),
                self.evaluate(node.right, frame),
                type(node.operator).__name__,
            ),
            cst.BooleanOperation: self._boolean,
            cst.Comparison: self._comparison,
            cst.IfExp: self._conditional,
            cst.Dict: self._dict,
            cst.List: self._items,
            cst.Tuple: self._items,
            cst.Set: self._items,
            cst.Subscript: self._subscript,
            cst.Await: lambda node, frame: self.evaluate(node.expression, frame),
            cst.NamedExpr: self._walrus,
            cst.Lambda: lambda node, frame: Function(node, frame),
            cst.ListComp: self._comprehension,
            cst.GeneratorExp: self._comprehension,
            cst.SetComp: self._comprehension,
            cst.DictComp: self._comprehension,
            cst.Yield: lambda node, frame: self._inner(node.value, frame),
            cst.From: lambda node, frame: self.evaluate(node.item, frame),
        }

    @abstractmethod
    def call_function(self, function: Function, given: Arguments, owner: Value | None) -> Value:
        """Return what calling a function of the module gives."""

    @abstractmethod
    def instantiate(self, cls: Class, given: Arguments) -> Value:
        """Return an object of a class of the module."""

    @abstractmethod
    def resolve(self, dotted: str) -> Value:
        """Return what a dotted name of an import stands for."""

    @abstractmethod
    def assign(self, target: cst.BaseExpression, slot: Slot, frame: Frame) -> None:
        """Do an assignment."""

    def evaluate(self, node: cst.BaseExpression, frame: Frame) -> Value:
        """Return what *node* may be. Raises :class:`Exhausted`."""
        self._budget -= 1
        if self._budget < 0:
            raise Exhausted
        handler = self._handlers.get(type(node))
        value = handler(node, frame) if handler else Unknown()
        self.recorder.candidate(value, node)
        return value

    def _inner(self, node: cst.CSTNode | None, frame: Frame) -> Value:
        if isinstance(node, cst.From):
            node = node.item
        return self.evaluate(node, frame) if isinstance(node, cst.BaseExpression) else Unknown()

    def slot(self, node: cst.BaseExpression, frame: Frame, key: cst.CSTNode | None = None) -> Slot:
        """Return the value of *node* where it stands."""
        return Slot(self.evaluate(node, frame), node, key)

    # --- names and constants

    def _name(self, node: cst.Name, frame: Frame) -> Value:
        name = node.value
        if name in _WORDS:
            return Const(_WORDS[name])
        found = frame.find(name)
        if isinstance(found, Unknown) and name in _BUILTINS:
            return Symbol(f"builtins.{name}")
        return found

    def _string(self, node: cst.SimpleString) -> Value:
        text = literal.token(node.value)
        if text is None:
            return Unknown("bytes")
        return Text((Piece(text.text, node, text),) if text.text else ())

    def _formatted(self, node: cst.FormattedString, frame: Frame) -> Value:
        pieces: list[Piece | Hole] = []
        for part in node.parts:
            if isinstance(part, cst.FormattedStringText):
                text = literal.formatted(part.value, node.prefix)
                pieces.append(Piece(text.text, part, text))
            elif isinstance(part, cst.FormattedStringExpression):
                pieces.extend(self._field(part, frame))
        return Text(tuple(piece for piece in pieces if piece.text))

    def _field(self, part: cst.FormattedStringExpression, frame: Frame) -> tuple[Piece | Hole, ...]:
        name = expression_name(part.expression)
        value = self.evaluate(part.expression, frame)
        plain = part.format_spec is None and part.conversion in (None, "s") and part.equal is None
        return as_text(value, name).pieces if plain else (Hole(name),)

    def _unary(self, node: cst.UnaryOperation, frame: Frame) -> Value:
        value = self.evaluate(node.expression, frame)
        if isinstance(node.operator, cst.Not):
            known = truth(value)
            return Unknown() if known is None else Const(not known)
        if isinstance(value, Const) and isinstance(value.data, int | float):
            return Const(-value.data) if isinstance(node.operator, cst.Minus) else value
        return Unknown()

    def _boolean(self, node: cst.BooleanOperation, frame: Frame) -> Value:
        left = self.evaluate(node.left, frame)
        right = self.evaluate(node.right, frame)
        known = truth(left)
        if known is None:
            return Unknown() if isinstance(left, Unknown) else choice([left, right])
        return right if known is isinstance(node.operator, cst.And) else left

    def _comparison(self, node: cst.Comparison, frame: Frame) -> Value:
        self.evaluate(node.left, frame)
        for target in node.comparisons:
            self.evaluate(target.comparator, frame)
        return Unknown()

    def _conditional(self, node: cst.IfExp, frame: Frame) -> Value:
        known = truth(self.evaluate(node.test, frame))
        if known is not None:
            return self.evaluate(node.body if known else node.orelse, frame)
        return choice([self.evaluate(node.body, frame), self.evaluate(node.orelse, frame)])

    def _walrus(self, node: cst.NamedExpr, frame: Frame) -> Value:
        value = self.evaluate(node.value, frame)
        self.assign(node.target, Slot(value, node.value), frame)
        return value

    # --- containers

    def _dict(self, node: cst.Dict, frame: Frame) -> Value:
        record = Record(node=node, path=self.recorder.path)
        for element in node.elements:
            if isinstance(element, cst.StarredDictElement):
                builtin.merge(record, self.evaluate(element.value, frame))
            elif isinstance(element, cst.DictElement):
                name = known_text(self.evaluate(element.key, frame))
                slot = self.slot(element.value, frame, element.key)
                if name is None:
                    record.open = True
                else:
                    record.slots[name] = slot
        return record

    def _items(self, node: cst.List | cst.Tuple | cst.Set, frame: Frame) -> Value:
        items = Items(node=node, path=self.recorder.path)
        for element in node.elements:
            if isinstance(element, cst.StarredElement):
                value = self.evaluate(element.value, frame)
                if isinstance(value, Items):
                    items.slots.extend(value.slots)
                items.open = items.open or not isinstance(value, Items) or value.open
            else:
                items.slots.append(self.slot(element.value, frame))
        return items

    def _subscript(self, node: cst.Subscript, frame: Frame) -> Value:
        owner = self.evaluate(node.value, frame)
        index = node.slice[0].slice if len(node.slice) == 1 else None
        if not isinstance(index, cst.Index):
            return Unknown()
        found = builtin.item(owner, self.evaluate(index.value, frame))
        return Unknown(expression_name(node)) if isinstance(found, Unknown) else found

    def _comprehension(self, node: Any, frame: Frame) -> Value:
        """Walk the element for each item of a known list, else once for any."""
        items = Items(node=node)
        inner = Frame(frame.scope, frame)

        def each(clause: cst.CompFor | None) -> None:
            if clause is None:
                if isinstance(node, cst.DictComp):
                    self.evaluate(node.key, inner)
                    items.slots.append(self.slot(node.value, inner))
                else:
                    items.slots.append(self.slot(node.elt, inner))
                return
            iterated = self.evaluate(clause.iter, inner)
            slots = unrolled(iterated)
            items.open = items.open or slots is None or bool(clause.ifs)
            for slot in slots if slots is not None else [Slot(Unknown())]:
                self.assign(clause.target, slot, inner)
                for test in clause.ifs:
                    self.evaluate(test.test, inner)
                each(clause.inner_for_in)

        each(node.for_in)
        return Record(open=True, node=node) if isinstance(node, cst.DictComp) else items

    # --- attributes and calls

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
            return Unknown(name) if found_class is None else found_class
        if isinstance(owner, Thing):
            return sdk.attribute(owner, name)
        return Method(owner, name)

    def _member(self, owner: Instance, name: str) -> Value:
        if name in owner.slots:
            return owner.slots[name].value
        found = class_member(owner.cls, name)
        if not isinstance(found, Function):
            return Unknown(name) if found is None else found
        marks = decorators(found)
        if any(mark.endswith("property") for mark in marks):
            return self.call_function(found, Arguments(found.node), owner)
        return found if "staticmethod" in marks else Method(owner, name)

    def arguments(self, node: cst.Call, frame: Frame) -> Arguments:
        """Return the arguments of a call, evaluated."""
        given = Arguments(node)
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
                if isinstance(items, Items):
                    given.positional.extend(items.slots)
                given.open = given.open or not isinstance(items, Items) or items.open
            elif arg.keyword is not None:
                given.keywords[arg.keyword.value] = slot
            else:
                given.positional.append(slot)
        return given

    def _call(self, node: cst.Call, frame: Frame) -> Value:
        function = self.evaluate(node.func, frame)
        given = self.arguments(node, frame)
        if isinstance(function, Symbol):
            return self._call_symbol(function, given)
        if isinstance(function, Method):
            return self._call_method(function, given, node)
        if isinstance(function, Function):
            return self.call_function(function, given, None)
        if isinstance(function, Class):
            return self.instantiate(function, given)
        self._escape(given)
        return Unknown(expression_name(node))

    def _call_symbol(self, function: Symbol, given: Arguments) -> Value:
        name = policies.canonical(function.name)
        if name == "builtins.getattr" and len(given.positional) >= 2:
            attribute = known_text(given.positional[1].value)
            return Unknown() if attribute is None else self.attribute(given.positional[0].value, attribute)
        if name == "builtins.setattr" and len(given.positional) == 3:
            attribute, owner = known_text(given.positional[1].value), given.positional[0].value
            if attribute is not None:
                self.set_attribute(owner, attribute, given.positional[2])
                return Const(None)
        for construct in (
            sdk.construct,
            core.construct,
            shell.construct,
            policies.construct,
            builtin.construct,
            sdk.deployed,
        ):
            value = construct(self.recorder, name, given)
            if value is not None:
                return value
        if not name.startswith(_HARMLESS):
            self._escape(given)
        return Unknown(name.rpartition(".")[2])

    def _call_method(self, method: Method, given: Arguments, node: cst.Call) -> Value:
        owner, name = method.owner, method.name
        if isinstance(owner, Instance):
            found = class_member(owner.cls, name)
            if isinstance(found, Function):
                return self.call_function(found, given, owner)
        at = Slot(Unknown(name), node.func.attr if isinstance(node.func, cst.Attribute) else node.func)
        for option in owner.options if isinstance(owner, Choice) else (owner,):
            for handle in (sdk.method, core.method):
                value = handle(self.recorder, option, name, given, at)
                if value is not None:
                    return value
        value = builtin.method(self.recorder, owner, name, given)
        if value is not None:
            return value
        if not isinstance(owner, Record | Items | Text):
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

    def _escape(self, given: Arguments) -> None:
        """Let unknown code have the arguments: it may add to them."""
        for slot in (*given.positional, *given.keywords.values()):
            if isinstance(slot.value, Thing):
                slot.value.open = True
            elif isinstance(slot.value, Record):
                slot.value.escaped = True


def unrolled(value: Value) -> list[Slot] | None:
    """Return the items of a short known list, or the keys of a dict; ``None`` if they are not known."""
    if isinstance(value, Items) and not value.open and len(value.slots) <= UNROLLED:
        return value.slots
    if isinstance(value, Record) and not value.open and len(value.slots) <= UNROLLED:
        return [Slot(Text((Piece(name),)), slot.key) for name, slot in value.slots.items()]
    return None


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


def decorators(function: Function) -> list[str]:
    """Return the names of the decorators of a function, without modules and arguments."""
    names = []
    for decorator in getattr(function.node, "decorators", ()):
        node = decorator.decorator
        node = node.func if isinstance(node, cst.Call) else node
        names.append(node.attr.value if isinstance(node, cst.Attribute) else getattr(node, "value", "?"))
    return names


def expression_name(node: cst.CSTNode) -> str:
    """Return a short name to show for what an expression computes."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        return node.attr.value
    if isinstance(node, cst.Call):
        return expression_name(node.func)
    if isinstance(node, cst.Subscript):
        index = node.slice[0].slice if node.slice else None
        value = getattr(index, "value", None)
        text = literal.token(value.value) if isinstance(value, cst.SimpleString) else None
        name = text.text if text else ""
        return name if name.isidentifier() else expression_name(node.value)
    return "..."


def _number(text: str) -> Value:
    try:
        return Const(ast.literal_eval(text))
    except (SyntaxError, ValueError):
        return Unknown()
