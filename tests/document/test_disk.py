"""What is asked of the disk is answered as the system answers it, and a record of that tells what changed."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from immlint.document import disk
from immlint.document.disk import Disk, are_answered

NAMES = st.sampled_from(("a", "b.py", "c", "__init__.py", "d.json", "__pycache__", "é.py", "..", "x y"))
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)


def _make(entries: list[str], targets: list[str]) -> None:
    for number, name in enumerate(entries):
        path = Path(name)
        above = (path, *path.parents)
        if ".." in path.parts or any(each.is_symlink() or each.is_file() for each in above):
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_symlink() or path.exists():
            continue
        if number < len(targets):
            path.symlink_to(targets[number])
        elif path.suffix:
            path.touch()
        else:
            path.mkdir()


@given(
    entries=st.lists(PATHS, max_size=8),
    targets=st.lists(PATHS, max_size=2),
    asked=st.lists(PATHS, max_size=12),
)
def test_what_is_a_file_is_known_by_the_names_in_folders(
    tmp_path_factory: pytest.TempPathFactory, entries: list[str], targets: list[str], asked: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("tree")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(disk, "_LISTED", 2)
        _make(entries, targets)
        asking = Disk()
        for path in asked[::2]:
            # Where folders are listed, too.
            if not asking.may_hold(*os.path.split(path)):
                assert path.endswith(("d.json", "__pycache__", "..")) or not os.path.lexists(path)
        for path in asked[1::2]:
            # A module, in packages or not.
            if "__pycache__" not in path and "d.json" not in path:
                name = path.removesuffix(".py")
                found = os.path.isfile(f"{name}.py") or os.path.isfile(f"{name}/__init__.py")
                assert asking.may_lead("", name.split("/")) or not found
        for path in asked:
            # Of other files nobody asks.
            if path.endswith(".py") and "__pycache__" not in path and "d.json" not in path:
                assert asking.is_file(path) == os.path.isfile(path)
        assert asking.answers is not None
        assert are_answered(asking.answers)
        before = {path: os.path.isfile(path) for path in asked}
        for path in entries[:2]:
            if ".." not in path and os.path.isfile(path):
                os.unlink(path)
        _make(asked[:2], [])
        answered = {path: os.path.isfile(path) for path in asked if path.endswith(".py")}
        if any(
            before[path] != found
            for path, found in answered.items()
            if "__pycache__" not in path and "d.json" not in path
        ):
            assert not are_answered(asking.answers)
    shutil.rmtree(folder)


def test_a_file_that_is_read_is_known_by_its_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.py"
    path.write_text("x = 1\n")
    young = Disk()
    assert young.read(str(path)) == b"x = 1\n"
    assert young.answers is None
    real = time.time_ns
    monkeypatch.setattr("time.time_ns", lambda: real() + 3600 * 10**9)
    asking = Disk()
    assert asking.read(str(path)) == b"x = 1\n"
    assert asking.answers is not None
    assert are_answered(asking.answers)
    time.sleep(0.02)  # the clock of the system stands still for some milliseconds
    before = path.stat()
    path.write_text("x = 2\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not are_answered(asking.answers)


def test_what_is_answered_in_two_ways_is_no_record(tmp_path: Path) -> None:
    asking, other = Disk(), Disk()
    assert not asking.is_file(f"{tmp_path}/a.py")
    (tmp_path / "a.py").touch()
    assert other.is_file(f"{tmp_path}/a.py")
    asking.take_up(other.drain())
    assert asking.answers is None
    assert other.answers == {}


def test_a_record_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "_MOST", 3)
    for name in "abcd":
        (tmp_path / f"{name}.py").touch()
    asking = Disk()
    for name in "abcd":
        assert asking.is_file(f"{tmp_path}/{name}.py")
    assert asking.answers is None


def test_names_in_a_module_are_not_asked_for_one_by_one(tmp_path: Path) -> None:
    package = tmp_path / "a"
    package.mkdir()
    (package / "b.py").touch()
    asking = Disk()
    assert asking.may_lead(str(tmp_path), ["a", "b"])
    for number in range(20):
        assert not asking.may_lead(str(tmp_path), ["a", "b", f"Name{number}"])
    # What is in two folders.
    assert len(asking.answers or ()) == 2
