"""The words of commands, each with where it is written.

What a shell fills in (``$name``, ``$(command)``) is a gap: nothing is expanded, no glob and no brace.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from immlint.document.excerpt import Excerpt
from immlint.record import field, record


class Literal(NamedTuple):
    """Characters of a word, and where they are written."""

    text: str
    start: int
    end: int


class Gap(NamedTuple):
    """What a shell fills in; *many* tells that it may be several words or none.

    *path* is that of the file whose text it is: ``$(cat path)``.
    """

    name: str
    start: int
    end: int
    many: bool = False
    path: str | None = None

    @property
    def text(self) -> str:
        """How the gap is shown."""
        return "${" + (self.name or "...") + "}"


@record
class Word:
    """A word of a command, or a text that it is given on its standard input."""

    parts: tuple[Literal | Gap, ...]
    #: The quote that all of it stands in, if it is one.
    quote: str = ""
    #: Where it begins, quotes and all.
    begin: int = 0
    end: int = 0

    @property
    def known(self) -> str | None:
        """The text, if all of it is known."""
        return self.shown if all(isinstance(part, Literal) for part in self.parts) else None

    @property
    def shown(self) -> str:
        """The text with ``${name}`` for each gap."""
        return "".join(part.text for part in self.parts)

    @property
    def holes(self) -> Mapping[int, int]:
        """The ends of its gaps in the characters shown, by their beginnings."""
        found: dict[int, int] = {}
        at = 0
        for part in self.parts:
            if isinstance(part, Gap):
                found[at] = at + len(part.text)
            at += len(part.text)
        return found

    @property
    def path(self) -> str | None:
        """The path of the file whose text it is."""
        if len(self.parts) == 1 and isinstance(self.parts[0], Gap):
            return self.parts[0].path
        known = self.known or ""
        return known.removeprefix("file://") if known.startswith("file://") else None

    @property
    def is_many(self) -> bool:
        """Whether it may be several words, or none."""
        return any(isinstance(part, Gap) and part.many for part in self.parts)

    def excerpt(self) -> Excerpt:
        """Return its text, with where it stands."""
        return Excerpt([(part.text, part.start, part.end) for part in self.parts], self.written)

    def after(self, count: int) -> Word:
        """Return the word without its first *count* known characters."""
        parts = list(self.parts)
        while count and parts and isinstance(first := parts[0], Literal):
            size = min(count, len(first.text))
            whole = len(first.text) == first.end - first.start
            rest = Literal(first.text[size:], first.start + size if whole else first.end, first.end)
            parts[:1] = [rest] if rest.text else []
            count -= size
        return Word(tuple(parts), "", parts[0].start if parts else self.end, self.end)

    def written(self, text: str) -> str | None:
        """Return how a text is written in the quotes of the word."""
        if self.quote == "'":
            return text if "'" not in text else None
        if self.quote == '"':
            return re.sub(r"([\\\"$`])", r"\\\1", text)
        return text if re.fullmatch(r"[\w./:@%+=,-]*", text, re.A) else None


@record(eq=False, frozen=False)
class Command:
    """The words of a command, and the texts that it is given: of heredocs, and of strings for its input."""

    words: list[Word] = field(default_factory=list)
    given: list[Word] = field(default_factory=list)
