"""A document of which only the findings are known: it was not read in this run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from immlint.document import Document, Unread, dependent, streamed
from immlint.finding import Finding
from immlint.source import Source
from immlint.subject import CodeSubject, Policy, Request, Subject

if TYPE_CHECKING:
    from immlint.document.asked import Asked

#: The kinds of subjects that rules over a run look at.
KINDS: dict[str, type[Request | Policy]] = {"Policy": Policy, "Request": Request}
#: What else is to be known of a document that is not read: whether it is code that sends or makes something,
#: and whether files that import it may, too.
CODE, CALLER = "Code", "Caller"


class Remembered(Unread):
    """What an earlier run found in the same text; ``holds`` is what :func:`held_by` told of it.

    *told* are its subjects as text, if they could be written.
    """

    def __init__(
        self,
        source: Source,
        findings: Sequence[Finding],
        holds: frozenset[str],
        again: Callable[[], Document | None],
        told: str = "",
    ) -> None:
        self.source = source
        self.subjects: Sequence[Subject] = ()
        self.findings = findings
        self.holds = holds
        self._again = again
        self._told = told

    @property
    def room(self) -> int:
        """How long the text of the subjects is."""
        return len(self._told)

    def with_subjects(self) -> Document:
        """Return the document with its subjects: not read again, where they are known."""
        if not self._told:
            return self.read()
        from immlint.cache.recalled import Recalled

        return Recalled(self.source, self._told, self.read)

    def read(self) -> Document:
        """Return the document itself, read from the same text."""
        document = self._again()
        if document is None:
            raise LookupError(f"{self.source.path} held something")
        return document


def whole(document: Document) -> Document:
    """Return a document itself, also where only its findings were known."""
    return document.read() if isinstance(document, Remembered) else document


def held_by(document: Document) -> frozenset[str]:
    """Return which of those kinds a document holds, and what else is to be known of it."""
    if isinstance(document, Remembered):
        return document.holds
    lines = streamed(document)
    found = _kinds({*map(type, document.subjects)} if lines is None else lines.types())
    if document.ambiguous:
        found |= {Request.__name__}
    depending = dependent(document)
    if depending is not None and depending.is_caller:
        found |= {CALLER}
    return found


def _kinds(types: Iterable[type]) -> frozenset[str]:
    """Return which of those kinds subjects are of, by their types."""
    found = set()
    for each in types:
        for name, kind in KINDS.items():
            if issubclass(each, kind):
                found.add(name)
        if issubclass(each, Request | CodeSubject):
            found.add(CODE)
    return frozenset(found)


def asked_of(document: Document) -> Asked | None:
    """Return what a document asked of other files."""
    depending = dependent(document)
    return depending.asked if depending is not None else None


def subjects_of(document: Document) -> str:
    """Return the subjects of a document as text; nothing if rules over a run look at none, or at too many."""
    if isinstance(document, Remembered) or streamed(document) is not None or not bears_on_others(document):
        return ""
    from immlint.cache.subjects import subjects_as_text

    return subjects_as_text(document.subjects, document.ambiguous)


def kept(document: Document, told: str) -> Document:
    """Return a document that was checked as rules over a run need it: code with its subjects as text.

    What code was walked for leaves small things all over the memory as long as one of them is held.
    """
    depending = dependent(document)
    if depending is None or not told:
        return document
    return Remembered(document.source, (), held_by(document), depending.again, told)


def bears_on_others(document: Document) -> bool:
    """Tell whether rules over a run look at something that a document holds."""
    return not held_by(document).isdisjoint(KINDS)
