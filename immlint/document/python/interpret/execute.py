"""Statements in the order of execution, by their types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import libcst as cst

from immlint.document.python.domain.frame import Frame
from immlint.document.python.domain.string import NONE
from immlint.document.python.interpret.annotation import narrow
from immlint.document.python.interpret.bind import BINDING
from immlint.document.python.interpret.branch import BRANCHING
from immlint.document.python.interpret.define import DEFINING
from immlint.document.python.interpret.interpreter import Interpreter


def _block(walk: Interpreter, node: Any, frame: Frame) -> bool:
    return walk.block(node.body, frame)


def _expression(walk: Interpreter, node: cst.Expr, frame: Frame) -> bool:
    walk.evaluate(node.value, frame)
    return False


def _assert(walk: Interpreter, node: cst.Assert, frame: Frame) -> bool:
    walk.evaluate(node.test, frame)
    narrow(walk, node.test, frame)
    return False


def _ends(walk: Interpreter, node: cst.Break | cst.Continue, frame: Frame) -> bool:
    return True


def _return(walk: Interpreter, node: cst.Return, frame: Frame) -> bool:
    frame.results.append(walk.evaluate(node.value, frame) if node.value else NONE)
    return True


def _raise(walk: Interpreter, node: cst.Raise, frame: Frame) -> bool:
    if node.exc is not None:
        walk.evaluate(node.exc, frame)
    return True


STATEMENTS: Mapping[type, Callable[[Interpreter, Any, Frame], bool]] = {
    **BINDING,
    **DEFINING,
    **BRANCHING,
    cst.SimpleStatementLine: _block,
    cst.SimpleStatementSuite: _block,
    cst.IndentedBlock: _block,
    cst.Expr: _expression,
    cst.Assert: _assert,
    cst.Return: _return,
    cst.Raise: _raise,
    cst.Break: _ends,
    cst.Continue: _ends,
}
