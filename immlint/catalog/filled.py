"""What a text whose parts are filled in later can be at all, whatever they are filled in with."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from immlint.language import Chars, Language, Run
from immlint.subject import Text, filled

#: Characters of a text that is still looked at as a language.
LONGEST = 10_000
#: What a number is written with.
_NUMERIC = Language.hole(Chars.between("09", "++", "--", "..", "EE", "ee", "  "))


def least_characters(text: str) -> int:
    """Return how many characters *text* surely has."""
    return max(len(filled(text, "")), _least(text, lambda run: run.least))


def least_bytes(text: str) -> int:
    """Return how many bytes in UTF-8 *text* surely has."""
    written = filled(text, "").encode("utf-8", "surrogatepass")
    # The encoding of a later character is never shorter.
    return max(len(written), _least(text, lambda run: run.least * _size(run.chars.ranges[0][0])))


def _size(code: int) -> int:
    return len(chr(code).encode("utf-8", "surrogatepass"))


def _least(text: str, size: Callable[[Run], int]) -> int:
    """Return the least size of what code computes; what a later step fills in may be empty."""
    if not isinstance(text, Text) or not text.is_computed or len(text) > LONGEST:
        return 0
    return min((sum(map(size, branch)) for branch in text.language.branches), default=0)


def can_be_one_of(text: Text, choices: Iterable[object]) -> bool:
    """Tell whether *text* may be one of the choices."""
    if len(text) > LONGEST:
        return True
    return any(text.language.meets(Language.literal(str(choice))) for choice in choices)


def can_be_number(text: Text) -> bool:
    """Tell whether *text* may be a number."""
    return len(text) > LONGEST or text.language.meets(_NUMERIC)
