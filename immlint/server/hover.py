"""The pages of the rules that found something where the pointer rests."""

from __future__ import annotations

from lsprotocol import types

from immlint import page
from immlint.example import with_messages
from immlint.message import Say
from immlint.server.documents import Opened
from immlint.server.workspace import View, Workspace


def hover(
    workspace: Workspace,
    document: Opened,
    view: View,
    at: types.Position,
    able: types.ClientCapabilities,
    say: Say,
) -> types.Hover | None:
    """Return the pages of the rules whose findings are closest around a place, ``None`` if there are none."""
    offset = document.positions.offset(at)
    around = [f for f in workspace.lint(document, view).findings if f.start <= offset <= f.end]
    if not around:
        return None
    closest = min(around, key=lambda finding: finding.end - finding.start)
    known = workspace.folder(document, view).rules
    own = [f.code for f in around if (f.start, f.end) == (closest.start, closest.end)]
    rules = [known.find(code) for code in dict.fromkeys(own)]
    if say is not str:  # English has its messages in the examples
        rules = [with_messages(rule, known) for rule in rules]
    kind = types.MarkupKind.Markdown if _reads_markdown(able) else types.MarkupKind.PlainText
    write = page.markdown if kind is types.MarkupKind.Markdown else page.text
    text = "\n".join(write(rule, say) for rule in rules)
    return types.Hover(types.MarkupContent(kind, text), document.positions.range(closest.start, closest.end))


def _reads_markdown(able: types.ClientCapabilities) -> bool:
    said = able.text_document and able.text_document.hover and able.text_document.hover.content_format
    return not said or types.MarkupKind.Markdown in said
