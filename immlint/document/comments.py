"""The comments of a text, and which of its lines are read as one."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from immlint.source import Source, Span

_HASH = re.compile(r"(?:^|(?<=[ \t]))#[^\r\n]*", re.M)


class Comments(NamedTuple):
    """Where comments stand, and the first and last lines of what goes over several."""

    spans: tuple[Span, ...] = ()
    joined: tuple[tuple[int, int], ...] = ()


#: What a notation without comments has.
NONE = Comments()


def of_python(source: Source) -> Comments:
    """Return the comments of code, by Python's own tokenizer; of broken code, those before the break."""
    import tokenize

    # Python's lines end with a line feed; the length stays the same.
    text = re.sub(r"\r(?!\n)", "\n", source.text)
    spans: list[Span] = []
    joined: list[tuple[int, int]] = []
    first = 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(text, newline="\n").readline):
            if token.type == tokenize.COMMENT:
                start = source.offset(*token.start)
                spans.append(Span(start, start + len(token.string)))
            elif token.type == tokenize.NEWLINE:
                if first < token.start[0]:
                    joined.append((first, token.start[0]))
                first = 0
            elif token.type not in (tokenize.NL, tokenize.INDENT, tokenize.DEDENT):
                first = first or token.start[0]
    except (tokenize.TokenError, SyntaxError):
        pass
    return Comments(tuple(spans), tuple(joined))


def of_yaml(source: Source, scalars: Iterable[Span], joined: Iterable[Span]) -> Comments:
    """Return the comments of YAML: what begins with ``#`` outside of *scalars*, in order.

    *joined* is what may go over several lines.
    """
    lines = ((source.position(s.start).line, source.position(max(s.end - 1, s.start)).line) for s in joined)
    return Comments(tuple(_outside(source.text, scalars)), tuple(r for r in lines if r[0] < r[1]))


def _outside(text: str, scalars: Iterable[Span]) -> Iterator[Span]:
    at = 0
    for scalar in [*sorted(scalars), Span(len(text), len(text))]:
        yield from (Span(*match.span()) for match in _HASH.finditer(text, at, max(scalar.start, at)))
        at = max(at, scalar.end)
