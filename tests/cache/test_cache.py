"""What is kept between runs: never anything else than what a run without it finds."""

from __future__ import annotations

import builtins
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from immlint import cli
from immlint.cache import FOLDER, store
from immlint.cache.identity import of_the_tool
from immlint.cache.store import Store

WRONG = '{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "1"}\n'
Run = Callable[..., tuple[int, str, str]]
#: Of the same length, and nothing of ours.
OTHER = WRONG.replace("Action", "Motion").replace("ProjectName", "ProductName")


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A working directory in which a cache is kept, as on a user's machine."""
    monkeypatch.delenv("IMMLINT_NO_CACHE")
    folder = tmp_path / "tree"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def call(*arguments: str) -> tuple[int, str, str]:
        code = cli.invoke(["check", *(arguments or (".",)), "--output-format", "json"])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are opened for reading."""
    names: list[str] = []

    def hooked(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(file: Any, *arguments: Any, **more: Any) -> Any:
            names.append(os.path.basename(str(file)))
            return real(file, *arguments, **more)

        return call

    for module in (builtins, os):
        monkeypatch.setattr(module, "open", hooked(module.open))
    return names


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all runs take place an hour from now: what the test writes is old then."""
    real = time.time_ns
    monkeypatch.setattr("immlint.cache.cache.time.time_ns", lambda: real() + 3600 * 10**9)


def write(path: Path, text: str, like: os.stat_result | None = None) -> os.stat_result:
    path.write_text(text)
    if like is not None:
        os.utime(path, ns=(like.st_atime_ns, like.st_mtime_ns))
    return path.stat()


@pytest.mark.usefixtures("later")
def test_a_file_that_holds_nothing_of_ours_is_not_opened_again(
    kept: Path, run: Run, opened: list[str]
) -> None:
    write(kept / "a.json", OTHER)
    write(kept / "b.json", WRONG)
    (kept / "c.py").write_text("x = 1\n")
    cold = run()
    assert {"a.json", "b.json", "c.py"} <= set(opened)
    opened.clear()
    assert run() == cold
    assert {"a.json", "c.py"} & set(opened) == set()
    assert run(".", "--no-cache") == cold
    assert "a.json" in opened


@pytest.mark.usefixtures("later")
def test_another_content_of_the_same_size_and_time_is_seen(kept: Path, run: Run) -> None:
    before = write(kept / "a.json", OTHER)
    assert run()[0] == 0
    time.sleep(0.02)  # the clock of the system stands still for some milliseconds
    after = write(kept / "a.json", WRONG, before)
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert run()[0] == 1


