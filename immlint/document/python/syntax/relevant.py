"""The part of a module that a finding can depend on: libcst need not read the rest.

A module is cut into its outermost statements. Those that name something of ours are relevant, and with them
whatever shares a name of the module with them: by no other way can one change what the other sees. Names are
taken from the text, comments and strings among them, so that rather too much is kept than too little.
"""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Set
from functools import cached_property

from immlint.document.python.syntax.binding import Imported, Names, mentioned, sets
from immlint.document.python.syntax.statements import Statement

#: What no request and no policy can do without, as code writes it: packages, the client, the elements of a
#: policy. Behind an escape may be any of them.
_OURS = re.compile(
    r"aliyun|alibabacloud|alicloud|ros_cdk|darabonba|\bTea\b|acs:|imm:|Statement\b|2020-09-30|\\(?:x|u|U|N\{)"
)
#: Words that do not belong to what stands before a dot: only these can be names of the module.
_NAME = re.compile(r"(?<![\w.])[^\W\d]\w*")
_WORD = re.compile(r"[^\W\d]\w*")
_LINE_END = re.compile(r"\r\n|\r|\n")
#: Whatever may set any name of the module.
_SETS_ALL = frozenset(("globals", "locals", "exec", "eval"))
_STAR = re.compile(r"\bimport[\s(\\]*\*")
_IMPORTS = (ast.Import, ast.ImportFrom)
_SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Delete, ast.Pass, ast.Assert)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class _Unit:
    """Statements that share a line, with the first and the last line, from 0."""

    def __init__(self, nodes: list[ast.stmt], first: int, last: int, text: str) -> None:
        self.nodes = nodes
        self.first = first
        self.last = last
        # Python compares names in this form.
        self.text = text if text.isascii() else unicodedata.normalize("NFKC", text)
        #: All words that may be names.
        self.words = frozenset(_NAME.findall(self.text))

    @cached_property
    def names(self) -> frozenset[str]:
        """The words that are names: only of few statements this is asked."""
        return self.words & frozenset(name for node in self.nodes for name in mentioned(node))

    def has_any(self, names: Set[str]) -> bool:
        """Tell whether one of *names* is mentioned."""
        return not names.isdisjoint(self.words) and not names.isdisjoint(self.names)

    @property
    def imports(self) -> bool:
        """Whether it only imports."""
        return all(isinstance(node, _IMPORTS) for node in self.nodes)

    @property
    def lists(self) -> bool:
        """Whether it only says what others may import, or something to people."""
        return all(
            (isinstance(node, ast.Assign) and [*map(ast.unparse, node.targets)] == ["__all__"])
            or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
            for node in self.nodes
        )

    @property
    def concerns_all(self) -> bool:
        """Whether nothing behind it may be reached, or any name may stand for something else behind it."""
        if not _SETS_ALL.isdisjoint(self.words):
            inner = (each for node in self.nodes for each in ast.walk(node))
            if any(isinstance(each, ast.Name) and each.id in _SETS_ALL for each in inner):
                return True
        others = [node for node in self.nodes if not isinstance(node, _SIMPLE + _DEFINITIONS + _IMPORTS)]
        return bool(others) and ("raise" in self.words or _STAR.search(self.text) is not None)


def ours(methods: Collection[str]) -> Callable[[str], bool]:
    """Return what tells of code whether it names something of ours.

    *methods* are the names by which methods are ours, whatever they belong to.
    """
    known = frozenset(methods)
    return lambda code: _OURS.search(code) is not None or not known.isdisjoint(_WORD.findall(code))


def relevant(
    text: str,
    tree: ast.Module,
    imported: Imported,
    is_asked: Callable[[str], bool],
    reaches: Callable[[str], bool],
) -> list[Statement]:
    """Return the outermost statements of *text* that bear on what is asked for.

    *is_asked* tells it of a part of the code, and *reaches* of a module that is imported.
    """
    return _Statements(text, tree, Names(imported, is_asked, reaches), is_asked).part(frozenset())


class Bearing:
    """A module of which parts are asked for, name by name: it is looked through once."""

    def __init__(self, text: str, tree: ast.Module, imported: Imported) -> None:
        self._statements = _Statements(text, tree, Names(imported, _nothing, _nothing), _nothing)

    def on(self, name: str) -> list[Statement]:
        """Return the statements that bear on a name, or all if it is empty."""
        return self._statements.part(frozenset((name,))) if name else self._statements.all()


def _nothing(text: str) -> bool:
    return False


class _Statements:
    """The outermost statements of a module, and the names that they share."""

    def __init__(self, text: str, tree: ast.Module, names: Names, is_asked: Callable[[str], bool]) -> None:
        self._text = text
        self._names = names
        self._is_asked = is_asked
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text)), len(text)]
        self._units = [*_units(text, tree, self._starts)]
        for unit in self._units:
            for node in unit.nodes:
                names.take(node, unit.text)

    def part(self, asked: frozenset[str]) -> list[Statement]:
        """Return those that have to do with what is asked for."""
        if self._names.is_open:
            return self.all()
        return self._written(_kept(self._units, self._names, self._is_asked, asked))

    def all(self) -> list[Statement]:
        """Return all of them."""
        return self._written(self._units)

    def _written(self, units: list[_Unit]) -> list[Statement]:
        starts = self._starts
        return [Statement(starts[u.first], self._text[starts[u.first] : starts[u.last + 1]]) for u in units]


def _units(text: str, tree: ast.Module, starts: list[int]) -> Iterator[_Unit]:
    nodes: list[ast.stmt] = []
    first = last = -1
    for node in tree.body:
        begin = min([node.lineno, *(mark.lineno for mark in getattr(node, "decorator_list", ()))]) - 1
        if begin > last:
            if nodes:
                yield _Unit(nodes, first, last, text[starts[first] : starts[last + 1]])
            nodes, first = [], begin
        nodes.append(node)
        last = (node.end_lineno or node.lineno) - 1
    if nodes:
        yield _Unit(nodes, first, last, text[starts[first] : starts[last + 1]])


def _kept(
    units: list[_Unit], names: Names, is_asked: Callable[[str], bool], asked: frozenset[str]
) -> list[_Unit]:
    """Return what is ours, what shares a name with that, and so on; imports, too, which cost little."""
    shared, inert = names.shared, names.inert
    rest = {n: unit for n, unit in enumerate(units) if not unit.imports and not unit.lists}
    found = {
        n for n, unit in rest.items() if unit.concerns_all or unit.has_any(names.asked) or is_asked(unit.text)
    }
    found |= {n for n, unit in enumerate(units) if unit.lists and is_asked(unit.text)}
    new = set(found)
    reached = set(asked)
    while True:
        reached |= {name for n in new for name in units[n].names}
        through, written = reached & shared, reached & names.libraries
        new = {
            n
            for n, unit in rest.items()
            if n not in found and (unit.has_any(through) or _sets(unit, written))
        }
        found |= new
        if not new:
            break
    used = {id(inert[name]) for name in reached & inert.keys()}
    constants = {n for n, unit in rest.items() if not used.isdisjoint(map(id, unit.nodes))}
    others = {n for n, unit in enumerate(units) if unit.imports}
    return [units[n] for n in sorted(found | constants | others)]


def _sets(unit: _Unit, roots: set[str]) -> bool:
    """Tell whether a statement sets an attribute of a library."""
    used = roots & unit.words
    return bool(used) and any(sets(node, used) for node in unit.nodes)
