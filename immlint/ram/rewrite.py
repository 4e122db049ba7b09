"""Rewrites of a policy document, each with its proof by the engine.

A rewrite is a copy of the document with entries dropped and values put in place, and the edits that make
it. What it does to the grants is worked out by comparing both. A document that a later step fills in is
never rewritten: nothing can be proved of what nobody sees.
"""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import Any

from immlint.ram import arn
from immlint.ram.difference import Difference, diff
from immlint.ram.policy import Policy
from immlint.subject import EMBEDDED, Place, Route, Template
from immlint.subject import Policy as Written

Edit = tuple[Place, str | None]


class Rewrite:
    """A document under change; ``edits`` are places with their new text, ``None`` to drop an entry."""

    def __init__(self, written: Written) -> None:
        self.edits: list[Edit] = []
        self._written = written
        self._possible = EMBEDDED not in written.route and _is_plain(written.document)
        self._document = copy.deepcopy(written.document) if self._possible else None
        self._shortened: list[list[Any]] = []

    def drop(self, route: Route) -> Rewrite:
        """Drop the entry of a list at *route*, which is that of the whole file."""
        parent = self._at(route[:-1])
        if not isinstance(parent, list) or not isinstance(route[-1], int):
            self._possible = False
        else:
            parent[route[-1]] = None  # what is left out, null included, grants nothing
            self._shortened.append(parent)
            self.edits.append((Place(route), None))
        return self

    def put(self, route: Route, value: object) -> Rewrite:
        """Put *value* at *route*; for a list in place of an entry of a list, its entries."""
        parent = self._at(route[:-1])
        if not self._possible or parent is None:
            self._possible = False
            return self
        text = json.dumps(value, ensure_ascii=False)
        if isinstance(parent, list) and isinstance(value, list):
            # Entries stand one beside the other; the list in the copy is made flat when it is read.
            text = text[1:-1]
        parent[route[-1]] = value
        self.edits.append((Place(route), text))
        return self

    def _at(self, route: Route) -> Any:
        value: Any = self._document
        for step in route[len(self._written.route) :] if self._possible else ():
            value = value[step]
        return value if self._possible else None

    def keeps(self) -> bool:
        """Tell whether the rewrite is proved to grant and to refuse the same."""
        found = self._compare()
        return found is not None and found.equal and self._refuses_alike().equal

    def narrows(self) -> bool:
        """Tell whether the rewrite is proved to grant nothing new, and to refuse no less."""
        found = self._compare()
        return found is not None and found.narrower and not self._refuses_alike().lost

    def grants_just(self, pattern: str) -> bool:
        """Tell whether all that is new is proved to be named by *pattern*, and something is."""
        found = self._compare()
        named = arn.resource(pattern)
        if found is None or named is None or found.undecided or not found.gained:
            return False
        return all(grant.family == pattern for grant in found.gained)

    def _sides(self) -> tuple[Policy, Policy]:
        kind = self._written.kind
        return Policy.read(self._written.document, kind=kind), Policy.read(_flat(self._document), kind=kind)

    def _compare(self) -> Difference | None:
        # RAM refuses an empty list.
        emptied = any(all(item is None for item in entries) for entries in self._shortened)
        if not self._possible or not self.edits or emptied:
            return None
        before, after = self._sides()
        return diff([before], [after])

    def _refuses_alike(self) -> Difference:
        before, after = (_refusals(side) for side in self._sides())
        return diff([before], [after])


def _refusals(policy: Policy) -> Policy:
    denies = (replace(s, effect="Allow") for s in policy.statements if s.effect == "Deny")
    return Policy(tuple(denies), policy.kind)


def _flat(value: Any) -> Any:
    """Return a copy with entries left out gone, and lists in lists made flat."""
    if isinstance(value, dict):
        return {key: _flat(item) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    flat: list[Any] = []
    for item in value:
        flat.extend(item if isinstance(item, list) else [] if item is None else [_flat(item)])
    return flat


def _is_plain(value: Any) -> bool:
    """Tell whether *value* is data of JSON through and through, with no part to be filled in."""
    if isinstance(value, dict):
        return all(_is_plain(key) and _is_plain(item) for key, item in value.items())
    if isinstance(value, list):
        return all(_is_plain(item) for item in value)
    if isinstance(value, str):
        return not isinstance(value, Template) and not arn.has_hole(value)
    return value is None or isinstance(value, bool | int | float)
