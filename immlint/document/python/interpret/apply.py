"""Functions and classes of the module, applied to arguments: those of a call site, or any there may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import libcst as cst

from immlint.document.python.context import Context, Mode
from immlint.document.python.domain.classes import Class
from immlint.document.python.domain.dict import Dict
from immlint.document.python.domain.frame import Frame
from immlint.document.python.domain.function import Function, Generator, Partial
from immlint.document.python.domain.join import (
    Method,
    Unknown,
    aliased,
    escape,
    escape_arguments,
    handed_over,
    held_in,
    join,
    reachable,
)
from immlint.document.python.domain.objects import Instance
from immlint.document.python.domain.sequence import Sequence as List
from immlint.document.python.domain.string import NONE
from immlint.document.python.domain.value import Arguments, Slot, Value
from immlint.document.python.interpret.annotation import declared, typed
from immlint.document.python.interpret.interpreter import Interpreter
from immlint.document.python.syntax.names import body_of
from immlint.document.python.syntax.shown import expression_name

#: Calls of functions that are followed into each other.
_DEEPEST = 8
#: What calls a function that it is given with the arguments behind it.
_RUNNING = frozenset(("submit", "to_thread", "run_in_executor", "run_in_threadpool", "run_sync"))
#: Decorators that leave what a function gives as it is.
TRANSPARENT = (
    *("staticmethod", "classmethod", "property", "cached_property", "lru_cache", "cache", "wraps"),
    *("contextmanager", "asynccontextmanager", "fixture", "cached", "memoize", "once", "cache_resource"),
)


def call_function(walk: Interpreter, function: Function, given: Arguments, owner: Value | None) -> Value:
    """Walk the body of a function with what it is given."""
    function.called = function.called or walk.context.mode is not Mode.SILENT
    active = walk.context.active
    if len(active) >= _DEEPEST or function.node in active:
        # What is not walked may change what it is given.
        escape_arguments(given)
        return Unknown()
    if isinstance(function.node, cst.FunctionDef) and body_of(function.node.body).is_stub:
        # It is there to be written by another class, which may do anything.
        return handed_over(given, walk, function.name)
    frame = Frame(f"{function.name}:{walk.number()}", function.frame)
    context = _entered(walk, function, frame, given)
    altered = not function.is_plain and any(mark not in TRANSPARENT for mark in function.decorators)
    if altered:
        # A decorator may give the body anything: more than the caller does, or something else.
        escape_arguments(given)
        given = Arguments(given.node, is_open=True)
        context = context._replace(any_argument=True)
    frame.owner = owner
    with walk.within(context):
        _bind(walk, function, frame, given, owner)
        if isinstance(function.node, cst.Lambda):
            return walk.evaluate(function.node.body, frame)
        ended = walk.block(function.node.body.body, frame)
    if altered:
        return Unknown(function.name)
    returns = function.node.returns
    if frame.yielded:
        said = typed(walk, returns, function.frame) if join(frame.yielded).is_unknown else None
        return Generator(tuple(frame.yielded if said is None else said.parts()))
    if not ended and not frame.results:
        return Unknown(function.name)
    result = join([*frame.results] if ended else [*frame.results, NONE])
    return (typed(walk, returns, function.frame) or result) if result.is_unknown else result


def _entered(walk: Interpreter, function: Function, frame: Frame, given: Arguments) -> Context:
    """Return the context of a body.

    What another file does it reports for itself, nothing there has a place here; but what it asks of
    policies depends on what this call gives it.
    """
    context = walk.context._replace(scope=frame.scope, active=(*walk.context.active, function.node))
    if context.is_reporting and function.frame.root is not walk.module:
        return context._replace(mode=Mode.GRANTS_ONLY, call_site=given.node, body=function.body)
    if context.is_reporting and isinstance(given.node, cst.Call):
        return context._replace(calls=(*context.calls, (given.node, function.node)))
    return context


def _bind(walk: Interpreter, function: Function, frame: Frame, given: Arguments, owner: Value | None) -> None:
    parameters = function.node.params
    positional = [*parameters.posonly_params, *parameters.params]
    slots = _positional(function.decorators, given, owner)
    for number, parameter in enumerate([*positional, *parameters.kwonly_params]):
        name = parameter.name.value
        if number < len(positional) and number < len(slots):
            value = slots[number].value
        elif name in given.keywords:
            value = given.keywords[name].value
        else:
            value = _default(walk, parameter, function, given)
        if value.is_unknown and parameter.annotation is not None:
            found = declared(walk, parameter.annotation.annotation, function.frame)
            # It may be one that is known: then what is done to it is done to that one.
            kinds = [type(each) for each in value.perhaps]
            if found is not None and (found.any_like or type(found) not in kinds):
                value = found
        frame.bind(name, value)
    if isinstance(parameters.star_arg, cst.Param):
        rest = List(slots[len(positional) :], given.is_open, given.node, walk.branch, hidden=[*given.others])
        frame.names[parameters.star_arg.name.value] = rest
    if parameters.star_kwarg is not None:
        named = {p.name.value for p in (*positional, *parameters.kwonly_params)}
        others = {name: slot for name, slot in given.keywords.items() if name not in named}
        keywords = Dict(others, given.is_open, given.node, branch=walk.branch, unkeyed=[*given.others])
        frame.names[parameters.star_kwarg.name.value] = keywords


def _positional(marks: Sequence[str], given: Arguments, owner: Value | None) -> list[Slot]:
    """Return the positional arguments, after what a method is bound to."""
    if owner is not None and "staticmethod" not in marks:
        bound = owner.class_of if "classmethod" in marks else owner
        return [Slot(bound), *given.positional]
    if "classmethod" in marks:
        return [Slot(Unknown("cls")), *given.positional]
    return list(given.positional)


def _default(walk: Interpreter, parameter: cst.Param, function: Function, given: Arguments) -> Value:
    name = parameter.name.value
    value = function.defaults.get(name)
    if parameter.default is None or value is None:
        return _fixture(walk, function, name) or Unknown(name, given.others)
    # An empty default usually stands for "not given": the body then finds another value.
    empty = value.truth() is not True or value.known in ("{}", "[]")
    if given.is_open and (empty or walk.context.any_argument or given.others):
        return Unknown(name, (*aliased(value), *given.others))
    if given.is_open:
        walk.defaulted.add(name)
    return value


def _fixture(walk: Interpreter, function: Function, name: str) -> Value | None:
    """Return what pytest gives a test for the name of a fixture of its module."""
    made = function.frame.root.names.get(name)
    if not isinstance(made, Function) or "fixture" not in made.decorators or made is function:
        return None
    with walk.unreported():
        found = call_function(walk, made, Arguments(made.node, is_open=True), None)
    found = join(found.values) if isinstance(found, Generator) else found
    return found.any_like


def call_back(walk: Interpreter, given: Arguments, owner: Value | None) -> list[Value]:
    """Call the functions that code nobody can see is given, or that it may be; return what they give."""
    if walk.is_weak:
        return []
    _run_later(walk, given)
    values = [slot.value for slot in given.slots]
    functions = [*_functions([*values, *(owner.perhaps if owner is not None else ())])]
    if not functions:
        return []
    found = Arguments(given.node, is_open=True, others=reachable(values))
    with walk.weakly(), walk.unreported():
        return [function.call(found, walk) for function in functions]


def _run_later(walk: Interpreter, given: Arguments) -> None:
    """Call the methods of a library's objects that something is given: with what, it is known of few."""
    runs = isinstance(given.node, cst.Call) and expression_name(given.node.func) in _RUNNING
    for number, slot in enumerate(given.positional):
        method = slot.value
        if isinstance(method, Method) and isinstance(slot.node, cst.Attribute) and method.owner.is_mutable:
            rest = given.positional[number + 1 :]
            method.call(Arguments(slot.node, rest) if runs else Arguments(slot.node, is_open=True), walk)
            return


