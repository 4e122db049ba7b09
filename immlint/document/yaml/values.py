"""Nodes to plain data."""

from __future__ import annotations

import re
from typing import Any

from immlint.document.json.scan import twice, whole_number
from immlint.document.template import MARKUP
from immlint.document.yaml.compose import MASK, Alias, MappingNode, Node, ScalarNode, SequenceNode
from immlint.document.yaml.spans import is_merge, name_of, span_of
from immlint.message import Message
from immlint.subject import UNKNOWN

#: Nodes that a document may stand for once its aliases are followed.
LARGEST = 200_000
_CORE = "tag:yaml.org,2002:"
#: What says yes: all but the first in YAML 1.1 alone, which a document has to ask for.
_TRUE = frozenset(("true", "yes", "on", "y"))
#: How a template writes the functions that give a text, and those that stand in one.
_FUNCTIONS = {"!Ref": "Ref", "!Sub": "Fn::Sub", "!Join": "Fn::Join", "!GetAtt": "Fn::GetAtt"}
_INT = re.compile(r"[-+]?\d+|0o[0-7]+|0x[0-9a-fA-F]+")


class Refused(Exception):
    """The nodes stand for no data; the message says why, *span* where."""

    def __init__(self, message: str, span: tuple[int, int]) -> None:
        super().__init__(message)
        self.span = span


class Values:
    """Nodes to plain data, shared nodes once; what grows beyond bounds is refused."""

    def __init__(self, text: str) -> None:
        #: Messages and spans of keys that are given twice.
        self.repeated: list[tuple[str, tuple[int, int]]] = []
        #: Whether some value is the call of a function of a template engine.
        self.has_functions = False
        self._text = text
        self._done: dict[int, tuple[Any, int]] = {}
        self._open: set[int] = set()

    def value(self, node: Node) -> Any:
        """Return the plain data of *node*. Raises :class:`Refused`."""
        return self._sized(node)[0]

    def _sized(self, node: Node) -> tuple[Any, int]:
        span = (node.start_mark.index, node.start_mark.index)
        if isinstance(node, Alias):
            node = node.target
        known = self._done.get(id(node))
        if known is not None:
            return known
        if id(node) in self._open:
            raise Refused(Message("an alias leads back to itself; expected an end"), span)
        self._open.add(id(node))
        result = self._build(node)
        self._open.discard(id(node))
        if result[1] > LARGEST:
            message = Message(
                "with its aliases this holds more than {most} values; expected fewer", most=LARGEST
            )
            raise Refused(message, span)
        self._done[id(node)] = result
        return result

    def _build(self, node: Node) -> tuple[Any, int]:
        function = _FUNCTIONS.get(str(node.tag))
        if function is not None and not isinstance(node, MappingNode):
            self.has_functions = True
            if isinstance(node, ScalarNode):
                return {function: node.value}, 1
            items = [self._sized(item) for item in node.value]
            return {function: [value for value, _ in items]}, 1 + sum(size for _, size in items)
        if isinstance(node, ScalarNode):
            return _scalar(node), 1
        if not str(node.tag).startswith(_CORE):
            return UNKNOWN, 1
        if isinstance(node, SequenceNode):
            items = [self._sized(item) for item in node.value]
            return [value for value, _ in items], 1 + sum(size for _, size in items)
        return (UNKNOWN, 1) if self._is_markup(node) else self._mapping(node)

    def _is_markup(self, node: Node) -> bool:
        """Tell whether a mapping is what YAML makes of ``{{ x }}``: a template engine comes first."""
        start, end = node.start_mark.index, node.end_mark.index
        return self._text.startswith("{{", start) and MARKUP.fullmatch(self._text, start, end) is not None

    def _mapping(self, node: Node) -> tuple[Any, int]:
        own: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        total, hidden = 1, False
        for key, child in node.value:
            value, size = self._sized(child)
            total += size
            if (is_merge(key) and value is UNKNOWN) or self._is_markup(key):
                hidden = True
            if is_merge(key):
                for item in value if isinstance(value, list) else [value]:
                    if isinstance(item, dict):
                        merged = {**item, **merged}
                continue
            if not isinstance(key.target if isinstance(key, Alias) else key, ScalarNode):
                # A list or mapping as key: nothing of ours has one.
                continue
            name = name_of(key)
            if name in own:
                span = span_of(self._text, key, None)
                self.repeated.append((twice(name), span))
            own[name] = value
        # What keys there are is not known then, nor what is missing.
        return (UNKNOWN if hidden else {**merged, **own}), total


def _scalar(node: ScalarNode) -> Any:
    tag, text = str(node.tag), str(node.value)
    if MASK in text and not node.style:
        return UNKNOWN
    if tag == _CORE + "null":
        return None
    if tag == _CORE + "bool":
        return text.lower() in _TRUE
    if tag == _CORE + "int" and _INT.fullmatch(text):
        return whole_number(text, 0 if text[:2] in ("0o", "0x") else 10)
    if tag == _CORE + "float":
        plain = text.lower().replace(".inf", "inf").replace(".nan", "nan")
        try:
            return float(plain)
        except ValueError:
            return text
    return text if tag.startswith(_CORE) or tag == "!" else UNKNOWN
