"""Text for people: a constant template with arguments, so that another language needs no rule to change."""

from __future__ import annotations

from collections.abc import Mapping
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


def filled(template: str, arguments: Mapping[str, object]) -> str:
    """Return a template with its arguments."""
    return template.format_map(arguments)
