"""The edits of a document, or of its configuration, that are rid of what was found."""

from __future__ import annotations

import os
from pathlib import Path

from lsprotocol import types

from immlint.document import Document
from immlint.finding import Finding
from immlint.fix import Checked, mend, mend_one
from immlint.message import Message
from immlint.server.documents import Opened, address_of
from immlint.server.edits import Edits, difference
from immlint.server.folder import Folder
from immlint.server.positions import Positions
from immlint.server.workspace import View
from immlint.source import Source
from immlint.suppress.add import configured, with_comments


class RefusedError(Exception):
    """What was offered cannot be done; the message says why."""


class Mending:
    """Works edits out. Every method raises RefusedError, and ConfigError for a broken configuration."""

    def __init__(self, folder: Folder, document: Opened, view: View, edits: Edits) -> None:
        self._folder = folder
        self._document = document
        self._view = view
        self._edits = edits
        #: The text under the path that findings know it by.
        self._source = folder.input(document).source or document.source

    def one(self, finding: Finding) -> types.WorkspaceEdit:
        """Return the edits of the fix of a finding, if it holds what it says."""
        if finding.fix is None:
            raise RefusedError(Message("there is nothing to mend"))
        made = mend_one(self._source, self._check(self._source), self._check, finding)
        if made.refused:
            raise RefusedError(Message("nothing is mended: {why}", why=made.refused))
        return self._of([self._document.positions.edit(edit) for edit in finding.fix.edits])

    def all(self) -> types.WorkspaceEdit:
        """Return the edits that ``--fix`` makes of the text."""
        made = mend(self._source, self._check(self._source), self._check, {"safe"})
        if made.refused:
            raise RefusedError(Message("nothing is mended: {why}", why=made.refused))
        return self._replacing(made.after)

    def ignored(self, finding: Finding) -> types.WorkspaceEdit:
        """Return what ``--add-ignores`` writes for a finding: a comment, or an entry of the configuration."""
        document = self._read(self._source)
        if document is not None:
            made, left = with_comments(document, [finding], self._read)
            if not left:
                return self._replacing(made)
        return self._configured(finding)

    def _check(self, source: Source) -> Checked:
        return self._folder.fixable(self._document, source)

    def _read(self, source: Source) -> Document | None:
        return self._folder.read(self._document, source)

    def _of(self, edits: list[types.TextEdit]) -> types.WorkspaceEdit:
        return self._edits.of(self._document.uri, self._document.version, edits)

    def _replacing(self, after: Source) -> types.WorkspaceEdit:
        changed = difference(self._source.text, after.text)
        return self._of([self._document.positions.edit(edit) for edit in changed])

    def _configured(self, finding: Finding) -> types.WorkspaceEdit:
        if self._folder.root is None:
            raise RefusedError(Message("there is no folder for a configuration"))
        settings = self._folder.settings()
        ((path, data),) = configured({finding.path: [finding]}, settings, self._folder.root).items()
        if not os.path.exists(path):
            if not self._edits.creates:
                raise RefusedError(Message("there is no {name} yet", name=os.path.basename(path)))
            return self._edits.creating(address_of(path), data.decode())
        before = Path(path).read_bytes()
        known = next((d for d in self._view.documents.values() if d.is_file and d.path == path), None)
        uri, version = (known.uri, known.version) if known else (address_of(path), None)
        source = known.source if known else Source(path, before)
        positions = known.positions if known else Positions(source, self._document.encoding, marked=False)
        end = positions.position(len(source.text))
        return self._edits.of(
            uri, version, [types.TextEdit(types.Range(end, end), data[len(before) :].decode())]
        )
