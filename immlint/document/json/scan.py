"""JSON read with positions, tolerant of what people write by mistake.

The standard parser is fast and knows no positions, so it reads every file, and this one only those
with something to report. It recovers from trailing commas, comments, NaN and control characters, so
that one slip does not hide all else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from immlint.document.json import clean
from immlint.document.json.clean import DEEPEST
from immlint.document.lookalike import QUOTE, advice, shown
from immlint.document.template import MARKUP
from immlint.message import Message, Term
from immlint.record import field, record
from immlint.source import Span
from immlint.subject import EMBEDDED, UNKNOWN, Place, Problem, Route

#: Digits of a number that are read.
_DIGITS = 3000
#: Problems of one kind that are told one by one.
_MOST = 20

_SPACE = re.compile(r"[ \t\r\n]*")
#: What white space and comments begin with.
_GAPS = " \t\r\n/#"
_COMMENT = re.compile(r"//[^\r\n]*|#[^\r\n]*|/\*.*?\*/", re.S)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?")
_WORD = re.compile(r"-?[A-Za-z_]\w*")
_WORDS = {"true": True, "false": False, "null": None}
#: A string in which nothing is to be looked at.
_PLAIN = re.compile(r'"([ !#-\[\]-~]*)"')
_CONTROL = re.compile(r"[\x00-\x1f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_PIECE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.", re.S
)


def whole_number(text: str, base: int = 10) -> int:
    """Return the integer of a literal; of one longer than Python reads or writes, the first digits.

    However many there are, it is beyond the bounds of every parameter.
    """
    return int(text[:_DIGITS], base)


@record(frozen=False)
class Node:
    """A value with its span; ``members`` of an object, ``items`` of a list.

    What is worked out of a node for one finding is kept for the next: there may be thousands. Those of a
    text that is ``clean`` are worked out of it then only.
    """

    start: int
    end: int
    value: Any
    _members: list[tuple[Node, Node]] | None = None
    _items: list[Node] | None = None
    #: The text, if the standard parser reads it without doubt.
    clean: str | None = None
    _by_key: dict[str, tuple[Node, Node]] | None = None
    #: The members of an object in a clean text that nobody has asked for, by their keys.
    _unasked: dict[str, tuple[tuple[int, int, str], tuple[int, int, Any]]] | None = None
    #: The items of a list in a clean text, and the nodes of those that somebody asked for.
    _listed: list[tuple[int, int, Any]] | None = None
    _asked: dict[int, Node] | None = None
    _inner: Node | None = None
    _offsets: list[int] | None = None

    @property
    def members(self) -> list[tuple[Node, Node]] | None:
        """The keys and values of an object, ``None`` for what is none."""
        text = self.clean
        if text is not None and self._members is None and isinstance(self.value, dict):
            pairs = clean.members(text, self.start)
            self._members = [(Node(*key), Node(*value, clean=text)) for key, value in pairs]
        return self._members

    @property
    def is_object(self) -> bool:
        """Whether it is an object."""
        return self._members is not None or (self.clean is not None and isinstance(self.value, dict))

    @property
    def items(self) -> list[Node] | None:
        """The items of a list, ``None`` for what is none."""
        text = self.clean
        if text is not None and self._items is None and isinstance(self.value, list):
            self._items = [Node(*item, clean=text) for item in clean.items(text, self.start)]
        return self._items

    def item(self, number: int) -> Node:
        """Return an item of a list. Raises LookupError for one that it does not have."""
        if self.clean is None or self._items is not None:
            return (self.items or [])[number]
        if self._listed is None or self._asked is None:
            self._listed, self._asked = [*clean.items(self.clean, self.start)], {}
        node = self._asked.get(number)
        if node is None:
            node = self._asked[number] = Node(*self._listed[number], clean=self.clean)
        return node

    def member(self, key: Any) -> tuple[Node, Node]:
        """Return key and value of a member; of equal keys the last one counts, as for all parsers."""
        if self._by_key is None:
            self._by_key = {k.value: (k, v) for k, v in self._members or ()}
            if self.clean is not None and self._members is None and isinstance(self.value, dict):
                self._unasked = {pair[0][2]: pair for pair in clean.members(self.clean, self.start)}
        if self._unasked and key in self._unasked:
            own, value = self._unasked.pop(key)
            self._by_key[key] = Node(*own), Node(*value, clean=self.clean)
        return self._by_key[key]

    def inner(self) -> Node:
        """Return the tree of the JSON text that a string holds. Raises :class:`ScanError`."""
        if self._inner is None:
            self._inner = clean_tree(self.value) or Scan(self.value).read()
        return self._inner

    def offsets(self, text: str) -> list[int]:
        """Return where each code point of a decoded string is written, and where it ends."""
        if self._offsets is None:
            pieces = _PIECE.finditer(text, self.start + 1, self.end - 1)
            self._offsets = [*(piece.start() for piece in pieces), self.end - 1]
        return self._offsets


def clean_tree(text: str) -> Node | None:
    """Return the tree of a JSON text in which nothing is amiss, ``None`` if something may be."""
    data = clean.read(text)
    return None if data is None else tree_of(text, data)


def tree_of(text: str, data: Any) -> Node:
    """Return the tree of such a text, given what it says."""
    return Node(clean.begin(text), len(text.rstrip(clean.BLANK)), data, clean=text)


LAST_WINS = Message("the last one wins")
A_VALUE = Term("a value")


class ScanError(ValueError):
    """The text cannot be read any further than *span*."""

    def __init__(self, message: str, span: tuple[int, int], hint: str = "") -> None:
        super().__init__(message)
        self.span = span
        self.hint = hint


@record(frozen=False, slots=False)
class Scan:
    """One JSON text; ``root`` is its tree, ``problems`` what it should not hold."""

    text: str
    at: int = 0
    stop: int | None = None
    problems: list[tuple[str, str, str, tuple[int, int]]] = field(default_factory=list)
    #: Where values stand that code computes: their ends by their beginnings.
    holes: Mapping[int, int] = field(default_factory=dict)
    #: Where the string just read holds a quote that may have been meant to end it.
    _misread: int | None = None

    def read(self) -> Node:
        """Return the tree of the one value. Raises :class:`ScanError`."""
        if self.stop is None:
            self.stop = len(self.text)
        self._space()
        if self.at >= self.stop:
            raise ScanError(Message("the document is empty; expected a value"), (self.at, self.at))
        root = self._value(0)
        self._space()
        if self.at < self.stop:
            span = (self.at, self.at + 1)
            raise ScanError(Message("text after the end of the value; expected one value"), span)
        return root

    def _note(self, kind: str, message: str, hint: str, start: int, end: int) -> None:
        if sum(known[1] == message for known in self.problems[-_MOST:]) < _MOST:
            self.problems.append((kind, message, hint, (start, end)))

    def _space(self) -> None:
        assert self.stop is not None
        # Most values stand right beside their commas and colons.
        if self.at < self.stop and self.text[self.at] not in _GAPS:
            return
        while True:
            match = _SPACE.match(self.text, self.at, self.stop)
            assert match is not None
            self.at = match.end()
            comment = _COMMENT.match(self.text, self.at, self.stop)
            if comment is None:
                return
            message = Message("comment; expected none, JSON has no comments")
            hint = Message("remove it, or use YAML")
            self._note("syntax", message, hint, self.at, comment.end())
            self.at = comment.end()

    def _peek(self) -> str:
        assert self.stop is not None
        return self.text[self.at] if self.at < self.stop else ""

    def _value(self, depth: int) -> Node:
        if depth > DEEPEST:
            message = Message("nested deeper than {most} levels; expected a request or policy", most=DEEPEST)
            raise ScanError(message, (self.at, self.at + 1))
        char = self._peek()
        markup = MARKUP.match(self.text, self.at, self.stop or 0) if char == "{" else None
        if markup:
            self.at = markup.end()
            return Node(markup.start(), self.at, UNKNOWN)
        if char == "{":
            return self._object(depth)
        if char == "[":
            return self._list(depth)
        if char == '"':
            return self._string()
        return self._scalar()

    def _scalar(self) -> Node:
        start = self.at
        assert self.stop is not None
        match = _NUMBER.match(self.text, start, self.stop)
        if match:
            self.at = match.end()
            text = match[0]
            value: Any = float(text) if match[1] or match[2] else whole_number(text)
            return Node(start, self.at, value)
        word = _WORD.match(self.text, start, self.stop)
        if word and word[0] in _WORDS:
            self.at = word.end()
            return Node(start, self.at, _WORDS[word[0]])
        if word and word[0].lstrip("-") in ("NaN", "Infinity"):
            self.at = word.end()
            message = Message("{word} is no JSON value; expected a number or null", word=word[0])
            self._note("syntax", message, "", start, self.at)
            return Node(start, self.at, UNKNOWN)
        if start in self.holes:
            self.at = self.holes[start]
            return Node(start, self.at, UNKNOWN)
        raise self._unexpected(A_VALUE)

    def _unexpected(self, wanted: str) -> ScanError:
        char = self._peek()
        if self._misread is not None:
            # The string went on to the next quote, as what was to end it is none.
            return self._no_end(self._misread)
        if not char:
            return ScanError(Message("the text ends; expected {wanted}", wanted=wanted), (self.at, self.at))
        hint = Message("JSON strings take double quotes") if char == "'" else advice(char)
        message = Message("unexpected {char}; expected {wanted}", char=shown(char), wanted=wanted)
        return ScanError(message, (self.at, self.at + 1), hint)

    def _string(self) -> Node:
        start = self.at
        plain = _PLAIN.match(self.text, start, self.stop or 0)
        if plain:
            self.at, self._misread = plain.end(), None
            return Node(start, self.at, plain[1])
        try:
            value, end = scanstring(self.text, start + 1, False)
        except JSONDecodeError as error:
            if error.msg.startswith("Unterminated"):
                raise self._open_string(start) from None
            span = (error.pos, min(error.pos + 2, len(self.text)))
            raise ScanError(Message("invalid escape; expected one of JSON's"), span) from None
        if self.stop is not None and end > self.stop:
            # It ends in a later line, which is another record.
            raise self._open_string(start)
        self.at = end
        ending = QUOTE.search(self.text, start, end)
        self._misread = ending.start() if ending else None
        control = _CONTROL.search(self.text, start, end)
        if control:
            name = f"U+{ord(control[0]):04X}"
            message = Message("control character {name} in a string; expected it escaped", name=name)
            self._note("syntax", message, "", control.start(), control.end())
        if _SURROGATE.search(value):
            message = Message("half of a surrogate pair; expected a whole character")
            self._note("encoding", message, "", start, end)
        return Node(start, end, value)

    def _open_string(self, start: int) -> ScanError:
        ending = QUOTE.search(self.text, start, self.stop or len(self.text))
        if ending is not None:
            return self._no_end(ending.start())
        return ScanError(Message('string without end; expected a closing "'), (start, start + 1))

    def _no_end(self, at: int) -> ScanError:
        """Return the error of a quote that was to end a string, and is none."""
        char = self.text[at]
        message = Message('unexpected {char}; expected a closing "', char=char)
        return ScanError(message, (at, at + 1), advice(char))

    def _list(self, depth: int) -> Node:
        start, items = self.at, []
        self.at += 1
        self._space()
        while self._peek() != "]":
            items.append(self._value(depth + 1))
            self._separator("]")
        self.at += 1
        return Node(start, self.at, [item.value for item in items], _items=items)

    def _object(self, depth: int) -> Node:
        start = self.at
        members: list[tuple[Node, Node]] = []
        self.at += 1
        self._space()
        seen: set[str] = set()
        while self._peek() != "}":
            if self._peek() != '"':
                raise self._unexpected(Term('a key in double quotes or "}"'))
            key = self._string()
            if key.value in seen:
                message = twice(key.value)
                self._note("duplicate-key", message, LAST_WINS, key.start, key.end)
            seen.add(key.value)
            self._space()
            if self._peek() != ":":
                raise self._unexpected(Term('":"'))
            self._misread = None
            self.at += 1
            self._space()
            members.append((key, self._value(depth + 1)))
            self._separator("}")
        self.at += 1
        return Node(start, self.at, {k.value: v.value for k, v in members}, _members=members)

    def _separator(self, closing: str) -> None:
        self._space()
        if self._peek() == closing:
            return
        if self._peek() != ",":
            raise self._unexpected(Message('"," or "{closing}"', closing=closing))
        comma = self.at
        self._misread = None
        self.at += 1
        self._space()
        if self._peek() == closing:
            message = Message('trailing comma; expected a value or "{closing}"', closing=closing)
            self._note("syntax", message, Message("remove the comma"), comma, comma + 1)


def twice(key: str) -> Message:
    """Return what is told of a key that an object has twice."""
    if not key.isprintable():
        return Message("a key is given twice; expected it once")
    return Message('key "{key}" is given twice; expected it once', key=key)


def locate(text: str, node: Node, place: Place) -> Span:
    """Return the span of *place* in *text*, whose tree is *node*. Raises LookupError."""
    return _find(text, node, place.route, place)


def _find(text: str, node: Node, route: Route, place: Place) -> Span:
    for index, step in enumerate(route):
        if step is EMBEDDED:
            return _embedded(text, node, route[index + 1 :], place)
        last = index == len(route) - 1
        if node.is_object:
            key, value = node.member(step)
            if last and place.key:
                return Span(key.start, key.end)
            node = value
        elif isinstance(node.value, list) and isinstance(step, int):
            node = node.item(step)
        else:
            raise LookupError(route)
    written = _template(node) if place.part is not None else None
    if place.part is not None and written is not None:
        first, end = place.part
        return Span(inside(text, written, first), inside(text, written, end))
    return Span(node.start, node.end)


def _template(node: Node) -> Node | None:
    """Return the string that a text is: itself, or the one that ``Fn::Sub`` fills in."""
    if node.is_object and list(node.value) == ["Fn::Sub"]:
        _, node = node.member("Fn::Sub")
        node = node.items[0] if node.items else node
    return node if isinstance(node.value, str) else None


def _embedded(text: str, holder: Node, rest: Route, place: Place) -> Span:
    node = _template(holder)
    if node is None:  # joined of several
        return Span(holder.start, holder.end)
    try:
        span = _find(node.value, node.inner(), rest, place)
    except ScanError:  # deeper than the scan follows: then the string stands for its parts
        return Span(node.start, node.end)
    return Span(inside(text, node, span.start), inside(text, node, span.end))


def inside(text: str, node: Node, index: int) -> int:
    """Return where the code point *index* of the decoded string of *node* is written."""
    if text.find("\\", node.start, node.end) < 0:
        return node.start + 1 + index
    return node.offsets(text)[index]


def problems_of(scan: Scan, about: str, base: int = 0) -> list[Problem]:
    """Return what *scan* found as subjects."""
    return [
        Problem(kind, message, hint, (start + base, end + base), about=about)  # type: ignore[arg-type]
        for kind, message, hint, (start, end) in scan.problems
    ]
