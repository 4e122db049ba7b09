"""Statements in the order of execution: assignments, definitions, branches, loops."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any

import libcst as cst

from immlint.document.python.domain.join import Unknown, escape, join
from immlint.document.python.domain.objects import Class, Frame, Function, Symbol
from immlint.document.python.domain.string import NONE
from immlint.document.python.domain.value import Slot, Value
from immlint.document.python.interpret.evaluate import any_of, defaults, expression_name, index, unrolled
from immlint.document.python.interpret.interpreter import Interpreter
from immlint.document.python.library import FOREIGN
from immlint.document.python.syntax.names import body_of, captured

#: Turns of loops within loops that are walked one by one.
_MOST_TURNS = 64
#: Context managers of tests, whose bodies are meant to raise, and those that let nothing out.
_FAILING = frozenset(("raises", "assertRaises", "assertRaisesRegex"))
_SWALLOWING = frozenset(("suppress", *_FAILING))

_Way = Callable[[], bool]


# --- plain statements


def _block(walk: Interpreter, node: Any, frame: Frame) -> bool:
    return walk.block(node.body, frame)


def _expression(walk: Interpreter, node: cst.Expr, frame: Frame) -> bool:
    walk.evaluate(node.value, frame)
    return False


def _assert(walk: Interpreter, node: cst.Assert, frame: Frame) -> bool:
    walk.evaluate(node.test, frame)
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


# --- assignments


def _assign(walk: Interpreter, node: cst.Assign, frame: Frame) -> bool:
    slot = walk.slot(node.value, frame)
    for target in node.targets:
        assign(walk, target.target, slot, frame)
    return False


def _annotated(walk: Interpreter, node: cst.AnnAssign, frame: Frame) -> bool:
    if node.value is not None:
        assign(walk, node.target, walk.slot(node.value, frame), frame)
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
    items = slot.value.iterate() or []
    exact = len(items) == len(target.elements)
    for number, element in enumerate(target.elements):
        known = exact and not isinstance(element, cst.StarredElement)
        assign(walk, element.value, items[number] if known else Slot(Unknown()), frame)


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


# --- imports and definitions


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


# --- branches


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
    ways: list[_Way] = [lambda: walk.block([node.body], frame)]
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
    walk.evaluate(node.subject, frame)
    ways: list[_Way] = [_Case(walk, case, frame) for case in node.cases]
    return _join(walk, frame, ways, skippable=True)


class _Case:
    """The way through one case of a match."""

    def __init__(self, walk: Interpreter, case: cst.MatchCase, frame: Frame) -> None:
        self._walk, self._case, self._frame = walk, case, frame

    def __call__(self) -> bool:
        for name in captured(self._case.pattern):
            assign(self._walk, name, Slot(Unknown(name.value)), self._frame)
        if self._case.guard is not None:
            self._walk.evaluate(self._case.guard, self._frame)
        return self._walk.block([self._case.body], self._frame)


# --- loops


def _for(walk: Interpreter, node: cst.For, frame: Frame) -> bool:
    iterated = walk.evaluate(node.iter, frame)
    slots = unrolled(iterated)
    turns = walk.context.turns * len(slots or ())
    if slots is None:
        escape(iterated)
        _repeated(walk, node.body, frame, lambda: assign(walk, node.target, Slot(Unknown()), frame))
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
    _repeated(walk, node.body, frame, lambda: walk.evaluate(node.test, frame))
    return _otherwise(walk, node, frame)


def _repeated(walk: Interpreter, body: cst.BaseSuite, frame: Frame, begin: Callable[[], object]) -> None:
    """Walk a body that runs any number of times: what it changes is not known within."""
    names = body_of(body).assigned
    frame.forget(names)

    def way() -> bool:
        begin()
        walk.block([body], frame)
        return False

    before = _aliases(frame, names)
    _join(walk, frame, [way], skippable=True)
    if not _aliases(frame, names) <= before:
        # Another turn may change what a name has become an alias of in this one.
        frame.forget(names)
        with walk.unreported():
            _join(walk, frame, [way], skippable=True)
    if body_of(body).leaves:
        # A way that leaves the loop takes its names with it: they are not among those joined here.
        frame.forget(body_of(body).assigned, bound=False)


def _aliases(frame: Frame, names: Iterable[str]) -> set[int]:
    """Return which values can be changed through *names*."""
    return {id(value) for name in names for value in frame.aliases(name)}


def _with(walk: Interpreter, node: cst.With, frame: Frame) -> bool:
    entered = set()
    for item in node.items:
        slot = walk.slot(item.item, frame)
        entered.add(expression_name(item.item))
        if item.asname is not None:
            # Objects of the SDKs are no context managers: what is entered is something else.
            assign(walk, item.asname.name, Slot(Unknown(), slot.node), frame)
    if not entered & _SWALLOWING:
        return walk.block([node.body], frame)
    # What is meant to fail is right where it does; but it is sent.
    with walk.grants_only() if entered & _FAILING else nullcontext():
        return _join(walk, frame, [lambda: walk.block([node.body], frame)], skippable=True)


STATEMENTS: Mapping[type, Callable[[Interpreter, Any, Frame], bool]] = {
    cst.SimpleStatementLine: _block,
    cst.SimpleStatementSuite: _block,
    cst.IndentedBlock: _block,
    cst.Expr: _expression,
    cst.Assert: _assert,
    cst.Assign: _assign,
    cst.AnnAssign: _annotated,
    cst.AugAssign: _augmented,
    cst.Return: _return,
    cst.Raise: _raise,
    cst.Break: _ends,
    cst.Continue: _ends,
    cst.Del: _delete,
    cst.Import: _import,
    cst.ImportFrom: _import_from,
    cst.FunctionDef: _function,
    cst.ClassDef: _class,
    cst.If: _if,
    cst.For: _for,
    cst.While: _while,
    cst.With: _with,
    cst.Try: _try,
    cst.TryStar: _try,
    cst.Match: _match,
}
