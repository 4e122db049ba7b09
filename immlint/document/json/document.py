"""JSON and JSON Lines: the standard parser for values, an own scan where positions are wanted."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, overload

from immlint.document.brackets import entry_span, stands_in_brackets
from immlint.document.contract import DataDocument
from immlint.document.encoding import encoding_problems
from immlint.document.json import clean
from immlint.document.json.scan import Node, Scan, ScanError, clean_tree, locate, problems_of, tree_of
from immlint.document.recognise.subjects import Found, find
from immlint.document.sniff import Claim
from immlint.document.template import template
from immlint.document.written import as_json, escaped, levels_of
from immlint.source import Source, Span
from immlint.subject import EMBEDDED, Place, Problem, Request, Subject

#: A line with its end: what else Python takes for one may stand within a record.
_LINE = re.compile(r"[^\n\r]*(?:\r\n|[\n\r]|\Z)")
#: Places of a document that are kept.
_MOST_SPANS = 1024


class JsonDocument(DataDocument):
    """One JSON text, or one per line. Routes of JSON Lines begin with the record's number."""

    #: The number of the first record.
    _first = 0

    def __init__(
        self, source: Source, claim: Claim, *, lines: bool = False, holes: Mapping[int, int] | None = None
    ) -> None:
        """Read a text. *holes* are the ends, by beginning, of what is filled in later with any value."""
        self.source = source
        self._claim = claim
        self._holes = holes or {}
        #: The record that was looked at last: what is asked of one is asked together.
        self._tree: tuple[int, int, Node] | None = None
        #: The record in which nothing is amiss that was read last, and its value.
        self._clean: tuple[int, Any] | None = None
        #: What a finding is about is asked for again by its fix, and by the others there.
        self._spans: dict[Place, Span] = {}
        self._records: Sequence[tuple[int, int]] = Ranges(source.text) if lines else [(0, len(source.text))]
        self._lines = lines
        #: What is wrong with how the text is written, as far as that is ours to tell.
        self._problems: Sequence[Problem] = ()
        self.subjects: Sequence[Subject] = ()
        self.ambiguous: Sequence[Sequence[Request]] = ()
        self._read()

    def _read(self) -> None:
        subjects: list[Subject] = []
        ambiguous: list[Sequence[Request]] = []
        for _, found in self._walk():
            subjects += found.subjects
            ambiguous += found.ambiguous
        self.subjects = [*self._problems, *subjects]
        self.ambiguous = ambiguous

    def _walk(self) -> Iterator[tuple[int, Found]]:
        """Yield what each record holds; in the end the problems of all are known."""
        problems: list[Problem] = list(encoding_problems(self.source, self._claim))
        ours, parsed = self._claim.asked, 0
        for number in range(len(self._records)):
            try:
                found, more = self._found(number)
            except ScanError as error:
                problems.extend(_syntax(self.source.text, error, self._claim))
                continue
            parsed += 1
            problems.extend(more)
            ours = ours or found.is_ours
            yield number, found
        # Slips in what can be read and turns out to be nothing of ours are nothing of ours either.
        ours = ours or not parsed
        # Nor is it of interest how a template is written.
        made = [problem for problem in problems if problem.kind == "template"]
        self._problems = (made[:1] or problems) if ours else ()

    def _found(self, number: int) -> tuple[Found, list[Problem]]:
        """Return what a record holds, and what is wrong with how it is written. Raises ScanError."""
        data, problems = self._values(number)
        start, end = self._records[number]
        found = Found()
        find(data, self._claim, (self._first + number,) if self._lines else (), end - start, found)
        return found, problems

    def _values(self, number: int) -> tuple[Any, list[Problem]]:
        data = clean.read(self._text(number))
        if data is not None:
            self._clean = (number, data)
            return data, []
        scan, tree = self._scan(number)
        about = self._claim.about
        return tree.value, problems_of(scan, about) if about else []

    def _text(self, number: int) -> str:
        start, end = self._records[number]
        return self.source.text[start:end] if self._lines else self.source.text

    def _scan(self, number: int) -> tuple[Scan, Node]:
        start, end = self._records[number]
        scan = Scan(self.source.text, start, end, holes=self._holes)
        tree = scan.read()
        self._tree = (number, 0, tree)
        return scan, tree

    def _placed(self, number: int) -> tuple[int, Node]:
        """Return the tree of a record, and where the text begins that it is of."""
        if self._tree is None or self._tree[0] != number:
            text = self._text(number)
            known = self._clean if self._clean and self._clean[0] == number else None
            tree = tree_of(text, known[1]) if known else clean_tree(text)
            if tree is None:
                return 0, self._scan(number)[1]
            self._tree = (number, self._records[number][0], tree)
        return self._tree[1:]

    def locate(self, place: Place) -> Span:
        """Return the span of *place*. Raises LookupError for a route that leads nowhere."""
        known = self._spans.get(place)
        if known is None:
            if len(self._spans) >= _MOST_SPANS:
                self._spans.clear()
            known = self._spans[place] = self._located(place)
        return known

    def _located(self, place: Place) -> Span:
        number, route = 0, place.route
        if self._lines:
            if not route:
                return Span(0, len(self.source.text))
            first = route[0]
            assert isinstance(first, int)
            number, route = first - self._first, route[1:]
        start, tree = self._placed(number)
        own = Place(route, place.key, place.part) if self._lines else place
        found = locate(tree.clean or self.source.text, tree, own)
        return Span(found.start + start, found.end + start) if start else found

    def written(self, place: Place, values: Sequence[object], *, among: bool = False) -> str | None:
        """Return *values* as JSON, escaped where it stands in a text."""
        if among and not stands_in_brackets(self.source.text, self.locate(place)):
            return None
        if place.part is not None or EMBEDDED in place.route:
            inner = place.route.index(EMBEDDED) if EMBEDDED in place.route else len(place.route)
            holder = Place(place.route[:inner])
            if place not in (holder, holder._replace(key=True)) and self.locate(place) == self.locate(holder):
                return None  # joined of several texts, or too deep
        return escaped(as_json(values, bare=place.part is not None), levels_of(place.route))

    def entry(self, place: Place) -> Span | None:
        """Return where an entry of a list stands with its comma, if there are others."""
        return entry_span(self.source.text, self.locate(place))


def _syntax(text: str, error: ScanError, claim: Claim) -> list[Problem]:
    if claim.about is None:
        return []
    made = template(text, error.span[0], claim)
    if made is not None:
        return [made]
    return [Problem("syntax", str(error), error.hint, error.span, about=claim.about)]


class Ranges(Sequence[tuple[int, int]]):
    """Where the records of JSON Lines begin and end: as numbers of eight bytes, as there may be millions."""

    def __init__(self, text: str) -> None:
        self._starts, self._ends = array("Q"), array("Q")
        for match in _LINE.finditer(text):
            line = match[0]
            if line.strip():
                # Without the line's end: what is cut off is cut off here.
                self._starts.append(match.start())
                self._ends.append(match.start() + len(line.rstrip()))

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, index: int) -> tuple[int, int]: ...
    @overload
    def __getitem__(self, index: slice) -> list[tuple[int, int]]: ...
    def __getitem__(self, index: int | slice) -> tuple[int, int] | list[tuple[int, int]]:
        """Return where a record begins and ends."""
        if isinstance(index, slice):
            return [*zip(self._starts[index], self._ends[index], strict=True)]
        return self._starts[index], self._ends[index]
