"""Files written whole or not at all: at every moment there is the old text or the new one."""

from __future__ import annotations

import contextlib
import os
import stat
from os import PathLike


def replace(path: str | PathLike[str], data: bytes) -> None:
    """Write *data* as the file at *path*. Raises OSError.

    It is written beside the file first, then moved: whoever is interrupted leaves the old file, and whoever
    reads never sees half of the new one. Of a link, what it leads to is replaced; the permissions of a file
    that is there are kept, and one that may not be written is refused. What is no file, such as a terminal
    or a pipe, is written to.
    """
    mode = _mode(path)
    if mode is not None and not stat.S_ISREG(mode):
        with open(path, "wb") as device:
            device.write(data)
        return
    target = os.path.realpath(path)
    if mode is not None and not os.access(target, os.W_OK):
        raise PermissionError(13, "permission denied", target)
    draft = f"{target}.{os.getpid()}.tmp"
    try:
        _write(draft, data, mode)
        os.replace(draft, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(draft)
        raise


def _mode(path: str | PathLike[str]) -> int | None:
    """Return the mode of what is at *path*, ``None`` where nothing is."""
    try:
        return os.stat(path).st_mode
    except FileNotFoundError:
        return None


def _write(draft: str, data: bytes, mode: int | None) -> None:
    # A draft of a run that was killed is in nobody's way.
    with contextlib.suppress(FileNotFoundError):
        os.unlink(draft)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
        if mode is not None:
            os.fchmod(descriptor, stat.S_IMODE(mode))
        # Else a crash of the machine could leave the new name with nothing in it.
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
