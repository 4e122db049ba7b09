"""A walk through a module in the order of execution, once, keeping what its names stand for.

Branches are walked each and joined after; a loop over a short literal list is walked for each item; a
function is walked where it is called, with what it is given, and those never called for any
arguments. What cannot be told becomes a hole.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from typing import Any

import libcst as cst

from immlint.document.python import builtin, core, policies, sdk
from immlint.document.python.expression import Exhausted, Expressions, class_member, decorators, unrolled
from immlint.document.python.record import Arguments, Recorder
from immlint.document.python.value import (
    Class,
    Const,
    Frame,
    Function,
    Instance,
    Items,
    Slot,
    Symbol,
    Unknown,
    Value,
    choice,
    truth,
)

#: Calls of functions that are followed into each other.
_DEEPEST = 8
_GLOBAL = re.compile(r"^[ \t]+(?:global|nonlocal)[ \t]+([\w, \t]+)", re.M)
#: Decorators that leave what a function gives as it is.
_TRANSPARENT = ("staticmethod", "classmethod", "property", "cached_property", "lru_cache", "cache", "wraps")

#: What is known by name is never looked for among the files of the run.
_LIBRARIES = ("alibabacloud_", "aliyunsdk", "Tea.", "darabonba.", "pulumi_alicloud.", "ros_cdk_", "libcst.")

Modules = Callable[[str], "Frame | None"]


class Walk(Expressions):
    """The walk through one module. *modules* finds another file of the run by its dotted name."""

    def __init__(self, recorder: Recorder, modules: Modules | None = None, package: str = "") -> None:
        super().__init__(recorder)
        self._modules = modules
        self._package = package
        self._branches = itertools.count(1)
        self._frames = itertools.count(1)
        self._active: list[Function] = []
        self._functions: list[tuple[Function, Class | None]] = []
        self._initializing: Instance | None = None
        self._statements: dict[type, Callable[[Any, Frame], bool]] = {
            cst.SimpleStatementLine: lambda node, frame: self._block(node.body, frame),
            cst.SimpleStatementSuite: lambda node, frame: self._block(node.body, frame),
            cst.IndentedBlock: lambda node, frame: self._block(node.body, frame),
            cst.Expr: lambda node, frame: bool(self.evaluate(node.value, frame)) and False,
            cst.Assign: self._assign,
            cst.AnnAssign: self._annotated,
            cst.AugAssign: self._augmented,
            cst.Return: self._return,
            cst.Raise: self._raise,
            cst.Break: lambda node, frame: True,
            cst.Continue: lambda node, frame: True,
            cst.Del: self._delete,
            cst.Import: self._import,
            cst.ImportFrom: self._import_from,
            cst.If: self._if,
            cst.For: self._for,
            cst.While: self._while,
            cst.With: self._with,
            cst.Try: self._try,
            cst.TryStar: self._try,
            cst.Match: self._match,
            cst.FunctionDef: self._function,
            cst.ClassDef: self._class,
        }

    def module(self, tree: cst.Module, text: str) -> Frame:
        """Walk a whole module and return its names; what it sends is in the recorder."""
        frame = Frame("module")
        frame.shared = {
            name.strip() for match in _GLOBAL.finditer(text) for name in match[1].split(",") if name.strip()
        }
        try:
            self._block(tree.body, frame)
            self._uncalled()
        except Exhausted:
            pass
        sdk.unsent(self.recorder)
        core.unsent(self.recorder)
        policies.remaining(self.recorder)
        return frame

    # --- functions and classes

    def _function(self, node: cst.FunctionDef, frame: Frame) -> bool:
        function = Function(node, frame)
        for decorator in node.decorators:
            self.evaluate(decorator.decorator, frame)
        frame.bind(node.name.value, function)
        if not frame.is_class:
            self._functions.append((function, None))
        return False

    def _class(self, node: cst.ClassDef, frame: Frame) -> bool:
        bases = tuple(self.evaluate(arg.value, frame) for arg in node.bases)
        body = Frame(f"{frame.scope}.{node.name.value}", frame, is_class=True)
        cls = Class(node, body, bases)
        self._block(node.body.body, body)
        frame.bind(node.name.value, cls)
        self._functions += [(value, cls) for value in body.names.values() if isinstance(value, Function)]
        return False

    def _uncalled(self) -> None:
        """Walk what nobody calls here: somebody elsewhere will, with arguments nobody knows."""
        instances: dict[int, Instance] = {}
        index = 0
        while index < len(self._functions):
            function, cls = self._functions[index]
            index += 1
            if function.called:
                continue
            owner: Value | None = None
            with_owner = cls is not None and "staticmethod" not in decorators(function)
            before = self.recorder.path
            self.recorder.path = (*before, next(self._branches))
            if cls is not None and with_owner:
                if id(cls) not in instances:
                    instances[id(cls)] = self._instance(cls, Arguments(cls.node, open=True))
                owner = instances[id(cls)]
            if not function.called:
                self.call_function(function, Arguments(function.node, open=True), owner)
            self.recorder.path = before

    def call_function(self, function: Function, given: Arguments, owner: Value | None) -> Value:
        """Walk the body of a function with what it is given."""
        function.called = True
        if len(self._active) >= _DEEPEST or any(f.node is function.node for f in self._active):
            return Unknown()
        name = function.node.name.value if isinstance(function.node, cst.FunctionDef) else "lambda"
        frame = Frame(f"{name}:{next(self._frames)}", function.frame)
        marks = decorators(function)
        self._bind(function, frame, given, owner, marks)
        outer, self.recorder.frame = self.recorder.frame, frame.scope
        self._active.append(function)
        try:
            if isinstance(function.node, cst.Lambda):
                return self.evaluate(function.node.body, frame)
            ended = self._block(function.node.body.body, frame)
        finally:
            self._active.pop()
            self.recorder.frame = outer
        if any(mark not in _TRANSPARENT for mark in marks) or (not ended and not frame.results):
            return Unknown(name)
        return choice([*frame.results] if ended else [*frame.results, Const(None)])

    def _bind(
        self, function: Function, frame: Frame, given: Arguments, owner: Value | None, marks: Sequence[str]
    ) -> None:
        parameters = function.node.params
        positional = [*parameters.posonly_params, *parameters.params]
        slots = list(given.positional)
        if owner is not None and "staticmethod" not in marks:
            slots.insert(
                0, Slot(owner.cls if "classmethod" in marks and isinstance(owner, Instance) else owner)
            )
        elif "classmethod" in marks:
            slots.insert(0, Slot(Unknown("cls")))
        for index, parameter in enumerate([*positional, *parameters.kwonly_params]):
            name = parameter.name.value
            if index < len(positional) and index < len(slots):
                frame.names[name] = slots[index].value
            elif name in given.keywords:
                frame.names[name] = given.keywords[name].value
            else:
                frame.names[name] = self._default(parameter, function, given)
        for star in (parameters.star_arg, parameters.star_kwarg):
            if isinstance(star, cst.Param):
                frame.names[star.name.value] = Unknown(star.name.value)

    def _default(self, parameter: cst.Param, function: Function, given: Arguments) -> Value:
        name = parameter.name.value
        if parameter.default is None:
            return Unknown(name)
        value = self.evaluate(parameter.default, function.frame)
        # An empty default usually stands for "not given": the body then finds another value.
        return Unknown(name) if given.open and truth(value) is not True else value

    def instantiate(self, cls: Class, given: Arguments) -> Value:
        """Make an object of a class of the module, and walk its ``__init__``."""
        return self._instance(cls, given)

    def _instance(self, cls: Class, given: Arguments) -> Instance:
        instance = Instance(cls)
        init = class_member(cls, "__init__")
        outer, self._initializing = self._initializing, instance
        if isinstance(init, Function):
            self.call_function(init, given, instance)
        else:
            instance.slots.update(given.keywords)
        self._initializing = outer
        return instance

    # --- statements: each tells whether the block ends there

    def _block(self, statements: Sequence[cst.CSTNode], frame: Frame) -> bool:
        for statement in statements:
            handler = self._statements.get(type(statement))
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
        value = builtin.binary(before, self.evaluate(node.value, frame), operator)
        self.assign(node.target, Slot(value, node.value), frame)
        return False

    def assign(self, target: cst.BaseExpression, slot: Slot, frame: Frame) -> None:
        """Do an assignment to a name, an attribute, an item, or several at once."""
        if isinstance(target, cst.Name):
            frame.bind(target.value, slot.value)
        elif isinstance(target, cst.Attribute):
            self._assign_attribute(target, slot, frame)
        elif isinstance(target, cst.Subscript):
            owner = self.evaluate(target.value, frame)
            index = target.slice[0].slice if len(target.slice) == 1 else None
            key = self.evaluate(index.value, frame) if isinstance(index, cst.Index) else Unknown()
            key_node = index.value if isinstance(index, cst.Index) else None
            builtin.set_item(self.recorder, owner, key, Slot(slot.value, slot.node, key_node))
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
            old = owner.slots.get(name)
            if old is not None and self._initializing is not owner:
                owner.slots[name] = Slot(choice([old.value, slot.value]), slot.node)
            else:
                owner.slots[name] = slot
        elif isinstance(owner, Class):
            owner.frame.bind(name, Unknown(name))
        else:
            self.set_attribute(owner, name, Slot(slot.value, slot.node, target.attr))

    def _return(self, node: cst.Return, frame: Frame) -> bool:
        frame.results.append(self.evaluate(node.value, frame) if node.value else Const(None))
        return True

    def _raise(self, node: cst.Raise, frame: Frame) -> bool:
        if node.exc is not None:
            self.evaluate(node.exc, frame)
        return True

    def _delete(self, node: cst.Del, frame: Frame) -> bool:
        if isinstance(node.target, cst.Name):
            frame.names.pop(node.target.value, None)
        return False

    # --- imports

    def _import(self, node: cst.Import, frame: Frame) -> bool:
        for alias in node.names:
            dotted = _dotted(alias.name)
            if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
                frame.bind(alias.asname.name.value, self.resolve(dotted))
            else:
                first = dotted.partition(".")[0]
                frame.names[first] = Symbol(first)
        return False

    def _import_from(self, node: cst.ImportFrom, frame: Frame) -> bool:
        if isinstance(node.names, cst.ImportStar):
            return False
        base = _dotted(node.module) if node.module is not None else ""
        if node.relative:
            parts = self._package.split(".") if self._package else []
            parents = parts[: len(parts) - len(node.relative) + 1]
            base = ".".join([*parents, base] if base else parents)
        for alias in node.names:
            name = _dotted(alias.name)
            bound = alias.asname.name if alias.asname is not None else alias.name
            if isinstance(bound, cst.Name):
                frame.bind(bound.value, self.resolve(f"{base}.{name}" if base else name))
        return False

    def resolve(self, dotted: str) -> Value:
        """Return what a dotted name stands for: a value of another file of the run, or a symbol."""
        if self._modules is not None and "." in dotted and not dotted.startswith(_LIBRARIES):
            head, _, name = dotted.rpartition(".")
            found = self._modules(head)
            if found is not None:
                return found.names.get(name, Symbol(dotted)) if name not in found.shared else Unknown(name)
        return Symbol(dotted)

    # --- branches

    def _branch(self, frame: Frame, before: dict[str, Value], body: Callable[[], bool]) -> bool:
        """Walk one of several ways; its names are left in the frame."""
        frame.names = dict(before)
        outer = self.recorder.path
        self.recorder.path = (*outer, next(self._branches))
        try:
            return body()
        finally:
            self.recorder.path = outer

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
        frame.merge(left)
        return False

    def _if(self, node: cst.If, frame: Frame) -> bool:
        known = truth(self.evaluate(node.test, frame))
        orelse = node.orelse
        rest = orelse.body if isinstance(orelse, cst.Else) else orelse
        if known is not None:
            chosen = node.body if known else rest
            return self._block([chosen], frame) if chosen is not None else False
        ways = [lambda: self._block([node.body], frame)]
        if rest is not None:
            ways.append(lambda: self._block([rest], frame))
        return self._join(frame, ways, skippable=rest is None)

    def _for(self, node: cst.For, frame: Frame) -> bool:
        slots = unrolled(self.evaluate(node.iter, frame))
        if slots is not None:
            for slot in slots:
                self.assign(node.target, slot, frame)
                self._block([node.body], frame)
        else:
            self._repeated(node.body, frame, lambda: self.assign(node.target, Slot(Unknown()), frame))
        return self._block([node.orelse.body], frame) if node.orelse is not None else False

    def _while(self, node: cst.While, frame: Frame) -> bool:
        self._repeated(node.body, frame, lambda: self.evaluate(node.test, frame))
        return False

    def _repeated(self, body: cst.BaseSuite, frame: Frame, begin: Callable[[], object]) -> None:
        """Walk a body that runs any number of times: what it changes is not known within."""
        for name in _assigned(body):
            if name in frame.names:
                frame.names[name] = Unknown(name)

        def way() -> bool:
            begin()
            self._block([body], frame)
            return False

        self._join(frame, [way], skippable=True)

    def _with(self, node: cst.With, frame: Frame) -> bool:
        for item in node.items:
            slot = self.slot(item.item, frame)
            if item.asname is not None:
                # Things of the SDKs are no context managers: what is entered is something else.
                self.assign(item.asname.name, Slot(Unknown(), slot.node), frame)
        return self._block([node.body], frame)

    def _try(self, node: Any, frame: Frame) -> bool:
        ways: list[Callable[[], bool]] = [
            lambda: self._block([node.body, *([node.orelse.body] if node.orelse else [])], frame)
        ]
        for handler in node.handlers:
            ways.append(lambda handler=handler: self._handler(handler, frame))  # type: ignore[misc]
        ended = self._join(frame, ways, skippable=False)
        if node.finalbody is not None:
            ended = self._block([node.finalbody.body], frame) or ended
        return ended

    def _handler(self, handler: Any, frame: Frame) -> bool:
        if handler.name is not None:
            self.assign(handler.name.name, Slot(Unknown()), frame)
        return self._block([handler.body], frame)

    def _match(self, node: cst.Match, frame: Frame) -> bool:
        self.evaluate(node.subject, frame)
        ways = [lambda case=case: self._block([case.body], frame) for case in node.cases]
        return self._join(frame, ways, skippable=True)


def _dotted(node: cst.CSTNode) -> str:
    if isinstance(node, cst.Attribute):
        return f"{_dotted(node.value)}.{node.attr.value}"
    return node.value if isinstance(node, cst.Name) else ""


def _assigned(body: cst.CSTNode) -> set[str]:
    """Return the names that a body assigns to, nested bodies included."""
    names: set[str] = set()
    stack: list[cst.CSTNode] = [body]
    while stack:
        node = stack.pop()
        if isinstance(node, cst.AssignTarget | cst.AugAssign | cst.AnnAssign | cst.NamedExpr | cst.For):
            targets = [node.target]
            while targets:
                target = targets.pop()
                if isinstance(target, cst.Name):
                    names.add(target.value)
                elif isinstance(target, cst.Tuple | cst.List):
                    targets += [element.value for element in target.elements]
        stack.extend(node.children)
    return names
