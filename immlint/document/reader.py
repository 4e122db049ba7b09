"""The formats that can be read, in one table. A new one is a module, a function and a row here."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NamedTuple

from immlint.document import sniff
from immlint.document.contract import Document, Unread
from immlint.document.neighbours import Neighbours
from immlint.document.sniff import Claim
from immlint.message import Message, Term, either
from immlint.source import Source, UndecodableError
from immlint.subject import Problem


class Format(NamedTuple):
    """One notation. Its parser is imported when ``read`` is called: most files are not ours."""

    name: str
    suffixes: tuple[str, ...]
    #: From the bytes, what the user says of the file and whether it was named, to whether it is ours.
    claim: Callable[[Source, str | None, bool], Claim | None]
    read: Callable[[Source, Claim, Neighbours | None], Document]
    #: How the text itself declares its encoding, where it has a way to.
    declared: Callable[[bytes], str | None] | None = None
    #: Whether it sends or holds requests rather than being one.
    is_around: bool = False
    #: Whether what is in it may depend on other files.
    imports: bool = False


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


def _markdown(source: Source, claim: Claim, neighbours: Neighbours | None) -> Document:
    from immlint.document.markdown.document import markdown

    return markdown(source)


def _notebook(source: Source, claim: Claim, neighbours: Neighbours | None) -> Document:
    from immlint.document.notebook import notebook

    return notebook(source, neighbours)


def _python_encoding(data: bytes) -> str | None:
    from immlint.document.python.syntax.parse import declared_encoding

    return declared_encoding(data)


JSON = Format("JSON", (".json",), sniff.data, _json)
YAML = Format("YAML", (".yaml", ".yml"), sniff.data, _yaml)
FORMATS = (
    JSON,
    Format("JSON", (".jsonl", ".ndjson"), sniff.data, _json_lines),
    YAML,
    Format("Python", (".py",), sniff.code, _python, _python_encoding, is_around=True, imports=True),
    Format("Markdown", (".md", ".markdown", ".mdx"), sniff.prose, _markdown, is_around=True),
    Format("Jupyter", (".ipynb",), sniff.notebook, _notebook, is_around=True, imports=True),
)
#: What a folder is searched for.
SUFFIXES = tuple(suffix for row in FORMATS for suffix in row.suffixes)
#: What is expected where something else is given.
EXPECTED = either(dict.fromkeys(row.name for row in FORMATS if not row.is_around))
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
    found = claimed(source, kind, named=named)
    return found.read(source, neighbours) if found else None


class Claimed(NamedTuple):
    """A format, and what a file in it claims to be."""

    form: Format
    claim: Claim

    def read(self, source: Source, neighbours: Neighbours | None = None) -> Document | None:
        """Return the document in *source*, or ``None`` if it is not ours after all."""
        form, claim = self
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


def claimed(source: Source, kind: str | None = None, *, named: bool = False) -> Claimed | None:
    """Return what *source* claims to be, before it is parsed: ``None`` if it is not ours."""
    form = _format(source, named=named, asked=kind is not None)
    found = form.claim(source, kind, named) if form else None
    return Claimed(form, found) if form and found else None


def _format(source: Source, *, named: bool, asked: bool) -> Format | None:
    """Return the format that the name tells, else the text of a file that somebody asked for."""
    suffix = os.path.splitext(source.path)[1].lower()
    if suffix in _BY_SUFFIX or suffix in _PASSED_OVER:
        return _BY_SUFFIX.get(suffix)
    head = source.data[len(source.mark) :].lstrip()[:1]
    if head in (b"{", b"[") and (named or asked):
        return JSON
    return YAML if asked else None
