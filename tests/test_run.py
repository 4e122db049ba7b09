"""Files as they come: hostile, unreadable, many; and rules that fail."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from immlint.rules import registry

import immlint
from immlint.config import Config
from immlint.finding import Severity
from immlint.registry import Entry, Registry
from immlint.rule import Facts, Issue
from immlint.run import LARGEST, Input, run
from immlint.source import Source
from immlint.subject import Request

WRONG = '{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "1"}\n'


def codes(*paths: Path) -> list[tuple[str, str]]:
    return [(os.path.basename(f.path), f.code) for f in immlint.lint_paths(map(str, paths))]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "z-request.json"
    path.write_text(WRONG)
    return path


def test_large_file_is_refused_and_others_are_checked(tmp_path: Path, good: Path) -> None:
    with (tmp_path / "big.json").open("wb") as file:
        file.write(b'{"Version": "1", "Statement": [{"Effect": "Allow", ')
        file.truncate(100 * 2**20)
    with (tmp_path / "data.json").open("wb") as file:
        file.truncate(LARGEST + 1)
    started = time.process_time()
    assert codes(tmp_path) == [("big.json", "LNT905"), ("z-request.json", "IMM104")]
    assert time.process_time() - started < 5


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"Statement":'])
def test_deep_nesting_ends(tmp_path: Path, good: Path, opening: str) -> None:
    path = tmp_path / "CreateDataset.json"
    path.write_text(opening * 100_000)
    started = time.process_time()
    found = codes(tmp_path)
    assert time.process_time() - started < 10
    assert ("z-request.json", "IMM104") in found
    assert len([f for f in found if f[0] == path.name]) == 1


def test_billion_laughs_ends(tmp_path: Path, good: Path) -> None:
    lines = ["Action: CreateDataset", "Version: '2020-09-30'", "a0: &a0 [x]"]
    for n in range(1, 30):
        lines.append(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]")
    (tmp_path / "laughs.yaml").write_text("\n".join(lines) + "\n")
    started = time.process_time()
    found = codes(tmp_path)
    assert time.process_time() - started < 10
    assert ("laughs.yaml", "LNT903") in found
    assert ("z-request.json", "IMM104") in found


def test_missing_and_dangling_paths(tmp_path: Path, good: Path) -> None:
    (tmp_path / "link.json").symlink_to(tmp_path / "nowhere.json")
    assert ("link.json", "LNT905") in codes(tmp_path)
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


def test_crash_of_a_rule_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(subject: Request, facts: Facts) -> Iterator[Issue]:
        raise KeyError("x")

    module = ModuleType("broken")
    module.__dict__.update(SEVERITY=Severity.INFO, SUBJECT=Request, SOURCE="https://example.com", check=check)
    entries = (*registry().entries, Entry("IMM999", "broken", (Request,), lambda: module))
    source = Source("CreateDataset.json", WRONG.encode())
    report = run([Input(source.path, named=True, source=source)], Registry(entries))
    assert report.failed
    assert [f.code for f in report.findings] == ["LNT904", "IMM104"]
    assert "rule IMM999 crashed: KeyError: 'x'" in report.findings[0].message


@pytest.mark.parametrize(
    "make",
    [
        lambda n: (
            '{"Action": "BatchIndexFileMeta", "ProjectName": "p", "DatasetName": "d", "Files"'
            ": [" + ", ".join(['{"URI": "http://a/b"}'] * n) + "]}"
        ),
        lambda n: (
            '{"Version": "1", "Statement": ['
            + ", ".join(['{"Effect": "allow", "Action": "imm:Get*", "Resource": "*"}'] * n)
            + "]}"
        ),
    ],
)
def test_time_grows_with_the_number_of_items_only(make: object) -> None:
    def seconds(n: int) -> float:
        text = make(n)  # type: ignore[operator]
        started = time.process_time()
        findings = immlint.lint_text(text, filename="x.json", config=Config(pedantic=True))
        assert len(findings) >= n
        return time.process_time() - started

    seconds(10)
    # Four times the items in no more than ten times the time: quadratic growth takes sixteen.
    assert seconds(4000) < 10 * max(seconds(1000), 0.05)


def test_findings_are_sorted_and_reported_once(tmp_path: Path, good: Path) -> None:
    report = run([Input(str(good), True), Input(str(good), True)], registry())
    assert len(report.findings) == len({f.key() for f in report.findings})
    assert [f.key() for f in report.findings] == sorted(f.key() for f in report.findings)
    assert len({f.fingerprint for f in report.findings}) == len(report.findings)
