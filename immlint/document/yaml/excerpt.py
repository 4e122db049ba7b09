"""The text of a scalar, for what reads it as a document of its own."""

from __future__ import annotations

import re

from immlint.document.excerpt import Excerpt
from immlint.document.yaml.compose import ScalarNode
from immlint.document.yaml.spans import written_at

_BLANK = re.compile(r"\s*")
_WORD = re.compile(r"\s+|\S+")


def excerpt_of(text: str, node: ScalarNode) -> Excerpt | None:
    """Return the text of a scalar with where it stands, if that can be told."""
    offsets = written_at(text, node)
    if offsets is None or len(offsets) < len(node.value):
        return _folded(text, node)
    count = len(node.value)
    ends = [*offsets[1:], node.end_mark.index][:count]
    # An escape is longer than the character that it stands for; an indent is no part of a line.
    pieces = [
        (char, at, end if end - at <= 10 and char != "\n" else at + 1)
        for char, at, end in zip(node.value, offsets[:count], ends, strict=True)
    ]
    style = getattr(node, "style", None)
    return Excerpt(pieces, None if style in ("|", None, "") else lambda text: None)


def _folded(text: str, node: ScalarNode) -> Excerpt | None:
    """Return the text of a scalar whose lines are folded: word by word, and what is blank between them."""
    style = getattr(node, "style", None)
    if style not in (">", None, ""):
        return None  # its words have escapes
    at = node.start_mark.index
    if style == ">":
        at = text.find("\n", at) + 1
    first = _BLANK.match(text, at)
    at = first.end() if first else at
    pieces = []
    for word in _WORD.findall(node.value.lstrip()):
        blank = _BLANK.match(text, at) if word.isspace() else None
        end = blank.end() if blank else at + len(word)
        if blank is None and not text.startswith(word, at):
            return None
        pieces.append((word, at, min(end, node.end_mark.index)))
        at = end
    return Excerpt(pieces, None if style == ">" else lambda text: None)
