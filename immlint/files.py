"""From the paths of a command line to inputs, without reading what they hold."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from immlint.config import Config, Settings
from immlint.config.gitignore import FolderNames, Patterns
from immlint.config.model import SKIPPED
from immlint.document.reader import HIDDEN, NAMES, SUFFIXES
from immlint.input import Input

#: Patterns of git, each with the folder that they are seen from; the last ones that match decide.
_Ignored = tuple[tuple[str, Patterns], ...]
_Excluded = Patterns | FolderNames
_Entries = dict[str, os.DirEntry[str]]
#: What ends a path and is no name of a file or folder.
_NO_NAMES = ("", os.curdir, os.pardir)


class _Folder(NamedTuple):
    """A folder to walk: its path, how paths in it begin as shown and in whole, and what git ignores."""

    path: str
    shown: str
    prefix: str
    ignored: _Ignored


def find(
    paths: Sequence[str], config: Config | Settings | None = None, *, force_exclude: bool = False
) -> list[Input]:
    """Return every input once: named files as they are, directories searched in sorted order.

    Hidden folders and what ``exclude`` or, in a repository, a ``.gitignore`` names is passed over; of files
    that are named themselves, what ``exclude`` names if *force_exclude*. Links to directories are not
    followed; a file that is found by a link, too, goes by its own name.

    Raises :class:`~immlint.config.ConfigError`.
    """
    search = _Search(Settings.of_all(config))
    found: list[Input] = []
    for path in paths:
        if force_exclude and search.excludes_named(path):
            continue
        found += search.walk(path) if os.path.isdir(path) else (Input(path, named=True),)
    if len(paths) == 1 and not search.has_links:
        # One folder leads to each of its files once.
        return found
    # A link and what it leads to are one file; so is a file under two spellings of its path.
    seen: dict[str, Input] = {}
    real = RealPaths()
    for item in found:
        key = real.of(item.path)
        known = seen.get(key)
        if known is None or _stands_for(item, known):
            # In its own place among the others.
            seen.pop(key, None)
            seen[key] = item
    return list(seen.values())


class RealPaths:
    """Real paths of files: that of a folder is worked out once for all that is in it."""

    def __init__(self) -> None:
        self._folders: dict[str, str] = {}

    def of(self, path: str) -> str:
        """Return what ``os.path.realpath`` does."""
        folder, name = os.path.split(path)
        if name in _NO_NAMES or os.path.islink(path):
            return os.path.realpath(path or os.curdir)
        if folder not in self._folders:
            self._folders[folder] = self.of(folder)
        return os.path.join(self._folders[folder], name)


def _stands_for(item: Input, known: Input) -> bool:
    """Tell whether a file goes by another path than the one that is known: one that is named, or no link."""
    if item.named != known.named:
        return item.named
    return not item.named and os.path.islink(known.path) and not os.path.islink(item.path)


def is_excluded(path: str, config: Config | Settings, root: str | None = None) -> bool:
    """Tell whether ``exclude`` names a file, or a folder that it is in: below *root*, if that is given."""
    return _Search(Settings.of_all(config)).excludes_named(path, root)


class _Search:
    """The walks of one run."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        #: By the patterns: most folders share them.
        self._exclusions: dict[tuple[str, ...], _Excluded] = {SKIPPED: FolderNames(SKIPPED)}
        self._of_config: dict[int, _Excluded] = {}
        #: Whether a file was met that is a link.
        self.has_links = False

    def excludes_named(self, path: str, root: str | None = None) -> bool:
        """Tell whether a path, or a folder that it is in, is excluded by the nearest configuration.

        With *root* only what is below counts, as where that folder is walked.
        """
        patterns = self._patterns(self._settings.of(path))
        parts = _absolute(path).split("/")
        above = len(_absolute(root).split("/")) if root is not None else 0
        folder = os.path.isdir(path)
        return any(
            patterns.verdict("/".join(parts[:n]), folder=folder or n < len(parts))
            for n in range(above + 1, len(parts) + 1)
        )

    def walk(self, root: str) -> Iterator[Input]:
        failures: list[OSError] = []
        shown = os.path.normpath(os.path.join(root, "_"))[:-1]
        waiting = [_Folder(root, shown, _absolute(root) + "/", _above(root))]
        while waiting:
            folder = waiting.pop()
            try:
                folders, files = _entries(folder.path)
            except OSError as error:
                failures.append(error)
                continue
            yield from self._of_folder(folder, folders, files, waiting)
        for failure in failures:
            path = os.path.normpath(failure.filename or root)
            yield Input(path, named=path == os.path.normpath(root))

    def _of_folder(
        self, folder: _Folder, folders: _Entries, files: _Entries, waiting: list[_Folder]
    ) -> Iterator[Input]:
        """Yield the files of one folder; those below wait for their turn."""
        path, shown, prefix, own = folder
        if ".git" in folders or ".git" in files:
            own = _of_repository(path)
        if ".gitignore" in files and own:
            own = (*own, (prefix[:-1], _read(os.path.join(path, ".gitignore"))))
        excluded = self._patterns(self._settings.of_folder(os.path.dirname(f"{shown}_"), files))
        waiting += [
            _Folder(os.path.join(path, name), f"{shown}{name}/", f"{prefix}{name}/", own)
            for name in sorted(folders, reverse=True)
            if (not name.startswith(".") or name in HIDDEN)
            and not folders[name].is_symlink()
            and not _is_left_out(prefix + name, excluded, own, folder=True)
        ]
        names = sorted(name for name in files if name.endswith(SUFFIXES) or name.startswith(NAMES))
        if own or excluded.of_files:
            names = [name for name in names if not _is_left_out(prefix + name, excluded, own, folder=False)]
        for name in names:
            found = shown + name
            if files[name].is_symlink():
                if _is_dangling(found):
                    continue
                self.has_links = True
            yield Input(found, named=False)

    def _patterns(self, config: Config) -> _Excluded:
        if id(config) not in self._of_config:
            lines = tuple(config.exclusions())
            if lines not in self._exclusions:
                self._exclusions[lines] = Patterns(lines)
            self._of_config[id(config)] = self._exclusions[lines]
        return self._of_config[id(config)]


