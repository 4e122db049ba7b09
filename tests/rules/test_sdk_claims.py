"""What the rules about code claim of the SDKs, asked of the real ones; no call leaves the machine."""

from __future__ import annotations

import ast
import asyncio
import importlib
import inspect
import json
import os
import pkgutil
import re
import subprocess
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aliyunsdkimm.request.v20200930 as core_package
import pytest
from alibabacloud_imm20200930 import models
from alibabacloud_imm20200930.client import Client
from alibabacloud_openapi_util.client import Client as OpenApiUtilClient
from alibabacloud_ram20150501 import models as ram_models
from alibabacloud_ram20150501.client import Client as RamClient
from alibabacloud_tea_openapi.client import Client as OpenApiClient
from alibabacloud_tea_openapi.models import Config
from alibabacloud_tea_openapi.utils import Utils
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest
from aliyunsdkram.request.v20150501.CreatePolicyRequest import CreatePolicyRequest

from immlint.catalog import Operation, SdkClass, load
from immlint.catalog.type import List, Map
from immlint.document.python.library.core_sdk import _AS_TEXT, _READ, _argument

CODE = Path(__file__).parents[1] / "document/python/corpus"
RUNS = [path for path in sorted(CODE.glob("*.py")) if path.read_text("utf-8").startswith("# runs\n")]
CLASSES = list(load().classes.values())
NAMES = set(load().classes)
OPERATIONS = list(load().operations.values())
PLAIN = ("string", "integer", "boolean", "float")
CORE = {module.name for module in pkgutil.iter_modules(core_package.__path__)}
#: The core SDK has them, the reference does not.
CORE_ONLY = {
    "CreateArchiveFileInspectionTask": {"TargetURI"},
    "CreateFacesSearchingTask": {"TopK"},
    "CreateFileUncompressionTask": {"Target"},
    "CreateImageModerationTask": {"Reviewer"},
    "CreateVideoModerationTask": {"Reviewer"},
}

Sent = list[dict[str, Any]]


@pytest.fixture(autouse=True)
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """Keep every call on this machine; return what would have been sent, newest last."""
    calls: Sent = []

    def call_api(self: Any, params: Any, request: Any, runtime: Any) -> dict[str, Any]:
        calls.append({**(request.query or {}), **(request.body or {})})
        return {"statusCode": 200, "headers": {}, "body": {}}

    async def call_api_async(self: Any, params: Any, request: Any, runtime: Any) -> dict[str, Any]:
        return call_api(self, params, request, runtime)

    def do_action(self: Any, acs_request: Any) -> bytes:
        calls.append({**acs_request.get_query_params(), **acs_request.get_body_params()})
        return b"{}"

    def no_command(*args: Any, **kwargs: Any) -> None:
        return None

    monkeypatch.setattr(OpenApiClient, "call_api", call_api)
    monkeypatch.setattr(OpenApiClient, "call_api_async", call_api_async)
    monkeypatch.setattr(AcsClient, "do_action_with_exception", do_action)
    monkeypatch.setattr(AcsClient, "do_action", do_action)
    for name in ("run", "call", "check_call", "check_output", "Popen"):
        monkeypatch.setattr(subprocess, name, no_command)
    monkeypatch.setattr(os, "system", no_command)
    return calls


