"""Fixes applied round by round until nothing is left to mend; a file is mended whole or not at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from immlint.document import Document
from immlint.finding import Applicability, Edit, Finding
from immlint.message import Message
from immlint.record import field, record
from immlint.source import Source
from immlint.subject import Policy

if TYPE_CHECKING:
    from immlint.ram.prove.change import Change

#: Rounds that any text may take: a fix may make room for the next.
_ROUNDS = 10
#: What may stand between a name that was changed and its value.
_BETWEEN = re.compile(r"[\"'\\]*\s*[:=]\s*[\"'\\]*")
#: The texts of a list that is put in.
_TEXTS = re.compile(r"[^\s\"'\\,\[\]]+")
#: Codes of what keeps a text from being read.
_UNREADABLE = ("RAM201", "LNT903", "LNT905")


@record
class Checked:
    """What is found in one text, and the document that it is; ``None`` if it is not ours."""

    document: Document | None
    findings: Sequence[Finding]


#: Checks a text in place of that of a file.
Check = Callable[[Source], Checked]


@record(frozen=False)
class Mended:
    """What fixes made of a text: ``after`` is ``before`` where nothing was mended.

    ``refused`` says why what could be mended is not, with the codes of the fixes in ``withheld``.
    """

    before: Source
    after: Source
    applied: Counter[str] = field(default_factory=Counter)
    refused: str = ""
    withheld: tuple[str, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether there is something to write."""
        return self.after.data != self.before.data


def mend(source: Source, checked: Checked, check: Check, allowed: Iterable[Applicability]) -> Mended:
    """Return what the fixes that are *allowed* make of *source*; *checked* is what was found in it.

    Each round applies fixes that do not overlap, and checks the text again. What a fix of a policy claims
    is proved of the new text. Nothing is mended if the rounds do not end, if the text cannot be read any
    more, or if an error appears that does not stand at an edited value.
    """
    work = _Work(source, checked, check, frozenset(allowed))
    reason = ""
    while not reason and (chosen := work.choose()):
        reason = work.apply(chosen)
    reason = reason or work.new_error()
    if reason:
        return Mended(source, source, refused=reason, withheld=tuple(sorted(set(work.applied))))
    return Mended(source, work.source, work.applied)


def mend_one(source: Source, checked: Checked, check: Check, finding: Finding) -> Mended:
    """Return what the fix of one finding makes of *source*, held to what :func:`mend` holds its own to."""
    work = _Work(source, checked, check, frozenset())
    reason = work.apply([finding]) or work.new_error()
    if reason:
        return Mended(source, source, refused=reason, withheld=(finding.code,))
    return Mended(source, work.source, work.applied)


class _Work:
    """A text under repair."""

    def __init__(
        self, source: Source, checked: Checked, check: Check, allowed: frozenset[Applicability]
    ) -> None:
        self.source = source
        self.applied: Counter[str] = Counter()
        self._check = check
        self._allowed = allowed
        self._checked = self._first = checked
        self._most = max(_ROUNDS, len(self._fixable()))
        self._seen = {source.data}
        #: Where something was edited, in the text as it is now.
        self._edited: list[Edit] = []
        #: Fixes that were tried, and are not proved beside others.
        self._alone = False

    def _fixable(self) -> list[Finding]:
        return [f for f in self._checked.findings if f.fix and f.fix.applicability in self._allowed]

    def choose(self) -> list[Finding]:
        """Return the findings whose fixes are applied next: of one kind of proof, and not overlapping.

        Those that keep a policy come first. What changes it is applied one by one, as the proof is of each.
        """
        for proof in ("equal", None, "narrower", "just this"):
            found = [f for f in self._fixable() if f.fix and f.fix.proof == proof]
            if found:
                single = self._alone or proof in ("narrower", "just this")
                return found[:1] if single else list(_apart(found))
        return []

    def apply(self, chosen: Sequence[Finding]) -> str:
        """Apply fixes; return why that cannot be, or nothing."""
        edits = sorted({edit for f in chosen if f.fix for edit in f.fix.edits})
        self.applied.update(f.code for f in chosen)
        source = _edited(self.source, edits)
        if source is None:
            return Message("the encoding of the file cannot write what would be mended")
        if source.data in self._seen or len(self._seen) > self._most:
            return Message("the fixes do not settle")
        checked = self._check(source)
        if checked.document is None or _unreadable(checked) - _unreadable(self._checked):
            return Message("the mended text cannot be read")
        if not self._is_proved(chosen[0], checked.document):
            if len(chosen) == 1:
                return Message("what the fix claims is not proved of the mended text")
            # Each is proved by itself, not all together.
            self._alone = True
            self.applied.subtract(f.code for f in chosen)
            return ""
        self._alone = False
        self._seen.add(source.data)
        self._edited = [*_moved(self._edited, edits), *_written(edits)]
        self.source, self._checked = source, checked
        return ""

    def _is_proved(self, finding: Finding, after: Document) -> bool:
        """Tell whether all policies keep what the fix of *finding* says of them."""
        before, fix = self._checked.document, finding.fix
        if fix is None or fix.proof is None or before is None:
            return fix is None or fix.proof is None
        old, new = _policies(before), _policies(after)
        pairs = [(a, b) for a, b in zip(old, new, strict=False) if a.document != b.document]
        return len(old) == len(new) and all(_keeps(fix.proof, _change(a, b), fix.edits) for a, b in pairs)

    def new_error(self) -> str:
        """Return what is told of an error that was not there before, unless it stands at an edited value."""
        if _unreadable(self._first):
            return ""  # what it held was not seen before
        known = Counter(map(_identity, self._first.findings))
        for finding in self._checked.findings:
            if finding.severity != "error":
                continue
            if known[_identity(finding)] > 0:
                known[_identity(finding)] -= 1
            elif not self._stands_at_an_edit(finding):
                return Message("{code} would appear at line {line}", code=finding.code, line=finding.line)
        return ""

    def _stands_at_an_edit(self, finding: Finding) -> bool:
        text = self.source.text
        found = text[finding.start : finding.end]
        whole = "\n" in found or found[:1] in ("{", "[")
        for start, end, _ in self._edited:
            if start <= finding.end and finding.start <= end and not whole:
                return True
            if end <= finding.start and _BETWEEN.fullmatch(text, end, finding.start):
                return True
        return False


