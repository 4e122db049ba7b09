"""What is silenced in a run: applied when all findings are known, and what silences nothing is told."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from immlint.config import Config, IgnoreEntry, Settings
from immlint.document import Document, Unread
from immlint.engine import CRASH
from immlint.finding import Finding, Severity
from immlint.input import contents
from immlint.member import Run
from immlint.registry import Registry
from immlint.select import Selection
from immlint.source import Source, Span
from immlint.subject import Ignore, Place, Problem
from immlint.subject.ignore import Fault, Unused

if TYPE_CHECKING:
    from immlint.suppress.directive import Directive

#: What comments on findings hold: few files do, and the rest must not wait for what reads them.
_MARK = b"immlint:"
#: What tells of ignores themselves is never missed by one.
_OWN = frozenset({"LNT901", "LNT902", CRASH})


class Suppressions:
    """The ignores of the files of one run."""

    def __init__(self, rules_of: Callable[[Config], Registry], settings: Settings) -> None:
        self._rules_of = rules_of
        self._settings = settings
        self._files: dict[str, _File | None] = {}
        self._entries: dict[IgnoreEntry, _Entry] = {}

    @cached_property
    def _elsewhere(self) -> set[str]:
        """What is found depends on the other files of the run: another run may find it."""
        registry = self._rules_of(self._settings.run)
        return {e.code for e in registry.entries if any(issubclass(s, Run) for s in e.subjects)}

    def shown(self, document: Document, selection: Selection) -> Selection:
        """Return what is to be found in *document*: what may be ignored, whether it would be shown or not."""
        path = document.source.path
        if path not in self._files:
            self._files[path] = self._file(document, selection)
        if self._files[path] is None:
            return selection
        return selection._replace(least=Severity.INFO, pedantic=True)

    def concern(self, source: Source) -> bool:
        """Tell whether something may be ignored in a text."""
        return _MARK in source.data or bool(self._settings.of(source.path).ignores_in(source.path))

    def checked(self, document: Document) -> None:
        """Take note that the rules on for *document* were asked about it."""
        file = self._files.get(document.source.path)
        if file is not None and not any(_is_unread(subject) for subject in document.subjects):
            file.judged = file.selection.codes - self._elsewhere - _OWN

    def applied(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that are not ignored, of those the ones that are to be shown."""
        return [finding for finding in findings if self._stands(finding)]

    def told(self, *, alone: bool = False) -> Iterator[tuple[Document, Selection]]:
        """Yield the ignores that do not hold or silence nothing, as documents to be checked.

        If the files are *alone*, those of the configuration are passed over: they may be for other files.
        """
        for file in filter(None, self._files.values()):
            if file.directives:
                ignores = [file.ignore(index) for index in range(len(file.directives))]
                yield _Ignores(file.document.source, ignores), file.selection
            for entry in file.entries:
                entry.judged |= file.judged
        for known in () if alone else self._entries.values():
            document = known.document()
            if document is not None:
                yield document, known.selection

    def _file(self, document: Document, selection: Selection) -> _File | None:
        config = self._settings.of(document.source.path)
        registry = self._rules_of(config)
        entries = [self._entry(e, selection, registry) for e in config.ignores_in(document.source.path)]
        found: list[Directive] = []
        comments = document.comments() if _MARK in document.source.data else None
        if comments is not None:
            from immlint.suppress.directive import directives

            found = directives(document, comments, registry)
        if not found and not entries:
            return None
        return _File(document, selection, found, comments.joined if comments else (), entries)

    def _entry(self, entry: IgnoreEntry, selection: Selection, registry: Registry) -> _Entry:
        if entry not in self._entries:
            known = set(registry.names())
            # Rules in Python of a configuration further down are not read in this run.
            named = [rule for rule in entry.rules if rule in known]
            codes = list(dict.fromkeys(map(registry.codes, named)))
            self._entries[entry] = _Entry(entry, codes, selection)
        return self._entries[entry]

    def _stands(self, finding: Finding) -> bool:
        file = self._files.get(finding.path)
        if file is None or finding.code == CRASH:
            return True
        if file.covers(finding):
            return False
        inferred = finding.confidence == "inferred"
        return file.selection.shows(finding.code, Severity.of(finding.severity), inferred=inferred)


