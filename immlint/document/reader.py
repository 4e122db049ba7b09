"""The formats that can be read, in one table. A new one is a module, a function and a row here."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from immlint.document import sniff
from immlint.document.comments import NONE, Comments
from immlint.document.neighbours import Neighbours
from immlint.document.sniff import Claim
from immlint.message import Message, Term, either
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


class Format(NamedTuple):
    """One notation. Its parser is imported when ``read`` is called: most files are not ours."""

    name: str
    suffixes: tuple[str, ...]
    #: From the bytes, what the user says of the file and whether it was named, to whether it is ours.
    claim: Callable[[Source, str | None, bool], Claim | None]
    read: Callable[[Source, Claim, Neighbours | None], Document]
    #: How the text itself declares its encoding, where it has a way to.
    declared: Callable[[bytes], str | None] | None = None
    #: Whether it sends requests rather than being one.
    is_code: bool = False


def _json(source: Source, claim: Claim, neighbours: Neighbours | None) -> Document:
    from immlint.document.json.document import JsonDocument

    return JsonDocument(source, claim)


def _json_lines(source: Source, claim: Claim, neighbours: Neighbours | None) -> Document:
    from immlint.document.json.document import JsonDocument

    return JsonDocument(source, claim, lines=True)


def _yaml(source: Source, claim: Claim, neighbours: Neighbours | None) -> Document:
    from immlint.document.yaml.document import YamlDocument

    return YamlDocument(source, claim)


def _python(source: Source, claim: Claim, neighbours: Neighbours | None) -> Document:
    from immlint.document.python import PythonDocument

    return PythonDocument(source, claim, neighbours)


def _python_encoding(data: bytes) -> str | None:
    from immlint.document.python.syntax.parse import declared_encoding

    return declared_encoding(data)


JSON = Format("JSON", (".json",), sniff.data, _json)
YAML = Format("YAML", (".yaml", ".yml"), sniff.data, _yaml)
FORMATS = (
    JSON,
    Format("JSON", (".jsonl", ".ndjson"), sniff.data, _json_lines),
    YAML,
    Format("Python", (".py",), sniff.code, _python, _python_encoding, is_code=True),
)
#: What a folder is searched for.
SUFFIXES = tuple(suffix for row in FORMATS for suffix in row.suffixes)
#: What is expected where something else is given.
EXPECTED = either(dict.fromkeys(row.name for row in FORMATS if not row.is_code))
_BY_SUFFIX = {suffix: row for row in FORMATS for suffix in row.suffixes}
#: Named like code, but what a type checker reads says nothing of what is sent.
_PASSED_OVER = (".pyi",)


def read(
    source: Source, kind: str | None = None, *, named: bool = False, neighbours: Neighbours | None = None
) -> Document | None:
    """Return the document in *source*, or ``None`` if it is not ours.

    *kind* is what configuration says of the file (``request:CreateDataset``, ``policy`` ...); *named*
    tells that the user asked for this very file. *neighbours* are the modules that it may import.
    """
    form = _format(source, named=named, asked=kind is not None)
    claim = form.claim(source, kind, named) if form else None
    if form is None or claim is None:
        return None
    if form.declared:
        source = Source(source.path, source.data, form.declared(source.data))
    try:
        _ = source.text
    except UndecodableError as error:
        if claim.about is None:
            return None
        wanted = Term("the encoding it declares") if source.declared else Term("UTF-8 text")
        message = Message("{error}; expected {wanted}", error=error.args[0], wanted=wanted)
        return Unread(source, Problem("syntax", message, span=(0, 0), about=claim.about))
    document = form.read(source, claim, neighbours)
    return document if document.subjects or document.ambiguous or claim.asked else None


def _format(source: Source, *, named: bool, asked: bool) -> Format | None:
    """Return the format that the name tells, else the text of a file that somebody asked for."""
    suffix = os.path.splitext(source.path)[1].lower()
    if suffix in _BY_SUFFIX or suffix in _PASSED_OVER:
        return _BY_SUFFIX.get(suffix)
    head = source.data[len(source.mark) :].lstrip()[:1]
    if head in (b"{", b"[") and (named or asked):
        return JSON
    return YAML if asked else None
