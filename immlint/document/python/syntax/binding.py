"""Which names the outermost statements of a module bind, and through which of them one can change others."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Protocol

from immlint.document.python.syntax.outline import Asking, Unit, words_of
from immlint.document.python.syntax.scope import DEFINITIONS, binds, declared, last_word, root
from immlint.document.python.syntax.tree import children, statements_in, walk

#: What gives objects that hold nothing.
_INERT = frozenset(("logging.getLogger", "getLogger", "re.compile", "TypeVar", "typing.TypeVar"))
_IMPORTS = (ast.Import, ast.ImportFrom)


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

    def __init__(self, imported: Imported, is_asked: Asking, reaches: Callable[[str], bool]) -> None:
        self._imported = imported
        self._is_asked = is_asked
        self._reaches = reaches
        self._bound: Counter[str] = Counter()
        self._constant: dict[str, ast.stmt] = {}
        self._functions: set[str] = set()
        self._classes: set[str] = set()
        self._declared: set[str] = set()
        #: The roots of what is called to make what names stand for, and the packages that names are of.
        self._made: dict[str, str] = {}
        self._packages: dict[str, str] = {}
        self._at_hand: set[str] = set()
        #: Names of whole modules, of this run or beside it.
        self.namespaces: set[str] = set()
        #: Names of libraries, whose attributes may be set.
        self.libraries: set[str] = set()
        #: Names by which what is looked for is imported.
        self.asked: set[str] = set()
        #: Whether any name may be one of those.
        self.is_open = False

    def take(self, node: ast.stmt, unit: Unit) -> set[str]:
        """Take up the names that a statement of *unit* binds, and return them."""
        self._declared |= declared(unit.text)
        if isinstance(node, _IMPORTS):
            names = self._import(node)
            self.libraries |= names
            return names
        if not isinstance(node, DEFINITIONS) and "import" in unit.words:
            for inner in statements_in(node):
                if isinstance(inner, _IMPORTS):
                    self._bound.update(self._import(inner))
        names = {*_bound(node, unit.text)}
        self._bound.update(names)
        if _is_plain_function(node):
            self._functions |= names
        elif _is_plain_class(node):
            self._classes |= names
        elif _is_constant(node) and not unit.says(self._is_asked):
            self._constant |= dict.fromkeys(names, node)
        elif made := _made_by(node):
            self._made |= dict.fromkeys(names, made)
        return names

    def take_within(self, node: ast.stmt, unit: Unit) -> bool:
        """Take up what a function or class imports for itself; tell whether that is looked for."""
        if not isinstance(node, DEFINITIONS) or "import" not in unit.words:
            return False
        imports = (inner for inner in statements_in(node) if isinstance(inner, _IMPORTS))
        return True in {self._leads(name, modules) for each in imports for name, modules in self._of(each)}

    def _import(self, node: ast.Import | ast.ImportFrom) -> set[str]:
        """Return the names that an import binds, and note those that lead on, or are another file's."""
        found: set[str] = set()
        for name, modules in self._of(node):
            is_asked = self._leads(name, modules)
            if name == "*":
                self.is_open = self.is_open or is_asked
                continue
            found.add(name)
            self._packages[name] = modules[0].partition(".")[0]
            if is_asked:
                self.asked.add(name)
        return found

    def _of(self, node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, list[str]]]:
        """Yield the names that an import binds, with the modules that may be meant."""
        if isinstance(node, ast.ImportFrom):
            base = self._imported.absolute(node.module or "", node.level)
            yield from ((each.asname or each.name, [base, f"{base}.{each.name}"]) for each in node.names)
            return
        for alias in node.names:
            first = alias.name.partition(".")[0]
            yield alias.asname or first, [first, alias.name]

    def _leads(self, name: str, modules: list[str]) -> bool:
        at_hand = [*map(self._imported.is_at_hand, modules)]
        if any(at_hand):
            self._at_hand.add(name)
        if at_hand[-1]:
            self.namespaces.add(name)
        text = " ".join(modules)
        if self._is_asked(text, words_of(text)):
            return True
        # Through what is not at hand, nothing else is reached.
        return any(known and self._reaches(each) for each, known in zip(modules, at_hand, strict=True))

    @cached_property
    def shared(self) -> set[str]:
        """The names through which any statement can change what another one sees."""
        others = self.inert.keys() | self.functions | self.objects
        return (self._at_hand | self.asked | self._declared | self._bound.keys()) - others

    @cached_property
    def functions(self) -> set[str]:
        """The names of functions, and of objects of libraries: nothing is seen of them but what is set."""
        made = {name for name, root in self._made.items() if self._is_of_library(root)}
        return {name for name in self._functions | made if self._is_one_thing(name)}

    def _is_of_library(self, root: str) -> bool:
        """Tell whether a name is that of a library that nothing is known of."""
        package = self._packages.get(root)
        known = root in self._at_hand or root in self.asked or self._bound[root]
        return package is not None and not known and package not in sys.stdlib_module_names

    @cached_property
    def objects(self) -> set[str]:
        """The names of classes, and of what is another file's: some uses of them change nothing."""
        classes = {name for name in self._classes if self._is_one_thing(name)}
        others = self.asked | self._declared | self._bound.keys()
        return classes | (self._at_hand - others)

    @cached_property
    def inert(self) -> dict[str, ast.stmt]:
        """The names that stand for one thing each, which cannot be changed, and what binds them."""
        return {name: node for name, node in self._constant.items() if self._is_one_thing(name)}

    def _is_one_thing(self, name: str) -> bool:
        others = (self._at_hand, self.asked, self.libraries, self._declared)
        return self._bound[name] == 1 and not any(name in each for each in others)


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
            found.update(binds(node))
    public = {name for name in found if not name.startswith("_")}
    return public if listed is None else found & listed


