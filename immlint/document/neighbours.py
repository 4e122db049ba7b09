"""The other Python files of a run: whose names a module may import."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

from immlint.source import Source, UndecodableError

_IMPORT = re.compile(r"^[ \t]*(?:from|import)\b([^\n]*(?:\([^)]*\))?)", re.M)
_WORD = re.compile(r"\w+")
_LARGEST = 2 * 1024 * 1024


class Neighbours:
    """Finds a module of the run by its dotted name; files are read when they are asked for.

    ``walked`` is for what a reader makes of each, by path; ``callers`` are those through which others may
    call IMM.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = {os.path.normpath(path): path for path in paths if path.endswith(".py")}
        self.walked: dict[str, object] = {}
        self.callers: set[str] = set()

    def imports(self, path: str) -> frozenset[str]:
        """Return the words of the import statements of a module of the run."""
        source = read(path)
        found = _IMPORT.findall(source.text) if source is not None else []
        return frozenset(word for line in found for word in _WORD.findall(line))

    def package(self, path: str) -> str:
        """Return the dotted name of the package that a file is in, as far as the run shows it."""
        parts: list[str] = []
        folder = os.path.dirname(os.path.normpath(path))
        while os.path.normpath(os.path.join(folder, "__init__.py")) in self._paths:
            parts.insert(0, os.path.basename(folder))
            folder = os.path.dirname(folder)
        return ".".join(parts)

    def find(self, path: str, dotted: str) -> str | None:
        """Return the path of the module that *path* would import as *dotted*, if it is a file of the run."""
        inside = os.path.join(*dotted.split(".")) if dotted else ""
        folder = os.path.dirname(os.path.normpath(path))
        while True:
            for candidate in (f"{inside}.py", os.path.join(inside, "__init__.py")):
                found = self._paths.get(os.path.normpath(os.path.join(folder, candidate)))
                if found is not None:
                    return found
            parent = os.path.dirname(folder)
            if parent == folder:
                return None
            folder = parent


def read(path: str) -> Source | None:
    """Return a module of the run, or ``None`` if it cannot be read or is too large."""
    try:
        with open(path, "rb") as file:
            data = file.read(_LARGEST + 1)
        source = Source(path, data)
        return source if len(data) <= _LARGEST and source.text is not None else None
    except (OSError, UndecodableError):
        return None
