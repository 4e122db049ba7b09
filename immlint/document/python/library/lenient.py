"""Parsers of notations that allow more than JSON does: comments, trailing commas, single quotes."""

from __future__ import annotations

from collections.abc import Iterable

from immlint.document.python.domain.value import Arguments, Value
from immlint.document.python.library.library import Library


class LenientParsers(Library):
    """Packages that read YAML, JSON5 and the like."""

    packages = ("yaml", "ruamel", "json5", "pyjson5", "hjson", "commentjson", "jsonc", "demjson3")

    def construct(self, name: str, given: Arguments) -> Value | None:
        """Take note of the text that is read."""
        self._read(given)
        return None

    @property
    def methods(self) -> Iterable[str]:
        """The names of methods that read a text."""
        return ("load", "load_all")

    def send(self, owner: Value, name: str, given: Arguments) -> Value | None:
        """Take note of the text that is read by a parser that is an object."""
        if owner.is_unknown:
            self._read(given)
        return None

    def _read(self, given: Arguments) -> None:
        for slot in given.positional[:1]:
            self.walk.policies.read_leniently(slot.value)
