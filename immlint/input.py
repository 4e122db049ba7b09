"""What a run is given: paths and standard input, read whole or not at all."""

from __future__ import annotations

import errno
import os
import select
import stat
import sys
import time
from typing import NamedTuple

from immlint.message import Message, Term, reason
from immlint.source import Source

#: Larger files are not read: no request or policy comes near (a policy has 6144 characters).
LARGEST = 16 * 1024 * 1024
_HEAD = 64 * 1024
_READING = os.O_RDONLY | getattr(os, "O_BINARY", 0)
#: Seconds to wait for somebody to write into a named pipe.
PATIENCE = 5.0
#: What pipes held, by their device and number: they give it once.
_drained: dict[tuple[int, int], bytes] = {}


class Input(NamedTuple):
    """A path to check; ``named`` tells that the user asked for this very path.

    ``kind`` is what it is, where that is said of it alone. ``opened`` tells that ``source`` is the file as an
    editor has it open, in its place among other files.
    """

    path: str
    named: bool
    source: Source | None = None
    kind: str | None = None
    opened: bool = False

    @property
    def has_neighbours(self) -> bool:
        """Whether it stands among other files, and is no text of its own."""
        return self.source is None or self.opened


class UnreadableError(Exception):
    """An input cannot be read: what is the matter, and what was expected (by default a text to check)."""

    def __init__(self, fact: str, expected: str | None = None) -> None:
        super().__init__(fact)
        self.fact = fact
        self.expected = expected


class TooLargeError(UnreadableError):
    """An input is longer than anything that could be ours; ``head`` is how it begins."""

    def __init__(self, head: Source) -> None:
        super().__init__(Term("the file is too large"), Message("at most {most} MiB", most=LARGEST // 2**20))
        self.head = head


def load(item: Input) -> Source:
    """Return what *item* holds. Raises :class:`UnreadableError`."""
    source = item.source or Source(item.path, _data(item))
    if len(source.data) > LARGEST:
        raise TooLargeError(Source(item.path, source.data[:_HEAD]))
    return source


def _data(item: Input) -> bytes:
    try:
        status = os.stat(item.path)
        if stat.S_ISREG(status.st_mode):
            return _read(item.path, status.st_size)
        if stat.S_ISDIR(status.st_mode):
            # A folder comes here only where it could not be walked: the reason is to be told.
            os.listdir(item.path)
        if stat.S_ISFIFO(status.st_mode) and item.named:
            return _drain(item.path)
        raise UnreadableError(Term("this is not a regular file"))
    except FileNotFoundError:
        dangling = os.path.islink(item.path)
        fact = Term("this link leads nowhere") if dangling else Term("there is no such file")
        raise UnreadableError(fact, Term("a file to read")) from None
    except OSError as error:
        raise UnreadableError(reason(error), Term("a file to read")) from None


def _read(path: str, size: int) -> bytes:
    """Read a file, of which the system says that it has *size* bytes, up to one more than the limit."""
    # A file object asks the system for what is known already: half of what a small file costs.
    file = os.open(path, _READING)
    try:
        # As much as there is, and a byte more: a larger buffer costs more than the file.
        data = os.read(file, min(size, LARGEST) + 1)
        if len(data) == size:
            return data
        parts = [data]
        left = LARGEST + 1 - len(data)
        while data and left > 0:
            data = os.read(file, min(left, 1 << 20))
            parts.append(data)
            left -= len(data)
        return b"".join(parts)
    finally:
        os.close(file)


def _drain(path: str) -> bytes:
    """Read a named pipe to its end; a shell makes one for ``<(command)``."""
    pipe = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    data = bytearray()
    deadline = time.monotonic() + PATIENCE
    try:
        while len(data) <= LARGEST:
            try:
                more = os.read(pipe, 1 << 16)
            except BlockingIOError:
                # Somebody holds the other end and may still write: that may take any time.
                select.select([pipe], [], [])
                deadline = 0.0
                continue
            data += more
            if not more and (data or not deadline):
                break
            if not more and time.monotonic() > deadline:
                raise UnreadableError(Term("nobody writes into this pipe"))
            if not more:
                time.sleep(0.01)
    finally:
        os.close(pipe)
    return bytes(data)


def contents(path: str) -> bytes:
    """Return what a file that tells how to check holds, however often it is asked for. Raises OSError."""
    status = os.stat(path)
    if not stat.S_ISFIFO(status.st_mode):
        with open(path, "rb") as file:
            return file.read()
    pipe = status.st_dev, status.st_ino
    if pipe not in _drained:
        try:
            _drained[pipe] = _drain(path)
        except UnreadableError as error:
            raise OSError(errno.EPIPE, error.fact) from None
    return _drained[pipe]


def standard_input(filename: str) -> Input:
    """Read standard input as the file *filename*, up to the size limit. Raises OSError."""
    if sys.stdin is None:
        raise OSError("it is closed")
    return Input(filename, named=True, source=Source(filename, sys.stdin.buffer.read(LARGEST + 1)))
