"""``immlint check --cache-dir``: where what a run finds is kept, and whether it is."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from immlint import __version__
from immlint.config import Config

if TYPE_CHECKING:
    from immlint.cache import Cache


@contextmanager
def caching(options: Mapping[str, Any], config: Config) -> Iterator[Cache | None]:
    """Give what earlier runs found, unless that is not wanted; keep what is found if nothing fails."""
    if options["no_cache"] or os.environ.get("IMMLINT_NO_CACHE"):
        yield None
        return
    try:
        from immlint.cache import FOLDER, Cache
    except ImportError:
        # Python can be built without its database.
        yield None
        return
    folder = options["cache_dir"] or os.path.join(config.root or os.curdir, FOLDER)
    cache = Cache(folder, __version__)
    yield cache
    cache.close()
