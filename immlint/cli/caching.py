"""``immlint check --cache-dir``: where what a run finds is kept, and whether it is."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from immlint import __version__
from immlint.config import Settings

if TYPE_CHECKING:
    from immlint.cache.cache import Cache


@contextmanager
def caching(options: Mapping[str, Any], settings: Settings) -> Iterator[Cache | None]:
    """Give what earlier runs found, unless that is not wanted; keep what is found if nothing fails."""
    if options["no_cache"] or os.environ.get("IMMLINT_NO_CACHE"):
        yield None
        return
    try:
        from immlint.cache.cache import FOLDER, Cache
    except ImportError:
        # Python can be built without its database.
        yield None
        return
    folder = options["cache_dir"] or os.path.join(settings.run.root or os.curdir, FOLDER)
    cache = Cache(folder, __version__, _rules(settings))
    yield cache
    cache.close()


def within(settings: Settings) -> Cache:
    """Return a cache for what the processes of one run tell each other."""
    from immlint.cache.cache import Cache

    return Cache(None, __version__, _rules(settings))


def _rules(settings: Settings) -> list[bytes] | None:
    if settings.run.python_rules:
        return None
    return [*_texts(sorted({path for used in settings.used() for path in used.rule_files()}))]


def _texts(paths: Iterable[str]) -> Iterator[bytes]:
    for path in paths:
        with open(path, "rb") as file:
            yield file.read()
