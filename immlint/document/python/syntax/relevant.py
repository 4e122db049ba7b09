"""The part of a module that a finding can depend on: libcst need not read the rest.

A module is cut into its outermost statements. Those that name something of ours are relevant, and with them
what they use, and whatever may act on that: what calls a function that sends a request, changes a value, sets
an attribute or hands it on. Who merely uses the same helper, class or other file is left out. What is ours is
looked for in comments and strings, too, so that rather too much is kept than too little.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Set
from functools import cached_property

from immlint.document.python.syntax.binding import Imported, Names
from immlint.document.python.syntax.outline import Asking, Outline, Unit
from immlint.document.python.syntax.statements import Statement

#: What no request and no policy can do without, as code writes it: packages, the client, the elements of a
#: policy.
_OURS = ("aliyun", "alibabacloud", "alicloud", "ros_cdk", "darabonba", "acs:", "imm:", "2020-09-30")
_WORD = "Tea"
_ELEMENT = re.compile(r"Statement\b")


class Ours:
    """Tells of code whether it names something of ours: of *methods*, whatever they belong to, for one."""

    def __init__(self, methods: Collection[str]) -> None:
        self._methods = methods
        self._known = frozenset(each for word in (_WORD, *methods) for each in (word, f".{word}"))

    def __call__(self, text: str, words: Set[str], /) -> bool:
        return (
            not self._known.isdisjoint(words)
            # A search for a text costs a small part of one for a pattern.
            or any(each in text for each in _OURS)
            or ("Statement" in text and _ELEMENT.search(text) is not None)
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ours) and self._methods is other._methods

    def __hash__(self) -> int:
        return id(self._methods)


def relevant(
    outline: Outline,
    imported: Imported,
    is_asked: Asking,
    reaches: Callable[[str], bool],
) -> list[Statement]:
    """Return the outermost statements of a module that bear on what is asked for.

    *is_asked* tells it of a part of the code, and *reaches* of a module that is imported.
    """
    return _Statements(outline, Names(imported, is_asked, reaches), is_asked).part(frozenset())


class Bearing:
    """A module of which parts are asked for, name by name: it is looked through once."""

    def __init__(self, outline: Outline, imported: Imported) -> None:
        self._statements = _Statements(outline, Names(imported, _nothing, _nowhere), _nothing)

    def on(self, name: str) -> list[Statement]:
        """Return the statements that bear on a name, or all if it is empty."""
        return self._statements.part(frozenset((name,))) if name else self._statements.all()


def _nothing(text: str, words: Set[str], /) -> bool:
    return False


def _nowhere(dotted: str) -> bool:
    return False


class _Taken:
    """A statement, the names that it binds, and whether it says what is looked for, or imports that."""

    def __init__(self, unit: Unit, names: Names, is_asked: Asking) -> None:
        self.unit = unit
        self.binds: set[str] = set()
        self.is_asked = False
        for node in unit.nodes:
            self.binds |= names.take(node, unit)
            self.is_asked |= names.take_within(node, unit)
        self.is_asked = self.is_asked or unit.says(is_asked)

    def gives_any(self, names: Set[str]) -> bool:
        """Tell whether an import may give one of *names*."""
        return self.is_asked or not self.binds.isdisjoint(names) or "*" in self.unit.text


class _Statements:
    """The outermost statements of a module, and the names that they share."""

    def __init__(self, outline: Outline, names: Names, is_asked: Asking) -> None:
        self._outline = outline
        self._names = names
        self._taken = [_Taken(unit, names, is_asked) for _, unit in outline.units]

    def part(self, asked: frozenset[str]) -> list[Statement]:
        """Return those that have to do with what is asked for."""
        if self._names.is_open:
            return self.all()
        kept = _Reach(self._taken, self._names, is_linted=not asked).kept(asked)
        return [Statement(start, unit.lines) for start, unit in map(self._outline.units.__getitem__, kept)]

    def all(self) -> list[Statement]:
        """Return all of them."""
        return [Statement(start, unit.lines) for start, unit in self._outline.units]


class _Reach:
    """What bears on something: statements that *act* on it, and those that only define what others use.

    A function that is used is needed for what it gives. Who else uses it bears on nothing, or acts itself.
    """

    def __init__(self, statements: list[_Taken], names: Names, *, is_linted: bool) -> None:
        self._names = names
        self._is_linted = is_linted
        self._taken = statements
        self._rest = {
            n: taken for n, taken in enumerate(statements) if not taken.unit.imports and not taken.unit.lists
        }
        self._acting: set[int] = set()
        self._defining: set[int] = set()
        #: Names that are used, and those of which a mention, a change or a new attribute bears on something.
        self._used: set[str] = set()
        self._all: set[str] = set()
        self._changed: set[str] = set()
        self._set: set[str] = set()
        #: All of these, and what may be anything.
        self._bearing: set[str] = set()

    def kept(self, asked: frozenset[str]) -> list[int]:
        """Return what is ours, what bears on that or on the names *asked*, and the imports that they use."""
        self._use(asked)
        acting = {
            n for n, taken in self._rest.items() if taken.is_asked or taken.unit.has_any(self._names.asked)
        }
        acting |= {n for n, taken in enumerate(self._taken) if taken.unit.lists and taken.is_asked}
        defining: set[int] = set()
        while True:
            self._acting |= acting
            self._defining |= defining
            for n in acting:
                self._all |= self._taken[n].binds
            for n in acting | defining:
                self._use(self._taken[n].unit.names)
            self._bearing = self._all | self._of_wild | self._set | self._changed
            rest = {n: taken for n, taken in self._rest.items() if n not in self._acting}
            acting = {n for n, taken in rest.items() if self._acts(n)}
            known = acting | self._defining
            defining = {n for n, taken in rest.items() if n not in known and taken.binds & self._used}
            if not acting and not defining:
                break
        used = self._used.union(self._names.asked, *(self._taken[n].unit.names for n in self._wild))
        imports = {n for n, taken in enumerate(self._taken) if taken.unit.imports and taken.gives_any(used)}
        return sorted(self._acting | self._defining | self._wild | imports)

    @cached_property
    def _wild(self) -> set[int]:
        """Those that may do anything to any name: what they use themselves says nothing of it."""
        return {n for n, taken in self._rest.items() if taken.unit.concerns_all and self._is_run(taken)}

    @cached_property
    def _of_wild(self) -> set[str]:
        return {name for n in self._wild for name in self._taken[n].binds}

    def _is_run(self, taken: _Taken) -> bool:
        """Tell whether a statement is run when the module is imported, or a function may be called then."""
        return not taken.unit.defines or not taken.binds.isdisjoint(self._run)

    @cached_property
    def _run(self) -> set[str]:
        """The names that are mentioned by what is run when the module is imported."""
        found: set[str] = set()
        new = {name for taken in self._taken if not taken.unit.lists for name in taken.unit.outside}
        while new:
            found |= new
            used = [taken for taken in self._rest.values() if taken.unit.defines and taken.binds & new]
            new = {name for taken in used for name in taken.unit.names} - found
        return found

    def _use(self, names: Set[str]) -> None:
        self._used |= names
        self._all |= names & self._names.shared
        self._changed |= names & self._names.objects
        self._set |= names & (self._names.functions | self._names.libraries)

    def _acts(self, number: int) -> bool:
        unit = self._taken[number].unit
        if unit.words.isdisjoint(self._bearing) and not (self._changed and unit.takes_class):
            return False
        return (
            unit.has_any(self._all if number in self._wild else self._all | self._of_wild)
            or unit.sets_any(self._set)
            or (bool(self._changed) and unit.takes_class)
            or unit.changes_any(self._changed, self._names.namespaces, derived=self._is_linted)
        )
