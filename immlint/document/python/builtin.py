"""What the standard library does to known values: text, dicts, lists, JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from immlint.document.python.record import Arguments, Recorder
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
    as_text,
    choice,
    known_text,
    text_of,
)

_PERCENT = re.compile(r"%(?:\((?P<name>[^)]*)\))?(?P<flags>[-#0 +]*[\d*]*(?:\.\d+)?)(?P<kind>[a-zA-Z%])")
_FIELD = re.compile(r"\{\{|\}\}|\{(?P<name>[\w.\[\]]*)(?P<rest>[^{}]*)\}")
_TEXT_METHODS: dict[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "title": str.title,
    "capitalize": str.capitalize,
}
_TRIMS = ("strip", "lstrip", "rstrip", "dedent")
_MUTATING = ("append", "extend", "insert", "update", "setdefault", "pop", "clear", "remove", "popitem")


def join(*parts: Value) -> Text:
    """Return the texts of *parts* one after the other."""
    return Text(tuple(piece for part in parts for piece in as_text(part).pieces if piece.text))


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
    given = list(value.slots) if isinstance(value, Items) else [Slot(value)]
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


def text_method(text: Text, name: str, given: Arguments) -> Value | None:
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


def method(recorder: Recorder, owner: Value, name: str, given: Arguments) -> Value | None:
    """Return what a method of a built-in value gives, and change the value if that is what it does."""
    if isinstance(owner, Text):
        return text_method(owner, name, given)
    if isinstance(owner, Record):
        return _record_method(recorder, owner, name, given)
    if isinstance(owner, Items):
        return _items_method(recorder, owner, name, given)
    return None


def set_item(recorder: Recorder, owner: Value, key: Value, slot: Slot) -> None:
    """Do ``owner[key] = value``."""
    name = known_text(key)
    if isinstance(owner, Record):
        if name is None:
            owner.open = True
        elif name in owner.slots and not recorder.surely(owner.path):
            old = owner.slots[name]
            owner.slots[name] = Slot(choice([old.value, slot.value]), slot.node, slot.key)
        else:
            owner.slots[name] = slot
    elif isinstance(owner, Items):
        owner.open = True


def _record_method(recorder: Recorder, owner: Record, name: str, given: Arguments) -> Value | None:
    first = given.positional[0] if given.positional else None
    key = known_text(first.value) if first else None
    if name in ("items", "keys", "values") and not owner.open:
        return _listed(owner, name, given)
    if name == "copy":
        return Record(dict(owner.slots), owner.open, owner.node)
    if name in ("get", "pop", "setdefault") and key is not None:
        found = owner.slots.get(key)
        if name == "pop":
            owner.slots.pop(key, None)
        if found is not None:
            return found.value
        default = given.positional[1] if len(given.positional) > 1 else None
        if name == "setdefault" and default is not None and not owner.open:
            owner.slots[key] = default
        return default.value if default is not None and not owner.open else Unknown(key)
    if name == "update":
        if first is not None:
            merge(owner, first.value)
        for keyword, slot in given.keywords.items():
            set_item(recorder, owner, text_of(keyword), slot)
        owner.open = owner.open or given.open
    elif name in _MUTATING:
        owner.open = True
    return None


def _listed(owner: Record, name: str, given: Arguments) -> Items:
    pairs = [(Slot(text_of(key), slot.key), slot) for key, slot in owner.slots.items()]
    if name == "items":
        return Items([Slot(Items([key, slot])) for key, slot in pairs], node=given.node)
    return Items([key if name == "keys" else slot for key, slot in pairs], node=given.node)


def merge(owner: Record, value: Value) -> None:
    """Do ``owner.update(value)``."""
    if isinstance(value, Record):
        owner.slots.update(value.slots)
        owner.open = owner.open or value.open
    else:
        owner.open = True


def _items_method(recorder: Recorder, owner: Items, name: str, given: Arguments) -> Value | None:
    first = given.positional[0] if given.positional else None
    sure = recorder.surely(owner.path)
    if name == "append" and first is not None and sure:
        owner.slots.append(first)
    elif name == "extend" and first is not None and isinstance(first.value, Items) and sure:
        owner.slots.extend(first.value.slots)
        owner.open = owner.open or first.value.open
    elif name in _MUTATING:
        owner.open = True
    return None


def item(owner: Value, key: Value) -> Value:
    """Return ``owner[key]``."""
    if isinstance(owner, Choice):
        return choice(item(option, key) for option in owner.options)
    if isinstance(key, Choice):
        return choice(item(owner, option) for option in key.options)
    name = known_text(key)
    if isinstance(owner, Record) and name is not None and name in owner.slots:
        return owner.slots[name].value
    index = key.data if isinstance(key, Const) and isinstance(key.data, int) else None
    if isinstance(owner, Items) and index is not None and not owner.open:
        if -len(owner.slots) <= index < len(owner.slots):
            return owner.slots[index].value
        return Unknown()
    return Unknown(name or "...")


def construct(recorder: Recorder, name: str, given: Arguments) -> Value | None:
    """Return what a function of the standard library gives."""
    first = given.positional[0].value if given.positional else None
    if name == "json.dumps" and first is not None:
        return Encoded(first)
    if name in ("builtins.str", "textwrap.dedent") and first is not None:
        if name == "builtins.str":
            return as_text(first) if isinstance(first, Text | Const) else Unknown("str")
        return first if isinstance(first, Text) else None
    if name == "builtins.dict":
        record = Record(dict(given.keywords), given.open, given.node)
        if first is not None:
            base = Record(node=given.node)
            merge(base, first)
            return Record({**base.slots, **record.slots}, base.open or record.open, given.node)
        return record
    if name in ("builtins.list", "builtins.tuple", "copy.deepcopy", "copy.copy", "builtins.sorted"):
        if isinstance(first, Items):
            return Items(list(first.slots), first.open, first.node)
        if isinstance(first, Record) and name.startswith("copy."):
            return Record(dict(first.slots), first.open, first.node)
    if name == "builtins.enumerate" and isinstance(first, Items) and not first.open:
        numbered = [Slot(Items([Slot(Const(n)), slot])) for n, slot in enumerate(first.slots)]
        return Items(numbered, node=given.node)
    if name == "builtins.zip" and given.positional and not given.keywords:
        columns = [slot.value for slot in given.positional]
        if all(isinstance(column, Items) and not column.open for column in columns):
            rows = zip(*(column.slots for column in columns if isinstance(column, Items)), strict=False)
            return Items([Slot(Items(list(row))) for row in rows], node=given.node)
    if name == "builtins.setattr" and isinstance(first, Thing):
        first.open = True
    return None


def binary(one: Value, other: Value, operator: str) -> Value:
    """Return ``one + other``, ``one % other`` and ``one | other`` as far as known."""
    if operator == "Modulo" and isinstance(one, Text):
        return percent(one, other)
    if operator == "Add":
        if isinstance(one, Items) and isinstance(other, Items):
            return Items([*one.slots, *other.slots], one.open or other.open, one.node)
        if _is_texty(one) or _is_texty(other):
            return join(one, other)
    if isinstance(one, Record) and operator == "BitOr":
        record = Record(dict(one.slots), one.open, one.node)
        merge(record, other)
        return record
    if isinstance(one, Const) and isinstance(other, Const):
        return _number(one.data, other.data, operator)
    return Unknown()


def _is_texty(value: Value) -> bool:
    if isinstance(value, Choice):
        return all(isinstance(option, Text) for option in value.options)
    return isinstance(value, Text)


def _number(one: object, other: object, operator: str) -> Value:
    if not isinstance(one, int | float) or not isinstance(other, int | float):
        return Unknown()
    if max(abs(one), abs(other)) > 10**18:
        return Unknown()
    sums: dict[str, Callable[[], object]] = {
        "Add": lambda: one + other,
        "Subtract": lambda: one - other,
        "Multiply": lambda: one * other,
        "FloorDivide": lambda: one // other,
        "Power": lambda: one**other if abs(other) < 64 and abs(one) < 1024 else None,
    }
    try:
        result = sums[operator]() if operator in sums else None
    except (ArithmeticError, ValueError):
        return Unknown()
    return Const(result) if isinstance(result, int | float) else Unknown()
