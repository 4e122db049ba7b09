"""Strings, numbers and JSON texts: what Python does to them, as far as they are known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from immlint.document.python.domain.join import Opaque, Unknown
from immlint.document.python.domain.text import (
    LONGEST,
    MOST_PIECES,
    Hole,
    Piece,
    Text,
    hole,
    joined,
    lowered,
    plain,
)
from immlint.document.python.domain.value import (
    Arguments,
    Copies,
    Escape,
    Interpreting,
    Lowering,
    Slot,
    Value,
)
from immlint.record import record

_PERCENT = re.compile(r"%(?:\((?P<name>[^)]*)\))?(?P<flags>[-#0 +]*[\d*]*(?:\.\d+)?)(?P<kind>[a-zA-Z%])")
_FIELD = re.compile(r"\{\{|\}\}|\{(?P<name>[\w.\[\]]*)(?P<rest>[^{}]*)\}")
_CASES: dict[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "title": str.title,
    "capitalize": str.capitalize,
}
_TRIMS = ("strip", "lstrip", "rstrip", "dedent")
#: Numbers beyond this are not computed with.
_LARGEST_NUMBER = 10**18


@record
class String(Text, Opaque):
    """A string, known in part."""

    is_texty = True

    @property
    def type_name(self) -> str | None:
        """The name of its type."""
        return "str"

    @property
    def writer(self) -> object:
        """The first token that wrote some of it."""
        return next((p.node for p in self.pieces if isinstance(p, Piece) and p.node), self)

    def mentions(self, word: str) -> bool:
        """Tell whether the word is in what is known of it."""
        if len(self.pieces) == 1:
            return word in self.pieces[0].text
        return word in self.shown

    def call_method(self, name: str, given: Arguments, walk: Interpreting) -> Value:
        """Return what a method of a string gives, where that is known."""
        return self.method(name, given, walk) or Unknown(name)

    def text(self, name: str = "...") -> Text:
        """Return the string itself."""
        return self

    def truth(self) -> bool | None:
        """Return whether it is not empty, if it is known."""
        known = self.known
        return None if known is None else bool(known)

    def binary(self, operator: str, other: Value) -> Value:
        """Return ``self + other`` and ``self % other``."""
        if operator == "Add":
            return string(joined((self, other.text())))
        if operator == "Multiply":
            return _repeated(self, other)
        return _percent(self, other) if operator == "Modulo" else other.reflected(operator, self)

    def reflected(self, operator: str, other: Value) -> Value:
        """Return ``other + self``."""
        if operator == "Multiply":
            return _repeated(self, other)
        return string(joined((other.text(), self))) if operator == "Add" else Unknown()

    def lower(self, lowering: Lowering) -> Any:
        """Return the string, or text with holes."""
        return lowered(self)

    def same(self, other: Value) -> bool:
        """Tell whether both are known and equal."""
        return self.known is not None and self.known == other.known

    def method(self, name: str, given: Arguments, walk: Interpreting) -> Value | None:
        """Return what a method gives, or ``None`` if that is not known."""
        known = self.known
        if name == "format":
            return _format(self, given)
        if name in _TRIMS and not given.positional:
            start = len(self.shown) - len(self.shown.lstrip()) if name != "rstrip" else 0
            end = len(self.shown.rstrip()) if name != "lstrip" else len(self.shown)
            return string(self.cut(start, end))
        if name in _CASES and known is not None:
            return string(plain(_CASES[name](known)))
        if name == "replace" and len(given.positional) == 2:
            return self._replaced(given.positional[0].value.known, given.positional[1].value)
        if name == "join" and given.positional:
            return self._joining(given.positional[0].value.iterate())
        if name == "split" and known is not None and len(given.positional) < 2:
            mark = given.positional[0].value.known if given.positional else None
            if not given.positional or mark:
                return walk.listed([Slot(string(plain(part))) for part in known.split(mark)], given.node)
        return None

    def _replaced(self, old: str | None, new: Value) -> Value | None:
        if not old:
            return None
        # What a hole may be is replaced in too.
        text = Text(tuple(Hole(p.name) if isinstance(p, Hole) else p for p in self.pieces))
        parts: list[Text] = []
        at = 0
        for match in re.finditer(re.escape(old), text.shown):
            if text.is_known(*match.span()):
                parts += [text.cut(at, match.start()), new.text("replacement")]
                at = match.end()
        return string(joined((*parts, text.cut(at, len(text.shown)))))

    def _joining(self, slots: list[Slot] | None) -> Value | None:
        if slots is None:
            return None
        parts: list[Text] = []
        for index, slot in enumerate(slots):
            parts += [self, slot.value.text()] if index else [slot.value.text()]
        return string(joined(parts))


def string(text: Text) -> String:
    """Return a text as the value that it is in code."""
    return String(text.pieces)


def string_of(text: str) -> String:
    """Return a string that no token of the module wrote."""
    return string(plain(text))


def _repeated(text: String, times: Value) -> Value:
    """Return ``text * times``, up to a bound."""
    count = times.number
    if not isinstance(count, int) or len(text.shown) * count > LONGEST:
        return Unknown()
    if text.known is None:
        return string(joined([text] * min(max(count, 0), MOST_PIECES + 1)))
    return string(plain(text.known * count))


def _percent(pattern: String, value: Value) -> Value:
    """Return ``pattern % value``."""
    shown = pattern.shown
    given = value.formatted()
    parts: list[Text] = []
    at = number = 0
    for match in _PERCENT.finditer(shown):
        if not pattern.is_known(*match.span()):
            continue
        parts.append(pattern.cut(at, match.start()))
        at = match.end()
        is_plain = not match["flags"] and match["kind"] in "sd"
        if match["kind"] == "%":
            parts.append(plain("%"))
        elif match["name"] is not None:
            parts.append(_filled(value.entry(match["name"]), match["name"], is_plain))
        else:
            parts.append(_filled(given[number] if number < len(given) else None, "...", is_plain))
            number += 1
    return string(joined((*parts, pattern.cut(at, len(shown)))))


def _filled(slot: Slot | None, name: str, is_plain: bool) -> Text:
    return slot.value.text(name) if slot is not None and is_plain else hole(name)


def _format(pattern: String, given: Arguments) -> Value:
    """Return ``pattern.format(...)``."""
    shown = pattern.shown
    parts: list[Text] = []
    at = number = 0
    for match in _FIELD.finditer(shown):
        if not pattern.is_known(*match.span()):
            continue
        parts.append(pattern.cut(at, match.start()))
        at = match.end()
        if match["name"] is None:
            parts.append(pattern.cut(match.start(), match.start() + 1))
            continue
        name = match["name"]
        index = int(name) if name.isdigit() else number if not name else None
        number += not name
        parts.append(_filled(given.get(name, index), name or "...", not match["rest"]))
    return string(joined((*parts, pattern.cut(at, len(shown)))))


@record
class Const(Opaque):
    """None, a boolean or a number."""

    data: Any

    @property
    def type_name(self) -> str | None:
        """The name of its type."""
        return type(self.data).__name__

    @property
    def is_none(self) -> bool:  # type: ignore[override]
        """Whether it is ``None``."""
        return self.data is None

    @property
    def number(self) -> int | float | None:
        """The number or boolean that it is."""
        return self.data if isinstance(self.data, int | float) else None

    def text(self, name: str = "...") -> Text:
        """Return it as ``str()`` writes it."""
        try:
            return plain(str(self.data))
        except ValueError:  # an integer of more digits than Python writes: the code raises there, too
            return hole(name)

    def truth(self) -> bool | None:
        """Return whether it is true."""
        return bool(self.data)

    def binary(self, operator: str, other: Value) -> Value:
        """Return what arithmetic gives."""
        one, two = self.number, other.number
        if one is None or two is None:
            return other.reflected(operator, self)
        return _arithmetic(one, two, operator)

    def lower(self, lowering: Lowering) -> Any:
        """Return what it is."""
        return self.data

    def same(self, other: Value) -> bool:
        """Tell whether both are the same constant."""
        # ``1``, ``1.0`` and ``True`` are equal, but not the same value of a parameter.
        return self == other and self.type_name == other.type_name


NONE = Const(None)


def _arithmetic(one: float, other: float, operator: str) -> Value:
    if max(abs(one), abs(other)) > _LARGEST_NUMBER:
        return Unknown()
    operations: dict[str, Callable[[], object]] = {
        "Add": lambda: one + other,
        "Subtract": lambda: one - other,
        "Multiply": lambda: one * other,
        "FloorDivide": lambda: one // other,
        "Power": lambda: one**other if abs(other) < 64 and abs(one) < 1024 else None,
    }
    try:
        result = operations[operator]() if operator in operations else None
    except (ArithmeticError, ValueError):
        return Unknown()
    return Const(result) if isinstance(result, int | float) else Unknown()


@record
class Json(Opaque):
    """The JSON text of a value."""

    value: Value

    @property
    def type_name(self) -> str | None:
        """The name of its type."""
        return "str"

    @property
    def writer(self) -> object:
        """What wrote the value."""
        return self.value.writer

    @property
    def decoded(self) -> Value:
        """The value that it is the text of."""
        return self.value

    def below(self, step: object) -> Slot:
        """Return a part of the value."""
        return self.value.below(step)

    def escape(self, how: Escape) -> Iterable[Value]:
        """The value escapes with its text."""
        return (self.value,)

    def copied(self, copies: Copies) -> Value:
        """Return the text of the copy."""
        return Json(copies.of(self.value))


@record
class Repr(Opaque):
    """The text that ``str()`` and ``repr()`` write of a dict or a list: seldom JSON."""

    value: Value

    @property
    def type_name(self) -> str | None:
        """The name of its type."""
        return "str"

    @property
    def is_pythonic(self) -> bool:
        """Whether it surely is no JSON."""
        return _is_pythonic(self.value)

    def escape(self, how: Escape) -> Iterable[Value]:
        """What is in the value may be known to whoever has its text; nobody changes it through that."""
        return ()

    def copied(self, copies: Copies) -> Value:
        """Return the text of the copy."""
        return Repr(copies.of(self.value))


def _is_pythonic(value: Value) -> bool:
    """Tell whether the text of a value is Python's alone: single quotes, ``None``, a tuple."""
    stack = [value]
    seen: set[int] = set()
    while stack:
        each = stack.pop()
        if id(each) in seen:
            # A list can hold itself.
            continue
        seen.add(id(each))
        if each.is_texty:
            # With a single quote in it Python takes double ones.
            if each.known is not None and "'" not in each.known:
                return True
        elif each.type_name in ("NoneType", "bool", "tuple", "set"):
            return True
        entries = each.entries() or {}
        if any("'" not in key for key in entries):
            return True
        stack += [slot.value for slot in (*entries.values(), *each.seen())]
    return False
