"""``--fix`` and ``--diff``, as people call them."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import ROOT, immlint

POLICY = """\
{
  "Version": "1",
  "Statement": [
    {"Sid": "相册", "Effect": "Allow", "Action": ["imm:Get*", "imm:GetTask"], "Resource": "*"}
  ]
}
"""
MENDED = POLICY.replace(', "imm:GetTask"', "")
REQUEST = '{"ProjectNam": "p", "DatasetName": "d"}\n'


def test_files_are_mended_and_the_rest_is_told(tmp_path: Path) -> None:
    (tmp_path / "policy.json").write_text(POLICY)
    (tmp_path / "create-dataset.json").write_text(REQUEST)
    code, out, err = immlint("--fix", ".", cwd=tmp_path)
    assert (tmp_path / "policy.json").read_text() == MENDED
    assert (tmp_path / "create-dataset.json").read_text() == REQUEST
    assert "RAM501" not in out
    assert "IMM102" in out
    assert "mended 1 finding in 1 file (RAM501 1)" in err
    assert code == 1
    code, out, err = immlint("--fix", "--unsafe-fixes", ".", cwd=tmp_path)
    assert (tmp_path / "create-dataset.json").read_text() == REQUEST.replace("Nam", "Name", 1)
    assert "IMM102" not in out
    assert sorted(os.listdir(tmp_path)) == ["create-dataset.json", "policy.json"]


def test_fixes_are_applied_whatever_is_shown(tmp_path: Path) -> None:
    (tmp_path / "policy.json").write_text(POLICY)
    immlint("--fix", "--severity", "error", "--ignore", "RAM501", ".", cwd=tmp_path)
    assert (tmp_path / "policy.json").read_text() == POLICY
    immlint("--fix", "--severity", "error", ".", cwd=tmp_path)
    assert (tmp_path / "policy.json").read_text() == MENDED


def test_diff_changes_nothing_and_patch_takes_it(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    for text in (POLICY, POLICY.replace("\n", "\r\n"), POLICY.rstrip()):
        path.write_bytes(text.encode())
        code, out, err = immlint("--diff", "policy.json", cwd=tmp_path)
        assert code == 1
        assert path.read_bytes() == text.encode()
        assert "would mend 1 finding" in err
        if shutil.which("git"):
            done = subprocess.run(
                ["git", "apply", "-"], input=out.encode(), cwd=tmp_path, capture_output=True
            )
            assert done.returncode == 0, done.stderr
            assert path.read_bytes() == text.replace(', "imm:GetTask"', "").encode()
    path.write_text(MENDED)
    assert immlint("--diff", "policy.json", cwd=tmp_path)[:2] == (0, "")


@pytest.mark.skipif(os.name == "nt" or not shutil.which("git"), reason="names that Windows forbids")
def test_patch_takes_hostile_names_and_escapes_in_the_text(tmp_path: Path) -> None:
    names = ("a b.json", 'q"uote.json', "back\\slash.json", "new\nline.json", "esc\x1b[31m.json", "相册.json")
    for name in names:
        (tmp_path / name).write_text(POLICY)
    code = (
        "from alibabacloud_imm20200930 import models\n"
        'r = models.CreateDatasetRequest(project_name="p", dataset_name="d")\n'
        "r.DatasetMaxBindCount = 5  # \x1b[31mred\x1b[0m\n"
    )
    (tmp_path / "code.py").write_text(code)
    status, out, err = immlint("--diff", "--unsafe-fixes", ".", cwd=tmp_path)
    assert status == 1, err
    headers = [line for line in out.split("\n") if line.startswith("--- ")]
    assert len(headers) == len(names) + 1
    assert not any("\x1b" in line for line in headers)
    done = subprocess.run(["git", "apply", "-"], input=out.encode(), cwd=tmp_path, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert [(tmp_path / name).read_text() for name in names] == [MENDED] * len(names)
    assert (tmp_path / "code.py").read_text() == code.replace("DatasetMaxBindCount", "dataset_max_bind_count")


def test_standard_input_goes_mended_to_standard_output() -> None:
    code, out, err = immlint("--fix", "-", "--stdin-filename", "policy.json", stdin=POLICY)
    assert out == MENDED
    assert code == 0
    code, out, err = immlint("--fix", "-", "--stdin-filename", "CreateDataset.json", stdin=REQUEST)
    assert out == REQUEST
    assert "CreateDataset.json:1:2: error IMM102" in err
    assert code == 1


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--fix", "-", "--output-format", "json"), "standard output is for the mended text"),
        (("--unsafe-fixes", "."), "expected --fix or --diff beside it"),
    ],
)
def test_misuse(args: tuple[str, ...], says: str) -> None:
    code, out, err = immlint(*args, stdin=POLICY)
    assert (code, out) == (2, "")
    assert says in err


def test_mode_and_links_are_kept(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    path = tmp_path / "real" / "policy.json"
    path.write_text(POLICY)
    path.chmod(0o640)
    (tmp_path / "policy.json").symlink_to(path)
    immlint("--fix", "policy.json", cwd=tmp_path)
    assert path.read_text() == MENDED
    assert (tmp_path / "policy.json").is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


#: Refuses one folder to everybody: root may write to all others.
SHUT = """
import os, sys
from immlint.__main__ import main
real = os.replace
def refuse(draft, target):
    if "shut" in target:
        raise PermissionError(13, "Permission denied")
    real(draft, target)
