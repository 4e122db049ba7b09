"""How data is written as JSON, in a file of its own or in texts within texts."""

from __future__ import annotations

import json
from collections.abc import Sequence

from immlint.subject import EMBEDDED, Route


def as_json(values: Sequence[object], *, bare: bool = False) -> str:
    """Return values as JSON, with commas between; a *bare* text without its quotes."""
    text = ", ".join(_json(value) for value in values)
    return text[1:-1] if bare else text


def _json(value: object) -> str:
    # A whole document is written anew only where there is too much of it.
    return (_COMPACT if isinstance(value, dict) else _WIDE)(value)


#: Made once: to make one takes longer than to write a name.
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_WIDE = json.JSONEncoder(ensure_ascii=False).encode


def escaped(text: str, levels: int) -> str:
    """Return what stands for *text* in a JSON string, which may stand in one itself."""
    for _ in range(levels):
        text = as_json([text], bare=True)
    return text


def levels_of(route: Route) -> int:
    """Return how many texts a route leads through."""
    return route.count(EMBEDDED)
