"""Statements that bind names, or set and delete parts of values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import libcst as cst

from immlint.document.python.domain.frame import Frame
from immlint.document.python.domain.join import Unknown, escape, reachable
from immlint.document.python.domain.sequence import Sequence
from immlint.document.python.domain.value import Slot
from immlint.document.python.interpret.annotation import typed
from immlint.document.python.interpret.container import index
from immlint.document.python.interpret.interpreter import Interpreter


def _assign(walk: Interpreter, node: cst.Assign, frame: Frame) -> bool:
    slot = walk.slot(node.value, frame)
    for target in node.targets:
        assign(walk, target.target, slot, frame)
    return False


def _annotated(walk: Interpreter, node: cst.AnnAssign, frame: Frame) -> bool:
    slot = walk.slot(node.value, frame) if node.value is not None else None
    if slot is None or slot.value.is_unknown or slot.value.is_none or slot.value.entries() == {}:
        said = typed(walk, node.annotation, frame)
        slot = slot if said is None else Slot(said, node)
    if slot is not None:
        assign(walk, node.target, slot, frame)
    return False


def _augmented(walk: Interpreter, node: cst.AugAssign, frame: Frame) -> bool:
    before = walk.evaluate(node.target, frame)
    operator = type(node.operator).__name__.removesuffix("Assign")
    value = before.augment(operator, walk.evaluate(node.value, frame), walk)
    assign(walk, node.target, Slot(value, node.value), frame)
    return False


def assign(walk: Interpreter, target: cst.BaseExpression, slot: Slot, frame: Frame) -> None:
    """Do an assignment to a name, an attribute, an item, or several at once."""
    if isinstance(target, cst.Name):
        if target.value in walk.shared:
            walk.assigned.setdefault(target.value, []).append(slot.value)
        if frame.is_class or (frame.parent is None and target.value.isupper()):
            # Whoever imports a constant may go on with it.
            escape(slot.value)
        frame.bind(target.value, slot.value)
    elif isinstance(target, cst.Attribute):
        owner = walk.evaluate(target.value, frame)
        if not owner.is_mutable:
            escape(slot.value)
        owner.set_attribute(target.attr.value, Slot(slot.value, slot.node, target.attr), walk)
    elif isinstance(target, cst.Subscript):
        owner = walk.evaluate(target.value, frame)
        key = index(walk, target, frame) or Slot(Unknown())
        owner.set_item(key.value, Slot(slot.value, slot.node, key.node), walk)
    elif isinstance(target, cst.Tuple | cst.List):
        _unpack(walk, target, slot, frame)


def _unpack(walk: Interpreter, target: cst.Tuple | cst.List, slot: Slot, frame: Frame) -> None:
    items, count = slot.value.iterate() or [], len(target.elements)
    starred = [n for n, element in enumerate(target.elements) if isinstance(element, cst.StarredElement)]
    unknown = Slot(Unknown("...", reachable([slot.value])))
    if starred and len(items) >= count - 1:
        first, last = starred[0], len(items) - count + starred[0] + 1
        items = [*items[:first], Slot(Sequence(items[first:last], branch=walk.branch)), *items[last:]]
    for number, element in enumerate(target.elements):
        assign(walk, element.value, items[number] if len(items) == count else unknown, frame)


def _delete(walk: Interpreter, node: cst.Del, frame: Frame) -> bool:
    targets: list[cst.BaseExpression] = [node.target]
    while targets:
        target = targets.pop()
        if isinstance(target, cst.Tuple | cst.List):
            targets += [element.value for element in target.elements]
        elif isinstance(target, cst.Name):
            frame.names.pop(target.value, None)
        elif isinstance(target, cst.Attribute):
            walk.evaluate(target.value, frame).delete_attribute(target.attr.value, walk)
        elif isinstance(target, cst.Subscript):
            key = index(walk, target, frame) or Slot(Unknown())
            walk.evaluate(target.value, frame).delete_item(key.value, walk)
    return False


BINDING: Mapping[type, Callable[[Interpreter, Any, Frame], bool]] = {
    cst.Assign: _assign,
    cst.AnnAssign: _annotated,
    cst.AugAssign: _augmented,
    cst.Del: _delete,
}