os.replace = refuse
sys.exit(main(["--fix", "."]))
"""


def test_what_cannot_be_written_is_told_and_the_rest_is_mended(tmp_path: Path) -> None:
    for folder in ("open", "shut"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "policy.json").write_text(POLICY)
    done = subprocess.run([sys.executable, "-c", SHUT], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 2
    assert "shut/policy.json: permission denied; nothing is written" in done.stderr
    assert (tmp_path / "open" / "policy.json").read_text() == MENDED
    assert (tmp_path / "shut" / "policy.json").read_text() == POLICY
    assert os.listdir(tmp_path / "shut") == ["policy.json"]


def test_examples_are_mended_to_the_end(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    before = immlint("--isolated", "--output-format", "concise", "examples", cwd=tmp_path)[1]
    code, out, err = immlint("--isolated", "--fix", "--unsafe-fixes", "--pedantic", "examples", cwd=tmp_path)
    assert code in (0, 1), err
    code, out, err = immlint("--isolated", "--diff", "--unsafe-fixes", "--pedantic", "examples", cwd=tmp_path)
    assert (code, out) == (0, ""), err
    assert before != immlint("--isolated", "--output-format", "concise", "examples", cwd=tmp_path)[1]


def test_what_is_ignored_is_mended_without_ignores_only(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_text(POLICY)
    entry = '[[ignores]]\nfile = "policy.json"\nrules = ["RAM501"]\nreason = "known"\n'
    (tmp_path / "immlint.toml").write_text(entry)
    assert immlint("--diff", "policy.json", cwd=tmp_path)[:2] == (0, "")
    code, out, _ = immlint("--diff", "--no-ignores", "policy.json", cwd=tmp_path)
    assert (code, '-    {"Sid"' in out) == (1, True)
    immlint("--fix", "policy.json", cwd=tmp_path)
    assert path.read_text() == POLICY
    immlint("--fix", "--no-ignores", "policy.json", cwd=tmp_path)
    assert path.read_text() == MENDED


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_no_patch_is_shown_that_would_not_apply(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "policy.json").write_text(POLICY, encoding)
    code, out, err = immlint("--diff", "policy.json", cwd=tmp_path)
    assert (code, out) == (2, "")
    assert f"policy.json: no patch of {encoding}-le text applies; expected --fix" in err
    immlint("--fix", "policy.json", cwd=tmp_path)
    assert (tmp_path / "policy.json").read_text(encoding) == MENDED
