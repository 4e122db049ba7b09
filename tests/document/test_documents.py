"""Documents: values against the standard parsers, positions against the text, and recognition."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from immlint.document import read
from immlint.document.json.scan import Scan, ScanError, locate
from immlint.source import Source
from immlint.subject import EMBEDDED, Place, Policy, Request, Response, Route

TEXTS = st.text(max_size=5) | st.sampled_from(["a\\b", '"', "\U0001f600x", "\n", "相册"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda v: st.lists(v, max_size=4) | st.dictionaries(TEXTS, v, max_size=4),
    max_leaves=12,
)


def routes(value: Any, at: Route = ()) -> list[tuple[Route, Any]]:
    found = [(at, value)]
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            found += routes(item, (*at, key))
    return found


@settings(deadline=None)
@given(VALUES, st.sampled_from([None, 1]), st.booleans())
def test_scan_agrees_with_the_standard_parser(value: Any, indent: int | None, ascii: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii)
    tree = Scan(text).read()
    assert tree.value == value
    for route, expected in routes(value):
        span = locate(text, tree, Place(route))
        assert json.loads(text[span.start : span.end]) == expected
        if isinstance(expected, str):
            for n in range(len(expected)):
                part = locate(text, tree, Place(route, part=(n, n + 1)))
                assert json.loads(f'"{text[part.start : part.end]}"') == expected[n]


@settings(deadline=None)
@given(VALUES, st.data())
def test_scan_refuses_what_the_standard_parser_refuses(value: Any, data: st.DataObject) -> None:
    text = json.dumps(value)
    cut = data.draw(st.integers(0, len(text) - 1))
    broken = text[:cut] + text[cut + 1 :]
    try:
        expected = json.loads(broken)
    except ValueError:
        scan = Scan(broken)
        try:
            scan.read()
        except ScanError:
            return
        assert scan.problems
    else:
        assert Scan(broken).read().value == expected


def test_embedded_json_is_located_through_both_layers() -> None:
    inner = json.dumps({"Statement": [{"Effect": "a\\é\n"}]})
    text = json.dumps({"相": inner})
    tree = Scan(text).read()
    route: Route = ("相", EMBEDDED, "Statement", 0, "Effect")
    span = locate(text, tree, Place(route))
    assert json.loads(json.loads(f'"{text[span.start : span.end]}"')) == "a\\é\n"
    part = locate(text, tree, Place(route, part=(3, 4)))
    assert json.loads('"' + json.loads(f'"{text[part.start : part.end]}"') + '"') == "\n"


NAME = st.text("abcXYZ_- 相é'\"#:\\", min_size=1, max_size=8)


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from(["Description", "TemplateId"]), NAME), st.sampled_from(["'", '"', ""]))
def test_yaml_values_and_spans(more: dict[str, str], quote: str) -> None:
    import io

    stream = io.StringIO()
    yaml = YAML()
    yaml.default_style = quote or None  # type: ignore[assignment]
    yaml.dump({"Action": "CreateDataset", "Version": "2020-09-30", **more}, stream)
    source = Source("x.yaml", stream.getvalue().encode())
    document = read(source)
    assert document is not None
    (request,) = document.subjects
    assert isinstance(request, Request)
    for key, value in more.items():
        assert request.parameters[key] == value
        cut = source.cut(document.locate(request.place((key,))))
        assert YAML(typ="safe", pure=True).load(cut if "\n" not in cut else f"{cut}\n") == value


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_yaml_positions(end: str) -> None:
    lines = [
        "Action: CreateDataset",
        "Version: '2020-09-30'",
        "ProjectName:",
        'DatasetName: "a\\u0062 c"',
        "Description: |",
        "  相册",
        "  two",
        "",
    ]
    source = Source("x.yaml", end.join(lines).encode())
    document = read(source)
    assert document is not None
    (request,) = document.subjects
    assert isinstance(request, Request)
    empty = document.locate(request.place(("ProjectName",)))
    assert source.position(empty.start) == (3, 13)
    part = document.locate(request.place(("DatasetName",), part=(2, 3)))
    assert source.position(part.start) == (4, 22)
    if end == "\n":
        part = document.locate(request.place(("Description",), part=(3, 6)))
        assert source.cut(part) == "two"


def subjects(text: str, path: str, kind: str | None = None) -> list[Any]:
    document = read(Source(path, text.encode()), kind, named=True)
    return [] if document is None else list(document.subjects)


@pytest.mark.parametrize(
    ("text", "path", "operations"),
    [
        ('{"Action": "GetProject"}', "x.json", ["GetProject"]),
        ('{"Action": "GetProject", "Version": "2014-05-15"}', "x.json", []),
        ('{"Action": "GetProject", "Owner": "x"}', "x.json", []),
        ('{"Action": "Nope", "Version": "2020-09-30"}', "x.json", ["Nope"]),
        ("{}", "CreateDataset.json", ["CreateDataset"]),
        ("{}", "photos.create_dataset.json", ["CreateDataset"]),
        ("{}", "create-dataset.prod.json", ["CreateDataset"]),
        ("{}", "recreate-datasets.json", []),
        ('{"name": "x"}', "get-task.json", []),
        ("[{}, {}]", "CreateDataset.json", ["CreateDataset", "CreateDataset"]),
        ('{"Action": "GetProject"}\n\n{"Action": "GetTask"}\n', "x.jsonl", ["GetProject", "GetTask"]),
        ("Action: GetProject\n---\nAction: GetTask\n", "x.yaml", ["GetProject", "GetTask"]),
        ('{"ProjectName": "p", "Description": "d"}', "x.json", []),
        (
            '{"ProjectName": "p", "SourceURI": "s", "TargetURI": "t", "Targets": []}',
            "x.json",
            ["AddImageMosaic"],
        ),
    ],
)
def test_requests_are_recognised(text: str, path: str, operations: list[str]) -> None:
    found = [s.operation for s in subjects(text, path) if isinstance(s, Request)]
    assert found == operations


def test_a_request_without_operation_is_one_of_its_candidates() -> None:
    document = read(Source("x.json", b'{"ProjectName": "p", "DatasetName": "d", "TemplateId": "t"}'))
    assert document is not None
    (group,) = document.ambiguous
    assert {"UpdateDataset", "CreateDataset"} == {request.operation for request in group}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ('{"Version": "1", "Statement": []}', ["identity"]),
        ('{"a": [{"b": {"Statement": [{"Effect": "Allow"}]}}]}', ["identity"]),
        ('{"Statement": [{"Effect": "Allow", "Principal": {}}]}', ["trust"]),
        ('{"Statement": "of account", "total": 3}', []),
        ('{"Version": "1", "Statements": [{"Effect": "Allow", "Action": "a:b"}]}', ["identity"]),
        (json.dumps({"Doc": '{"Statement": [{"Effect": "Allow"}]}'}), ["identity"]),
    ],
)
def test_policies_are_recognised(text: str, kinds: list[str]) -> None:
    assert [s.kind for s in subjects(text, "x.json") if isinstance(s, Policy)] == kinds


def test_responses_and_given_kinds() -> None:
    text = '{"RequestId": "1", "Dataset": {}}'
    assert isinstance(subjects(text, "CreateDataset.json")[0], Response)
    assert isinstance(subjects(text, "x.json", "response:CreateDataset")[0], Response)
    assert isinstance(subjects("{}", "x.json", "request:CreateDataset")[0], Request)
    (policy,) = subjects('{"Statement": [{"Effect": "Allow"}]}', "x.json", "session-policy")
    assert policy.kind == "session"


def test_yaml_merges_aliases_tags_and_repeated_keys() -> None:
    text = (
        "base: &base {ProjectName: p, DatasetName: '1'}\n"
        "Action: CreateDataset\nVersion: '2020-09-30'\n<<: *base\n"
        "Description: !GetAtt x\nTemplateId: a\nTemplateId: b\n"
    )
    found = subjects(text, "x.yaml")
    request = next(s for s in found if isinstance(s, Request))
    assert request.parameters["DatasetName"] == "1"
    assert not isinstance(request.parameters["Description"], str)
    assert [s.kind for s in found if not isinstance(s, Request)] == ["duplicate-key"]
    document = read(Source("x.yaml", text.encode()))
    assert document is not None
    assert document.source.cut(document.locate(request.place(("DatasetName",)))) == "'1'"
