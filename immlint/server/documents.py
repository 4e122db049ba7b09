"""The documents that the client has open, each as one version of its text."""

from __future__ import annotations

import codecs
import os
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from immlint.document.reader import SUFFIXES
from immlint.record import record
from immlint.server.positions import Positions
from immlint.source import Source

#: What a text without a file is called, by the language that the client says it is in.
_SUFFIXES = {
    "json": ".json",
    "jsonl": ".jsonl",
    "yaml": ".yaml",
    "python": ".py",
    "markdown": ".md",
    "shellscript": ".sh",
    "terraform": ".tf",
    "opentofu": ".tofu",
}


@record(slots=False)
class Opened:
    """One version of an open document. ``path`` is that of its file, or else only a name to go by."""

    uri: str
    path: str
    is_file: bool
    version: int
    text: str
    encoding: str

    @cached_property
    def source(self) -> Source:
        """The text as it is checked: Unicode, whatever encoding the file has or declares."""
        data = self.text.encode("utf-8", "replace")
        return Source(self.path, data if self._is_marked else codecs.BOM_UTF8 + data)

    @cached_property
    def positions(self) -> Positions:
        """Where its parts are for the client."""
        return Positions(self.source, self.encoding, marked=self._is_marked)

    @property
    def _is_marked(self) -> bool:
        return self.text.startswith("\ufeff")


def file_of(uri: str) -> str | None:
    """Return the path of the file that an address names, if it names one of this machine."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    if parts.scheme != "file":
        return None
    if os.name == "nt":
        from pygls.uris import to_fs_path

        return to_fs_path(uri)
    # Bytes that are no UTF-8 are kept: they name a file as well.
    path = os.fsdecode(unquote_to_bytes(parts.path))
    return os.path.normpath(path) if os.path.isabs(path) and "\0" not in path else None


def name_of(uri: str, language: str) -> str:
    """Return what a text is called that is no file: the end of its address, and what it is written in."""
    try:
        path = urlsplit(uri).path
    except ValueError:
        path = ""
    name = unquote(path.rpartition("/")[2]).replace("\0", "") or "untitled"
    return name if name.lower().endswith(SUFFIXES) else name + _SUFFIXES.get(language, "")


def address_of(path: str) -> str:
    """Return the address of a file."""
    return Path(os.path.abspath(path)).as_uri()