class _File:
    """The ignores that concern one file."""

    def __init__(
        self,
        document: Document,
        selection: Selection,
        found: list[Directive],
        joined: tuple[tuple[int, int], ...],
        entries: list[_Entry],
    ) -> None:
        self.document = document
        self.selection = selection
        self.directives = found
        self.entries = entries
        #: The rules that were asked about the file.
        self.judged: frozenset[str] = frozenset()
        self._joined = joined
        self._used: set[tuple[int, str]] = set()

    def covers(self, finding: Finding) -> bool:
        """Tell whether a finding is ignored, and take note by what."""
        lines = self._lines(finding)
        covering = [
            (index, finding.code)
            for index, directive in enumerate(self.directives)
            if (directive.lines is None or directive.lines & lines)
            and any(finding.code in rule.codes for rule in directive.rules)
        ]
        self._used.update(covering)
        by_entry = [entry.covers(finding) for entry in self.entries]
        return bool(covering) or any(by_entry)

    def _lines(self, finding: Finding) -> set[int]:
        """Return the lines at which a comment on a finding may stand: where it, or its statement, does."""
        source = self.document.source
        lines = {finding.line}
        if finding.end > finding.start:
            lines.add(source.position(finding.end - 1).line)
        lines.update(line for both in self._joined if both[0] <= finding.line <= both[1] for line in both)
        return lines

    def ignore(self, index: int) -> Ignore:
        """Return a comment as rules see it."""
        directive = self.directives[index]
        idle = [
            rule
            for rule in directive.rules
            if self.judged & set(rule.codes) and not any((index, code) in self._used for code in rule.codes)
        ]
        whole = len(idle) == len(directive.rules) and not directive.faults
        unused = (Unused(r.codes[0], r.span, directive.cut if whole else r.cut) for r in idle)
        return Ignore(tuple(unused), directive.faults)


class _Entry:
    """An entry of the configuration, over all files that it names."""

    def __init__(self, entry: IgnoreEntry, codes: list[tuple[str, ...]], selection: Selection) -> None:
        self.selection = selection
        self.judged: frozenset[str] = frozenset()
        self._entry = entry
        self._codes = codes
        self._used: set[str] = set()
        self._expired = entry.until is not None and _has_passed(entry.until)

    def covers(self, finding: Finding) -> bool:
        """Tell whether a finding is ignored, and take note."""
        pointer = self._entry.pointer
        below = not pointer or finding.pointer == pointer or finding.pointer.startswith(f"{pointer}/")
        if self._expired or not below or not any(finding.code in codes for codes in self._codes):
            return False
        self._used.add(finding.code)
        return True

    def document(self) -> Document | None:
        """Return the entry in its file as rules see it, if there is something to tell."""
        idle = [codes[0] for codes in self._codes if self.judged & set(codes) and not self._used & set(codes)]
        if not idle:
            return None
        source = Source(_shown(self._entry.path), contents(self._entry.path))
        start = source.offset(self._entry.line, 0)
        span = (start, start + len(source.line(self._entry.line)))
        if self._expired:
            return _Ignores(source, [Ignore(faults=(Fault("expired", span, self._entry.until or ""),))])
        return _Ignores(source, [Ignore(tuple(Unused(code, span) for code in idle))])


class _Ignores(Unread):
    """The ignores of a file: of its structure, nothing else is needed."""

    def __init__(self, source: Source, ignores: Iterable[Ignore]) -> None:
        self.source = source
        self.subjects = tuple(ignores)

    def locate(self, place: Place) -> Span:
        """Return the range that *place* is."""
        return Span(*place.part) if place.part else Span(0, 0)


def _has_passed(until: str) -> bool:
    from immlint.suppress.directive import has_passed

    return has_passed(until)


def _is_unread(subject: object) -> bool:
    return isinstance(subject, Problem) and subject.kind in ("syntax", "template", "unreadable")


def _shown(path: str) -> str:
    """Return how a path is told: from the working directory, if it is in there."""
    relative = os.path.relpath(path)
    return path if relative.startswith(os.pardir) else relative
