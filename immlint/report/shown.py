"""Text as a page shows it."""

from __future__ import annotations

from html import escape


def visible(text: str) -> str:
    """Return text for a page: what no page may hold, or would turn the line round, is replaced."""
    shown = (char if char.isprintable() or char == "\t" else "\N{REPLACEMENT CHARACTER}" for char in text)
    return escape("".join(shown))
