"""What an expression may be: values as far as they can be told from the text, and holes.

A slot is a place in a value, with the nodes that wrote it, so that a finding can name the very argument.
Values are shared as Python shares them: what one name changes, every other name sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import libcst as cst

from immlint.document.python.literal import Literal
from immlint.language import Language

ANYTHING = Language.hole()
#: Alternatives that are told apart; more are a hole.
MOST = 16
#: Items that are kept of one list.
LARGEST = 4096
#: Texts that one value may be, told apart; more are a hole.
MOST_BRANCHES = 64


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that nobody can tell from the text; *name* is shown for it."""

    name: str = "..."


@dataclass(frozen=True, slots=True)
class Const:
    """None, a boolean or a number."""

    data: Any


@dataclass(frozen=True, slots=True)
class Piece:
    """Known characters. If a token wrote them, they begin at *first* in its decoded text."""

    text: str
    node: cst.CSTNode | None = None
    literal: Literal | None = None
    first: int = 0


@dataclass(frozen=True, slots=True)
class Hole:
    """An unknown part of a text: one of *options*, or anything."""

    name: str
    options: Language = ANYTHING

    @property
    def text(self) -> str:
        """How the hole is shown."""
        return "${" + (self.name or "...") + "}"


@dataclass(frozen=True, slots=True)
class Text:
    """A string, known in part."""

    pieces: tuple[Piece | Hole, ...]

    @property
    def shown(self) -> str:
        """The text with ``${name}`` for each hole."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def known(self) -> str | None:
        """The text, if all of it is known."""
        return self.shown if all(isinstance(piece, Piece) for piece in self.pieces) else None

    @property
    def language(self) -> Language:
        """What the text may be."""
        language = Language.literal("")
        count = 1
        for piece in self.pieces:
            count *= len(piece.options.branches) if isinstance(piece, Hole) else 1
            if count > MOST_BRANCHES:
                return ANYTHING
            language = language + (piece.options if isinstance(piece, Hole) else Language.literal(piece.text))
        return language


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values; which one is not known."""

    options: tuple[Value, ...]


@dataclass(eq=False, slots=True)
class Slot:
    """A value where it stands: *node* wrote it, *key* names it, or *label* as a part of a text."""

    value: Value
    node: cst.CSTNode | None = None
    key: cst.CSTNode | None = None
    label: Text | None = None


@dataclass(eq=False, slots=True)
class Record:
    """A dict. *open*: there may be keys nobody can see; *escaped*: unknown code may have added some."""

    slots: dict[str, Slot] = field(default_factory=dict)
    open: bool = False
    node: cst.CSTNode | None = None
    escaped: bool = False
    path: tuple[int, ...] = ()


@dataclass(eq=False, slots=True)
class Items:
    """A list, tuple or set. *open*: there may be items nobody can see."""

    slots: list[Slot] = field(default_factory=list)
    open: bool = False
    node: cst.CSTNode | None = None
    path: tuple[int, ...] = ()

    def add(self, slots: Iterable[Slot]) -> None:
        """Put items at the end, up to a bound."""
        self.slots.extend(list(slots)[: max(LARGEST - len(self.slots), 0)])
        self.open = self.open or len(self.slots) >= LARGEST


@dataclass(frozen=True, slots=True)
class Encoded:
    """The JSON text of a value."""

    value: Value


@dataclass(frozen=True, slots=True)
class Symbol:
    """Something imported, by its full dotted name."""

    name: str


@dataclass(eq=False, slots=True)
class Frame:
    """One body in execution: a module, a class, or a call of a function."""

    scope: str
    parent: Frame | None = None
    names: dict[str, Value] = field(default_factory=dict)
    #: Names bound more than once: a function cannot tell which value it will see.
    rebound: set[str] = field(default_factory=set)
    is_class: bool = False
    is_comprehension: bool = False
    #: What ``return`` has handed back so far.
    results: list[Value] = field(default_factory=list)

    @property
    def root(self) -> Frame:
        """The frame of the module that this one is in."""
        frame = self
        while frame.parent is not None:
            frame = frame.parent
        return frame

    def find(self, name: str) -> Value:
        """Return what a name stands for; a hole if nothing tells."""
        frame: Frame | None = self
        while frame is not None:
            if name in frame.names and (frame is self or not frame.is_class):
                hidden = frame is not self and name in frame.rebound
                return Unknown(name) if hidden else frame.names[name]
            frame = frame.parent
        return Unknown(name)

    def bind(self, name: str, value: Value) -> None:
        """Let a name stand for a value from here on."""
        if name in self.names:
            self.rebound.add(name)
        self.names[name] = value


@dataclass(eq=False, slots=True)
class Function:
    """A function of the module, with the frame it closes over."""

    node: cst.FunctionDef | cst.Lambda
    frame: Frame
    called: bool = False
    #: The defaults of its parameters, as they were when it was defined.
    defaults: dict[str, Value] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Class:
    """A class of the module."""

    node: cst.ClassDef
    frame: Frame
    bases: tuple[Value, ...] = ()


@dataclass(eq=False, slots=True)
class Instance:
    """An object of a class of the module. What is set in several places is a hole.

    *open*: it was made where nobody can see, or by a constructor nobody can see.
    """

    cls: Class
    slots: dict[str, Slot] = field(default_factory=dict)
    open: bool = False
    path: tuple[int, ...] = ()


@dataclass(eq=False, slots=True)
class Thing:
    """An object of an SDK: its class by dotted name, and its fields by Python name.

    ``wire`` maps those to wire names where the object goes into a request. ``path`` tells the
    branch that made it: what another branch changes is only perhaps so. ``version`` counts changes.
    *kept*: it is handed on to where nobody can see, so a request may be completed there. *local*: the
    file that is walked made it. *read*: it is looked at, so it may be there for that only.
    """

    kind: str
    slots: dict[str, Slot] = field(default_factory=dict)
    wire: Mapping[str, str] = field(default_factory=dict)
    node: cst.CSTNode | None = None
    open: bool = False
    path: tuple[int, ...] = ()
    version: int = 1
    reported: int = 0
    kept: bool = False
    read: bool = False
    local: bool = False


@dataclass(frozen=True, slots=True)
class Method:
    """An attribute of a value, about to be called."""

    owner: Value
    name: str


@dataclass(eq=False, slots=True)
class Partial:
    """A callable with some arguments given already (``functools.partial``)."""

    function: Value
    positional: list[Slot]
    keywords: dict[str, Slot]


Value = (
    Unknown
    | Const
    | Text
    | Choice
    | Record
    | Items
    | Encoded
    | Symbol
    | Function
    | Class
    | Instance
    | Thing
    | Method
    | Partial
)


def text_of(text: str) -> Text:
    """Return a text that no token of the module wrote."""
    return Text((Piece(text),)) if text else Text(())
