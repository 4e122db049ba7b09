"""What an expression may be, as far as the text tells."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Mapping
from typing import Any

import libcst as cst

from immlint.document.python.domain.classes import Class
from immlint.document.python.domain.dict import Dict
from immlint.document.python.domain.frame import Frame, Symbol
from immlint.document.python.domain.function import Function
from immlint.document.python.domain.join import (
    Method,
    Unknown,
    aliased,
    alike,
    escape,
    join,
    reachable,
)
from immlint.document.python.domain.kind import Holder
from immlint.document.python.domain.objects import Instance, Super
from immlint.document.python.domain.sequence import Sequence, Slice
from immlint.document.python.domain.string import NONE, Const, String, string
from immlint.document.python.domain.text import Hole, Piece, joined
from immlint.document.python.domain.value import Arguments, Escape, Slot, Value
from immlint.document.python.interpret.interpreter import Interpreter
from immlint.document.python.syntax import literal

#: Iterations that are walked one by one; a longer loop is walked once, for any of its items.
UNROLLED = 16
_WORDS = {"None": None, "True": True, "False": False}
#: Functions that reach all names where they are called.
_REACHING = frozenset(f"builtins.{name}" for name in ("exec", "eval", "locals"))
_BUILTINS = frozenset(dir(builtins))
_PLAIN = (cst.Name, cst.SimpleString, cst.Integer, cst.Float)


# --- names and constants


def _name(walk: Interpreter, node: cst.Name, frame: Frame) -> Value:
    name = node.value
    if name in _WORDS:
        return Const(_WORDS[name])
    found = frame.find(name)
    # By its name alone: what was bound to it since may be made of the default.
    walk.defaults_read += name in walk.defaulted
    if name in walk.shared:
        found = walk.seen_at_any_time(name, found)
    if found.is_unknown and name in _BUILTINS:
        return Symbol(f"builtins.{name}")
    followed = walk.imports.followed(found)
    if followed is not found:
        return followed
    is_changeable = name not in frame.names and (found.is_mutable or isinstance(found, Instance))
    if is_changeable and name in walk.changed:
        escape(found, Escape.CHANGED)
        return (found.any_like if isinstance(found, Instance) else None) or Unknown(name, aliased(found))
    return found


def _attribute(walk: Interpreter, node: cst.Attribute, frame: Frame) -> Value:
    return walk.evaluate(node.value, frame).attribute(node.attr.value, walk)


def _string(walk: Interpreter, node: cst.SimpleString, frame: Frame) -> Value:
    token = walk.literals.token(node.value)
    if token is None:
        return Unknown("bytes")
    return String((Piece(token.text, node, token),) if token.text else ())


def _concatenated(walk: Interpreter, node: cst.ConcatenatedString, frame: Frame) -> Value:
    left, right = walk.evaluate(node.left, frame), walk.evaluate(node.right, frame)
    return string(joined((left.text(), right.text())))


def _formatted(walk: Interpreter, node: cst.FormattedString, frame: Frame) -> Value:
    pieces: list[Piece | Hole] = []
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            token = walk.literals.formatted(part.value, node.prefix)
            pieces.append(Piece(token.text, part, token))
        elif isinstance(part, cst.FormattedStringExpression):
            pieces.extend(_field(walk, part, frame))
    return string(joined((String(tuple(pieces)),)))


def _field(walk: Interpreter, part: cst.FormattedStringExpression, frame: Frame) -> tuple[Piece | Hole, ...]:
    name = expression_name(part.expression)
    value = walk.evaluate(part.expression, frame)
    plain = part.format_spec is None and part.conversion in (None, "s") and part.equal is None
    return value.text(name).pieces if plain else (Hole(name),)


def _number(walk: Interpreter, node: cst.Integer | cst.Float, frame: Frame) -> Value:
    try:
        return Const(ast.literal_eval(node.value))
    except (SyntaxError, ValueError):
        return Unknown()


# --- operators


def _unary(walk: Interpreter, node: cst.UnaryOperation, frame: Frame) -> Value:
    value = walk.evaluate(node.expression, frame)
    if isinstance(node.operator, cst.Not):
        known = value.truth()
        return Unknown() if known is None else Const(not known)
    number = value.number
    if number is not None and isinstance(node.operator, cst.Minus):
        return Const(-number)
    return value if number is not None and isinstance(node.operator, cst.Plus) else Unknown()


def _binary(walk: Interpreter, node: cst.BinaryOperation, frame: Frame) -> Value:
    left, right = walk.evaluate(node.left, frame), walk.evaluate(node.right, frame)
    value = left.binary(type(node.operator).__name__, right)
    if value.is_unknown:
        escape(left)
        escape(right)
    return value


def _boolean(walk: Interpreter, node: cst.BooleanOperation, frame: Frame) -> Value:
    left = walk.evaluate(node.left, frame)
    known = left.truth()
    if known is None:
        return join([left, walk.aside(node.right, frame)])
    return walk.evaluate(node.right, frame) if known is isinstance(node.operator, cst.And) else left


def _comparison(walk: Interpreter, node: cst.Comparison, frame: Frame) -> Value:
    walk.evaluate(node.left, frame)
    for target in node.comparisons:
        walk.evaluate(target.comparator, frame)
    return Unknown()


def _conditional(walk: Interpreter, node: cst.IfExp, frame: Frame) -> Value:
    known = walk.evaluate(node.test, frame).truth()
    if known is not None:
        return walk.evaluate(node.body if known else node.orelse, frame)
    return join([walk.aside(node.body, frame), walk.aside(node.orelse, frame)])


def _walrus(walk: Interpreter, node: cst.NamedExpr, frame: Frame) -> Value:
    value = walk.evaluate(node.value, frame)
    walk.assign(node.target, Slot(value, node.value), frame.of_call)
    return value


def _await(walk: Interpreter, node: cst.Await, frame: Frame) -> Value:
    return walk.evaluate(node.expression, frame)


def _yield(walk: Interpreter, node: cst.Yield, frame: Frame) -> Value:
    given = node.value.item if isinstance(node.value, cst.From) else node.value
    if isinstance(given, cst.BaseExpression):
        value = walk.evaluate(given, frame)
        escape(value, Escape.CHANGED)
        frame.of_call.yielded.append(value)
    return Unknown()


def _from(walk: Interpreter, node: cst.From, frame: Frame) -> Value:
    return walk.evaluate(node.item, frame)


# --- containers


def _dict(walk: Interpreter, node: cst.Dict, frame: Frame) -> Value:
    made = Dict(node=node, branch=walk.branch)
    for element in node.elements:
        if isinstance(element, cst.StarredDictElement):
            made.merge(walk.evaluate(element.value, frame), None)
        elif isinstance(element, cst.DictElement):
            name = walk.evaluate(element.key, frame).known
            slot = walk.slot(element.value, frame, element.key)
            if name is None:
                made.is_open = True
                made.unkeyed.append(slot.value)
            else:
                made.put(name, slot)
    return made


def _items(walk: Interpreter, node: cst.List | cst.Tuple | cst.Set, frame: Frame) -> Value:
    made = Sequence(node=node, branch=walk.branch)
    for element in node.elements:
        if isinstance(element, cst.StarredElement):
            made.extend(walk.evaluate(element.value, frame))
        else:
            made.slots.append(walk.slot(element.value, frame))
    return made


def _subscript(walk: Interpreter, node: cst.Subscript, frame: Frame) -> Value:
    owner = walk.evaluate(node.value, frame)
    if isinstance(owner, Symbol) and owner.dotted.rpartition(".")[2] in ("Annotated", "Optional"):
        first = node.slice[0].slice
        return walk.evaluate(first.value, frame) if isinstance(first, cst.Index) else Unknown()
    key = index(walk, node, frame)
    if key is None:
        return Unknown()
    if isinstance(owner, Symbol) and owner.dotted == "sys.modules" and key.value.known is None:
        # It may be this very module: whoever has it may set its names.
        walk.forget_module()
    found = owner.item(key.value)
    return found.named(expression_name(node))


def index(walk: Interpreter, node: cst.Subscript, frame: Frame) -> Slot | None:
    """Return what stands between the brackets; ``None`` if there are several."""
    inner = node.slice[0].slice if len(node.slice) == 1 else None
    if isinstance(inner, cst.Slice):
        return Slot(_slice(walk, inner, frame), node)
    return walk.slot(inner.value, frame) if isinstance(inner, cst.Index) else None


def _slice(walk: Interpreter, node: cst.Slice, frame: Frame) -> Value:
    parts = [walk.evaluate(part, frame) if part else NONE for part in (node.lower, node.upper, node.step)]
    known = all(part.is_none or isinstance(part.number, int) for part in parts)
    return Slice(slice(*(part.number for part in parts)) if known else None)


def unrolled(value: Value) -> list[Slot] | None:
    """Return the items of a short known list, or the keys of a dict; ``None`` if they are not known."""
    slots = value.iterate()
    return slots if slots is not None and len(slots) <= UNROLLED else None


def any_of(slots: list[Slot]) -> Slot:
    """Return one of several values."""
    return Slot(join([slot.value for slot in slots]))


class _Comprehension:
    """A comprehension: its element is walked for each item of a known list, else once for any."""

    def __init__(self, walk: Interpreter, node: Any, frame: Frame) -> None:
        self._walk, self._node = walk, node
        self._inner = Frame(frame.scope, frame, is_comprehension=True)
        self.items = Sequence(node=node, branch=walk.branch)

    def clause(self, clause: cst.CompFor | None) -> None:
        """Walk one ``for`` and those within it, and the element in the innermost."""
        if clause is None:
            self._element()
            return
        iterated = self._walk.evaluate(clause.iter, self._inner)
        slots = unrolled(iterated)
        self.items.is_open = self.items.is_open or slots is None or bool(clause.ifs)
        if slots is None:
            escape(iterated)
            slots = [Slot(Unknown("...", reachable([iterated])))]
        elif clause.ifs:
            slots = [any_of(slots)] if slots else []
        for slot in slots:
            self._walk.assign(clause.target, slot, self._inner)
            for test in clause.ifs:
                self._walk.evaluate(test.test, self._inner)
            self.clause(clause.inner_for_in)

    def _element(self) -> None:
        if isinstance(self._node, cst.DictComp):
            self._walk.evaluate(self._node.key, self._inner)
            self.items.slots.append(self._walk.slot(self._node.value, self._inner))
        else:
            self.items.slots.append(self._walk.slot(self._node.elt, self._inner))


def _comprehension(walk: Interpreter, node: Any, frame: Frame) -> Value:
    comprehension = _Comprehension(walk, node, frame)
    comprehension.clause(node.for_in)
    items = comprehension.items
    kind = alike(slot.value for slot in items.slots) if items.is_open else None
    return items if kind is None else Holder(kind)


def _dict_comprehension(walk: Interpreter, node: cst.DictComp, frame: Frame) -> Value:
    found = _comprehension(walk, node, frame)
    escape(found)
    kind = alike(found.parts())
    if kind is not None:
        return Holder(kind, is_keyed=True)
    return Dict(is_open=True, node=node, unkeyed=[*found.parts()])


# --- calls


def _lambda(walk: Interpreter, node: cst.Lambda, frame: Frame) -> Value:
    function = Function(node, frame, defaults=defaults(walk, node.params, frame))
    walk.functions.append((function, None))
    return function


def defaults(walk: Interpreter, parameters: cst.Parameters, frame: Frame) -> dict[str, Value]:
    """Return the defaults of the parameters of a function, as they are where it is defined."""
    every = (*parameters.posonly_params, *parameters.params, *parameters.kwonly_params)
    return {p.name.value: walk.evaluate(p.default, frame) for p in every if p.default is not None}


def _super(node: cst.Call, frame: Frame) -> Value | None:
    """Return what ``super()`` gives in the method that it stands in."""
    if not (isinstance(node.func, cst.Name) and node.func.value == "super"):
        return None
    method = frame.of_call
    while method.parent is not None and not method.parent.is_class:
        method = method.parent
    cls = method.parent.owner if method.parent is not None else None
    if not isinstance(cls, Class) or method.owner is None:
        return None
    return Super(cls, method.owner)


def _call(walk: Interpreter, node: cst.Call, frame: Frame) -> Value:
    above = _super(node, frame)
    if above is not None:
        return above
    function = walk.evaluate(node.func, frame)
    if isinstance(function, Symbol) and function.dotted in _REACHING:
        frame.lose()
    read = walk.defaults_read
    given = _arguments(walk, node, frame)
    looks = isinstance(function, Method) and function.only_looks
    if looks and all(_is_plain(arg.value) for arg in node.args):
        walk.defaults_read = read
    return function.call(given, walk)


def _is_plain(node: cst.BaseExpression) -> bool:
    """Tell whether an argument is a name, a literal or a text of such: it is only looked at."""
    if isinstance(node, cst.FormattedString):
        parts = (part for part in node.parts if isinstance(part, cst.FormattedStringExpression))
        return all(_is_plain(part.expression) for part in parts)
    return isinstance(node, _PLAIN)


def _arguments(walk: Interpreter, node: cst.Call, frame: Frame) -> Arguments:
    """Return the arguments of a call, evaluated."""
    given = Arguments(node)
    shifted = False
    for arg in node.args:
        slot = walk.slot(arg.value, frame, arg.keyword)
        if arg.star == "**":
            given.keywords.update(slot.value.entries() or {})
            given.is_open = given.is_open or not slot.value.is_whole
        elif arg.star == "*":
            if not shifted:
                given.positional.extend(slot.value.seen())
            # What stands after items that nobody can count has no known position.
            shifted = shifted or not slot.value.is_sequence or slot.value.iterate() is None
            given.is_open = given.is_open or shifted
        elif arg.keyword is not None:
            given.keywords[arg.keyword.value] = slot
        elif isinstance(arg.value, cst.Ellipsis):
            # Nobody gives that to an SDK: it stands for arguments that a sample leaves out.
            shifted = given.is_open = True
        elif not shifted:
            given.positional.append(slot)
        else:
            escape(slot.value, Escape.CHANGED)
    return given


def expression_name(node: cst.CSTNode) -> str:
    """Return a short name to show for what an expression computes."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        return node.attr.value
    if isinstance(node, cst.Call):
        return expression_name(node.func)
    if isinstance(node, cst.Subscript):
        inner = node.slice[0].slice if node.slice else None
        value = getattr(inner, "value", None)
        token = literal.token(value.value) if isinstance(value, cst.SimpleString) else None
        name = token.text if token else ""
        return name if name.isidentifier() else expression_name(node.value)
    return "..."


EXPRESSIONS: Mapping[type, Callable[[Interpreter, Any, Frame], Value]] = {
    cst.Name: _name,
    cst.Attribute: _attribute,
    cst.Call: _call,
    cst.SimpleString: _string,
    cst.ConcatenatedString: _concatenated,
    cst.FormattedString: _formatted,
    cst.Integer: _number,
    cst.Float: _number,
    cst.UnaryOperation: _unary,
    cst.BinaryOperation: _binary,
    cst.BooleanOperation: _boolean,
    cst.Comparison: _comparison,
    cst.IfExp: _conditional,
    cst.Dict: _dict,
    cst.List: _items,
    cst.Tuple: _items,
    cst.Set: _items,
    cst.Subscript: _subscript,
    cst.Await: _await,
    cst.NamedExpr: _walrus,
    cst.Lambda: _lambda,
    cst.ListComp: _comprehension,
    cst.GeneratorExp: _comprehension,
    cst.SetComp: _comprehension,
    cst.DictComp: _dict_comprehension,
    cst.Yield: _yield,
    cst.From: _from,
}
