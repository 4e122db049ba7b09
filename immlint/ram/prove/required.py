"""Statements, found by what their conditions require: one of a few texts for a key.

Two conditions that require different texts of one key never hold together, and neither implies the other. As
in :mod:`immlint.ram.prove.index`, what is found leaves out what surely does not fit, and nothing else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from immlint.ram.atoms import CONDITIONS
from immlint.ram.prove.few import Numbered


class Required:
    """Statements filed by the texts of the key that most of them require one of."""

    def __init__(self, numbered: Sequence[Numbered]) -> None:
        required = [(entry, CONDITIONS.read(entry[1].condition).required) for entry in numbered]
        most = Counter(key for _, keys in required for key in keys).most_common(1)
        self._key = most[0][0] if most else None
        self._files: dict[str, list[Numbered]] = defaultdict(list)
        self._others: list[Numbered] = []
        for entry, keys in required:
            if self._key not in keys:
                self._others.append(entry)
            for text in keys.get(self._key or "", ()):
                self._files[text].append(entry)

    def few(self, condition: str, most: int) -> list[Numbered] | None:
        """Return those that may hold where *condition* does, in order; ``None`` for more than *most*."""
        texts = CONDITIONS.read(condition).required.get(self._key or "") if self._key else None
        if texts is None or len(self._others) > most:
            return None
        found = dict(self._others)
        for text in texts:
            found.update(self._files.get(text, ()))
            if len(found) > most:
                return None
        return sorted(found.items())