def test_a_file_as_young_as_the_run_is_opened_again(kept: Path, run: Run, opened: list[str]) -> None:
    for text in (OTHER, WRONG) * 10:
        before = write(kept / "a.json", text)
        assert run()[0] == (text == WRONG)
        os.utime(kept / "a.json", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert opened.count("a.json") == 20


@pytest.mark.usefixtures("later")
def test_a_file_in_the_place_of_another_is_seen(kept: Path, run: Run) -> None:
    before = write(kept / "a.json", OTHER)
    write(kept / "b.txt", WRONG, before)
    assert run()[0] == 0
    os.replace(kept / "b.txt", kept / "a.json")
    assert run()[0] == 1


@pytest.mark.usefixtures("later")
def test_what_is_said_of_a_file_counts(kept: Path, run: Run) -> None:
    write(kept / "a.json", "[1]\n")
    assert run()[0] == 0
    write(kept / "immlint.toml", '[kinds]\n"*.json" = "policy"\n')
    cold = run(".", "--no-cache")
    assert cold[1] != "[]\n"
    assert run() == cold == run()
    named = run("a.json")
    assert named == run("a.json", "--no-cache")


@pytest.mark.usefixtures("later")
def test_another_program_finds_anew(
    kept: Path, run: Run, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(kept / "a.json", OTHER)
    run()
    monkeypatch.setattr("immlint.cli.caching.__version__", "9")
    opened.clear()
    run()
    assert "a.json" in opened


def test_one_module_more_is_another_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import immlint

    before = of_the_tool("1")
    assert of_the_tool("1") == before
    folders = [*immlint.__path__, str(tmp_path)]
    monkeypatch.setattr(immlint.__spec__, "submodule_search_locations", folders)
    assert of_the_tool("1") == before
    (tmp_path / "more.py").write_text("x = 1\n")
    one = of_the_tool("1")
    (tmp_path / "more.py").write_text("x = 12\n")
    assert len({before, one, of_the_tool("1")}) == 3


def test_the_folder_is_beside_the_configuration_and_ignores_itself(
    kept: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(kept / "a.json", WRONG)
    write(kept / "immlint.toml", "")
    (kept / "in").mkdir()
    monkeypatch.chdir(kept / "in")
    run("../a.json", "--cache-dir", "other")
    assert sorted(os.listdir(kept)) == ["a.json", "immlint.toml", "in"]
    assert os.listdir("in" if Path("in").exists() else ".") == ["other"]
    run("../a.json")
    assert (kept / FOLDER / ".gitignore").read_text().splitlines()[-1] == "*"
    assert os.listdir(".") == ["other"]


@pytest.mark.parametrize("how", [("--no-cache",), ()])
def test_where_it_is_not_wanted_nothing_is_kept(
    kept: Path, run: Run, monkeypatch: pytest.MonkeyPatch, how: tuple[str, ...]
) -> None:
    write(kept / "a.json", WRONG)
    if not how:
        monkeypatch.setenv("IMMLINT_NO_CACHE", "1")
    assert run(".", *how)[0] == 1
    assert os.listdir(kept) == ["a.json"]


def _is_in_the_place(path: Path, what: bytes | None) -> None:
    path.unlink(missing_ok=True)
    if what is None:
        path.mkdir()
    else:
        path.write_bytes(what)


def _tables(*statements: str) -> bytes:
    database = sqlite3.connect(":memory:")
    for statement in statements:
        database.execute(statement)
    return database.serialize()


BROKEN = {
    "empty": b"",
    "random": random.Random(1).randbytes(20_000),
    "a text": b"{}",
    "another table": _tables("CREATE TABLE entries (x)"),
    "a view": _tables("CREATE VIEW entries AS SELECT 1 AS key, 2 AS value"),
    "other types": _tables("CREATE TABLE entries (key, value)", "INSERT INTO entries VALUES (1, 'x')"),
    "a folder": None,
}


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_cache_counts_as_an_empty_one(kept: Path, run: Run, name: str) -> None:
    write(kept / "a.json", WRONG)
    write(kept / "b.json", OTHER)
    cold = run()
    _is_in_the_place(kept / FOLDER / "findings.sqlite3", BROKEN[name])
    assert run() == cold
    assert run() == cold
    assert run() == cold


@pytest.mark.usefixtures("later")
def test_a_cache_with_a_byte_changed_does_not_lie(kept: Path, run: Run) -> None:
    for number in range(8):
        write(kept / f"{number}.json", OTHER if number % 2 else WRONG)
    cold = run()
    path = kept / FOLDER / "findings.sqlite3"
    whole = path.read_bytes()
    chance = random.Random(5)
    for _ in range(60):
        broken = bytearray(whole)
        for _ in range(chance.choice((1, 1, 20))):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        path.write_bytes(broken[: chance.choice((None, chance.randrange(len(broken))))])
        assert run() == cold


@pytest.mark.usefixtures("later")
def test_a_value_of_another_key_is_none(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    store.put(b"one", b"1")
    store.put(b"two", b"2")
    store.close()
    with sqlite3.connect(tmp_path / "findings.sqlite3") as database:
        (value,) = database.execute("SELECT value FROM entries WHERE key = ?", (b"one",)).fetchone()
        database.execute("UPDATE entries SET value = ? WHERE key = ?", (value, b"two"))
    database.close()
    again = Store(str(tmp_path))
    assert (again.get(b"one"), again.get(b"two"), again.get(b"three")) == (b"1", None, None)
    again.close()


def test_a_folder_that_cannot_be_made_or_written_is_done_without(
    kept: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(kept / "a.json", WRONG)
    cold = run("--no-cache", ".")
    (kept / "none").write_text("")
    assert run(".", "--cache-dir", "none/below") == cold
    assert run(".") == cold
    # To whoever may write everything, no folder is read-only: the system refuses here.
    real = sqlite3.connect
    monkeypatch.setattr(
        sqlite3,
        "connect",
        lambda path, **more: real(f"file:{path}?mode=ro", uri=True, **more),
    )
    assert run(".") == cold


@pytest.mark.usefixtures("later")
def test_it_does_not_grow_without_end(kept: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LARGEST", 100_000)
    sizes = []
    for number in range(40):
        each = Store(str(kept))
        each.put(number.to_bytes(16), random.Random(number).randbytes(20_000))
        each.close()
        sizes.append((kept / "findings.sqlite3").stat().st_size)
    assert max(sizes) < 200_000


def _started(*arguments: str) -> subprocess.Popen[bytes]:
    environment = {k: v for k, v in os.environ.items() if k != "IMMLINT_NO_CACHE"}
    command = [sys.executable, "-m", "immlint", "check", ".", "--output-format", "json", "-q", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)


def test_runs_at_once_find_the_same(kept: Path) -> None:
    for number in range(40):
        write(kept / f"{number}.json", OTHER if number % 2 else WRONG)
    alone = _started("--no-cache").communicate()
    for _ in range(2):
        assert [each.communicate() for each in [_started() for _ in range(4)]] == [alone] * 4


def test_a_run_that_is_killed_leaves_no_lie(kept: Path) -> None:
    """Killed at any of the calls by which a database changes a file, as the system counts them."""
    program = """
import os, signal, sys
from immlint.cache.store import Store
store = Store(sys.argv[1])
for number in range(300):
    store.put(number.to_bytes(16), (b"%d-" % number + sys.argv[2].encode()) * 50)
store._database.set_progress_handler(lambda: os.kill(os.getpid(), signal.SIGKILL), int(sys.argv[3]))
store.close()
"""

    def written(word: str, steps: int) -> int:
        command = [sys.executable, "-c", program, str(kept), word, str(steps)]
        return subprocess.run(command, check=False).returncode

    def read() -> set[str]:
        store = Store(str(kept))
        values = [store.get(number.to_bytes(16)) for number in range(300)]
        store.close()
        words = set()
        for number, value in enumerate(values):
            assert value is not None
            word = value[: len(value) // 50].decode()
            assert value == word.encode() * 50
            assert word.startswith(f"{number}-")
            words.add(word.partition("-")[2])
        return words

    assert written("old", 10**8) == 0
    killed = 0
    for steps in (1, 50, 500, 1500, 2500, 4000):
        code = written(f"new{steps}", steps)
        killed += code == -signal.SIGKILL
        assert len(read()) == 1
    assert killed > 3
    assert written("last", 10**8) == 0
    assert read() == {"last"}
