"""The schemas made from the catalogue, and the catalogue against its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from immlint.catalog import limits, load, type
from immlint.catalog.check import every_violation, violations
from immlint.catalog.schema import request_schema
from immlint.subject import EMBEDDED, UNKNOWN, Request
from tests.catalog import oracle

ROOT = Path(__file__).parents[2]
CATALOG = load()


def test_catalogue_fits_its_schema_and_says_its_date_once() -> None:
    schema = json.loads((ROOT / "rules/schemas/catalog.schema.json").read_text("utf-8"))
    data = json.loads((ROOT / "rules/catalog/imm.json").read_text("utf-8"))
    meta = json.loads((ROOT / "rules/catalog/meta.json").read_text("utf-8"))
    meta.pop("services")  # the day of the lists beside it
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(data)
    assert {key: data[key] for key in meta} == meta
    assert len(CATALOG.operations) == 105
    assert sum(o.ram.documented for o in CATALOG.operations.values()) == 42


@pytest.mark.parametrize("name", list(CATALOG.operations))
def test_every_operation_has_a_schema(name: str) -> None:
    operation = CATALOG.operations[name]
    schema = request_schema(operation, CATALOG)
    jsonschema.Draft202012Validator.check_schema(schema)
    found = violations(Request(name, {"Nope": 1}), CATALOG)
    missing = {v.expected for v in found if v.kind == "missing"}
    assert missing == {p.name for p in operation.parameters.values() if p.required}
    assert [v.route for v in found if v.kind == "unknown"] == [("Nope",)]


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-3, 200)
    | st.floats()
    | st.sampled_from(
        ["", "p", "oss://b/a", "asc", "7", "1_0", "true", "${x}", "x" * 2000, "[1, null]", '{"URI": 1}']
    )
)


@settings(max_examples=800, deadline=None)
@given(st.sampled_from(list(CATALOG.operations)), st.data())
def test_the_walk_tells_what_jsonschema_tells(name: str, data: st.DataObject) -> None:
    rows = CATALOG.operations[name].parameters
    names = {type.struct_of(row.type) for row in rows.values()} & CATALOG.structs.keys()
    fields = sorted({"Nope", "URI"} | {field for struct in names for field in CATALOG.structs[str(struct)]})
    inner = st.dictionaries(st.sampled_from(fields), SCALARS | st.lists(SCALARS, max_size=2), max_size=3)
    embedded = (inner | st.lists(inner, max_size=2)).map(json.dumps)
    values = SCALARS | inner | embedded | st.lists(inner | SCALARS | embedded, max_size=2)
    payload: dict[str, Any] = data.draw(st.dictionaries(st.sampled_from([*sorted(rows), "Nope"]), values))
    # With no parameter in the flat form, and no aggregations, nothing is excused.
    payload.pop("Aggregations", None)
    found = every_violation(Request(name, payload), CATALOG)
    told = [(v.keyword, v.route, repr(v.expected), repr(v.value)) for v in found]
    assert told == oracle.errors(name, payload, CATALOG)


def test_every_word_of_the_data_is_read() -> None:
    for operation in CATALOG.operations.values():
        assert operation.response_fields is not None
        for row in operation.parameters.values():
            assert isinstance(row.limits, limits.Limits)
            assert isinstance(row.type, type.Type)
    for struct in CATALOG.structs.values():
        for row in struct.values():
            assert isinstance(row.limits, limits.Limits)
            assert isinstance(row.type, type.Type)


@pytest.mark.parametrize(
    "words",
    [
        {"maxmum": 3},
        {"format": "uuid"},
        {"uriForm": "oss:"},
        {"maximumWhen": {"x": 1}},
        {"requiredWhen": {"x": {"is": 1}}},
    ],
)
def test_an_unknown_word_is_refused(words: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="unknown"):
        limits.parse(words)


@pytest.mark.parametrize("notation", ["text", "array<", "struct:", "List[", "array<array<str>>"])
def test_an_unknown_type_is_refused(notation: str) -> None:
    with pytest.raises(ValueError, match="is no type"):
        type.parse(notation)


def test_wire_forms_and_unknown_values_are_let_pass() -> None:
    base = {"ProjectName": "p", "DatasetName": "d"}
    for more in (
        {"DatasetMaxBindCount": "5"},
        {"DatasetMaxBindCount": UNKNOWN, "Description": "${x}"},
        {"WorkflowParameters": '[{"Name": "a"}]', "DatasetConfig": "{}"},
        {"Description": None, "RegionId": "cn-beijing", "Action": "CreateDataset"},
    ):
        assert violations(Request("CreateDataset", {**base, **more}), CATALOG) == ()
    flat = {"ProjectName": "p", "DatasetName": "d", "URIs.1": "oss://b/a"}
    assert violations(Request("BatchGetFileMeta", flat), CATALOG) == ()


def test_json_in_a_string_is_checked_inside() -> None:
    parameters = {"ProjectName": "p", "DatasetName": "d", "WorkflowParameters": '[{"Nam": "a"}]'}
    (found,) = violations(Request("CreateDataset", parameters), CATALOG)
    assert found.route == ("WorkflowParameters", EMBEDDED, 0, "Nam")
