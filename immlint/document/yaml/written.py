"""How data is written in a YAML text: in the style of what stands there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from immlint.document.brackets import stands_in_brackets
from immlint.document.written import as_json, escaped, levels_of
from immlint.source import Span
from immlint.subject import Place

#: What is the same text without quotes, whatever YAML reads it, and in brackets too.
_PLAIN = re.compile(r"(?!(?:y|n|yes|no|on|off|true|false|null)\Z)[A-Za-z][A-Za-z0-9_./*?:-]*(?<!:)", re.I)
_ENTRY = re.compile(r" *-[ ]+")


def beside(text: str, span: Span, values: Sequence[object], *, among: bool) -> str | None:
    """Return how *values* are written in place of what stands in *span*."""
    if any(isinstance(value, dict) for value in values):
        return None  # its comments would be lost
    told = text[span.start : span.end]
    if not among or len(values) == 1:
        return _value(told, values[0])
    if stands_in_brackets(text, span):
        return ", ".join(_value(told, value) for value in values)
    line = text.rfind("\n", 0, span.start) + 1
    if not _ENTRY.fullmatch(text, line, span.start):
        return None
    newline = "\r\n" if text[line - 2 : line] == "\r\n" else "\n"
    return f"{newline}{text[line : span.start]}".join(_value(told, value) for value in values)


def within(scalar: str, place: Place, values: Sequence[object]) -> str | None:
    """Return what is written inside of a scalar; *scalar* is how it is written."""
    levels = levels_of(place.route)
    bare = place.part is not None
    text = escaped(as_json(values, bare=bare), levels - 1) if levels else str(values[0])
    if "\n" in text or (scalar[:1] not in ('"', "'", "|") and "#" in text):
        return None
    return escaped(text, 1) if scalar[:1] == '"' else text.replace("'", "''") if scalar[:1] == "'" else text


def _value(told: str, value: object) -> str:
    """Return a value in the style of what stands there: plain, or in quotes of one kind or the other."""
    if isinstance(value, str):
        if told[:1] == "'" and value.isprintable():
            return "'" + value.replace("'", "''") + "'"
        if told[:1] not in ('"', "'") and _PLAIN.fullmatch(value):
            return value
    return as_json([value])