def _outside_of_functions(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield the nodes of what is done when a module is imported."""
    stack: list[ast.AST] = [*tree.body]
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, (*DEFINITIONS, ast.Lambda, ast.comprehension)):
            stack += children(node)


def _listed(tree: ast.Module) -> set[str] | None:
    """Return the names that a module lists for others, if one statement gives them as they are."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and [getattr(t, "id", "") for t in node.targets] == ["__all__"]:
            items = node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else [node.value]
            names = {item.value for item in items if isinstance(item, ast.Constant)}
            return {name for name in names if isinstance(name, str)} if len(names) == len(items) else None
    return None


def _bound(node: ast.stmt, text: str) -> Iterator[str]:
    """Yield the names that a statement binds, and some that only a part of it sees."""
    parts: list[ast.AST] = [node]
    if isinstance(node, DEFINITIONS):
        yield node.name
        parts = [*_around(node)] if ":=" in text else []
    elif isinstance(node, ast.Assign | ast.AnnAssign | ast.Expr) and ":=" not in text:
        # Tables may be long.
        parts = [*node.targets] if isinstance(node, ast.Assign) else [getattr(node, "target", ast.Pass())]
    for inner in (each for part in parts for each in walk(part)):
        yield from binds(inner)


def _around(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Iterator[ast.AST]:
    """Yield the parts of a definition that are evaluated around it."""
    yield from node.decorator_list
    yield from (node.bases if isinstance(node, ast.ClassDef) else (node.args,))
    yield from node.keywords if isinstance(node, ast.ClassDef) else filter(None, (node.returns,))


def _is_constant(node: ast.stmt) -> bool:
    if not isinstance(node, ast.Assign | ast.AnnAssign):
        return False
    value = node.value
    if isinstance(value, ast.Call) and ast.unparse(value.func) in _INERT:
        given = [*value.args, *(keyword.value for keyword in value.keywords)]
        return all(isinstance(v, ast.Constant) or getattr(v, "id", "") == "__name__" for v in given)
    return isinstance(value, ast.Constant)


def _is_plain_function(node: ast.stmt) -> bool:
    """Tell whether a statement defines a function that keeps nothing itself."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.decorator_list:
        return False
    return _has_plain_defaults(node)


def _has_plain_defaults(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return all(each is None or _is_plain(each) for each in (*node.args.defaults, *node.args.kw_defaults))


def _is_plain(node: ast.expr) -> bool:
    """Tell whether a value is one that cannot be changed, or what a name stands for."""
    if isinstance(node, ast.Tuple):
        return all(map(_is_plain, node.elts))
    return isinstance(node, ast.Constant | ast.Name | ast.Attribute | ast.UnaryOp | ast.JoinedStr)


def _is_plain_class(node: ast.stmt) -> bool:
    """Tell whether a statement defines a class that keeps nothing, and nothing else makes something of it."""
    if not isinstance(node, ast.ClassDef) or node.keywords:
        return False
    marks = (mark.func if isinstance(mark, ast.Call) else mark for mark in node.decorator_list)
    return all(last_word(mark) == "dataclass" for mark in marks) and all(map(_keeps_nothing, node.body))


def _keeps_nothing(node: ast.stmt) -> bool:
    """Tell whether a part of a class is nothing that all its objects share and one may change."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return _has_plain_defaults(node)
    if isinstance(node, ast.Assign | ast.AnnAssign):
        value = node.value
        is_field = isinstance(value, ast.Call) and last_word(value.func) == "field"
        return value is None or is_field or _is_plain(value)
    return isinstance(node, ast.Pass | ast.Expr)


def _made_by(node: ast.stmt) -> str:
    """Return the name that the function is of whose result a statement gives a name to."""
    if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Call):
        return root(node.value.func)
    return ""
