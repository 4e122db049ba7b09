"""A linter that is built once and asked often: from threads, from workers of a cluster, row by row."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from immlint.config import KIND_HELP, Config, ConfigError, Settings, is_kind
from immlint.custom import with_custom
from immlint.document import Document, Unread
from immlint.finding import Severity
from immlint.fingerprint import with_fingerprints
from immlint.input import Input
from immlint.message import Message
from immlint.project import held, texts_held
from immlint.rules import registry
from immlint.run import Engines, check_kinds, engines_of, fault_of_kind, refused, run
from immlint.select import Selection, Selections
from immlint.source import Source
from immlint.subject import Problem

if TYPE_CHECKING:
    from immlint.finding import Finding

#: How many texts and findings one pass over rows remembers: some tens of megabytes.
_REMEMBERED = 65_536
#: What is told of a row that cannot be checked, whatever is selected.
_UNREADABLE = Selection(frozenset({"LNT905"}), Severity.INFO)

Text = str | bytes | bytearray | memoryview
Row = tuple[str, Text | None, str | None]


class _Memory(threading.local):
    """What one thread has built: analyses are remembered by subject, which two threads must not share."""

    built: tuple[Engines, dict[str, Document]] | None = None


class Linter:
    """Checks texts with one configuration; whatever it remembers is its own.

    It can be pickled (the configuration and the policies that it names travel, what was built does not) and
    used by several threads. Raises ValueError for a configuration that the command line refuses.
    """

    def __init__(self, config: Config | None = None) -> None:
        config = config or Config()
        self._begin(config, texts_held(config))
        why = refused(self._built()[1].values(), self._rules)
        if why:
            raise ConfigError(why[0])

    def _begin(self, config: Config, policies: Sequence[Source]) -> None:
        self._config = config
        self._policies = policies
        self._memory = _Memory()
        check_kinds(config)
        self._rules = with_custom(registry(), config)
        self._settings = Settings(config)
        self._selections = Selections(lambda _: self._rules, self._settings)

    def __getstate__(self) -> tuple[Config, Sequence[Source]]:
        return self._config, self._policies

    def __setstate__(self, state: tuple[Config, Sequence[Source]]) -> None:
        self._begin(*state)

    def _built(self) -> tuple[Engines, dict[str, Document]]:
        """Return the engines of this thread, and the policies that the caller holds."""
        if self._memory.built is None:
            policies = held(self._policies, self._settings)
            self._memory.built = (engines_of(self._rules), policies)
        return self._memory.built

    def lint(self, text: Text | None, *, filename: str, kind: str | None = None) -> list[Finding]:
        """Return the findings in *text*, which would be kept as *filename*; no text (None) has none.

        *kind* is what the text is, whatever its name and the configuration say. Raises ValueError for
        one that is not known.
        """
        if not isinstance(filename, str):
            raise TypeError(f"expected the name of a file, not {type(filename).__name__}")
        if kind is not None:
            _check_kind(filename, kind)
        if text is None:
            return []
        engines, policies = self._built()
        item = Input(filename, named=True, source=Source(filename, _bytes(text)), kind=kind)
        return run(
            [item],
            self._rules,
            self._settings,
            engines=engines,
            granting=policies,
            selections=self._selections,
        ).findings

    def lint_many(self, rows: Iterable[Row]) -> Iterator[tuple[int, Finding]]:
        """Yield the findings in rows of (filename, text, kind), each with the number of its row, from 0.

        A row is taken when the findings of those before it are. It is checked by itself, and rows that are
        equal are checked once. One that cannot be checked is a finding, LNT905, and ends nothing.
        """
        known = _Remembered()
        for number, row in enumerate(rows):
            try:
                filename, text, kind = row
                key = (filename, kind, None if text is None else _digest(_bytes(text)))
                found = known.get(key)
                if found is None:
                    found = self.lint(text, filename=filename, kind=kind)
                    # Other rows may use what this one does not: nothing is told of the policies themselves.
                    found = known.keep(key, [finding for finding in found if finding.path == filename])
            except Exception as error:  # one of a hundred thousand rows may be anything
                found = self._unreadable(row, error)
            for finding in found:
                yield number, finding

    def _unreadable(self, row: object, error: Exception) -> list[Finding]:
        name = row[0] if isinstance(row, tuple | list) and row and isinstance(row[0], str) else ""
        what = str(error) if isinstance(error, ConfigError) else f"{type(error).__name__}: {error}"
        problem = Problem("unreadable", Message("this row cannot be checked: {error}", error=what[:200]))
        engines, _ = self._built()
        found = engines.of(_UNREADABLE).check(Unread(Source(name, b""), problem))
        return with_fingerprints(found, lambda path: self._config.root)


class _Remembered:
    """The findings in texts, by a digest of each: those used last, in bounded memory."""

    def __init__(self) -> None:
        self._found: OrderedDict[object, list[Finding]] = OrderedDict()
        self._size = 0

    def get(self, key: object) -> list[Finding] | None:
        """Return the findings in a text, if they are still known."""
        found = self._found.get(key)
        if found is not None:
            self._found.move_to_end(key)
        return found

    def keep(self, key: object, found: list[Finding]) -> list[Finding]:
        """Take up the findings in a text, and forget those of others if there are too many."""
        self._found[key] = found
        self._size += 1 + len(found)
        while self._size > _REMEMBERED:
            _, old = self._found.popitem(last=False)
            self._size -= 1 + len(old)
        return found


def _bytes(text: Text) -> bytes:
    if isinstance(text, str):
        return text.encode("utf-8", "surrogatepass")
    if isinstance(text, bytes | bytearray | memoryview):
        return bytes(text)
    raise TypeError(f"a text is str or bytes, not {type(text).__name__}")


def _digest(data: bytes) -> bytes:
    from hashlib import blake2b

    return blake2b(data, digest_size=16).digest()


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
    why = fault_of_kind(filename, kind)
    if why:
        raise ConfigError(why)
