"""The outermost statements of a module: each is read on its own, and measured only if it is asked for.

libcst keeps no places. It tells them by writing the code of a tree anew, which costs as much as reading it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple, cast

import libcst as cst

from immlint.document.python.syntax.names import changed, definitions
from immlint.document.python.syntax.nodes import nodes_in
from immlint.document.python.syntax.outline import Outline


class Statement(NamedTuple):
    """The lines of an outermost statement, or of several that share a line, and where they begin."""

    start: int
    text: str


class Part:
    """A statement that is read. Raises what libcst has against it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.module = cst.parse_module(text)

    @cached_property
    def changed(self) -> frozenset[str]:
        """The names that functions in it change the value of, though they are bound outside of them."""
        return changed(self.module)

    @cached_property
    def definitions(self) -> Sequence[tuple[str, cst.CSTNode]]:
        """Its functions and classes, by dotted name."""
        return [*definitions(self.module)]

    @cached_property
    def spans(self) -> dict[int, tuple[int, int]]:
        """Where its nodes stand, by their identity, in code points from its beginning."""
        from libcst.metadata import ByteSpanPositionProvider, CodeSpan
        from libcst.metadata.span_provider import SpanProvidingCodegenState

        provider = ByteSpanPositionProvider()
        # The wrapper of libcst would visit all nodes before, for nothing; and its spans count bytes.
        state = SpanProvidingCodegenState(
            default_indent=self.module.default_indent,
            default_newline=self.module.default_newline,
            provider=provider,
        )
        self.module._codegen(state)
        found = cast("dict[cst.CSTNode, CodeSpan]", provider._computed)
        return {id(node): (span.start, span.start + span.length) for node, span in found.items()}


class Lately:
    """The last version of a module that could be read: what comes again in the next is not read again."""

    def __init__(self) -> None:
        self.outline: Outline | None = None
        self._known: dict[tuple[str, int], Part] = {}

    def parts(self, statements: Iterable[Statement]) -> list[Part]:
        """Return statements as they are read. Raises what libcst has against one."""
        found: dict[tuple[str, int], Part] = {}
        seen: Counter[str] = Counter()
        for statement in statements:
            # Two that are equal are two: nodes are known by their identity.
            key = statement.text, seen[statement.text]
            seen[statement.text] += 1
            found[key] = self._known[key] if key in self._known else Part(statement.text)
        self._known = found
        return [*found.values()]


class Parsed:
    """A module, or those of its statements that are needed. Raises what libcst has against them."""

    def __init__(self, statements: Sequence[Statement], lately: Lately | None = None) -> None:
        self._starts = [statement.start for statement in statements]
        self.parts = (lately or Lately()).parts(statements)
        self.tree = cst.Module([node for part in self.parts for node in part.module.body])

    @property
    def changed(self) -> frozenset[str]:
        """The names that functions change the value of, though they are bound outside of them."""
        return frozenset[str]().union(*(part.changed for part in self.parts))

    def span(self, node: cst.CSTNode) -> tuple[int, int] | None:
        """Return where a node begins and ends, in code points; ``None`` for one of another module."""
        # A few tell most others apart.
        tokens = [*islice(_tokens(node), 16)]
        for start, part in zip(self._starts, self.parts, strict=True):
            if all(token in part.text for token in tokens):
                found = part.spans.get(id(node))
                if found is not None:
                    return start + found[0], start + found[1]
        return None

    def definitions(self, offset: int) -> Iterator[tuple[str, cst.CSTNode]]:
        """Yield the functions and classes, by dotted name, of the outermost statement at *offset*."""
        for start, part in zip(self._starts, self.parts, strict=True):
            if start <= offset < start + len(part.text):
                yield from part.definitions


def _tokens(node: cst.CSTNode) -> Iterator[str]:
    """Yield the names and literals in a node: they stand in the text of its statement as they are."""
    for each in nodes_in(node):
        value = getattr(each, "value", None)
        if type(value) is str:
            yield value
