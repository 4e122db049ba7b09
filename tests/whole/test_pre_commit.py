"""pre-commit itself installs the hook from a clone of this project and finds the wrong file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONFIG = """\
repos:
  - repo: {clone}
    rev: HEAD
    hooks:
      - id: immlint
"""


def git(*args: str, cwd: Path) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.com")
    subprocess.run(["git", *identity, *args], cwd=cwd, check=True, capture_output=True)


@pytest.mark.network
def test_hook_runs_from_a_git_clone(tmp_path: Path) -> None:
    clone = tmp_path / "immlint"
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, clone / name)
    user = tmp_path / "user"
    shutil.copytree(ROOT / "examples", user / "examples")
    (user / ".pre-commit-config.yaml").write_text(CONFIG.format(clone=clone))
    for folder in (clone, user):
        git("init", "-q", cwd=folder)
        git("add", "-A", cwd=folder)
        git("commit", "-qm", "all", cwd=folder)
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=clone, capture_output=True, text=True, check=True)
    text = CONFIG.format(clone=clone).replace("HEAD", head.stdout.strip())
    (user / ".pre-commit-config.yaml").write_text(text)
    env = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "cache")}
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files"],
        cwd=user,
        env=env,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "examples/requests/create-dataset.wrong.json:3:" in done.stdout
    assert "CreateDataset.json:" not in done.stdout
