"""What a statement may change through the names that it mentions."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Set

from immlint.document.python.syntax.scope import last_word, root
from immlint.document.python.syntax.tree import walk

_SETTERS = ("setattr", "delattr")
#: Methods by which a test sets an attribute of what it gives them first.
_PATCHES = frozenset((*_SETTERS, "object"))
#: What only looks at the objects that it is given.
_LOOKING = frozenset(("isinstance", "issubclass", "type", "len", "str", "repr", "hasattr", "getattr", "id"))
_ONE_VALUE = (
    *(ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.Return, ast.Yield, ast.YieldFrom),
    *(ast.Starred, ast.Await),
)


class Effects:
    """The names of which statements set attributes or items, call methods, or hand on what they stand for."""

    def __init__(self, nodes: Iterable[ast.AST]) -> None:
        self._sets: set[str] = set()
        #: Whether an attribute is set of what nobody can tell.
        self._sets_any = False
        self._methods: set[str] = set()
        self._others: set[str] = set()
        self._bases: set[str] = set()
        #: Whether something is done to the class of an object: that may be any.
        self.takes_class = False
        for node in nodes:
            for inner in walk(node):
                self._take(inner)

    def sets(self, names: Set[str]) -> bool:
        """Tell whether an attribute or item of one of *names* may be set or deleted."""
        return self._sets_any or not self._sets.isdisjoint(names)

    def changes(self, names: Set[str], namespaces: Set[str], *, derived: bool) -> bool:
        """Tell whether an object by one of *names* may be changed, or is handed on.

        To call a name changes nothing that others see, nor does it to read an attribute; to call a method
        may, but of those *namespaces* that are whole modules, whose functions are no methods. With *derived*,
        who derives from a class changes it: its methods may be other ones then.
        """
        return (
            self.sets(names)
            or not self._others.isdisjoint(names)
            or not self._methods.isdisjoint(names - namespaces)
            or (derived and not self._bases.isdisjoint(names))
        )

    def _take(self, node: ast.AST) -> None:
        kind = type(node)
        if kind is ast.Name:
            assert isinstance(node, ast.Name)
            if type(node.ctx) is not ast.Load:
                self._others.add(node.id)
            self._sets_any = self._sets_any or node.id in _SETTERS
        elif kind is ast.Attribute or kind is ast.Subscript:
            assert isinstance(node, ast.Attribute | ast.Subscript)
            if type(node.ctx) is not ast.Load:
                self._sets.update(_roots(node))
                self.takes_class = self.takes_class or any(map(_is_class_of_object, walk(node)))
        elif kind is not ast.Constant:
            handed_on = [*_handed_on(node)]
            self._others.update(each.id for each in handed_on if isinstance(each, ast.Name))
            self.takes_class = self.takes_class or any(map(_is_class_of_object, handed_on))
            if isinstance(node, ast.Call) and last_word(node.func) in _PATCHES and node.args:
                self._sets.update(_roots(node.args[0]))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Subscript):
                is_plain = isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
                (self._methods if is_plain else self._others).add(root(node.func))
            elif isinstance(node, ast.ClassDef):
                self._bases.update(map(root, node.bases))


def _roots(node: ast.AST) -> Iterator[str]:
    """Yield the names that what is set may be of."""
    name = root(node)
    if name:
        yield name
    else:
        yield from (each.id for each in walk(node) if isinstance(each, ast.Name))


def _is_class_of_object(node: ast.AST | None) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr == "__class__"
    return isinstance(node, ast.Call) and last_word(node.func) == "type" and len(node.args) == 1


def _handed_on(node: ast.AST) -> Iterator[ast.AST | None]:
    """Yield what is given to a call, or becomes known by another name."""
    if isinstance(node, ast.Call):
        if not (isinstance(node.func, ast.Name) and node.func.id in _LOOKING):
            yield from node.args
            yield from (keyword.value for keyword in node.keywords)
    elif isinstance(node, _ONE_VALUE):
        yield node.value
    elif isinstance(node, ast.List | ast.Tuple | ast.Set):
        yield from node.elts
    elif isinstance(node, ast.Dict | ast.BoolOp):
        yield from node.values
    elif isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
        yield node.iter
    elif isinstance(node, ast.withitem):
        yield node.context_expr
    elif isinstance(node, ast.IfExp):
        yield from (node.body, node.orelse)
