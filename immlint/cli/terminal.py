"""What a terminal is asked for: colours, its width, and a line of progress."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Literal, TextIO

from immlint.cli.speech import say
from immlint.message import Message

_COLUMNS = 80
Wanted = Literal["auto", "always", "never"]
#: Seconds before a run counts as long, and between two states of its progress.
_PATIENCE = 1.0
_PERIOD = 0.1
_ERASE = "\r\x1b[K"


def colors(wanted: Wanted, stream: TextIO | None, environ: Mapping[str, str] = os.environ) -> bool:
    """Tell whether to write colours to *stream*: the option first, then the variables, then the stream.

    NO_COLOR is heard before FORCE_COLOR and CLICOLOR_FORCE, as in Python itself.
    """
    if wanted != "auto":
        return wanted == "always"
    if environ.get("NO_COLOR"):
        return False
    if any(environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    if environ.get("CLICOLOR") == "0" or environ.get("TERM") == "dumb":
        return False
    return _is_terminal(stream)


def width(stream: TextIO | None, environ: Mapping[str, str] = os.environ) -> int | None:
    """Return how many columns *stream* shows, or None where it is no terminal."""
    if stream is None or not stream.isatty():
        return None
    given = environ.get("COLUMNS", "")
    if given.isdecimal() and int(given):
        return int(given)
    try:
        return os.get_terminal_size(stream.fileno()).columns or _COLUMNS
    except OSError:
        return _COLUMNS


def _is_terminal(stream: TextIO | None) -> bool:
    # Python has no stream for one that is closed.
    return stream is not None and stream.isatty()


class Progress:
    """A line on standard error that tells how far a long run has come; gone when the run ends."""

    def __init__(self, stream: TextIO | None, *, shown: bool) -> None:
        shown = shown and _is_terminal(stream) and os.environ.get("TERM") != "dumb"
        self._stream = stream if shown else None
        self._next = time.monotonic() + _PATIENCE
        self._written = False

    def __call__(self, done: int, total: int, share: float) -> None:
        """Take note that *done* of *total* files have been read, and a share of the next one."""
        if self._stream and time.monotonic() >= self._next:
            self._next = time.monotonic() + _PERIOD
            self._written = True
            told = Message("checked {done} of {total} files", done=done, total=total)
            if share:
                percent = int(share * 100)
                told = Message("{told}, {percent} % of the next one", told=told, percent=percent)
            self._stream.write(_ERASE + say(told))
            self._stream.flush()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream and self._written:
            self._stream.write(_ERASE)
            self._stream.flush()


def progress(*, quiet: bool) -> Progress:
    """Return the progress of a run, on standard error if that is a terminal."""
    return Progress(sys.stderr, shown=not quiet)
