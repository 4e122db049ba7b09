"""The interpreter of one module: where it is, what it may still cost, and how a node is handled.

It walks a module in the order of execution, once, keeping what its names stand for. Branches are walked
each and joined after; a loop over a short literal list is walked for each item; a function is walked where it
is called, with what it is given, and those never called for any arguments. What cannot be told is unknown.

Handlers by the type of a node are in ``evaluate`` and ``execute``, calls in ``apply``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import libcst as cst

from immlint.catalog import Catalog
from immlint.document.python.context import Context, Mode
from immlint.document.python.domain.classes import Class
from immlint.document.python.domain.double import Double
from immlint.document.python.domain.frame import Frame, Symbol
from immlint.document.python.domain.function import Function
from immlint.document.python.domain.join import Unknown, aliased, alike, escape, escape_arguments
from immlint.document.python.domain.sequence import Sequence as List
from immlint.document.python.domain.value import Arguments, Branch, Escape, Slot, Value
from immlint.document.python.interpret.imports import Imports
from immlint.document.python.journal import Journal
from immlint.document.python.library import IMM, LIBRARIES, Library
from immlint.document.python.library.policies import Policies
from immlint.document.python.library.stdlib import other
from immlint.document.python.syntax.literal import Literals
from immlint.document.python.syntax.names import body_of
from immlint.document.python.syntax.scope import declared
from immlint.document.python.syntax.statements import Parsed
from immlint.subject import PolicyKind

#: Expressions that one module may cost: what is not reached by then is not told of.
_BUDGET = 200_000

L = TypeVar("L")


class Exhausted(Exception):
    """The walk has cost more than it may."""


class Mentions:
    """What the text of a module tells of its names, wherever it stands; and what of that was asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._sets: dict[str, bool] = {}
        #: The names that functions bind anew.
        self.shared = declared(text)

    def sets(self, name: str) -> bool:
        """Tell whether an attribute of a name is set."""
        if name not in self._sets:
            found = re.search(rf"\.\s*{name}\s*(?:[:,)\]]|=[^=])", self._text)
            self._sets[name] = found is not None
        return self._sets[name]

    def hold_of(self, text: str) -> bool:
        """Tell whether another text tells the same, as far as it was asked for."""
        other = Mentions(text)
        return self.shared == other.shared and all(other.sets(n) == told for n, told in self._sets.items())


class Handlers(NamedTuple):
    """How each type of node is handled. A statement tells whether it ends its block."""

    expressions: Mapping[type, Callable[[Interpreter, Any, Frame], Value]]
    statements: Mapping[type, Callable[[Interpreter, Any, Frame], bool]]
    assign: Callable[[Interpreter, cst.BaseExpression, Slot, Frame], None]
    call: Callable[[Interpreter, Function, Arguments, Value | None], Value]
    call_back: Callable[[Interpreter, Arguments, Value | None], list[Value]]
    instantiate: Callable[[Interpreter, Class, Arguments], Value]


class _Within:
    """A stay somewhere else; a class of its own, as ``contextmanager`` takes three times as long."""

    __slots__ = ("_context", "_outer", "_walk")

    def __init__(self, walk: Interpreter, context: Context) -> None:
        self._walk, self._context = walk, context

    def __enter__(self) -> None:
        self._outer, self._walk.context = self._walk.context, self._context

    def __exit__(self, *failed: object) -> None:
        self._walk.context = self._outer


