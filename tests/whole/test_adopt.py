"""How a repository takes immlint up, from beginning to end, and the files for CI."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import pytest

from tests.command import ROOT, immlint

BLOCKS: list[tuple[str, str]] = re.findall(
    r"^```(\w+)\n(.*?)^```", (ROOT / "docs/ci.md").read_text("utf-8"), re.M | re.S
)
OLD = {"Action": "UpdateDataset", "ProjectName": "p", "DatasetName": "1st"}


def run(*args: str) -> None:
    done = subprocess.run(args, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def check_schema(name: str, path: Path) -> None:
    run(sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{name}", str(path))


def snippet(language: str, holds: str) -> str:
    return next(text for kind, text in BLOCKS if kind == language and holds in text)


def test_a_repository_with_old_findings_is_adopted(tmp_path: Path) -> None:
    for number in range(200):
        path = tmp_path / f"requests/{number:03}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(OLD))
    assert immlint(".", cwd=tmp_path)[1].count("IMM104") == 200
    (tmp_path / "immlint.toml").write_text('baseline = "immlint-baseline.txt"\n')
    code, _, err = immlint(".", "--write-baseline", cwd=tmp_path)
    assert (code, "knows 200 findings" in err) == (0, True)
    gitlab = ("check", ".", "--output-format", "gitlab", "--output-file", "immlint.json")
    assert " ".join(("immlint", *gitlab)) in snippet("yaml", ".gitlab-ci.yml")
    assert immlint(*gitlab, cwd=tmp_path)[0] == 0
    assert json.loads((tmp_path / "immlint.json").read_text()) == []
    # As a hook calls it: with some files, at any place.
    hook = ("check", "--force-exclude", "--severity", "warning")
    assert immlint(*hook, "requests/007.json", "requests/190.json", cwd=tmp_path)[0] == 0
    (tmp_path / "requests/007.json").write_text(json.dumps([OLD, OLD]))
    code, out, _ = immlint(*hook, "requests/007.json", cwd=tmp_path)
    assert (code, out.count("IMM104")) == (1, 1)
    assert immlint(*gitlab, cwd=tmp_path)[0] == 1
    assert len(json.loads((tmp_path / "immlint.json").read_text())) == 1


def test_schemas_take_the_files_for_ci(tmp_path: Path) -> None:
    pytest.importorskip("check_jsonschema")
    check_schema("github-actions", ROOT / "action.yml")
    for schema, holds in (("github-workflows", ".github/workflows"), ("gitlab-ci", ".gitlab-ci.yml")):
        path = tmp_path / f"{schema}.yml"
        path.write_text(snippet("yaml", holds))
        check_schema(schema, path)


def test_zizmor_finds_nothing_in_them(tmp_path: Path) -> None:
    try:
        program = next(file for file in files("zizmor") or () if file.stem == "zizmor").locate()
    except PackageNotFoundError:
        pytest.skip("zizmor is not installed")
    workflow = tmp_path / ".github/workflows/immlint.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text(snippet("yaml", ".github/workflows"))
    run(str(program), "--offline", "--no-progress", str(ROOT / "action.yml"), str(workflow))
