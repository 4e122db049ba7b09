"""Calls and what they are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import libcst as cst

from immlint.document.python.domain.classes import Class
from immlint.document.python.domain.frame import Frame, Symbol
from immlint.document.python.domain.function import Function
from immlint.document.python.domain.join import Method, escape
from immlint.document.python.domain.objects import Super
from immlint.document.python.domain.value import Arguments, Escape, Value
from immlint.document.python.interpret.interpreter import Interpreter

#: Functions that reach all names where they are called.
_REACHING = frozenset(f"builtins.{name}" for name in ("exec", "eval", "locals"))
_PLAIN = (cst.Name, cst.SimpleString, cst.Integer, cst.Float)


def _lambda(walk: Interpreter, node: cst.Lambda, frame: Frame) -> Value:
    function = Function(node, frame, defaults=defaults(walk, node.params, frame))
    walk.define(function)
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


CALLS: Mapping[type, Callable[[Interpreter, Any, Frame], Value]] = {
    cst.Call: _call,
    cst.Lambda: _lambda,
}
