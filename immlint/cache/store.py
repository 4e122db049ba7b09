"""A folder of its own with one database: whatever cannot be read in there is not there."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from hashlib import blake2b

#: Larger databases are emptied.
LARGEST = 64 * 1024 * 1024
_NAME = "findings.sqlite3"
_CHECK = 8
#: So many bytes of new values are written at once: they are not to fill the memory.
_MANY = 1024 * 1024
#: So many KiB of the database are held in memory.
_PAGES = 500
#: What the entry of one takes beside its value.
_ENTRY = 200
#: Seconds to wait for another run that writes.
_PATIENCE = 2.0
#: The primary codes of sqlite for a file that is none of its own, or not of our making.
_BROKEN = (1, 11, 24, 26)


class Store:
    """Values by key. Nothing is raised: what fails reads as empty, and is not written.

    A value is kept with a sum over it and its key: sqlite notices only what breaks its own structure.
    Without a folder there are only new values.
    """

    def __init__(self, folder: str | None) -> None:
        self._path = os.path.join(folder or "", _NAME)
        self._new: dict[bytes, bytes] = {}
        self._size = 0
        self._database: sqlite3.Connection | None = None
        if folder is None:
            return
        with self._guarded():
            _prepare(folder)
            self._database = _opened(self._path)

    def get(self, key: bytes) -> bytes | None:
        """Return the value of a key, if there is one and it is whole."""
        return self.values((key,)).get(key)

    def values(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Return the values of those of a few hundred keys that have one, and are whole."""
        new = {key: self._new[key] for key in keys if key in self._new}
        if self._database is None:
            # Nothing is kept: it is asked for once.
            for key in new:
                del self._new[key]
        rows = []
        # What is new counts, whatever was written before.
        asked = [key for key in keys if key not in new]
        marks = ", ".join("?" * len(asked))
        with self._guarded():
            if self._database is not None and asked:
                select = f"SELECT key, value FROM entries WHERE key IN ({marks})"
                rows = self._database.execute(select, asked).fetchall()
        return new | {
            key: value[_CHECK:]
            for key, value in rows
            if isinstance(key, bytes)
            and isinstance(value, bytes)
            and value[:_CHECK] == _sum(key, value[_CHECK:])
        }

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a value; it is written by :meth:`close`, or with many others."""
        self._new[key] = value
        self._size += len(value) + _ENTRY
        if self._size >= _MANY and self._database is not None:
            self._flush()

    def drain(self) -> list[tuple[bytes, bytes]]:
        """Return what is new, and forget it."""
        entries = [*self._new.items()]
        self._new.clear()
        self._size = 0
        return entries

    def close(self) -> None:
        """Write what is new, all or nothing."""
        self._flush()
        if self._database is not None:
            self._database.close()
            self._database = None

    def _flush(self) -> None:
        if self._database is not None:
            with self._guarded():
                self._write(self._database)
        self._new.clear()
        self._size = 0

    def _write(self, database: sqlite3.Connection) -> None:
        if not self._new:
            return
        with database:
            database.execute("BEGIN IMMEDIATE")
            if _size(database) > LARGEST:
                database.execute("DELETE FROM entries")
            # In their order: neighbours are on one page.
            rows = ((key, _sum(key, value) + value) for key, value in sorted(self._new.items()))
            database.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?)", rows)

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        """Go on without a database where it fails; one that is broken is taken away."""
        try:
            yield
        except OSError:
            self._database = None
        except (sqlite3.Error, ValueError, OverflowError, MemoryError) as error:
            # The last ones: sizes that are none, and messages that are no text, as it quotes the file.
            if self._database is not None:
                self._database.close()
            self._database = None
            if getattr(error, "sqlite_errorcode", _BROKEN[0]) & 0xFF in _BROKEN:
                # Its journal first: played back into a new database, it would break that one.
                for path in (f"{self._path}-journal", self._path):
                    with contextlib.suppress(OSError):
                        os.unlink(path)


def _prepare(folder: str) -> None:
    os.makedirs(folder, exist_ok=True)
    # A folder that holds something else is not ours: nothing in it is to be ignored by git.
    if not os.listdir(folder):
        from immlint.save import replace

        replace(os.path.join(folder, ".gitignore"), b"# Made by immlint; it can be deleted at any time.\n*\n")


def _opened(path: str) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    # A power cut may break the file: then it is empty. Whoever is only killed leaves it whole.
    database.execute("PRAGMA synchronous = OFF")
    database.execute(f"PRAGMA cache_size = -{_PAGES}")
    if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'entries'").fetchall():
        columns = "key BLOB PRIMARY KEY, value BLOB"
        database.execute(f"CREATE TABLE IF NOT EXISTS entries ({columns}) WITHOUT ROWID")
    return database


def _size(database: sqlite3.Connection) -> int:
    names = ("page_count", "freelist_count", "page_size")
    pages, free, size = (int(database.execute(f"PRAGMA {name}").fetchone()[0]) for name in names)
    return (pages - free) * size


def _sum(key: bytes, value: bytes) -> bytes:
    return blake2b(value, digest_size=_CHECK, key=key).digest()
