"""The forms that a custom rule may have, in one table. A new one is a function and a row here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from immlint.custom.grants import forbid, require
from immlint.custom.pattern import pattern
from immlint.custom.schema import schema
from immlint.custom.subjects import CustomSubject
from immlint.custom.wording import Wording
from immlint.facts import Facts
from immlint.issue import Issue

__all__ = ["FORMS", "Form", "Wording"]

Check = Callable[[Any, Facts], Iterable[Issue]]


class Form(NamedTuple):
    """What a form is for, what its messages may name, and how its data become a check.

    ``make`` raises :class:`~immlint.custom.file.PartError` for data that make none.
    """

    subjects: tuple[str, ...]
    arguments: tuple[str, ...]
    make: Callable[[Any, Wording, CustomSubject], Check]


FORMS = {
    "schema": Form(("request", "policy", "call"), ("found", "at", "expected", "keyword"), schema),
    "pattern": Form(("request", "policy", "call"), ("found", "at", "expected"), pattern),
    "forbid": Form(("policy",), ("action", "resource"), forbid),
    "require": Form(("policy",), ("action", "condition"), require),
}
