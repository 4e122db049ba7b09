"""Where the interpreter is: the branch, the scope, the call site, and what is done with what it finds."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

import libcst as cst

from immlint.document.python.domain.value import Branch


class Mode(Enum):
    """What is done with the facts that the interpreter finds."""

    #: They are reported for the file that is linted.
    REPORT = "report"
    #: Of requests only what they ask of policies is kept.
    GRANTS_ONLY = "grants only"
    #: Nothing is kept: another file reports for itself, or it is not known what happens.
    SILENT = "silent"


class Context(NamedTuple):
    """A place in the execution of a module. Another one is entered as a whole, and left as a whole."""

    #: The branches that are walked now.
    branch: Branch = ()
    #: The body that is in execution.
    scope: str = ""
    mode: Mode = Mode.REPORT
    #: The call site in the linted file whose function, of another file, is walked now.
    call_site: cst.CSTNode | None = None
    #: The calls in the linted file whose functions, of the same file, are walked now: the outermost first.
    calls: tuple[tuple[cst.CSTNode, cst.CSTNode], ...] = ()
    #: The function that is walked now for arguments that nobody knows.
    body: str = ""
    #: The functions that are being called.
    active: tuple[cst.CSTNode, ...] = ()
    #: How often the loops that are walked item by item repeat what is walked now.
    turns: int = 1
    #: Whether what happens is done to one of several values, and it is not known to which.
    weak: bool = False
    #: Whether arguments that nobody gives may be anything, in place of their defaults.
    any_argument: bool = False
    #: Attributes that are surely there, as a test says: other versions of a library may have them.
    tested: frozenset[str] = frozenset()

    @property
    def is_reporting(self) -> bool:
        """Whether what happens here is reported."""
        return self.mode is Mode.REPORT

    @property
    def place(self) -> str:
        """A name for the straight-line piece of code that this is in."""
        return f"{self.scope}/{'.'.join(map(str, self.branch))}"

    def is_within(self, made: Branch) -> bool:
        """Tell whether what was made in the branches *made* surely sees what happens here."""
        return self.branch == made[: len(self.branch)]
