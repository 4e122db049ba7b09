"""What imported names stand for: names of libraries, and values of other files of the run."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from immlint.document.imports import absolute
from immlint.document.python.domain.frame import Frame, Symbol
from immlint.document.python.domain.join import Unknown, join, settled
from immlint.document.python.domain.value import Copies, Value
from immlint.document.python.library import FOREIGN


class Module(NamedTuple):
    """Another file of the run: its names, and what it imports itself."""

    frame: Frame
    imports: Imports


#: Finds another file by its dotted name, for a name that is asked of it (all of them if empty).
Modules = Callable[[str, str], Module | None]


class Imports:
    """The names that one module imports.

    Those of the module that is linted are *kept* once they are known. Whoever asks another module asks
    anew: what an answer costs is counted for each.
    """

    def __init__(self, modules: Modules | None, package: str, *, kept: bool = True) -> None:
        self._modules = modules
        self._package = package
        self._copies = Copies()
        self._kept = kept
        self._resolved: dict[str, Value] = {}
        self._asked: set[str] = set()
        #: Names that this module sets in others: what they stand for is not known from then on.
        self._overwritten: set[str] = set()

    def base(self, module: str, dots: int) -> str:
        """Return the full name of what ``from`` names, with so many leading *dots*."""
        # What is imported from beside a module is no library, whatever its name.
        return absolute(module, dots, self._package.split(".") if self._package else [])

    def names_of(self, module: str) -> list[str] | None:
        """Return the public names of another file of the run, or ``None`` if it is none."""
        found = self._modules(module, "") if self._modules is not None else None
        if found is None:
            return None
        names = found.frame.names
        if "__all__" in names:
            listed = [slot.value.known for slot in names["__all__"].iterate() or ()]
            return [name for name in listed if name in names]
        return [name for name in names if not name.startswith("_")]

    def overwrite(self, dotted: str) -> None:
        """Let nothing be known of a dotted name from here on."""
        self._overwritten.add(dotted)

    def resolve(self, dotted: str) -> Value:
        """Return what a dotted name stands for: a value of another file of the run, or a symbol."""
        name = dotted.rpartition(".")[2]
        if dotted in self._overwritten:
            return Unknown(name)
        if self._modules is None or "." not in dotted or dotted.startswith(FOREIGN):
            return Symbol(dotted)
        value = self._resolved.get(dotted)
        if value is None:
            value = self._asked_for(dotted)
            if self._kept:
                self._resolved[dotted] = value
        # A constant list stays as it is written.
        return value if value.is_sequence and name.isupper() else settled(value, name)

    def _asked_for(self, dotted: str) -> Value:
        if dotted in self._asked:
            # Modules may hand on what they import of each other.
            return Symbol(dotted)
        self._asked.add(dotted)
        try:
            return self._found(dotted)
        finally:
            self._asked.remove(dotted)

    def _found(self, dotted: str) -> Value:
        head, _, name = dotted.rpartition(".")
        module = self._modules(head, name) if self._modules is not None else None
        value = module.frame.names.get(name) if module is not None else None
        if module is None or value is None:
            return Symbol(dotted)
        # A copy, so that no file changes what another file sees.
        return self._copies.of(module.imports.followed(value))

    def followed(self, value: Value) -> Value:
        """Return a value with the names of imports in it resolved, by the module that imports them."""
        for option in value.options:
            if isinstance(option, Symbol):
                break
        else:
            return value
        return join(self.resolve(o.dotted) if isinstance(o, Symbol) else o for o in value.options)
