"""The other files that a module imports names of: what bears on a name is walked when it is asked for."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import cast

from immlint.catalog import load
from immlint.document.asked import Asked
from immlint.document.python.context import Mode
from immlint.document.python.domain.frame import Frame
from immlint.document.python.domain.join import Unknown
from immlint.document.python.domain.objects import is_constant
from immlint.document.python.interpret import Imports, Module, interpret
from immlint.document.python.library import LIBRARIES
from immlint.document.python.syntax.binding import exported
from immlint.document.python.syntax.parse import LONGEST, Refused, parse, parse_statements, standard
from immlint.document.python.syntax.relevant import Bearing, ours, relevant
from immlint.document.python.syntax.statements import Statement
from immlint.source import Source

#: Packages of which some names are known, although they are not at hand.
_PACKAGES = frozenset(package for library in LIBRARIES for package in library.packages)


class Modules:
    """The other files of the run, walked when a name of theirs is imported."""

    def __init__(self, path: str, others: Asked | None) -> None:
        self._path = path
        self._others = others
        self.package = others.package(path) if others else ""

    def is_at_hand(self, dotted: str) -> bool:
        """Tell whether a module is another file of the run, or beside it."""
        return self._others is not None and self._others.find(self._path, dotted) is not None

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
        walked, key = self._others.walked, (path, name)
        if key not in walked:
            # Set first: names that lead to each other must end.
            walked[key] = None
            source = self._others.read(path)
            walked[key] = self._walk(source, name) if source is not None else None
        module = walked[key]
        return module if isinstance(module, Module) else None

    def needed(self, text: str) -> Callable[[ast.Module], Sequence[Statement]]:
        """Return what tells which part of the text of this module a finding can depend on."""
        return lambda tree: relevant(text, tree, self, ours(load().methods), self.reaches)

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
            tree = standard(source.text) if source is not None else None
            walked[key] = exported(tree, inner.names_taken) if tree is not None else None
        return cast("set[str] | None", walked[key])

    def names_taken(self, node: ast.ImportFrom) -> set[str] | None:
        """Return the names that ``import *`` takes in this module."""
        return self.names_of(self.absolute(node.module or "", node.level))

    def _bearing(self, source: Source, imported: Modules) -> Bearing | None:
        """Return what tells the parts of a module; ``None`` if it is no Python of this version."""
        assert self._others is not None
        walked, key = self._others.walked, (source.path, "", "", "parts")
        if key not in walked:
            tree = standard(source.text)
            walked[key] = Bearing(source.text, tree, imported) if tree is not None else None
        return cast("Bearing | None", walked[key])

    def _walk(self, source: Source, name: str) -> Module | None:
        """Walk the part of another module that bears on a name; all of it, if it is empty."""
        assert self._others is not None
        inner = Modules(source.path, self._others)
        try:
            bearing = self._bearing(source, inner) if len(source.text) <= LONGEST else None
            statements = bearing.on(name) if bearing is not None else None
            # Several names may be of one part: what they share is one thing.
            key = (source.path, "", tuple(each.start for each in statements or ()))
            if key in self._others.walked:
                return cast("Module | None", self._others.walked[key])
            # Set first: parts that lead to each other must end.
            self._others.walked[key] = None
            parsed = parse(source.text) if statements is None else parse_statements(statements)
        except (Refused, UnicodeError, ValueError):
            return None
        walk = interpret(
            parsed.tree,
            source.text,
            load(),
            modules=inner.find,
            package=inner.package,
            path=source.path,
            mode=Mode.SILENT,
        )
        if self._others.is_beside(source.path):
            # What it does is not seen in this run: it may be done in another way.
            names = walk.module.names
            walk.module.names = {name: value for name, value in names.items() if is_constant(value)}
        module = Module(walk.module, walk.imports)
        self._others.walked[key] = module
        return module
