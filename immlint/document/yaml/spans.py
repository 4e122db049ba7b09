"""Where the nodes of a document stand in its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from immlint.document.json.scan import Node as JsonNode
from immlint.document.json.scan import Scan, ScanError
from immlint.document.json.scan import locate as locate_json
from immlint.document.yaml.compose import Alias, MappingNode, Node, ScalarNode, SequenceNode
from immlint.source import Span
from immlint.subject import EMBEDDED, Place, Route

#: Levels below which no key is looked for.
_DEEPEST = 20
_MERGE = "tag:yaml.org,2002:merge"
#: What stands before an entry of a list in lines of its own, and after the last word of it.
_DASH = re.compile(r" *-[ ]+")
_BLANK = re.compile(r"[ \t]*(?:\r\n|\n|\r|\Z)")
#: What stands before a value that it is the tag of.
_TAG = re.compile(r"!\S*\s+")
_DOUBLE_PIECE = re.compile(r"\\x..|\\u....|\\U.{8}|\\.|[^\\\n]", re.S)


class _Reached(NamedTuple):
    """What a route leads to, with its key; ``alias`` is the first one on the way, if any."""

    node: Node
    key: Node | None
    alias: Alias | None
    #: Whether it can be reached by another route as well.
    shared: bool
    #: The rest of the route, inside of the JSON text that the node holds.
    inside: Route | None = None


class Spans:
    """Places in one text to spans. What is worked out for one finding is kept for the next."""

    def __init__(self, text: str) -> None:
        self._text = text
        #: By the id of the node, which the caller keeps.
        self._embedded: dict[int, JsonNode] = {}
        self._offsets: dict[int, list[int] | None] = {}

    def find(self, root: Node, route: Route, place: Place) -> Span:
        """Return the span of *place*, which *route* leads to. Raises LookupError.

        What stands behind an alias is at the alias: at its anchor it may be right.
        """
        found = _reached(root, route)
        if found.alias is not None:
            return span_of(self._text, found.alias, None)
        if found.inside is not None:
            return self._inside(found.node, Place(found.inside, place.key, place.part))
        if place.key and found.key is not None:
            return span_of(self._text, found.key, None)
        text = _template(found.node)
        if place.part is not None and text is not None:
            return self._part(text, place.part)
        return span_of(self._text, found.node, found.key)

    def scalar(self, root: Node, route: Route) -> str | None:
        """Return how the scalar that a route leads to, or into, is written, if parts of it can be told."""
        node = _template(_reached(root, route).node)
        if node is None or self._written_at(node) is None:
            return None
        return self._text[_start(self._text, node) : node.end_mark.index]

    def lines(self, root: Node, route: Route) -> Span | None:
        """Return the lines of an entry of a list with dashes, if nothing but it stands in them."""
        if len(_reached(root, route[:-1]).node.value) < 2:
            return None
        node = _reached(root, route).node
        first = self._text.rfind("\n", 0, node.start_mark.index) + 1
        if not _DASH.fullmatch(self._text, first, node.start_mark.index):
            return None
        rest = _BLANK.match(self._text, _last(node, self._text))
        return Span(first, rest.end()) if rest else None

    def _inside(self, holder: Node, place: Place) -> Span:
        """Return where a place of the JSON text in a scalar is written."""
        node = _template(holder)
        if node is None:  # joined of several
            return span_of(self._text, holder, None)
        if id(node) not in self._embedded:
            try:
                self._embedded[id(node)] = Scan(node.value).read()
            except ScanError:  # deeper than the scan follows: then the scalar stands for its parts
                return span_of(self._text, node, None)
        span = locate_json(node.value, self._embedded[id(node)], place)
        return self._part(node, (span.start, span.end))

    def _part(self, node: Node, part: tuple[int, int]) -> Span:
        """Return where a range of the decoded scalar is written, or the whole where it is folded."""
        offsets = self._written_at(node)
        if offsets is None or part[1] >= len(offsets):
            return span_of(self._text, node, None)
        return Span(offsets[part[0]], offsets[part[1]])

    def _written_at(self, node: Node) -> list[int] | None:
        if id(node) not in self._offsets:
            self._offsets[id(node)] = written_at(self._text, node)
        return self._offsets[id(node)]


def written_in(text: str, roots: Sequence[Node | None]) -> tuple[list[Span], list[Span]]:
    """Return where the text of scalars stands, and where scalars and what stands in brackets does."""
    texts: list[Span] = []
    wholes: list[Span] = []
    waiting = [(root, False) for root in roots if root is not None]
    while waiting:
        node, inside = waiting.pop()
        if isinstance(node, Alias):
            continue
        span = Span(node.start_mark.index, node.end_mark.index)
        if isinstance(node, ScalarNode):
            # The line that opens a block may end with a comment.
            opening = text.find("\n", span.start) + 1 if node.style in ("|", ">") else 0
            texts.append(Span(min(opening, span.end) or span.start, span.end))
        bracketed = not isinstance(node, MappingNode | SequenceNode) or bool(node.flow_style)
        if bracketed and not inside:
            wholes.append(Span(span.start, span.start + len(text[slice(*span)].rstrip())))
        children = node.value if isinstance(node, MappingNode | SequenceNode) else ()
        pairs = (child if isinstance(child, tuple) else (child,) for child in children)
        waiting += [(child, inside or bracketed) for pair in pairs for child in pair]
    return texts, wholes


def is_shared(root: Node, route: Route) -> bool:
    """Tell whether what a route leads to is written under an anchor, for other places as well."""
    return _reached(root, route).shared


def _template(node: Node) -> ScalarNode | None:
    """Return the scalar that a text is: itself, or the one that ``Fn::Sub`` fills in."""
    if isinstance(node, MappingNode) and len(node.value) == 1 and name_of(node.value[0][0]) == "Fn::Sub":
        node = _target(node.value[0][1])
        if isinstance(node, SequenceNode) and node.value:
            node = _target(node.value[0])
    elif isinstance(node, SequenceNode) and node.tag == "!Sub" and node.value:
        node = _target(node.value[0])
    return node if isinstance(node, ScalarNode) else None


def _reached(root: Node, route: Route) -> _Reached:
    node, key, alias, shared = root, None, None, False
    for index, step in enumerate(route):
        if isinstance(node, Alias):
            alias, node = alias or node, node.target
        shared = shared or node.anchor is not None
        if step is EMBEDDED:
            return _Reached(node, key, alias, shared, route[index + 1 :])
        if isinstance(node, MappingNode):
            key, child = _member(node, str(step))
            shared = shared or all(own is not key for own, _ in node.value)
            node = child
        elif isinstance(node, SequenceNode) and isinstance(step, int):
            key, node = None, node.value[step]
        else:
            raise LookupError(route)
    return _Reached(node, key, alias, shared or isinstance(node, Alias) or node.anchor is not None)


def _member(node: Node, name: str) -> tuple[Node, Node]:
    merged: list[Node] = []
    for key, value in reversed(node.value):
        if is_merge(key):
            value = _target(value)
            merged += reversed(value.value) if isinstance(value, SequenceNode) else [value]
        elif name_of(key) == name:
            return key, value
    for other in reversed(merged):
        try:
            return _member(_target(other), name)
        except LookupError:
            continue
    raise LookupError(name)


def is_merge(key: Node) -> bool:
    """Tell whether a key is ``<<``, by which a mapping takes in others."""
    return bool(key.tag == _MERGE)


def name_of(key: Node) -> str:
    """Return the name that a key is."""
    key = _target(key)
    return key.value if isinstance(key, ScalarNode) else "?"


def under(node: Node, is_wanted: Callable[[str, Node], bool], depth: int = 0) -> Iterator[Node]:
    """Yield the values of keys that are wanted, wherever they stand; within those is not looked further."""
    if depth > _DEEPEST:
        return
    if isinstance(node, SequenceNode):
        for item in node.value:
            yield from under(item, is_wanted, depth + 1)
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            if is_wanted(name_of(key), value):
                yield value
            else:
                yield from under(value, is_wanted, depth + 1)


def _target(node: Node) -> Node:
    return node.target if isinstance(node, Alias) else node


def _last(node: Node, text: str) -> int:
    """Return where the last word of a node ends: comments after it are nobody's."""
    while not isinstance(node, ScalarNode | Alias) and node.value and not getattr(node, "flow_style", False):
        last = node.value[-1]
        key, node = last if isinstance(last, tuple) else (None, last)
        if isinstance(node, ScalarNode) and node.start_mark.index == node.end_mark.index:
            return span_of(text, node, key).end
    return span_of(text, node, None).end


