"""A document of which only the findings are known: it was not read in this run."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from immlint.document import Document, Unread
from immlint.finding import Finding
from immlint.source import Source
from immlint.subject import Policy, Request, Subject

#: The kinds of subjects that rules over a run look at.
KINDS: dict[str, type[Request | Policy]] = {"Policy": Policy, "Request": Request}


class Remembered(Unread):
    """What an earlier run found in the same text; ``holds`` names the kinds of its subjects."""

    def __init__(
        self,
        source: Source,
        findings: Sequence[Finding],
        holds: frozenset[str],
        again: Callable[[], Document | None],
    ) -> None:
        self.source = source
        self.subjects: Sequence[Subject] = ()
        self.findings = findings
        self.holds = holds
        self._again = again

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
    """Return which of those kinds a document holds."""
    if isinstance(document, Remembered):
        return document.holds
    groups = (document.subjects, *document.ambiguous)
    return frozenset(
        name
        for group in groups
        for subject in group
        for name, kind in KINDS.items()
        if isinstance(subject, kind)
    )
