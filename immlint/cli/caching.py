"""``immlint check --cache-dir``: where what a run finds is kept, and whether it is."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from immlint import __version__
from immlint.cli.output import has_maps
from immlint.config import ConfigError, Settings
from immlint.input import contents

if TYPE_CHECKING:
    from immlint.cache.cache import Cache
    from immlint.cache.whole import Whole
    from immlint.input import Input


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


def whole(
    cache: Cache | None,
    paths: Sequence[str],
    inputs: Sequence[Input],
    options: Mapping[str, Any],
    settings: Settings,
) -> Whole | None:
    """Return what keeps the findings of a run as a whole, if they can be kept."""
    if cache is None or has_maps(options, settings.run):
        return None
    from immlint.cache.whole import Asked, Whole

    texts = []
    if settings.run.policies:
        from immlint.project import texts_held

        if not all(map(os.path.isfile, settings.run.policy_files())):
            # A pipe gives what it holds once: to those who look for what it grants.
            return None
        try:
            for source in texts_held(settings.run):
                own = settings.of(source.path)
                # One that is checked, too, is told from others by its real path.
                place = os.path.realpath(source.path)
                texts.append((source.path, place, source.data, own.kind(source.path), own.root))
        except ConfigError:
            return None
    configs = settings.used(item.path for item in inputs)
    return Whole(cache, Asked(paths, configs, texts, not options["no_ignores"]), inputs)


def _rules(settings: Settings) -> list[bytes] | None:
    if settings.run.python_rules:
        return None
    try:
        return [*map(contents, sorted({path for used in settings.used() for path in used.rule_files()}))]
    except (ConfigError, OSError):
        # Whoever reads them tells what is the matter.
        return None
