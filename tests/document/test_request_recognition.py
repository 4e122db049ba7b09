"""Requests are seen wherever they stand and however they are misspelt, and only IMM's."""

from __future__ import annotations

import json
from typing import Any

import pytest

import immlint
from immlint.config import Config
from immlint.document import read
from immlint.finding import Finding
from immlint.source import Source
from immlint.subject import Request, Response

SENT = {"Action": "GetProject", "Version": "2020-09-30", "ProjectName": "9 lives"}


def lint(text: Any, filename: str) -> list[Finding]:
    written = text if isinstance(text, str) else json.dumps(text)
    return immlint.lint_text(written, filename=filename, config=Config(pedantic=True))


def told(text: Any, filename: str) -> list[tuple[str, str]]:
    return [(finding.code, finding.pointer) for finding in lint(text, filename)]


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        ({"request": SENT}, "/request/ProjectName"),
        ({"steps": [{"name": "x"}, {"body": SENT}]}, "/steps/1/body/ProjectName"),
        ([[SENT]], "/0/0/ProjectName"),
        ({"item": [{"request": {"body": json.dumps(SENT)}}]}, "/item/0/request/body/ProjectName"),
        ({"requests": [{"Action": "GetProject", "ProjectName": "9 lives"}]}, "/requests/0/ProjectName"),
        ({"a": {"Requests": [SENT]}}, "/a/Requests/0/ProjectName"),
    ],
)
def test_requests_below_the_root_are_seen(document: Any, pointer: str) -> None:
    assert told(document, "calls.json") == [("IMM104", pointer)]


def test_requests_below_the_root_of_other_notations_are_seen() -> None:
    text = "requests:\n- Action: GetProject\n  Version: 2020-09-30\n  ProjectName: 9 lives\n"
    assert told(text, "calls.yaml") == [("IMM104", "/requests/0/ProjectName")]
    lines = json.dumps({"id": 1, "body": SENT}) + "\n" + json.dumps({"id": 2, "body": SENT})
    assert told(lines, "calls.jsonl") == [("IMM104", f"/{n}/body/ProjectName") for n in (0, 1)]


@pytest.mark.parametrize(
    "document",
    [
        # Without the version it is anybody's, below the root and outside of a list of requests.
        {"request": {"Action": "GetProject", "ProjectName": "9 lives"}},
        {"request": {**SENT, "Version": "2018-06-01"}, "note": "2020-09-30"},
        {"requests": [{"Action": "DeleteProject", "Id": "9 lives"}]},
        {"requests": [{"Action": "open", "ProjectName": "9 lives"}], "title": "CreateDataset"},
        {"request": {"Action": "BuyTickets", "Version": "2020-09-30", "ProjectName": "9 lives"}},
    ],
)
def test_others_requests_below_the_root_are_passed_over(document: Any) -> None:
    assert told(document, "calls.json") == []


@pytest.mark.parametrize(
    ("name", "operation"),
    [
        ("CreateDatasetRequest.json", "CreateDataset"),
        ("create_dataset_request.v2.json", "CreateDataset"),
        ("photos.CreateDataset.json", "CreateDataset"),
        ("BatchGetFileMetaRequest.json", "BatchGetFileMeta"),
    ],
)
def test_the_names_of_the_sdks_classes_are_names_of_files(name: str, operation: str) -> None:
    document = read(Source(name, b'{"ProjectName": "p", "DatasetName": "d"}'))
    assert document is not None
    assert [s.operation for s in document.subjects if isinstance(s, Request)] == [operation]


def test_the_answers_class_is_the_name_of_an_answer() -> None:
    document = read(Source("CreateDatasetResponse.json", b'{"RequestId": "1", "Dataset": {}}'))
    assert document is not None
    assert isinstance(document.subjects[0], Response)


MISSPELT = {
    "ProjectName": "p",
    "DatasetNmae": "d",
    "TemplateId": "Official:MediaMeta",
    "DatasetMaxBindCount": 99,
}


def test_a_slip_does_not_hide_a_request_that_names_no_operation() -> None:
    found = [finding for finding in lint(MISSPELT, "albums.json") if finding.code != "IMM101"]
    unknown, beyond = found
    assert (unknown.code, unknown.pointer) == ("IMM102", "/DatasetNmae")
    assert unknown.message == "CreateDataset/UpdateDataset has no parameter DatasetNmae; expected DatasetName"
    assert (beyond.code, beyond.pointer) == ("IMM105", "/DatasetMaxBindCount")


@pytest.mark.parametrize(
    ("document", "found"),
    [
        # A target is documented as missing in one of the candidates only, and is not told.
        ({"ProjectName": "9 p", "SourceURI": "oss://b/a", "TargetURI": "oss://b/c"}, ["IMM104"]),
        ({"ProjectName": "9 p", "DatasetName": "d", "TemplateId": "t", "Tags": {}}, []),
        ({"ProjectName": "9 p", "DatasetName": "d", "SmartClusterIds": [], "Description": "x"}, []),
    ],
)
def test_only_what_holds_for_every_candidate_is_told(document: Any, found: list[str]) -> None:
    assert [code for code, _ in told(document, "albums.json")] == found


