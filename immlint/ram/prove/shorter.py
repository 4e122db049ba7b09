"""A shorter document that grants and refuses the same, for a policy that is longer than it may be.

What others cover is dropped, and statements that differ in one element only become one. What comes out is
held against the original as a whole: where the engine does not prove both equal, there is none.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from immlint.ram.arn import Named
from immlint.ram.pattern import Action
from immlint.ram.policy import Policy
from immlint.ram.prove.change import between
from immlint.ram.prove.covering import least
from immlint.ram.prove.original import is_plain
from immlint.ram.prove.redundancy import Redundancy
from immlint.subject import Policy as Written

#: The elements of a statement that may be merged with another: a name such as Sid would be lost.
_ELEMENTS = {"Effect", "Action", "Resource", "Condition"}


def shorter(written: Written) -> dict[str, Any] | None:
    """Return the shortest document found that is proved equal, ``None`` if none is shorter."""
    original = written.once(Policy.of)
    document = written.document
    if not isinstance(document, dict) or not is_plain(document):
        return None
    bodies = document.get("Statement")
    # Nothing is proved of a statement that is not read.
    if not isinstance(bodies, list) or len(original.statements) != len(bodies):
        return None
    found = copy.deepcopy(bodies)
    while _reduce(found, original) | _merge(found, original) | _drop(found, original):
        pass
    if found == bodies or not between(original, _read(found, original)).is_none:
        return None
    return {**document, "Statement": found}


def _read(bodies: list[dict[str, Any]], original: Policy) -> Policy:
    return Policy.read({"Statement": bodies}, kind=original.kind)


def _drop(bodies: list[dict[str, Any]], original: Policy) -> bool:
    """Drop the statements that others cover; tell whether there were any."""
    covered = {statement.index for statement, _ in Redundancy(_read(bodies, original)).covered}
    named = {index for index in covered if "Sid" in bodies[index]}
    bodies[:] = [body for index, body in enumerate(bodies) if index not in covered - named]
    return bool(covered - named)


def _merge(bodies: list[dict[str, Any]], original: Policy) -> bool:
    """Make one of statements that differ in their actions or in their resources only."""
    before = len(bodies)
    for element in ("Action", "Resource"):
        first: dict[tuple[object, ...], dict[str, Any]] = {}
        kept = []
        for body, statement in zip(bodies, _read(bodies, original).statements, strict=True):
            key = statement.rest(element) if set(body) <= _ELEMENTS else None
            other = first.setdefault(key, body) if key is not None else body
            if other is body:
                kept.append(body)
            else:
                entries = [*_entries(other[element]), *_entries(body[element])]
                other[element] = list(dict.fromkeys(entries))
        bodies[:] = kept
    return len(bodies) < before


def _entries(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _reduce(bodies: list[dict[str, Any]], original: Policy) -> bool:
    """Leave out entries that others of their list cover, and the brackets around a single one."""
    changed = False
    for body, statement in zip(bodies, _read(bodies, original).statements, strict=True):
        shortest = {"Resource": _texts(statement.resources)}
        if statement.not_actions is None:
            shortest["Action"] = _texts(statement.actions)
        for element in shortest.keys() & body.keys():
            changed = changed or body[element] != shortest[element]
            body[element] = shortest[element]
    return changed


def _texts(entries: Sequence[Named] | Sequence[Action]) -> str | list[str]:
    return _single([entry.text for entry in least(entries)])


def _single(texts: list[str]) -> str | list[str]:
    return texts[0] if len(texts) == 1 else texts
