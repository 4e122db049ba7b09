"""Requests held against policies, from the command line and by configuration."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.command import immlint

REQUESTS = """\
[{"Action": "CreateDataset", "ProjectName": "photos", "DatasetName": "d"},
 {"Action": "DeleteDataset", "ProjectName": "photos", "DatasetName": "d"}]
"""
POLICY = {
    "Version": "1",
    "Statement": [
        {"Effect": "Allow", "Action": "imm:*Dataset", "Resource": "acs:imm:*:*:project/photos/dataset/*"},
        {"Effect": "Deny", "Action": "imm:Delete*", "Resource": "*"},
    ],
}

AWS = """\
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "requests.json").write_text(REQUESTS)
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "ci.json").write_text(json.dumps(POLICY, indent=2))
    return tmp_path


def test_denied_call_names_request_and_statement(folder: Path) -> None:
    args = ("requests.json", "--policy", "policies/ci.json")
    code, out, _ = immlint(*args, cwd=folder)
    assert code == 1
    assert out == (
        'requests.json:2:13: error GNT103 imm:DeleteDataset on "project/photos/dataset/d" is denied by'
        " ci.json#/Statement/1; expected no Deny on it\n"
    )
    (finding,) = json.loads(immlint(*args, "--output-format", "json", cwd=folder)[1])
    assert finding["related"] == [
        {"message": "this denies it", "path": "policies/ci.json", "line": 9, "column": 5}
    ]


def test_policy_is_linted_only_among_the_paths(folder: Path) -> None:
    vain = {"Effect": "Allow", "Action": "imm:Nosuch*", "Resource": "*"}
    wrong = {**POLICY, "Statement": [*POLICY["Statement"], vain]}
    (folder / "policies" / "ci.json").write_text(json.dumps(wrong))
    args = ("requests.json", "--policy", "policies/ci.json", "--select", "RAM302,GNT103")
    codes = [line.split()[2] for line in immlint(*args, cwd=folder)[1].splitlines()]
    assert codes == ["GNT103"]
    codes = [line.split()[2] for line in immlint(*args, "policies", cwd=folder)[1].splitlines()]
    assert sorted(codes) == ["GNT103", "RAM302"]


def test_policies_among_the_paths_are_not_held_against_requests(folder: Path) -> None:
    assert immlint(".", "--pedantic", "--select", "GNT", cwd=folder)[:2] == (0, "")


def test_configuration_names_policies_by_glob(folder: Path) -> None:
    (folder / "immlint.toml").write_text('policies = ["policies/*.json"]\n')
    inner = folder / "inner"
    inner.mkdir()
    code, out, _ = immlint("../requests.json", cwd=inner)
    assert code == 1
    assert "GNT103" in out
    assert immlint("../requests.json", "--isolated", cwd=inner)[0] == 0


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("none.json", None, "policy none.json: there is no such file"),
        ("text.json", "{", "policy text.json: the text ends;"),
        ("trust.json", None, "holds no policy of a caller"),
        ("empty.json", '{"Version": "1", "Statement": []}', "holds no policy of a caller"),
        ("aws.json", AWS, "policy aws.json: a policy of AWS; expected one of RAM"),
        ("role.yaml", "{{- if x }}\nStatement: []\n{{ end }}\n", "policy role.yaml: this is a template;"),
    ],
)
def test_policy_that_cannot_be_used_ends_with_2(folder: Path, name: str, text: str | None, says: str) -> None:
    if name == "trust.json":
        principal = {"Service": ["imm.aliyuncs.com"]}
        statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}
        text = json.dumps({"Version": "1", "Statement": [statement]})
    if text is not None:
        (folder / name).write_text(text)
    code, out, err = immlint("requests.json", "--policy", name, cwd=folder)
    assert (code, out) == (2, "")
    assert says in err
    assert "Traceback" not in err


def test_policy_is_refused_before_anything_is_read(folder: Path) -> None:
    statement = {"Effect": "Allow", "Action": "imm:*", "Resource": "*"}
    (folder / "p.json").write_text("\ufeff" + json.dumps({"Version": "1", "Statement": [statement]}), "utf-8")
    # A mark at the beginning hides nothing.
    assert immlint("requests.json", "--policy", "p.json", cwd=folder)[0] == 0
    (folder / "p.json").write_text("{")
    os.mkfifo(folder / "pipe.json")
    # Nobody writes into the pipe: it would take seconds to find out.
    code, out, err = immlint("pipe.json", "p.json", "--policy", "p.json", cwd=folder)
    assert (code, out) == (2, "")
    assert err.startswith("Error: policy p.json: the text ends;")


def test_session_policy_limits_what_others_grant(folder: Path) -> None:
    (folder / "immlint.toml").write_text('[kinds]\n"session.json" = "session-policy"\n')
    statement = {"Effect": "Allow", "Action": "imm:Get*", "Resource": "*"}
    (folder / "session.json").write_text(json.dumps({"Version": "1", "Statement": [statement]}))
    args = ("requests.json", "--policy", "policies/ci.json")
    assert "imm:CreateDataset" not in immlint(*args, cwd=folder)[1]
    out = immlint(*args, "--policy", "session.json", cwd=folder)[1]
    assert 'GNT101 imm:CreateDataset on "project/photos/dataset/d" is not granted' in out


