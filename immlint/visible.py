"""Text as people may see it: what would move the cursor or change a terminal is shown, and has no effect."""

from __future__ import annotations

import unicodedata


def visible(text: str, kept: str = "") -> str:
    """Return *text* on one line, with control characters and their like as JSON writes them: ``\\u001b``.

    Logs of CI services obey the same escapes as terminals do. Characters in *kept* stay as they are.
    """
    if text.isprintable():
        return text
    return "".join(char if _is_harmless(char) or char in kept else _escaped(char) for char in text)


def _is_harmless(char: str) -> bool:
    # The spaces of other scripts are not printable for Python.
    return char.isprintable() or unicodedata.category(char) == "Zs"


def _escaped(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
