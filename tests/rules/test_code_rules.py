"""The rules about code, given uses of the SDKs made by hand: the bounds of what each may say."""

from __future__ import annotations

from typing import Any

import pytest
from immlint.rules import registry

import immlint
from immlint.catalog import load
from immlint.config import Config
from immlint.document import Unread
from immlint.facts import Facts
from immlint.finding import Severity
from immlint.issue import Issue
from immlint.member import Member, Run
from immlint.near import near
from immlint.repair import Rename, Repair
from immlint.source import Source
from immlint.subject import CallSite, CodeSubject, Place, Problem, Request, Site, template
from immlint.subject.code import (
    ClientMade,
    FieldGiven,
    KeyWritten,
    Means,
    NameCalled,
    ObjectGiven,
    PositionalGiven,
)

FACTS = Facts(load())


AT = Place((Site(0),))


def issues(code: str, subject: CodeSubject) -> list[Issue]:
    return list(registry().find(code).check(subject, FACTS))


def texts(code: str, subject: CodeSubject) -> list[str]:
    return [issue.text for issue in issues(code, subject)]


def given(means: Means, model: str, name: str) -> FieldGiven:
    return FieldGiven(Place((Site(0), name), key=True), model, name, means)


@pytest.mark.parametrize(
    ("owner", "name", "meant"),
    [
        ("CreateDatasetRequest", "DatasetName", "dataset_name"),
        ("CreateDatasetRequest", "datset_name", "dataset_name"),
        ("AttachOSSBucketRequest", "oss_bucket", "ossbucket"),
        ("CreateFigureClustersMergingTaskRequest", "From", "from_"),
        ("InputFile", "URI", "uri"),
        ("CreateDatasetShrinkRequest", "workflow_parameters", "workflow_parameters_shrink"),
        ("CreateDatasetRequest", "colour", None),
    ],
)
def test_names_are_told_with_the_nearest(owner: str, name: str, meant: str | None) -> None:
    for code, means in (("SDK101", Means.ATTRIBUTE), ("SDK102", Means.KEYWORD)):
        (issue,) = issues(code, given(means, owner, name))
        assert issue.text.endswith(f"expected {meant or 'one of its fields'}")
        assert (issue.repair is not None) == (meant is not None)


@pytest.mark.parametrize("row", load().classes.values(), ids=lambda row: row.name)
def test_fields_of_every_class_are_let_pass(row: Any) -> None:
    for python, field in row.fields.items():
        assert not issues("SDK102", given(Means.KEYWORD, row.name, python))
        assert not issues("SDK101", given(Means.ATTRIBUTE, row.name, python))
        assert not issues("SDK101", given(Means.MAP_KEY, row.name, field.name))
        assert not issues("SDK106", given(Means.KEYWORD, row.name, python))
        assert not issues("SDK106", given(Means.MAP_KEY, row.name, field.name))


def test_former_names_are_told_once() -> None:
    for means in (Means.KEYWORD, Means.ATTRIBUTE):
        former = given(means, "CreateDatasetRequest", "dataset_config")
        assert [c for c in ("SDK101", "SDK102", "SDK106") if issues(c, former)] == ["SDK106"]
    assert texts("SDK106", given(Means.MAP_KEY, "CreateDatasetRequest", "DatasetMaxOSSBindCount")) == [
        "CreateDatasetRequest has DatasetMaxOSSBindCount in old versions of the SDK only;"
        " expected DatasetMaxBindCount"
    ]
    assert not issues("SDK101", given(Means.MAP_KEY, "CreateDatasetRequest", "DatasetConfig"))


def test_classes_that_are_not_known_are_let_pass() -> None:
    assert not issues("SDK101", given(Means.ATTRIBUTE, "SomethingElse", "x"))
    assert not issues("SDK102", given(Means.KEYWORD, "SomethingElse", "x"))
    assert not issues("SDK103", PositionalGiven(AT, "SomethingElse", 1))


def test_attributes_of_ones_own_are_let_pass() -> None:
    assert not issues("SDK101", given(Means.ATTRIBUTE, "CreateDatasetRequest", "_retries"))


