"""How wide a text is on a terminal, and where its lines end."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

#: What does not begin a line.
_CLOSING = "，。；：、）》」！？,.;:)]}"


def cells(text: str) -> int:
    """Return how many terminal cells *text* takes: wide characters take two."""
    if text.isascii():
        return len(text)
    return (
        len(text)
        + sum(map(_is_wide, text))
        - sum(unicodedata.category(char) in ("Mn", "Me") for char in text)
    )


def padded(text: str, width: int) -> str:
    """Return *text* with what it lacks of a width, in spaces."""
    return text + " " * (width - cells(text))


def wrapped(text: str, width: int) -> list[str]:
    """Return the lines of a paragraph: broken at spaces, and between wide characters."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(" ".join(text.split())):
        if line and cells(line) + cells(piece.rstrip()) > width and piece[0] not in _CLOSING:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()] if line else lines


def _pieces(text: str) -> Iterator[str]:
    """Yield what is not broken: words with the space behind them, and single wide characters."""
    word = ""
    for char in text:
        if _is_wide(char):
            if word:
                yield word
            word = ""
            yield char
        elif char == " ":
            yield f"{word} "
            word = ""
        else:
            word += char
    if word:
        yield word


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
