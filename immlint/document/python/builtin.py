"""What the standard library does to known values: dicts, lists, numbers, JSON."""

from __future__ import annotations

from collections.abc import Callable

from immlint.document.python import text
from immlint.document.python.reading import as_text, known_text
from immlint.document.python.record import Arguments, Recorder
from immlint.document.python.sharing import choice, hand_on
from immlint.document.python.value import (
    Choice,
    Const,
    Encoded,
    Items,
    Record,
    Slot,
    Text,
    Unknown,
    Value,
    text_of,
)

_MUTATING = ("append", "extend", "insert", "update", "setdefault", "pop", "clear", "remove", "popitem")


def method(recorder: Recorder, owner: Value, name: str, given: Arguments) -> Value | None:
    """Return what a method of a built-in value gives, and change the value if that is what it does."""
    if isinstance(owner, Text):
        return text.method(owner, name, given)
    if isinstance(owner, Record):
        return _record_method(recorder, owner, name, given)
    if isinstance(owner, Items):
        return _items_method(recorder, owner, name, given)
    return None


def set_item(recorder: Recorder, owner: Value, key: Value, slot: Slot) -> None:
    """Do ``owner[key] = value``."""
    hand_on(slot.value)
    name = known_text(key)
    if isinstance(owner, Record):
        if name is None:
            _doubt(owner)
        elif name in owner.slots and not recorder.surely(owner.path):
            old = owner.slots[name]
            owner.slots[name] = Slot(choice([old.value, slot.value]), slot.node, slot.key)
        else:
            owner.slots[name] = slot
    elif isinstance(owner, Items):
        owner.open = True


def delete_item(recorder: Recorder, owner: Value, key: Value) -> None:
    """Do ``del owner[key]``."""
    name = known_text(key)
    if isinstance(owner, Record) and name is not None and recorder.surely(owner.path):
        owner.slots.pop(name, None)
    elif isinstance(owner, Record):
        # Which keys are left is not known: those that stay in doubt are left out.
        owner.slots.clear() if name is None else owner.slots.pop(name, None)
        owner.open = True
    elif isinstance(owner, Items):
        owner.slots.clear()
        owner.open = True


def _doubt(owner: Record) -> None:
    """Let any key have been set to anything."""
    owner.open = True
    for name, slot in owner.slots.items():
        hand_on(slot.value)
        owner.slots[name] = Slot(Unknown(name), slot.node, slot.key)


def _record_method(recorder: Recorder, owner: Record, name: str, given: Arguments) -> Value | None:
    first = given.positional[0] if given.positional else None
    key = known_text(first.value) if first else None
    if name in ("items", "keys", "values") and not owner.open:
        return _listed(owner, name, given)
    if name == "copy":
        return Record(dict(owner.slots), owner.open, owner.node)
    if name == "get" and first is not None and isinstance(first.value, Unknown):
        other = given.positional[1].value if len(given.positional) > 1 else Const(None)
        return choice([item(owner, first.value), other])
    if name in ("get", "pop", "setdefault") and key is not None:
        found = owner.slots.get(key)
        if name == "pop":
            delete_item(recorder, owner, first.value if first else Unknown())
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
        owner.slots.clear()
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
        if value.open or value.escaped:
            _doubt(owner)
        owner.slots.update(value.slots)
    else:
        _doubt(owner)


def _items_method(recorder: Recorder, owner: Items, name: str, given: Arguments) -> Value | None:
    first = given.positional[0] if given.positional else None
    sure = recorder.surely(owner.path)
    if name == "append" and first is not None and sure:
        owner.add([first])
    elif name == "extend" and first is not None and isinstance(first.value, Items) and sure:
        owner.add(first.value.slots)
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
    if isinstance(key, Unknown) and isinstance(owner, Record | Items) and not owner.open:
        slots = owner.slots.values() if isinstance(owner, Record) else owner.slots
        return choice(slot.value for slot in slots) if owner.slots else Unknown()
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
    if name in ("builtins.list", "builtins.tuple", "copy.copy"):
        if isinstance(first, Items):
            return Items(list(first.slots), first.open, first.node)
        if isinstance(first, Record) and name.startswith("copy."):
            return Record(dict(first.slots), first.open, first.node)
    if (
        name == "builtins.enumerate"
        and isinstance(first, Items)
        and len(given.positional) == 1
        and not (first.open or given.keywords)
    ):
        numbered = [Slot(Items([Slot(Const(n)), slot])) for n, slot in enumerate(first.slots)]
        return Items(numbered, node=given.node)
    if name == "builtins.zip" and given.positional and not given.keywords:
        columns = [slot.value for slot in given.positional]
        if all(isinstance(column, Items) and not column.open for column in columns):
            rows = zip(*(column.slots for column in columns if isinstance(column, Items)), strict=False)
            return Items([Slot(Items(list(row))) for row in rows], node=given.node)
    return None


def augmented(recorder: Recorder, one: Value, other: Value, operator: str) -> Value:
    """Return what ``one += other`` or ``one |= other`` leaves: a dict or a list is changed itself."""
    if isinstance(one, Record) and operator == "BitOr":
        merge(one, other)
        return one
    if isinstance(one, Items) and operator == "Add":
        if isinstance(other, Items) and recorder.surely(one.path):
            one.add(other.slots)
            one.open = one.open or other.open
        else:
            one.open = True
        return one
    return binary(one, other, operator)


def binary(one: Value, other: Value, operator: str) -> Value:
    """Return ``one + other``, ``one % other`` and ``one | other`` as far as known."""
    if operator == "Modulo" and isinstance(one, Text):
        return text.percent(one, other)
    if operator == "Add":
        if isinstance(one, Items) and isinstance(other, Items):
            return Items([*one.slots, *other.slots], one.open or other.open, one.node)
        if _is_texty(one) or _is_texty(other):
            return text.join(one, other)
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
