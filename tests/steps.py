"""How much work something takes, counted: a busy machine changes times, not numbers of calls."""

from __future__ import annotations

import sys
from collections.abc import Callable
from cProfile import Profile


def steps(work: Callable[[], object]) -> int:
    """Return how many functions are called, those of the standard library and of C too."""
    # The profiler counts in C; a profile function written in Python would take most of the time.
    before = sys.getprofile()
    profile = Profile(subcalls=False)
    try:
        profile.runcall(work)
    finally:
        sys.setprofile(before)
    return sum(entry.callcount for entry in profile.getstats())
