"""How wide a text is on a terminal."""

from __future__ import annotations

import unicodedata


def cells(text: str) -> int:
    """Return how many terminal cells *text* takes: wide characters take two."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.category(char) in ("Mn", "Me") for char in text)


def padded(text: str, width: int) -> str:
    """Return *text* with what it lacks of a width, in spaces."""
    return text + " " * (width - cells(text))
