"""Which names the outermost statements of a module bind, and through which of them one can change others."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Protocol

_IMPORT = re.compile(r"\bimport\b")
_GLOBAL = re.compile(r"\b(?:global|nonlocal)[ \t]+(\w[\w, \t]*)")
#: What gives objects that hold nothing.
_INERT = frozenset(("logging.getLogger", "getLogger", "re.compile", "TypeVar", "typing.TypeVar"))
_WORD = re.compile(r"[^\W\d]\w*")
#: Longer texts are no annotations.
_ANNOTATION = 200
_IMPORTS = (ast.Import, ast.ImportFrom)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_SETTERS = ("setattr", "delattr")


class Imported(Protocol):
    """What a module imports."""

    def is_at_hand(self, dotted: str) -> bool:
        """Tell whether it is another file of the run, or beside it."""
        ...

    def absolute(self, module: str, dots: int) -> str:
        """Return the full name of what ``from`` names, with so many leading dots."""
        ...


class Names:
    """The names of a module, by what can be done through them.

    *is_asked* tells of a part of code whether it says what is looked for, *reaches* of a module whether it
    leads there.
    """

    def __init__(
        self, imported: Imported, is_asked: Callable[[str], bool], reaches: Callable[[str], bool]
    ) -> None:
        self._imported = imported
        self._is_asked = is_asked
        self._reaches = reaches
        self._bound: Counter[str] = Counter()
        self._constant: dict[str, ast.stmt] = {}
        self._at_hand: set[str] = set()
        #: Names of libraries, whose attributes may be set.
        self.libraries: set[str] = set()
        #: Names by which what is looked for is imported.
        self.asked: set[str] = set()
        #: Whether any name may be one of those.
        self.is_open = False

    def take(self, node: ast.stmt, text: str) -> None:
        """Take up the names that a statement binds; *text* is what it stands in."""
        self._at_hand |= {name.strip() for match in _GLOBAL.finditer(text) for name in match[1].split(",")}
        if isinstance(node, _IMPORTS):
            self.libraries |= self._import(node)
            return
        for inner in ast.walk(node) if _IMPORT.search(text) else ():
            if isinstance(inner, _IMPORTS):
                names = self._import(inner)
                if not isinstance(node, _DEFINITIONS):
                    self._bound.update(names)
        names = {*_bound(node, text)}
        self._bound.update(names)
        if _is_constant(node) and not self._is_asked(text):
            self._constant |= dict.fromkeys(names, node)

    def _import(self, node: ast.Import | ast.ImportFrom) -> set[str]:
        """Return the names that an import binds, and note those that lead on, or are another file's."""
        found: set[str] = set()
        base: str | None = None
        if isinstance(node, ast.ImportFrom):
            base = self._imported.absolute(node.module or "", node.level)
        for alias in node.names:
            first = alias.name.partition(".")[0]
            modules = [alias.name, first] if base is None else [base, f"{base}.{alias.name}"]
            is_asked = self._is_asked(" ".join(modules)) or any(map(self._reaches, modules))
            name = alias.asname or (first if base is None else alias.name)
            if name == "*":
                self.is_open = self.is_open or is_asked
                continue
            found.add(name)
            if is_asked:
                self.asked.add(name)
            if any(map(self._imported.is_at_hand, modules)):
                self._at_hand.add(name)
        return found

    @property
    def shared(self) -> set[str]:
        """The names through which one statement can change what another one sees."""
        return self._at_hand | self.asked | (self._bound.keys() - self.inert.keys())

    @cached_property
    def inert(self) -> dict[str, ast.stmt]:
        """The names that stand for one thing each, which cannot be changed, and what binds them."""
        others = self._at_hand | self.asked | self.libraries
        found = self._constant.items()
        return {name: node for name, node in found if self._bound[name] == 1 and name not in others}


