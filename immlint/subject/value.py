"""Values as far as they are known: what is computed elsewhere, and text of which parts are.

Neither is ever guessed: a rule must stay silent unless every completion is wrong. Text with holes has one
form, :class:`Text`. Readers make it where data comes in, by :func:`lifted`; after that the type tells,
and nobody looks for placeholders again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeGuard

from immlint.language import Language


class Unknown:
    """The class of :data:`UNKNOWN`."""

    __slots__ = ()

    def __reduce__(self) -> str:
        return "UNKNOWN"  # copies are the same: it is asked for by identity


#: A value that is computed elsewhere (``{"Ref": "Name"}``, ``!Sub``, a name in Python).
UNKNOWN = Unknown()
#: A half-open range of characters.
Range = tuple[int, int]


class Text(str):
    """Text of which parts are filled in where nobody sees them, as it is written: ``${env}-photos``.

    ``gaps`` are the ranges of those parts. What code computes shows ``${name}`` for each, and may say
    exactly what it can be; what a later step fills in may be anything.
    """

    __slots__ = ("_language", "gaps")

    gaps: Sequence[Range]
    _language: Language | None

    def __new__(cls, text: str, gaps: Sequence[Range], language: Language | None = None) -> Text:
        """Return the text as shown, with the ranges of its gaps and what it may be."""
        made = super().__new__(cls, text)
        made.gaps = gaps
        made._language = language
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return (Text, (str(self), self.gaps, self._language))

    @property
    def is_computed(self) -> bool:
        """Whether code computes it, and says what it may be."""
        return self._language is not None

    @property
    def is_template(self) -> bool:
        """Whether a part is really filled in; stars that mask a sample are matched as stars."""
        return any(self[start:end].strip("*xX") for start, end in self.gaps)

    @property
    def language(self) -> Language:
        """What it may be."""
        if self._language is not None:
            return self._language
        language = Language.literal("")
        at = 0
        for start, end in self.gaps:
            language = language + Language.literal(self[at:start]) + Language.hole()
            at = end
        return language + Language.literal(self[at:])


_MASK = "****"
#: Text that a later step fills in: ``${x}``, ``${{ x }}``, ``$x``, ``$(x)``, ``{{ x }}``, ``{{{x}}}``,
#: ``{% x %}``, ``#{x}``, ``#{x}#``, ``{x}``, ``{0}``, ``<%= x %>``, ``[% x %]``, ``((x))``, ``@@X@@``,
#: ``<your-bucket>``, ``%(x)s``, ``%X%``, ``%s``, ``%d`` (but ``%d0`` and ``%E4%B8`` are escapes of an
#: address), what was cut out of code (``" + x + "``); and what samples mask with ``****`` or ``xxxx``.
_PLACEHOLDER = (
    r"\$\{\{(?:[^{}]|\{[^{}]*\})*\}\}|\{\{\{[^{}]*\}\}\}|\$\{[^{}]*\}|\$\([^()]*\)|\$[A-Za-z_]\w*|\{\{[^{}]*\}\}"
    r"|\{%[^{}]*%\}|#\{[^{}]*\}#?|\{(?:[A-Za-z_]\w*|\d+)\}|<%[^<>]*%>|\[%[^\[\]]*%\]|\(\([\w.!/ -]+\)\)"
    r"|@@\w+@@|<[A-Za-z][A-Za-z0-9 _.-]*>|%\([A-Za-z_]\w*\)[sd]|%(?![0-9A-Fa-f]{2})[A-Za-z_]\w*%"
    r"|[`\"'] ?\+ ?[\w.()]+ ?\+ ?[`\"']|%s|%d(?![0-9A-Fa-f])|\*{4}|(?<![A-Za-z0-9])[xX]{4,32}(?![A-Za-z0-9])"
)
#: What every placeholder has at least one of.
_MARK = re.compile(r"[$%{<]|\(\(|@@|\*{4}|xxxx|XXXX|\+ ?[`\"']")


#: What they have in compact JSON; a brace of the notation is told by what stands behind it.
_NEEDLES = ("$", "%", "<", "((", "@@", "****", "xxxx", "XXXX", "#{", "+")


def has_no_gaps(text: str) -> bool:
    """Tell whether surely no text in compact JSON has a placeholder: a quick look instead of one at each."""
    if any(needle in text for needle in _NEEDLES):
        return False
    return text.count("{") == text.count('{"') + text.count("{}")


#: What a text of JSON or YAML has where one of its values may have a gap, as it is or escaped.
_MARKS = ("$", "%", "<", "\\", "+")
#: Of those of several characters, first one by itself: to look for that costs a small part of it.
_REPEATED = (("(", "(("), ("@", "@@"), ("#", "#{"), ("X", "XXXX"), ("x", "xxxx"), ("*", "****"))
_BRACED = re.compile(r"\{[^\s\"}]")


def may_have_gaps(text: str) -> bool:
    """Tell whether a value in a text of JSON or YAML may have a placeholder, as far as a quick look shows."""
    for mark in _MARKS:
        if mark in text:
            return True
    for one, more in _REPEATED:
        if one in text and more in text:
            return True
    return _BRACED.search(text) is not None


def placeholders(text: str) -> list[Range]:
    """Return the ranges of *text* that a later step fills in, by the notations of template engines."""
    if _MARK.search(text) is None:
        return []
    return [match.span() for match in re.finditer(_PLACEHOLDER, text)]


def template(text: str) -> str:
    """Return *text* as it is if all of it is there, else as a :class:`Text`."""
    if isinstance(text, Text):
        return text
    gaps = placeholders(text)
    return Text(text, gaps) if gaps else text


def computed(text: str) -> str:
    """Return *text* as a template of which somebody surely fills in the gaps: they are no placeholders."""
    made = template(text)
    return Text(made, made.gaps, made.language) if isinstance(made, Text) else text


def lifted(value: Any, read: Callable[[str], str] = template) -> Any:
    """Return data with its texts read as templates: what a reader does to all that it takes in."""
    if isinstance(value, str):
        return read(value)
    if isinstance(value, dict):
        return {lifted(key, read): lifted(item, read) for key, item in value.items()}
    if isinstance(value, list):
        return [lifted(item, read) for item in value]
    return value


def is_open(value: Any) -> bool:
    """Tell whether *value* is filled in later, wholly or in part."""
    return value is UNKNOWN or isinstance(value, Text)


def is_known(value: Any) -> TypeGuard[str]:
    """Tell whether *value* is a text without gaps."""
    return isinstance(value, str) and not isinstance(value, Text)


def is_template(text: str) -> bool:
    """Tell whether a later step fills in a part of *text*; a mask alone is none."""
    return isinstance(text, Text) and text.is_template


def language(text: str) -> Language:
    """Return the strings that *text* may be."""
    return text.language if isinstance(text, Text) else Language.literal(text)


def holes(text: str) -> Sequence[Range]:
    """Return where the parts of *text* stand that are filled in later."""
    return text.gaps if isinstance(text, Text) else ()


def filled(text: str, filling: str) -> str:
    """Return *text* with each of its gaps filled in."""
    return _replaced(text, lambda length: filling)


def masked(text: str, char: str) -> str:
    """Return *text* with *char* in place of each character of a gap: offsets stay."""
    return _replaced(text, lambda length: char * length)


def _replaced(text: str, filling: Callable[[int], str]) -> str:
    """Return *text* with what *filling* gives for the length of each gap."""
    if not isinstance(text, Text):
        return text
    at, parts = 0, []
    for start, end in text.gaps:
        parts += [text[at:start], filling(end - start)]
        at = end
    return "".join((*parts, text[at:]))


def part(text: str, start: int, end: int) -> str:
    """Return a range of *text*, with what of it is filled in later."""
    within = [(max(s, start) - start, min(e, end) - start) for s, e in holes(text) if s < end and start < e]
    return Text(text[start:end], within) if within else str(text[start:end])


def joined(separator: str, parts: Iterable[str]) -> str:
    """Return texts one after the other, with what of them is filled in later."""
    texts = list(parts)
    if {*map(type, texts)} <= {str}:
        return separator.join(texts)
    gaps: list[Range] = []
    at = 0
    for text in texts:
        gaps += [(start + at, end + at) for start, end in holes(text)]
        at += len(text) + len(separator)
    whole = separator.join(texts)
    return Text(whole, gaps) if gaps else whole


#: How a value is read that is computed where nobody sees it.
HOLE = Text("${unknown}", [(0, 10)])
