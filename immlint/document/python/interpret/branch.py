"""Statements whose blocks are walked perhaps: branches, handlers, loops, contexts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any

import libcst as cst

from immlint.document.python.domain.frame import Frame
from immlint.document.python.domain.function import Generator
from immlint.document.python.domain.join import Unknown, escape, join, reachable
from immlint.document.python.domain.kind import Holder
from immlint.document.python.domain.objects import Instance
from immlint.document.python.domain.value import Arguments, Slot, Value
from immlint.document.python.interpret.annotation import attributes_tested, narrow
from immlint.document.python.interpret.bind import assign
from immlint.document.python.interpret.comprehension import any_of, unrolled
from immlint.document.python.interpret.container import index
from immlint.document.python.interpret.interpreter import Interpreter
from immlint.document.python.syntax.names import body_of, captured
from immlint.document.python.syntax.shown import expression_name
from immlint.document.python.syntax.turns import Change

#: Turns of loops within loops that are walked one by one.
_MOST_TURNS = 64
#: Context managers of tests, whose bodies are meant to raise, and those that let nothing out.
_FAILING = frozenset(("raises", "assertRaises", "assertRaisesRegex"))
_SWALLOWING = frozenset(("suppress", *_FAILING))

_Way = Callable[[], bool]


def _join(walk: Interpreter, frame: Frame, ways: Sequence[_Way], *, skippable: bool) -> bool:
    """Walk each of *ways* from here and join what they leave; tell whether all of them end."""
    before = frame.names
    left: list[dict[str, Value]] = [before] if skippable else []
    for way in ways:
        frame.names = dict(before)
        with walk.apart():
            ended = way()
        if not ended:
            left.append(frame.names)
    frame.names = _joined(before, left) if left else before
    return not left


def _joined(before: dict[str, Value], branches: list[dict[str, Value]]) -> dict[str, Value]:
    """Return the names that any of *branches*, all begun at *before*, has left."""
    touched: dict[str, None] = {}
    for branch in branches:
        touched |= {n: None for n, value in branch.items() if before.get(n) is not value}
        touched |= dict.fromkeys(before.keys() - branch.keys())
    names = dict(before)
    for name in touched:
        # Where a branch leaves the name unbound, using it would end in a NameError.
        values = [branch[name] for branch in branches if name in branch]
        if values:
            names[name] = values[0] if all(v is values[0] for v in values) else join(values)
        else:
            names.pop(name, None)
    return names


def _if(walk: Interpreter, node: cst.If, frame: Frame) -> bool:
    known = walk.evaluate(node.test, frame).truth()
    orelse = node.orelse
    rest = orelse.body if isinstance(orelse, cst.Else) else orelse
    if known is not None:
        chosen = node.body if known else rest
        return walk.block([chosen], frame) if chosen is not None else False

    def chosen_body() -> bool:
        narrow(walk, node.test, frame)
        found = attributes_tested(node.test)
        context = walk.context
        with walk.within(context._replace(tested=context.tested | found)) if found else nullcontext():
            return walk.block([node.body], frame)

    ways: list[_Way] = [chosen_body]
    if rest is not None:
        ways.append(lambda: walk.block([rest], frame))
    return _join(walk, frame, ways, skippable=rest is None)


def _try(walk: Interpreter, node: cst.Try | cst.TryStar, frame: Frame) -> bool:
    tried = body_of(node.body).assigned
    body: list[cst.CSTNode] = [node.body, *([node.orelse.body] if node.orelse else [])]
    ways: list[_Way] = [lambda: walk.block(body, frame)]
    ways += [_Handler(walk, handler, tried, frame) for handler in node.handlers]
    ended = _join(walk, frame, ways, skippable=False)
    if node.finalbody is not None:
        if ended:
            frame.forget(body_of(node).assigned)
        ended = walk.block([node.finalbody.body], frame) or ended
    return ended


class _Handler:
    """The way through one handler of exceptions: nobody can tell how far the body came."""

    def __init__(
        self,
        walk: Interpreter,
        handler: cst.ExceptHandler | cst.ExceptStarHandler,
        tried: frozenset[str],
        frame: Frame,
    ) -> None:
        self._walk, self._handler, self._tried, self._frame = walk, handler, tried, frame

    def __call__(self) -> bool:
        self._frame.forget(self._tried)
        if self._handler.name is not None:
            assign(self._walk, self._handler.name.name, Slot(Unknown()), self._frame)
        return self._walk.block([self._handler.body], self._frame)


def _match(walk: Interpreter, node: cst.Match, frame: Frame) -> bool:
    subject = walk.evaluate(node.subject, frame)
    ways: list[_Way] = [_Case(walk, case, subject, frame) for case in node.cases]
    return _join(walk, frame, ways, skippable=True)


class _Case:
    """The way through one case of a match."""

    def __init__(self, walk: Interpreter, case: cst.MatchCase, subject: Value, frame: Frame) -> None:
        self._walk, self._case, self._subject, self._frame = walk, case, subject, frame

    def __call__(self) -> bool:
        for name in captured(self._case.pattern):
            part = Unknown(name.value, reachable([self._subject]))
            assign(self._walk, name, Slot(part), self._frame)
        if self._case.guard is not None:
            self._walk.evaluate(self._case.guard, self._frame)
        return self._walk.block([self._case.body], self._frame)


def _for(walk: Interpreter, node: cst.For, frame: Frame) -> bool:
    iterated = walk.evaluate(node.iter, frame)
    slots = unrolled(iterated)
    turns = walk.context.turns * len(slots or ())
    if slots is None:
        escape(iterated)
        each = iterated.each if isinstance(iterated, Holder) and not iterated.is_keyed else None
        item = Unknown("...", reachable([iterated])) if each is None else each
        _repeated(walk, node.body, frame, lambda: assign(walk, node.target, Slot(item), frame))
    elif turns <= _MOST_TURNS and not body_of(node.body).chooses:
        with walk.within(walk.context._replace(turns=max(turns, walk.context.turns))):
            for slot in slots:
                assign(walk, node.target, slot, frame)
                walk.block([node.body], frame)
    else:
        # The body tells its items apart: which of them gets where is not known.
        _repeated(walk, node.body, frame, lambda: assign(walk, node.target, any_of(slots), frame))
    return _otherwise(walk, node, frame)


def _otherwise(walk: Interpreter, node: cst.For | cst.While, frame: Frame) -> bool:
    """Walk the ``else`` of a loop; a loop that is left early passes it over."""
    if node.orelse is None:
        return False
    body = node.orelse.body
    return _join(walk, frame, [lambda: walk.block([body], frame)], skippable=body_of(node.body).leaves)


def _while(walk: Interpreter, node: cst.While, frame: Frame) -> bool:
    _repeated(walk, node.body, frame, lambda: walk.evaluate(node.test, frame), node.test)
    return _otherwise(walk, node, frame)


def _repeated(
    walk: Interpreter,
    body: cst.BaseSuite,
    frame: Frame,
    begin: Callable[[], object],
    test: cst.BaseExpression | None = None,
) -> None:
    """Walk a body that runs any number of times: what it changes is not known within."""
    names, turn = body_of(body).assigned, body_of(body).turn(test)
    frame.forget(names)
    for change in turn.carried:
        # As a turn before may have left it.
        with walk.weakly(), walk.unreported():
            _perhaps_changed(walk, change, frame)

    def way() -> bool:
        begin()
        walk.block([body], frame)
        return False

    # What a name stands for at the end of a turn is seen by nobody if the next one binds it first.
    lasting = names - turn.renewed
    if lasting != names and _is_seen_within(walk, frame):
        lasting = names
    before = _aliases(frame, lasting)
    _join(walk, frame, [way], skippable=True)
    if not _aliases(frame, lasting) <= before or body_of(body).takes:
        # Another turn may change what a name has become an alias of in this one.
        frame.forget(names)
        with walk.unreported():
            _join(walk, frame, [way], skippable=True)
    if body_of(body).leaves:
        # A way that leaves the loop takes its names with it: they are not among those joined here.
        frame.forget(body_of(body).assigned, bound=False)


def _perhaps_changed(walk: Interpreter, change: Change, frame: Frame) -> None:
    """Let a part of a value have been set, or a method have been called that changes it."""
    if isinstance(change, cst.Attribute):
        name = change.attr.value
        walk.evaluate(change.value, frame).set_attribute(name, Slot(Unknown(name)), walk)
    elif isinstance(change, cst.Subscript):
        key = index(walk, change, frame) or Slot(Unknown())
        walk.evaluate(change.value, frame).set_item(key.value, Slot(Unknown()), walk)
    elif isinstance(change.func, cst.Attribute):
        owner, given = walk.evaluate(change.func.value, frame), Arguments(change, is_open=True)
        owner.call_method(change.func.attr.value, given, walk)


def _is_seen_within(walk: Interpreter, frame: Frame) -> bool:
    """Tell whether a function sees the names of a frame from within: it may be called at any time."""
    for function, _ in walk.functions:
        inner: Frame | None = function.frame
        while inner is not None:
            if inner is frame:
                return True
            inner = inner.parent
    return False


def _aliases(frame: Frame, names: Iterable[str]) -> set[int]:
    """Return which values can be changed through *names*."""
    return {id(value) for name in names for value in frame.aliases(name)}


def _with(walk: Interpreter, node: cst.With, frame: Frame) -> bool:
    entered = set()
    for item in node.items:
        slot = walk.slot(item.item, frame)
        entered.add(expression_name(item.item))
        value = _entered(walk, slot, frame)
        if item.asname is not None:
            assign(walk, item.asname.name, Slot(value, slot.node), frame)
    if not entered & _SWALLOWING:
        return walk.block([node.body], frame)
    # What is meant to fail is right where it does; but it is sent.
    with walk.grants_only() if entered & _FAILING else nullcontext():
        return _join(walk, frame, [lambda: walk.block([node.body], frame)], skippable=True)


def _entered(walk: Interpreter, slot: Slot, frame: Frame) -> Value:
    """Return what a context gives when it is entered."""
    value = slot.value
    if isinstance(value, Generator):
        return join(value.values)
    if isinstance(value, Instance) and slot.node is not None:
        given = [Arguments(slot.node), Arguments(slot.node, [Slot(Unknown())] * 3)]
        found, _ = map(value.call_method, ("__enter__", "__exit__"), given, [walk] * 2)
        return found
    # Objects of the SDKs are no context managers: what is entered is something else.
    return Unknown("...", reachable([value]))


BRANCHING: Mapping[type, Callable[[Interpreter, Any, Frame], bool]] = {
    cst.If: _if,
    cst.For: _for,
    cst.While: _while,
    cst.With: _with,
    cst.Try: _try,
    cst.TryStar: _try,
    cst.Match: _match,
}