def _functions(values: Iterable[Value]) -> Iterator[Value]:
    """Yield the functions of the module that code may call to which *values* are given."""
    for each in held_in(values):
        if each.is_function or isinstance(each, Partial | Method) or _is_called(each):
            yield each


def _is_called(value: Value) -> bool:
    """Tell whether a value is an object of the module whose class says what calling it does."""
    return isinstance(value, Instance) and value.is_callable


def instantiate(walk: Interpreter, cls: Class, given: Arguments) -> Value:
    """Make an object of a class of the module, and walk its ``__init__``."""
    made = Instance(cls, is_open=given.is_open, branch=walk.branch)
    _run_special(walk, cls, made)
    init = cls.member("__init__")
    if init is not None and init.is_function:
        made.initializing = True
        init.called_on(made, given, walk)
        made.initializing = False
    else:
        made.slots.update(zip(cls.fields, given.positional, strict=False))
        made.slots.update(given.keywords)
        if cls.is_record:
            _complete(walk, made, given)
        for slot in given.slots:
            escape(slot.value)
    return made


def _complete(walk: Interpreter, made: Instance, given: Arguments) -> None:
    """Set the fields of a record that are not given: they have their defaults, unless something sets them."""
    for name in made.cls.fields:
        default = made.cls.member(name)
        if given.is_open or default is None or made.cls.member("__post_init__") is not None:
            default = (default.any_like if default is not None else None) or Unknown(name)
        made.slots.setdefault(name, Slot(default))
    post = made.cls.member("__post_init__")
    if post is not None:
        with walk.unreported():
            post.called_on(made, Arguments(made.cls.node), walk)
        made.slots = {n: Slot(Unknown(n, aliased(slot.value))) for n, slot in made.slots.items()}


#: Methods of a class that are called where they are written, or by what is known here.
_CALLED = ("__init__", "__post_init__", "__call__", "__enter__", "__exit__", "__setitem__", "__delitem__")


def _run_special(walk: Interpreter, cls: Class, made: Instance) -> None:
    """Walk the methods that an operator or Python itself may call, for what they change."""
    for each in cls.lineage if not walk.is_weak else ():
        # What they do may give the class more of them.
        for name, found in [*each.frame.names.items()]:
            if name.startswith("__") and found.is_function and name not in _CALLED:
                with walk.weakly(), walk.unreported():
                    given = found.called_on(made, Arguments(cls.node, is_open=True), walk)
                # What an operator gives may be another name for what the method gives.
                made.slots.setdefault(f"{name}()", Slot(given))
