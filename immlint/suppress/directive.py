"""Comments that silence findings: ``# immlint: ignore[CODE] reason``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

from immlint.document import Document
from immlint.document.comments import Comments
from immlint.near import nearest
from immlint.registry import Registry, UnknownRuleError
from immlint.source import Source
from immlint.subject.ignore import Fault, Range

_DIRECTIVE = re.compile(
    r"#[ \t]*immlint:[ \t]*(?P<kind>file-ignore|ignore)(?![\w-])"
    r"(?:[ \t]*\[(?P<rules>[^\]#]*)\])?(?P<reason>(?:(?!\s#)[^\r\n])*)"
)
_NAME = re.compile(r"[^\s,]+")
_UNTIL = re.compile(r"\buntil=(\S*)")


class Named(NamedTuple):
    """A rule that is ignored, or those that share its name: how written, where, what to take out."""

    codes: tuple[str, ...]
    text: str
    span: Range
    cut: Range


class Directive(NamedTuple):
    """One comment of this kind. ``lines`` are those it covers, ``None`` for all of the file."""

    span: Range
    #: What to take out to be rid of it: with the line, if nothing else stands there.
    cut: Range
    lines: frozenset[int] | None
    rules: tuple[Named, ...]
    faults: tuple[Fault, ...]


def directives(document: Document, comments: Comments, registry: Registry) -> list[Directive]:
    """Return the comments of *document* that silence findings."""
    source = document.source
    found: list[Directive] = []
    for start, end in comments.spans:
        for match in _DIRECTIVE.finditer(source.text, start, end):
            found.append(_directive(source, comments, match, registry))
    return found


def today() -> date:
    """Return the day on which it is decided what has expired."""
    return datetime.now(UTC).date()


def has_passed(until: str) -> bool:
    """Tell whether a day that is written as a date is over."""
    return date.fromisoformat(until) < today()


def _directive(source: Source, comments: Comments, match: re.Match[str], registry: Registry) -> Directive:
    span = (match.start(), match.start() + len(match[0].rstrip()))
    rules: list[Named] = []
    faults: list[Fault] = []
    for name in _named(match):
        try:
            rules.append(name._replace(codes=registry.codes(name.text)))
        except UnknownRuleError:
            faults.append(Fault("unknown", name.span, name.text, nearest(name.text, registry.names(), 0.6)))
    if not rules and not faults:
        faults.append(Fault("blanket", span))
    faults += _faults_of_reason(match, span)
    holds = all(fault.kind == "unknown" for fault in faults)
    lines = None if match["kind"] == "file-ignore" else _lines(source, comments, span)
    return Directive(span, _cut(source, span), lines, tuple(rules) if holds else (), tuple(faults))


def _named(match: re.Match[str]) -> Iterator[Named]:
    if match["rules"] is None:
        return
    begin, end = match.span("rules")
    found = [*_NAME.finditer(match.string, begin, end)]
    for index, name in enumerate(found):
        if index + 1 < len(found):
            cut = (name.start(), found[index + 1].start())
        else:
            cut = (found[index - 1].end() if index else name.start(), name.end())
        yield Named((), name[0], name.span(), cut)


def _faults_of_reason(match: re.Match[str], span: Range) -> Iterator[Fault]:
    reason = match["reason"]
    until = _UNTIL.search(reason)
    if until is not None:
        written = until[1].rstrip(".,;)")
        start = match.start("reason") + until.start(1)
        where = (start, start + max(len(written), 1))
        try:
            if date.fromisoformat(written).isoformat() != written:
                raise ValueError(written)
        except ValueError:
            yield Fault("date", where, written)
        else:
            if has_passed(written):
                yield Fault("expired", where, written)
    if not re.search(r"\w", _UNTIL.sub("", reason)):
        yield Fault("reason", span)


def _lines(source: Source, comments: Comments, span: Range) -> frozenset[int]:
    """Return the line of a comment and, if it stands alone there, the next one that is none."""
    own = source.position(span[0]).line
    lines = {own}
    alone = {source.position(s.start).line for s in comments.spans if _is_alone(source, s.start)}
    if own in alone:
        for number in range(own + 1, source.position(len(source.text)).line + 1):
            text = source.line(number).strip()
            if text and number not in alone and text not in ("---", "..."):
                lines.add(number)
                break
    return frozenset(lines)


def _is_alone(source: Source, start: int) -> bool:
    line, column = source.position(start)
    return not source.line(line)[: column - 1].strip()


def _cut(source: Source, span: Range) -> Range:
    text = source.text
    start, end = span
    line_end = re.compile(r"[ \t]*(\r\n|\r|\n|\Z)").match(text, end)
    while start and text[start - 1] in " \t":
        start -= 1
    if line_end is None:
        # Another comment follows.
        return span[0], end + len(text[end:]) - len(text[end:].lstrip(" \t"))
    if start == 0 or text[start - 1] in "\r\n":
        return start, line_end.end()
    return start, end
