"""Code of others gives no finding at all: whole packages, with and without IMM in them."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import immlint
from immlint.config import Config

#: A large application framework, another cloud's SDK with its own data sets, another service's SDK.
OTHERS = ("django", "boto3", "alibabacloud_ecs20140526")


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("others")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile"]
    subprocess.run([*command, "--target", str(folder), *OTHERS], check=True, capture_output=True)
    return folder


def found(folder: Path) -> list[str]:
    """Return every finding of warning and above in the Python files of *folder*."""
    # Excluding is for people's projects: here every file is to be read.
    paths = [str(path) for path in sorted(folder.rglob("*.py"))]
    assert len(paths) > 100
    findings = immlint.lint_paths(paths, config=Config())
    return [f"{f.path}:{f.line}: {f.code} {f.message}" for f in findings]


@pytest.mark.network
def test_other_packages_give_nothing(others: Path) -> None:
    for package in ("django", "boto3", "alibabacloud_ecs20140526"):
        assert (others / package).is_dir()
    assert found(others) == []


@pytest.mark.network
def test_the_packages_of_this_project_give_nothing() -> None:
    # The SDKs of IMM are among them: what they send is what they were given.
    folder = Path(sysconfig.get_path("purelib"))
    assert (folder / "alibabacloud_imm20200930/client.py").is_file()
    assert found(folder) == []
