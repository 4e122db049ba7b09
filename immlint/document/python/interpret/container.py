"""Dicts, lists, tuples and sets as they are written, and what stands between brackets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import libcst as cst

from immlint.document.python.domain.dict import Dict
from immlint.document.python.domain.frame import Frame, Symbol
from immlint.document.python.domain.join import Unknown
from immlint.document.python.domain.sequence import Sequence, Slice
from immlint.document.python.domain.string import NONE
from immlint.document.python.domain.value import Slot, Value
from immlint.document.python.interpret.interpreter import Interpreter
from immlint.document.python.library.wire import WireForm
from immlint.document.python.syntax.shown import expression_name


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
    if "Version" in made.slots:
        walk.library(WireForm).note(made)
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


CONTAINERS: Mapping[type, Callable[[Interpreter, Any, Frame], Value]] = {
    cst.Dict: _dict,
    cst.List: _items,
    cst.Tuple: _items,
    cst.Set: _items,
    cst.Subscript: _subscript,
}