class Interpreter:
    """The walk through one module. See the protocols ``Interpreting`` and ``Walk`` for what values need."""

    def __init__(
        self,
        catalog: Catalog,
        handlers: Handlers,
        imports: Imports,
        path: str,
        mode: Mode,
        spent: Callable[[], None] | None = None,
    ) -> None:
        self.catalog = catalog
        self.imports = imports
        self.journal = Journal(catalog)
        self.policies = Policies(self.journal)
        self.context = Context(mode=mode)
        self.module = Frame(path)
        #: Names that functions change (``global``): nothing can be told of them.
        self.shared: frozenset[str] = frozenset()
        #: Whatever has attributes that the module sets: classes of libraries, among others.
        self._changed_classes: set[str] = set()
        #: The last parts of the names that the module sets elsewhere: methods of a client, among others.
        self._replaced: set[str] = set()
        #: What is told of the text of the module.
        self.mentions = Mentions("")
        #: The string tokens that were come by.
        self.literals = Literals()
        #: What those names were bound to so far, and the functions that were walked to see it.
        self.assigned: dict[str, list[Value]] = {}
        self._asked: set[tuple[str, int]] = set()
        #: The syntax of the module.
        self.parsed = Parsed([])
        #: Functions that were defined, with their class.
        self.functions: list[tuple[Function, Class | None]] = []
        #: The parameters that have their default, as nobody knows the argument, and how often one was read.
        self.defaulted: set[str] = set()
        self.defaults_read = 0
        self._handlers = handlers
        self._numbers = itertools.count(1)
        self._budget = _BUDGET
        self._spent = spent
        self._libraries: dict[type, Library] = {kind: kind(self) for kind in LIBRARIES}
        self._by_package = {
            package: library for library in self._libraries.values() for package in library.packages
        }

    @cached_property
    def changed(self) -> frozenset[str]:
        """The names of the module whose values functions change: nobody knows in which order."""
        return self.parsed.changed

    # --- where it is

    @property
    def branch(self) -> Branch:
        """The branches that are walked now."""
        return self.context.branch

    @property
    def is_reporting(self) -> bool:
        """Whether what happens now is reported."""
        return self.context.is_reporting

    def within(self, context: Context) -> _Within:
        """Be somewhere else for a while: the one place where the state of the walk changes."""
        return _Within(self, context)

    def apart(self) -> Any:
        """Walk in a branch of its own: what happens there is only perhaps so."""
        return self.within(self.context._replace(branch=(*self.context.branch, self.number())))

    def weakly(self) -> Any:
        """Make every write to what was made before a weak update, as to one of several values."""
        return self.within(self.context._replace(branch=(*self.context.branch, self.number()), weak=True))

    @property
    def is_weak(self) -> bool:
        """Whether what happens is done to one of several values, and it is not known to which."""
        return self.context.weak

    def grants_only(self) -> Any:
        """Keep of what is walked only what it asks of policies."""
        silent = self.context.mode is Mode.SILENT
        return self.within(self.context if silent else self.context._replace(mode=Mode.GRANTS_ONLY))

    def unreported(self) -> Any:
        """Report nothing of what is walked."""
        reports = self.context.is_reporting
        return self.within(self.context._replace(mode=Mode.SILENT) if reports else self.context)

    def weak_branch(self, made: Branch) -> Branch | None:
        """Return the branch of a weak update of what was made in *made*; ``None`` for a strong one."""
        return None if self.context.is_within(made) else self.context.branch

    def sees(self, slot: Slot) -> bool:
        """Tell whether a slot is surely there in this branch, wherever it was written."""
        return slot.branch is None or self.branch[: len(slot.branch)] == slot.branch

    def number(self) -> int:
        """Return a number for a branch or a call, never given twice."""
        return next(self._numbers)

    def spend(self) -> None:
        """Count one step of the walk. Raises :class:`Exhausted`, or what others raise who count steps."""
        if self._spent is not None:
            self._spent()
        self._budget -= 1
        if self._budget < 0:
            raise Exhausted

    # --- nodes

    def evaluate(self, node: cst.BaseExpression, frame: Frame) -> Value:
        """Return what *node* may be. Raises :class:`Exhausted`."""
        self.spend()
        handler = self._handlers.expressions.get(type(node))
        value = handler(self, node, frame) if handler else Unknown()
        if value.mentions("Statement"):
            self.policies.note(value, node)
        return value

    def slot(self, node: cst.BaseExpression, frame: Frame, key: cst.CSTNode | None = None) -> Slot:
        """Return the value of *node* where it stands."""
        return Slot(self.evaluate(node, frame), node, key)

    def aside(self, node: cst.BaseExpression, frame: Frame) -> Value:
        """Return what *node* may be, which is perhaps not evaluated at all."""
        with self.apart():
            return self.evaluate(node, frame)

    def block(self, statements: Sequence[cst.CSTNode], frame: Frame) -> bool:
        """Walk statements, and tell whether they end what they are the block of."""
        for statement in statements:
            self.spend()
            handler = self._handlers.statements.get(type(statement))
            if handler is not None and handler(self, statement, frame):
                return True
        return False

    def assign(self, target: cst.BaseExpression, slot: Slot, frame: Frame) -> None:
        """Do an assignment to a name, an attribute, an item, or several at once."""
        self._handlers.assign(self, target, slot, frame)

    # --- calls

    def call_function(self, function: Value, given: Arguments, owner: Value | None) -> Value:
        """Return what calling a function of the module gives."""
        assert isinstance(function, Function)
        return self._handlers.call(self, function, given, owner)

    def call_back(self, given: Arguments, owner: Value | None = None) -> list[Value]:
        """Call the functions that code nobody can see is given, or that it may be; return what they give."""
        return self._handlers.call_back(self, given, owner)

    def sets(self, name: str) -> bool:
        """Tell whether the module sets an attribute of a name anywhere."""
        return self.mentions.sets(name)

    def define(self, function: Function, cls: Class | None = None) -> None:
        """Take up a function, and the class that it is a method of."""
        self.functions.append((function, cls))
        # Later, it may read the parameters of those around it.
        self.defaults_read += bool(self.defaulted)

    def instantiate(self, cls: Value, given: Arguments) -> Value:
        """Return an object of a class of the module."""
        assert isinstance(cls, Class)
        return self._handlers.instantiate(self, cls, given)

    def call_one(self, functions: Sequence[Value], given: Arguments, *, told: bool = False) -> list[Value]:
        """Call each of several functions of which only one is called, and return what they give."""
        made: list[Value] = []
        begun = len(self.journal.subjects)
        for function in functions:
            silent = len(self.journal.subjects) > begun if told else len(functions) > 1
            with self.unreported() if silent else self.within(self.context):
                made.append(function.call(given, self))
        for value in () if told else made:
            escape(value, Escape.CHANGED if len(functions) > 1 else Escape.SHARED)
        return made

    def call_symbol(self, name: str, given: Arguments) -> Value:
        """Return what calling something imported gives."""
        name = canonical(name)
        library = self._by_package.get(name.partition(".")[0])
        if name in self._changed_classes:
            library = None
        value = library.construct(name, given) if library is not None else None
        return other(name, given, self) if value is None else value

    def send(self, owner: Value, name: str, given: Arguments) -> Value | None:
        """Return what a method gives that a library knows by its name, whatever its owner is.

        One that code writes itself may do anything, be it to pass on what it is given.
        """
        library = self._by_method.get(name)
        if library is None or name in self._replaced or isinstance(owner, Double):
            return None
        if not self._is_own(owner, name):
            return library.send(owner, name, given)
        found = owner.call_method(name, given, self)
        # What it did not send went to no IMM that is known of: a fake may keep it, or pass over it.
        escape_arguments(given)
        return found

    def _is_own(self, owner: Value, name: str) -> bool:
        """Tell whether a method may be one that a class of the module, or of another file, writes itself."""
        if any(option.class_of.member(name) is not None for option in owner.options):
            return True
        if not owner.is_unknown:
            return False
        # A method that hands on what it is given calls one of the same name, which is hardly itself.
        own = [function.node for function, cls in self.functions if cls is not None and function.name == name]
        return bool(own) and not any(node in self.context.active for node in own)

    @cached_property
    def _by_method(self) -> Mapping[str, Library]:
        return {method: library for library in self._libraries.values() for method in library.methods}

    def seen_at_any_time(self, name: str, found: Value) -> Value:
        """Return what is known of a name that functions bind anew, whenever they may have done so."""
        for function, _ in [*self.functions]:
            if name in body_of(function.node).shared and (name, id(function)) not in self._asked:
                self._asked.add((name, id(function)))
                with self.unreported(), self.apart():
                    function.call(Arguments(function.node, is_open=True), self)
        values = [*self.module.bound.get(name, ()), *self.assigned.get(name, ())]
        if name in self.module.names or not found.is_unknown:
            values.append(found)
        kind = alike(option for value in values for option in value.options if not option.is_none)
        return kind or Unknown(name, tuple(each for value in (found, *values) for each in aliased(value)))

    # --- names, libraries and policies

    def resolve(self, dotted: str) -> Value:
        """Return what a dotted name of an import stands for."""
        return self.imports.resolve(dotted)

    def overwrite(self, dotted: str) -> None:
        """Let nothing be known of a dotted name from here on, nor of objects if it is part of their class."""
        self.imports.overwrite(dotted)
        owner, _, name = dotted.rpartition(".")
        self._changed_classes.add(canonical(owner))
        self._replaced.add(name)
        if name in self.module.names and owner.rpartition(".")[2] == stem(self.module.scope):
            self.module.bind(name, Unknown(name))

    def names_in(self, module: str) -> list[str]:
        """Return the names that ``import *`` gives of a module of a library, as far as they are known."""
        library = self._by_package.get(module.partition(".")[0])
        return library.names_in(canonical(module)) if library is not None else []

    def declared(self, name: str) -> Value | None:
        """Return an object of a class of a library that was made elsewhere; ``None`` if it is none."""
        name = canonical(name)
        library = self._by_package.get(name.partition(".")[0])
        return library.declared(name) if library is not None and name not in self._changed_classes else None

    def forget_module(self) -> None:
        """Let nothing be known of the names of the module: code that nobody can see may set them."""
        names = self.module.names
        self.module.forget([name for name, value in names.items() if not value.is_definition])

    def library(self, kind: type[L]) -> L:
        """Return what this walk keeps of a library."""
        found = self._libraries[kind]
        assert isinstance(found, kind)
        return found

    def listed(self, slots: list[Slot], node: cst.CSTNode) -> Value:
        """Return a new list."""
        return List(slots, node=node, branch=self.branch)

    def give_policy(self, slot: Slot, kind: PolicyKind | None) -> None:
        """Note what is given to something that takes a policy."""
        self.policies.give(self.context, slot, kind)

    @property
    def offers_sdk(self) -> bool:
        """Whether other modules may reach an SDK of IMM through a name of this one."""
        options = (option for value in self.module.names.values() for option in value.options)
        return any(isinstance(o, Symbol) and o.dotted.startswith(IMM) for o in options)

    def finish(self) -> None:
        """Note what is known only at the end of the module."""
        for library in self._libraries.values():
            library.finish()
        self.policies.finish(self.context)


def stem(path: str) -> str:
    """Return the last part of the dotted name of the module in a file."""
    return re.split(r"[\\/]", path)[-1].removesuffix(".py")


def canonical(name: str) -> str:
    """Return a dotted name without the private module that defines the class (``models._x.X``)."""
    return ".".join(part for part in name.split(".") if not part.startswith("_") or part.startswith("__"))
