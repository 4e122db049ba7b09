"""What the interpreter knows of a library that code may use."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Protocol

import libcst as cst

from immlint.catalog import Catalog
from immlint.document.python.context import Context
from immlint.document.python.domain.join import Unknown
from immlint.document.python.domain.value import Arguments, Interpreting, Slot, Value
from immlint.document.python.journal import Journal
from immlint.document.python.library.policies import Policies


class Walk(Interpreting, Protocol):
    """What libraries need of the interpreter beside what values need."""

    @property
    def context(self) -> Context:
        """Where the interpreter is."""

    @property
    def journal(self) -> Journal:
        """The facts that were found."""

    @property
    def policies(self) -> Policies:
        """The policies that were found."""

    @property
    def catalog(self) -> Catalog:
        """The catalogue of IMM."""

    def apart(self) -> AbstractContextManager[None]:
        """Take what happens for what perhaps happens, in a branch of its own."""

    def forget_module(self) -> None:
        """Let nothing be known of the names of the module: code that nobody can see may set them."""


class Library:
    """A library, by the packages that it is imported from. One stands for one walk through a module."""

    #: The first parts of the dotted names that are its own.
    packages: tuple[str, ...]

    def __init__(self, walk: Walk) -> None:
        """Begin a walk."""
        self.walk = walk

    def symbols(self) -> Iterable[str]:
        """Return the dotted names of the library that code may import by ``*``."""
        return ()

    def names_in(self, module: str) -> list[str]:
        """Return the names of a module that are known, as ``import *`` gives them."""
        split = (name.rpartition(".") for name in self.symbols())
        return [last for head, _, last in split if head == module]

    def construct(self, name: str, given: Arguments) -> Value | None:
        """Return what calling the symbol *name* gives; ``None`` if nothing is known of it."""
        return None

    def declared(self, name: str) -> Value | None:
        """Return an object of the class *name* that was made elsewhere; ``None`` if it is none."""
        return None

    @property
    def methods(self) -> Iterable[str]:
        """The names by which ``send`` knows methods, whatever they belong to: no two libraries share one."""
        return ()

    def send(self, owner: Value, name: str, given: Arguments) -> Value | None:
        """Return what one of the ``methods`` gives; ``None`` if nothing is known of it."""
        return None

    def finish(self) -> None:
        """Note what is known only at the end of the module."""


def at_name(given: Arguments) -> Slot:
    """Return the name of the method at its call site."""
    function = given.node.func if isinstance(given.node, cst.Call) else given.node
    return Slot(Unknown(), function.attr if isinstance(function, cst.Attribute) else function)
