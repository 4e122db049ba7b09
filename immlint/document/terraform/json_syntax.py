"""Terraform's JSON syntax (``.tf.json``), put into the HCL that it stands for.

Values are copied as they are written: what JSON says is HCL as well, and texts are templates in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from immlint.document.excerpt import Excerpt
from immlint.document.json.scan import Node, Scan, ScanError

#: How many labels the blocks of a type have.
_LABELS = {"resource": 2, "data": 2, "variable": 1, "module": 1, "output": 1, "provider": 1, "locals": 0}
#: The blocks that stand in others and matter; ``dynamic`` is labelled by what it makes.
_INNER = {
    "statement": 0,
    "principal": 0,
    "condition": 0,
    "assume_role": 0,
    "permission_policies": 0,
    "dynamic": 1,
}
_NAME = re.compile(r"[^\W\d][\w-]*")
_BRACE = re.compile(r"[{}]")
_Piece = tuple[str, int, int] | tuple[str, int, int, bool]


def as_hcl(text: str) -> Excerpt | None:
    """Return a configuration as HCL, with where each part stands; ``None`` for what is no JSON."""
    try:
        root = Scan(text).read()
    except ScanError:
        return None
    return Excerpt(
        [piece for key, value in root.members or () for piece in _blocks(text, key, value, _LABELS)]
    )


def _blocks(text: str, key: Node, value: Node, known: dict[str, int]) -> Iterator[_Piece]:
    """Yield the blocks of one type, if that is one of those that are *known*."""
    if key.value in known:
        for labels, body in _labelled(value, known[key.value]):
            yield _copied(text, key, quoted=False)
            for label in labels:
                yield _between(" ", label)
                yield _copied(text, label, quoted=True)
            yield _between(" {\n", body)
            yield from _body(text, body)
            yield _between("}\n", body)


def _labelled(value: Node, count: int) -> Iterator[tuple[list[Node], Node]]:
    """Yield the bodies of blocks with their labels: one, or a list of them."""
    if value.items is not None:
        for item in value.items:
            yield from _labelled(item, count)
    elif value.members is not None and count:
        for label, inner in value.members:
            for labels, body in _labelled(inner, count - 1):
                yield [label, *labels], body
    elif value.members is not None:
        yield [], value


def _body(text: str, body: Node) -> Iterator[_Piece]:
    for key, value in body.members or ():
        if key.value in _INNER and (value.items is not None or value.members is not None):
            yield from _blocks(text, key, value, _INNER)
        elif _NAME.fullmatch(key.value):
            yield _copied(text, key, quoted=False)
            yield _between(" = ", value)
            yield from _value(text, value)
            yield _between("\n", value)


def _value(text: str, value: Node) -> Iterator[_Piece]:
    """Yield an expression: JSON as it is, but a text that is one interpolation is what is in it."""
    at = value.start
    for node in _texts(value):
        if not _is_interpolation(node.value):
            continue
        yield text[at : node.start], at, node.start
        yield _between("(", node)
        offsets = node.offsets(text)
        for index in range(2, len(node.value) - 1):
            # Nothing is written here: what is HCL inside would have to be JSON outside.
            yield node.value[index], offsets[index], offsets[index + 1], True
        yield _between(")", node)
        at = node.end
    yield text[at : value.end], at, value.end


def _texts(value: Node) -> Iterator[Node]:
    """Yield the texts in a value, in order; keys are none of them."""
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node.value, str):
            yield node
        inner = node.items if node.items is not None else [item for _, item in node.members or ()]
        stack.extend(reversed(inner))


def _is_interpolation(text: str) -> bool:
    """Tell whether a text is ``${...}`` and nothing else."""
    if not (text.startswith("${") and text.endswith("}")):
        return False
    depth = 0
    for brace in _BRACE.finditer(text):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return brace.end() == len(text)
    return False


def _copied(text: str, node: Node, *, quoted: bool) -> _Piece:
    """Return a text as it is written, with its quotes or without."""
    start, end = (node.start, node.end) if quoted else (node.start + 1, node.end - 1)
    return text[start:end], start, end


def _between(text: str, node: Node) -> _Piece:
    """Return what JSON does not say."""
    return text, node.start, node.start
