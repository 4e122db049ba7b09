"""Repairs to edits of a text: each document knows how things are written in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from immlint.document import Document
from immlint.document.brackets import entry_span
from immlint.finding import Edit, Fix
from immlint.repair import Drop, Put, Rename, Repair, Write

#: What may stand around a name: quotes, escaped ones in a text within a text, and the dashes of an option.
_BEFORE, _AFTER = r"[\\\"']*(?:--)?", r"[\\\"']*"


def fix_of(document: Document, repair: Repair) -> Fix | None:
    """Return the edits that make a repair, or ``None`` if the text is written in a way that has none."""
    if not document.source.is_whole:
        return None
    edits = [_edit(document, change) for change in repair.changes if not isinstance(change, Drop)]
    drops = [change for change in repair.changes if isinstance(change, Drop)]
    edits += _dropped(document, drops) if drops else []
    done = [edit for edit in edits if edit is not None]
    if len(done) < len(edits) or all(document.source.text[e.start : e.end] == e.text for e in done):
        return None
    proof = repair.proof.value if repair.proof else None
    return Fix(repair.text, tuple(done), repair.applicability, proof)


def _dropped(document: Document, drops: Sequence[Drop]) -> list[Edit | None]:
    """Return the edits that take entries out of lists: the last ones go with the comma before them all."""
    if any(document.is_shared(drop.place) for drop in drops):
        return [None]
    spans = [(document.locate(drop.place), document.entry(drop.place)) for drop in drops]
    cut = spans[:0]
    for own, entry in sorted(spans, key=lambda pair: pair[0], reverse=True):
        later, after = cut[-1] if cut else (own, None)
        if entry is not None and after is not None and after.start < entry.end:
            whole = own._replace(end=later.end)
            cut[-1] = whole, entry_span(document.source.text, whole)
        else:
            cut.append((own, entry))
    return [Edit(*entry, "") if entry else None for _, entry in reversed(cut)]


def _edit(document: Document, change: Rename | Put | Write) -> Edit | None:
    if isinstance(change, Write):
        return Edit(*change.span, change.text)
    if document.is_shared(change.place):
        return None
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
