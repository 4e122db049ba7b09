"""What every document answers, whatever it is written in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from immlint.document.comments import NONE, Comments
from immlint.source import Source, Span
from immlint.subject import Place, Problem, Request, Subject


class Document(Protocol):
    """An input that was read: its subjects, and where their parts stand in the text.

    ``ambiguous`` holds groups of requests of which one is meant, but not told which.
    """

    @property
    def source(self) -> Source: ...

    @property
    def subjects(self) -> Sequence[Subject]: ...

    @property
    def ambiguous(self) -> Sequence[Sequence[Request]]: ...

    def locate(self, place: Place) -> Span: ...

    def comments(self) -> Comments:
        """Return the comments of the text."""
        ...

    def enclosing(self, span: Span) -> str:
        """Return the dotted name of the function or class of code that *span* stands in."""
        ...

    def is_shared(self, place: Place) -> bool:
        """Tell whether what stands at *place* stands elsewhere as well, so that an edit would change both."""
        ...

    def written(self, place: Place, values: Sequence[object], *, among: bool = False) -> str | None:
        """Return how *values* are written at *place*, ``None`` if that is not known.

        With *among* they stand in the place of one entry of a list.
        """
        ...

    def entry(self, place: Place) -> Span | None:
        """Return where an entry of a list stands with what separates it, if it can be taken out."""
        ...


class Unread:
    """An input that cannot be read: one problem, and nothing to name but the whole."""

    ambiguous: Sequence[Sequence[Request]] = ()

    def __init__(self, source: Source, problem: Problem) -> None:
        self.source = source
        self.subjects: Sequence[Subject] = (problem,)

    def locate(self, place: Place) -> Span:
        """Return the beginning of the file."""
        return Span(0, 0)

    def comments(self) -> Comments:
        """Return none: nothing was read."""
        return NONE

    def enclosing(self, span: Span) -> str:
        """Return nothing: not even code was read."""
        return ""

    def is_shared(self, place: Place) -> bool:
        """Return that nothing is."""
        return False

    def written(self, place: Place, values: Sequence[object], *, among: bool = False) -> str | None:
        """Return that nothing is written here."""
        return None

    def entry(self, place: Place) -> Span | None:
        """Return that there are no lists."""
        return None
