"""A text that stands inside another one, with where each part of it is written."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import NamedTuple

from immlint.source import Span


class _Run(NamedTuple):
    """A stretch of an excerpt from ``at`` on; one of another length around it is written as a whole."""

    at: int
    size: int
    start: int
    length: int
    #: Whether something else stands there, which gives it.
    is_given: bool = False

    @property
    def is_literal(self) -> bool:
        return self.size == self.length and not self.is_given


class Excerpt:
    """A text of pieces of another: what stands around them there (indents, quotes, escapes) is left out."""

    def __init__(
        self,
        pieces: Iterable[tuple[str, int, int] | tuple[str, int, int, bool]],
        written: Callable[[str], str | None] | None = None,
    ) -> None:
        """Take pieces with where they begin and end in the text around; *written* tells how a new one is.

        A piece without a length there was put in between. One with a mark is given by what stands there, such
        as the name of a variable: its characters are written elsewhere.
        """
        texts: list[str] = []
        runs: list[_Run] = []
        at = 0
        for text, start, end, *marks in pieces:
            last = runs[-1] if runs else None
            run = _Run(at, len(text), start, end - start, any(marks))
            if last and last.is_literal and run.is_literal and last.start + last.length == start:
                size = last.size + len(text)
                runs[-1] = last._replace(size=size, length=size)
            elif text:
                runs.append(run)
            texts.append(text)
            at += len(text)
        self.text = "".join(texts)
        self._runs = runs
        self._starts = [run.at for run in runs]
        self._written = written

    @property
    def is_contiguous(self) -> bool:
        """Whether it stands there as it is."""
        return len(self._runs) < 2

    def locate(self, span: Span) -> Span:
        """Return where a range of the excerpt stands in the text around it."""
        start = self._start(span.start)
        return Span(start, self._end(span.end) if span.end > span.start else start)

    def up_to_next(self, span: Span) -> Span | None:
        """Return where a range stands together with what separates it from what follows in the excerpt."""
        if span.end < len(self.text):
            return Span(self._start(span.start), self._start(span.end))
        return self.locate(span) if self.is_contiguous else None

    def is_given(self, span: Span) -> bool:
        """Tell whether some of a range is written elsewhere."""
        return any(
            run.is_given and run.at < span.end and span.start < run.at + run.size for run in self._runs
        )

    def index(self, offset: int) -> int | None:
        """Return what of the excerpt stands at an *offset* of the text around it."""
        for run in self._runs:
            if run.start <= offset < run.start + run.length:
                return run.at + (offset - run.start if run.is_literal else 0)
        return None

    def written(self, text: str) -> str | None:
        """Return how a new *text* is written there, ``None`` if that is not known."""
        if self._written is not None:
            return self._written(text)
        return text if self.is_contiguous or "\n" not in text else None

    def _run(self, index: int) -> _Run:
        return self._runs[max(bisect_right(self._starts, index) - 1, 0)] if self._runs else _Run(0, 0, 0, 0)

    def _start(self, index: int) -> int:
        run = self._run(index)
        if index >= run.at + run.size:
            return run.start + run.length
        return run.start + (index - run.at if run.is_literal else 0)

    def _end(self, index: int) -> int:
        run = self._run(index - 1)
        within = index - run.at if run.is_literal else run.length
        return run.start + min(within, run.length)
