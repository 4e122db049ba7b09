"""Bytes to subjects: each third-party parser is known to exactly one module here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from immlint.document.neighbours import Neighbours
from immlint.document.sniff import sniff
from immlint.source import Source, Span, UndecodableError
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


class Unparsed:
    """An input without a tree: there is nothing in it to name but the whole."""

    ambiguous: Sequence[Sequence[Request]] = ()

    def __init__(self, source: Source, problem: Problem) -> None:
        self.source = source
        self.subjects: Sequence[Subject] = (problem,)

    def locate(self, place: Place) -> Span:
        """Return the beginning of the file."""
        return Span(0, 0)


def read(
    source: Source, kind: str | None = None, *, named: bool = False, neighbours: Neighbours | None = None
) -> Document | None:
    """Return the document in *source*, or ``None`` if it is not ours.

    *kind* is what configuration says of the file (``request:CreateDataset``, ``policy`` ...); *named*
    tells that the user asked for this very file. *neighbours* are the modules that it may import.
    """
    known = sniff(source, kind, named=named)
    if known is None:
        return None
    if known.format == "python":
        from immlint.document.python.parse import declared_encoding

        source = Source(source.path, source.data, declared_encoding(source.data))
    try:
        _ = source.text
    except UndecodableError as error:
        if known.about is None:
            return None
        wanted = "the encoding it declares" if source.declared else "UTF-8 text"
        message = f"{error}; expected {wanted}"
        return Unparsed(source, Problem("syntax", message, span=(0, 0), about=known.about))
    document: Document
    if known.format == "python":
        from immlint.document.python import PythonDocument

        document = PythonDocument(source, known, neighbours)
    elif known.format == "yaml":
        from immlint.document.yaml import YamlDocument

        document = YamlDocument(source, known)
    else:
        from immlint.document.json import JsonDocument

        document = JsonDocument(source, known)
    return document if document.subjects or document.ambiguous or known.asked else None