def mentioned(node: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement mentions, also in annotations that are written as text."""
    for inner in ast.walk(node):
        yield from _binds(inner)
        if isinstance(inner, ast.Name):
            yield inner.id
        elif (
            isinstance(inner, ast.Constant)
            and isinstance(inner.value, str)
            and len(inner.value) < _ANNOTATION
        ):
            yield from _WORD.findall(inner.value)
        elif isinstance(inner, ast.alias):
            yield inner.asname or inner.name.partition(".")[0]
        elif isinstance(inner, ast.Global | ast.Nonlocal):
            yield from inner.names


def sets(node: ast.stmt, roots: set[str]) -> bool:
    """Tell whether a statement sets or deletes an attribute of one of *roots*."""
    for inner in ast.walk(node):
        target: ast.AST = inner
        if isinstance(inner, ast.Attribute | ast.Subscript) and not isinstance(inner.ctx, ast.Load):
            while isinstance(target, ast.Attribute | ast.Subscript):
                target = target.value
        elif isinstance(inner, ast.Name) and inner.id in _SETTERS:
            return True
        if target is not inner and isinstance(target, ast.Name) and target.id in roots:
            return True
    return False


def exported(tree: ast.Module, names_of: Callable[[ast.ImportFrom], set[str] | None]) -> set[str] | None:
    """Return the names that ``import *`` may take from a module; ``None`` if its text does not tell.

    *names_of* tells the same of a module that it takes names from in this way itself.
    """
    found: set[str] = set()
    listed: set[str] | None = None
    for node in _outside_of_functions(tree):
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
            others = names_of(node)
            if others is None:
                return None
            found |= others
        elif isinstance(node, _IMPORTS):
            found |= {alias.asname or alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.Name) and node.id == "__all__":
            listed = _listed(tree) if listed is None else None
            if listed is None:
                return None
        else:
            found.update(_binds(node))
    public = {name for name in found if not name.startswith("_")}
    return public if listed is None else found & listed


def _outside_of_functions(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield the nodes of what is done when a module is imported."""
    stack: list[ast.AST] = [*tree.body]
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, (*_DEFINITIONS, ast.Lambda, ast.comprehension)):
            stack.extend(ast.iter_child_nodes(node))


def _listed(tree: ast.Module) -> set[str] | None:
    """Return the names that a module lists for others, if one statement gives them as they are."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and [getattr(t, "id", "") for t in node.targets] == ["__all__"]:
            items = node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else [node.value]
            names = {item.value for item in items if isinstance(item, ast.Constant)}
            return {name for name in names if isinstance(name, str)} if len(names) == len(items) else None
    return None


def _binds(node: ast.AST) -> Iterator[str]:
    """Yield the names that a node binds itself."""
    if isinstance(node, ast.Name):
        if not isinstance(node.ctx, ast.Load):
            yield node.id
    elif isinstance(node, _DEFINITIONS):
        yield node.name
    elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar):
        yield node.name or ""
    elif isinstance(node, ast.MatchMapping):
        yield node.rest or ""


def _bound(node: ast.stmt, text: str) -> Iterator[str]:
    """Yield the names that a statement binds, and some that only a part of it sees."""
    parts: list[ast.AST] = [node]
    if isinstance(node, _DEFINITIONS):
        yield node.name
        parts = []
    elif isinstance(node, ast.Assign | ast.AnnAssign | ast.Expr) and ":=" not in text:
        # Tables may be long.
        parts = [*node.targets] if isinstance(node, ast.Assign) else [getattr(node, "target", ast.Pass())]
    for inner in (each for part in parts for each in ast.walk(part)):
        yield from _binds(inner)


def _is_constant(node: ast.stmt) -> bool:
    if not isinstance(node, ast.Assign | ast.AnnAssign):
        return False
    value = node.value
    if isinstance(value, ast.Call) and ast.unparse(value.func) in _INERT:
        given = [*value.args, *(keyword.value for keyword in value.keywords)]
        return all(isinstance(v, ast.Constant) or getattr(v, "id", "") == "__name__" for v in given)
    return isinstance(value, ast.Constant)
