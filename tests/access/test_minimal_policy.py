"""The least policy: exact, short enough, and just what the requests it was made from need."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import immlint
from immlint.access.ask import asked_by
from immlint.access.least import LIMIT, documents, statements
from immlint.catalog import load
from immlint.config import Config
from immlint.subject import UNKNOWN, Request, lifted
from tests.command import immlint as command

OPERATIONS = [o for o in load().operations.values() if o.ram.action]
NAMES = st.sampled_from(["a", "b", "photos", "${env}", "${env}-photos", "prod-${x}"])


def request(operation: str, project: str, dataset: str, region: str | None = None) -> dict[str, Any]:
    known = load().operations[operation].parameter_names
    given = {"ProjectName": project, "DatasetName": dataset}
    where = {"RegionId": region} if region else {}
    return {"Action": operation, "Version": "2020-09-30", **where} | {
        k: v for k, v in given.items() if k in known
    }


def written(requests: list[dict[str, Any]], limit: int = LIMIT) -> list[str]:
    catalog = load()
    asks = [
        ask
        for r in requests
        for ask in asked_by(Request(r["Action"], lifted(r)), catalog.operations[r["Action"]])
    ]
    return documents(statements(asks), limit)


def codes(requests: list[dict[str, Any]], policies: list[Path]) -> set[str]:
    config = Config(pedantic=True, policies=tuple(map(str, policies)), select=("GNT",))
    found = immlint.lint_text(json.dumps(requests), filename="requests.json", config=config)
    assert not [f for f in found if f.code == "LNT904"]
    return {f.code for f in found}


_ROWS = st.tuples(
    st.sampled_from([o.name for o in OPERATIONS]), NAMES, NAMES, st.sampled_from([None, "cn-beijing"])
)


@settings(max_examples=40, deadline=None)
@given(st.lists(_ROWS, min_size=1, max_size=8))
def test_fed_back_it_grants_all_and_nothing_unused(tmp_path_factory: Any, rows: list[Any]) -> None:
    requests = [request(*row) for row in rows]
    (text,) = written(requests)
    path = tmp_path_factory.mktemp("policy") / "policy.json"
    path.write_text(text)
    assert codes(requests, [path]) == set()
    # That a star for an unknown name names every one is information, and true.
    assert {f.code for f in immlint.lint_text(text, filename="policy.json")} <= {"RAM403"}


def test_order_of_requests_does_not_matter() -> None:
    requests = [request(o.name, p, "d") for o in OPERATIONS[:20] for p in ("a", "b")]
    assert written(requests) == written(requests[::-1])


def test_each_resource_has_just_the_actions_asked_of_it() -> None:
    requests = [
        request("CreateDataset", "p", "a"),
        request("CreateDataset", "p", "b"),
        request("DeleteDataset", "p", "b"),
        request("GetProject", "p", ""),
        request("ListProjects", "", ""),
    ]
    (text,) = written(requests)
    rows = [(s["Action"], s["Resource"]) for s in json.loads(text)["Statement"]]
    assert rows == [
        (["imm:ListProjects"], ["acs:imm:*:*:project/*"]),
        (["imm:GetProject"], ["acs:imm:*:*:project/p"]),
        (["imm:CreateDataset"], ["acs:imm:*:*:project/p/dataset/a"]),
        (["imm:CreateDataset", "imm:DeleteDataset"], ["acs:imm:*:*:project/p/dataset/b"]),
    ]


def test_what_a_wider_pattern_covers_is_not_said_again() -> None:
    requests = [request("GetDataset", "${env}-p", "d"), request("GetDataset", "test-p", "d")]
    (text,) = written(requests)
    assert [s["Resource"] for s in json.loads(text)["Statement"]] == [["acs:imm:*:*:project/*-p/dataset/d"]]


def test_long_policies_are_compact_and_then_split(tmp_path: Path) -> None:
    requests = [request("CreateDataset", "photos", f"albums_{n:03}") for n in range(110)]
    (text,) = written(requests)
    assert len(text) <= LIMIT
    assert "\n" not in text.rstrip("\n")
    requests += [request("GetDataset", "photos", f"music_{n:03}") for n in range(60)]
    texts = written(requests)
    assert len(texts) > 1
    assert all(len(text) <= LIMIT for text in texts)
    paths = [tmp_path / f"{number}.json" for number in range(len(texts))]
    for path, part in zip(paths, texts, strict=True):
        path.write_text(part)
        assert immlint.lint_text(part, filename="policy.json") == []
    assert codes(requests, paths) == set()


def test_command_writes_one_policy_or_several(tmp_path: Path) -> None:
    requests = [request("CreateDataset", "photos", "d"), {"Action": "ListRegions", "Version": "2020-09-30"}]
    (tmp_path / "r.json").write_text(json.dumps(requests))
    account = "1234567890123456"
    code, out, err = command("policy", "r.json", "--account", account, "--region", "cn-beijing", cwd=tmp_path)
    assert code == 0
    (statement,) = json.loads(out)["Statement"]
    assert statement["Resource"] == [f"acs:imm:cn-beijing:{account}:project/photos/dataset/d"]
    assert err == "ListRegions needs no grant\n"
    requests += [request("CreateDataset", "photos", f"albums_{n}") for n in range(140)]
    (tmp_path / "r.json").write_text(json.dumps(requests))
    code, out, err = command("policy", "r.json", cwd=tmp_path)
    assert (code, out) == (2, "")
    assert "6144" in err
    assert "--split" in err
    code, out, _ = command("policy", "r.json", "--split", "out", cwd=tmp_path)
    assert code == 0
    files = [tmp_path / line for line in out.splitlines()]
    assert [file.name for file in files] == ["policy-1.json", "policy-2.json"]
    assert codes(requests, files) == set()


def test_a_folder_of_policies_holds_those_of_one_run(tmp_path: Path) -> None:
    out = tmp_path / "out"
    requests = [request("CreateDataset", "photos", f"albums_{n}") for n in range(140)]
    (tmp_path / "r.json").write_text(json.dumps(requests))
    assert command("policy", "r.json", "--split", "out", cwd=tmp_path)[0] == 0
    others = {"policy-3.json": "{}", "policy-4.json": "not JSON", "policy-02.json": "{}", "policy.json": "{}"}
    for name, text in others.items():
        (out / name).write_text(text)
    (tmp_path / "r.json").write_text(json.dumps(requests[:1]))
    code, written, err = command("policy", "r.json", "--split", "out", cwd=tmp_path)
    assert (code, len(written.splitlines())) == (0, 1)
    assert [line.rpartition("/")[2] for line in err.splitlines()] == [
        "policy-2.json: removed, as it is of an earlier run"
    ]
    # What is no policy of ours is left alone.
    assert {path.name for path in out.iterdir()} == {"policy-1.json", *others}
    assert len(json.loads((out / "policy-1.json").read_text())["Statement"]) == 1


@pytest.mark.parametrize(
    ("text", "args", "says"),
    [
        ('[{"Action": "ListRegions", "Version": "2020-09-30"}]', (), "no IMM request or call"),
        ('{"name": "x"}', (), "no IMM request or call"),
        ('{"Action": "GetProject", "ProjectName": "p"', (), "r.json: "),
        (
            '{"ProjectName": "p", "DatasetName": "d", "TemplateId": "t"}',
            (),
            "which operation is meant is not told",
        ),
        ('{"Action": "GetProject", "ProjectName": "1"}', (), "has a name that is not legal"),
        ("{}", ("--account", "12"), "--account: '12' is none; expected 16 digits"),
        ("{}", ("--region", "Beijing"), "--region: 'Beijing' is none"),
        ("{}", ("--operation", "CreateDatset"), "did you mean CreateDataset?"),
    ],
)
def test_nothing_to_write_ends_with_2(tmp_path: Path, text: str, args: tuple[str, ...], says: str) -> None:
    (tmp_path / "r.json").write_text(text)
    code, out, err = command("policy", "r.json", *args, cwd=tmp_path)
    assert (code, out) == (2, "")
    assert says in err
    assert "Traceback" not in err


def test_what_other_files_give_a_function_is_what_it_asks_for(tmp_path: Path) -> None:
    (tmp_path / "lib.py").write_text(
        "from alibabacloud_imm20200930 import client, models\n"
        "imm = client.Client(config)\n"
        "def ensure(project='demo', dataset='d'):\n"
        "    imm.create_dataset(models.CreateDatasetRequest(project_name=project, dataset_name=dataset))\n"
        "class Job:\n"
        "    def __init__(self, project='other'):\n"
        "        self.project = project\n"
        "    def run(self):\n"
        "        imm.get_dataset(models.GetDatasetRequest(project_name=self.project, dataset_name='x'))\n"
    )
    # A default is one way to call a function that nobody calls here: it may be any name.
    assert resources(tmp_path) == {"acs:imm:*:*:project/*/dataset/*", "acs:imm:*:*:project/*/dataset/x"}
    (tmp_path / "app.py").write_text(
        "from lib import ensure, Job\nensure('photos', 'a')\nJob('photos').run()\n"
    )
    (tmp_path / "unrelated.py").write_text("import os\n")
    assert resources(tmp_path) == {
        "acs:imm:*:*:project/photos/dataset/a",
        "acs:imm:*:*:project/photos/dataset/x",
    }


def resources(folder: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-m", "immlint", "policy", "--isolated", str(folder)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return {r for s in json.loads(done.stdout)["Statement"] for r in s["Resource"]}


def test_only_what_hides_requests_stops_it(tmp_path: Path) -> None:
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "GetProject.json").write_text('\ufeff{"ProjectName": "p"}', "utf-8")
    statement = '{"Effect": "Allow", "Action": "imm:*", "Resource": "*"}'
    (folder / "marked.json").write_text(f'\ufeff{{"Version": "1", "Statement": [{statement}]}}', "utf-8")
    (folder / "broken.json").write_text(f'{{"Version": "1", "Statement": [{statement}]')
    (folder / "twice.yaml").write_text("Statement: []\nStatement:\n- {Effect: Allow, Action: 'imm:*'}\n")
    (folder / "role.yaml").write_text(
        "{{- if x }}\nStatement:\n- {Effect: Allow, Action: 'imm:*'}\n{{ end }}\n"
    )
    code, out, err = command("policy", "app", cwd=tmp_path)
    assert (code, json.loads(out)["Statement"][0]["Action"]) == (0, ["imm:GetProject"])
    assert err == ""
    (folder / "CreateProject.yaml").write_text("{{- if x }}\nProjectName: p\n{{- end }}\n")
    code, _, err = command("policy", "app", cwd=tmp_path)
    assert (code, err) == (0, "app/CreateProject.yaml: this is a template; left out\n")
    assert command("policy", "app/CreateProject.yaml", cwd=tmp_path)[0] == 2
    (folder / "GetDataset.json").write_text('{"ProjectName": "p",')
    code, _, err = command("policy", "app", cwd=tmp_path)
    assert (code, err) == (
        2,
        'Error: app/GetDataset.json: the text ends; expected a key in double quotes or "}"\n',
    )


@pytest.mark.parametrize("region", [None, "cn-beijing"])
def test_whatever_is_unknown_it_is_called_neither_unscoped_nor_wrong(region: str | None) -> None:
    for operation in OPERATIONS:
        asks = asked_by(Request(operation.name, dict.fromkeys(operation.parameters, UNKNOWN)), operation)
        (text,) = documents(statements(asks, region))
        found = immlint.lint_text(text, filename="policy.json", config=Config(pedantic=True))
        # That a star names every name is information, and true.
        assert {f.code for f in found} <= {"RAM403"}, operation.name


def test_a_region_without_imm_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text(json.dumps([request("CreateDataset", "photos", "d")]))
    for region, hint in (("cn-hangzou", "; did you mean cn-hangzhou?"), ("mars-1", "")):
        code, out, err = command("policy", "r.json", "--region", region, cwd=tmp_path)
        assert (code, out) == (2, "")
        assert f"--region: IMM is in no region '{region}'{hint}\n" in err
