"""What Python does to text that is known in part: joining, formatting, trimming, replacing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import libcst as cst

from immlint.document.python.reading import as_text, known_text
from immlint.document.python.record import Arguments
from immlint.document.python.value import Hole, Items, Piece, Record, Slot, Text, Unknown, Value, text_of

_PERCENT = re.compile(r"%(?:\((?P<name>[^)]*)\))?(?P<flags>[-#0 +]*[\d*]*(?:\.\d+)?)(?P<kind>[a-zA-Z%])")
_FIELD = re.compile(r"\{\{|\}\}|\{(?P<name>[\w.\[\]]*)(?P<rest>[^{}]*)\}")
_TEXT_METHODS: dict[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "title": str.title,
    "capitalize": str.capitalize,
}
#: Text in more pieces or characters than these is a hole: code could double it again and again.
_MOST_PIECES = 1_000
_LONGEST = 100_000
_TRIMS = ("strip", "lstrip", "rstrip", "dedent")


def join(*parts: Value) -> Text:
    """Return the texts of *parts* one after the other."""
    pieces = tuple(piece for part in parts for piece in as_text(part).pieces if piece.text)
    if len(pieces) > _MOST_PIECES or sum(len(piece.text) for piece in pieces) > _LONGEST:
        return Text((Hole("..."),))
    return Text(pieces)


def cut(text: Text, start: int, end: int) -> Text:
    """Return a range of a text, by the characters it shows; holes are kept whole."""
    pieces: list[Piece | Hole] = []
    at = 0
    for piece in text.pieces:
        low, high = max(start - at, 0), min(end - at, len(piece.text))
        if low < high:
            if isinstance(piece, Hole):
                pieces.append(piece)
            else:
                pieces.append(Piece(piece.text[low:high], piece.node, piece.literal, piece.first + low))
        at += len(piece.text)
    return Text(tuple(pieces))


def _known_spans(text: Text) -> Iterator[tuple[int, int, bool]]:
    """Yield the ranges of the pieces of a text, and whether each is known."""
    at = 0
    for piece in text.pieces:
        yield at, at + len(piece.text), isinstance(piece, Piece)
        at += len(piece.text)


def _is_known(text: Text, start: int, end: int) -> bool:
    return all(known for low, high, known in _known_spans(text) if low < end and start < high)


def percent(pattern: Text, value: Value) -> Value:
    """Return ``pattern % value``."""
    shown = pattern.shown
    several = isinstance(value, Items) and isinstance(value.node, cst.Tuple)
    given = list(value.slots) if isinstance(value, Items) and several else [Slot(value)]
    parts: list[Value] = []
    at = number = 0
    for match in _PERCENT.finditer(shown):
        if not _is_known(pattern, *match.span()):
            continue
        parts.append(cut(pattern, at, match.start()))
        at = match.end()
        if match["kind"] == "%":
            parts.append(text_of("%"))
        elif match["name"] is not None:
            slot = value.slots.get(match["name"]) if isinstance(value, Record) else None
            parts.append(_filled(slot, match["name"], plain=not match["flags"] and match["kind"] in "sd"))
        else:
            slot = given[number] if number < len(given) else None
            parts.append(_filled(slot, "...", plain=not match["flags"] and match["kind"] in "sd"))
            number += 1
    return join(*parts, cut(pattern, at, len(shown)))


def _filled(slot: Slot | None, name: str, *, plain: bool) -> Value:
    return as_text(slot.value, name) if slot is not None and plain else as_text(Unknown(name), name)


def format_(pattern: Text, given: Arguments) -> Value:
    """Return ``pattern.format(...)``."""
    shown = pattern.shown
    parts: list[Value] = []
    at = number = 0
    for match in _FIELD.finditer(shown):
        if not _is_known(pattern, *match.span()):
            continue
        parts.append(cut(pattern, at, match.start()))
        at = match.end()
        if match["name"] is None:
            parts.append(cut(pattern, match.start(), match.start() + 1))
            continue
        name = match["name"]
        index = int(name) if name.isdigit() else number if not name else None
        number += not name
        parts.append(_filled(given.get(name, index), name or "...", plain=not match["rest"]))
    return join(*parts, cut(pattern, at, len(shown)))


def method(text: Text, name: str, given: Arguments) -> Value | None:
    """Return what a method of a string gives, where that is known."""
    known = text.known
    if name == "format":
        return format_(text, given)
    if name in _TRIMS and not given.positional:
        start = len(text.shown) - len(text.shown.lstrip()) if name != "rstrip" else 0
        end = len(text.shown.rstrip()) if name != "lstrip" else len(text.shown)
        return cut(text, start, end)
    if name in _TEXT_METHODS and known is not None:
        return text_of(_TEXT_METHODS[name](known))
    if name == "replace" and len(given.positional) == 2:
        return _replaced(text, known_text(given.positional[0].value), given.positional[1].value)
    if name == "join" and given.positional:
        return _joined(text, given.positional[0].value)
    if name == "split" and known is not None and len(given.positional) < 2:
        mark = known_text(given.positional[0].value) if given.positional else None
        if not given.positional or mark:
            return Items([Slot(text_of(part)) for part in known.split(mark)], node=given.node)
    return None


def _replaced(text: Text, old: str | None, new: Value) -> Value | None:
    if not old:
        return None
    # What a hole may be is replaced in too.
    text = Text(tuple(Hole(p.name) if isinstance(p, Hole) else p for p in text.pieces))
    parts: list[Value] = []
    at = 0
    for match in re.finditer(re.escape(old), text.shown):
        if not _is_known(text, *match.span()):
            continue
        parts += [cut(text, at, match.start()), as_text(new, "replacement")]
        at = match.end()
    return join(*parts, cut(text, at, len(text.shown)))


def _joined(text: Text, value: Value) -> Value | None:
    if not isinstance(value, Items) or value.open:
        return None
    parts: list[Value] = []
    for index, slot in enumerate(value.slots):
        parts += [text, slot.value] if index else [slot.value]
    return join(*parts)
