"""Python source to subjects: one parse, one walk, and positions only for what is reported."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from typing import NamedTuple

import libcst as cst

from immlint.catalog import load
from immlint.document.asked import Asked
from immlint.document.brackets import entry_span, stands_in_brackets
from immlint.document.comments import Comments, of_python
from immlint.document.json.scan import Scan
from immlint.document.json.scan import locate as locate_json
from immlint.document.neighbours import Neighbours
from immlint.document.python.domain.text import Hole, Piece, Text
from immlint.document.python.domain.value import Slot
from immlint.document.python.interpret import Interpreter, interpret
from immlint.document.python.memory import Memory, Walked
from immlint.document.python.modules import Modules
from immlint.document.python.syntax.names import let_go
from immlint.document.python.syntax.parse import Refused, deep_recursion, parse
from immlint.document.python.syntax.statements import Parsed
from immlint.document.python.written import literals, within
from immlint.document.sniff import Claim
from immlint.document.written import as_json, escaped, levels_of
from immlint.source import Source, Span
from immlint.subject import EMBEDDED, Place, Problem, Request, Route, Site, Subject


class _Read(NamedTuple):
    """A module as it was read and walked."""

    parsed: Parsed
    walked: Walked


class PythonDocument:
    """A module. Routes begin with a site: a call, or a document that the code writes."""

    ambiguous: Sequence[Sequence[Request]] = ()

    def __init__(self, source: Source, claim: Claim, neighbours: Neighbours | None = None) -> None:
        self.source = source
        self.again = partial(PythonDocument, source, claim, neighbours)
        self._memory = Memory.of(source.path, neighbours)
        self.subjects: Sequence[Subject] = ()
        #: The other files, as this one sees them.
        self.asked = Asked(neighbours) if neighbours is not None else None
        self.is_caller = False
        try:
            walked = self._read.walked
        except Refused as error:
            self.__dict__["_read"] = _Read(Parsed([]), Walked())
            if claim.about is not None:
                self.subjects = [Problem("syntax", str(error), error.hint, error.span, about=claim.about)]
            return
        self.subjects = walked.subjects
        self.is_caller = walked.offers_sdk or _asks(self.subjects)
        if neighbours is not None and self.is_caller:
            neighbours.callers.add(source.path)

    @cached_property
    def _read(self) -> _Read:
        """What the text says. Raises Refused."""
        text, memory = self.source.text, self._memory or Memory()
        modules = Modules(self.source.path, self.asked)
        parsed = parse(text, modules.needed(), memory.syntax)

        def walk() -> Interpreter:
            find, package = modules.find, modules.package
            with deep_recursion():
                return interpret(parsed, text, load(), modules=find, package=package, path=self.source.path)

        return _Read(parsed, memory.walked(parsed.parts, text, self.asked, walk))

    @property
    def _sites(self) -> Sequence[Slot]:
        return self._read.walked.sites

    def forget(self) -> None:
        """Let go of all but the subjects: the rest is read again if a place is asked for."""
        if not any(isinstance(s, Problem) for s in self.subjects):
            self.__dict__.pop("_read", None)
        if self._memory is None:
            let_go()
        if self.asked is not None:
            self.asked.forget()
        self.source.forget()

    # --- positions

    def _span(self, node: cst.CSTNode | None) -> Span | None:
        if node is None:
            return None
        with deep_recursion():
            found = self._read.parsed.span(node)
        return Span(*found) if found is not None else None

    def locate(self, place: Place) -> Span:
        """Return the span of *place*. Raises LookupError for a route that leads nowhere."""
        slot = self._site(place)
        nearest = self._span(slot.node) or self._span(slot.key) or Span(0, 0)
        for index, step in enumerate(place.route[1:], 1):
            if step is EMBEDDED:
                return self._embedded(slot, place.route[index + 1 :], place) or nearest
            slot = slot.value.below(step)
            span = self._key(slot) if place.key and index == len(place.route) - 1 else self._value(slot)
            nearest = span or nearest
        if place.part is not None:
            text = slot.value.decoded
            if text.is_texty:
                return self._part(text.text(), slot.node, *place.part) or nearest
        return nearest

    def comments(self) -> Comments:
        """Return the comments of the code."""
        return of_python(self.source)

    def enclosing(self, span: Span) -> str:
        """Return the dotted name of the innermost function or class that *span* stands in."""
        with deep_recursion():
            definitions = [*self._read.parsed.definitions(span.start)]
        within = (
            (found.start, name)
            for name, node in definitions
            if (found := self._span(node)) is not None and found.start <= span.start < found.end
        )
        return max(within, default=(0, ""))[1]

    def is_shared(self, place: Place) -> bool:
        """Return that nothing is: a repair in code is offered for what stands in its call."""
        return False

    def written(self, place: Place, values: Sequence[object], *, among: bool = False) -> str | None:
        """Return *values* in the quotes of what stands at *place*, if it is a literal."""
        span, levels = self.locate(place), levels_of(place.route)
        if levels or place.part is not None:
            token = self._token(place, span)
            text = as_json(values, bare=place.part is not None) if levels else str(values[0])
            brackets = not among or stands_in_brackets(self.source.text, span)
            return within(token, escaped(text, levels - 1)) if token and brackets else None
        if among and not self._is_in_list(place):
            return None
        return literals(self.source.cut(span), values)

    def entry(self, place: Place) -> Span | None:
        """Return where an entry of a list stands with its comma, if there are others."""
        span = self.locate(place)
        whole = self._token(place, span) if levels_of(place.route) else self._is_in_list(place)
        return entry_span(self.source.text, span) if whole else None

    def _site(self, place: Place) -> Slot:
        site = place.route[0]
        assert isinstance(site, Site)
        return self._sites[site.number]

    def _is_in_list(self, place: Place) -> bool:
        """Tell whether what stands at *place* is written as an entry of a list."""
        *outer, last = place.route[1:]
        slot = self._site(place)
        for step in outer:
            slot = slot.value.below(step)
        node, own = slot.node, slot.value.below(last).node
        return isinstance(node, cst.List) and any(element.value is own for element in node.elements)

    def _token(self, place: Place, span: Span) -> str | None:
        """Return the string token that wrote a part of a text, if it is a single one."""
        slot = self._site(place)
        for step in place.route[1:]:
            if step is EMBEDDED:
                break
            slot = slot.value.below(step)
        pieces = slot.value.decoded.text().pieces if slot.value.decoded.is_texty else ()
        for piece in pieces:
            own = self._span(piece.node) if isinstance(piece, Piece) else None
            if own is not None and own.start <= span.start and span.end <= own.end:
                return self.source.cut(own)
        return None

    def _key(self, slot: Slot) -> Span | None:
        part = self._part(slot.label, slot.key, 0, len(slot.label.shown)) if slot.label else None
        return part or self._span(slot.key) or self._span(slot.node)

    def _value(self, slot: Slot) -> Span | None:
        """Return where a value stands: a word of a command is only a part of its text."""
        own = self._span(slot.node)
        if own is not None and slot.label is not None and slot.value.is_texty:
            text = slot.value.text()
            return self._part(text, slot.node, 0, len(text.shown)) or own
        return own

    def _embedded(self, slot: Slot, rest: Route, place: Place) -> Span | None:
        if not slot.value.decoded.is_texty:
            return None
        text = slot.value.decoded.text()
        if not rest and place.part is not None:
            return self._part(text, None, *place.part)
        tree = Scan(text.shown, holes=text.holes).read()
        span = locate_json(text.shown, tree, Place(rest, place.key, place.part))
        return self._part(text, None, span.start, span.end)

    def _part(self, text: Text, within: cst.CSTNode | None, start: int, end: int) -> Span | None:
        """Return where a range of a text is written, if this file wrote it (below *within*)."""
        first, last = self._point(text, start, end=False), self._point(text, end, end=True)
        if first is None or last is None or last < first:
            return None
        outer = self._span(within) if within is not None else None
        if within is not None and (outer is None or first < outer.start or last > outer.end):
            return None
        return Span(first, last)

    def _point(self, text: Text, index: int, *, end: bool) -> int | None:
        at = 0
        for piece in text.pieces:
            size = len(piece.text)
            if at <= index < at + size or (end and index == at + size):
                return self._inside(piece, index - at, end=end)
            at += size
        last = text.pieces[-1] if text.pieces and index == at else None
        return self._inside(last, len(last.text), end=end) if last is not None else None

    def _inside(self, piece: Piece | Hole, index: int, *, end: bool) -> int | None:
        if isinstance(piece, Hole) or piece.node is None or piece.literal is None:
            return None
        span = self._span(piece.node)
        if span is None:
            return None
        return span.start + piece.literal.offsets[piece.first + index]


def _asks(subjects: Sequence[Subject]) -> bool:
    return any(isinstance(subject, Request) for subject in subjects)