def test_policy_that_is_filled_in_later_makes_no_finding(folder: Path) -> None:
    statement = {"Effect": "Allow", "Action": "imm:*", "Resource": "acs:imm:*:*:project/${p}/dataset/*"}
    (folder / "p.json").write_text(json.dumps({"Version": "1", "Statement": [statement]}))
    assert immlint("requests.json", "--policy", "p.json", cwd=folder)[:2] == (0, "")
    statement["Resource"] = "acs:imm:*:*:project/videos-${p}/dataset/*"
    (folder / "p.json").write_text(json.dumps({"Version": "1", "Statement": [statement]}))
    assert "GNT101" in immlint("requests.json", "--policy", "p.json", cwd=folder)[1]


def test_request_of_unknown_operation_may_need_any_of_its_candidates(folder: Path) -> None:
    (folder / "body.json").write_text('{"ProjectName": "videos", "DatasetName": "d", "URI": "oss://b/a"}')
    args = ("body.json", "--policy", "p.json", "--select", "GNT", "--pedantic")
    for action, codes in (("imm:DeleteFileMeta", []), ("imm:CreateProject", ["GNT104"])):
        statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
        (folder / "p.json").write_text(json.dumps({"Version": "1", "Statement": [statement]}))
        code, out, _ = immlint(*args, cwd=folder)
        assert (code, [line.split()[2] for line in out.splitlines()]) == (0, codes)


def test_old_api_is_not_held(folder: Path) -> None:
    (folder / "old.json").write_text('{"Action": "GetProject", "Version": "2017-09-06", "Project": "x"}')
    args = ("old.json", "--policy", "policies/ci.json", "--select", "GNT1", "--ignore", "GNT104")
    assert immlint(*args, cwd=folder)[:2] == (0, "")


CODE = """\
import sys

from alibabacloud_imm20200930 import models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi.models import Config

client = Client(Config(region_id="cn-beijing"))
env = "prod" if len(sys.argv) > 1 else "test"


def create(name):
    client.create_dataset(models.CreateDatasetRequest(project_name=f"{env}-photos", dataset_name=name))


def send(request):
    client.get_dataset(request)


send(models.GetDatasetRequest(project_name="prod-photos", dataset_name="d"))


def later(request):
    client.fuzzy_query(request)
"""


def test_code_is_held_against_policies(folder: Path) -> None:
    (folder / "app.py").write_text(CODE)
    statement = {"Effect": "Allow", "Action": "imm:*", "Resource": "acs:imm:*:*:project/prod-*"}
    (folder / "p.json").write_text(json.dumps({"Version": "1", "Statement": [statement]}))
    code, out, _ = immlint("app.py", "--policy", "p.json", cwd=folder)
    assert code == 1
    assert out == (
        'app.py:12:12: warning GNT102 imm:CreateDataset is granted on "project/prod-photos/dataset/*",'
        ' not on "project/test-photos/dataset/*"; expected all of them\n'
    )
    codes = [
        line.split()[2]
        for line in immlint("app.py", "--policy", "p.json", "--pedantic", cwd=folder)[1].splitlines()
    ]
    # What is asked of is not known: that is information.
    assert codes == ["GNT102", "GNT102"]


def test_policy_in_code_is_one_that_grants(folder: Path) -> None:
    (folder / "app.py").write_text(CODE)
    document = {"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:Get*", "Resource": "*"}]}
    (folder / "infra.py").write_text(f"import json\n\nPOLICY = json.dumps({document})\n# acs: policy\n")
    code, out, err = immlint("app.py", "--policy", "infra.py", "--select", "GNT101", cwd=folder)
    assert (code, err) == (1, "2 errors in 1 file\n")
    assert [line.split()[3] for line in out.splitlines()] == ["imm:CreateDataset", "imm:FuzzyQuery"]


def test_policy_for_code_is_just_what_it_needs(folder: Path) -> None:
    (folder / "app.py").write_text(CODE)
    code, out, err = immlint("policy", "app.py", cwd=folder)
    assert (code, err) == (0, "")
    head = "acs:imm:cn-beijing:*:project/"
    assert [(s["Action"], s["Resource"]) for s in json.loads(out)["Statement"]] == [
        (["imm:FuzzyQuery"], [f"{head}*/dataset/*"]),
        (["imm:CreateDataset"], [f"{head}prod-photos/dataset/*", f"{head}test-photos/dataset/*"]),
        (["imm:GetDataset"], [f"{head}prod-photos/dataset/d"]),
    ]
    (folder / "least.json").write_text(out)
    assert immlint("app.py", "least.json", "--policy", "least.json", cwd=folder)[0] == 0
    found = immlint("app.py", "--policy", "least.json", "--pedantic", "--select", "GNT", cwd=folder)
    assert found[:2] == (0, "")