def _identity(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.anchor, finding.value


def _unreadable(checked: Checked) -> Counter[str]:
    return Counter(f.code for f in checked.findings if f.code in _UNREADABLE and f.severity == "error")


def _apart(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings whose fixes do not overlap; of equal edits each counts."""
    taken: list[Edit] = []
    for finding in sorted(findings, key=lambda f: min(f.fix.edits) if f.fix else (0, 0, "")):
        edits = finding.fix.edits if finding.fix else ()
        new = [edit for edit in edits if edit not in taken]
        if not any(_overlap(edit, other) for edit in new for other in taken):
            taken += new
            yield finding


def _overlap(one: Edit, other: Edit) -> bool:
    return one.start == other.start or (one.start < other.end and other.start < one.end)


def _edited(source: Source, edits: Sequence[Edit]) -> Source | None:
    """Return *source* with edits, which do not overlap; ``None`` if its encoding cannot write them."""
    text, at, pieces = source.text, 0, []
    for edit in edits:
        pieces += [text[at : edit.start], edit.text]
        at = edit.end
    try:
        data = "".join([*pieces, text[at:]]).encode(source.encoding)
    except UnicodeEncodeError:
        return None
    return Source(source.path, source.mark + data)


def _moved(ranges: Sequence[Edit], edits: Sequence[Edit]) -> Iterator[Edit]:
    """Yield where ranges of a text are after edits."""
    for start, end, text in ranges:
        before = sum(len(e.text) - (e.end - e.start) for e in edits if e.end <= start)
        within = sum(len(e.text) - (e.end - e.start) for e in edits if start < e.end and e.start < end)
        yield Edit(start + before, max(start + before, end + before + within), text)


def _written(edits: Sequence[Edit]) -> Iterator[Edit]:
    """Yield where edits stand in the new text."""
    shift = 0
    for edit in edits:
        yield Edit(edit.start + shift, edit.start + shift + len(edit.text), edit.text)
        shift += len(edit.text) - (edit.end - edit.start)


def _policies(document: Document) -> list[Policy]:
    return [subject for subject in document.subjects if isinstance(subject, Policy)]


def _change(old: Policy, new: Policy) -> Change:
    from immlint.ram.policy import Policy as Read
    from immlint.ram.prove.change import between

    return between(old.once(Read.of), new.once(Read.of))


def _keeps(proof: str, change: Change, edits: Iterable[Edit]) -> bool:
    if proof == "narrower":
        return change.refuses_no_less and change.grants_no_more
    if proof == "equal":
        return change.is_none
    # What is put in place of a pattern is all that is new.
    gains = change.gains()
    written = {text for edit in edits for text in (edit.text.strip("\"'\\"), *_TEXTS.findall(edit.text))}
    return gains is not None and gains <= written
