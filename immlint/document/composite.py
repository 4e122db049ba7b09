"""A text that holds others, as one document: the subjects of all, and where their parts stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, cast

from immlint.document.comments import NONE, Comments
from immlint.document.contract import Document
from immlint.document.excerpt import Excerpt
from immlint.record import replace
from immlint.source import Source, Span
from immlint.subject import (
    Block,
    CallSite,
    CodeSubject,
    Ignore,
    Place,
    Policy,
    Problem,
    Request,
    Response,
    Route,
    Subject,
)


class Part(NamedTuple):
    """A document inside another: where its text stands there, and whether it is a sample."""

    excerpt: Excerpt
    document: Document
    is_sample: bool = False


class Composite:
    """The documents in one text. Routes begin with the block that they lead into."""

    def __init__(self, source: Source, parts: Iterable[Part]) -> None:
        self.source = source
        self._parts = [*parts]
        subjects: list[Subject] = []
        ambiguous: list[Sequence[Request]] = []
        for number, part in enumerate(self._parts):
            block = Block(number, part.is_sample)
            told = (subject for subject in part.document.subjects if not _is_elided(subject, part))
            subjects += [_within(subject, block, part.excerpt) for subject in told]
            ambiguous += [
                [_request(request, block) for request in group] for group in part.document.ambiguous
            ]
        self.subjects: Sequence[Subject] = subjects
        self.ambiguous: Sequence[Sequence[Request]] = ambiguous

    def locate(self, place: Place) -> Span:
        """Return the span of *place*. Raises LookupError for a route that leads nowhere."""
        if not place.route:
            return Span(0, 0)
        part, inner = self._part(place)
        return part.excerpt.locate(part.document.locate(inner))

    def comments(self) -> Comments:
        """Return the comments of all that has some."""
        found = [
            (part, comments) for part in self._parts if (comments := part.document.comments()) is not NONE
        ]
        if not found:
            return NONE
        spans = [part.excerpt.locate(span) for part, comments in found for span in comments.spans]
        joined = [
            (self._line(part, first), self._line(part, last))
            for part, comments in found
            for first, last in comments.joined
        ]
        return Comments(tuple(spans), tuple(joined))

    def enclosing(self, span: Span) -> str:
        """Return the dotted name of the function or class of code that *span* stands in."""
        for part in self._parts:
            start = part.excerpt.index(span.start)
            if start is not None:
                return part.document.enclosing(Span(start, start + span.end - span.start))
        return ""

    def is_shared(self, place: Place) -> bool:
        """Tell whether what stands at *place* stands elsewhere as well."""
        part, inner = self._part(place)
        return part.excerpt.is_given(part.document.locate(inner)) or part.document.is_shared(inner)

    def written(self, place: Place, values: Sequence[object], *, among: bool = False) -> str | None:
        """Return how *values* are written at *place*, ``None`` if that is not known."""
        part, inner = self._part(place)
        text = part.document.written(inner, values, among=among)
        return part.excerpt.written(text) if text is not None else None

    def entry(self, place: Place) -> Span | None:
        """Return where an entry of a list stands with what separates it, if it can be taken out."""
        part, inner = self._part(place)
        span = part.document.entry(inner)
        return part.excerpt.up_to_next(span) if span is not None else None

    def _part(self, place: Place) -> tuple[Part, Place]:
        block = place.route[0]
        assert isinstance(block, Block)
        return self._parts[block.number], place._replace(route=place.route[1:])

    def _line(self, part: Part, number: int) -> int:
        start = part.document.source.offset(number, 0)
        return self.source.position(part.excerpt.locate(Span(start, start)).start).line


def _is_elided(subject: Subject, part: Part) -> bool:
    """Tell whether a problem is one of how a sample leaves things out: only doubled keys count."""
    return part.is_sample and isinstance(subject, Problem) and subject.kind != "duplicate-key"


def _within(subject: Subject, block: Block, excerpt: Excerpt) -> Subject:
    """Return what a subject of a part is in the whole."""
    match subject:
        case Policy():
            return replace(subject, route=(block, *subject.route), derived={})
        case Response():
            return replace(subject, route=(block, *subject.route))
        case Request():
            return _request(subject, block)
        case Problem():
            return _problem(subject, block, excerpt)
        case CodeSubject():
            own = cast("_Placed", subject)
            return cast(Subject, replace(own, place=_below(own.place, block)))
        case Ignore():
            return subject


class _Placed(CodeSubject):
    """What every kind of subject about code has."""

    place: Place


def _request(request: Request, block: Block) -> Request:
    route: Route = (block, *request.route)
    named = _below(request.named, block) if request.named is not None else None
    call = request.call and _call(request.call, block)
    return replace(request, route=route, named=named, call=call)


def _call(call: CallSite, block: Block) -> CallSite:
    # What stands in different blocks is not executed one after the other, as far as is known.
    scope = f"{block.number}:{call.scope}" if call.scope else ""
    brought = {name: _below(place, block) for name, place in call.brought.items()}
    return replace(call, scope=scope, body=call.body and f"{block.number}:{call.body}", brought=brought)


def _problem(problem: Problem, block: Block, excerpt: Excerpt) -> Problem:
    place = _below(problem.place or Place(), block)
    instead = excerpt.written(problem.instead) if problem.instead is not None else None
    span = excerpt.locate(Span(*problem.span)) if problem.span is not None else None
    return replace(problem, place=place, span=span, instead=instead)


def _below(place: Place, block: Block) -> Place:
    return place._replace(route=(block, *place.route))
