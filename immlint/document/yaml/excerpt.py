"""The text of a scalar, for what reads it as a document of its own."""

from __future__ import annotations

from immlint.document.excerpt import Excerpt
from immlint.document.yaml.compose import ScalarNode
from immlint.document.yaml.spans import written_at


def excerpt_of(text: str, node: ScalarNode) -> Excerpt | None:
    """Return the text of a scalar with where it stands, unless its lines are folded."""
    offsets = written_at(text, node)
    if offsets is None or len(offsets) < len(node.value):
        return None
    count = len(node.value)
    ends = [*offsets[1:], node.end_mark.index][:count]
    # An escape is longer than the character that it stands for; an indent is no part of a line.
    pieces = [
        (char, at, end if end - at <= 10 and char != "\n" else at + 1)
        for char, at, end in zip(node.value, offsets[:count], ends, strict=True)
    ]
    style = getattr(node, "style", None)
    return Excerpt(pieces, None if style in ("|", None, "") else lambda text: None)
