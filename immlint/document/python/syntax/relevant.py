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

from immlint.document.python.syntax.binding import Imported, Names
from immlint.document.python.syntax.scope import (
    DEFINITIONS,
    SETS_ALL,
    Mentioned,
    changes,
    mentioned,
    sets,
    sets_all,
)
from immlint.document.python.syntax.statements import Statement

#: What no request and no policy can do without, as code writes it: packages, the client, the elements of a
#: policy.
_OURS = re.compile(r"aliyun|alibabacloud|alicloud|ros_cdk|darabonba|\bTea\b|acs:|imm:|Statement\b|2020-09-30")
#: Words that do not belong to what stands before a dot: only these can be names of the module.
_NAME = re.compile(r"(?<![\w.])[^\W\d]\w*")
_WORD = re.compile(r"[^\W\d]\w*")
#: What stands for another letter.
_ESCAPE = re.compile(r"\\[xuUN0-7]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_STAR = re.compile(r"\bimport[\s(\\]*\*")
_IMPORTS = (ast.Import, ast.ImportFrom)
_SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Delete, ast.Pass, ast.Assert)


class _Unit:
    """Statements that share a line, with the first and the last line, from 0."""

    def __init__(self, nodes: list[ast.stmt], first: int, last: int, text: str) -> None:
        self.nodes = nodes
        self.first = first
        self.last = last
        # Python compares names in this form.
        self.text = text if text.isascii() else unicodedata.normalize("NFKC", text)
        if _ESCAPE.search(text):
            # Behind escapes may be anything: what they stand for is looked at, too.
            self.text = "\n".join((self.text, *(each for node in nodes for each in _strings(node))))
        #: The names that it binds, and whether it says what is looked for, or imports that for itself.
        self.binds: set[str] = set()
        self.is_asked = False
        #: All words that may be names.
        self.words = frozenset(_NAME.findall(self.text))

    @cached_property
    def _mentioned(self) -> Mentioned:
        # Only of few statements this is asked.
        return mentioned(self.nodes)

    @property
    def names(self) -> frozenset[str]:
        """The names of the module that it mentions or binds."""
        return self._mentioned.names

    def has_any(self, names: Set[str]) -> bool:
        """Tell whether one of *names* is mentioned."""
        return not names.isdisjoint(self.words) and not names.isdisjoint(self.names)

    def sets_any(self, names: Set[str]) -> bool:
        """Tell whether an attribute of one of *names* is set."""
        used = names & self.words
        return bool(used) and any(sets(node, used) for node in self.nodes)

    def changes_any(self, names: Set[str], namespaces: Set[str]) -> bool:
        """Tell whether one of *names* may be changed, or handed on."""
        used = names & self.words
        used &= self.names | self._mentioned.imports if used else used
        return bool(used) and any(changes(node, used, namespaces) for node in self.nodes)

    @property
    def defines(self) -> bool:
        """Whether it only defines functions and classes."""
        return all(isinstance(node, DEFINITIONS) for node in self.nodes)

    @property
    def outside(self) -> frozenset[str]:
        """The names that it mentions outside of the bodies of functions."""
        return self._mentioned.outside

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

    @cached_property
    def concerns_all(self) -> bool:
        """Whether nothing behind it may be reached, or any name may stand for something else behind it."""
        if any(word in self.words for word in SETS_ALL) and any(map(sets_all, self.nodes)):
            return True
        others = [node for node in self.nodes if not isinstance(node, _SIMPLE + DEFINITIONS + _IMPORTS)]
        return bool(others) and ("raise" in self.words or _STAR.search(self.text) is not None)


def _strings(node: ast.stmt) -> Iterator[str]:
    """Yield the texts in a statement, as they are for Python."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


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
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text)), len(text)]
        self._units = [*_units(text, tree, self._starts)]
        for unit in self._units:
            for node in unit.nodes:
                unit.binds |= names.take(node, unit.text)
                unit.is_asked |= names.take_within(node, unit.text)
            unit.is_asked = unit.is_asked or is_asked(unit.text)

    def part(self, asked: frozenset[str]) -> list[Statement]:
        """Return those that have to do with what is asked for."""
        if self._names.is_open:
            return self.all()
        return self._written(_Reach(self._units, self._names).kept(asked))

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


class _Reach:
    """What bears on something: statements that *act* on it, and those that only define what others use.

    A function that is used is needed for what it gives. Who else uses it bears on nothing, or acts itself.
    """

    def __init__(self, units: list[_Unit], names: Names) -> None:
        self._names = names
        self._units = units
        self._rest = {n: unit for n, unit in enumerate(units) if not unit.imports and not unit.lists}
        self._acting: set[int] = set()
        self._defining: set[int] = set()
        #: Names that are used, and those of which a mention, a change or a new attribute bears on something.
        self._used: set[str] = set()
        self._all: set[str] = set()
        self._changed: set[str] = set()
        self._set: set[str] = set()

    def kept(self, asked: frozenset[str]) -> list[_Unit]:
        """Return what is ours, what bears on that or on the names *asked*, and imports, which cost little."""
        self._use(asked)
        acting = {n for n, unit in self._rest.items() if unit.is_asked or unit.has_any(self._names.asked)}
        acting |= {n for n, unit in enumerate(self._units) if unit.lists and unit.is_asked}
        # Those that may do anything to any name: what they use themselves says nothing of it.
        wild = {n for n, unit in self._rest.items() if unit.concerns_all and self._is_run(unit)} - acting
        for n in wild:
            self._all |= self._units[n].binds
        self._acting |= wild
        defining: set[int] = set()
        while True:
            self._acting |= acting
            self._defining |= defining
            for n in acting:
                self._all |= self._units[n].binds
            for n in acting | defining:
                self._use(self._units[n].names)
            rest = {n: unit for n, unit in self._rest.items() if n not in self._acting}
            acting = {n for n, unit in rest.items() if self._acts(unit)}
            known = acting | self._defining
            defining = {n for n, unit in rest.items() if n not in known and unit.binds & self._used}
            if not acting and not defining:
                break
        imports = {n for n, unit in enumerate(self._units) if unit.imports}
        return [self._units[n] for n in sorted(self._acting | self._defining | imports)]

    def _is_run(self, unit: _Unit) -> bool:
        """Tell whether a statement is run when the module is imported, or a function may be called then."""
        return not unit.defines or not unit.binds.isdisjoint(self._run)

    @cached_property
    def _run(self) -> set[str]:
        """The names that are mentioned by what is run when the module is imported."""
        found: set[str] = set()
        new = {name for unit in self._units if not unit.lists for name in unit.outside}
        while new:
            found |= new
            used = [unit for unit in self._rest.values() if unit.defines and unit.binds & new]
            new = {name for unit in used for name in unit.names} - found
        return found

    def _use(self, names: Set[str]) -> None:
        self._used |= names
        self._all |= names & self._names.shared
        self._changed |= names & self._names.objects
        self._set |= names & (self._names.functions | self._names.libraries)

    def _acts(self, unit: _Unit) -> bool:
        return (
            unit.has_any(self._all)
            or unit.sets_any(self._set)
            or unit.changes_any(self._changed, self._names.namespaces)
        )
