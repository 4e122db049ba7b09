"""``immlint check --jobs``: other processes check files, where that takes longer than to begin them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from immlint.cli.settings import settings
from immlint.cli.speech import refusal
from immlint.config import Settings

if TYPE_CHECKING:
    from immlint.cache.cache import Cache, Identity, News
    from immlint.crew import Crew
    from immlint.document.disk import Answers
    from immlint.document.neighbours import Neighbours
    from immlint.input import Input
    from immlint.source import Source

#: CPU seconds that this process takes before it pays to begin others, and that a file takes which is worth
#: to be passed on: to hand over what is found in one takes a millisecond.
_PAYS = 0.5
_WORTH = 0.002
#: Of fewer files, most of that is what is done once.
_FEW = 4
#: More processes wait for this one.
_MOST = 16
#: Files of one task, and characters of their paths: what waits in a pipe has to fit in.
_FILES, _CHARACTERS = 16, 16_000
_OF_CODE = 4


class Workers:
    """Other processes that check files for this one, begun when it pays: what they find is in *cache*."""

    def __init__(
        self, options: Mapping[str, Any], fixed: Mapping[str, Any], settings: Settings, cache: Cache | None
    ) -> None:
        self.selected: Callable[[Source], object] = lambda source: None
        self._kept = cache
        self._settings = settings
        self._given = dict(options), dict(fixed)
        jobs = options["jobs"]
        self._jobs = jobs or min(_processors(), _MOST)
        self._is_asked = jobs > 0
        self._crew: Crew | None = None
        self._begun = 0.0

    @cached_property
    def cache(self) -> Cache:
        """What they know: if nothing is kept between runs, until it is asked for."""
        from immlint.cli.caching import within

        cache = self._kept or within(self._settings)
        cache.selected = self.selected
        return cache

    def pays(self, done: int, rest: int) -> bool:
        """Tell whether to begin, where *done* files were worked out, and *rest* files are to come."""
        if self._jobs < 2 or rest < 2:
            return False
        if self._is_asked:
            return True
        if not done:
            self._begun = time.process_time()
            return False
        taken = time.process_time() - self._begun
        return done >= _FEW and taken >= max(_PAYS, done * _WORTH) and rest >= done

    def learn(
        self, items: Sequence[Input], is_asked: Callable[[Input], bool], neighbours: Neighbours
    ) -> Iterator[Input]:
        """Yield *items*, as soon as what is found in them is known to the cache, if that is asked.

        Raises click.ClickException if one of the processes is lost.
        """
        from immlint.crew import Crew, LostError

        try:
            self._crew = Crew(self._jobs, begin, *self._given, self.cache.identity, neighbours)
        except (OSError, ImportError):
            # Not everywhere a program may begin others: alone, it finds the same.
            yield from items
            return
        chunks = [*_chunks(items, is_asked)]
        found = self._crew.each([item for item in chunk if is_asked(item)] for chunk in chunks)
        for chunk in chunks:
            try:
                news, answers = next(found)
            except LostError as error:
                raise refusal(error.message) from None
            self.cache.take_up(news)
            neighbours.disk.take_up(answers)
            yield from chunk

    def close(self) -> None:
        """End the processes."""
        if self._crew is not None:
            self._crew.close()


@contextmanager
def hired(
    options: Mapping[str, Any], fixed: Mapping[str, Any], settings: Settings, cache: Cache | None
) -> Iterator[Workers | None]:
    """Give those that work beside this process, unless one alone is wanted, or all there can be."""
    # Rules in Python may look at anything: what they find is not told to others. What a pipe held cannot be.
    is_piped = options["config_path"] and not os.path.isfile(options["config_path"])
    if options["jobs"] == 1 or settings.run.python_rules or is_piped:
        yield None
        return
    workers = Workers(options, fixed, settings, cache)
    try:
        yield workers
    finally:
        workers.close()


def begin(
    options: dict[str, Any], fixed: dict[str, Any], identity: Identity, neighbours: Neighbours
) -> Callable[[list[Input]], tuple[News, Answers]]:
    """Return what works out, in another process, what is to be known of some files."""
    from immlint.cache.cache import Cache
    from immlint.custom import Registries
    from immlint.rules import registry
    from immlint.run import Learner

    chosen = settings(options, **fixed)
    rules = Registries(registry(), chosen.run)
    cache = Cache.of(identity)
    learner = Learner(
        rules.run, chosen, cache, neighbours, ignores=not options["no_ignores"], nearest=rules.of
    )

    def work(items: list[Input]) -> tuple[News, Answers]:
        learner.learn(items)
        return cache.drain(), neighbours.disk.drain()

    return work


def _processors() -> int:
    """Return how many processors this process may use: one, if it cannot begin itself anew."""
    if getattr(sys, "frozen", False):
        return 1
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _chunks(items: Iterable[Input], is_asked: Callable[[Input], bool]) -> Iterator[list[Input]]:
    """Yield *items* in parts, each of which asks for about as much work."""
    chunk: list[Input] = []
    work = size = 0
    for item in items:
        if is_asked(item):
            # Code takes longer.
            work += _OF_CODE if item.path.endswith(".py") else 1
            size += len(item.path)
        chunk.append(item)
        if work >= _FILES or size > _CHARACTERS:
            yield chunk
            chunk, work, size = [], 0, 0
    if chunk:
        yield chunk
