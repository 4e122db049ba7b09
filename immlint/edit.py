"""Repairs to edits of a text: each document knows how things are written in it."""

from __future__ import annotations

import re

from immlint.document import Document
from immlint.finding import Edit, Fix
from immlint.repair import Change, Drop, Rename, Repair, Write

#: What may stand around a name: quotes, escaped ones in a text within a text, and the dashes of an option.
_BEFORE, _AFTER = r"[\\\"']*(?:--)?", r"[\\\"']*"


def fix_of(document: Document, repair: Repair) -> Fix | None:
    """Return the edits that make a repair, or ``None`` if the text is written in a way that has none."""
    edits = [_edit(document, change) for change in repair.changes]
    done = [edit for edit in edits if edit is not None]
    if len(done) < len(edits) or all(document.source.text[e.start : e.end] == e.text for e in done):
        return None
    proof = repair.proof.value if repair.proof else None
    return Fix(repair.text, tuple(done), repair.applicability, proof)


def _edit(document: Document, change: Change) -> Edit | None:
    if isinstance(change, Write):
        return Edit(*change.span, change.text)
    if document.is_shared(change.place):
        return None
    if isinstance(change, Drop):
        entry = document.entry(change.place)
        return Edit(*entry, "") if entry else None
    span = document.locate(change.place)
    if isinstance(change, Rename):
        written = _renamed(document.source.cut(span), change)
    elif change.among and isinstance(change.value, list):
        written = document.written(change.place, change.value, among=True)
    else:
        written = document.written(change.place, [change.value])
    return Edit(*span, written) if written is not None else None


def _renamed(written: str, change: Rename) -> str | None:
    found = re.fullmatch(f"({_BEFORE}){re.escape(change.old)}({_AFTER})", written)
    return f"{found[1]}{change.new}{found[2]}" if found else None
