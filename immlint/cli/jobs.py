"""``immlint check --jobs``: other processes check files, where that takes longer than to begin them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from importlib import import_module
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
#: So many modules that are ours take longer than that, if nothing is known of any.
_MANY = 40
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

    def expect(self, modules: int) -> None:
        """Begin before it is known what they need to know, where so many modules of ours are to come."""
        if self._jobs < 2 or modules < _MANY or self._crew is not None:
            return
        # Where there cannot be any, that is told when they are needed.
        with suppress(OSError, ImportError):
            self._begin(for_code=True)

    def pays(self, done: int, rest: int) -> bool:
        """Tell whether to begin, where *done* files were worked out, and *rest* files are to come."""
        if self._jobs < 2 or rest < 2:
            return False
        if self._is_asked or self._crew is not None:
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
        from immlint.crew import LostError

        try:
            crew = self._crew or self._begin()
        except (OSError, ImportError):
            # Not everywhere a program may begin others: alone, it finds the same.
            yield from items
            return
        chunks = [*_chunks(items, is_asked)]
        try:
            crew.tell(neighbours)
            found = crew.each([item for item in chunk if is_asked(item)] for chunk in chunks)
            for chunk in chunks:
                news, answers = next(found)
                self.cache.take_up(news)
                neighbours.disk.take_up(answers)
                yield from chunk
        except LostError as error:
            raise refusal(error.message) from None

    def _begin(self, *, for_code: bool = False) -> Crew:
        """Begin them. Raises OSError or ImportError."""
        from immlint.crew import Crew

        self._crew = Crew(self._jobs, begin, *self._given, self.cache.identity, for_code)
        return self._crew

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
    options: dict[str, Any], fixed: dict[str, Any], identity: Identity, for_code: bool
) -> Callable[[Neighbours | list[Input]], tuple[News, Answers]]:
    """Return what works out, in another process, what is known of files, once it is told of all others."""
    from immlint.cache.cache import Cache
    from immlint.custom import Registries
    from immlint.document.neighbours import Neighbours
    from immlint.rules import registry
    from immlint.run import Learner

    if for_code:
        # It takes a third of a second: until there is something to do, nobody waits for that.
        import_module("immlint.document.python")
    chosen = settings(options, **fixed)
    rules = Registries(registry(), chosen.run)
    cache = Cache.of(identity)
    learner: Learner | None = None
    others: Neighbours | None = None

    def work(told: Neighbours | list[Input]) -> tuple[News, Answers]:
        nonlocal learner, others
        if isinstance(told, Neighbours):
            others = told
            learner = Learner(
                rules.run, chosen, cache, told, ignores=not options["no_ignores"], nearest=rules.of
            )
            return [], {}
        assert learner is not None
        assert others is not None
        learner.learn(told)
        return cache.drain(), others.disk.drain()

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
