"""A walk through a module in the order of execution, once, keeping what its names stand for.

Branches are walked each and joined after; a loop over a short literal list is walked for each item; a
function is walked where it is called, with what it is given, and those never called for any
arguments. What cannot be told becomes a hole.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import libcst as cst

from immlint.document.python import core, policies, sdk
from immlint.document.python.call import class_member, decorators
from immlint.document.python.expression import Exhausted, expression_name
from immlint.document.python.imports import Imports, Modules
from immlint.document.python.literal import token
from immlint.document.python.names import changed
from immlint.document.python.reading import known_text, truth
from immlint.document.python.record import Arguments, Recorder
from immlint.document.python.sharing import choice, hand_on
from immlint.document.python.value import (
    Class,
    Const,
    Frame,
    Function,
    Instance,
    Items,
    Record,
    Slot,
    Symbol,
    Unknown,
    Value,
)
from immlint.subject import Request

#: Calls of functions that are followed into each other.
_DEEPEST = 8
_GLOBAL = re.compile(r"\b(?:global|nonlocal)[ \t]+(\w[\w, \t]*)")
#: Decorators that leave what a function gives as it is.
_TRANSPARENT = ("staticmethod", "classmethod", "property", "cached_property", "lru_cache", "cache", "wraps")


class Walk(Imports):
    """The walk through one module. *modules* finds another file of the run by its dotted name."""

    def __init__(
        self, recorder: Recorder, modules: Modules | None = None, package: str = "", path: str = "module"
    ) -> None:
        super().__init__(recorder, modules, package)
        self._module = Frame(path)
        #: Whether a default has been taken for an argument that nobody knows, and whether it may be.
        self._defaulted = False
        self._holes = False
        self._frames = itertools.count(1)
        self._active: list[Function] = []
        self._functions: list[tuple[Function, Class | None]] = []
        self.statements[cst.FunctionDef] = self._function
        self.statements[cst.ClassDef] = self._class

    def module(self, tree: cst.Module, text: str) -> Frame:
        """Walk a whole module and return its names; what it sends is in the recorder."""
        frame = self._module
        self.shared = {
            name.strip() for match in _GLOBAL.finditer(text) for name in match[1].split(",") if name.strip()
        }
        self.changed = changed(tree)
        try:
            self.block(tree.body, frame)
            if self.recorder.recording:
                self._uncalled()
        except Exhausted:
            # Where the walk broke off, requests were perhaps not complete.
            return frame
        for name in self.shared & frame.names.keys():
            # Whoever imports the module cannot tell which value it will see.
            frame.names[name] = Unknown(name)
        sdk.unsent(self.recorder)
        core.unsent(self.recorder)
        policies.remaining(self.recorder)
        return frame

    # --- functions and classes

    def _function(self, node: cst.FunctionDef, frame: Frame) -> bool:
        function = Function(node, frame, defaults=self._defaults(node.params, frame))
        for decorator in node.decorators:
            self.evaluate(decorator.decorator, frame)
        frame.bind(node.name.value, function)
        if not frame.is_class:
            self.define(function)
        return False

    def _defaults(self, parameters: cst.Parameters, frame: Frame) -> dict[str, Value]:
        every = (*parameters.posonly_params, *parameters.params, *parameters.kwonly_params)
        return {p.name.value: self.evaluate(p.default, frame) for p in every if p.default is not None}

    def forget(self) -> None:
        """Let nothing be known of the names of the module: code that nobody can see may set them."""
        for name, value in self._module.names.items():
            if not isinstance(value, Symbol | Function | Class):
                hand_on(value)
                self._module.names[name] = Unknown(name)

    def define(self, function: Function) -> Function:
        """Keep a function that is walked later if nobody calls it, and return it."""
        if isinstance(function.node, cst.Lambda):
            function.defaults = self._defaults(function.node.params, function.frame)
        self._functions.append((function, None))
        return function

    def _class(self, node: cst.ClassDef, frame: Frame) -> bool:
        bases = tuple(self.evaluate(arg.value, frame) for arg in node.bases)
        body = Frame(f"{frame.scope}.{node.name.value}", frame, is_class=True)
        cls = Class(node, body, bases)
        self.block(node.body.body, body)
        frame.bind(node.name.value, cls)
        self._functions += [(value, cls) for value in body.names.values() if isinstance(value, Function)]
        return False

    def _uncalled(self) -> None:
        """Walk what nobody calls here: somebody elsewhere will, with arguments nobody knows.

        Defaults are one way to call it, so the rules see them; what it asks of policies may be anything.
        """
        made: dict[tuple[int, bool], tuple[Instance, bool]] = {}
        index = 0
        while index < len(self._functions):
            function, cls = self._functions[index]
            index += 1
            if function.called:
                continue
            begun = len(self.recorder.subjects)
            self._defaulted = False
            self._walk_uncalled(function, cls, made)
            if not self._defaulted:
                continue
            subjects = self.recorder.subjects
            for number, subject in enumerate(subjects[begun:], begun):
                if isinstance(subject, Request) and subject.purpose == "all":
                    subjects[number] = replace(subject, purpose="rules")
            self._holes = True
            with self.recorder.asking_only():
                self._walk_uncalled(function, cls, made)
            self._holes = False

    def _walk_uncalled(
        self, function: Function, cls: Class | None, made: dict[tuple[int, bool], tuple[Instance, bool]]
    ) -> None:
        recorder = self.recorder
        before = recorder.path
        recorder.path, recorder.body = (*before, next(self.branches)), _body(function)
        owner: Instance | None = None
        if cls is not None and "staticmethod" not in decorators(function):
            key = (id(cls), self._holes)
            if key not in made:
                made[key] = (self.instantiate(cls, Arguments(cls.node, open=True)), self._defaulted)
            owner, defaulted = made[key]
            self._defaulted = self._defaulted or defaulted
        if not function.called or self._holes:
            hand_on(self.call_function(function, Arguments(function.node, open=True), owner))
        recorder.path, recorder.body = before, ""

    def call_function(self, function: Function, given: Arguments, owner: Value | None) -> Value:
        """Walk the body of a function with what it is given."""
        function.called = True
        if len(self._active) >= _DEEPEST or any(f.node is function.node for f in self._active):
            # What is not walked may change what it is given.
            self._escape(given)
            return Unknown()
        name = function.node.name.value if isinstance(function.node, cst.FunctionDef) else "lambda"
        frame = Frame(f"{name}:{next(self._frames)}", function.frame)
        marks = decorators(function)
        altered = any(mark not in _TRANSPARENT for mark in marks)
        if altered:
            # A decorator may give what the caller does not.
            given = replace(given, open=True)
        self._bind(function, frame, given, owner, marks)
        outer, self.recorder.frame = self.recorder.frame, frame.scope
        told = self._enter(function, given)
        self._active.append(function)
        try:
            if isinstance(function.node, cst.Lambda):
                return self.evaluate(function.node.body, frame)
            ended = self.block(function.node.body.body, frame)
        finally:
            self._active.pop()
            self.recorder.frame = outer
            self._leave(told)
        if altered or (not ended and not frame.results):
            return Unknown(name)
        return choice([*frame.results] if ended else [*frame.results, Const(None)])

    def _enter(self, function: Function, given: Arguments) -> tuple[Any, ...]:
        """Begin what is told of a body, and return what was told before.

        What another file does it reports for itself, nothing there has a place here; but what it asks of
        policies depends on what this call gives it.
        """
        recorder = self.recorder
        told = (recorder.recording, recorder.asking, recorder.here, recorder.body)
        if recorder.recording and function.frame.root is not self._module:
            recorder.recording, recorder.asking, recorder.here = False, True, given.node
            recorder.body = _body(function)
        return told

    def _leave(self, told: tuple[Any, ...]) -> None:
        recorder = self.recorder
        recorder.recording, recorder.asking, recorder.here, recorder.body = told

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
                value = slots[index].value
            elif name in given.keywords:
                value = given.keywords[name].value
            else:
                value = self._default(parameter, function, given)
            if isinstance(value, Unknown) and parameter.annotation is not None:
                value = self._declared(parameter.annotation.annotation, function.frame) or value
            frame.names[name] = value
        if isinstance(parameters.star_arg, cst.Param):
            items = Items(slots[len(positional) :], given.open, given.node, self.recorder.path)
            frame.names[parameters.star_arg.name.value] = items
        if parameters.star_kwarg is not None:
            named = {p.name.value for p in (*positional, *parameters.kwonly_params)}
            rest = {name: slot for name, slot in given.keywords.items() if name not in named}
            record = Record(rest, given.open, given.node, path=self.recorder.path)
            frame.names[parameters.star_kwarg.name.value] = record

    def _default(self, parameter: cst.Param, function: Function, given: Arguments) -> Value:
        name = parameter.name.value
        if parameter.default is None:
            return Unknown(name)
        value = function.defaults.get(name) or Unknown(name)
        # An empty default usually stands for "not given": the body then finds another value.
        empty = truth(value) is not True or known_text(value) in ("{}", "[]")
        if given.open and (empty or self._holes):
            return Unknown(name)
        self._defaulted = self._defaulted or given.open
        return value

    def _declared(self, annotation: cst.BaseExpression, frame: Frame) -> Value | None:
        """Return an object of the class that an annotation names, if it is one of the SDK."""
        if isinstance(annotation, cst.SimpleString):
            text = token(annotation.value)
            try:
                annotation = cst.parse_expression(text.text if text else "")
            except (cst.ParserSyntaxError, cst.CSTValidationError):
                return None
        if isinstance(annotation, cst.BinaryOperation):
            return self._declared(annotation.left, frame) or self._declared(annotation.right, frame)
        if isinstance(annotation, cst.Subscript) and expression_name(annotation.value) == "Optional":
            index = annotation.slice[0].slice
            return self._declared(index.value, frame) if isinstance(index, cst.Index) else None
        if not isinstance(annotation, cst.Name | cst.Attribute):
            return None
        named = self.evaluate(annotation, frame)
        return sdk.declared(self.recorder, named.name) if isinstance(named, Symbol) else None

    def instantiate(self, cls: Class, given: Arguments) -> Instance:
        """Make an object of a class of the module, and walk its ``__init__``."""
        instance = Instance(cls, open=given.open, path=self.recorder.path)
        init = class_member(cls, "__init__")
        outer, self.initializing = self.initializing, instance
        if isinstance(init, Function):
            self.call_function(init, given, instance)
        else:
            instance.slots.update(given.keywords)
            for slot in (*given.positional, *given.keywords.values()):
                hand_on(slot.value)
        self.initializing = outer
        return instance


def _body(function: Function) -> str:
    """Return a name for a function that is the same in every walk through its file."""
    node = function.node
    return f"{function.frame.scope}.{node.name.value if isinstance(node, cst.FunctionDef) else 'lambda'}"
