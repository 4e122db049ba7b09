"""Values that several names share, or that code nobody sees may have: joined, handed on, copied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from immlint.document.python.value import (
    MOST,
    Choice,
    Const,
    Encoded,
    Frame,
    Instance,
    Items,
    Partial,
    Record,
    Symbol,
    Text,
    Thing,
    Unknown,
    Value,
)


def choice(options: Iterable[Value]) -> Value:
    """Return one of *options*, each once; a hole if there are too many."""
    flat: list[Value] = []
    hole: Unknown | None = None
    for option in options:
        for each in option.options if isinstance(option, Choice) else (option,):
            if isinstance(each, Unknown):
                hole = hole or each
            elif not any(each is known or _same(each, known) for known in flat):
                flat.append(each)
            if len(flat) > MOST:
                hole = hole or Unknown()
                hand_on(flat.pop())
    if hole is not None or not flat:
        # What is lost sight of may be changed by a name that nobody can follow.
        for each in flat:
            hand_on(each)
        return hole or Unknown()
    return flat[0] if len(flat) == 1 else Choice(tuple(flat))


def hand_on(value: Value, *, changed: bool = False) -> None:
    """Note that a value goes where nobody can follow it: the SDK objects in it may be completed there.

    With *changed*, code that nobody can see has the value itself: it may change all of it.
    """
    stack: list[Value] = [value]
    seen: set[int] = set()
    while stack:
        each = stack.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        if isinstance(each, Choice):
            stack += each.options
        elif isinstance(each, Encoded):
            stack.append(each.value)
        elif isinstance(each, Thing):
            each.kept = True
            each.open = each.open or changed
            stack += [slot.value for slot in each.slots.values()]
        elif isinstance(each, Record):
            each.escaped = each.escaped or changed
            stack += [slot.value for slot in each.slots.values()]
        elif isinstance(each, Items):
            each.open = each.open or changed
            stack += [slot.value for slot in each.slots]
        elif isinstance(each, Partial):
            stack += [slot.value for slot in (*each.positional, *each.keywords.values())]
        elif isinstance(each, Instance):
            each.open = each.open or changed
            stack += [slot.value for slot in each.slots.values()]


def imported(value: Value, known: dict[int, Value]) -> Value:
    """Return a value of another file as this file sees it: a copy of what can be changed, one for each."""
    if not isinstance(value, Record | Items | Thing):
        return value
    if id(value) not in known:
        known[id(value)] = copy = replace(value)
        if isinstance(value, Items):
            slots = [replace(slot, value=imported(slot.value, known)) for slot in value.slots]
            copy.slots = slots
        else:
            named = {
                key: replace(slot, value=imported(slot.value, known)) for key, slot in value.slots.items()
            }
            copy.slots = named
    return known[id(value)]


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, Text) and isinstance(other, Text):
        return one.known is not None and one.known == other.known
    return type(one) is type(other) and isinstance(one, Const | Symbol) and one == other


def join_branches(frame: Frame, before: dict[str, Value], branches: list[dict[str, Value]]) -> None:
    """Set the names of a frame to what any of *branches*, all begun at *before*, has left."""
    touched: dict[str, None] = {}
    for branch in branches:
        touched |= {n: None for n, value in branch.items() if before.get(n) is not value}
        touched |= dict.fromkeys(before.keys() - branch.keys())
    frame.names = dict(before)
    for name in touched:
        # Where a branch leaves the name unbound, using it would end in a NameError.
        values = [branch[name] for branch in branches if name in branch]
        if values:
            frame.names[name] = values[0] if all(v is values[0] for v in values) else choice(values)
        else:
            frame.names.pop(name, None)
