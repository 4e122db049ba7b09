"""Files of JSON Lines that do not fit into memory: read in pieces of whole lines, of which one is held."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from immlint.document import sniff
from immlint.document.again import Again
from immlint.document.contract import DataDocument
from immlint.document.json.document import Ranges
from immlint.document.json.lines import LinesDocument
from immlint.message import Message, Term
from immlint.record import replace
from immlint.source import Position, Source, Span, UndecodableError
from immlint.subject import Place, Problem, Request, Subject

#: Bytes of a piece; a line that is longer is a piece of its own.
_PIECE = 1 << 18


class _Piece(NamedTuple):
    """Where some whole lines stand: bytes from *at* to *end*, and how much there is before them."""

    at: int
    end: int
    characters: int
    lines: int
    records: int


class _Read(NamedTuple):
    """A piece with its text, and what it holds if that may be ours."""

    piece: _Piece
    source: Source
    document: LinesDocument | None
    problems: Sequence[Problem]


class LongSource(Source):
    """A file of which the text is read where it is asked for; ``text`` and ``data`` are empty."""

    def __init__(self, path: str, around: Callable[[int, int], _Read]) -> None:
        """*around* returns the piece in which a character stands, or else one in which a line does."""
        super().__init__(path, b"")
        self._around = around

    is_whole = False
    is_empty = False

    def position(self, offset: int) -> Position:
        """Return the line and column of a code point offset."""
        piece, source, *_ = self._around(offset, -1)
        line, column = source.position(offset - piece.characters)
        return Position(line + piece.lines, column)

    def offset(self, line: int, column: int) -> int:
        """Return the code point offset of a line, from 1, and a column, from 0."""
        piece, source, *_ = self._around(-1, line - 1)
        return piece.characters + source.offset(line - piece.lines, column)

    def line(self, number: int) -> str:
        """Return a line without its end; *number* begins at 1."""
        piece, source, *_ = self._around(-1, number - 1)
        return source.line(number - piece.lines)

    def cut(self, span: Span) -> str:
        """Return the text of *span*, which stands in one line."""
        piece, source, *_ = self._around(span.start, -1)
        return source.cut(_shifted(span, -piece.characters))


class LongLines(DataDocument):
    """The records of such a file: each piece is read like a file of its own, and all are one document.

    A file of that size is not mended.
    """

    is_kept = False

    def __init__(self, path: str, kind: str | None, *, named: bool, longest: int) -> None:
        """Read the file at *path* when it is asked for; lines of more than *longest* bytes end it."""
        self.progress: Callable[[float], None] | None = None
        self._kind, self._named, self._longest = kind, named, longest
        self._pieces = [_Piece(0, 0, 0, 0, 0)]
        self._held: _Read | None = None
        #: The types of the subjects, and the numbers of pieces with ambiguous records, once all were read.
        self._learnt: tuple[frozenset[type], Sequence[int]] | None = None
        self.source: Source = LongSource(path, self._around)
        self.subjects: Sequence[Subject] = Again(self._each_subject)
        self.ambiguous: Sequence[Sequence[Request]] = Again(self._each_group)

    # --- pieces

    def _read(self) -> Iterator[_Read]:
        """Read the file from its begin to its end."""
        with open(self.source.path, "rb") as file:
            size = file.seek(0, 2)
            file.seek(0)
            number = 0
            while data := file.read(_PIECE):
                begun = data.rfind(b"\n") + 1
                most = self._longest + 1 - (len(data) - begun)
                rest = file.readline(most) if begun < len(data) else b""
                is_long = len(rest) == most and not rest.endswith(b"\n")
                # What stands before a line that is too long is read all the same.
                whole = data[:begun] if is_long else data + rest
                if self.progress is not None:
                    self.progress(self._pieces[number].at / size)
                self._held = self._piece(number, whole)
                yield self._held
                if is_long:
                    self._held = self._piece(number + 1, b"")
                    told = "the line is too long; expected at most {most} MiB"
                    message = Message(told, most=self._longest // 2**20)
                    yield self._held._replace(problems=[Problem("unreadable", message, span=(0, 0))])
                    return
                number += 1

    def _piece(self, number: int, data: bytes) -> _Read:
        """Return what a piece holds, and take note of where the next one begins."""
        before = self._pieces[number]
        piece = before._replace(end=before.at + len(data))
        own = data if number else data.removeprefix(b"\xef\xbb\xbf")
        # By its first bytes a part of a file tells nothing.
        source = Source(self.source.path, own, "utf-8")
        document, problems = None, list[Problem]()
        claim = sniff.data(source, self._kind, self._named)
        try:
            _ = source.text
        except UndecodableError as error:
            if claim is not None and claim.about is not None:
                message = Message(
                    "{error}; expected {wanted}", error=error.args[0], wanted=Term("UTF-8 text")
                )
                problems.append(Problem("syntax", message, span=(0, 0), about=claim.about))
            source = Source(self.source.path, own.decode("utf-8", "replace").encode(), "utf-8")
        else:
            document = LinesDocument(source, claim, first=before.records) if claim is not None else None
        if number + 1 == len(self._pieces):
            self._pieces[number] = piece
            self._pieces.append(_next(piece, source))
        return _Read(piece, source, document, problems)

    def _again(self, number: int) -> _Read:
        """Return a piece that was read before."""
        piece = self._pieces[min(number, len(self._pieces) - 2)]
        if self._held is None or self._held.piece.at != piece.at:
            with open(self.source.path, "rb") as file:
                file.seek(piece.at)
                data = file.read(piece.end - piece.at)
            self._held = self._piece(self._pieces.index(piece), data)
        return self._held

    def _around(self, character: int, line: int) -> _Read:
        if line >= 0:
            return self._again(bisect_right(self._pieces, line, key=lambda piece: piece.lines) - 1)
        return self._again(bisect_right(self._pieces, character, key=lambda piece: piece.characters) - 1)

    def _of(self, place: Place) -> tuple[int, LinesDocument]:
        """Return the piece in which a place is, with the characters before it. Raises LookupError."""
        record = place.route[0] if place.route else None
        if not isinstance(record, int):
            raise LookupError(place)
        number = bisect_right(self._pieces, record, key=lambda piece: piece.records) - 1
        piece, _, document, _ = self._again(number)
        if document is None:
            raise LookupError(place)
        return piece.characters, document

    # --- what they hold

    def _each_subject(self) -> Iterator[Subject]:
        types: set[type] = set()
        ambiguous: list[int] = []
        for number, (piece, _, document, problems) in enumerate(self._read()):
            for subject in (*problems, *(document.subjects if document is not None else ())):
                types.add(type(subject))
                yield _moved(subject, piece.characters) if isinstance(subject, Problem) else subject
            if document is not None and document.ambiguous:
                ambiguous.append(number)
        self._learnt = frozenset(types), ambiguous

    def _each_group(self) -> Iterator[Sequence[Request]]:
        # To read all of a file again for what few hold takes as long as to check it.
        for number in self._all()[1]:
            document = self._again(number).document
            yield from document.ambiguous if document is not None else ()

    def _all(self) -> tuple[frozenset[type], Sequence[int]]:
        if self._learnt is None:
            for _ in self._each_subject():
                pass
        assert self._learnt is not None
        return self._learnt

    def types(self) -> frozenset[type]:
        """Return the types of the subjects."""
        return self._all()[0]

    def around(self, place: Place) -> Sequence[Subject]:
        """Return what the record holds that *place* is in."""
        return self._of(place)[1].around(place) if place.route else ()

    # --- positions

    def locate(self, place: Place) -> Span:
        """Return the span of *place*. Raises LookupError for a route that leads nowhere."""
        if not place.route:
            return Span(0, 0)
        characters, document = self._of(place)
        return _shifted(document.locate(place), characters)


def _next(piece: _Piece, source: Source) -> _Piece:
    """Return the piece behind another one, as far as it is known."""
    return _Piece(
        piece.end,
        piece.end,
        piece.characters + len(source.text),
        piece.lines + source.position(len(source.text)).line - 1,
        piece.records + len(Ranges(source.text)),
    )


def _shifted(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _moved(problem: Problem, by: int) -> Problem:
    """Return a problem of a piece as one of the file."""
    if problem.span is None:
        return problem
    return replace(problem, span=(problem.span[0] + by, problem.span[1] + by))
