"""How data is written in Python: in string tokens, with the quotes and escapes of those that stand there."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TOKEN = re.compile(r"([A-Za-z]*)(\"\"\"|\'\'\'|\"|\').*\2", re.S)
_CONSTANT = re.compile(r"-?\d+|True|False|None")


def literals(told: str, values: Sequence[object]) -> str | None:
    """Return *values* as literals in place of the literal *told*, ``None`` if that is none."""
    token = _TOKEN.fullmatch(told)
    if token is None and not _CONSTANT.fullmatch(told):
        return None
    quote = token[2][0] if token else '"'
    written = [_literal(value, quote) for value in values]
    return None if None in written else ", ".join(filter(None, written))


def within(token: str, text: str) -> str | None:
    """Return how *text* is written inside of a string token, ``None`` if it cannot be."""
    found = _TOKEN.fullmatch(token)
    if found is None or not text.isprintable():
        return None
    prefix, quote = found[1].lower(), found[2]
    if "r" in prefix:
        return None if quote in text or "\\" in text else text
    if prefix not in ("", "u"):
        return None
    text = text.replace("\\", "\\\\")
    # Quotes of one kind may stand in three of that kind, but not three of them.
    return text.replace(quote, "\\" + quote) if len(quote) == 1 or quote in text else text


def _literal(value: object, quote: str) -> str | None:
    if isinstance(value, list):
        items = [_literal(item, quote) for item in value]
        return None if None in items else f"[{', '.join(filter(None, items))}]"
    if isinstance(value, str):
        inner = within(quote * 2, value)
        return None if inner is None else f"{quote}{inner}{quote}"
    return repr(value) if value is None or isinstance(value, bool | int) else None