def span_of(text: str, node: Node, key: Node | None) -> Span:
    """Return where a node is written; *key* is its key in a mapping."""
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, ScalarNode) and start == end:
        # An empty value is marked at the next token, lines below: it stands after its colon.
        if key is not None:
            colon = text.find(":", key.end_mark.index)
            return Span(colon + 1, colon + 1)
        at = len(text[:start].rstrip())
        return Span(at, at)
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _start(text: str, node: Node) -> int:
    """Return where a scalar begins, behind its tag."""
    tag = _TAG.match(text, node.start_mark.index, node.end_mark.index)
    return tag.end() if tag else int(node.start_mark.index)


def written_at(text: str, node: Node) -> list[int] | None:
    """Return the source offset of each decoded character and of the end, if they can be told."""
    start, end = _start(text, node), node.end_mark.index
    raw, style = text[start:end], getattr(node, "style", None)
    if style in (None, "") and raw == node.value:
        return list(range(start, end + 1))
    if style == '"' and "\n" not in raw:
        pieces = [match.start() for match in _DOUBLE_PIECE.finditer(raw, 1, len(raw) - 1)]
        offsets = [start + at for at in pieces] + [end - 1]
    elif style == "'" and "\n" not in raw:
        inner = re.finditer("''|[^']", raw[1:-1])
        offsets = [start + 1 + match.start() for match in inner] + [end - 1]
    elif style == "|":
        offsets = _literal(raw, start)
        count = len(node.value)
        if len(offsets) > count and not text[offsets[count] : end].strip():
            # Blank lines at the end are no part of it.
            del offsets[count + 1 :]
    else:
        return None
    return offsets if len(offsets) in (len(node.value) + 1, len(node.value) + 2) else None


def _literal(raw: str, start: int) -> list[int]:
    lines = raw.splitlines(keepends=True)
    at = start + len(lines[0]) if lines else start
    body = lines[1:]
    indent = min((len(x) - len(x.lstrip(" ")) for x in body if x.strip()), default=0)
    offsets: list[int] = []
    for line in body:
        skipped = min(indent, len(line.rstrip("\r\n")))
        ending = len(line) - len(line.rstrip("\r\n"))
        kept = len(line) - skipped - ending
        offsets += range(at + skipped, at + skipped + kept + (1 if ending else 0))
        at += len(line)
    return [*offsets, at]
