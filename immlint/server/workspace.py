"""The folders of the workspace and what is known of the documents in them: asked by one thread only."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from immlint.server.documents import Opened
from immlint.server.folder import Folder, Linted


class View(NamedTuple):
    """The workspace at one moment. ``generation`` grows whenever a file of it may have changed."""

    roots: Sequence[str]
    documents: Mapping[str, Opened]
    generation: int


class Workspace:
    """The folders, each with its own rules and memory, and the last answer for each document."""

    def __init__(self) -> None:
        self._folders: dict[str | None, Folder] = {}
        self._known: dict[str, tuple[Opened, object, Linted]] = {}
        #: How many modules were loaded when it was last told to settle.
        self._loaded = 0

    def folder(self, document: Opened, view: View) -> Folder:
        """Return the innermost folder that a document is in, else the one of its file, else the first."""
        root = next(iter(view.roots), None)
        if document.is_file:
            within = [each for each in view.roots if _is_below(document.path, each)]
            root = max(within, key=len, default=os.path.dirname(document.path))
        if root not in self._folders:
            self._folders[root] = Folder(root)
        return self._folders[root]

    def lint(self, document: Opened, view: View) -> Linted:
        """Return what is found in a document: the last answer, if nothing changed since."""
        folder = self.folder(document, view)
        others = [other for other in view.documents.values() if other.uri != document.uri]
        # Few documents are open, and the texts of policies count for requests.
        stamp = view.generation, folder.stamp(document), tuple((o.uri, o.version) for o in others)
        known = self._known.get(document.uri)
        if known is not None and known[0] is document and known[1] == stamp:
            return known[2]
        found = folder.lint(document, others)
        self._known[document.uri] = document, stamp, found
        return found

    def settle(self) -> None:
        """Collect garbage, which is not done during a check. What was loaded is looked through once."""
        gc.collect()
        if len(sys.modules) != self._loaded:
            self._loaded = len(sys.modules)
            gc.freeze()

    def judged_by(self, document: Opened, view: View) -> list[str]:
        """Return the addresses of the other documents that are held against a policy."""
        folder = self.folder(document, view)
        if not folder.holds(document):
            return []
        return [
            o.uri for o in view.documents.values() if o is not document and self.folder(o, view) is folder
        ]

    def forget(self, uri: str) -> None:
        """Forget a document that is closed."""
        if uri in self._known:
            document = self._known.pop(uri)[0]
            for folder in self._folders.values():
                folder.forget(document)


def _is_below(path: str, root: str) -> bool:
    return path.startswith(root.rstrip(os.sep) + os.sep)
