"""One input as text: offsets are code points; lines and columns exist only at the edge."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple
from zlib import compress, decompress

from immlint.message import Message
from immlint.needles import IN_CODE
from immlint.record import cached_property, record

#: The words that begin alike are found in one look: a pattern that begins with letters is as quick as a text.
_ROOT = b"ali"
_BY_ROOT = re.compile(
    _ROOT + b"(?:%s)" % b"|".join(word.removeprefix(_ROOT) for word in IN_CODE if word.startswith(_ROOT))
)
_OTHERS = tuple(word for word in IN_CODE if not word.startswith(_ROOT))


class Span(NamedTuple):
    """A half-open range of code point offsets into the text of a source."""

    start: int
    end: int


class Position(NamedTuple):
    """A place as people count it: both numbers begin at 1, columns are code points."""

    line: int
    column: int


class UndecodableError(ValueError):
    """The bytes of a source are no text in the encoding they claim."""

    def __init__(self, encoding: str, offset: int) -> None:
        super().__init__(Message("byte {offset} is not valid {encoding}", offset=offset, encoding=encoding))
        self.encoding = encoding
        self.offset = offset


#: Of fewer bytes, to pack them makes little room.
_SHORT = 1024
_LINE_END = re.compile(r"\r\n|\r|\n")
# The longer mark first: the one of UTF-32 begins with the one of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: How they begin: nearly all files are told by one byte to have none.
_BEGINS = frozenset(mark[:1] for mark, _ in _MARKS)


@record(slots=False)
class Source:
    """The bytes of one input and the name to show for it."""

    path: str
    data: bytes
    #: The encoding that the text itself declares, where its kind has a way to.
    declared: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether its text is at hand, and not read where it is asked for."""
        return True

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return not self.data

    @classmethod
    def of(cls, path: str, text: str) -> Source:
        """Return a text as an input of its own; halves of surrogate pairs are replaced."""
        return cls(path, text.encode("utf-8", "replace"))

    @cached_property
    def has_needle(self) -> bool:
        """Whether it has a word without which code is not ours: several ask that of each module."""
        return _BY_ROOT.search(self.data) is not None or any(word in self.data for word in _OTHERS)

    @cached_property
    def mark(self) -> bytes:
        """The byte order mark that the data begins with, or nothing."""
        if self.data[:1] not in _BEGINS:
            return b""
        return next((mark for mark, _ in _MARKS if self.data.startswith(mark)), b"")

    @cached_property
    def encoding(self) -> str:
        """The encoding told by a byte order mark, or by the NUL bytes of RFC 4627, else UTF-8."""
        if self.mark:
            return dict(_MARKS)[self.mark]
        if self.declared is not None:
            return self.declared
        head = self.data[:4]
        if len(head) == 4 and head.count(0) == 2:
            if head[1] == head[3] == 0:
                return "utf-16-le"
            if head[0] == head[2] == 0:
                return "utf-16-be"
        return "utf-8"

    @cached_property
    def text(self) -> str:
        """The decoded text without its byte order mark. Raises :class:`UndecodableError`."""
        try:
            return self.data[len(self.mark) :].decode(self.encoding)
        except UnicodeDecodeError as error:
            raise UndecodableError(self.encoding, error.start + len(self.mark)) from None
        except LookupError:
            raise UndecodableError(self.encoding, 0) from None

    @cached_property
    def _line_starts(self) -> list[int]:
        # A look for single characters costs a small part of one for a pattern.
        if "\n" not in self.text and "\r" not in self.text:
            return [0]
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def forget(self) -> None:
        """Let go of what follows from the bytes, and of their room: they are asked for again by few."""
        for name in ("text", "_line_starts"):
            self.__dict__.pop(name, None)
        data = self.__dict__.get("data", b"")
        if len(data) > _SHORT:
            self.__dict__["_packed"] = compress(data, 1)
            del self.__dict__["data"]

    if not TYPE_CHECKING:

        def __getattr__(self, name):
            """Return the bytes where they are packed."""
            packed = self.__dict__.get("_packed") if name == "data" else None
            if packed is None:
                raise AttributeError(name)
            return decompress(packed)

    def position(self, offset: int) -> Position:
        """Return the line and column of a code point offset."""
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)

    def offset(self, line: int, column: int) -> int:
        """Return the code point offset of a line, from 1, and a column, from 0."""
        return self._line_starts[line - 1] + column

    def line(self, number: int) -> str:
        """Return a line without its end; *number* begins at 1."""
        start = self._line_starts[number - 1]
        end = self._line_starts[number] if number < len(self._line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def cut(self, span: Span) -> str:
        """Return the text of *span*."""
        return self.text[span.start : span.end]
