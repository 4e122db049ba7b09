"""What a value says: as text, as truth, and as the plain data of a subject."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from immlint.document.python.value import (
    Choice,
    Const,
    Encoded,
    Hole,
    Items,
    Piece,
    Record,
    Slot,
    Text,
    Thing,
    Unknown,
    Value,
    text_of,
)
from immlint.language import Language
from immlint.subject import PLACEHOLDER, UNKNOWN, Template

#: Values within values, and all of them together: code can share one list in many places, or in itself.
_DEEPEST = 60
_LARGEST = 20_000


def options(value: Value) -> tuple[Value, ...]:
    """Return what *value* may be, one by one."""
    return value.options if isinstance(value, Choice) else (value,)


def known_text(value: Value) -> str | None:
    """Return the string that *value* is, if that is known."""
    return value.known if isinstance(value, Text) else None


def as_text(value: Value, name: str = "...") -> Text:
    """Return *value* as ``str()`` would write it, with a hole for what is not known."""
    if isinstance(value, Text):
        return value
    if isinstance(value, Const):
        return text_of(str(value.data))
    if isinstance(value, Choice):
        texts = [as_text(option, name) for option in value.options]
        language = texts[0].language
        for text in texts[1:]:
            language = language | text.language
        return Text((Hole(name, language),))
    own = value.name if isinstance(value, Unknown) else "..."
    return Text((Hole(own if name == "..." else name),))


def writer(value: Value) -> object:
    """Return the node that wrote a document or its text, to tell it apart; the value itself if none did."""
    if isinstance(value, Encoded):
        return writer(value.value)
    if isinstance(value, Text):
        return next((p.node for p in value.pieces if isinstance(p, Piece) and p.node), value)
    return getattr(value, "node", None) or value


def truth(value: Value) -> bool | None:
    """Return whether *value* is true, if that is known."""
    if isinstance(value, Const):
        return bool(value.data)
    if isinstance(value, Text):
        return bool(value.known) if value.known is not None else None
    return None


def lower(value: Value) -> Any:
    """Return *value* as plain data of a subject; what is not known, or too large, is ``UNKNOWN``."""
    return _lower(value, 0, itertools.count())


def _lower(value: Value, depth: int, count: Iterator[int]) -> Any:
    if depth > _DEEPEST or next(count) > _LARGEST:
        return UNKNOWN
    if isinstance(value, Const):
        return value.data
    if isinstance(value, Text):
        return _lowered(value)
    if isinstance(value, Choice):
        if all(isinstance(option, Text) for option in value.options):
            (hole,) = as_text(value).pieces
            assert isinstance(hole, Hole)
            return Template(hole.text, hole.options)
        return UNKNOWN
    if isinstance(value, Items):
        return [_lower(slot.value, depth + 1, count) for slot in value.slots] + [UNKNOWN] * value.open
    if isinstance(value, Record):
        return (
            UNKNOWN
            if value.open or value.escaped
            else {key: _lower(slot.value, depth + 1, count) for key, slot in value.slots.items()}
        )
    if isinstance(value, Thing) and value.wire:
        given = {
            value.wire[n]: _lower(s.value, depth + 1, count)
            for n, s in value.slots.items()
            if n in value.wire
        }
        return UNKNOWN if value.open else {k: v for k, v in given.items() if v is not None}
    return UNKNOWN


def _lowered(text: Text) -> str:
    known = text.known
    if known is None:
        return Template(text.shown, text.language)
    if PLACEHOLDER.search(known) and "<" not in known and "*" not in known:
        # No later step fills in what code has: ``{name}`` without an f before it stays as it is.
        return Template(known, Language.literal(known))
    return known


def below(slot: Slot, step: object) -> Slot:
    """Return the slot one step further. Raises LookupError if there is none."""
    value = slot.value
    if isinstance(value, Encoded):
        return below(Slot(value.value, slot.node), step)
    if isinstance(value, Record) and isinstance(step, str):
        return value.slots[step]
    if isinstance(value, Items) and isinstance(step, int):
        return value.slots[step]
    if isinstance(value, Thing):
        for name, inner in value.slots.items():
            if value.wire.get(name, name) == step:
                return inner
    raise LookupError(step)
