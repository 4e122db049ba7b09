"""A typed view of what IMM offers: operations, structures, templates, regions, RAM rows.

The data is ``rules/catalog/imm.json``, dated, each row with its confidence. One operation is looked
at per request, so nothing is built before it is asked for.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation, or a field of a structure.

    ``doc_type`` is ``string``, ``integer``, ``boolean``, ``float``, ``map``, ``struct:X`` or ``array<X>``.
    ``reliable`` tells that ``required`` is documented and not contradicted.
    """

    name: str
    python: str
    doc_type: str
    required: bool
    reliable: bool
    constraints: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RamRow:
    """What an operation asks of RAM. ``action`` is ``None`` where nothing is checked.

    ``resources`` are ARN templates with ``{#ProjectName}`` and the like; ``documented`` is false for
    a row that is only inferred.
    """

    action: str | None
    access_level: str | None
    resources: tuple[str, ...]
    resource_level: bool
    documented: bool


class Operation:
    """One operation of the API."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self.name: str = data["name"]
        #: Whether the API's own metadata has it; the SDK knows one operation more.
        self.documented: bool = data["inMeta"]

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """Parameters by wire name, those that only the SDK knows included."""
        rows = [_parameter(row, reliable="requiredMismatch" not in row) for row in self._raw]
        return {row.name: row for row in rows}

    @property
    def _raw(self) -> list[Mapping[str, Any]]:
        only = [{"docType": "string", "required": False, **r} for r in self._data["sdkOnlyParameters"]]
        return [*self._data["parameters"], *only]

    @property
    def parameter_names(self) -> frozenset[str]:
        """The wire names alone, without building the rest."""
        return frozenset(row["name"] for row in self._raw)

    @property
    def cross_field_rules(self) -> list[Mapping[str, Any]]:
        """Documented rules between parameters, as rows of data."""
        rows: list[Mapping[str, Any]] = self._data["crossFieldRules"]
        return rows

    @cached_property
    def response_fields(self) -> Mapping[str, str]:
        """Fields of the answer by wire name, with their types in the SDK's notation."""
        return {row["name"]: row["type"] for row in self._data["responseFields"]}

    @cached_property
    def ram(self) -> RamRow:
        """The authorization row."""
        row = self._data["ram"]
        return RamRow(
            row["action"],
            row.get("accessLevel"),
            tuple(r["arn"] for r in row.get("resources") or ()),
            bool(row.get("resourceLevel")),
            row.get("confidence") == "documented",
        )

    @property
    def python(self) -> Mapping[str, Any]:
        """The names in the SDKs, as they are: never computed from the wire name."""
        names: Mapping[str, Any] = self._data["python"]
        return names


def _parameter(row: Mapping[str, Any], *, reliable: bool) -> Parameter:
    return Parameter(
        row["name"],
        row.get("python", ""),
        row["docType"],
        bool(row["required"]),
        reliable,
        row.get("constraints") or {},
    )


class _Operations(Mapping[str, Operation]):
    def __init__(self, rows: list[Mapping[str, Any]]) -> None:
        self._rows = {row["name"]: row for row in rows}
        self._built: dict[str, Operation] = {}

    def __getitem__(self, name: str) -> Operation:
        if name not in self._built:
            self._built[name] = Operation(self._rows[name])
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, name: object) -> bool:
        return name in self._rows


class Catalog:
    """All that is known, by name."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self.date: str = data["date"]
        self.version: str = data["version"]
        self.operations: Mapping[str, Operation] = _Operations(data["operations"])
        self.legacy_actions: frozenset[str] = frozenset(data["legacyV1Actions"])

    @cached_property
    def structs(self) -> Mapping[str, Mapping[str, Parameter]]:
        """Structures by name. Which of their fields are required is told by the SDK only."""
        return {
            name: {row["name"]: _parameter(row, reliable=False) for row in struct["fields"]}
            for name, struct in self._data["structs"].items()
        }

    @cached_property
    def templates(self) -> Mapping[str, tuple[str, ...]]:
        """Official template ids, with the regions they are limited to."""
        return {row["id"]: tuple(row.get("regions") or ()) for row in self._data["templateIds"]}

    @cached_property
    def regions(self) -> Mapping[str, str]:
        """Region ids with their status: open, closed, government."""
        return {row["id"]: row["status"] for row in self._data["regions"]}


@cache
def load() -> Catalog:
    """Read the catalogue, once."""
    from immlint.rules.catalog import __path__ as folders

    with open(os.path.join(folders[0], "imm.json"), encoding="utf-8") as file:
        return Catalog(json.load(file))
