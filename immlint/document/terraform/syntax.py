"""HCL as tree-sitter reads it, with offsets in code points: blocks, attributes, expressions."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from immlint.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

#: Expressions that nest deeper are unknown: no policy comes near.
DEEPEST = 100
#: Of a longer text nothing is read: no configuration comes near.
LONGEST = 2 * 1024 * 1024


def is_installed() -> bool:
    """Tell whether the parser is there: it comes with an extra."""
    return find_spec("tree_sitter_hcl") is not None


class Attribute(NamedTuple):
    """``name = expression`` in a block."""

    name: str
    span: Span
    expression: Node


class Block(NamedTuple):
    """A block: its type, its labels, and where it stands; *body* is what is between its braces."""

    type: str
    labels: tuple[str, ...]
    span: Span
    body: Node | None


class Syntax:
    """One text as a tree. Blocks of which a part cannot be read are left out."""

    def __init__(self, text: str) -> None:
        import tree_sitter_hcl
        from tree_sitter import Language, Parser

        self.text = text
        # One offset for each byte: only texts beyond ASCII need them.
        self._offsets = None if text.isascii() else _offsets(text)
        data = (text if len(text) <= LONGEST else "").encode("utf-8", "replace")
        self._root = Parser(Language(tree_sitter_hcl.language())).parse(data).root_node

    def span(self, node: Node) -> Span:
        """Return where a node stands."""
        return Span(self.offset(node.start_byte), self.offset(node.end_byte))

    def offset(self, byte: int) -> int:
        """Return the offset in code points of one in bytes."""
        return byte if self._offsets is None else self._offsets[byte]

    def cut(self, node: Node) -> str:
        """Return the text of a node."""
        start, end = self.span(node)
        return self.text[start:end]

    def blocks(self, body: Node | None = None) -> Iterator[Block]:
        """Yield the blocks in a body, by default those of the file."""
        for node in _of_body(body or self._root, "block"):
            if node.has_error:
                continue
            first, *rest = (child for child in node.children if child.type in ("identifier", "string_lit"))
            labels = tuple(self.cut(label).strip('"') for label in rest)
            inner = next((child for child in node.children if child.type == "body"), None)
            yield Block(self.cut(first), labels, self.span(node), inner)

    def attributes(self, body: Node | None) -> Iterator[Attribute]:
        """Yield the attributes in a body."""
        for node in _of_body(body, "attribute") if body is not None else ():
            name, expression = node.children[0], node.children[-1]
            yield Attribute(self.cut(name), self.span(name), expression)

    def outermost(self) -> Iterator[Attribute]:
        """Yield the attributes that stand in no block."""
        yield from self.attributes(self._root)

    def comments(self) -> Iterator[Span]:
        """Yield where comments stand."""
        yield from (self.span(node) for node in _of_type(self._root, "comment"))

    def texts(self) -> Iterator[Span]:
        """Yield where texts stand that may go over several lines."""
        yield from (self.span(node) for node in _of_type(self._root, "heredoc_template"))


def _of_body(node: Node, type: str) -> Iterator[Node]:
    """Yield the parts of a body; that of a file stands in its root."""
    for child in node.children:
        if child.type == "body" and node.type == "config_file":
            yield from _of_body(child, type)
        elif child.type == type:
            yield child


def _of_type(root: Node, type: str) -> Iterator[Node]:
    stack = [root]
    while stack:
        node = stack.pop()
        if node.type == type:
            yield node
        else:
            stack.extend(reversed(node.children))


def _offsets(text: str) -> list[int]:
    found: list[int] = []
    for index, char in enumerate(text):
        found += [index] * len(char.encode("utf-8", "replace"))
    return [*found, len(text)]
