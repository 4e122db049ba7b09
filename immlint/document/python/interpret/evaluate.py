"""What an expression may be, as far as the text tells."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Mapping
from typing import Any

import libcst as cst

from immlint.document.python.domain.frame import Frame, Symbol
from immlint.document.python.domain.join import Unknown, aliased, escape, join
from immlint.document.python.domain.objects import Instance
from immlint.document.python.domain.string import Const, String, string
from immlint.document.python.domain.text import Hole, Piece, joined
from immlint.document.python.domain.value import Escape, Slot, Value
from immlint.document.python.interpret.call import CALLS
from immlint.document.python.interpret.comprehension import COMPREHENSIONS
from immlint.document.python.interpret.container import CONTAINERS
from immlint.document.python.interpret.interpreter import Interpreter
from immlint.document.python.syntax.shown import expression_name

_WORDS = {"None": None, "True": True, "False": False}
_BUILTINS = frozenset(dir(builtins))


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
    if node.attr.value == "f_globals":
        walk.forget_module()
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


EXPRESSIONS: Mapping[type, Callable[[Interpreter, Any, Frame], Value]] = {
    **CALLS,
    **COMPREHENSIONS,
    **CONTAINERS,
    cst.Name: _name,
    cst.Attribute: _attribute,
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
    cst.Await: _await,
    cst.NamedExpr: _walrus,
    cst.Yield: _yield,
    cst.From: _from,
}
