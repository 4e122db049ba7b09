"""The other files that a module imports names of: what bears on a name is walked when it is asked for."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import cast

from immlint.catalog import load
from immlint.document.asked import Asked
from immlint.document.python.domain.frame import Frame
from immlint.document.python.domain.join import Unknown
from immlint.document.python.domain.objects import is_constant
from immlint.document.python.interpret import Imports, Module, interpret
from immlint.document.python.library import LIBRARIES
from immlint.document.python.syntax.binding import exported
from immlint.document.python.syntax.outline import Outline
from immlint.document.python.syntax.parse import LONGEST, Refused, parse, parse_statements, standard
from immlint.document.python.syntax.relevant import Bearing, Ours, relevant
from immlint.document.python.syntax.statements import Statement
from immlint.document.python.walks import LOOKED_THROUGH, PARSED, Walks
from immlint.source import Source

#: Packages of which some names are known, although they are not at hand.
_PACKAGES = frozenset(package for library in LIBRARIES for package in library.packages)


class Modules:
    """The other files of the run, walked when a name of theirs is imported."""

    def __init__(self, path: str, others: Asked | None) -> None:
        self._path = path
        self._others = others

    @cached_property
    def package(self) -> str:
        """The dotted name of the package that the module is in."""
        return self._others.package(self._path) if self._others else ""

    def is_at_hand(self, dotted: str) -> bool:
        """Tell whether a module is another file of the run, or beside it."""
        return self._others is not None and self._others.find(self._path, dotted) is not None

    @property
    def is_beside(self) -> bool:
        """Whether the module is no part of the run."""
        return self._others is not None and self._others.is_beside(self._path)

    def reaches(self, dotted: str) -> bool:
        """Tell whether what is ours may be reached through another file."""
        return self._others is not None and self._others.reaches(self._path, dotted)

    def absolute(self, module: str, dots: int) -> str:
        """Return the full name of what ``from`` names, with so many leading dots."""
        return Imports(None, self.package).base(module, dots)

    def find(self, dotted: str, name: str) -> Module | None:
        """Return another module, or ``None`` if there is none that has the name."""
        if self._others is None:
            return None
        path = self._others.find(self._path, dotted)
        if path is None or path == self._path:
            return None
        if name and self._others.is_beside(path) and not self._others.defines(path, name):
            return None
        names = None if name else self.names_of(dotted)
        if names is not None:
            return Module(
                Frame(path, names={each: Unknown(each) for each in sorted(names)}), Imports(None, "")
            )
        looked = self._looked(path)
        return looked.walked(name, walks_of(self._others)) if looked is not None else None

    def _looked(self, path: str) -> _Looked | None:
        """Return another module, looked through, if it can be read."""
        assert self._others is not None
        walked, key = self._others.walked, (path, "text")
        if key not in walked:
            source = self._others.read(path)
            inner = Modules(path, self._others)
            walked[key] = _Looked(source, inner) if source is not None else None
        return cast("_Looked | None", walked[key])

    def needed(self) -> Callable[[Outline], Sequence[Statement]]:
        """Return what tells which part of the text of this module a finding can depend on."""
        return lambda outline: relevant(outline, self, Ours(load().methods), self.reaches)

    def names_of(self, dotted: str) -> set[str] | None:
        """Return the names that ``import *`` takes from another file; ``None`` if its text does not tell."""
        path = self._others.find(self._path, dotted) if self._others is not None else None
        if self._others is None or path is None or self._others.is_beside(path):
            return None if path is not None or dotted.partition(".")[0] in _PACKAGES else set()
        walked, key = self._others.walked, (path, "*")
        if key not in walked:
            # Set first: modules that take all names of each other must end.
            walked[key] = set()
            source, inner = self._others.read(path), Modules(path, self._others)
            may_look = source is not None and walks_of(self._others).may_look(len(source.text))
            tree = standard(source.text) if source is not None and may_look else None
            walked[key] = exported(tree, inner.names_taken) if tree is not None else None
        return cast("set[str] | None", walked[key])

    def names_taken(self, node: ast.ImportFrom) -> set[str] | None:
        """Return the names that ``import *`` takes in this module."""
        return self.names_of(self.absolute(node.module or "", node.level))


def walks_of(others: Asked) -> Walks:
    """Return the walks through the files that one file asks."""
    return cast("Walks", others.walked.setdefault(Walks, Walks()))


class _Looked:
    """Another module, looked through: a part of it is walked when a name is asked for."""

    def __init__(self, source: Source, imported: Modules) -> None:
        self._source = source
        self._imported = imported
        self._parts: dict[str, Sequence[Statement]] = {}

    @cached_property
    def _bearing(self) -> Bearing | None:
        """What tells the parts of the module; ``None`` if it is no Python of this version."""
        text = self._source.text
        tree = standard(text) if len(text) <= LONGEST else None
        return Bearing(Outline.of(text, tree), self._imported) if tree is not None else None

    def walked(self, name: str, walks: Walks) -> Module | None:
        """Return the part of the module that bears on a name; all of it, if it is empty."""
        try:
            bearing = self._bearing
        except (UnicodeError, ValueError):
            return None
        if bearing is None:
            return walks.of(self._source.path, lambda: self._walk(None, walks))
        if name not in self._parts:
            self._parts[name] = bearing.on(name)
        statements = self._parts[name]
        # Several names may be of one part: what they share is one thing.
        key = (self._source.path, *(statement.start for statement in statements))
        return walks.of(key, lambda: self._walk(statements, walks))

    def _walk(self, statements: Sequence[Statement] | None, walks: Walks) -> Module | None:
        text = self._source.text
        parts = [text] if statements is None else [statement.text for statement in statements]
        walks.spend(len(text) // LOOKED_THROUGH + sum(map(len, parts)) // PARSED)
        try:
            parsed = parse(text) if statements is None else parse_statements(statements)
        except (Refused, UnicodeError, ValueError):
            return None
        inner = self._imported
        walk = interpret(
            parsed,
            text,
            load(),
            modules=inner.find,
            package=inner.package,
            path=self._source.path,
            spent=walks.spend,
        )
        if inner.is_beside:
            # What it does is not seen in this run: it may be done in another way.
            names = walk.module.names
            walk.module.names = {name: value for name, value in names.items() if is_constant(value)}
        return Module(walk.module, walk.imports)
