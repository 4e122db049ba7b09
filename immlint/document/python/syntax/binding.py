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
_IMPORTS = (ast.Import, ast.ImportFrom)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_SETTERS = ("setattr", "delattr")


class Imported(Protocol):
    """What a module imports."""

    def is_at_hand(self, dotted: str) -> bool:
        """Tell whether it is another file of the run, or beside it."""
        ...

    def reaches(self, dotted: str) -> bool:
        """Tell whether what is ours may be reached through it."""
        ...

    def absolute(self, module: str, dots: int) -> str:
        """Return the full name of what ``from`` names, with so many leading dots."""
        ...


class Names:
    """The names of a module, by what can be done through them; *is_ours* tells it of a text of code."""

    def __init__(self, imported: Imported, is_ours: Callable[[str], bool]) -> None:
        self._imported = imported
        self._is_ours = is_ours
        self._bound: Counter[str] = Counter()
        self._constant: dict[str, ast.stmt] = {}
        self._at_hand: set[str] = set()
        #: Names of libraries, whose attributes may be set.
        self.libraries: set[str] = set()
        #: Names by which something of ours is imported.
        self.ours: set[str] = set()
        #: Whether any name may be one of ours.
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
        if _is_constant(node) and not self._is_ours(text):
            self._constant |= dict.fromkeys(names, node)

    def _import(self, node: ast.Import | ast.ImportFrom) -> set[str]:
        """Return the names that an import binds, and note those that are ours or another file's."""
        found: set[str] = set()
        base: str | None = None
        if isinstance(node, ast.ImportFrom):
            base = self._imported.absolute(node.module or "", node.level)
        for alias in node.names:
            first = alias.name.partition(".")[0]
            modules = [alias.name, first] if base is None else [base, f"{base}.{alias.name}"]
            is_ours = self._is_ours(" ".join(modules)) or any(map(self._imported.reaches, modules))
            name = alias.asname or (first if base is None else alias.name)
            if name == "*":
                self.is_open = self.is_open or is_ours
                continue
            found.add(name)
            if is_ours:
                self.ours.add(name)
            if any(map(self._imported.is_at_hand, modules)):
                self._at_hand.add(name)
        return found

    @property
    def shared(self) -> set[str]:
        """The names through which one statement can change what another one sees."""
        return self._at_hand | self.ours | (self._bound.keys() - self.inert.keys())

    @cached_property
    def inert(self) -> dict[str, ast.stmt]:
        """The names that stand for one thing each, which cannot be changed, and what binds them."""
        others = self._at_hand | self.ours | self.libraries
        found = self._constant.items()
        return {name: node for name, node in found if self._bound[name] == 1 and name not in others}


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
        if isinstance(inner, ast.Name):
            if not isinstance(inner.ctx, ast.Load):
                yield inner.id
        elif isinstance(inner, _DEFINITIONS):
            yield inner.name
        elif isinstance(inner, ast.ExceptHandler | ast.MatchAs | ast.MatchStar):
            yield inner.name or ""
        elif isinstance(inner, ast.MatchMapping):
            yield inner.rest or ""


def _is_constant(node: ast.stmt) -> bool:
    if not isinstance(node, ast.Assign | ast.AnnAssign):
        return False
    value = node.value
    if isinstance(value, ast.Call) and ast.unparse(value.func) in _INERT:
        given = [*value.args, *(keyword.value for keyword in value.keywords)]
        return all(isinstance(v, ast.Constant) or getattr(v, "id", "") == "__name__" for v in given)
    return isinstance(value, ast.Constant)
