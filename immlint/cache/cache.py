"""What earlier runs learned of files, by key."""

from __future__ import annotations

import os
import stat
import time

from immlint.cache.identity import digest, of_the_tool
from immlint.cache.store import Store
from immlint.input import Input

#: The usual folder, beside the configuration of the run.
FOLDER = ".immlint_cache"
#: How far a file must be older than the run: a clock may stand still that long while a file changes twice.
_TICK = 50_000_000
#: The same where the time of a file has no part of a second.
_COARSE_TICK = 2_000_000_000


class Cache:
    """What earlier runs learned, kept in a folder; one that cannot be used knows nothing.

    A file that holds nothing of ours is known by what the system says of it (size, times, inode), and not
    opened again. Its times must be older than the run that looked at it: of a younger one, another content
    may have the same.
    """

    def __init__(self, folder: str, version: str) -> None:
        self._begun = time.time_ns()
        self._store = Store(folder)
        self._tool = of_the_tool(version)
        self._states: dict[bytes, bytes] = {}

    def is_foreign(self, item: Input, kind: str | None) -> bool:
        """Tell whether a file held nothing of ours, and is still the same."""
        if item.source is not None:
            return False
        key, state = self._key(item, kind), _state(item.path, self._begun)
        if state is None:
            return False
        self._states[key] = state
        return self._store.get(key) == state

    def found_foreign(self, item: Input, kind: str | None) -> None:
        """Take note that a file, as it was when :meth:`is_foreign` was asked, holds nothing of ours."""
        key = self._key(item, kind)
        if key in self._states:
            self._store.put(key, self._states[key])

    def close(self) -> None:
        """Keep what is new."""
        self._store.close()

    def _key(self, item: Input, kind: str | None) -> bytes:
        return digest("foreign", self._tool, item.path, os.path.abspath(item.path), item.named, kind)


def _state(path: str, begun: int) -> bytes | None:
    """Return what the system says of a file that is older than the run."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    times = status.st_mtime_ns, status.st_ctime_ns
    is_coarse = any(time % 1_000_000_000 == 0 for time in times)
    youngest = begun - (_COARSE_TICK if is_coarse else _TICK)
    if not stat.S_ISREG(status.st_mode) or max(times) >= youngest:
        return None
    return digest(status.st_size, *times, status.st_ino, status.st_dev)