@pytest.fixture
def client() -> Any:
    return Client(Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou"))


def built(class_name: str, /, **keywords: Any) -> Any:
    return getattr(models, class_name)(**keywords)


# The files of tests/document/python/corpus.


@pytest.mark.parametrize("path", RUNS, ids=lambda path: path.stem)
def test_file_runs(path: Path) -> None:
    names: dict[str, Any] = {"__name__": path.stem}
    exec(compile(path.read_text("utf-8"), str(path), "exec", dont_inherit=True), names)
    for name, value in list(names.items()):
        if name.startswith("run_") and inspect.isfunction(value):
            result = value()
            if inspect.iscoroutine(result):
                asyncio.run(result)


@pytest.mark.parametrize(
    ("stem", "code"),
    [
        ("sdk102_keyword", "SDK102"),
        ("sdk104_on_class", "SDK104"),
        ("sdk105_object", "SDK105"),
        ("sdk106_removed", "SDK106"),
        ("sdk108_region", "SDK108"),
        ("sdk110_method", "SDK110"),
        ("sdk112_call", "SDK112"),
    ],
)
def test_statements_raise_where_a_finding_says_so(
    stem: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (CODE / f"{stem}.py").read_text("utf-8")
    lines = text.splitlines()
    names: dict[str, Any] = {"__name__": stem}
    monkeypatch.setenv("REGION", "cn-hangzhou")
    raised = 0
    for statement in ast.parse(text).body:
        remarks = "\n".join(lines[statement.lineno - 1 : statement.end_lineno])
        compiled = compile(ast.Module([statement], []), stem, "exec")
        if f"# finds: {code}" in remarks and not hasattr(statement, "body"):
            raised += 1
            with pytest.raises((TypeError, AttributeError, RuntimeError)):
                exec(compiled, names)
        else:
            exec(compiled, names)
    assert raised >= 3


# The classes: SDK101 to SDK104, SDK106.


@pytest.mark.parametrize("row", CLASSES, ids=lambda row: row.name)
def test_constructor_takes_the_fields_in_order(row: SdkClass) -> None:
    arguments = inspect.signature(getattr(models, row.name)).parameters
    assert list(arguments) == list(row.fields)
    assert all(argument.default is None for argument in arguments.values())
    # By wire name, which is also what from_map and to_map take.
    assert [field.name for field in row.fields.values()] == sorted(f.name for f in row.fields.values())


@pytest.mark.parametrize("row", CLASSES, ids=lambda row: row.name)
def test_wire_names_are_those_of_the_catalogue(row: SdkClass) -> None:
    for python, field in row.fields.items():
        if row.shrink or field.doc_type in PLAIN:
            assert built(row.name, **{python: "v"}).to_map()[field.name] == "v"
            assert getattr(built(row.name).from_map({field.name: "v"}), python) == "v"


@pytest.mark.parametrize("row", CLASSES, ids=lambda row: row.name)
def test_unknown_names_raise_as_keywords_and_are_lost_otherwise(row: SdkClass) -> None:
    with pytest.raises(TypeError):
        built(row.name, colour="red")
    empty = built(row.name).to_map()
    assigned = built(row.name)
    assigned.colour = "red"
    assert assigned.to_map() == empty
    assert built(row.name).from_map({"Colour": "red", "colour": "red"}).to_map() == empty


def test_a_star_imports_no_class() -> None:
    with pytest.raises(TypeError, match="__all__ must be str"):
        exec("from alibabacloud_imm20200930.models import *", {})


def test_nothing_is_validated() -> None:
    built("CreateDatasetRequest").validate()
    built("CreateDatasetRequest", dataset_name="1 2", dataset_max_bind_count=-1).validate()


PARTS = [
    (row, name, listed)
    for row in CLASSES
    for name, field in row.fields.items()
    for listed in [field.doc_type.startswith("array<")]
    if not row.shrink and field.doc_type.removeprefix("struct:").removeprefix("array<").rstrip(">") in NAMES
    if field.doc_type.startswith(("struct:", "array<"))
]


@pytest.mark.parametrize(("row", "name", "listed"), PARTS, ids=[f"{r.name}.{n}" for r, n, _ in PARTS])
def test_a_dict_in_place_of_a_part_raises(row: SdkClass, name: str, listed: bool) -> None:
    given: Any = [{"a": 1}] if listed else {"a": 1}
    for wrong in (given, json.dumps(given), str(given)):
        with pytest.raises(AttributeError, match="validate"):
            getattr(models, row.name)(**{name: wrong}).validate()


WHOLE = [
    (row, name, isinstance(row.fields[name].type, List))
    for row in CLASSES
    if row.operation and not row.shrink
    for name, field in row.fields.items()
    if isinstance(field.type, List | Map)
]


@pytest.mark.parametrize(("row", "name", "listed"), WHOLE, ids=[f"{r.name}.{n}" for r, n, _ in WHOLE])
def test_text_and_tuples_in_place_of_a_list_or_a_map_are_lost(
    client: Any, sent: Sent, row: SdkClass, name: str, listed: bool
) -> None:
    method = getattr(client, load().operations[row.operation or ""].python["sync"][0])
    wire = row.fields[name].name
    for wrong in ('["a"]', ("a",), {"a"}) if listed else ('{"a": "b"}',):
        try:
            method(built(row.name, **{name: wrong}))
        except AttributeError:
            # Its items are objects.
            assert (row, name, listed) in PARTS
            continue
        assert sent[-1][wire] == "null"


def test_a_positional_argument_lands_on_the_first_name() -> None:
    request = models.CreateDatasetRequest("x")
    assert request.dataset_max_bind_count == "x"
    assert request.to_map()["DatasetMaxBindCount"] == "x"


@pytest.mark.parametrize("row", CLASSES, ids=lambda row: row.name)
def test_from_map_on_the_class_never_makes_an_object(row: SdkClass) -> None:
    given = {"ProjectName": "p", "DatasetName": "d"}
    try:
        result = getattr(models, row.name).from_map(given)
    except AttributeError:
        return
    # Without lists among the fields it does not even fail: the dict comes back as it was.
    assert result is given


def test_former_parameters_raise() -> None:
    former = {(row.name, name) for row in CLASSES for name in row.former}
    assert ("CreateDatasetRequest", "dataset_config") in former
    assert ("UpdateDatasetRequest", "dataset_config") in former
    assert ("CreateDatasetRequest", "dataset_max_ossbind_count") in former
    for name, keyword in former:
        with pytest.raises(TypeError):
            built(name, **{keyword: None})


def _classes_in(name: str) -> set[str]:
    arguments = inspect.signature(getattr(models, name)).parameters.values()
    return {found for a in arguments for found in re.findall(r"main_models\.(\w+)", str(a.annotation))}


def test_catalogue_has_every_class_that_a_request_can_hold() -> None:
    known = {row.name for row in CLASSES}
    waiting = {name for name in dir(models) if name.endswith("Request") and not name.startswith("_")}
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        waiting |= _classes_in(name) - seen
    assert len(seen) > 200
    assert seen <= known


# The client: SDK105, SDK108, SDK110.


def test_client_has_the_methods_of_the_catalogue_and_few_more() -> None:
    methods = {name for name in vars(Client) if not name.startswith("_")}
    known = set(load().methods)
    assert known <= methods
    # Not of the API: it works the address out.
    assert methods - known - {"get_endpoint"} <= {name for name in methods if "_sse" in name}


def test_methods_take_the_arguments_that_the_catalogue_says() -> None:
    for name, operation in load().methods.items():
        arguments = list(inspect.signature(getattr(Client, name)).parameters.values())[1:]
        assert tuple(argument.name for argument in arguments) == operation.arguments(name)
        assert all(argument.default is argument.empty for argument in arguments)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_methods_take_their_own_request_only(client: Any, operation: Operation, sent: Sent) -> None:
    method = getattr(client, operation.python["sync"][0])
    method(built(operation.python["requestClass"]))
    assert len(sent) == 1
    others: tuple[Any, ...] = ({}, "p", None)
    for wrong in others:
        with pytest.raises(AttributeError):
            method(wrong)
    structs = [row for row in operation.parameters.values() if row.doc_type not in PLAIN]
    short = operation.python.get("shrinkRequestClass")
    assert bool(short) == bool(structs)
    if short:
        with pytest.raises(AttributeError):
            method(built(short))
    assert len(sent) == 1


def test_a_request_of_another_operation_raises(client: Any) -> None:
    with pytest.raises(AttributeError):
        client.create_dataset(built("GetDatasetRequest"))
    with pytest.raises(AttributeError):
        client.get_dataset(built("GetProjectRequest"))


def test_structures_are_encoded_on_the_way(client: Any, sent: Sent) -> None:
    file = models.InputFile(uri="oss://b/a.jpg")
    client.index_file_meta(built("IndexFileMetaRequest", project_name="p", file=file))
    assert json.loads(sent[-1]["File"])["URI"] == "oss://b/a.jpg"


@pytest.mark.parametrize(
    ("keywords", "endpoint"),
    [
        ({"region_id": "cn-beijing"}, "imm.cn-beijing.aliyuncs.com"),
        ({"region_id": "cn-beijing", "network": "vpc"}, "imm-vpc.cn-beijing.aliyuncs.com"),
        ({"endpoint": "imm.example.com"}, "imm.example.com"),
        ({"network": "vpc"}, None),
        ({}, None),
    ],
)
def test_a_region_or_an_endpoint_is_needed(keywords: dict[str, str], endpoint: str | None) -> None:
    config = Config(access_key_id="x", access_key_secret="y", **keywords)
    if endpoint is not None:
        assert Client(config)._endpoint == endpoint
        return
    with pytest.raises(RuntimeError, match="RegionId is empty"):
        Client(config)


# Values that travel as JSON: SDK107.


@pytest.mark.parametrize("query", [OpenApiUtilClient.query, Utils.query], ids=["util", "utils"])
def test_query_flattens_what_is_not_encoded(query: Callable[[Any], dict[str, str]]) -> None:
    assert query({"WorkflowParameters": [{"Name": "a"}]}) == {"WorkflowParameters.1.Name": "a"}
    assert query({"File": {"URI": "oss://b/a"}}) == {"File.URI": "oss://b/a"}
    assert query({"File": '{"URI": "oss://b/a"}'}) == {"File": '{"URI": "oss://b/a"}'}


def test_policies_reach_ram_as_they_are_given(sent: Sent) -> None:
    policy = {"Version": "1", "Statement": []}
    client = RamClient(Config(access_key_id="x", access_key_secret="y", endpoint="ram.aliyuncs.com"))
    client.create_policy(ram_models.CreatePolicyRequest(policy_name="p", policy_document=policy))
    assert sent[-1] == {"PolicyName": "p", "PolicyDocument.Version": "1"}
    request = CreatePolicyRequest()
    request.set_PolicyDocument(policy)
    url = request.get_url("cn-hangzhou", "ak", "sk")
    assert urllib.parse.parse_qs(url.partition("?")[2])["PolicyDocument"] == [str(policy)]


def test_common_request_encodes_nothing() -> None:
    request = CommonRequest()
    request.add_query_param("File", {"URI": "oss://b/a"})
    request.add_body_params("Input", {"OSS": {}})
    assert request.get_query_params()["File"] == {"URI": "oss://b/a"}
    assert request.get_body_params()["Input"] == {"OSS": {}}


# The core SDK.


def _core_class(operation: Operation) -> Any:
    module = importlib.import_module(f"aliyunsdkimm.request.v20200930.{operation.name}Request")
    return getattr(module, f"{operation.name}Request")


def test_core_sdk_lacks_the_operations_that_the_catalogue_says() -> None:
    assert {f"{row.name}Request" for row in OPERATIONS if row.python.get("coreClass")} == CORE


@pytest.mark.parametrize(
    "operation",
    [row for row in OPERATIONS if row.python.get("coreClass")],
    ids=lambda operation: operation.name,
)
def test_core_setters(operation: Operation) -> None:
    cls = _core_class(operation)
    setters = {name.removeprefix("set_") for name in vars(cls) if name.startswith("set_")}
    assert setters - set(operation.parameters) == CORE_ONLY.get(operation.name, set())
    for name in setters & set(operation.parameters):
        assert list(inspect.signature(getattr(cls, f"set_{name}")).parameters)[1:] == [
            _argument(f"set_{name}")
        ]
        request = cls()
        value = {"a": ["b"]}
        getattr(request, f"set_{name}")(value)
        carried = {**request.get_query_params(), **request.get_body_params()}
        plain = operation.parameters[name].doc_type in PLAIN or (operation.name, name) in _AS_TEXT
        assert carried == {name: value if plain else json.dumps(value)}
        getattr(request, f"set_{name}")("[]")
        carried = {**request.get_query_params(), **request.get_body_params()}
        assert carried == {name: "[]" if plain else '"[]"'}


def test_core_setters_are_those_that_the_catalogue_says() -> None:
    data = json.loads((Path(__file__).parents[2] / "rules/catalog/imm.json").read_text("utf-8"))
    for row in data["operations"]:
        if f"{row['name']}Request" in CORE:
            cls = _core_class(load().operations[row["name"]])
            for parameter in row["parameters"]:
                says = bool(parameter.get("inSdk", {}).get("core-2.1.17"))
                assert hasattr(cls, f"set_{parameter['name']}") == says, (row["name"], parameter["name"])


def test_core_attributes_are_never_sent(sent: Sent) -> None:
    request = _core_class(load().operations["CreateDataset"])()
    request.DatasetName = request.dataset_name = request.set_DatasetName = "photos"
    assert {**request.get_query_params(), **request.get_body_params()} == {}
    AcsClient("ak", "sk", "cn-hangzhou").do_action_with_exception(request)
    assert sent == [{}]
    for name in _READ:
        assert name in vars(request) or name == "request"


def test_an_unknown_core_setter_raises() -> None:
    request = _core_class(load().operations["CreateDataset"])()
    with pytest.raises(AttributeError):
        request.set_TemplateID("x")
    with pytest.raises(AttributeError):
        request.set_dataset_name("x")
