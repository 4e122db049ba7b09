"""Lists of patterns as ``.gitignore`` files have them: the last one that matches decides."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator

from immlint.record import cached_property

#: A slash that is escaped for no need: for git it is a slash.
_ESCAPED = re.compile(r"(?<=[^\\])(?<!\*\*)((?:\\\\)*)\\/(?! *$)")


#: How many paths are held to each pattern, before it pays to make one of them all.
_FEW = 64
_GROUP = re.compile(r"\(\?P<\w+>")


class Patterns:
    """The lines of one file, for paths as seen from its folder."""

    def __init__(self, lines: Iterable[str]) -> None:
        # Every repository has a file of comments alone: nothing is imported for it.
        found = [line for line in lines if line.strip() and not line.startswith("#")]
        self._patterns = list(_compiled(found))[::-1] if found else []
        #: Whether any may name a file, and not only folders.
        self.of_files = any(not of_folders for _, _, of_folders in self._patterns)
        self._asked = 0

    @cached_property
    def _any(self) -> re.Pattern[str]:
        """What matches where one of the patterns does: most paths match none."""
        return re.compile("|".join(f"(?:{_GROUP.sub('(?:', regex.pattern)})" for regex, *_ in self._patterns))

    def verdict(self, path: str, *, folder: bool) -> bool | None:
        """Tell whether *path* is excluded, or ``None`` where no pattern matches."""
        self._asked += 1
        if self._asked > _FEW and not self._any.search(path) and not self._any.search(f"{path}/"):
            return None
        return self._verdict(path, folder=folder)

    def _verdict(self, path: str, *, folder: bool) -> bool | None:
        for regex, excludes, of_folders in self._patterns:
            if (folder or not of_folders) and _matches(regex, path, folder=folder):
                return excludes
        return None


class FolderNames:
    """Patterns that are no more than names of folders, such as ``venv/``: no library is needed for them."""

    of_files = False

    def __init__(self, lines: Iterable[str]) -> None:
        self._names = frozenset(line.rstrip("/") for line in lines)

    def verdict(self, path: str, *, folder: bool) -> bool | None:
        """Tell whether *path* is excluded, as patterns do."""
        return True if folder and path.rpartition("/")[2] in self._names else None


def _compiled(lines: Iterable[str]) -> Iterator[tuple[re.Pattern[str], bool, bool]]:
    """Yield the expression of each pattern, whether it excludes, and whether it is for folders alone."""
    from pathspec import GitIgnoreSpec

    for line in lines:
        if not line.lstrip("!").strip("/ \r\n"):
            continue  # for git a slash alone is no file's name
        try:
            with warnings.catch_warnings(action="ignore", category=FutureWarning):
                plain = _ESCAPED.sub(r"\1/", line.rstrip("\r\n"))
                # For pathspec what is below these folders counts, files too.
                of_folders = plain.endswith("**/")
                plain = plain.rstrip("/") if of_folders else plain
                patterns = GitIgnoreSpec.from_lines([plain], backend="simple").patterns
        except ValueError:
            continue  # git passes over what is no pattern, too
        for pattern in patterns:
            if pattern.regex is not None and pattern.include is not None:
                yield pattern.regex, pattern.include, of_folders


def _matches(regex: re.Pattern[str], path: str, *, folder: bool) -> bool:
    """Tell whether a pattern matches *path* itself.

    pathspec judges files by their whole path: its expressions match what is below a folder as well, and
    its one group is the slash after the folder. A walk asks at each level, as git does: else ``!*/`` would
    not open the folders that ``*`` closed.
    """
    found = regex.search(path)
    if found is not None and found.lastindex is None:
        return True
    if not folder:
        return False
    found = regex.search(f"{path}/")
    if found is None or found.lastindex is None:
        return False
    # Of "*/" the expression is the slash alone, found at its first place.
    return found.end(1) > len(path) or regex.search(f"{path}/", len(path)) is not None
