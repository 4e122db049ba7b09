"""A baseline through the command."""

from __future__ import annotations

import json
from pathlib import Path

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


def test_a_broken_baseline_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(OLD))
    (tmp_path / "known.txt").write_text('["a.json", "IMM104", "/DatasetName", "x", 1]\n<<<<<<< ours\n')
    code, out, err = immlint("a.json", *FILE, cwd=tmp_path)
    assert (code, out) == (2, "")
    assert "known.txt:2: expected a path" in err
    assert immlint("a.json", "--write-baseline", cwd=tmp_path)[0] == 2
    assert immlint("a.json", "--baseline", "none", cwd=tmp_path)[0] == 2
