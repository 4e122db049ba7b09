"""Edits of documents and files, in the form that the client takes."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from immlint.finding import Edit


class Edits:
    """What the client can do to documents."""

    def __init__(self, capabilities: types.ClientCapabilities) -> None:
        workspace = capabilities.workspace
        able = workspace.workspace_edit if workspace else None
        self._versions = bool(able and able.document_changes)
        operations = (able and able.resource_operations) or ()
        #: Whether it can make files.
        self.creates = self._versions and types.ResourceOperationKind.Create in operations

    def of(self, uri: str, version: int | None, edits: Sequence[types.TextEdit]) -> types.WorkspaceEdit:
        """Return edits of one document; the version says of which text, where one is open."""
        if not self._versions:
            return types.WorkspaceEdit(changes={uri: edits})
        identifier = types.OptionalVersionedTextDocumentIdentifier(uri, version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(identifier, edits)])

    def creating(self, uri: str, text: str) -> types.WorkspaceEdit:
        """Return what makes a file with a text."""
        start = types.Position(0, 0)
        identifier = types.OptionalVersionedTextDocumentIdentifier(uri)
        written = types.TextDocumentEdit(identifier, [types.TextEdit(types.Range(start, start), text)])
        options = types.CreateFileOptions(ignore_if_exists=True)
        return types.WorkspaceEdit(document_changes=[types.CreateFile(uri, options=options), written])


def difference(before: str, after: str) -> list[Edit]:
    """Return the edit of whole lines that makes one text of another, or none if they are equal."""
    if before == after:
        return []
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    start = sum(map(len, old[:head]))
    end = len(before) - sum(map(len, old[len(old) - tail :]))
    return [Edit(start, end, "".join(new[head : len(new) - tail]))]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
