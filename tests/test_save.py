"""Files are replaced whole: killed at any call to the system, the old text or the new one is there."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from immlint.save import replace

OLD, NEW = b"old\n" * 10, b"new text\n" * 5_000


def test_a_new_file_is_written(tmp_path: Path) -> None:
    replace(tmp_path / "a", NEW)
    assert (tmp_path / "a").read_bytes() == NEW
    assert os.listdir(tmp_path) == ["a"]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o664])
def test_the_mode_is_kept(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a"
    path.write_bytes(OLD)
    path.chmod(mode)
    replace(path, NEW)
    assert path.read_bytes() == NEW
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_what_a_link_leads_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target = tmp_path / "there" / "a"
    target.write_bytes(OLD)
    link = tmp_path / "link"
    link.symlink_to(Path("there") / "a")
    replace(link, NEW)
    assert link.is_symlink()
    assert target.read_bytes() == NEW
    assert sorted(os.listdir(tmp_path)) == ["link", "there"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_read_only_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(OLD)
    path.chmod(0o444)
    with pytest.raises(PermissionError):
        replace(path, NEW)
    assert path.read_bytes() == OLD
    assert os.listdir(tmp_path) == ["a"]


def test_a_folder_that_is_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        replace(tmp_path / "none" / "a", NEW)


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    replace(f"/dev/fd/{writer}", b"x")
    os.close(writer)
    assert os.read(reader, 9) == b"x"
    os.close(reader)


#: The calls by which a file changes.
CALLS = ("open", "write", "fchmod", "fsync", "close", "replace", "unlink", "stat")


class Killed(BaseException):
    """What a process that is killed never catches."""


@pytest.mark.parametrize("fails", ["killed before", "killed after", "half written", "disk full"])
@pytest.mark.parametrize("number", range(16))
def test_old_or_new_whatever_call_is_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, fails: str
) -> None:
    path = tmp_path / "a"
    path.write_bytes(OLD)
    count = 0
    dead = False

    def hooked(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **more: object) -> object:
            nonlocal count, dead
            if dead:  # nothing happens after the end, clearing up least of all
                raise Killed
            count += 1
            if count <= number:
                # Pieces of 4096 bytes: there is a middle of the text to be killed in.
                if name == "write":
                    arguments = (arguments[0], memoryview(arguments[1])[:4096])  # type: ignore[arg-type]
                return real(*arguments, **more)
            if fails == "disk full":
                raise OSError(28, "no space left on device")
            dead = True
            if fails == "half written" and name == "write":
                real(arguments[0], memoryview(arguments[1])[:100])  # type: ignore[arg-type]
            elif fails == "killed after":
                real(*arguments, **more)
            raise Killed

        return call

    for name in CALLS:
        monkeypatch.setattr(os, name, hooked(name, getattr(os, name)))
    ended = False
    try:
        replace(path, NEW)
        ended = True
    except (Killed, OSError):
        pass
    finally:
        monkeypatch.undo()
    assert path.read_bytes() in ((NEW,) if ended else (OLD, NEW))
    if fails == "killed before" and number == 0:
        assert path.read_bytes() == OLD
    # Whoever was interrupted before does not stand in the way of the next.
    replace(path, NEW)
    assert path.read_bytes() == NEW
    assert os.listdir(tmp_path) == ["a"], sys.platform
