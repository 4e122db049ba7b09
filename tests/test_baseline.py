"""A baseline through the command."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.command import immlint

OLD = {"Action": "UpdateDataset", "ProjectName": "p", "DatasetName": "1st"}
FILE = ("--baseline", "known.txt")


def test_old_findings_are_known_and_new_ones_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([OLD, OLD]))
    assert immlint("a.json", *FILE, "--write-baseline", cwd=tmp_path)[0] == 0
    first = (tmp_path / "known.txt").read_text()
    assert immlint("a.json", *FILE, cwd=tmp_path)[:2] == (0, "")
    # Moved and formatted.
    path.write_text(json.dumps([{**OLD, "DatasetName": "d"}, OLD, OLD], indent=2))
    assert immlint("a.json", *FILE, cwd=tmp_path)[:2] == (0, "")
    path.write_text(json.dumps([OLD, OLD, OLD]))
    code, out, _ = immlint("a.json", *FILE, cwd=tmp_path)
    assert (code, out.count("IMM104")) == (1, 1)
    path.write_text(json.dumps([OLD]))
    assert immlint("a.json", *FILE, "--prune-baseline", cwd=tmp_path)[0] == 0
    assert (tmp_path / "known.txt").read_text() == first.replace(", 2]", ", 1]")


@pytest.mark.parametrize("character", ["\x85", "\u2028", "\x1c"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_names_are_known_again_whatever_they_hold(tmp_path: Path, character: str, end: str) -> None:
    name = f"a{character}b.json"
    (tmp_path / name).write_text(json.dumps(OLD))
    assert immlint(name, *FILE, "--write-baseline", cwd=tmp_path)[0] == 0
    known = tmp_path / "known.txt"
    known.write_bytes(known.read_bytes().replace(b"\n", end.encode()))
    assert immlint(name, *FILE, cwd=tmp_path)[:2] == (0, "")


def test_a_broken_baseline_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(OLD))
    (tmp_path / "known.txt").write_text('["a.json", "IMM104", "/DatasetName", "x", 1]\n<<<<<<< ours\n')
    code, out, err = immlint("a.json", *FILE, cwd=tmp_path)
    assert (code, out) == (2, "")
    assert "known.txt:2: expected a path" in err
    assert immlint("a.json", "--write-baseline", cwd=tmp_path)[0] == 2
    assert immlint("a.json", "--baseline", "none", cwd=tmp_path)[0] == 2


def entries(path: Path) -> list[tuple[str, str, int]]:
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    return [(row[0], row[1], row[4]) for row in rows]


NO_IGNORES, STATISTICS = ("--no-ignores",), ("--statistics",)


@pytest.mark.parametrize("option", ["--write-baseline", "--prune-baseline"])
def test_nothing_is_lost_by_what_is_shown_or_checked(tmp_path: Path, option: str) -> None:
    for name in ("a.json", "b.json", "c.json"):
        (tmp_path / name).write_text(json.dumps(OLD))
    known = tmp_path / "known.txt"
    assert immlint(".", *FILE, "--write-baseline", "--severity", "error", cwd=tmp_path)[0] == 0
    first = known.read_text()
    assert [row[:2] for row in entries(known)] == [(f"{n}.json", "IMM104") for n in "abc"]
    assert immlint("a.json", *FILE, option, "--severity", "error", cwd=tmp_path)[0] == 0
    assert known.read_text() == first
    # What cannot be read is not gone; what is deleted is.
    (tmp_path / "b.json").write_text('{"Action": "UpdateDataset", "ProjectName": ')
    (tmp_path / "c.json").unlink()
    assert immlint("a.json", "b.json", *FILE, option, cwd=tmp_path)[0] == 0
    kept = [row[:2] for row in entries(known) if row[1] == "IMM104"]
    assert kept == [("a.json", "IMM104"), ("b.json", "IMM104")]
    before = known.read_bytes()
    for other in (
        ("--select", "RAM"),
        ("--ignore", "IMM104"),
        ("--extend-select", "RAM"),
        NO_IGNORES,
        STATISTICS,
    ):
        code, _, err = immlint("a.json", *FILE, option, *other, cwd=tmp_path)
        assert (code, f"expected no {other[0]} beside it" in err) == (2, True)
    assert immlint("a.json", "none.json", *FILE, option, cwd=tmp_path)[0] == 2
    assert known.read_bytes() == before


def test_what_is_ignored_stays_out(tmp_path: Path) -> None:
    text = "Action: UpdateDataset\nProjectName: p\nDatasetName: 1st  # immlint: ignore[IMM104] old\n"
    (tmp_path / "a.yaml").write_text(text)
    assert immlint("a.yaml", *FILE, "--write-baseline", cwd=tmp_path)[0] == 0
    assert (tmp_path / "known.txt").read_text() == ""


def test_the_configuration_names_the_baseline(tmp_path: Path) -> None:
    (tmp_path / "immlint.toml").write_text('baseline = "ci/known.txt"\n')
    (tmp_path / "ci").mkdir()
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/a.json").write_text(json.dumps(OLD))
    code, out, err = immlint(".", "--write-baseline", cwd=tmp_path)
    assert (code, out) == (0, "")
    assert "knows 1 finding" in err
    assert entries(tmp_path / "ci/known.txt") == [("../sub/a.json", "IMM104", 1)]
    assert immlint(".", cwd=tmp_path)[0] == 0
    assert immlint("a.json", cwd=tmp_path / "sub")[0] == 0
    assert immlint(".", "--isolated", cwd=tmp_path)[0] == 1


def test_baselines_of_two_branches_merge(tmp_path: Path) -> None:
    def git(*args: str) -> None:
        identity = ("-c", "user.name=t", "-c", "user.email=t@example.com")
        subprocess.run(["git", *identity, *args], cwd=tmp_path, check=True, capture_output=True)

    def commit(*rows: dict[str, str], name: str) -> None:
        (tmp_path / name).write_text(json.dumps(rows, indent=1))
        assert immlint(".", *FILE, "--write-baseline", cwd=tmp_path)[0] == 0
        git("add", "-A")
        git("commit", "-qm", name)

    git("init", "-q", "-b", "main")
    for name in ("a.json", "m.json", "z.json"):
        commit(OLD, name=name)
    git("checkout", "-qb", "feature")
    commit({**OLD, "DatasetName": "2nd"}, OLD, name="a.json")
    git("checkout", "-q", "main")
    commit({**OLD, "DatasetName": "3rd"}, OLD, name="z.json")
    git("merge", "-q", "--no-edit", "feature")
    merged = (tmp_path / "known.txt").read_text()
    assert immlint(".", *FILE, cwd=tmp_path)[:2] == (0, "")
    assert immlint(".", *FILE, "--write-baseline", cwd=tmp_path)[0] == 0
    assert (tmp_path / "known.txt").read_text() == merged
    assert len(merged.splitlines()) == 5
