"""Every operation of the catalogue: a right request is let pass, each wrong value in it is found.

Nested structures are walked, too, once as they are and once as JSON in a string, the form they
travel in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

import immlint
from immlint.catalog import Parameter, load
from immlint.config import Config

CATALOG = load()
DEEPEST = 3
URIS = {"oss://{bucket}": "oss://b", "oss://{bucket}/{prefix}/": "oss://b/p/"}


def text(row: Parameter, operation: str) -> str:
    limits = row.constraints
    if limits.get("enum"):
        return str(limits.get("enumIn", {}).get(operation, limits["enum"])[0])
    if limits.get("itemEnum"):
        return str(limits["itemEnum"][0])
    if limits.get("format") == "templateId":
        return "Official:AllFunction"
    if "uriForm" in limits:
        ending = ".m3u8" if "m3u8" in str(limits.get("pattern")) else ""
        return URIS.get(limits["uriForm"], f"oss://b/o{ending}")
    return "1" if row.name in ("Pages",) else "a"


def value(row: Parameter, operation: str, depth: int = 0) -> Any:
    """Return a value that the catalogue allows."""
    limits, kind = row.constraints, row.doc_type
    if kind == "string":
        return text(row, operation)
    if kind in ("integer", "float"):
        if limits.get("enum"):
            return limits["enum"][0]
        if limits.get("exclusiveMaximum"):
            return limits["maximum"] - 1
        return limits.get("maximum", limits.get("minimum", 0) + 1)
    if kind == "boolean":
        return True
    if kind.startswith("array<"):
        inner = kind.removeprefix("array<").removesuffix(">")
        if inner in CATALOG.structs:
            return [struct(inner, operation, depth + 1)] if depth < DEEPEST else []
        if str(limits.get("items", "")).startswith("uri("):
            return ["oss://b/o"]
        plain = {"str": text(row, operation), "int": 1, "float": 1.5, "map": {}}
        return [plain.get(inner, "a")]
    name = kind.removeprefix("struct:")
    return struct(name, operation, depth + 1) if name in CATALOG.structs and depth < DEEPEST else {}


def struct(name: str, operation: str, depth: int) -> dict[str, Any]:
    """Return a structure with all the fields that the operation supports of it."""
    rows = CATALOG.structs[name].items()
    return {
        field: value(row, operation, depth)
        for field, row in rows
        if operation not in row.constraints.get("notIn", ())
    }


def request(name: str) -> dict[str, Any]:
    rows = CATALOG.operations[name].parameters.values()
    return {row.name: value(row, name) for row in rows if not row.constraints.get("invalid")}


def codes(parameters: dict[str, Any], operation: str) -> set[tuple[str, str]]:
    body = {"Action": operation, "Version": "2020-09-30", **parameters}
    findings = immlint.lint_text(json.dumps(body), filename="x.json", config=Config(pedantic=True))
    return {(f.code, f.pointer) for f in findings if f.severity != "info"}


#: Rules between parameters are broken by a request that gives them all.
TOGETHER = "IMM115"
NAMES = [name for name in CATALOG.operations if CATALOG.operations[name].parameters]


@pytest.mark.parametrize("name", NAMES)
def test_a_right_request_is_let_pass(name: str) -> None:
    right = request(name)
    travelling = {k: json.dumps(v) if isinstance(v, dict | list) else str(v) for k, v in right.items()}
    for parameters in (right, travelling):
        assert {found for found in codes(parameters, name) if found[0] != TOGETHER} == set()


def wrong(row: Parameter) -> Iterator[tuple[str, Any]]:
    """Yield values that the catalogue forbids, with the code that must tell."""
    limits, kind = row.constraints, row.doc_type
    if kind in ("integer", "float", "boolean"):
        yield "IMM103", "many"
        yield "IMM103", [1]
    if kind in ("integer", "float") and not limits.get("enum"):
        if "minimum" in limits:
            yield "IMM105", limits["minimum"] - (not limits.get("exclusiveMinimum"))
        most = (
            max([limits["maximum"], *limits.get("maximumWhen", {}).values()]) if "maximum" in limits else None
        )
        if "wholeAbove" in limits:
            yield "IMM105", limits["wholeAbove"] + 0.5
        if most is not None:
            yield "IMM105", most + 1
            yield "IMM105", str(most + 1)
    if kind == "string":
        yield "IMM103", {"a": 1}
        if limits.get("enum"):
            yield "IMM107", "no-such-choice"
        if "maxLength" in limits and row.name not in ("ProjectName", "DatasetName"):
            yield "IMM106", "相" * (limits["maxLength"] + 1)
        if "maxBytes" in limits:
            yield "IMM106", "相" * (limits["maxBytes"] // 3 + 1)
        if "uriForm" in limits and "docBug" not in limits:
            yield "IMM110", "https://example.com/a"
    if kind.startswith(("struct:", "array<", "map")):
        yield "IMM103", "no JSON"
        yield "IMM103", 7
    if kind.startswith("array<") and "maxItems" in limits:
        yield "IMM111", ["a"] * (limits["maxItems"] + 1)


def rows_of(name: str) -> Iterator[tuple[tuple[str, ...], Parameter]]:
    """Yield the parameters of an operation and the fields of its structures, one level down."""
    for row in CATALOG.operations[name].parameters.values():
        yield (row.name,), row
        inner = row.doc_type.removeprefix("struct:")
        for field in CATALOG.structs.get(inner, {}).values():
            yield (row.name, field.name), field


@pytest.mark.parametrize("name", NAMES)
def test_each_wrong_value_is_found(name: str) -> None:
    for route, row in rows_of(name):
        for code, bad in wrong(row):
            right = request(name)
            given: Any = {**right[route[0]], route[1]: bad} if len(route) > 1 and route[0] in right else bad
            if len(route) > 1 and route[0] not in right:
                continue
            pointer = "/" + "/".join(route)
            shown = f"{name} {pointer} {str(bad)[:40]}"
            assert (code, pointer) in codes({**right, route[0]: given}, name), shown
            if len(route) > 1:
                assert (code, pointer) in codes({**right, route[0]: json.dumps(given)}, name), shown


@pytest.mark.parametrize("name", NAMES)
def test_what_is_missing_or_unknown_is_found(name: str) -> None:
    right = request(name)
    for row in CATALOG.operations[name].parameters.values():
        if row.required and row.reliable:
            assert ("IMM101", "") in codes({k: v for k, v in right.items() if k != row.name}, name)
    assert ("IMM102", "/Nope") in codes({**right, "Nope": 1}, name)
