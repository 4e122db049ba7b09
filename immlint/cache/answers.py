"""What a file asked of others, as text and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from immlint.document.asked import Asked
    from immlint.document.neighbours import Neighbours


def answers_of(asked: Asked | None) -> str:
    """Return what was asked, in order, each with its answer; nothing, if nothing was."""
    if asked is None or not asked.answers:
        return ""
    return json.dumps([[*question, answer] for question, answer in asked.answers.items()])


def are_answered(text: str, others: Neighbours, *, of_texts: bool = False) -> bool:
    """Tell whether all that was asked is answered as it was; *of_texts*: what the text of a file answers.

    What was asked later may follow from earlier answers: it is asked again in the same order.
    """
    if not text:
        return True
    from immlint.document.asked import OF_TEXTS, answer

    return all(
        answer(others, tuple(question)) == told
        for *question, told in json.loads(text)
        if not of_texts or question[0] in OF_TEXTS
    )


class World:
    """Which files asked of others what was answered so while all imports were as they are.

    What is answered by which files there are and what they import need not be asked again, if all of that is
    the same: the *row* of an earlier run holds what it asked of the disk beside, and the keys of those files.
    """

    def __init__(self, others: Neighbours, row: Callable[[bytes], bytes | None]) -> None:
        self._others = others
        self._row = row
        self._kept: tuple[bytes | None, frozenset[str]] = None, frozenset()
        self._keys: set[str] = set()

    def are_answered(self, key: bytes, text: str) -> bool:
        """Tell whether all that a file asked is answered as it was; *key* is that of its text with that."""
        found = are_answered(text, self._others, of_texts=bool(text) and key.hex() in self._known())
        if found:
            self.add(key, text)
        return found

    def add(self, key: bytes, text: str) -> None:
        """Take note of what a file asked in this run."""
        if text:
            self._keys.add(key.hex())

    def _known(self) -> frozenset[str]:
        world = self._others.world
        if world is not None and self._kept[0] != world:
            self._kept = world, self._recalled(world)
        return self._kept[1] if world is not None else frozenset()

    def _recalled(self, world: bytes) -> frozenset[str]:
        from immlint.document.disk import are_answered

        row = self._row(world)
        kept = json.loads(row) if row is not None else None
        if kept is None or not are_answered(kept["answers"]):
            return frozenset()
        # What was asked then counts as asked now.
        self._others.disk.take_up(kept["answers"])
        if kept["reaching"] is not None:
            self._others.recall_reaching(kept["reaching"])
        return frozenset(kept["keys"])

    def told(self) -> tuple[bytes, bytes] | None:
        """Return the world and its row, if they are to be kept."""
        world, answers = self._others.world, self._others.disk.answers
        if (
            world is None
            or answers is None
            or not self._keys
            or (world == self._kept[0] and self._keys <= self._kept[1])
        ):
            return None
        row = {"answers": answers, "keys": sorted(self._keys), "reaching": self._others.reaching}
        return world, json.dumps(row, separators=(",", ":")).encode("ascii")
