"""JSON in which nothing is amiss: read by the standard parser, which is fast and knows no positions.

Where a value stands is worked out when somebody asks, level by level: the parser says where each value ends
that is passed over on the way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

#: Levels of lists and objects; deeper input is refused. No request or policy comes near.
DEEPEST = 200
BLANK = " \t\r\n"
_SPACE = re.compile(f"[{BLANK}]*")
_BEHIND = re.compile(f"[{BLANK}]*[:,]?[{BLANK}]*")
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
#: Returns the value that begins at an offset, and where it ends.
_value_at: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder().scan_once  # type: ignore[attr-defined]


def read(text: str) -> Any:
    """Return the value of a text in which nothing is amiss; ``None`` if something may be, or for null."""
    whole = text.strip(BLANK)
    try:
        data, end = _once_at(whole, 0)
    except (ValueError, StopIteration, RecursionError):
        return None
    if end != len(whole):
        return None
    escaped = "\\" in text and _ESCAPED_SURROGATE.search(text)
    return None if escaped or is_deep(text, data) else data


def load(text: str, *, constants: bool = False) -> tuple[Any, bool]:
    """Return the value of a JSON text and whether a key is given twice. Raises what ``json.loads`` raises.

    With *constants*, ``NaN`` and the like are let pass.
    """
    repeated = False

    def pairs(members: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        values = dict(members)
        repeated = repeated or len(values) != len(members)
        return values

    data = json.loads(text, object_pairs_hook=pairs, parse_constant=None if constants else _refuse)
    return data, repeated


def is_deep(text: str, data: Any) -> bool:
    """Tell whether *data*, read from *text*, nests deeper than the scan follows."""
    if text.count("[") + text.count("{") <= DEEPEST:
        return False
    level = [data]
    for _ in range(DEEPEST + 1):
        level = [
            child
            for value in level
            if isinstance(value, dict | list)
            for child in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return False
    return True


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _once_each(members: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(members)
    if len(values) != len(members):
        raise ValueError("a key is given twice")
    return values


#: Made once, and asked without the decoder around it: there may be a million texts, and each is read by it.
_once_at: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder(
    object_pairs_hook=_once_each, parse_constant=_refuse
).scan_once  # type: ignore[attr-defined]


def begin(text: str, at: int = 0) -> int:
    """Return where the white space at *at* ends."""
    match = _SPACE.match(text, at)
    assert match is not None
    return match.end()


def items(text: str, start: int) -> Iterator[tuple[int, int, Any]]:
    """Yield where each item of the list at *start* begins and ends, and what it is."""
    at = begin(text, start + 1)
    while text[at] != "]":
        value, end = _value_at(text, at)
        yield at, end, value
        at = _behind(text, end)


def members(text: str, start: int) -> Iterator[tuple[tuple[int, int, str], tuple[int, int, Any]]]:
    """Yield the same of each key of the object at *start*, and of its value."""
    at = begin(text, start + 1)
    while text[at] != "}":
        key, key_end = scanstring(text, at + 1, True)
        value_at = _behind(text, key_end)
        value, end = _value_at(text, value_at)
        yield (at, key_end, key), (value_at, end, value)
        at = _behind(text, end)


def _behind(text: str, at: int) -> int:
    """Return where it goes on behind the key or the value that ends at *at*."""
    match = _BEHIND.match(text, at)
    assert match is not None
    return match.end()
