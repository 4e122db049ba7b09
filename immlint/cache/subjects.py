"""Subjects as text and back, for rules over a whole run: what they are about need not be read again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, groupby
from typing import Any

from immlint.language import ANY, Chars, Language, Run, single
from immlint.record import fields_of
from immlint.subject import (
    EMBEDDED,
    UNKNOWN,
    Block,
    CallSite,
    Place,
    Policy,
    Purpose,
    Request,
    Site,
    Subject,
    Text,
)

#: Longer ones are read again.
_LONGEST = 100_000
#: How a text ends where nothing is ambiguous.
_NONE_AMBIGUOUS = ',["list"]]'
#: What is worked out of a subject is none of it.
_DERIVED = "derived"
_PLAIN = frozenset((str, int, float, bool, type(None)))
_CONSTANTS = {type(UNKNOWN): UNKNOWN, type(EMBEDDED): EMBEDDED}
#: What has parts, by name; and how it is made of them.
_MADE: dict[type, Callable[..., Any]] = {
    list: lambda *parts: [*parts],
    tuple: lambda *parts: parts,
    dict: lambda *parts: dict(parts),
    Text: lambda text, gaps, language: Text(text, gaps, language),
    Language: lambda *branches: _language(branches),
    Purpose: Purpose,
    Place: Place,
    Site: Site,
    Block: Block,
    Request: Request,
    Policy: Policy,
    CallSite: CallSite,
}
_BY_NAME = {kind.__name__: make for kind, make in _MADE.items()}
_BY_NAME |= {kind.__name__: lambda each=each: each for kind, each in _CONSTANTS.items()}


class _UnwritableError(TypeError):
    """A value would not come back as it is."""


def subjects_as_text(subjects: Sequence[Subject], ambiguous: Sequence[Sequence[Request]]) -> str:
    """Return the requests and policies among subjects as one text; nothing if they cannot be written."""
    told = [subject for subject in subjects if isinstance(subject, Request | Policy)]
    try:
        text = json.dumps(_written([told, [[*group] for group in ambiguous]]), separators=(",", ":"))
    except (_UnwritableError, ValueError, RecursionError):
        return ""
    return text if len(text) <= _LONGEST else ""


def subjects_in(text: str) -> tuple[list[Subject], list[list[Request]]]:
    """Return the subjects in a text that :func:`subjects_as_text` made, and the groups of ambiguous ones."""
    subjects, ambiguous = _read(json.loads(text))
    return subjects, ambiguous


def ambiguous_in(text: str) -> Sequence[Sequence[Request]]:
    """Return the groups of ambiguous requests in a text that :func:`subjects_as_text` made."""
    return () if text.endswith(_NONE_AMBIGUOUS) else subjects_in(text)[1]


def _written(value: Any) -> Any:
    """Return a value as JSON: what is not plain is a list of the name of its kind and of its parts."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind not in _MADE and kind not in _CONSTANTS:
        raise _UnwritableError(kind.__name__)
    return [kind.__name__, *map(_written, _parts(value))]


def _parts(value: Any) -> Sequence[Any]:
    kind = type(value)
    if kind in (list, tuple, Place, Site, Block):
        return [*value]
    if kind is dict:
        return [*value.items()]
    if kind is Text:
        # A text that code does not compute says of itself what it may be.
        return [str(value), value.gaps, value.language if value.is_computed else None]
    if kind is Language:
        return [[*_spelt(branch)] for branch in value.branches]
    if kind is Purpose:
        return [value.value]
    return [getattr(value, name) for name in fields_of(value) or () if name != _DERIVED]


def _spelt(branch: Sequence[Run]) -> Iterator[object]:
    """Yield the runs of characters of a branch: single characters in a row as one text."""
    for are_single, runs in groupby(branch, _is_single):
        if are_single:
            yield "".join(chr(run.chars.ranges[0][0]) for run in runs)
        else:
            yield from ([[*map(list, run.chars.ranges)], run.least, run.most] for run in runs)


def _is_single(run: Run) -> bool:
    ranges = run.chars.ranges
    return (run.least, run.most, len(ranges)) == (1, 1, 1) and ranges[0][0] == ranges[0][1]


def _read(value: Any) -> Any:
    if type(value) is not list:
        return value
    name, *parts = value
    return _BY_NAME[name](*map(_read, parts))


def _language(branches: Sequence[Sequence[Any]]) -> Language:
    language = Language(())
    language.branches = tuple(tuple(chain(*map(_runs, branch))) for branch in branches)
    return language


def _runs(told: Any) -> Iterable[Run]:
    if isinstance(told, str):
        return map(single, told)
    ranges, least, most = told
    chars = Chars(tuple((low, high) for low, high in ranges))
    return (Run(ANY if chars == ANY else chars, least, most),)
