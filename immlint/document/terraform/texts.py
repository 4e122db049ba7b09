"""Quoted texts and heredocs of HCL: their characters, and what is interpolated, with where each stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from immlint.document.terraform.syntax import Syntax
from immlint.document.written import escaped

if TYPE_CHECKING:
    from tree_sitter import Node

_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})|\\(.)|(\$\$|%%)(?=\{)", re.S)
#: Heredocs know no backslashes; the groups are the same.
_DOUBLED = re.compile(r"(?!)()()()|(\$\$|%%)(?=\{)")
_CHARACTERS = {"n": "\n", "r": "\r", "t": "\t"}
_TEMPLATE = re.compile(r"[$%]\{")
#: Escapes of JSON that HCL does not have.
_NOT_ESCAPED = re.compile(r"(?<!\\)(?:\\\\)*\\[bf/]")
_INDENT = re.compile(r"[ \t]*")


class Literal(NamedTuple):
    """Characters of a text, and where they are written."""

    text: str
    start: int
    end: int


class Interpolation(NamedTuple):
    """``${expression}`` in a text."""

    expression: Node | None
    start: int
    end: int


Piece = Literal | Interpolation


def pieces(syntax: Syntax, node: Node) -> list[Piece] | None:
    """Return the pieces of a quoted text or heredoc; ``None`` if directives (``%{ if }``) decide it."""
    if any(child.type == "template_directive" or _strips(child) for child in node.children):
        return None
    is_heredoc = node.type == "heredoc_template"
    start, end = _heredoc(syntax, node) if is_heredoc else _quoted(syntax, node)
    found: list[Piece] = []
    escape = _DOUBLED if is_heredoc else _ESCAPE
    for child in node.children:
        if child.type == "template_interpolation":
            begin, after = syntax.span(child)
            found += _literals(syntax.text, start, begin, escape)
            inner = next((part for part in child.children if part.type == "expression"), None)
            found.append(Interpolation(inner, begin, after))
            start = after
    found += _literals(syntax.text, start, end, escape)
    flush = is_heredoc and syntax.cut(node).startswith("<<-")
    return _flush(found) if flush else found


def lone_interpolation(node: Node, found: Sequence[Piece] | None) -> Node | None:
    """Return the expression that is all there is of a quoted text: its value may be no text."""
    if node.type == "heredoc_template" or found is None or len(found) != 1:
        return None
    return found[0].expression if isinstance(found[0], Interpolation) else None


def writer(node: Node) -> Callable[[str], str | None]:
    """Return how a new text is written in a quoted text or heredoc, ``None`` where that is not known."""
    return _in_heredoc if node.type == "heredoc_template" else _in_quotes


def _in_heredoc(text: str) -> str | None:
    return text if _TEMPLATE.search(text) is None and "\n" not in text else None


def _in_quotes(text: str) -> str | None:
    written = escaped(text, 1)
    return written if _TEMPLATE.search(text) is None and _NOT_ESCAPED.search(written) is None else None


def _strips(node: Node) -> bool:
    """Tell whether it is an interpolation that takes the white space around it away."""
    return any(child.type == "strip_marker" for child in node.children)


def _quoted(syntax: Syntax, node: Node) -> tuple[int, int]:
    start, end = syntax.span(node)
    return start + 1, end - 1


def _heredoc(syntax: Syntax, node: Node) -> tuple[int, int]:
    """Return where the lines of a heredoc begin and end."""
    first, *_, last = (child for child in node.children if child.type == "heredoc_identifier")
    start = syntax.text.index("\n", syntax.span(first).end) + 1
    return start, max(start, syntax.text.rfind("\n", 0, syntax.span(last).start) + 1)


def _literals(text: str, start: int, end: int, escape: re.Pattern[str]) -> Iterator[Literal]:
    """Yield the characters of a range without its escapes."""
    at = start
    for found in escape.finditer(text, start, end):
        if at < found.start():
            yield Literal(text[at : found.start()], at, found.start())
        yield Literal(_unescaped(found), *found.span())
        at = found.end()
    if at < end:
        yield Literal(text[at:end], at, end)


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code is not None:
        point = int(code, 16)
        return chr(point) if point <= 0x10FFFF and not 0xD800 <= point < 0xE000 else "\ufffd"
    if found[4] is not None:
        return found[4][0]
    return _CHARACTERS.get(found[3], found[3])


def _flush(found: list[Piece]) -> list[Piece]:
    """Return the pieces of ``<<-`` without the indent that all of its lines have."""
    lines = [*_by_line(found)]
    begun = [piece for piece, is_first in lines if is_first]
    least = min((_indent(piece) for piece in begun if not _is_blank(piece)), default=0)
    cut: list[Piece] = []
    for piece, is_first in lines:
        if is_first and isinstance(piece, Literal):
            size = min(least, _indent(piece))
            piece = Literal(piece.text[size:], piece.start + size, piece.end)
        cut.append(piece)
    return cut


def _by_line(found: list[Piece]) -> Iterator[tuple[Piece, bool]]:
    """Yield pieces that end where a line does, and whether each begins one."""
    is_first = True
    for piece in found:
        if not isinstance(piece, Literal) or len(piece.text) != piece.end - piece.start:
            yield piece, is_first
            is_first = False
            continue
        at = piece.start
        for line in re.findall(r"[^\n]*\n|[^\n]+", piece.text):
            yield Literal(line, at, at + len(line)), is_first
            at += len(line)
            is_first = line.endswith("\n")


def _indent(piece: Piece) -> int:
    found = _INDENT.match(piece.text) if isinstance(piece, Literal) else None
    return found.end() if found else 0


def _is_blank(piece: Piece) -> bool:
    return isinstance(piece, Literal) and not piece.text.strip()
