"""Text for people: a constant template with arguments, so that another language needs no rule to change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any


class Term(str):
    """A noun that is an argument of a template, such as the name of a type: a text to translate by itself."""

    __slots__ = ()


A_LIST = Term("a list")
A_NUMBER = Term("a number")
A_STRING = Term("a string")
AN_INTEGER = Term("an integer")
AN_OBJECT = Term("an object")
NULL = Term("null")
TRUE_OR_FALSE = Term("true or false")


def type_of(value: Any) -> Term:
    """Return what a message calls the type of a value as JSON has it."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return TRUE_OR_FALSE
    for kind, term in ((dict, AN_OBJECT), (list, A_LIST), (str, A_STRING)):
        if isinstance(value, kind):
            return term
    return A_NUMBER


class Message(str):
    """A text that keeps the template and arguments it was made of: another language has its own template.

    Arguments that are terms or messages are translated too; whatever else is kept as it is shown.
    """

    __slots__ = ("arguments", "template")
    template: str
    arguments: Mapping[str, object]

    def __new__(cls, template: str, /, **arguments: object) -> Message:
        made = super().__new__(cls, template.format_map(arguments))
        made.template = str(template)
        # With a union of types, it would take twice as long to ask.
        made.arguments = {
            name: value if isinstance(value, (str, int)) else format(value)
            for name, value in arguments.items()
        }
        return made

    def __str__(self) -> str:
        # What was raised with a message is one still, when it is caught and told.
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return _restored, (self.template, dict(self.arguments))


def _restored(template: str, arguments: Mapping[str, object]) -> Message:
    return Message(template, **arguments)


NOTHING = Message("")
#: Says a text in the language of who reads it.
Say = Callable[[str], str]


def filled(template: str, arguments: Mapping[str, object]) -> Message:
    """Return a template with its arguments."""
    return Message(template, **arguments) if template else NOTHING


def counted(count: int, one: str, many: str) -> Message:
    """Return a count with its noun: templates for ``count``."""
    return Message(one if count == 1 else many, count=count)


def either(names: Iterable[str]) -> Message:
    """Return names of which one is meant, as a message lists them."""
    return _joined("{some} or {other}", names)


def both(names: Iterable[str]) -> Message:
    """Return names that are all meant, as a message lists them."""
    return _joined("{some} and {other}", names)


def _joined(template: str, names: Iterable[str]) -> Message:
    joined = Message("")
    for name in names:
        if joined:
            joined = Message(template, some=joined, other=name)
        else:
            joined = name if isinstance(name, Message) else Message("{text}", text=name)
    return joined


def meant(near: object) -> str:
    """Return the question after a slip of the pen, behind what is told; nothing without a near name."""
    return Message("; did you mean {near}?", near=near) if near else ""


def reason(error: OSError | UnicodeError) -> Term:
    """Return why the system refused something, or what is no text."""
    return Term((getattr(error, "strerror", None) or str(error)).lower())
