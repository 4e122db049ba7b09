"""Statements that define names: imports, functions, classes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import libcst as cst

from immlint.document.python.domain.classes import Class
from immlint.document.python.domain.frame import Frame, Symbol
from immlint.document.python.domain.function import Function
from immlint.document.python.domain.join import Unknown
from immlint.document.python.domain.value import Arguments, Slot, Value
from immlint.document.python.interpret.apply import TRANSPARENT
from immlint.document.python.interpret.call import defaults
from immlint.document.python.interpret.interpreter import Interpreter
from immlint.document.python.library import FOREIGN
from immlint.document.python.syntax.names import set_on_class
from immlint.document.python.syntax.shown import expression_name


def _import(walk: Interpreter, node: cst.Import, frame: Frame) -> bool:
    for alias in node.names:
        dotted = _dotted(alias.name)
        if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
            frame.bind(alias.asname.name.value, Symbol(dotted))
        else:
            first = dotted.partition(".")[0]
            frame.names[first] = Symbol(first)
    return False


def _import_from(walk: Interpreter, node: cst.ImportFrom, frame: Frame) -> bool:
    base = walk.imports.base(_dotted(node.module) if node.module is not None else "", len(node.relative))
    if isinstance(node.names, cst.ImportStar):
        _import_all(walk, base, frame)
        return False
    for alias in node.names:
        name = _dotted(alias.name)
        bound = alias.asname.name if alias.asname is not None else alias.name
        if isinstance(bound, cst.Name):
            frame.bind(bound.value, Symbol(f"{base}.{name}" if base or node.relative else name))
    return False


def _import_all(walk: Interpreter, base: str, frame: Frame) -> None:
    names = None if f"{base}.".startswith(FOREIGN) else walk.imports.names_of(base)
    if names is None:
        names = walk.names_in(base)
        if not f"{base}.".startswith(FOREIGN):
            # Any name may have come with it.
            frame.forget(list(frame.names))
    for name in names:
        frame.bind(name, Symbol(f"{base}.{name}"))


def _dotted(node: cst.CSTNode) -> str:
    if isinstance(node, cst.Attribute):
        return f"{_dotted(node.value)}.{node.attr.value}"
    return node.value if isinstance(node, cst.Name) else ""


def _function(walk: Interpreter, node: cst.FunctionDef, frame: Frame) -> bool:
    function = Function(node, frame, defaults=defaults(walk, node.params, frame))
    name = node.name.value
    bound = _decorated(walk, function, frame)
    frame.bind(f"{name}.setter" if "setter" in function.decorators else name, bound)
    if not frame.is_class:
        walk.define(function)
    return False


def _decorated(walk: Interpreter, function: Function, frame: Frame) -> Value:
    """Return what the decorators of a function make of it, as far as they are functions that are seen."""
    nodes = function.node.decorators if isinstance(function.node, cst.FunctionDef) else ()
    marks = [(walk.evaluate(node.decorator, frame), node) for node in nodes]
    others = [(mark, node) for mark, node in marks if expression_name(node.decorator) not in TRANSPARENT]
    if not others or not all(mark.is_function for mark, _ in others):
        return function
    function.is_plain = True
    made: Value = function
    for mark, node in reversed(others):
        made = mark.call(Arguments(node, [Slot(made)]), walk)
    function.is_plain = made.is_function
    return made if made.is_function else function


def _class(walk: Interpreter, node: cst.ClassDef, frame: Frame) -> bool:
    bases = tuple(walk.evaluate(arg.value, frame) for arg in node.bases)
    marks = tuple(_mark(walk, decorator.decorator, frame) for decorator in node.decorators)
    body = Frame(f"{frame.scope}.{node.name.value}", frame, is_class=True)
    for keyword in node.keywords:
        walk.evaluate(keyword.value, frame)
    cls = Class(node, body, bases, marks, set_on_class(node))
    body.owner = cls
    walk.block(node.body.body, body)
    for each in cls.lineage[1:]:
        each.overridden |= {"__init__", *body.names}
    frame.bind(node.name.value, _marked(walk, cls, frame))
    methods = [value for value in body.names.values() if isinstance(value, Function)]
    for method in methods:
        method.is_member = True
        walk.define(method, cls)
    return False


def _marked(walk: Interpreter, cls: Class, frame: Frame) -> Value:
    """Return what the decorators of a class make of it, as far as they are functions that are seen."""
    made: Value = cls
    functions = [(walk.evaluate(node.decorator, frame), node) for node in cls.node.decorators]
    unseen = []
    for mark, (function, node) in reversed([*zip(cls.marks, functions, strict=True)]):
        if not function.is_function:
            unseen.append(mark)
            continue
        before = made
        made = function.call(Arguments(node, [Slot(before)]), walk)
        if made is not before:
            unseen.append(mark)
    cls.marks = tuple(reversed(unseen))
    return made


def _mark(walk: Interpreter, node: cst.BaseExpression, frame: Frame) -> Value:
    """Return the decorator of a class without the arguments that choose what else it adds."""
    if isinstance(node, cst.Call):
        chooses = any(arg.keyword is None or arg.keyword.value in ("init", "kw_only") for arg in node.args)
        return Unknown() if chooses else walk.evaluate(node.func, frame)
    return walk.evaluate(node, frame)


DEFINING: Mapping[type, Callable[[Interpreter, Any, Frame], bool]] = {
    cst.Import: _import,
    cst.ImportFrom: _import_from,
    cst.FunctionDef: _function,
    cst.ClassDef: _class,
}
