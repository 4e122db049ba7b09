"""Values with where they are written in HCL: found by routes, and replaced by others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from immlint.document.brackets import entry_span, stands_in_brackets
from immlint.document.comments import Comments
from immlint.document.excerpt import Excerpt
from immlint.document.json.scan import Scan, ScanError
from immlint.document.json.scan import locate as locate_json
from immlint.document.written import as_json, escaped, levels_of
from immlint.record import record
from immlint.source import Source, Span
from immlint.subject import EMBEDDED, UNKNOWN, Place, Request, Route, Site, Subject

#: What means something else in a text of HCL than in one of JSON.
_OTHERWISE = re.compile(r"\\[^nrt\"\\u]|\$\{|%\{")
_NAME = re.compile(r"[A-Za-z_][\w-]*", re.A)


@record(frozen=False)
class Written:
    """A value and where it stands; ``members`` of an object, ``items`` of a list, ``excerpt`` of a text.

    ``is_literal`` tells that another literal may be written in its place.
    """

    start: int
    end: int
    value: Any = UNKNOWN
    members: Sequence[tuple[Written, Written]] | None = None
    items: Sequence[Written] | None = None
    excerpt: Excerpt | None = None
    is_literal: bool = False

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)

    def step(self, step: object) -> tuple[Written | None, Written]:
        """Return a member with its key, or an item without. Raises LookupError."""
        if self.members is not None:
            for key, value in reversed(self.members):
                if key.value == step:
                    return key, value
        if self.items is not None and isinstance(step, int):
            return None, self.items[step]
        raise LookupError(step)

    def unwritable(self) -> Written:
        """Return the value as one in whose place, or parts, nothing is written."""
        members = self.members and [(key.unwritable(), value.unwritable()) for key, value in self.members]
        items = self.items and [item.unwritable() for item in self.items]
        return Written(self.start, self.end, self.value, members, items, self.excerpt)


def written_object(
    span: Span, members: Iterable[tuple[Written, Written]], *, is_literal: bool = True
) -> Written:
    """Return an object of members; of a key given twice the last counts."""
    pairs = [*members]
    is_literal = is_literal and all(key.is_literal and value.is_literal for key, value in pairs)
    return Written(*span, {key.value: value.value for key, value in pairs}, pairs, is_literal=is_literal)


def written_list(span: Span, items: Iterable[Written], *, is_literal: bool = True) -> Written:
    """Return a list of items."""
    found = [*items]
    is_literal = is_literal and all(item.is_literal for item in found)
    return Written(*span, [item.value for item in found], items=found, is_literal=is_literal)


def elsewhere(value: Any, span: Span) -> Written:
    """Return a value that is written elsewhere: all of it stands where it is asked for."""
    if isinstance(value, dict):
        pairs = ((Written(*span, key), elsewhere(item, span)) for key, item in value.items())
        return written_object(span, pairs)
    if isinstance(value, list):
        return written_list(span, (elsewhere(item, span) for item in value))
    return Written(*span, value)


class WrittenDocument:
    """The values of one text that are policies or requests. Routes begin with a site: which of them."""

    ambiguous: Sequence[Sequence[Request]] = ()

    def __init__(
        self, source: Source, values: Sequence[Written], subjects: Sequence[Subject], comments: Comments
    ) -> None:
        self.source = source
        self.subjects = subjects
        self._values = values
        self._comments = comments

    def locate(self, place: Place) -> Span:
        """Return the span of *place*. Raises LookupError for a route that leads nowhere."""
        key, value, inner = self._find(place.route)
        if inner is not None:
            return _within(value, place._replace(route=inner))
        if place.key:
            return key.span if key is not None else value.span
        if place.part is not None and value.excerpt is not None:
            return value.excerpt.locate(Span(*place.part))
        return value.span

    def comments(self) -> Comments:
        """Return the comments, and the lines of texts that go over several."""
        return self._comments

    def enclosing(self, span: Span) -> str:
        """Return nothing: blocks are no functions."""
        return ""

    def is_shared(self, place: Place) -> bool:
        """Tell whether it is no literal that stands at *place*: then it is written elsewhere, or computed."""
        key, value, _ = self._find(place.route)
        return not (key is not None and key.is_literal if place.key else value.is_literal)

    def written(self, place: Place, values: Sequence[object], *, among: bool = False) -> str | None:
        """Return *values* in HCL, of which JSON is a part but for a few escapes."""
        if among and not stands_in_brackets(self.source.text, self.locate(place)):
            return None
        text = as_json(values, bare=place.part is not None)
        if _OTHERWISE.search(text):
            return None
        key, _, _ = self._find(place.route)
        if place.key and key is not None and _NAME.fullmatch(self.source.cut(key.span)):
            return str(values[0]) if _NAME.fullmatch(str(values[0])) else None
        return escaped(text, levels_of(place.route))

    def entry(self, place: Place) -> Span | None:
        """Return where an entry of a list stands with its comma, if there are others."""
        return entry_span(self.source.text, self.locate(place))

    def _find(self, route: Route) -> tuple[Written | None, Written, Route | None]:
        """Return the key and the value that a route leads to, and what of it leads into a text."""
        site, *steps = route
        assert isinstance(site, Site)
        key, value = None, self._values[site.number]
        for index, step in enumerate(steps):
            if step is EMBEDDED:
                return key, value, tuple(steps[index + 1 :])
            key, value = value.step(step)
        return key, value, None


def _within(value: Written, place: Place) -> Span:
    """Return where a part of the JSON that a text holds stands."""
    try:
        span = locate_json(value.value, Scan(value.value).read(), place)
    except ScanError:
        return value.span
    return value.excerpt.locate(span) if value.excerpt is not None else value.span
