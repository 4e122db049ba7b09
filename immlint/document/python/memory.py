"""What is kept of a module that is edited, from one version of its text to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from immlint.document.asked import Answer, Asked, Question
from immlint.document.neighbours import Neighbours
from immlint.document.python.domain.value import Slot
from immlint.document.python.interpret import Interpreter, Mentions
from immlint.document.python.syntax.statements import Lately, Part
from immlint.subject import Subject


class Walked(NamedTuple):
    """What was found where a module was walked."""

    sites: Sequence[Slot] = ()
    subjects: Sequence[Subject] = ()
    offers_sdk: bool = False


class _Known(NamedTuple):
    """A walk, and all that it could tell of the module and of others."""

    parts: Sequence[Part]
    mentions: Mentions
    answers: Mapping[Question, Answer]
    walked: Walked


class Memory:
    """The statements and the walk of the last version that could be read.

    A walk is the same as long as the statements that it goes through are, whatever stands between them, and
    as long as it is told the same of the rest: of the words in the text, and of other files.
    """

    def __init__(self) -> None:
        self.syntax = Lately()
        self._known: _Known | None = None

    @classmethod
    def of(cls, path: str, neighbours: Neighbours | None) -> Memory | None:
        """Return what is kept of a module, if anything is to be."""
        memories = neighbours.memories if neighbours is not None else None
        if memories is None:
            return None
        found = memories.setdefault(path, cls())
        assert isinstance(found, cls)
        return found

    def walked(
        self, parts: Sequence[Part], text: str, asked: Asked | None, walk: Callable[[], Interpreter]
    ) -> Walked:
        """Return what *walk* finds, or what it found before where it would find the same."""
        known = self._known
        if (
            known is not None
            and len(known.parts) == len(parts)
            and all(a is b for a, b in zip(known.parts, parts, strict=True))
            and known.mentions.hold_of(text)
            and (not known.answers if asked is None else asked.answers_like(known.answers))
        ):
            return known.walked
        made = walk()
        found = Walked(made.journal.sites, made.journal.subjects, made.offers_sdk)
        self._known = _Known(parts, made.mentions, dict(asked.answers) if asked is not None else {}, found)
        return found
