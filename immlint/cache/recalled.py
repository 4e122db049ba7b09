"""A document of which the subjects are known: it was read by another process, or by an earlier run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from immlint.cache.subjects import ambiguous_in, subjects_in
from immlint.document import Document
from immlint.document.comments import Comments
from immlint.source import Source, Span
from immlint.subject import Place, Request, Subject


class Recalled:
    """The subjects of a document, made of their text each time that somebody asks for them.

    It is read here, too, if a place in it is asked for.
    """

    def __init__(self, source: Source, told: str, again: Callable[[], Document]) -> None:
        self.source = source
        self._told = told
        self._again = again

    @property
    def subjects(self) -> Sequence[Subject]:
        """The requests and policies."""
        return subjects_in(self._told)[0]

    @property
    def ambiguous(self) -> Sequence[Sequence[Request]]:
        """The groups of requests of which one is meant."""
        return ambiguous_in(self._told)

    @cached_property
    def _whole(self) -> Document:
        return self._again()

    def locate(self, place: Place) -> Span:
        """Return the span of *place*. Raises LookupError for a route that leads nowhere."""
        return self._whole.locate(place)

    def comments(self) -> Comments:
        """Return the comments of the text."""
        return self._whole.comments()

    def enclosing(self, span: Span) -> str:
        """Return the dotted name of the function or class of code that *span* stands in."""
        return self._whole.enclosing(span)

    def is_shared(self, place: Place) -> bool:
        """Tell whether what stands at *place* stands elsewhere as well."""
        return self._whole.is_shared(place)

    def written(self, place: Place, values: Sequence[object], *, among: bool = False) -> str | None:
        """Return how *values* are written at *place*, ``None`` if that is not known."""
        return self._whole.written(place, values, among=among)

    def entry(self, place: Place) -> Span | None:
        """Return where an entry of a list stands with what separates it, if it can be taken out."""
        return self._whole.entry(place)
