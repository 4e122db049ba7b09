"""Places of a text as the client counts them: lines from 0, and units of the encoding that was agreed on."""

from __future__ import annotations

from lsprotocol import types

from immlint.finding import Edit
from immlint.source import Source

#: Encodings of positions: how a character is encoded, and the bytes of one unit.
_UNITS = {
    types.PositionEncodingKind.Utf8: ("utf-8", 1),
    types.PositionEncodingKind.Utf16: ("utf-16-le", 2),
    types.PositionEncodingKind.Utf32: ("utf-32-le", 4),
}
_MARK = "\ufeff"


class Positions:
    """Turns offsets of a source, in code points, into the client's places and back.

    *marked* tells that the client's own text begins with a byte order mark, which offsets do not count.
    """

    def __init__(self, source: Source, encoding: types.PositionEncodingKind | str, *, marked: bool) -> None:
        self._source = source
        self._codec, self._size = _UNITS[types.PositionEncodingKind(encoding)]
        self._lead = self._units(_MARK) if marked else 0
        self._lines = source.position(len(source.text)).line

    def _units(self, text: str) -> int:
        return len(text) if text.isascii() else len(text.encode(self._codec)) // self._size

    def position(self, offset: int) -> types.Position:
        """Return the place of an offset."""
        line, column = self._source.position(offset)
        return self.place(line, column)

    def place(self, line: int, column: int) -> types.Position:
        """Return the place of a line and a column, which begin at 1; behind the text is its end."""
        if line > self._lines:
            return self.position(len(self._source.text))
        units = self._units(self._source.line(line)[: column - 1])
        return types.Position(line - 1, units + (self._lead if line == 1 else 0))

    def offset(self, position: types.Position) -> int:
        """Return the offset of a place; behind the end of a line is its end."""
        if position.line >= self._lines:
            return len(self._source.text)
        line = self._source.line(position.line + 1)
        left = position.character - (self._lead if position.line == 0 else 0)
        column = 0
        while left > 0 and column < len(line):
            left -= self._units(line[column])
            column += 1
        return self._source.offset(position.line + 1, column)

    def range(self, start: int, end: int) -> types.Range:
        """Return the range between two offsets."""
        return types.Range(self.position(start), self.position(end))

    def edit(self, edit: Edit) -> types.TextEdit:
        """Return an edit as the client applies it."""
        return types.TextEdit(self.range(edit.start, edit.end), edit.text)
