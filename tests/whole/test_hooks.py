"""The hooks of both manifests, as pre-commit reads them."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from ruamel.yaml import YAML

from immlint.document.reader import NAMES, SUFFIXES
from tests.command import ROOT, immlint

HOOKS = {hook["id"]: hook for hook in YAML(typ="safe").load((ROOT / ".pre-commit-hooks.yaml").read_text())}


def test_pre_commit_takes_the_manifest() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", ".pre-commit-hooks.yaml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert set(HOOKS) == {"immlint", "immlint-policy", "immlint-request", "immlint-code", "immlint-fix"}


@pytest.mark.parametrize("name", sorted(HOOKS))
def test_a_hook_takes_the_files_of_its_kind(name: str) -> None:
    files = re.compile(HOOKS[name]["files"])
    assert files.search("a/b.py")
    data = ("a.json", "a.jsonl", "a.ndjson", "a.yaml", "a.yml")
    assert all(bool(files.search(each)) == (name != "immlint-code") for each in data)
    assert not files.search("a.pyi")
    # A folder is searched for just what the hooks take.
    named = (
        *(f"a{suffix}" for suffix in SUFFIXES),
        *(name for each in NAMES for name in (each, f"b/{each}.x")),
    )
    taken = [each for each in named if files.search(each)]
    assert taken == (["a.py", "a.ipynb"] if name == "immlint-code" else list(named))


@pytest.mark.parametrize("name", sorted(HOOKS))
def test_a_hook_runs_its_command(name: str) -> None:
    command, *args = HOOKS[name]["entry"].split()
    assert command == "immlint"
    given = (*args, "-", "--stdin-filename", "CreateDataset.json")
    code, _, err = immlint(*given, stdin='{"ProjectName": "1p", "DatasetName": "d"}')
    assert code == (0 if name == "immlint-policy" else 1), err
