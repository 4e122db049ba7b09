"""The part of a module that a finding can depend on: libcst need not read the rest.

A module is cut into its outermost statements. Those that name something of ours are relevant, and with them
whatever shares a name of the module with them: by no other way can one change what the other sees. Names are
taken from the text, comments and strings among them, so that rather too much is kept than too little.
"""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from immlint.document.python.syntax.binding import Imported, Names, sets

#: What no request and no policy can do without, as code writes it: packages, the client, the elements of a
#: policy. Behind an escape may be any of them.
_OURS = re.compile(
    r"aliyun|alibabacloud|alicloud|ros_cdk|darabonba|\bTea\b|acs:|imm:|Statement\b|2020-09-30|\\(?:x|u|U|N\{)"
)
#: Words that do not belong to what stands before a dot: only these can be names of the module.
_NAME = re.compile(r"(?<![\w.])[^\W\d]\w*")
_WORD = re.compile(r"[^\W\d]\w*")
_LINE_END = re.compile(r"\r\n|\r|\n")
_LAST_END = re.compile(r"(?:\r\n|\r|\n)\Z")
#: Whatever may set any name of the module.
_SETS_ALL = frozenset(("globals", "locals", "vars", "exec", "eval", "__dict__"))
_STAR = re.compile(r"\bimport[\s(\\]*\*")
_IMPORTS = (ast.Import, ast.ImportFrom)
_SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Delete, ast.Pass, ast.Assert)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class _Unit(NamedTuple):
    """Statements that share a line, with the first and the last line, from 0."""

    nodes: list[ast.stmt]
    first: int
    last: int
    text: str
    names: frozenset[str]

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
        others = [node for node in self.nodes if not isinstance(node, _SIMPLE + _DEFINITIONS + _IMPORTS)]
        return bool(others) and ("raise" in self.names or _STAR.search(self.text) is not None)


def relevant(text: str, tree: ast.Module, imported: Imported, methods: Collection[str]) -> str:
    """Return *text* with spaces for all that no finding depends on: bytes stand where they stood.

    *methods* are the names by which methods are ours, whatever they belong to.
    """
    starts = [0, *(match.end() for match in _LINE_END.finditer(text)), len(text)]
    units = [*_units(text, tree, starts)]
    if any(not _SETS_ALL.isdisjoint(unit.names) for unit in units):
        return text
    known = frozenset(methods)

    def is_ours(code: str) -> bool:
        return _OURS.search(code) is not None or not known.isdisjoint(_WORD.findall(code))

    names = Names(imported, is_ours)
    for unit in units:
        for node in unit.nodes:
            names.take(node, unit.text)
    if names.is_open:
        return text
    return _blanked(text, starts, _kept(units, names, is_ours))


def _units(text: str, tree: ast.Module, starts: list[int]) -> Iterator[_Unit]:
    nodes: list[ast.stmt] = []
    first = last = -1
    for node in tree.body:
        begin = min([node.lineno, *(mark.lineno for mark in getattr(node, "decorator_list", ()))]) - 1
        if begin > last:
            if nodes:
                yield _unit(nodes, first, last, text[starts[first] : starts[last + 1]])
            nodes, first = [], begin
        nodes.append(node)
        last = (node.end_lineno or node.lineno) - 1
    if nodes:
        yield _unit(nodes, first, last, text[starts[first] : starts[last + 1]])


def _unit(nodes: list[ast.stmt], first: int, last: int, text: str) -> _Unit:
    # Python compares names in this form.
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return _Unit(nodes, first, last, plain, frozenset(_NAME.findall(plain)))


def _kept(units: list[_Unit], names: Names, is_ours: Callable[[str], bool]) -> list[_Unit]:
    """Return what is ours, what shares a name with that, and so on; imports, too, which cost little."""
    shared, inert = names.shared, names.inert
    rest = {n: unit for n, unit in enumerate(units) if not unit.imports and not unit.lists}
    found = {
        n
        for n, unit in rest.items()
        if unit.concerns_all or not names.ours.isdisjoint(unit.names) or is_ours(unit.text)
    }
    found |= {n for n, unit in enumerate(units) if unit.lists and _OURS.search(unit.text)}
    new = set(found)
    reached: set[str] = set()
    while new:
        reached |= {name for n in new for name in units[n].names}
        through, written = reached & shared, reached & names.libraries
        new = {
            n
            for n, unit in rest.items()
            if n not in found and (not through.isdisjoint(unit.names) or _sets(unit, written))
        }
        found |= new
    used = {id(inert[name]) for name in reached & inert.keys()}
    constants = {n for n, unit in rest.items() if not used.isdisjoint(map(id, unit.nodes))}
    others = {n for n, unit in enumerate(units) if unit.imports}
    return [units[n] for n in sorted(found | constants | others)]


def _sets(unit: _Unit, roots: set[str]) -> bool:
    """Tell whether a statement sets an attribute of a library."""
    used = roots & unit.names
    return bool(used) and any(sets(node, used) for node in unit.nodes)


def _blanked(text: str, starts: list[int], kept: list[_Unit]) -> str:
    """Return the lines of *kept*, with one line of spaces for all that stands between two of them."""
    pieces: list[str] = []
    at = 0
    for unit in kept:
        pieces += [_blank(text[at : starts[unit.first]]), text[starts[unit.first] : starts[unit.last + 1]]]
        at = starts[unit.last + 1]
    return "".join((*pieces, _blank(text[at:])))


def _blank(text: str) -> str:
    end = _LAST_END.search(text)
    mark = end[0] if end is not None else ""
    return " " * (len(text.encode("utf-8", "surrogatepass")) - len(mark)) + mark
