"""Findings that were there before: a file with a sorted line for each, which merges as text does."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable

from immlint.config import ConfigError
from immlint.finding import Finding
from immlint.fingerprint import Identity, identity, relative
from immlint.input import contents
from immlint.message import Message, reason
from immlint.save import replace


def counted(findings: Iterable[Finding], path: str) -> Counter[Identity]:
    """Return the identities of findings as the baseline *path* tells them, with how many there are."""
    return Counter(identity(finding, _folder(path)) for finding in findings)


def read(path: str) -> Counter[Identity]:
    """Read a baseline. Raises :class:`~immlint.config.ConfigError` with the line that is broken."""
    try:
        lines = contents(path).decode("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(Message("baseline {path}: {error}", path=path, error=reason(error))) from None
    known: Counter[Identity] = Counter()
    for number, line in enumerate(lines, 1):
        if line.strip():
            own, count = _entry(path, number, line)
            known[own] += count
    return known


def new(findings: Iterable[Finding], known: Counter[Identity], path: str) -> list[Finding]:
    """Return the findings that the baseline does not know: of equal ones, those beyond its count."""
    left = Counter(known)
    found: list[Finding] = []
    for finding in findings:
        own = identity(finding, _folder(path))
        if left[own] > 0:
            left[own] -= 1
        else:
            found.append(finding)
    return found


def written(
    known: Counter[Identity], found: Counter[Identity], checked: Iterable[str], path: str
) -> Counter[Identity]:
    """Return what is found, and what is known of files that were not checked and are still there."""
    return _aside(known, checked, path) | found


def pruned(
    known: Counter[Identity], found: Counter[Identity], checked: Iterable[str], path: str
) -> Counter[Identity]:
    """Return what is still found, and what is known of files that were not checked and are still there."""
    return _aside(known, checked, path) | (known & found)


def _aside(known: Counter[Identity], checked: Iterable[str], path: str) -> Counter[Identity]:
    folder = _folder(path)
    seen = {relative(each, folder) for each in checked}
    aside = (own for own in known if own.path not in seen and os.path.exists(os.path.join(folder, own.path)))
    return Counter({own: known[own] for own in aside})


def write(path: str, known: Counter[Identity]) -> None:
    """Write a baseline, whole or not at all. Raises OSError."""
    lines = sorted(json.dumps([*own, count], ensure_ascii=False) for own, count in known.items())
    replace(path, "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace"))


def _folder(path: str) -> str:
    return os.path.dirname(os.path.abspath(path))


def _entry(path: str, number: int, line: str) -> tuple[Identity, int]:
    try:
        *texts, count = json.loads(line)
        if len(texts) == 4 and all(isinstance(t, str) for t in texts) and type(count) is int and count > 0:
            return Identity(*texts), count
    except (ValueError, TypeError, RecursionError):
        pass
    raise ConfigError(
        Message(
            "baseline {path}:{number}: expected a path, a code, a pointer, a value and a count",
            path=path,
            number=number,
        )
    )