def test_one_field_leaves_little_to_mistake() -> None:
    assert [i.severity for i in issues("SDK103", PositionalGiven(AT, "MNS", 1))] == [Severity.WARNING]
    assert [i.severity for i in issues("SDK103", PositionalGiven(AT, "CreateDatasetRequest", 1))] == [None]
    assert texts("SDK103", PositionalGiven(AT, "CreateDatasetRequest", 2)) == [
        "the values given by position become dataset_max_bind_count, dataset_max_entity_count of"
        " CreateDatasetRequest; expected keywords"
    ]


@pytest.mark.parametrize(("given", "says"), [("dict", "a dict"), ("NoneType", "None"), ("str", "text")])
def test_wrong_argument_is_named(given: str, says: str) -> None:
    assert texts("SDK105", ObjectGiven(AT, "get_project", None, given, "GetProjectRequest")) == [
        f"get_project is given {says}; expected a GetProjectRequest"
    ]
    assert not issues(
        "SDK105", ObjectGiven(AT, "get_project", None, "GetProjectRequest", "GetProjectRequest")
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("LTAI5tQ7vWm3ZkR9bXnPcY2d", True),
        ("LTAI4GcX9pTm6YrK", True),
        ("LTAI4GcX9pTm6Yr", False),
        ("LTAIxxxxxxxxxxxxxxxxxxxx", False),
        ("LTAI****************", False),
        ("ltai5tQ7vWm3ZkR9bXnPcY2d", False),
        ("prefix LTAI5tQ7vWm3ZkR9bXnPcY2d", False),
    ],
)
def test_key_is_found_and_never_shown(text: str, found: bool) -> None:
    said = issues("SDK109", KeyWritten(AT, text))
    assert bool(said) == found
    for issue in said:
        assert text not in issue.text + issue.hint_text
        assert text[:6] in issue.text


def test_unknown_method_is_sure_only_beside_a_known_one() -> None:
    near_one = issues("SDK110", NameCalled(AT, "Client", "attach_oss_bucket"))
    assert [(i.severity, i.text.rpartition(" ")[2]) for i in near_one] == [(None, "attach_ossbucket")]
    assert [i.severity for i in issues("SDK110", NameCalled(AT, "Client", "enchant_unicorns"))] == [
        Severity.WARNING
    ]
    for name in (*load().methods, "call_api", "do_rpcrequest_async", "get_endpoint", "execute"):
        assert not issues("SDK110", NameCalled(AT, "Client", name))


def test_setters_of_the_core_sdk_are_known() -> None:
    for operation in load().operations.values():
        for name in operation.core_setters:
            assert not issues("SDK110", NameCalled(AT, f"{operation.name}Request", f"set_{name}"))
    assert not issues("SDK110", NameCalled(AT, "CreateDatasetRequest", "set_version"))
    # The last core SDK has no setter for it.
    assert texts("SDK110", NameCalled(AT, "CreateDatasetRequest", "set_WorkflowParameters")) == [
        "CreateDatasetRequest has no method set_WorkflowParameters; expected one of the SDK"
    ]


def test_client_that_knows_its_host_is_let_pass() -> None:
    for names in (("region_id",), ("endpoint",), ("network", "region_id")):
        assert not issues("SDK108", ClientMade(AT, names))
    assert issues("SDK108", ClientMade(AT, ("network",)))


# --- over a run


def request(operation: str, dataset: object = "d", scope: str | None = "f/", **more: Any) -> Request:
    parameters = {"ProjectName": "p", "DatasetName": dataset}
    call = None if scope is None else CallSite(scope, typed=True, **more)
    return Request(operation, parameters, (Site(0),), call=call)


DOCUMENT = Unread(Source("app.py", b""), Problem("unreadable", "no file"))


def told(code: str, *requests: Request) -> int:
    members = [Member(DOCUMENT, subject) for subject in requests]
    return len(list(registry().find(code).check(Run(members), FACTS)))


