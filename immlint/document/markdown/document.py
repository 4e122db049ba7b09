"""Markdown as a document: what its fenced blocks hold, all of it samples."""

from __future__ import annotations

from collections.abc import Iterator

from immlint.document.composite import Composite, Part
from immlint.document.markdown.fences import fences
from immlint.document.parts import Notation, part
from immlint.source import Source

#: By the label of a fence. What has another one is foreign; what has none is told by its content.
NOTATIONS: dict[str, Notation] = {
    "json": "JSON",
    "jsonc": "JSON",
    "json5": "JSON",
    "jsonl": "JSON Lines",
    "ndjson": "JSON Lines",
    "yaml": "YAML",
    "yml": "YAML",
    "python": "Python",
    "python3": "Python",
    "py": "Python",
}


def markdown(source: Source) -> Composite:
    """Return what is in the fenced blocks of a text."""
    return Composite(source, _parts(source.text))


def _parts(text: str) -> Iterator[Part]:
    for label, excerpt in fences(text):
        if label is None or label in NOTATIONS:
            found = part(excerpt, NOTATIONS[label] if label is not None else None, is_sample=True)
            if found is not None:
                yield found
