"""The schemas made from the catalogue, and the catalogue against its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from immlint.catalog import load
from immlint.obvious import obviously_fits
from immlint.schema import _validator, request_schema, violations
from immlint.subject import EMBEDDED, UNKNOWN, Request

ROOT = Path(__file__).parents[2]
CATALOG = load()


def test_catalogue_fits_its_schema_and_says_its_date_once() -> None:
    schema = json.loads((ROOT / "rules/schemas/catalog.schema.json").read_text("utf-8"))
    data = json.loads((ROOT / "rules/catalog/imm.json").read_text("utf-8"))
    meta = json.loads((ROOT / "rules/catalog/meta.json").read_text("utf-8"))
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


SCALARS = st.none() | st.booleans() | st.integers(-3, 200) | st.sampled_from(["", "p", "oss://b/a", "asc"])
NAMES = sorted({p for o in CATALOG.operations.values() for p in o.parameter_names})


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(list(CATALOG.operations)), st.data())
def test_what_is_obvious_is_right(name: str, data: st.DataObject) -> None:
    keys = sorted(CATALOG.operations[name].parameter_names)
    inner = st.dictionaries(st.sampled_from(["URI", "Name", "Field", "Key"]), SCALARS, max_size=2)
    values = SCALARS | inner | st.lists(inner | SCALARS, max_size=2)
    payload: dict[str, Any] = data.draw(st.dictionaries(st.sampled_from(keys), values))
    schema = request_schema(CATALOG.operations[name], CATALOG)
    if obviously_fits(payload, schema, schema["$defs"]):
        assert list(_validator(name, CATALOG).iter_errors(payload)) == []


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
