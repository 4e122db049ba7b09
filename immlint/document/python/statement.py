"""Statements in the order of execution: assignments, branches, loops."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from typing import Any

import libcst as cst

from immlint.document.python import builtin
from immlint.document.python.call import Calls
from immlint.document.python.expression import any_of, expression_name, unrolled
from immlint.document.python.names import assigned, captured, chooses, leaves
from immlint.document.python.reading import truth
from immlint.document.python.record import Recorder
from immlint.document.python.sharing import choice, hand_on, join_branches
from immlint.document.python.value import Class, Const, Frame, Instance, Items, Slot, Thing, Unknown, Value

#: Turns of loops within loops that are walked one by one.
_MOST_TURNS = 64
#: Context managers of tests, whose bodies are meant to raise, and those that let nothing out.
_FAILING = frozenset(("raises", "assertRaises", "assertRaisesRegex"))
_SWALLOWING = frozenset(("suppress", *_FAILING))


class Statements(Calls):
    """Walks statements; definitions and imports are for the class that derives from it."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__(recorder)
        #: How often the loops that are walked item by item repeat what is walked now.
        self._turns = 1
        #: The object whose ``__init__`` is walked now.
        self.initializing: Instance | None = None
        self.statements: dict[type, Callable[[Any, Frame], bool]] = {
            cst.SimpleStatementLine: lambda node, frame: self.block(node.body, frame),
            cst.SimpleStatementSuite: lambda node, frame: self.block(node.body, frame),
            cst.IndentedBlock: lambda node, frame: self.block(node.body, frame),
            cst.Expr: lambda node, frame: bool(self.evaluate(node.value, frame)) and False,
            cst.Assert: lambda node, frame: bool(self.evaluate(node.test, frame)) and False,
            cst.Assign: self._assign,
            cst.AnnAssign: self._annotated,
            cst.AugAssign: self._augmented,
            cst.Return: self._return,
            cst.Raise: self._raise,
            cst.Break: lambda node, frame: True,
            cst.Continue: lambda node, frame: True,
            cst.Del: self._delete,
            cst.If: self._if,
            cst.For: self._for,
            cst.While: self._while,
            cst.With: self._with,
            cst.Try: self._try,
            cst.TryStar: self._try,
            cst.Match: self._match,
        }

    def block(self, statements: Sequence[cst.CSTNode], frame: Frame) -> bool:
        for statement in statements:
            self.spend()
            handler = self.statements.get(type(statement))
            if handler is not None and handler(statement, frame):
                return True
        return False

    def _assign(self, node: cst.Assign, frame: Frame) -> bool:
        slot = self.slot(node.value, frame)
        for target in node.targets:
            self.assign(target.target, slot, frame)
        return False

    def _annotated(self, node: cst.AnnAssign, frame: Frame) -> bool:
        if node.value is not None:
            self.assign(node.target, self.slot(node.value, frame), frame)
        return False

    def _augmented(self, node: cst.AugAssign, frame: Frame) -> bool:
        before = self.evaluate(node.target, frame)
        operator = type(node.operator).__name__.removesuffix("Assign")
        value = builtin.augmented(self.recorder, before, self.evaluate(node.value, frame), operator)
        self.assign(node.target, Slot(value, node.value), frame)
        return False

    def assign(self, target: cst.BaseExpression, slot: Slot, frame: Frame) -> None:
        """Do an assignment to a name, an attribute, an item, or several at once."""
        if isinstance(target, cst.Name):
            if frame.is_class or (frame.parent is None and target.value.isupper()):
                # Whoever imports a constant may go on with it.
                hand_on(slot.value)
            frame.bind(target.value, slot.value)
        elif isinstance(target, cst.Attribute):
            self._assign_attribute(target, slot, frame)
        elif isinstance(target, cst.Subscript):
            owner = self.evaluate(target.value, frame)
            key = self.index(target, frame) or Slot(Unknown())
            builtin.set_item(self.recorder, owner, key.value, Slot(slot.value, slot.node, key.node))
        elif isinstance(target, cst.Tuple | cst.List):
            self._unpack(target, slot, frame)

    def _unpack(self, target: cst.Tuple | cst.List, slot: Slot, frame: Frame) -> None:
        items = slot.value
        exact = isinstance(items, Items) and not items.open and len(items.slots) == len(target.elements)
        for index, element in enumerate(target.elements):
            known = exact and not isinstance(element, cst.StarredElement) and isinstance(items, Items)
            inner = items.slots[index] if known and isinstance(items, Items) else Slot(Unknown())
            self.assign(element.value, inner, frame)

    def _assign_attribute(self, target: cst.Attribute, slot: Slot, frame: Frame) -> None:
        owner = self.evaluate(target.value, frame)
        name = target.attr.value
        if isinstance(owner, Instance):
            hand_on(slot.value)
            old = owner.slots.get(name)
            sure = self.initializing is owner and self.recorder.surely(owner.path)
            if old is not None and not sure:
                owner.slots[name] = Slot(choice([old.value, slot.value]), slot.node)
            else:
                owner.slots[name] = slot
        elif isinstance(owner, Class):
            owner.frame.bind(name, Unknown(name))
        else:
            if not isinstance(owner, Thing):
                hand_on(slot.value)
            self.set_attribute(owner, name, Slot(slot.value, slot.node, target.attr))

    def _return(self, node: cst.Return, frame: Frame) -> bool:
        frame.results.append(self.evaluate(node.value, frame) if node.value else Const(None))
        return True

    def _raise(self, node: cst.Raise, frame: Frame) -> bool:
        if node.exc is not None:
            self.evaluate(node.exc, frame)
        return True

    def _delete(self, node: cst.Del, frame: Frame) -> bool:
        targets: list[cst.BaseExpression] = [node.target]
        while targets:
            target = targets.pop()
            if isinstance(target, cst.Tuple | cst.List):
                targets += [element.value for element in target.elements]
            elif isinstance(target, cst.Name):
                frame.names.pop(target.value, None)
            elif isinstance(target, cst.Subscript):
                key = self.index(target, frame) or Slot(Unknown())
                builtin.delete_item(self.recorder, self.evaluate(target.value, frame), key.value)
        return False

    # --- branches

    def _branch(self, frame: Frame, before: dict[str, Value], body: Callable[[], bool]) -> bool:
        """Walk one of several ways; its names are left in the frame."""
        frame.names = dict(before)
        with self.apart():
            return body()

    def _join(self, frame: Frame, ways: Sequence[Callable[[], bool]], *, skippable: bool) -> bool:
        """Walk each of *ways* from here and join what they leave; tell whether all of them end."""
        before = frame.names
        left: list[dict[str, Value]] = [before] if skippable else []
        for way in ways:
            if not self._branch(frame, before, way):
                left.append(frame.names)
        if not left:
            frame.names = before
            return True
        join_branches(frame, before, left)
        return False

    def _if(self, node: cst.If, frame: Frame) -> bool:
        known = truth(self.evaluate(node.test, frame))
        orelse = node.orelse
        rest = orelse.body if isinstance(orelse, cst.Else) else orelse
        if known is not None:
            chosen = node.body if known else rest
            return self.block([chosen], frame) if chosen is not None else False
        ways = [lambda: self.block([node.body], frame)]
        if rest is not None:
            ways.append(lambda: self.block([rest], frame))
        return self._join(frame, ways, skippable=rest is None)

    def _for(self, node: cst.For, frame: Frame) -> bool:
        iterated = self.evaluate(node.iter, frame)
        slots = unrolled(iterated)
        if slots is None:
            hand_on(iterated)
        if slots is not None and self._turns * len(slots) <= _MOST_TURNS and not chooses(node.body):
            outer, self._turns = self._turns, self._turns * max(len(slots), 1)
            for slot in slots:
                self.assign(node.target, slot, frame)
                self.block([node.body], frame)
            self._turns = outer
        elif slots is not None:
            # The body tells its items apart: which of them gets where is not known.
            self._repeated(node.body, frame, lambda: self.assign(node.target, any_of(slots), frame))
        else:
            self._repeated(node.body, frame, lambda: self.assign(node.target, Slot(Unknown()), frame))
        return self._otherwise(node, frame)

    def _otherwise(self, node: cst.For | cst.While, frame: Frame) -> bool:
        """Walk the ``else`` of a loop; a loop that is left early passes it over."""
        if node.orelse is None:
            return False
        body = node.orelse.body
        return self._join(frame, [lambda: self.block([body], frame)], skippable=leaves(node.body))

    def _while(self, node: cst.While, frame: Frame) -> bool:
        self._repeated(node.body, frame, lambda: self.evaluate(node.test, frame))
        return self._otherwise(node, frame)

    def _repeated(self, body: cst.BaseSuite, frame: Frame, begin: Callable[[], object]) -> None:
        """Walk a body that runs any number of times: what it changes is not known within."""
        self.forget_names(assigned(body), frame)

        def way() -> bool:
            begin()
            self.block([body], frame)
            return False

        self._join(frame, [way], skippable=True)
        if leaves(body):
            # A way that leaves the loop takes its names with it: they are not among those joined here.
            self.forget_names(assigned(body), frame, bound=False)

    def forget_names(self, names: Iterable[str], frame: Frame, *, bound: bool = True) -> None:
        """Let nothing be known of *names*; with *bound*, only of those that stand for something."""
        for name in names:
            if name in frame.names:
                hand_on(frame.names[name])
            if name in frame.names or not bound:
                frame.names[name] = Unknown(name)

    def _with(self, node: cst.With, frame: Frame) -> bool:
        entered = set()
        for item in node.items:
            slot = self.slot(item.item, frame)
            entered.add(expression_name(item.item))
            if item.asname is not None:
                # Things of the SDKs are no context managers: what is entered is something else.
                self.assign(item.asname.name, Slot(Unknown(), slot.node), frame)
        if not entered & _SWALLOWING:
            return self.block([node.body], frame)
        # What is meant to fail is right where it does; but it is sent.
        with self.recorder.asking_only() if entered & _FAILING else nullcontext():
            return self._join(frame, [lambda: self.block([node.body], frame)], skippable=True)

    def _try(self, node: Any, frame: Frame) -> bool:
        tried = assigned(node.body)
        ways: list[Callable[[], bool]] = [
            lambda: self.block([node.body, *([node.orelse.body] if node.orelse else [])], frame)
        ]
        for handler in node.handlers:
            ways.append(lambda handler=handler: self._handler(handler, tried, frame))  # type: ignore[misc]
        ended = self._join(frame, ways, skippable=False)
        if node.finalbody is not None:
            if ended:
                self.forget_names(assigned(node), frame)
            ended = self.block([node.finalbody.body], frame) or ended
        return ended

    def _handler(self, handler: Any, tried: frozenset[str], frame: Frame) -> bool:
        # Nobody can tell how far the body came.
        self.forget_names(tried, frame)
        if handler.name is not None:
            self.assign(handler.name.name, Slot(Unknown()), frame)
        return self.block([handler.body], frame)

    def _match(self, node: cst.Match, frame: Frame) -> bool:
        self.evaluate(node.subject, frame)
        ways = [lambda case=case: self._case(case, frame) for case in node.cases]
        return self._join(frame, ways, skippable=True)

    def _case(self, case: cst.MatchCase, frame: Frame) -> bool:
        for name in captured(case.pattern):
            self.assign(name, Slot(Unknown(name.value)), frame)
        if case.guard is not None:
            self.evaluate(case.guard, frame)
        return self.block([case.body], frame)
