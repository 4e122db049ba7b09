"""JSON Lines of any length: each record is read when it is asked for, and only few are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from immlint.document.again import Again
from immlint.document.json.document import JsonDocument
from immlint.document.sniff import Claim
from immlint.source import Source
from immlint.subject import Place, Request, Subject

#: Records between two states of progress.
_PERIOD = 256


class LinesDocument(JsonDocument):
    """One JSON text per line. Of many, what is found in a record is forgotten when the next one is read."""

    #: Records of which all subjects are kept: some kilobytes each.
    most_kept = 5_000

    def __init__(self, source: Source, claim: Claim, *, first: int = 0) -> None:
        """Read a text whose first record has the number *first*."""
        self._first = first
        #: Is told what share of the records is read, while they are.
        self.progress: Callable[[float], None] | None = None
        #: The types of the subjects, and the numbers of records that are ambiguous, once all were read.
        self._learnt: tuple[frozenset[type], Sequence[int]] | None = None
        super().__init__(source, claim, lines=True)

    def _read(self) -> None:
        if len(self._records) <= self.most_kept:
            super()._read()
        else:
            self.subjects = Again(self._each_subject)
            self.ambiguous = Again(self._each_group)

    @property
    def is_kept(self) -> bool:
        """Whether what it holds is read once for all."""
        return not isinstance(self.subjects, Again)

    def _each_subject(self) -> Iterator[Subject]:
        types: set[type] = set()
        ambiguous: list[int] = []
        for number, found in self._walk():
            if self.progress is not None and number % _PERIOD == 0:
                self.progress(number / len(self._records))
            types.update(map(type, found.subjects))
            if found.ambiguous:
                ambiguous.append(number)
            yield from found.subjects
        self._learnt = frozenset(types) | frozenset(map(type, self._problems)), ambiguous
        yield from self._problems

    def _each_group(self) -> Iterator[Sequence[Request]]:
        for number in self._all()[1]:
            yield from self._found(number)[0].ambiguous

    def _all(self) -> tuple[frozenset[type], Sequence[int]]:
        if self._learnt is None:
            for _ in self._each_subject():
                pass
        assert self._learnt is not None
        return self._learnt

    def types(self) -> frozenset[type]:
        """Return the types of the subjects."""
        return frozenset(map(type, self.subjects)) if self.is_kept else self._all()[0]

    def around(self, place: Place) -> Sequence[Subject]:
        """Return what the record holds that *place* is in."""
        number = place.route[0] if place.route else None
        if not isinstance(number, int):
            return ()
        found, _ = self._found(number - self._first)
        return [*found.subjects, *(request for group in found.ambiguous for request in group)]
