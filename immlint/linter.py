"""A linter that is built once and asked often: from threads, from workers of a cluster, row by row."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from immlint.config import KIND_HELP, Config, ConfigError, Settings, is_kind
from immlint.custom import with_custom
from immlint.input import Input
from immlint.message import Message
from immlint.rules import registry
from immlint.run import Engines, check_kinds, engines_of, run
from immlint.select import Selections
from immlint.source import Source

if TYPE_CHECKING:
    from immlint.finding import Finding

#: How many texts with their findings one pass over rows remembers.
_REMEMBERED = 4096

Row = tuple[str, str | bytes | None, str | None]


class _Memory(threading.local):
    """What one thread has built: analyses are remembered by subject, which two threads must not share."""

    engines: Engines | None = None


class Linter:
    """Checks texts with one configuration; whatever it remembers is its own.

    It can be pickled (the configuration travels, what was built does not) and used by several threads.
    Raises ValueError for a configuration that the command line refuses.
    """

    def __init__(self, config: Config | None = None) -> None:
        self._begin(config or Config())

    def _begin(self, config: Config) -> None:
        self._config = config
        self._memory = _Memory()
        check_kinds(config.kinds.items())
        self._rules = with_custom(registry(), config)
        Selections(self._rules, Settings(config))

    def __getstate__(self) -> Config:
        return self._config

    def __setstate__(self, config: Config) -> None:
        self._begin(config)

    def lint(self, text: str | bytes | None, *, filename: str, kind: str | None = None) -> list[Finding]:
        """Return the findings in *text*, which would be kept as *filename*; no text (None) has none.

        *kind* is what the text is, whatever its name and the configuration say. Raises ValueError for
        one that is not known.
        """
        if kind is not None:
            _check_kind(filename, kind)
        if text is None:
            return []
        data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else bytes(text)
        if self._memory.engines is None:
            self._memory.engines = engines_of(self._rules)
        item = Input(filename, named=True, source=Source(filename, data), kind=kind)
        return run([item], self._rules, self._config, engines=self._memory.engines).findings

    def lint_many(self, rows: Iterable[Row]) -> Iterator[tuple[int, Finding]]:
        """Yield the findings in rows of (filename, text, kind), each with the number of its row, from 0.

        A row is checked by itself. Rows that are equal are checked once.
        """
        known: OrderedDict[Row, list[Finding]] = OrderedDict()
        for number, (filename, text, kind) in enumerate(rows):
            row = (filename, text, kind)
            found = known.get(row)
            if found is None:
                found = known[row] = self.lint(text, filename=filename, kind=kind)
                if len(known) > _REMEMBERED:
                    known.popitem(last=False)
            for finding in found:
                yield number, finding


def _check_kind(filename: str, kind: str) -> None:
    if not is_kind(kind):
        raise ConfigError(
            Message(
                "kind {kind!r} for {filename!r} is not known; {known}",
                kind=kind,
                filename=filename,
                known=KIND_HELP,
            )
        )
    check_kinds([(filename, kind)])
