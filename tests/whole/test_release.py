"""What is released: one version, one address, and archives that hold all that is needed."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import tomllib
from email import message_from_bytes
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pytest

from immlint import __version__
from immlint.site import ADDRESS
from tests.checkout import copy_to
from tests.command import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


class Release(NamedTuple):
    """Both archives, and the environment that the wheel was installed in."""

    sdist: Path
    wheel: Path
    python: Path


def run(*args: str | Path, cwd: Path | None = None) -> str:
    done = subprocess.run([str(arg) for arg in args], cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def environment(folder: Path, *packages: str | Path) -> Path:
    """Make an environment that knows nothing of this one, and return its Python."""
    run(sys.executable, "-m", "venv", folder)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    run(python, "-m", "pip", "install", "-q", *packages)
    return python


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("release")
    copy_to(folder / "checkout")
    build = environment(folder / "build", "build")
    # The wheel is made of what the sdist holds.
    run(build, "-m", "build", "--outdir", folder / "dist", folder / "checkout")
    (sdist,) = (folder / "dist").glob("*.tar.gz")
    (wheel,) = (folder / "dist").glob("*.whl")
    return Release(sdist, wheel, environment(folder / "fresh", f"{wheel}[hcl]"))


def test_the_address_of_the_site_is_the_same_everywhere() -> None:
    assert PROJECT["urls"]["Documentation"] == ADDRESS


def test_the_version_that_the_documentation_pins_is_this_one() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    pins = [
        line.split()[-1]
        for page in pages
        for line in page.read_text("utf-8").splitlines()
        if "rev: v" in line
    ]
    assert set(pins) == {f"v{__version__}"}


def test_the_changes_of_this_version_are_told() -> None:
    heads = re.findall(r"^##+ .*$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    (at,) = (n for n, head in enumerate(heads) if head.startswith(f"## {__version__} - "))
    assert re.fullmatch(r"## \S+ - \d{4}-\d\d-\d\d", heads[at])
    kinds = list(takewhile(lambda head: head.startswith("### "), heads[at + 1 :]))
    # Each kind of change once.
    assert kinds == [f"### {kind}" for kind in ("Added", "Changed", "Fixed")]


@pytest.mark.network
def test_archives_hold_every_file_of_the_packages(release: Release) -> None:
    wanted = {
        (target / path.relative_to(ROOT / top)).as_posix()
        for top, target in (("immlint", Path("immlint")), ("rules", Path("immlint/rules")))
        for path in (ROOT / top).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert "immlint/py.typed" in wanted
    with ZipFile(release.wheel) as wheel:
        names = set(wheel.namelist())
    assert {name for name in names if name.startswith("immlint/")} == wanted
    with tarfile.open(release.sdist) as sdist:
        held = {name.partition("/")[2] for name in sdist.getnames()}
    assert {"README.md", "LICENSE", "pyproject.toml"} <= held
    assert {name.replace("immlint/rules/", "rules/", 1) for name in wanted} <= held


@pytest.mark.network
def test_metadata_is_that_of_the_project(release: Release) -> None:
    with ZipFile(release.wheel) as wheel:
        (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = message_from_bytes(wheel.read(name))
        assert any(name.endswith("/licenses/LICENSE") for name in wheel.namelist())
    assert metadata["Version"] == __version__
    assert metadata.get_all("Classifier") == PROJECT["classifiers"]
    assert f"Documentation, {ADDRESS}" in metadata.get_all("Project-URL", [])


@pytest.mark.network
def test_an_installed_wheel_says_what_this_checkout_says(release: Release, tmp_path: Path) -> None:
    def told(python: str | Path, *args: str | Path) -> tuple[int, str, str]:
        command = [str(part) for part in (python, "-m", "immlint", *args)]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    where = run(release.python, "-c", "import immlint; print(immlint.__file__)", cwd=tmp_path).strip()
    assert not Path(where).is_relative_to(ROOT)
    assert told(release.python, "--version")[1].startswith(f"immlint {__version__} ")
    for args in (
        ("--version",),
        ("rule", "--all"),
        ("check", ROOT / "examples", "--output-format", "json"),
        ("policy", ROOT / "examples/code/photos.py"),
    ):
        assert told(release.python, *args) == told(sys.executable, *args)


@pytest.mark.network
def test_types_of_an_installed_wheel_are_seen(release: Release, tmp_path: Path) -> None:
    code = "import immlint\nfindings: int = immlint.lint_text('', filename='a.json')\n"
    (tmp_path / "user.py").write_text(code)
    command = [sys.executable, "-m", "mypy", "--python-executable", str(release.python), "user.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert 'expression has type "list[Finding]"' in done.stdout, done.stdout + done.stderr
    assert "Found 1 error" in done.stdout
