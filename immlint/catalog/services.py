"""The actions of all services, as dated data lists them: a file for each, read when somebody names it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from immlint.catalog.row import RamRow
from immlint.near import edits
from immlint.record import record

_CODE = re.compile(r"[a-z0-9][a-z0-9-]*")
_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
_VARIABLE = re.compile(r"\{(\w+)\}")
#: In a shorter name a slip makes another word.
_SHORTEST = 8
#: Verbs that the services use for the same thing.
_ALIKE = (
    frozenset({"Describe", "Get", "List", "Query"}),
    frozenset({"Add", "Create"}),
    frozenset({"Delete", "Remove"}),
    frozenset({"Modify", "Set", "Update"}),
)


@record
class Listing:
    """What is known of the actions of one service.

    ``names`` are all names by their lower case. Of a service that ``is_complete`` nothing that is published
    contradicts them. ``reach`` is how many letters a slip may have. ``unverified`` are lower-case names
    that policies have and no list does. ``renamed`` are names of the API, in lower case, with the actions
    that RAM asks instead. ``rows`` are the actions of which the resources are documented, by name.
    """

    code: str
    names: Mapping[str, str]
    is_complete: bool
    reach: int
    unverified: frozenset[str]
    renamed: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, RamRow]

    def has(self, name: str) -> bool:
        """Tell whether there is such an action, as far as anybody has seen."""
        return name.lower() in self.names or name.lower() in self.unverified

    def spelt(self, name: str) -> str | None:
        """Return the action that the command line of the service spells so: ``get-project``."""
        if "-" not in name:
            return None
        return self.names.get(name.replace("-", "").lower())

    def near(self, name: str) -> str | None:
        """Return the action that is most likely meant by a name that is none, if that is near enough."""
        if len(name) < _SHORTEST or not self.reach:
            return None
        found: dict[int, list[str]] = {}
        for known in self.names:
            distance = edits(name.lower(), known, self.reach)
            if distance is not None:
                found.setdefault(distance, []).append(self.names[known])
        if not found:
            return None
        return self._of_like_verb(name) or min(found[min(found)])

    def _of_like_verb(self, name: str) -> str | None:
        """Return the action for the same thing whose verb means the same."""
        words = _WORD.match(name)
        verb = words[0] if words else ""
        for verbs in _ALIKE:
            others = [other + name[len(verb) :] for other in sorted(verbs - {verb})] if verb in verbs else []
            for other in others:
                if other.lower() in self.names:
                    return self.names[other.lower()]
        return None


class Services:
    """The lists of all services, each read once."""

    def __init__(self) -> None:
        self._read: dict[str, Listing] = {}

    @cached_property
    def date(self) -> str:
        """The day up to which the data was gathered, as ``2026-11-25``."""
        said = _data("_sources")
        assert said is not None
        return str(said["date"])

    def of(self, code: str) -> Listing | None:
        """Return what is known of a service by its RAM code, in any case; ``None`` if nothing is."""
        code = code.lower()
        if code not in self._read:
            data = _data(code) if _CODE.fullmatch(code) else None
            if data is None:
                return None
            self._read[code] = _listing(code, data)
        return self._read[code]


def _listing(code: str, data: Mapping[str, Any]) -> Listing:
    names = [*data["actions"], *data.get("documented", ())]
    return Listing(
        code,
        {name.lower(): name for name in names},
        data["complete"],
        data["near"],
        frozenset(name.lower() for name in data.get("unverified", ())),
        {name.lower(): tuple(others) for name, others in data.get("notActions", {}).items()},
        dict(_rows(code, data)),
    )


def _data(name: str) -> dict[str, Any] | None:
    from immlint.rules.services import __path__ as folders

    try:
        with open(os.path.join(folders[0], f"{name}.json"), encoding="utf-8") as file:
            read: dict[str, Any] = json.load(file)
            return read
    except FileNotFoundError:
        return None


def _rows(code: str, data: Mapping[str, Any]) -> Iterator[tuple[str, RamRow]]:
    templates = {
        kind: [_VARIABLE.sub(r"{#\1}", template) for template in forms]
        for kind, forms in data.get("resources", {}).items()
    }
    for name, row in data.get("rows", {}).items():
        resources = tuple(form for kind in row["resources"] for form in templates.get(kind, [kind]))
        yield name, RamRow(f"{code}:{name}", resources, resources != ("*",), row.get("documented", True))