@pytest.mark.parametrize(
    ("extra", "seen"),
    [
        ({"DatasetName": "9 d"}, False),
        ({"DatasetName": "9 d", "Description": "x"}, False),
        ({"DatasetName": "9 d", "Description": "x", "Tags": {}, "UserData": "x"}, False),
        ({"DatasetName": "9 d", "URI": "oss://b/a"}, True),
        ({"DatasetName": "9 d", "TemplateId": "x"}, True),
        ({"DatasetName": "9 d", "URI": "oss://b/a", "Colour": 1}, True),
        ({"DatasetName": "9 d", "URI": "oss://b/a", "Colour": 1, "Size": 2}, False),
        ({"DatasetName": "9 d", "URI": "oss://b/a", "CreateTime": "2026"}, False),
        ({"DatasetName": "9 d", "TemplateId": "x", "Description": "x", "a": 1, "FileCount": 3}, False),
        ({"DatasetName": "9 d", "URI": "s3://b/a"}, False),
        ({"DatasetName": "9 d", "URI": "oss://b/a", "Statement": []}, False),
    ],
)
def test_parameter_names_alone_must_speak_for_imm(extra: dict[str, Any], seen: bool) -> None:
    found = {code for code, _ in told({"ProjectName": "9 p", **extra}, "albums.json")}
    assert ("IMM104" in found) is seen


@pytest.mark.parametrize(
    ("document", "filename"),
    [
        ({"datasetName": "9 d", "templateId": "Official:ImageManagement"}, "create-dataset.json"),
        ({"Action": "CreateDataset", "datasetName": "9 d"}, "x.json"),
        ({"DatasetName": "9 d", "TemplateId": "Official:COSBasicMeta"}, "CreateDataset.json"),
        ({"TemplateId": "Official:FaceSearch", "DatasetMaxBindCount": 99}, "CreateDataset.json"),
        (
            {"DatasetName": "9 d", "Query": {"Operation": "eq", "Field": "Size", "Value": "1"}},
            "SimpleQuery.json",
        ),
        (
            {
                "DatasetName": "9 d",
                "Query": {"Operation": "and", "SubQueries": [{"Field": "x"}]},
                "Sort": "Size",
                "Order": "down",
                "MaxResults": 1000,
                "Aggregations": [],
            },
            "simple-query.json",
        ),
        ({"DatasetName": "9 d", "File": {"URI": "cos://b-1/a.jpg"}}, "IndexFileMeta.json"),
        ({"ProjectName": "9 p", "DisplayName": "x", "Description": "x"}, "CreateProject.json"),
        ({"ProjectName": "9 p", "Description": "x", "TemplateId": 7}, "project.json"),
    ],
)
def test_the_same_operations_of_others_are_passed_over(document: Any, filename: str) -> None:
    assert told(document, filename) == []


@pytest.mark.parametrize(
    "document",
    [
        {"ProjectName": "9 p", "datasetName": "d"},
        {"ProjectName": "9 p", "DatasetNmae": "d"},
        {"project_name": "9 p", "dataset_name": "d"},
        {"ProjectName": "9 p", "DatasetName": "d", "Description": "stored under s3://x before"},
    ],
)
def test_ours_with_a_slip_is_still_ours(document: Any) -> None:
    assert lint(document, "CreateDataset.json")


def test_an_operation_or_version_given_leaves_no_doubt() -> None:
    document = {"datasetName": "d"}
    config = Config(operation="CreateDataset", kinds={"*": "request:CreateDataset"})
    assert immlint.lint_text(json.dumps(document), filename="x.json", config=config)
    sent = {"Action": "CreateDataset", "Version": "2020-09-30", "TemplateId": "Official:COSBasicMeta"}
    assert lint(sent, "x.json")


@pytest.mark.parametrize(
    ("name", "keys", "seen"),
    [
        ("get-file-meta", ("ProjectName", "DatasetName", "Path"), True),
        ("GetFileMeta", ("DatasetName", "ProjectName", "Object", "Bucket"), True),
        ("batch-get-file-meta.prod", ("ProjectName", "DatasetName", "Paths"), True),
        ("delete-file-meta", ("ProjectName", "Path"), False),
        ("get-file-meta", ("ProjectName", "DatasetName", "Path", "Bucket", "Owner"), False),
        ("get-file-meta", ("DatasetName", "Path"), False),
        ("file-meta", ("ProjectName", "DatasetName", "Path"), False),
    ],
)
def test_a_file_named_by_its_operation_may_have_a_wrong_key(
    name: str, keys: tuple[str, ...], seen: bool
) -> None:
    found = told(dict.fromkeys(keys, "a"), f"{name}.json")
    assert ("IMM101" in {code for code, _ in found}) == seen
    assert bool(found) == seen