def test_order_counts_within_one_piece_of_code_only() -> None:
    query, create = request("SimpleQuery"), request("CreateDataset")
    assert told("SDK111", query, create) == 1
    assert told("SDK111", create, query) == 0
    assert told("SDK111", request("SimpleQuery", scope="f/1"), create) == 0
    assert told("SDK111", request("SimpleQuery", scope=""), request("CreateDataset", scope="")) == 0
    assert told("SDK111", request("SimpleQuery", scope=None), request("CreateDataset", scope=None)) == 0
    assert told("SDK111", request("SimpleQuery", region="cn-beijing"), create) == 0
    assert told("SDK111", request("GetDataset"), create) == 0
    assert told("SDK111", query, request("DeleteDataset"), create) == 0
    assert told("SDK111", request("CreateDataset", scope="g/"), query, create) == 0


def test_order_counts_for_known_names_only() -> None:
    hole = template("${name}")
    assert told("SDK111", request("SimpleQuery", hole), request("CreateDataset", hole)) == 0


def test_two_creations_in_code_need_not_both_run() -> None:
    assert told("IMM112", request("CreateDataset"), request("CreateDataset")) == 0
    create, branch = (request("CreateDataset", scope=scope) for scope in ("f/@0", "f/1@0"))
    assert told("IMM112", create, branch) == 0
    assert told("IMM112", request("CreateDataset", scope=""), request("CreateDataset", scope="")) == 0
    # What one client sends in a straight piece is all sent.
    assert told("IMM112", create, create) == 1
    assert told("IMM112", create, request("DeleteDataset", scope="f/@0"), create) == 0
    plain = [request("CreateDataset", scope=None), request("CreateDataset", scope=None)]
    assert told("IMM112", *plain) == 1


# --- names and fixes


def test_near_names_are_those_of_equal_letters_first() -> None:
    assert near("TemplateID", ["template_id", "template_ids"]) == ["template_id"]
    assert near("colour", ["template_id"]) == []
    assert near("URI", {"uri": "uri", "URI": "uri"}) == ["uri"]


def test_renaming_keeps_quotes() -> None:
    repair = Repair.renaming(Place(), "a", ["b"])
    assert repair is not None
    assert repair.changes == (Rename(Place(), "a", "b"),)


_HEAD = "from alibabacloud_imm20200930 import models\n"


@pytest.mark.parametrize(
    ("line", "fixed"),
    [
        ("models.GetProjectRequest(projct_name='p')", "models.GetProjectRequest(project_name='p')"),
        (
            "models.GetProjectRequest(**{'projct_name': 'p'})",
            "models.GetProjectRequest(**{'project_name': 'p'})",
        ),
        (
            "models.GetProjectRequest().from_map({'projectName': 'p'})",
            "models.GetProjectRequest().from_map({'ProjectName': 'p'})",
        ),
        ("models.GetProjectRequest(**{'projct' '_name': 'p'})", None),
        (
            "r = models.GetProjectRequest()\nsetattr(r, 'projct_name', 'p')",
            "r = models.GetProjectRequest()\nsetattr(r, 'project_name', 'p')",
        ),
        ("K = 'projct_name'\nmodels.GetProjectRequest(**{K: 'p'})", None),
        (
            "models.CreateDatasetRequest(dataset_max_bind_count='5')",
            "models.CreateDatasetRequest(dataset_max_bind_count=5)",
        ),
        ("N = '5'\nmodels.CreateDatasetRequest(dataset_max_bind_count=N)", None),
    ],
)
def test_fix_is_offered_where_the_name_is_written(line: str, fixed: str | None) -> None:
    text = _HEAD + line + "\n"
    config = Config(pedantic=True, select=("SDK101", "SDK102", "IMM103"))
    (finding,) = immlint.lint_text(text, filename="app.py", config=config)
    if fixed is None:
        assert finding.fix is None
    else:
        assert finding.fix is not None
        (edit,) = finding.fix.edits
        assert text[: edit.start] + edit.text + text[edit.end :] == _HEAD + fixed + "\n"