def _is_left_out(path: str, excluded: _Excluded, ignored: _Ignored, *, folder: bool) -> bool:
    if excluded.verdict(path, folder=folder):
        return True
    for base, patterns in reversed(ignored):
        verdict = patterns.verdict(path[len(base) + 1 :] if base else path, folder=folder)
        if verdict is not None:
            return verdict
    return False


def _absolute(path: str) -> str:
    """Return the whole path with slashes, without the first one."""
    return os.path.abspath(path).replace(os.sep, "/").strip("/")


def _above(root: str) -> _Ignored:
    """Return the patterns of the repository that a folder is in.

    There are none if they name the folder itself: whoever names it wants it to be searched.
    """
    folder = os.path.dirname(os.path.abspath(root))
    inside = [folder]
    while not os.path.lexists(os.path.join(folder, ".git")):
        if folder == (folder := os.path.dirname(folder)):
            return ()
        inside.append(folder)
    found = _of_repository(folder)
    for each in reversed(inside):
        path = os.path.join(each, ".gitignore")
        if os.path.isfile(path):
            found = (*found, (_absolute(each), _read(path)))
    nothing = Patterns(())
    for each in [os.path.abspath(root), *inside[:-1]]:
        if _is_left_out(_absolute(each), nothing, found, folder=True):
            return ()
    return found


def _of_repository(folder: str) -> _Ignored:
    """Return what a repository ignores for one clone only."""
    git = os.path.join(folder, ".git")
    if os.path.isfile(git):
        # A worktree or a submodule: the file names the folder that belongs to it.
        with open(git, encoding="utf-8", errors="replace") as file:
            git = os.path.join(folder, file.read().removeprefix("gitdir:").strip())
        common = os.path.join(git, "commondir")
        if os.path.isfile(common):
            with open(common, encoding="utf-8", errors="replace") as file:
                git = os.path.join(git, file.read().strip())
    return ((_absolute(folder), _read(os.path.join(git, "info", "exclude"))),)


def _read(path: str) -> Patterns:
    try:
        with open(path, encoding="utf-8-sig", errors="surrogateescape", newline="\n") as file:
            return Patterns(file.read().split("\n"))
    except OSError:
        # git passes over what it cannot read, and folders of that name.
        return Patterns(())


def _entries(folder: str) -> tuple[_Entries, _Entries]:
    """Return the folders in a folder, links to some among them, and all else. Raises OSError."""
    folders: _Entries = {}
    files: _Entries = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            (folders if _is_folder(entry) else files)[entry.name] = entry
    return folders, files


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_dangling(path: str) -> bool:
    """Tell whether a link leads nowhere, like the lock links of editors: nobody meant it to be checked."""
    try:
        os.stat(path)
    except FileNotFoundError:
        return True
    except OSError:  # a loop of links: that is told
        return False
    return False
