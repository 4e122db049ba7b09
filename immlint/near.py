"""The names that somebody may have meant, whatever their case and underscores."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping


def folded(name: str) -> str:
    """Return a name without what people get wrong: case, underscores, dashes."""
    return name.replace("_", "").replace("-", "").lower()


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1."""
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def nearest(name: str, known: Iterable[str], least: float = 0.8, *, exact: bool = False) -> str | None:
    """Return the known name most like *name*, at least so much; case counts if *exact*."""
    spelt = {each if exact else each.lower(): each for each in known}
    found = difflib.get_close_matches(name if exact else name.lower(), spelt, 1, least)
    return spelt[found[0]] if found else None


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
