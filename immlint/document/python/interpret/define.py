"""Statements that define names: imports, functions, classes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import libcst as cst

from immlint.document.python.domain.classes import Class
from immlint.document.python.domain.frame import Frame, Symbol
from immlint.document.python.domain.function import Function
from immlint.document.python.domain.join import Unknown
from immlint.document.python.domain.value import Value
from immlint.document.python.interpret.evaluate import defaults
from immlint.document.python.interpret.interpreter import Interpreter
from immlint.document.python.library import FOREIGN


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
    for decorator in node.decorators:
        walk.evaluate(decorator.decorator, frame)
    frame.bind(node.name.value, function)
    if not frame.is_class:
        walk.functions.append((function, None))
    return False


def _class(walk: Interpreter, node: cst.ClassDef, frame: Frame) -> bool:
    bases = tuple(walk.evaluate(arg.value, frame) for arg in node.bases)
    marks = tuple(_mark(walk, decorator.decorator, frame) for decorator in node.decorators)
    body = Frame(f"{frame.scope}.{node.name.value}", frame, is_class=True)
    cls = Class(node, body, bases, marks)
    walk.block(node.body.body, body)
    frame.bind(node.name.value, cls)
    walk.functions += [(value, cls) for value in body.names.values() if isinstance(value, Function)]
    return False


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
