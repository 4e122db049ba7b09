"""What a whole run found: told again where nothing that it looked at has changed."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from immlint.cache.identity import digest
from immlint.cache.written import UnwritableError, findings_in, text_of
from immlint.input import Input, UnreadableError, load
from immlint.outcome import Report
from immlint.record import fields_of
from immlint.source import Source
from immlint.state import is_settled, state_of

if TYPE_CHECKING:
    from immlint.cache.cache import Cache
    from immlint.config import Config


class Asked(NamedTuple):
    """What is asked for by a command: the paths as they are named, the configurations, and policies held.

    The *texts* of these come with their kinds, and with what else settles how they are told.
    """

    paths: Sequence[str]
    configs: Sequence[Config]
    texts: Sequence[tuple[object, ...]]
    ignores: bool


class Whole:
    """What a run over *inputs* found when nothing was other than now, by what the system says of files.

    The states of all inputs are asked for before any is read: one that changes while the run goes on has
    another state in the next run. What was asked beside them (which modules there are, what they hold) is
    asked again. What is ignored until a day may be so no longer on the next.
    """

    def __init__(self, cache: Cache, asked: Asked, inputs: Sequence[Input]) -> None:
        self._cache = cache
        self._inputs = inputs
        self._states, self._is_settled = _states(inputs, cache.begun)
        configs = [_told(config) for config in asked.configs]
        self._key = digest("whole", asked.paths, configs, asked.texts, asked.ignores)

    def recalled(self) -> Report | None:
        """Return what was found, if all is as it was."""
        value = self._cache.whole(self._key) if self._states else None
        if value is None:
            return None
        from immlint.document.disk import are_answered

        kept = json.loads(value)
        if [kept["states"], kept["day"]] != [self._states, _today()] or not are_answered(kept["answers"]):
            return None
        sources = {path: _source(path, *told) for path, told in kept["sources"].items()}
        if None in sources.values():
            return None
        return Report(
            findings_in(kept["findings"]),
            {path: source for path, source in sources.items() if source is not None},
            kept["checked"],
            [item for first, end in kept["foreign"] for item in self._inputs[first:end]],
            kept["lacking"],
        )

    def keep(self, report: Report, answers: Mapping[str, str] | None) -> None:
        """Keep what was found; *answers* are those of the disk, ``None`` if not all are known."""
        if not (self._states and self._is_settled):
            return
        self._cache.keep_world(lambda: _states(self._inputs, self._cache.begun)[0] == self._states)
        if answers is None or report.failed:
            return
        if not all(source.is_whole for source in report.sources.values()):
            return
        try:
            findings = text_of(report.findings)
        except UnwritableError:
            return
        kept = {
            "states": self._states,
            "day": _today(),
            "answers": answers,
            "sources": {path: [_sum(source), source.declared] for path, source in report.sources.items()},
            "findings": findings,
            "checked": report.checked,
            "foreign": [*_ranges(report.foreign, self._inputs)],
            "lacking": report.lacking,
        }
        self._cache.found_whole(self._key, json.dumps(kept, separators=(",", ":")).encode("ascii"))


def _states(inputs: Sequence[Input], begun: int) -> tuple[str, bool]:
    """Return a sum over the states of all inputs, if all have one, and whether none of them is too young."""
    told = blake2b(digest_size=16)
    settled = True
    for item in inputs:
        state = state_of(item.path) if item.source is None and item.kind is None else None
        if state is None:
            return "", False
        settled = settled and is_settled(state, begun)
        told.update(b"%b\0%d %b\0" % (os.fsencode(item.path), item.named, state))
    return told.hexdigest(), settled


def _told(config: Config) -> list[object]:
    """Return all that a configuration settles, as it is written the same in each process."""
    # Where each key is written is told of mistakes only.
    values = (getattr(config, name) for name in fields_of(config) or () if name != "origins")
    return [sorted(each) if isinstance(each, frozenset) else each for each in values]


def _today() -> str:
    return time.strftime("%Y-%m-%d", time.gmtime())


def _sum(source: Source) -> str:
    return blake2b(source.data, digest_size=16).hexdigest()


def _source(path: str, kept: str, declared: str | None) -> Source | None:
    """Return a text that findings stand in, if it is the same."""
    try:
        source = Source(path, load(Input(path, named=True)).data, declared)
    except UnreadableError:
        return None
    return source if _sum(source) == kept else None


def _ranges(items: Sequence[Input], among: Sequence[Input]) -> Iterator[tuple[int, int]]:
    """Yield where *items* stand *among* others, in their order."""
    places = {id(item): number for number, item in enumerate(among)}
    first = end = -1
    for item in items:
        place = places[id(item)]
        if place != end:
            if first >= 0:
                yield first, end
            first = place
        end = place + 1
    if first >= 0:
        yield first, end
