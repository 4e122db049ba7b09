"""Values as far as they are known: what is computed elsewhere, and text of which parts are.

Neither is ever guessed: a rule must stay silent unless every completion is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeGuard

from immlint.language import Language


class Unknown:
    """The class of :data:`UNKNOWN`."""

    __slots__ = ()

    def __reduce__(self) -> str:
        return "UNKNOWN"  # copies are the same: it is asked for by identity


#: A value that is computed elsewhere (``{"Ref": "Name"}``, ``!Sub``, a name in Python).
UNKNOWN = Unknown()


class Text(str):
    """Text of which parts are computed where nobody sees them: it shows ``${name}`` for each.

    ``language`` is exactly what it may be. As text it reads like a template that a later step fills in,
    so whatever lets those pass lets this pass.
    """

    __slots__ = ("language",)

    language: Language

    def __new__(cls, text: str, language: Language) -> Text:
        """Return the text as shown, with what it may be."""
        made = super().__new__(cls, text)
        made.language = language
        return made


#: Text that a later step fills in: ``${x}``, ``$x``, ``$(x)``, ``{{ x }}``, ``{% x %}``, ``#{x}``,
#: ``{x}``, ``<your-bucket>``, ``%(x)s``, ``%s``, ``%d`` (but ``%d0`` is an escape of an address); and what
#: samples mask with ``****``.
PLACEHOLDER = re.compile(
    r"\$\{[^{}]*\}|\$\([^()]*\)|\$[A-Za-z_]\w*|\{\{[^{}]*\}\}|\{%[^{}]*%\}|#\{[^{}]*\}|\{[A-Za-z_]\w*\}"
    r"|<[A-Za-z][A-Za-z0-9 _.-]*>|%\([A-Za-z_]\w*\)[sd]|%s|%d(?![0-9A-Fa-f])|\*{4}"
)


#: The former names; rooms that still use them move to the functions below.
Template = Text


def is_open(value: Any) -> bool:
    """Tell whether *value* is filled in later, wholly or in part."""
    return value is UNKNOWN or (isinstance(value, str) and PLACEHOLDER.search(value) is not None)


def is_known(value: Any) -> TypeGuard[str]:
    """Tell whether *value* is a text without holes."""
    return isinstance(value, str) and PLACEHOLDER.search(value) is None


def holes(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the parts of *text* stand that are filled in later."""
    return (match.span() for match in PLACEHOLDER.finditer(text))


def filled(text: str, filling: str) -> str:
    """Return *text* with each of its holes filled in."""
    return PLACEHOLDER.sub(lambda match: filling, text)


def masked(text: str, char: str) -> str:
    """Return *text* with *char* in place of each character of a hole: offsets stay."""
    return PLACEHOLDER.sub(lambda match: char * len(match[0]), text)


def text_with_holes(text: str) -> Language:
    """Return the texts that *text* may stand for once its placeholders are filled in."""
    return text.language if isinstance(text, Text) else _with_holes(text)


def _with_holes(text: str) -> Language:
    language = Language.literal("")
    at = 0
    for match in PLACEHOLDER.finditer(text):
        language = language + Language.literal(text[at : match.start()]) + Language.hole()
        at = match.end()
    return language + Language.literal(text[at:])
