"""Which names of a module a statement mentions."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from immlint.document.python.syntax.tree import children, walk

_GLOBAL = re.compile(r"\b(?:global|nonlocal)(?=[ \t\\])((?:[\w, \t]|\\[\r\n]+)+)")
_WORD = re.compile(r"[^\W\d]\w*")
#: Longer texts are no annotations.
_ANNOTATION = 200
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
#: What may set any name of the module; of these, what does so only outside of functions.
_SETS_ALL = frozenset(("globals", "exec", "eval", "locals"))
_OUTSIDE = frozenset(("locals",))
#: The words of all that may: of it, and of what leads to it.
SETTING = _SETS_ALL | {"vars", ".f_globals", "builtins", "__builtins__", "modules", ".modules"}


def declared(text: str) -> frozenset[str]:
    """Return the names that functions in a text declare to be those of a body around them."""
    if "global" not in text and "nonlocal" not in text:
        # A search for a text costs a small part of one for a pattern.
        return frozenset()
    lists = (match[1].replace("\\", "") for match in _GLOBAL.finditer(text))
    found = (name.strip() for names in lists for name in names.split(","))
    return frozenset(filter(None, found))


class Mentioned(NamedTuple):
    """The names of the module that a statement mentions or binds, also in annotations written as text.

    What a function binds for itself is not among them. What it *imports* for itself is told apart: another
    module may be changed through any name.
    """

    names: frozenset[str]
    imports: frozenset[str]
    #: Those of the names that stand outside of the bodies of functions.
    outside: frozenset[str]


def mentioned(nodes: Iterable[ast.stmt]) -> Mentioned:
    """Return the names that statements of a module mention."""
    scope = _Scope(ast.Module, [*nodes])
    return Mentioned(frozenset(scope.free), frozenset(scope.imports), frozenset(scope.outside))


class _Scope:
    """A body, or a statement outside of one: the names that it takes from around it."""

    def __init__(self, kind: type[ast.AST], parts: list[ast.AST]) -> None:
        self.free: set[str] = set()
        self.imports: set[str] = set()
        self.outside: set[str] = set()
        self._own: set[str] = set()
        self._declared: set[str] = set()
        self._kind = kind
        self._stack = parts
        while self._stack:
            inner = self._stack.pop()
            take = _TAKEN.get(type(inner))
            if take is None:
                self._stack += children(inner)
            else:
                take(self, inner)
        if self._kind in _FUNCTIONS:
            self.free -= self._own - self._declared

    def _bind(self, names: Iterable[str]) -> None:
        # What the body of a class binds is seen by no function in it.
        if self._kind is not ast.ClassDef:
            (self.free if self._kind is ast.Module else self._own).update(names)

    def _name(self, node: ast.Name) -> None:
        if type(node.ctx) is ast.Load:
            self.free.add(node.id)
            if self._kind not in _FUNCTIONS:
                self.outside.add(node.id)
        else:
            self._bind((node.id,))

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        names = [alias.asname or alias.name.partition(".")[0] for alias in node.names]
        self._bind(names)
        if self._kind is not ast.Module:
            self.imports.update(names)

    def _within(self, kind: type[ast.AST], parts: list[ast.AST]) -> None:
        inner = _Scope(kind, parts)
        self.free |= inner.free
        self.imports |= inner.imports
        if kind not in _FUNCTIONS:
            self.outside |= inner.outside

    def _declare(self, node: ast.Global | ast.Nonlocal) -> None:
        self._declared.update(node.names)
        self.free.update(node.names)

    def _caught(self, node: ast.AST) -> None:
        self._bind(binds(node))
        self._stack += children(node)

    def _comprehension(self, node: ast.comprehension) -> None:
        # Its names are not those of the body around it.
        self._stack += [node.iter, *node.ifs]
        self.free.update(name for each in walk(node.target) for name in binds(each))

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        body: list[ast.AST] = [node.body] if isinstance(node, ast.Lambda) else [*node.body]
        parameters = [*_parameters(node.args)]
        self._within(type(node), [*(ast.arg(each.arg) for each in parameters), *body])
        # Decorators, defaults and annotations are evaluated around it.
        self._stack += [each for each in (*node.args.defaults, *node.args.kw_defaults) if each is not None]
        for parameter in parameters:
            self._annotation(parameter.annotation)
        if not isinstance(node, ast.Lambda):
            self._bind((node.name,))
            self._stack += [*node.decorator_list, *getattr(node, "type_params", ())]
            self._annotation(node.returns)

    def _class(self, node: ast.ClassDef) -> None:
        self._bind((node.name,))
        self._stack += [*node.decorator_list, *node.bases, *node.keywords, *getattr(node, "type_params", ())]
        self._within(ast.ClassDef, [*node.body])

    def _annotated(self, node: ast.AnnAssign) -> None:
        self._stack += [node.target, *((node.value,) if node.value is not None else ())]
        self._annotation(node.annotation)

    def _subscript(self, node: ast.Subscript) -> None:
        self._stack += [node.value, node.slice]
        if last_word(node.value)[:1].isupper():
            # ``Optional["Name"]``
            self._annotation(node.slice)

    def _call(self, node: ast.Call) -> None:
        self._stack += children(node)
        if last_word(node.func) in ("cast", "TypeVar", "NewType", "ForwardRef"):
            for each in node.args:
                self._annotation(each)

    def _annotation(self, node: ast.AST | None) -> None:
        if node is None:
            return
        self._stack.append(node)
        for inner in walk(node):
            if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                self.free.update(_WORD.findall(inner.value[:_ANNOTATION]))


#: How each type of node is taken; the parts of all others are.
_TAKEN: dict[type, Callable[..., None]] = {
    ast.Name: _Scope._name,
    ast.arg: lambda scope, node: scope._bind((node.arg,)),
    ast.Import: _Scope._import,
    ast.ImportFrom: _Scope._import,
    ast.Global: _Scope._declare,
    ast.Nonlocal: _Scope._declare,
    ast.comprehension: _Scope._comprehension,
    ast.ExceptHandler: _Scope._caught,
    ast.MatchAs: _Scope._caught,
    ast.MatchStar: _Scope._caught,
    ast.MatchMapping: _Scope._caught,
    ast.FunctionDef: _Scope._function,
    ast.AsyncFunctionDef: _Scope._function,
    ast.Lambda: _Scope._function,
    ast.ClassDef: _Scope._class,
    ast.AnnAssign: _Scope._annotated,
    ast.Subscript: _Scope._subscript,
    ast.Call: _Scope._call,
}


def _parameters(given: ast.arguments) -> Iterator[ast.arg]:
    yield from (*given.posonlyargs, *given.args, *given.kwonlyargs)
    yield from (each for each in (given.vararg, given.kwarg) if each is not None)


def last_word(node: ast.AST) -> str:
    """Return the name, or the last of a dotted one; nothing for what is none."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def binds(node: ast.AST) -> Iterator[str]:
    """Yield the names that a node binds itself."""
    if isinstance(node, ast.Name):
        if not isinstance(node.ctx, ast.Load):
            yield node.id
    elif isinstance(node, DEFINITIONS):
        yield node.name
    elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar):
        yield node.name or ""
    elif isinstance(node, ast.MatchMapping):
        yield node.rest or ""


