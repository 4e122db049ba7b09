"""What an expression may be, as far as the text tells."""

from __future__ import annotations

import ast
import builtins
import itertools
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import libcst as cst

from immlint.document.python import builtin, literal, text
from immlint.document.python.reading import as_text, known_text, truth
from immlint.document.python.record import Arguments, Recorder
from immlint.document.python.sharing import choice, hand_on
from immlint.document.python.value import (
    Class,
    Const,
    Frame,
    Function,
    Hole,
    Items,
    Piece,
    Record,
    Slot,
    Symbol,
    Text,
    Thing,
    Unknown,
    Value,
)

#: Iterations that are walked one by one; a longer loop is walked once, for any of its items.
UNROLLED = 16
#: Expressions that one module may cost: what is not reached by then is not told of.
_BUDGET = 200_000
_WORDS = {"None": None, "True": True, "False": False}
_BUILTINS = frozenset(dir(builtins))

Handler = Callable[[Any, Frame], Value]


class Exhausted(Exception):
    """The walk has cost more than it may."""


class Expressions(ABC):
    """Evaluates expressions; statements and functions are for the class that derives from it."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        #: Names that functions change (``global``): nothing can be told of them.
        self.shared: set[str] = set()
        #: Names of the module whose values functions change: nobody knows in which order.
        self.changed: frozenset[str] = frozenset()
        self.branches = itertools.count(1)
        self._budget = _BUDGET
        self._handlers: dict[type, Handler] = {
            cst.Name: self._name,
            cst.Attribute: lambda node, frame: self.attribute(
                self.evaluate(node.value, frame), node.attr.value
            ),
            cst.Call: self.call,
            cst.SimpleString: lambda node, frame: self._string(node),
            cst.ConcatenatedString: lambda node, frame: text.join(
                self.evaluate(node.left, frame), self.evaluate(node.right, frame)
            ),
            cst.FormattedString: self._formatted,
            cst.Integer: lambda node, frame: _number(node.value),
            cst.Float: lambda node, frame: _number(node.value),
            cst.UnaryOperation: self._unary,
            cst.BinaryOperation: self._binary,
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
            cst.Lambda: lambda node, frame: self.define(Function(node, frame)),
            cst.ListComp: self._comprehension,
            cst.GeneratorExp: self._comprehension,
            cst.SetComp: self._comprehension,
            cst.DictComp: self._comprehension,
            cst.Yield: self._yield,
            cst.From: lambda node, frame: self.evaluate(node.item, frame),
        }

    @abstractmethod
    def attribute(self, owner: Value, name: str) -> Value:
        """Return ``owner.name``."""

    @abstractmethod
    def call(self, node: cst.Call, frame: Frame) -> Value:
        """Return what a call gives."""

    @abstractmethod
    def call_function(self, function: Function, given: Arguments, owner: Value | None) -> Value:
        """Return what calling a function of the module gives."""

    @abstractmethod
    def define(self, function: Function) -> Function:
        """Keep a function that is walked later if nobody calls it, and return it."""

    @abstractmethod
    def instantiate(self, cls: Class, given: Arguments) -> Value:
        """Return an object of a class of the module."""

    @abstractmethod
    def resolve(self, dotted: str) -> Value:
        """Return what a dotted name of an import stands for."""

    @abstractmethod
    def assign(self, target: cst.BaseExpression, slot: Slot, frame: Frame) -> None:
        """Do an assignment."""

    def spend(self) -> None:
        """Count one step of the walk. Raises :class:`Exhausted`."""
        self._budget -= 1
        if self._budget < 0:
            raise Exhausted

    def evaluate(self, node: cst.BaseExpression, frame: Frame) -> Value:
        """Return what *node* may be. Raises :class:`Exhausted`."""
        self.spend()
        handler = self._handlers.get(type(node))
        value = handler(node, frame) if handler else Unknown()
        self.recorder.candidate(value, node)
        return value

    def _yield(self, node: cst.Yield, frame: Frame) -> Value:
        hand_on(self._inner(node.value, frame), changed=True)
        return Unknown()

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
        found = Unknown(name) if name in self.shared else frame.find(name)
        if isinstance(found, Unknown) and name in _BUILTINS:
            return Symbol(f"builtins.{name}")
        if isinstance(found, Symbol):
            return self.resolve(found.name)
        if name in self.changed and name not in frame.names and isinstance(found, Record | Items | Thing):
            hand_on(found, changed=True)
            return Unknown(name)
        return found

    def _string(self, node: cst.SimpleString) -> Value:
        token = literal.token(node.value)
        if token is None:
            return Unknown("bytes")
        return Text((Piece(token.text, node, token),) if token.text else ())

    def _formatted(self, node: cst.FormattedString, frame: Frame) -> Value:
        pieces: list[Piece | Hole] = []
        for part in node.parts:
            if isinstance(part, cst.FormattedStringText):
                token = literal.formatted(part.value, node.prefix)
                pieces.append(Piece(token.text, part, token))
            elif isinstance(part, cst.FormattedStringExpression):
                pieces.extend(self._field(part, frame))
        return text.join(Text(tuple(pieces)))

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
            if isinstance(node.operator, cst.Minus):
                return Const(-value.data)
            return value if isinstance(node.operator, cst.Plus) else Unknown()
        return Unknown()

    def _binary(self, node: cst.BinaryOperation, frame: Frame) -> Value:
        left, right = self.evaluate(node.left, frame), self.evaluate(node.right, frame)
        value = builtin.binary(left, right, type(node.operator).__name__)
        if isinstance(value, Unknown):
            hand_on(left)
            hand_on(right)
        return value

    def _boolean(self, node: cst.BooleanOperation, frame: Frame) -> Value:
        left = self.evaluate(node.left, frame)
        known = truth(left)
        if known is None:
            return choice([left, self.aside(node.right, frame)])
        return self.evaluate(node.right, frame) if known is isinstance(node.operator, cst.And) else left

    def aside(self, node: cst.BaseExpression, frame: Frame) -> Value:
        """Return what *node* may be, which is perhaps not evaluated at all."""
        with self.apart():
            return self.evaluate(node, frame)

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Walk in a branch of its own: what happens there is only perhaps so."""
        outer = self.recorder.path
        self.recorder.path = (*outer, next(self.branches))
        try:
            yield
        finally:
            self.recorder.path = outer

    def _comparison(self, node: cst.Comparison, frame: Frame) -> Value:
        self.evaluate(node.left, frame)
        for target in node.comparisons:
            self.evaluate(target.comparator, frame)
        return Unknown()

    def _conditional(self, node: cst.IfExp, frame: Frame) -> Value:
        known = truth(self.evaluate(node.test, frame))
        if known is not None:
            return self.evaluate(node.body if known else node.orelse, frame)
        return choice([self.aside(node.body, frame), self.aside(node.orelse, frame)])

    def _walrus(self, node: cst.NamedExpr, frame: Frame) -> Value:
        value = self.evaluate(node.value, frame)
        while frame.is_comprehension and frame.parent is not None:
            frame = frame.parent
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
                    items.add(value.slots)
                items.open = items.open or not isinstance(value, Items) or value.open
            else:
                items.slots.append(self.slot(element.value, frame))
        return items

    def _subscript(self, node: cst.Subscript, frame: Frame) -> Value:
        owner = self.evaluate(node.value, frame)
        key = self.index(node, frame)
        if key is None:
            return Unknown()
        found = builtin.item(owner, key.value)
        return Unknown(expression_name(node)) if isinstance(found, Unknown) else found

    def index(self, node: cst.Subscript, frame: Frame) -> Slot | None:
        """Return what stands between the brackets; ``None`` for a slice, or several."""
        index = node.slice[0].slice if len(node.slice) == 1 else None
        return self.slot(index.value, frame) if isinstance(index, cst.Index) else None

    def _comprehension(self, node: Any, frame: Frame) -> Value:
        """Walk the element for each item of a known list, else once for any."""
        items = Items(node=node)
        inner = Frame(frame.scope, frame, is_comprehension=True)

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
            if slots is None:
                hand_on(iterated)
            if slots is None or clause.ifs:
                slots = [any_of(slots)] if slots else [Slot(Unknown())]
            for slot in slots:
                self.assign(clause.target, slot, inner)
                for test in clause.ifs:
                    self.evaluate(test.test, inner)
                each(clause.inner_for_in)

        each(node.for_in)
        if not isinstance(node, cst.DictComp):
            return items
        hand_on(items)
        return Record(open=True, node=node)


def unrolled(value: Value) -> list[Slot] | None:
    """Return the items of a short known list, or the keys of a dict; ``None`` if they are not known."""
    if isinstance(value, Items) and not value.open and len(value.slots) <= UNROLLED:
        return value.slots
    if isinstance(value, Record) and not value.open and len(value.slots) <= UNROLLED:
        return [Slot(Text((Piece(name),)), slot.key) for name, slot in value.slots.items()]
    return None


def any_of(slots: list[Slot]) -> Slot:
    """Return one of several values; if they are lists of one length, one of each column."""
    rows = [slot.value for slot in slots]
    if rows and all(isinstance(row, Items) for row in rows):
        columns = zip(*(row.slots for row in rows if isinstance(row, Items)), strict=False)
        return Slot(Items([any_of(list(column)) for column in columns]))
    return Slot(choice(rows))


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
        token = literal.token(value.value) if isinstance(value, cst.SimpleString) else None
        name = token.text if token else ""
        return name if name.isidentifier() else expression_name(node.value)
    return "..."


def _number(text: str) -> Value:
    try:
        return Const(ast.literal_eval(text))
    except (SyntaxError, ValueError):
        return Unknown()
