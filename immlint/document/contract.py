"""What every document answers, whatever it is written in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, cast

from immlint.document.comments import NONE, Comments
from immlint.source import Source, Span
from immlint.subject import Place, Problem, Request, Subject

if TYPE_CHECKING:
    from immlint.document.asked import Asked


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


class Streamed(Document, Protocol):
    """A document of which the subjects are read again each time that somebody goes through them."""

    progress: Callable[[float], None] | None

    @property
    def is_kept(self) -> bool:
        """Whether they are read once for all, as there are few of them."""
        ...

    def types(self) -> frozenset[type]:
        """Return the types of the subjects."""
        ...

    def around(self, place: Place) -> Sequence[Subject]:
        """Return the subjects that may be around *place*, those of ambiguous groups too."""
        ...


class Dependent(Document, Protocol):
    """A document that is read as it is because of what other files are."""

    @property
    def asked(self) -> Asked | None: ...

    @property
    def again(self) -> Callable[[], Document]:
        """What reads the same text once more."""
        ...

    @property
    def is_caller(self) -> bool:
        """Whether it calls IMM, or hands on what does: files that import it may call it, too."""
        ...


def streamed(document: Document) -> Streamed | None:
    """Return a document that is streamed; ``None`` for any other."""
    return cast("Streamed", document) if hasattr(document, "around") else None


def dependent(document: Document) -> Dependent | None:
    """Return a document that is read as it is because of what other files are; ``None`` for any other.

    Every file is asked; to ask whether something fits a protocol costs more than to read a small one.
    """
    return cast("Dependent", document) if hasattr(document, "is_caller") else None


class DataDocument:
    """The answers of data in a notation without comments and anchors, of which no part can be mended."""

    def comments(self) -> Comments:
        """Return none: the notation has no comments."""
        return NONE

    def enclosing(self, span: Span) -> str:
        """Return nothing: data has no functions."""
        return ""

    def is_shared(self, place: Place) -> bool:
        """Return that nothing is: the notation has no anchors."""
        return False

    def written(self, place: Place, values: Sequence[object], *, among: bool = False) -> str | None:
        """Return nothing: it is not known how anything is written."""
        return None

    def entry(self, place: Place) -> Span | None:
        """Return nothing: no entry can be taken out."""
        return None


class Unread(DataDocument):
    """An input that cannot be read: one problem, and nothing to name but the whole."""

    ambiguous: Sequence[Sequence[Request]] = ()

    def __init__(self, source: Source, problem: Problem) -> None:
        self.source = source
        self.subjects: Sequence[Subject] = (problem,)

    def locate(self, place: Place) -> Span:
        """Return the beginning of the file."""
        return Span(0, 0)
