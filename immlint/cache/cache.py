"""What earlier runs learned of files, by key."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from immlint.cache.answers import World, answers_of
from immlint.cache.identity import digest, of_the_tool
from immlint.cache.store import Store
from immlint.cache.written import UnwritableError, findings_in, text_of
from immlint.finding import Finding
from immlint.input import Input
from immlint.source import Source
from immlint.state import is_settled, state_of

if TYPE_CHECKING:
    from immlint.document.asked import Asked
    from immlint.document.neighbours import Neighbours

#: The usual folder, beside the configuration of the run.
FOLDER = ".immlint_cache"
#: What tells two caches that know the same: their folder, the program, and the files of custom rules.
Identity = tuple[str | None, bytes, Sequence[bytes] | None]


#: What one process of a run tells another: what is kept between runs, too.
News = list[tuple[bytes, bytes]]


class Known(NamedTuple):
    """What was found in a text: ``None`` if nothing of ours is in it; and what it holds and leads to.

    ``subjects`` are those that rules over a run look at, as text, if they can be written.
    """

    findings: list[Finding] | None
    holds: frozenset[str]
    subjects: str = ""


class Cache:
    """What earlier runs learned, kept in a folder; one that cannot be used knows nothing.

    A file that holds nothing of ours is known by what the system says of it (size, times, inode), and not
    opened again. Its times must be older than the run that looked at it: of a younger one, another content
    may have the same. Whatever holds something is known by its text, and by what it asked of other files:
    that is asked again.

    *rules* are the files of custom rules; ``None`` tells that there are rules of which not all is known.
    Without a folder nothing is kept longer than until it is asked for.
    """

    def __init__(self, folder: str | None, version: str, rules: Sequence[bytes] | None = ()) -> None:
        tool = of_the_tool(version) if folder is not None else digest(version)
        self._begin(folder, tool, rules)

    @classmethod
    def of(cls, identity: Identity) -> Cache:
        """Return a cache that knows the same, in another process."""
        cache = cls.__new__(cls)
        cache._begin(*identity)
        return cache

    def _begin(self, folder: str | None, tool: bytes, rules: Sequence[bytes] | None) -> None:
        self.identity: Identity = (folder, tool, rules)
        #: When the run began that it is asked by.
        self.begun = time.time_ns()
        self._store = Store(folder)
        self._place = digest(tool, os.getcwd())
        self._rules = digest(self._place, *rules) if rules is not None else None
        self._states: dict[bytes, bytes] = {}
        self._selections: dict[object, bytes] = {}
        self._keys: dict[str, bytes] = {}
        #: The keys of what other processes of this run found.
        self._fresh: set[bytes] = set()
        self._world: World | None = None
        #: The keys of texts, together with what they asked of others.
        self._together: dict[str, bytes] = {}
        #: What is selected for a text: ``None`` if what is found in it is not to be kept.
        self.selected: Callable[[Source], object] = lambda source: None

    def foreign_among(self, items: Sequence[tuple[Input, str | None]]) -> list[bytes | None]:
        """Return what was noted of each file that held nothing of ours, if it is still the same."""
        keys = [self._foreign_key(item, kind) if item.source is None else b"" for item, kind in items]
        kept = self._store.values(keys)
        found: list[bytes | None] = []
        for (item, _), key in zip(items, keys, strict=True):
            state = _state(item.path, self.begun) if key else None
            value = kept.get(key)
            same = state is not None and value is not None and value.startswith(state)
            found.append(value[len(state) :] if same and state is not None and value is not None else None)
            if state is not None and not found[-1]:
                self._states[key] = state
        return found

    def found_foreign(self, item: Input, kind: str | None, noted: bytes = b"") -> None:
        """Take note that a file, as it was when :meth:`foreign_among` was asked, holds nothing of ours."""
        key = self._foreign_key(item, kind)
        # What is noted later, is noted of the same state.
        state = self._states.pop(key, None) if noted else self._states.get(key)
        if state is not None:
            self._store.put(key, state + noted)

    def known(self, item: Input, kind: str | None, source: Source, others: Neighbours) -> Known | None:
        """Return what is known of a text, if what it asked of *others* is answered as it was."""
        selection = self.selected(source) if item.source is None and self._rules is not None else None
        if selection is None:
            return None
        selected = self._selections.get(selection) or self._selected(selection)
        key = digest("text", self._rules, selected, item.path, item.named, kind, source.data)
        self._keys[source.path] = key
        self._world = self._world or World(others, lambda world: self.whole(digest("world", world)))
        value = self._store.get(key)
        if value is None:
            return None
        holds, asked, subjects, text = value.decode("ascii").split("\n", 3)
        together = digest(key, asked)
        # What another process of this run found was asked in this run.
        if key in self._fresh:
            self._world.add(together, asked)
        elif not self._world.are_answered(together, asked):
            return None
        self._together[source.path] = together
        return Known(findings_in(text) if text else None, frozenset(holds.split()), subjects)

    def found(
        self,
        path: str,
        findings: Sequence[Finding] | None,
        holds: frozenset[str],
        asked: Asked | None = None,
        subjects: str = "",
    ) -> None:
        """Take note of what was found in a text of which :meth:`known` did not know.

        *asked* is what was asked of other files; ``None`` as findings tell that it is not ours. *subjects*
        are those that rules over a run look at, as text.
        """
        key = self._keys.get(path)
        if key is not None:
            answers = answers_of(asked)
            together = self._together[path] = digest(key, answers)
            if self._world is not None:
                self._world.add(together, answers)
            self._put(key, findings, " ".join(sorted(holds)), answers, subjects)

    def run_key(
        self, paths: Sequence[str], held: Sequence[tuple[Source, str | None, object]], selection: object
    ) -> bytes | None:
        """Return the key of what rules over a run find in texts: ``None`` if not all of them are known.

        *held* are the policies that the caller holds, each with its kind and what is selected for it.
        """
        keys = [self._together.get(path) for path in paths]
        if self._rules is None or None in keys or any(selected is None for _, _, selected in held):
            return None
        # One that is checked as well, if by another path, goes by that.
        by_place = {os.path.realpath(path): path for path in (paths if held else ())}
        granting = [
            (source.path, by_place.get(os.path.realpath(source.path)), source.data, kind, self._selected(own))
            for source, kind, own in held
        ]
        return digest("run", self._rules, self._selected(selection), keys, granting)

    def known_of_run(self, key: bytes) -> list[Finding] | None:
        """Return what rules over a run found."""
        value = self._store.get(key)
        return None if value is None else findings_in(value.decode("ascii"))

    def found_in_run(self, key: bytes, findings: Sequence[Finding]) -> None:
        """Take note of what rules over a run found."""
        self._put(key, findings)

    def whole(self, key: bytes) -> bytes | None:
        """Return what was kept of a run as a whole."""
        return self._store.get(digest(self._rules, key)) if self._rules is not None else None

    def found_whole(self, key: bytes, value: bytes) -> None:
        """Keep something of a run as a whole."""
        if self._rules is not None:
            self._store.put(digest(self._rules, key), value)

    def keep_world(self, is_unchanged: Callable[[], bool]) -> None:
        """Keep what was answered while all imports were as they are, if no file changed in this run."""
        told = self._world.told() if self._world is not None else None
        if told is not None and is_unchanged():
            self.found_whole(digest("world", told[0]), told[1])

    def close(self) -> None:
        """Keep what is new."""
        self._store.close()

    def drain(self) -> News:
        """Return what is new, for another process."""
        return self._store.drain()

    def take_up(self, news: News) -> None:
        """Take up what another process found."""
        for key, value in news:
            self._store.put(key, value)
            self._fresh.add(key)

    def _put(self, key: bytes, findings: Sequence[Finding] | None, *heads: str) -> None:
        try:
            text = "" if findings is None else text_of(findings)
        except UnwritableError:
            return
        self._store.put(key, "\n".join((*heads, text)).encode("ascii"))

    def _selected(self, selection: object) -> bytes:
        made = self._selections[selection] = digest(_ordered(selection))
        return made

    def _foreign_key(self, item: Input, kind: str | None) -> bytes:
        return digest("foreign", self._place, item.path, item.named, kind)


def _ordered(value: object) -> object:
    """Return a selection as it is written the same in each process."""
    if isinstance(value, tuple):
        return [_ordered(each) for each in value]
    return sorted(value) if isinstance(value, frozenset) else value


def _state(path: str, begun: int) -> bytes | None:
    """Return what the system says of a file that is older than the run."""
    state = state_of(path)
    return digest(state) if state is not None and is_settled(state, begun) else None
