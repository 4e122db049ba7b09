"""Expressions of HCL to values: literals as they are written, what is computed as far as it is known."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from immlint.document.excerpt import Excerpt
from immlint.document.terraform.syntax import DEEPEST, Syntax
from immlint.document.terraform.texts import Interpolation, Literal, Piece, lone_interpolation, pieces, writer
from immlint.document.terraform.written import Written, written_list, written_object
from immlint.record import record
from immlint.source import Span
from immlint.subject import UNKNOWN, Text, is_known, template

if TYPE_CHECKING:
    from tree_sitter import Node

#: A reference as its steps, ``("local", "names", 0)``, with ``None`` for one that is computed.
Reference = tuple[str | int | None, ...]
#: What an interpolation is shown as where it is short; anything else could not stand in a text of JSON.
_PLAIN = re.compile(r"[\w.*\[\]-]{1,60}")
#: Functions that give back the value they are given, as far as a policy is concerned.
_SAME = ("tolist", "toset", "tostring", "tomap", "sensitive", "nonsensitive", "trimspace", "chomp")


class Template(NamedTuple):
    """The characters of a text, with the ends of its holes by their beginnings.

    ``is_literal`` tells that nothing is interpolated.
    """

    excerpt: Excerpt
    holes: Mapping[int, int]
    is_literal: bool


@record
class Evaluator:
    """Evaluates the expressions of one text; *look_up* knows what names stand for, by where each is asked."""

    syntax: Syntax
    look_up: Callable[[Reference, Span, int], Written]

    def value(self, node: Node, depth: int = 0) -> Written:
        """Return the value of an expression, with where its parts are written."""
        span = self.syntax.span(node)
        if depth > DEEPEST:
            return Written(*span)
        inner = operands(node)
        if len(inner) != 1:
            return self._referred(node, span, depth)
        (only,) = inner
        match only.type:
            case "expression" | "literal_value" | "template_expr" | "collection_value":
                return self.value(only, depth + 1)
            case "numeric_lit" | "bool_lit" | "null_lit":
                return Written(*span, _constant(self.syntax.cut(only)), is_literal=True)
            case "string_lit" | "quoted_template" | "heredoc_template":
                return self.text(only, depth)
            case "tuple":
                return self._list(only, depth)
            case "object":
                return self._object(only, depth)
            case "for_expr":
                return self._each(only, depth)
            case "function_call":
                return self._called(only, depth)
            case "operation" if number := re.fullmatch(r"-\s*([\d.]+)", self.syntax.cut(only)):
                return Written(*span, _constant("-" + number[1]), is_literal=True)
        return self._referred(node, span, depth)

    def text(self, node: Node, depth: int = 0) -> Written:
        """Return a quoted text or a heredoc."""
        span = self.syntax.span(node)
        found = pieces(self.syntax, node)
        lone = lone_interpolation(node, found)
        if lone is not None:
            return self.value(lone, depth + 1)
        if found is None:
            return Written(*span)
        excerpt, holes, is_literal = self.template(node, found, depth)
        value = computed(excerpt.text) if holes else excerpt.text
        return Written(*span, value, excerpt=excerpt, is_literal=is_literal)

    def template(self, node: Node, found: Sequence[Piece], depth: int = 0) -> Template:
        """Return the characters of a text that is made of pieces."""
        shown: list[tuple[str, int, int, bool]] = []
        holes: dict[int, int] = {}
        at = 0
        for piece in found:
            text = piece.text if isinstance(piece, Literal) else self._interpolated(piece, depth)
            if text is None:
                text = self._shown(piece)
                holes[at] = at + len(text)
            elif isinstance(text, Text):
                holes |= {at + start: at + end for start, end in text.gaps}
            shown.append((str(text), piece.start, piece.end, isinstance(piece, Interpolation)))
            at += len(text)
        is_literal = all(isinstance(piece, Literal) for piece in found)
        return Template(Excerpt(shown, writer(node)), holes, is_literal)

    def _interpolated(self, piece: Interpolation, depth: int) -> str | None:
        if piece.expression is None:
            return None
        return as_text(self.value(piece.expression, depth + 1).value)

    def _shown(self, piece: Piece) -> str:
        """Return how an interpolation is shown: as it is written, unless that could not stand in JSON."""
        text = self.syntax.text[piece.start + 2 : piece.end - 1].strip()
        return "${" + (text if _PLAIN.fullmatch(text) else "...") + "}"

    def _list(self, node: Node, depth: int) -> Written:
        items = [self.value(child, depth + 1) for child in node.children if child.type == "expression"]
        return written_list(self.syntax.span(node), items)

    def _object(self, node: Node, depth: int) -> Written:
        span = self.syntax.span(node)
        pairs: list[tuple[Written, Written]] = []
        for element in node.children:
            if element.type != "object_elem":
                continue
            key, value = (child for child in element.children if child.type == "expression")
            name = self._key(key, depth)
            if not isinstance(name.value, str):
                return Written(*span)
            pairs.append((name, self.value(value, depth + 1)))
        return written_object(span, pairs)

    def _key(self, node: Node, depth: int) -> Written:
        """Return a key: a name alone is one, in parentheses it is a reference."""
        inner = operands(node)
        if len(inner) == 1 and inner[0].type == "variable_expr":
            return Written(*self.syntax.span(node), self.syntax.cut(node), is_literal=True)
        return self.value(node, depth + 1)

    def _each(self, node: Node, depth: int) -> Written:
        """Return what ``[for x in xs : value]`` makes: such a value, and others; never one to be edited."""
        made = node.children[0]
        span = self.syntax.span(node)
        value = next((child for child in made.children if child.type == "expression"), None)
        if made.type != "for_tuple_expr" or value is None:
            return Written(*span)
        return written_list(span, [self.value(value, depth + 1).unwritable(), Written(*span)])

    def _called(self, node: Node, depth: int) -> Written:
        """Return what a function gives, of those that only put together what they are given."""
        span = self.syntax.span(node)
        name, arguments = call(self.syntax, node)
        if arguments is None:
            return Written(*span)
        values = [self.value(argument, depth + 1) for argument in arguments]
        if name in _SAME and len(values) == 1:
            return values[0]
        if name == "concat":
            return self._joined(span, values)
        if name == "jsonencode" and len(values) == 1 and is_whole(values[0].value):
            return Written(*span, json.dumps(values[0].value, ensure_ascii=False, separators=(",", ":")))
        if name == "format" and values and is_known(values[0].value):
            return Written(*span, formatted(values[0].value, [value.value for value in values[1:]]))
        return Written(*span)

    def _joined(self, span: Span, values: Sequence[Written]) -> Written:
        """Return lists one after the other: for one that is not known, there may be anything."""
        items: list[Written] = []
        for value in values:
            items += value.items if value.items is not None else [Written(*value.span)]
        return written_list(span, items, is_literal=False)

    def _referred(self, node: Node, span: Span, depth: int) -> Written:
        path = reference(self.syntax, node)
        return self.look_up(path, span, depth) if path is not None else Written(*span)


def operands(node: Node) -> list[Node]:
    """Return the parts of an expression that mean something."""
    return [child for child in node.children if child.is_named and child.type != "comment"]


def call(syntax: Syntax, node: Node) -> tuple[str, list[Node] | None]:
    """Return the name of a function and its arguments; ``None`` if a list is given for them."""
    name = syntax.cut(node.children[0])
    given = next((child for child in node.children if child.type == "function_arguments"), None)
    if given is None:
        return name, []
    if any(child.type == "ellipsis" for child in given.children):
        return name, None
    return name, [child for child in given.children if child.type == "expression"]


def reference(syntax: Syntax, node: Node) -> Reference | None:
    """Return the steps of a reference, ``None`` for any other expression."""
    steps: list[str | int | None] = []
    for child in operands(node):
        if child.type in ("variable_expr", "get_attr"):
            steps.append(syntax.cut(child).lstrip(". \t\r\n"))
        elif child.type == "index":
            steps.append(_index(syntax, child))
        else:
            return None
    return tuple(steps) or None


def _index(syntax: Syntax, node: Node) -> str | int | None:
    written = syntax.cut(node).strip("[]. \t\r\n")
    if written.isascii() and written.isdigit():
        return int(written)
    found = re.fullmatch(r'"([^"$%\\]*)"', written)
    return found[1] if found else None


def _constant(text: str) -> Any:
    """Return what a number, a truth value or ``null`` means: they are written as in JSON."""
    try:
        return json.loads(text)
    except ValueError:
        return UNKNOWN


def is_whole(value: Any) -> bool:
    """Tell whether all of a value is known."""
    if isinstance(value, list | dict):
        parts = [*value, *value.values()] if isinstance(value, dict) else value
        return all(map(is_whole, parts))
    return value is not UNKNOWN and not isinstance(value, Text)


def as_text(value: Any) -> str | None:
    """Return how a value is interpolated, ``None`` if that is not known."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return value if isinstance(value, str) else None


def computed(text: str) -> str:
    """Return a text whose placeholders are filled in where it stands, by whoever reads it."""
    made = template(text)
    return Text(made, made.gaps, made.language) if isinstance(made, Text) else text


def formatted(pattern: str, values: Sequence[Any]) -> Any:
    """Return what ``format`` makes of texts; what it pads or aligns is not followed."""
    if re.search(r"%(?![s%])", pattern) or pattern.replace("%%", "").count("%s") != len(values):
        return UNKNOWN
    rest = iter(values)
    made = re.sub(
        r"%[s%]", lambda found: "%" if found[0] == "%%" else as_text(next(rest)) or "${...}", pattern
    )
    return computed(made)
