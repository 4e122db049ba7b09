"""Text that is known in part, each character with the token that wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import libcst as cst

from immlint.document.python.syntax.literal import Literal
from immlint.language import Language, single
from immlint.record import record
from immlint.subject import Text as PartlyKnown
from immlint.subject.value import placeholders

ANYTHING = Language.hole()
(_ANYTHING,) = ANYTHING.branches
#: Texts that one value may be, told apart; more are a hole.
MOST_BRANCHES = 64
#: Text in more pieces or characters than these is a hole: code could double it again and again.
MOST_PIECES = 1_000
LONGEST = 100_000


@record
class Piece:
    """Known characters. If a token wrote them, they begin at *first* in its decoded text."""

    text: str
    node: cst.CSTNode | None = None
    literal: Literal | None = None
    first: int = 0


@record
class Hole:
    """An unknown part of a text: one of *options*, or anything."""

    name: str
    options: Language = ANYTHING

    @property
    def text(self) -> str:
        """How the hole is shown."""
        return "${" + (self.name or "...") + "}"


@record
class Text:
    """Characters and holes, one after the other."""

    pieces: tuple[Piece | Hole, ...] = ()

    @property
    def shown(self) -> str:
        """The text with ``${name}`` for each hole."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def known(self) -> str | None:
        """The text, if all of it is known."""
        if len(self.pieces) == 1:
            piece = self.pieces[0]
            return piece.text if isinstance(piece, Piece) else None
        return self.shown if all(isinstance(piece, Piece) for piece in self.pieces) else None

    @property
    def language(self) -> Language:
        """What the text may be."""
        if all(isinstance(piece, Piece) or piece.options is ANYTHING for piece in self.pieces):
            parts = (
                _ANYTHING if isinstance(piece, Hole) else map(single, piece.text) for piece in self.pieces
            )
            return Language([[*chain.from_iterable(parts)]])
        language = Language.literal("")
        count = 1
        for piece in self.pieces:
            count *= len(piece.options.branches) if isinstance(piece, Hole) else 1
            if count > MOST_BRANCHES:
                return ANYTHING
            language = language + (piece.options if isinstance(piece, Hole) else Language.literal(piece.text))
        return language

    def spans(self) -> Iterator[tuple[int, int, Piece | Hole]]:
        """Yield each piece with its half-open range of the characters shown."""
        at = 0
        for piece in self.pieces:
            yield at, at + len(piece.text), piece
            at += len(piece.text)

    @property
    def holes(self) -> dict[int, int]:
        """The ends of its holes in the characters shown, by their beginnings."""
        return {start: end for start, end, piece in self.spans() if isinstance(piece, Hole)}

    def is_known(self, start: int, end: int) -> bool:
        """Tell whether a range of the characters shown touches no hole."""
        return all(isinstance(p, Piece) for low, high, p in self.spans() if low < end and start < high)

    def cut(self, start: int, end: int) -> Text:
        """Return a range of the characters shown; holes are kept whole."""
        pieces: list[Piece | Hole] = []
        for at, stop, piece in self.spans():
            low, high = max(start, at) - at, min(end, stop) - at
            if low >= high:
                continue
            if isinstance(piece, Piece):
                piece = Piece(piece.text[low:high], piece.node, piece.literal, piece.first + low)
            pieces.append(piece)
        return Text(tuple(pieces))


def plain(text: str) -> Text:
    """Return a text that no token of the module wrote."""
    return Text((Piece(text),)) if text else Text()


def hole(name: str) -> Text:
    """Return a text of which nothing is known."""
    return Text((Hole(name),))


def joined(parts: Iterable[Text]) -> Text:
    """Return texts one after the other; a hole if that gets too long."""
    pieces = tuple(piece for part in parts for piece in part.pieces if piece.text)
    if len(pieces) > MOST_PIECES or sum(len(piece.text) for piece in pieces) > LONGEST:
        return hole("...")
    return Text(pieces)


def lowered(text: Text) -> str:
    """Return a text as the plain data of a subject."""
    shown = text.shown
    gaps = placeholders(shown)
    if text.known is None:
        return PartlyKnown(shown, sorted({*gaps, *text.holes.items()}), text.language)
    if not gaps:
        return shown
    # No later step fills in what code has: ``{name}`` without an f before it stays as it is. But a sample's
    # ``<your-name>`` waits for somebody to put a name there.
    language = Language.literal(shown) if "<" not in shown and "*" not in shown else None
    return PartlyKnown(shown, gaps, language)
