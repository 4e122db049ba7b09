"""A typed view of what IMM offers: operations, structures, templates, regions, RAM rows.

The data is ``rules/catalog/imm.json``, dated, each row with its confidence. One operation is looked
at per request, so nothing is built before it is asked for.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from immlint.catalog import limits as limit_words
from immlint.catalog import type as type_notation
from immlint.catalog.limits import Limits
from immlint.catalog.plain import Plain, plain_values
from immlint.catalog.row import RamRow
from immlint.catalog.type import Scalar, Type
from immlint.record import record

if TYPE_CHECKING:
    from immlint.catalog.crossfield import CrossField
    from immlint.catalog.services import Services


#: The largest integer that the API takes: it declares each as a Long, or shorter.
LONG = 2**63 - 1
#: Letters by which most words are told to begin no operation.
HEAD = 3


@record(eq=False, slots=False)
class Parameter:
    """A parameter of an operation, or a field of a structure.

    ``reliable`` tells that ``required`` is documented and not contradicted. ``doc_type`` and
    ``constraints`` are the words of the data, read when ``type`` and ``limits`` are asked for.
    """

    name: str
    python: str
    doc_type: str
    required: bool
    reliable: bool
    constraints: Mapping[str, Any]

    @cached_property
    def type(self) -> Type:
        """The type; raises ValueError for a notation that is not known."""
        return type_notation.parse(self.doc_type)

    @cached_property
    def structure(self) -> str | None:
        """The name of the structure that a value is, or that it lists."""
        return type_notation.struct_of(self.type)

    @cached_property
    def limits(self) -> Limits:
        """The limits; raises ValueError for a word that is not known."""
        limits = limit_words.parse(self.constraints)
        bounded = limits.maximum is not None or limits.below is not None
        return limits._replace(maximum=LONG) if self.type is Scalar.INTEGER and not bounded else limits

    @cached_property
    def limited_by(self) -> frozenset[str]:
        """The names of the limits that there are."""
        said = self.limits._asdict().items()
        return frozenset(n for n, value in said if value is not None and value is not False and value != ())

    @cached_property
    def plain(self) -> Plain | None:
        """The values that surely break nothing, if some can be told at a glance."""
        return plain_values(self.type, self.limits)


@record(eq=False)
class SdkClass:
    """A class of ``alibabacloud_imm20200930.models`` that goes into a request.

    ``fields`` are by Python name, in the order of the constructor: alphabetical. ``former`` are
    names that earlier versions of the SDK had. ``operation`` is that of a request class.
    """

    name: str
    operation: str | None
    fields: Mapping[str, Parameter]
    former: frozenset[str]
    shrink: bool = False

    @property
    def spellings(self) -> Mapping[str, str]:
        """Fields by every way that people write them: as in Python, and as on the wire."""
        return {name: name for name in self.fields} | {row.name: name for name, row in self.fields.items()}

    def had(self, name: str) -> bool:
        """Tell whether an earlier version had *name*, a Python or a wire name."""
        folded = name.replace("_", "").lower()
        return any(folded == former.replace("_", "") for former in self.former)


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

    @cached_property
    def parameter_names(self) -> frozenset[str]:
        """The wire names alone, without building the rest."""
        return frozenset(row["name"] for row in self._raw)

    @cached_property
    def required(self) -> frozenset[str]:
        """The wire names of the parameters that are required."""
        return frozenset(row["name"] for row in self._raw if row["required"])

    @cached_property
    def folded_names(self) -> Mapping[str, str]:
        """The wire names by what all their spellings have in common."""
        return {folded(name): name for name in self.parameter_names}

    @property
    def former_names(self) -> frozenset[str]:
        """Python names that the present SDK has no more."""
        rows = self._data["parameters"]
        return frozenset(r["python"] for r in rows if r.get("inSdk", {}).get(_SDK) is False)

    def arguments(self, method: str) -> tuple[str, ...]:
        """Return the names of the arguments of a method of the SDK for it; none has a default."""
        if "_with_" not in method:
            return ("request",)
        return ("tmp_req" if self.python.get("shrinkRequestClass") else "request", "runtime")

    @property
    def core_setters(self) -> frozenset[str]:
        """Wire names that the request class of the old core SDK has a setter for."""
        rows = self._data["parameters"]
        known = (row["name"] for row in rows if row.get("inSdk", {}).get(_CORE) is not False)
        return frozenset((*known, *self._data.get("coreOnlySetters", ())))

    @cached_property
    def core_spellings(self) -> Mapping[str, str]:
        """Parameters with a setter in the old core SDK, by every way that people write them."""
        python = {row.python: name for name, row in self.parameters.items() if name in self.core_setters}
        return {name: name for name in sorted(self.core_setters)} | python

    @cached_property
    def cross_field_rules(self) -> tuple[CrossField, ...]:
        """Documented rules between parameters; raises ValueError for one that is not known."""
        from immlint.catalog import crossfield

        return tuple(map(crossfield.parse, self._data["crossFieldRules"]))

    @cached_property
    def response_fields(self) -> Mapping[str, Type]:
        """Fields of the answer by wire name, with their types."""
        return {row["name"]: type_notation.parse(row["type"]) for row in self._data["responseFields"]}

    @cached_property
    def ram(self) -> RamRow:
        """The authorization row."""
        row = self._data["ram"]
        return RamRow(
            row["action"],
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


#: The version of the SDK that the catalogue was made from.
_SDK = "5.0.3"
_CORE = "core-2.1.17"


def _sdk_class(
    name: str,
    operation: str | None,
    rows: Iterable[Parameter],
    former: frozenset[str] = frozenset(),
    *,
    shrink: bool = False,
) -> SdkClass:
    fields = {
        f"{row.python}_shrink" if shrink and not isinstance(row.type, Scalar) else row.python: row
        # By wire name, as characters: that is how the SDK orders its arguments.
        for row in sorted(rows, key=lambda row: row.name)
    }
    return SdkClass(name, operation, fields, former, shrink)


def folded(name: object) -> str:
    """Return what all spellings of a name have in common."""
    return str(name).split(".")[0].replace("_", "").replace("-", "").lower()


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
        self._between: dict[str, bool] = {}

    @cached_property
    def services(self) -> Services:
        """What is known of the actions of all other services."""
        from immlint.catalog.services import Services

        return Services()

    @cached_property
    def words(self) -> Mapping[str, str]:
        """The operations by the words that mean them, in lower case; the SDK's classes are named for them."""
        endings = ("", "request", "response")
        return {name.lower() + ending: name for name in self.operations for ending in endings}

    @cached_property
    def heads(self) -> frozenset[str]:
        """How those words begin."""
        return frozenset(word[:HEAD] for word in self.words)

    @cached_property
    def parameter_names(self) -> frozenset[str]:
        """The wire names of the parameters of all operations."""
        return frozenset().union(*(row.parameter_names for row in self.operations.values()))

    @cached_property
    def answer_names(self) -> frozenset[str]:
        """Names that only answers have: their own, and those of the resources they return."""
        answers = (operation["responseFields"] for operation in self._data["operations"])
        returned = (self._data["structs"][name]["fields"] for name in ("Project", "Dataset", "Binding"))
        answered = frozenset(row["name"] for fields in (*answers, *returned) for row in fields)
        return answered - self.parameter_names

    @cached_property
    def structs(self) -> Mapping[str, Mapping[str, Parameter]]:
        """Structures by name."""
        return {
            name: {row["name"]: _parameter(row, reliable=True) for row in struct["fields"]}
            for name, struct in self._data["structs"].items()
        }

    @cached_property
    def structure_rules(self) -> Mapping[str, tuple[CrossField, ...]]:
        """Documented rules between the fields of a structure, by its name."""
        from immlint.catalog import crossfield

        return {
            name: tuple(map(crossfield.parse, struct["crossFieldRules"]))
            for name, struct in self._data["structs"].items()
            if "crossFieldRules" in struct
        }

    def has_rules_between(self, operation: str) -> bool:
        """Tell whether there are rules between parameters of an operation, or in what they hold."""
        if operation not in self._between:
            row = self.operations[operation]
            found = bool(row.cross_field_rules) or not self.structure_rules.keys().isdisjoint(
                self._structures_in(row.parameters)
            )
            self._between[operation] = found
        return self._between[operation]

    def _structures_in(self, rows: Mapping[str, Parameter]) -> set[str]:
        """Return the names of all structures that parameters may hold, on any level."""
        found: set[str] = set()
        waiting = [rows]
        while waiting:
            named = {row.structure or "" for row in waiting.pop().values()} & self.structs.keys() - found
            found |= named
            waiting += [self.structs[name] for name in named]
        return found

    @cached_property
    def classes(self) -> Mapping[str, SdkClass]:
        """Classes of the SDK that are requests or parts of one, by name."""
        found = {name: _sdk_class(name, None, fields.values()) for name, fields in self.structs.items()}
        for operation in self.operations.values():
            former = operation.former_names | self._former(operation.python["requestClass"])
            rows = [row for row in operation.parameters.values() if row.python not in former]
            name = operation.python["requestClass"]
            found[name] = _sdk_class(name, operation.name, rows, former)
            short = operation.python.get("shrinkRequestClass")
            if short:
                found[short] = _sdk_class(short, operation.name, rows, former, shrink=True)
        return found

    def _former(self, name: str) -> frozenset[str]:
        notes = " ".join(row["note"] for row in self._data["sdkHistory"].get(name, ()))
        return frozenset(re.findall(r"(\w+) \(wire \w+\) instead", notes))

    @cached_property
    def methods(self) -> Mapping[str, Operation]:
        """Operations by the name of every method of the SDK's client that calls them."""
        return {
            method: operation
            for operation in self.operations.values()
            for method in (*operation.python["sync"], *operation.python["async"])
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
