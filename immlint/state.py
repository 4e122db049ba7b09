"""What the system says of a file: while that is the same, and not too young, the file holds the same."""

from __future__ import annotations

import os
import stat

#: How far a file must be older than the run: a clock may stand still that long while a file changes twice.
_TICK = 50_000_000
#: The same where the time of a file has no part of a second.
_COARSE_TICK = 2_000_000_000
_SECOND = 1_000_000_000


def state_of(path: str) -> bytes | None:
    """Return what the system says of a regular file, if there is one: whatever changes it, changes that."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return b"%d %d %d %d %d" % (
        status.st_mtime_ns,
        status.st_ctime_ns,
        status.st_size,
        status.st_ino,
        status.st_dev,
    )


def is_settled(state: bytes, begun: int) -> bool:
    """Tell whether a state is older than *begun*: of a younger one, another content may have the same."""
    changed, moved, _ = state.split(b" ", 2)
    times = int(changed), int(moved)
    is_coarse = not (times[0] % _SECOND and times[1] % _SECOND)
    return max(times) < begun - (_COARSE_TICK if is_coarse else _TICK)
