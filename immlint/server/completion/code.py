"""What can be written in Python: arguments of the SDK's models, and policies that stand in texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from immlint.catalog import load
from immlint.server.completion import json_cursor, policy, request
from immlint.server.completion.cursor import Cursor, Offer

#: Longer modules are not read at every keystroke.
LONGEST = 200_000
_SDK = "alibabacloud_imm20200930"
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\r\n]*)
    |(?P<text>(?P<prefix>[rbfuRBFU]{0,2})(?P<quote>'{3}|"{3}|'|"))
    |(?P<name>[^\W\d]\w*)
    |(?P<equal>=(?!=))
    |(?P<open>[(\[{])
    |(?P<close>[)\]}])
    |(?P<comma>,)
    |(?P<other>[=!<>]=|\d[\w.]*|\S)""",
    re.X,
)
_INNER = {
    "'": re.compile(r"(?:\\.|[^'\\\r\n])*", re.S),
    '"': re.compile(r'(?:\\.|[^"\\\r\n])*', re.S),
    "'''": re.compile(r"(?:\\.|(?!''').)*", re.S),
    '"""': re.compile(r'(?:\\.|(?!""").)*', re.S),
}
#: What begins a line where no bracket is open: one above was never closed.
_STATEMENT = re.compile(r"^(?:def|class|import|from|with|return|while|try)\b", re.M)


class _Bracket(NamedTuple):
    """A bracket that is open: what is called by it, and the arguments by name that are there so far."""

    char: str
    callee: str
    given: set[str]


class _Place(NamedTuple):
    """Where the cursor is: the brackets around it, outermost first, and the argument that it is in."""

    brackets: list[_Bracket]
    #: The name of the argument of each bracket, where it has one already.
    keywords: list[str]
    begins: bool
    start: int
    end: int
    quote: str = ""
    closed: bool = False
    #: Whether the text is as it is written: nothing in it stands for something else.
    is_plain: bool = True


def offers(text: str, cursor: int) -> tuple[Cursor, Sequence[Offer]] | None:
    """Return what can be written at *cursor* of a module, and what of it stands there."""
    if len(text) > LONGEST or not any(word in text for word in (_SDK, "Statement")):
        return None
    place = _place(text, cursor)
    if place is None:
        return None
    if place.quote and place.is_plain:
        found = _in_text(text, place, cursor)
        if found is not None:
            return found
    return _in_call(text, place, cursor) if _SDK in text else None


def _in_text(text: str, place: _Place, cursor: int) -> tuple[Cursor, Sequence[Offer]] | None:
    """Return the same for a policy that is written as a text."""
    inner = text[place.start : place.end]
    if inner.lstrip()[:1] != "{":
        return None
    for found in json_cursor.find(inner, cursor - place.start):
        offered = policy.offers(found, None)
        if offered:
            moved = found._replace(start=found.start + place.start, end=found.end + place.start)
            return moved, offered
    return None


def _in_call(text: str, place: _Place, cursor: int) -> tuple[Cursor, Sequence[Offer]] | None:
    if not place.brackets or not place.begins:
        return None
    bracket = place.brackets[-1]
    route: tuple[str | int, ...] = (place.keywords[-1],)
    if bracket.char == "[" and len(place.brackets) > 1:
        # An entry of a list that is given to an argument.
        bracket, route = place.brackets[-2], (place.keywords[-2], 0)
    row = load().classes.get(bracket.callee) if bracket.char == "(" else None
    is_key = route == ("",) and not place.quote
    if row is None or (not is_key and not route[0]):
        return None
    followed = is_key and re.compile(r"[ \t]*=(?!=)").match(text, place.end) is not None
    written = text[place.start : cursor]
    found = Cursor(None, route, is_key, place.start, place.end, written, place.quote, place.closed, followed)
    if not is_key:
        return found, [*request.values(row.fields, route)]
    known = bracket.given - ({text[place.start : place.end]} if followed else set())
    return found, [*request.parameters(row.fields, known)]


def _place(text: str, cursor: int) -> _Place | None:
    """Read all up to the cursor, and on to the end of the brackets that it is in."""
    brackets: list[_Bracket] = []
    keywords: list[str] = []
    begins, name, at = False, "", 0
    while (match := _TOKEN.search(text, at)) is not None and match.start() < cursor:
        kind, at = match.lastgroup or "", match.end()
        if match["text"] is not None:
            kind, at, closed = "text", *_ending(text, match)
            if match.end() <= cursor <= (at - len(match["quote"]) if closed else at):
                prefix = match["prefix"].lower()
                plain = not set(prefix) & {"f", "b"} and ("r" in prefix or "\\" not in text[match.end() : at])
                end = at - len(match["quote"]) if closed else cursor
                made = _Place(brackets, keywords, begins, match.end(), end, match["quote"], closed, plain)
                return None if set(prefix) & {"f", "b"} else made
        elif kind == "comment" and cursor <= at:
            return None
        elif kind == "name" and cursor <= at:
            _see_rest(text, at, brackets)
            return _Place(brackets, keywords, begins and not name, match.start(), at)
        if kind == "open":
            brackets.append(_Bracket(match["open"], name if match["open"] == "(" else "", set()))
            keywords.append("")
        elif kind == "close" and brackets:
            brackets.pop()
            keywords.pop()
        elif kind == "equal" and brackets and begins and name:
            keywords[-1] = name
            brackets[-1].given.add(name)
        elif kind == "comma" and brackets:
            keywords[-1] = ""
        elif kind == "name" and _STATEMENT.match(text, match.start()):
            brackets.clear()
            keywords.clear()
        if kind != "comment":
            begins = kind in ("open", "comma") or (kind == "name" and begins and not name) or kind == "equal"
            name = match["name"] or ""
    if not brackets:
        return None
    _see_rest(text, cursor, brackets)
    return _Place(brackets, keywords, begins and not name, cursor, cursor)


def _see_rest(text: str, at: int, brackets: Sequence[_Bracket]) -> None:
    """Take note of the arguments that stand behind the cursor in its call."""
    depth, name = 0, ""
    for match in _code(text, at):
        if match["open"]:
            depth += 1
        elif match["close"]:
            depth -= 1
            if depth < 0:
                return
        elif match["equal"] and not depth and name and brackets:
            brackets[-1].given.add(name)
        name = match["name"] or ""


def _code(text: str, at: int) -> Iterator[re.Match[str]]:
    """Yield what is no comment, and of texts their beginnings, until a statement begins."""
    stop = _STATEMENT.search(text, at)
    end = stop.start() if stop else len(text)
    while (match := _TOKEN.search(text, at, end)) is not None:
        at = _ending(text, match)[0] if match["text"] is not None else match.end()
        if match["comment"] is None:
            yield match


def _ending(text: str, match: re.Match[str]) -> tuple[int, bool]:
    """Return where a text ends, and whether it is closed: one in single quotes is on its line."""
    quote = match["quote"]
    found = _INNER[quote].match(text, match.end())
    end = found.end() if found else match.end()
    closed = text.startswith(quote, end)
    return end + len(quote) * closed, closed