def sets_all(node: ast.stmt) -> bool:
    """Tell whether a statement may set any name of the module."""
    stack: list[tuple[ast.AST, bool]] = [(node, False)]
    while stack:
        inner, within = stack.pop()
        name = _of_builtins(inner)
        if (name in _SETS_ALL and not (within and name in _OUTSIDE)) or _is_module(inner):
            return True
        within = within or isinstance(inner, _FUNCTIONS)
        stack += [(child, within) for child in children(inner)]
    return False


def _of_builtins(node: ast.AST) -> str:
    """Return which of what is always at hand a node names: nothing, if none."""
    if isinstance(node, ast.Attribute):
        if node.attr == "f_globals":
            return "globals"
        return node.attr if root(node) in ("builtins", "__builtins__") else ""
    if isinstance(node, ast.Call) and last_word(node.func) == "vars" and not node.args:
        return "locals"
    return node.id if isinstance(node, ast.Name) else ""


def _is_module(node: ast.AST) -> bool:
    """Tell whether a node gives a module whose name is not written there: it may be this very one."""
    if not isinstance(node, ast.Subscript) or type(node.ctx) is not ast.Load:
        return False
    is_known = isinstance(node.slice, ast.Constant)
    return not is_known and ast.unparse(node.value) in ("sys.modules", "modules")


def root(node: ast.AST) -> str:
    """Return the name that attributes and items are of."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
