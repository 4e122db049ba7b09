"""String tokens of Python: their text, and where each character of it is written."""

from __future__ import annotations

import ast
import re

from immlint.record import record

_PIECE = re.compile(
    r"\\(?:\r\n|N\{[^}]*\}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|.)|.", re.S
)
_PREFIX = re.compile(r"([A-Za-z]*)(\"\"\"|'''|\"|')")


@record
class Literal:
    """A decoded token: ``offsets`` are places in the token, one more than there are characters."""

    text: str
    offsets: tuple[int, ...]


class Literals:
    """The tokens of one module: code is walked more than once, and each is decoded once."""

    def __init__(self) -> None:
        self._tokens: dict[str, Literal | None] = {}
        self._formatted: dict[tuple[str, str], Literal] = {}

    def token(self, raw: str) -> Literal | None:
        """Return what a plain string token says; ``None`` for bytes."""
        if raw not in self._tokens:
            self._tokens[raw] = token(raw)
        return self._tokens[raw]

    def formatted(self, raw: str, prefix: str) -> Literal:
        """Return what a piece of text between the fields of an f-string says."""
        key = raw, prefix
        if key not in self._formatted:
            self._formatted[key] = formatted(raw, prefix)
        return self._formatted[key]


def token(raw: str) -> Literal | None:
    """Return what a plain string token says; ``None`` for bytes."""
    match = _PREFIX.match(raw)
    if match is None or "b" in match[1].lower():
        return None
    start, end = match.end(), len(raw) - len(match[2])
    return _decoded(raw[start:end], "r" in match[1].lower(), start)


def formatted(raw: str, prefix: str) -> Literal:
    """Return what a piece of text between the fields of an f-string says."""
    return _decoded(raw, "r" in prefix.lower(), 0, doubled=True)


def _decoded(body: str, raw: bool, base: int, doubled: bool = False) -> Literal:
    if "\\" not in body and not doubled and "\r" not in body:
        return Literal(body, tuple(range(base, base + len(body) + 1)))
    chars: list[str] = []
    offsets: list[int] = []
    at = 0
    while at < len(body):
        piece, size = _piece(body, at, raw, doubled)
        chars.append(piece)
        offsets += [base + at] * len(piece)
        at += size
    return Literal("".join(chars), (*offsets, base + len(body)))


def _piece(body: str, at: int, raw: bool, doubled: bool) -> tuple[str, int]:
    """Return the text and the length of what is written at one place."""
    if doubled and body[at : at + 2] in ("{{", "}}"):
        return body[at], 2
    if body[at] == "\r":
        # Python reads every line end as a newline.
        return "\n", 2 if body[at : at + 2] == "\r\n" else 1
    if raw or body[at] != "\\":
        return body[at], 1
    match = _PIECE.match(body, at)
    assert match is not None
    escape = match[0]
    if escape in ("\\\n", "\\\r\n", "\\\r"):
        return "", len(escape)
    if escape == '\\"':
        return '"', 2
    try:
        text = str(ast.literal_eval(f'"{escape}"'))
    except (SyntaxError, ValueError):
        return "\\", 1
    # An escape that means nothing is a backslash, and what follows it.
    return (text, len(escape)) if len(text) == 1 else ("\\", 1)
