"""Comprehensions, and how far what is gone through is known item by item."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import libcst as cst

from immlint.document.python.domain.dict import Dict
from immlint.document.python.domain.frame import Frame
from immlint.document.python.domain.join import Unknown, alike, escape, join, reachable
from immlint.document.python.domain.kind import Holder
from immlint.document.python.domain.sequence import Sequence
from immlint.document.python.domain.value import Slot, Value
from immlint.document.python.interpret.interpreter import Interpreter

#: Iterations that are walked one by one; a longer loop is walked once, for any of its items.
UNROLLED = 16


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


COMPREHENSIONS: Mapping[type, Callable[[Interpreter, Any, Frame], Value]] = {
    cst.ListComp: _comprehension,
    cst.GeneratorExp: _comprehension,
    cst.SetComp: _comprehension,
    cst.DictComp: _dict_comprehension,
}
