"""The outermost statements of a module, as Python's own parser reads them, with the names in each."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Callable, Iterator, Set
from functools import cached_property
from itertools import accumulate
from typing import Protocol

from immlint.document.python.syntax.effects import Effects
from immlint.document.python.syntax.scope import DEFINITIONS, SETTING, Mentioned, mentioned, sets_all
from immlint.document.python.syntax.tree import walk

#: Words, those behind a dot with it: only the others can be names of the module.
_WORD = re.compile(r"\.?\b[^\W\d]\w*")
#: Turns what is neither in words nor before those of attributes into spaces.
_WORDS = bytes(
    byte if chr(byte).isascii() and (chr(byte).isalnum() or byte in b"_.") else 0x20 for byte in range(256)
)
#: What stands for another letter.
_ESCAPE = re.compile(r"\\[xuUN0-7]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_STAR = re.compile(r"\bimport[\s(\\]*\*")
_IMPORTS = (ast.Import, ast.ImportFrom)
_SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Delete, ast.Pass, ast.Assert)


class Asking(Protocol):
    """Tells of code whether it says what is looked for."""

    def __call__(self, text: str, words: Set[str], /) -> bool:
        """Tell it of a text and the :func:`words_of` it."""
        ...


def words_of(text: str) -> frozenset[str]:
    """Return the words in a text, those of attributes with the dot before them; among them may be numbers."""
    if not text.isascii():
        return frozenset(_WORD.findall(text))
    # To split takes half the time.
    return frozenset(text.encode().translate(_WORDS).replace(b".", b" .").decode().split())


class Unit:
    """Statements that share a line, with all lines that they take. Where they stand is not theirs to know."""

    def __init__(self, nodes: list[ast.stmt], text: str) -> None:
        self.nodes = nodes
        self.lines = text
        # Python compares names in this form.
        self.text = text if text.isascii() else unicodedata.normalize("NFKC", text)
        if "\\" in text and _ESCAPE.search(text):
            # Behind escapes may be anything: what they stand for is looked at, too.
            self.text = "\n".join((self.text, *(each for node in nodes for each in _strings(node))))
        self._said: tuple[Asking, bool] | None = None
        #: All words, those of attributes with the dot before them.
        self.words = words_of(self.text)

    @cached_property
    def _mentioned(self) -> Mentioned:
        # Only of few statements this is asked.
        return mentioned(self.nodes)

    @cached_property
    def _effects(self) -> Effects:
        return Effects(self.nodes)

    @property
    def names(self) -> frozenset[str]:
        """The names of the module that it mentions or binds."""
        return self._mentioned.names

    def says(self, what: Asking) -> bool:
        """Tell whether its text says what is looked for."""
        if self._said is None or self._said[0] != what:
            self._said = what, what(self.text, self.words)
        return self._said[1]

    def has_any(self, names: Set[str]) -> bool:
        """Tell whether one of *names* is mentioned."""
        return not names.isdisjoint(self.words) and not names.isdisjoint(self.names)

    def sets_any(self, names: Set[str]) -> bool:
        """Tell whether an attribute of one of *names* is set."""
        used = names & self.words
        return bool(used) and self._effects.sets(used)

    def changes_any(self, names: Set[str], namespaces: Set[str], *, derived: bool) -> bool:
        """Tell whether one of *names* may be changed, or handed on, or *derived* from."""
        used = names & self.words
        used &= self.names | self._mentioned.imports if used else used
        return bool(used) and self._effects.changes(used, namespaces, derived=derived)

    @property
    def takes_class(self) -> bool:
        """Whether something is done to the class of an object, which may be any."""
        return not self.words.isdisjoint(("type", ".__class__")) and self._effects.takes_class

    @property
    def defines(self) -> bool:
        """Whether it only defines functions and classes."""
        return all(isinstance(node, DEFINITIONS) for node in self.nodes)

    @property
    def outside(self) -> frozenset[str]:
        """The names that it mentions outside of the bodies of functions."""
        return self._mentioned.outside

    @cached_property
    def imports(self) -> bool:
        """Whether it only imports."""
        return all(isinstance(node, _IMPORTS) for node in self.nodes)

    @cached_property
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
        if not self.words.isdisjoint(SETTING) and any(map(sets_all, self.nodes)):
            return True
        others = [node for node in self.nodes if not isinstance(node, _SIMPLE + DEFINITIONS + _IMPORTS)]
        return bool(others) and ("raise" in self.words or _STAR.search(self.text) is not None)


def _strings(node: ast.stmt) -> Iterator[str]:
    """Yield the texts in a statement, as they are for Python."""
    for inner in walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


class Outline:
    """The outermost statements of a text, each with the offset that its first line begins at."""

    def __init__(self, text: str, units: list[tuple[int, Unit]]) -> None:
        self.text = text
        self.units = units

    @classmethod
    def of(cls, text: str, tree: ast.Module) -> Outline:
        """Return that of a text and its tree."""
        return cls(text, [*_units(text, tree)])

    def edited(self, text: str, read: Callable[[str], ast.Module | None]) -> Outline | None:
        """Return that of another version of the text, of which only what changed is *read*.

        ``None`` if that cannot be told apart. Lines that are whole statements by themselves are the same
        statements between any others: none goes on behind its lines, and none begins before.
        """
        same = _same(self.text, text)
        first = sum(1 for start, unit in self.units if start + len(unit.lines) <= same)
        while first and not _ends_line(text, self._end(first)):
            first -= 1
        begin = self._end(first)
        grown = len(text) - len(self.text)
        same_behind = _same(self.text[begin:][::-1], text[begin:][::-1])
        last = sum(1 for start, _ in self.units if start < max(len(self.text) - same_behind, begin))
        end = self.units[last][0] + grown if last < len(self.units) else len(text)
        if end > begin and end < len(text) and not _ends_line(text, end):
            return None
        tree = read(text[begin:end])
        if tree is None:
            return None
        between = ((begin + start, unit) for start, unit in _units(text[begin:end], tree))
        behind = ((start + grown, unit) for start, unit in self.units[last:])
        return Outline(text, [*self.units[:first], *between, *behind])

    def _end(self, count: int) -> int:
        """Return where so many of the first statements end."""
        if not count:
            return 0
        start, unit = self.units[count - 1]
        return start + len(unit.lines)


def line_starts(text: str) -> list[int]:
    """Return where the lines of a text begin, as Python counts them, and last where it ends."""
    if "\r" not in text:
        return [0, *accumulate(len(line) + 1 for line in text.split("\n")[:-1]), len(text)]
    return [0, *(match.end() for match in _LINE_END.finditer(text)), len(text)]


def _units(text: str, tree: ast.Module) -> Iterator[tuple[int, Unit]]:
    starts = line_starts(text)
    nodes: list[ast.stmt] = []
    first = last = -1
    for node in tree.body:
        begin = min([node.lineno, *(mark.lineno for mark in getattr(node, "decorator_list", ()))]) - 1
        if begin > last:
            if nodes:
                yield starts[first], Unit(nodes, text[starts[first] : starts[last + 1]])
            nodes, first = [], begin
        nodes.append(node)
        last = (node.end_lineno or node.lineno) - 1
    if nodes:
        yield starts[first], Unit(nodes, text[starts[first] : starts[last + 1]])


def _same(one: str, other: str) -> int:
    """Return how many characters two texts have in common before the first that differs."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _ends_line(text: str, at: int) -> bool:
    """Tell whether a line ends before an offset, and its end is not cut in two."""
    return text[at - 1 : at] in ("\r", "\n") and text[at - 1 : at + 1] != "\r\n"
