"""The names that somebody may have meant, whatever their case and underscores."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping

#: In a longer name, two letters are too small a part to be missed.
_LONGEST = 20


def folded(name: str) -> str:
    """Return a name without what people get wrong: case, underscores, dashes."""
    return name.replace("_", "").replace("-", "").lower()


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1."""
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def nearest(name: str, known: Iterable[str], least: float = 0.8, *, exact: bool = False) -> str | None:
    """Return the known name most like *name*, at least so much; case counts if *exact*.

    Two swapped neighbours are one slip, however short the name is.
    """
    spelt = {each if exact else each.lower(): each for each in known}
    name = name if exact else name.lower()
    found = difflib.get_close_matches(name, spelt, 1, least) or [s for s in _swapped(name) if s in spelt]
    return spelt[found[0]] if found else None


def edits(one: str, other: str, most: int) -> int | None:
    """Return how many letters are added, left out, exchanged or swapped with their neighbour.

    ``None`` if that is more than *most*.
    """
    if abs(len(one) - len(other)) > most:
        return None
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, its in enumerate(other, 1):
            line.append(min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != its)))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == its:
                line[-1] = min(line[-1], before[column - 2] + 1)
        if min(line) > most:
            return None
        before, last = last, line
    return last[-1] if last[-1] <= most else None


def misspelt(name: str, known: Collection[str]) -> str | None:
    """Return the known name that *name* is surely meant for: it differs in case, or by a slip."""
    plain = {folded(each): each for each in known}
    return plain.get(folded(name)) or nearest(name, known, 0.85, exact=True)


def _swapped(name: str) -> Iterator[str]:
    """Yield *name* with each two neighbours swapped; in one of three letters that makes another word."""
    for at in range(len(name) - 1 if 4 <= len(name) <= _LONGEST else 0):
        yield name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def near(name: str, known: Iterable[str] | Mapping[str, str]) -> list[str]:
    """Return the known names that *name* may stand for, nearest first.

    A mapping gives other spellings of its values. Names that are equal but for their case and
    underscores leave no doubt: then no others are returned.
    """
    spelt = known if isinstance(known, Mapping) else {each: each for each in known}
    by_fold: dict[str, list[str]] = {}
    for spelling, meant in spelt.items():
        if meant not in by_fold.setdefault(folded(spelling), []):
            by_fold[folded(spelling)].append(meant)
    wanted = folded(name)
    if wanted in by_fold:
        return by_fold[wanted]
    folds = difflib.get_close_matches(wanted, by_fold, 3, 0.8)
    return list(dict.fromkeys(meant for fold in folds for meant in by_fold[fold]))
