"""Files as they come: hostile, unreadable, many; and rules that fail."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from immlint.rules import registry

import immlint
from immlint.config import Config
from immlint.document import read
from immlint.facts import Facts
from immlint.finding import Severity
from immlint.input import LARGEST, Input, TooLargeError, load
from immlint.issue import Issue
from immlint.registry import Entry, Registry
from immlint.rule import rule
from immlint.run import run
from immlint.source import Source
from immlint.subject import Request
from tests.steps import steps

WRONG = '{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "1"}\n'


def codes(*paths: Path) -> list[tuple[str, str]]:
    return [(os.path.basename(f.path), f.code) for f in immlint.lint_paths(map(str, paths))]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "z-request.json"
    path.write_text(WRONG)
    return path


def test_a_lone_path_is_taken_as_one(good: Path) -> None:
    assert immlint.lint_paths(str(good)) == immlint.lint_paths(good) == immlint.lint_paths([good])
    assert [f.code for f in immlint.lint_paths(good)] == ["IMM104"]


def test_large_file_is_refused_and_others_are_checked(tmp_path: Path, good: Path) -> None:
    with (tmp_path / "big.json").open("wb") as file:
        file.write(b'{"Version": "1", "Statement": [{"Effect": "Allow", ')
        file.truncate(100 * 2**20)
    with (tmp_path / "data.json").open("wb") as file:
        file.truncate(LARGEST + 1)
    assert codes(tmp_path) == [("big.json", "LNT905"), ("z-request.json", "IMM104")]
    # What is kept of it, to tell whether it is ours, is its head.
    with pytest.raises(TooLargeError) as caught:
        load(Input(str(tmp_path / "big.json"), named=False))
    assert len(caught.value.head.data) < LARGEST / 100


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"Statement":'])
def test_deep_nesting_ends(tmp_path: Path, good: Path, opening: str) -> None:
    path = tmp_path / "CreateDataset.json"
    taken = []
    for depth in (50_000, 100_000):
        path.write_text(opening * depth)
        taken.append(steps(lambda: codes(tmp_path)))
    assert taken[1] < 3 * taken[0]
    found = codes(tmp_path)
    assert ("z-request.json", "IMM104") in found
    assert len([f for f in found if f[0] == path.name]) == 1


def test_billion_laughs_ends(tmp_path: Path, good: Path) -> None:
    lines = ["Action: CreateDataset", "Version: '2020-09-30'", "a0: &a0 [x]"]
    taken = []
    for n in range(1, 30):
        lines.append(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]")
        if n in (14, 29):
            (tmp_path / "laughs.yaml").write_text("\n".join(lines) + "\n")
            taken.append(steps(lambda: codes(tmp_path)))
    assert taken[1] < 3 * taken[0]
    found = codes(tmp_path)
    assert ("laughs.yaml", "LNT903") in found
    assert ("z-request.json", "IMM104") in found


def test_missing_and_dangling_paths(tmp_path: Path, good: Path) -> None:
    (tmp_path / "link.json").symlink_to(tmp_path / "nowhere.json")
    # Nobody meant it to be checked, like the lock link of an editor; named, it is an error.
    assert codes(tmp_path) == [("z-request.json", "IMM104")]
    named = run([Input(str(tmp_path / "link.json"), named=True)], registry())
    assert [f.code for f in named.findings] == ["LNT905"]
    missing = tmp_path / "missing.json"
    report = run([Input(str(missing), named=True), Input(str(good), named=True)], registry())
    assert report.failed
    assert [f.code for f in report.findings] == ["LNT905", "IMM104"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_folder_without_permission(tmp_path: Path, good: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0)
    try:
        assert ("closed", "LNT905") in codes(tmp_path)
        assert ("z-request.json", "IMM104") in codes(tmp_path)
    finally:
        folder.chmod(0o700)


def broken_for(*operations: str) -> Registry:
    """Return all rules, and one that crashes for the requests of some operations."""

    @rule(
        on=Request,
        severity=Severity.INFO,
        source="https://example.com",
        valid=(),
        invalid=(),
        stem="imm999_broken",
    )
    def broken(subject: Request, facts: Facts) -> Iterator[Issue]:
        if subject.operation in operations:
            raise KeyError("x")
        return iter(())

    module = ModuleType("imm999_broken")
    vars(module)["broken"] = broken
    return Registry((*registry().entries, Entry("IMM999", "broken", (Request,), lambda: module)))


def test_crash_of_a_rule_is_a_finding() -> None:
    source = Source("CreateDataset.json", WRONG.encode())
    report = run([Input(source.path, named=True, source=source)], broken_for("CreateDataset"))
    assert report.failed
    assert [f.code for f in report.findings] == ["LNT904", "IMM104"]
    assert "rule IMM999 crashed: KeyError: 'x'" in report.findings[0].message


def test_crash_on_one_of_several_candidates_is_a_finding() -> None:
    # The request does not say which operation it is for.
    source = Source("x.json", b'{"ProjectName": "p", "SourceURI": "oss://b/x", "TargetURI": "oss://b/y"}')
    document = read(source, None, named=True)
    assert document is not None
    (candidates,) = document.ambiguous
    assert len(candidates) > 2
    for candidate in candidates:
        report = run([Input(source.path, named=True, source=source)], broken_for(candidate.operation))
        assert report.failed
        assert [f.code for f in report.findings if f.severity == "error"] == ["LNT904"]


GRANT = {"Effect": "allow", "Action": "imm: Get", "Resource": "acs:imm:x"}
FILE = {"URI": "http://a/b"}


def request(files: object) -> dict[str, object]:
    return {"Action": "BatchIndexFileMeta", "ProjectName": "p", "DatasetName": "d", "Files": files}


def as_yaml(value: object) -> str:
    return "\n".join(f"{key}: {json.dumps(item)}" for key, item in value.items())  # type: ignore[attr-defined]


#: A text of n items with a finding in each, and its name.
LONG: dict[str, tuple[str, Callable[[int], str]]] = {
    "request": ("x.json", lambda n: json.dumps(request([FILE] * n))),
    "request in a string": ("x.json", lambda n: json.dumps(request(json.dumps([FILE] * n)))),
    "policy": ("x.json", lambda n: json.dumps({"Version": "1", "Statement": [GRANT] * n})),
    "policy in a string": (
        "x.json",
        lambda n: json.dumps({"p": json.dumps({"Version": "1", "Statement": [GRANT] * n})}),
    ),
    "keys": (
        "x.json",
        lambda n: json.dumps(
            {"Action": "CreateDataset", "Version": "2020-09-30"} | {f"k{i}": i for i in range(n)}
        ),
    ),
    "lines": ("x.jsonl", lambda n: '{"Action": "CreateDataset", "DatasetName": "1"}\n' * n),
    "yaml": ("x.yaml", lambda n: as_yaml(request([FILE] * n))),
    "yaml, policy in a string": (
        "x.yaml",
        lambda n: as_yaml({"p": json.dumps({"Version": "1", "Statement": [GRANT] * n}, indent=1)}),
    ),
    "yaml documents": ("x.yaml", lambda n: "Action: CreateDataset\nDatasetName: '1'\n---\n" * n),
}


@pytest.mark.parametrize(("filename", "make"), LONG.values(), ids=LONG)
def test_work_grows_with_the_number_of_items_only(filename: str, make: Callable[[int], str]) -> None:
    def taken(n: int) -> int:
        text = make(n)

        def lint() -> None:
            findings = immlint.lint_text(text, filename=filename, config=Config(pedantic=True))
            assert len(findings) >= n

        return steps(lint)

    taken(10)
    # Eight times the items in about eight times the steps: quadratic growth takes sixty-four.
    assert taken(1600) < 10 * taken(200)


def test_findings_are_sorted_and_reported_once(tmp_path: Path, good: Path) -> None:
    report = run([Input(str(good), True), Input(str(good), True)], registry())
    assert len(report.findings) == len({f.key() for f in report.findings})
    assert [f.key() for f in report.findings] == sorted(f.key() for f in report.findings)
    assert len({f.fingerprint for f in report.findings}) == len(report.findings)


def test_environments_have_datasets_of_the_same_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    request = '{"ProjectName": "p", "DatasetName": "d"}'
    for name in ("env/dev/CreateDataset.json", "env/prod/CreateDataset.json"):
        Path(name).parent.mkdir(parents=True)
        Path(name).write_text(request)
    assert immlint.lint_paths(["env"]) == []
    Path("env/dev/create-dataset.2.json").write_text(request)
    # However the folder is named.
    found = immlint.lint_paths(["env/dev/CreateDataset.json", "./env/dev/create-dataset.2.json"])
    assert [(f.code, f.severity) for f in found] == [("IMM112", "info")]
    assert found[0].help == "it is created first in env/dev/CreateDataset.json"


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("create-dataset.dev.json", "create-dataset.prod.json", False),
        ("create-dataset.json", "create-dataset.staging.json", False),
        ("test/CreateDataset.json", "CreateDataset.json", False),
        ("devAccount/CreateDataset.json", "prodAccount/CreateDataset.json", False),
        ("a/CreateDataset.json", "b/CreateDataset.json", True),
        ("dev/CreateDataset.json", "dev/CreateDataset.2.json", True),
        ("devices/CreateDataset.json", "products/CreateDataset.json", True),
    ],
)
def test_files_that_create_one_dataset(
    one: str, other: str, told: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (one, other):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text('{"ProjectName": "p", "DatasetName": "d"}')
    found = [(f.code, f.severity) for f in immlint.lint_paths(["."])]
    assert found == [("IMM112", "info")] * told


def test_a_link_creates_nothing_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("CreateDataset.json").write_text('{"ProjectName": "p", "DatasetName": "d"}')
    Path("CreateDataset.link.json").symlink_to("CreateDataset.json")
    assert immlint.lint_paths(["."]) == []
