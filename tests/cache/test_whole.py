"""A run in which nothing changed is told again as a whole: what a run without it finds, and nothing else."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from immlint import cli
from immlint.cache.whole import Whole
from immlint.document.neighbours import Neighbours
from immlint.document.python import PythonDocument
from immlint.outcome import Report

Run = Callable[..., tuple[int, str, str]]
SDK = "from alibabacloud_imm20200930 import client, models\n"
SEND = "models.CreateDatasetRequest(project_name='p', dataset_name={})\n"
CALLER = f"{SDK}from names import NAME\n{SEND.format('NAME')}"
WRONG = '{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "1"}\n'
POLICY = '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:%s", "Resource": "*"}]}\n'
IGNORED = "Action: CreateDataset\nProjectName: p\nDatasetName: 1a  # immlint: ignore[IMM104] known until={}\n"


@pytest.fixture
def recalled(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Of each run, whether it was told as a whole."""
    told: list[bool] = []
    real = Whole.recalled

    def noted(self: Whole) -> Report | None:
        report = real(self)
        told.append(report is not None)
        return report

    monkeypatch.setattr(Whole, "recalled", noted)
    return told


@pytest.mark.usefixtures("later")
def test_where_nothing_changed_only_what_is_shown_is_opened(
    kept: Path, run: Run, opened: list[str], recalled: list[bool]
) -> None:
    (kept / "names.py").write_text("NAME = 'd'\n")
    (kept / "app.py").write_text(CALLER)
    (kept / "a.json").write_text(WRONG)
    cold = run()
    opened.clear()
    assert run() == cold == run(".", "--no-cache")
    assert recalled == [False, True]
    assert opened[: opened.index("a.json") + 1].count("app.py") == 0


@pytest.mark.usefixtures("later")
def test_whatever_a_run_is_asked_for_is_told_apart(kept: Path, run: Run, recalled: list[bool]) -> None:
    (kept / "a.yaml").write_text("Action: CreateDataset\nProjectName: p\nDatasetName: 1\nX: 1\n")
    (kept / "in").mkdir()
    (kept / "in" / "b.json").write_text(WRONG)
    (kept / "held.json").write_text(POLICY % "GetFile")
    given = (
        (".",),
        ("in",),
        (".", "--ignore", "IMM104"),
        (".", "--severity", "error"),
        (".", "--pedantic"),
        (".", "--no-ignores"),
        (".", "--policy", "held.json"),
        (".", "--isolated", "--exclude", "in"),
        (".", "--lang", "zh", "--output-format", "full"),
        (".", "--output-format", "sarif"),
    )
    cold = [run(*each) for each in given]
    recalled.clear()
    assert [run(*each) for each in given] == cold == [run(*each, "--no-cache") for each in given]
    assert recalled == [True] * len(given)


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("place", ["names.py", "names/__init__.py"])
def test_what_a_module_looks_for_beside_the_run_is_looked_for_again(
    kept: Path, run: Run, recalled: list[bool], place: str
) -> None:
    package = kept / "in"
    package.mkdir()
    (package / "app.py").write_text(CALLER)
    for text in (None, "NAME = '1'\n", "NAME = 'd'\n", None):
        path = kept / place
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        # Beside a package, it is looked for below its folder.
        (package / "__init__.py").touch()
        recalled.clear()
        found = run("in")
        assert found == run("in") == run("in", "--no-cache")
        assert recalled == [False, True]
        assert ("IMM104" in found[1]) == (text == "NAME = '1'\n")


@pytest.mark.usefixtures("later")
def test_what_is_ignored_until_a_day_is_found_the_day_after(
    kept: Path, run: Run, monkeypatch: pytest.MonkeyPatch, recalled: list[bool]
) -> None:
    day = datetime.now(UTC).date()
    (kept / "a.yaml").write_text(IGNORED.format(day))
    assert run()[1] == run()[1] == "[]\n"
    after = day + timedelta(days=1)
    monkeypatch.setattr("immlint.suppress.directive.today", lambda: after)
    monkeypatch.setattr("immlint.cache.whole.time.gmtime", after.timetuple)
    assert [row["code"] for row in json.loads(run()[1])] == ["IMM104", "LNT902"]
    assert recalled == [False, True, False]


@pytest.mark.usefixtures("later")
def test_what_no_record_is_kept_of_is_looked_at_again(kept: Path, run: Run, recalled: list[bool]) -> None:
    script = (
        "aliyun imm CreateDataset --ProjectName p --DatasetName 1\naliyun ram CreatePolicy file://p.json\n"
    )
    (kept / "make.sh").write_text(script)
    assert run() == run()
    assert recalled == [False, False]


@pytest.mark.usefixtures("later")
def test_what_cannot_be_read_is_tried_again(kept: Path, run: Run, recalled: list[bool]) -> None:
    (kept / "a.json").symlink_to("a.json")
    (kept / "b.json").write_text(WRONG)
    assert run() == run()
    assert run("b.json", "none.json") == run("b.json", "none.json")
    assert recalled == [False] * 4


def test_what_is_as_young_as_the_run_is_not_kept(kept: Path, run: Run, recalled: list[bool]) -> None:
    (kept / "a.json").write_text(WRONG)
    assert run() == run()
    assert recalled[0] is False
    value = (kept / "a.json").stat()
    assert recalled[1] is (time.time_ns() - max(value.st_mtime_ns, value.st_ctime_ns) > 10**9)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_no_parser_and_no_rule_is_loaded_where_nothing_changed(kept: Path, jobs: str) -> None:
    (kept / "names.py").write_text("NAME = 'd'\n")
    for number in range(6):
        (kept / f"app{number}.py").write_text(CALLER)
    (kept / "a.json").write_text(WRONG)
    command = "check . --output-format concise --jobs"
    program = (
        "import sys, time\n"
        "real = time.time_ns\n"
        "time.time_ns = lambda: real() + 3600 * 10**9\n"
        "from immlint import cli\n"
        "if __name__ == '__main__':\n"
        f"    print(cli.invoke({command.split()!r} + [sys.argv[1]]))\n"
        "    heavy = 'libcst', 'ruamel.yaml', 'immlint.engine', 'immlint.rules', 'multiprocessing', 'json'\n"
        "    print([name for name in heavy if name in sys.modules], file=sys.stderr)\n"
    )
    (kept / "program.txt").write_text(program)
    environment = {k: v for k, v in os.environ.items() if k != "IMMLINT_NO_CACHE"}
    cold, warm = (
        subprocess.run(
            [sys.executable, "program.txt", jobs], capture_output=True, text=True, env=environment, check=True
        )
        for _ in range(2)
    )
    assert warm.stdout == cold.stdout != ""
    assert "libcst" in cold.stderr or jobs == "2"
    assert warm.stderr.splitlines()[-1] == "['json']"


@pytest.mark.usefixtures("later")
def test_while_imports_are_the_same_only_texts_are_asked_for_again(
    kept: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of many modules that ask for each other, one changes, then one that is no module of ours."""
    (kept / "names.py").write_text("NAME = '1'\n")
    for number in range(20):
        (kept / f"app{number}.py").write_text(CALLER)
        (kept / f"other{number}.py").write_text(f"import app{number}\n")
    asked: list[str] = []
    real = Neighbours.find

    def find(self: Neighbours, path: str, dotted: str) -> str | None:
        asked.append(path)
        return real(self, path, dotted)

    monkeypatch.setattr(Neighbours, "find", find)
    cold = run()
    assert asked.count("app3.py") == asked.count("app4.py") > 0
    for changed, text in (("app3.py", f"{CALLER}\n"), ("other3.py", "import app3 as app\n#\n")):
        (kept / changed).write_text(text)
        asked.clear()
        assert run() == run(".", "--no-cache") == cold
        asked.clear()
        (kept / changed).write_text(f"{text}#\n")
        assert run() == cold
        # Who imports a caller is asked as ever.
        assert asked.count("app4.py") <= 1
    (kept / "names.py").write_text("NAME = 'd'\n")
    assert run() == run(".", "--no-cache") != cold
    (kept / "app4.py").write_text(CALLER.replace("names", "other0"))
    assert run() == run(".", "--no-cache")


@pytest.mark.usefixtures("later")
def test_what_was_answered_while_a_file_changed_is_not_kept(
    kept: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "from sdk import models\n"
    (kept / "app.py").write_text(
        f"{SDK}from names import models as m\nm.CreateDatasetRequest(dataset_nam='d')\n"
    )
    (kept / "names.py").write_text(text)
    (kept / "sdk.py").write_text("from alibabacloud_imm20200930 import models\n")
    real = PythonDocument.__init__

    def changing(self: PythonDocument, *arguments: Any) -> None:
        (kept / "names.py").write_text("from elsewhere import models\n")
        real(self, *arguments)

    with monkeypatch.context() as patched:
        patched.setattr(PythonDocument, "__init__", changing)
        assert "SDK102" not in run()[1]
    (kept / "names.py").write_text(text)
    assert "SDK102" in run()[1]


#: What files may hold, by the end of their names.
TEXTS = {
    ".py": (
        "",
        "NAME = '1'\n",
        "NAME = 'd'\n",
        "def make():\n    return '1'\n",
        "from names import *\n",
        "from .names import NAME\n",
        "from sdk import models\nfrom names import NAME\n" + SEND.format("NAME"),
        "from alibabacloud_imm20200930 import models\n",
        CALLER,
        f"{SDK}from .names import NAME\n{SEND.format('NAME')}",
        f"{SDK}from out.names import NAME\n{SEND.format('NAME')}",
    ),
    ".json": (WRONG, WRONG.replace("Action", "Motion"), POLICY % "GetFile", POLICY % "GetFil", "[1]\n"),
    ".yaml": (IGNORED.format("2999-01-01"), "Action: CreateDataset\nProjectName: p\nDatasetName: 1\n"),
    ".sh": ("", "aliyun imm CreateDataset --ProjectName p --DatasetName 1\n"),
    ".toml": (
        "",
        "ignore = ['IMM104']\n",
        "[kinds]\n'*.json' = 'policy'\n",
        "exclude = ['in']\n",
        "pedantic = true\n",
        "[[ignores]]\nfile = '*.json'\nrules = ['IMM104']\nreason = 'known'\n",
    ),
    ".gitignore": ("", "*.json\n", "names.py\n", "in/\n!in/app.py\n"),
}
PATHS = (
    *("app.py", "names.py", "sdk.py", "in/__init__.py", "in/app.py", "in/names.py", "out/names.py"),
    *("a.json", "in/b.json", "in/c.yaml", "make.sh", "immlint.toml", "in/immlint.toml", ".gitignore"),
)
ROOTS = ((".",), ("in",), ("in", "names.py"), (".", "--policy", "a.json"), ("app.py", "a.json"))


def _writes(path: str) -> st.SearchStrategy[tuple[str, str, str]]:
    texts = TEXTS[".gitignore" if path.startswith(".") else os.path.splitext(path)[1]]
    return st.tuples(st.sampled_from(("write", "restore")), st.just(path), st.sampled_from(texts))


PLACES = st.sampled_from(PATHS)
WRITES = PLACES.flatmap(_writes)
EDITS = (
    WRITES
    | st.tuples(st.just("remove"), PLACES, st.just(""))
    | st.tuples(st.just("move"), PLACES, PLACES)
    | st.tuples(st.just("link"), PLACES, PLACES)
    | st.tuples(st.just("folder"), st.sampled_from(("more", "names", "in/names")), st.just(""))
)


def _edit(kind: str, path: str, what: str) -> None:
    place = Path(path)
    place.parent.mkdir(exist_ok=True)
    if place.is_symlink() and not place.exists():
        # One that leads nowhere, or to itself, cannot be written through.
        place.unlink()
    if kind == "folder":
        place.mkdir(exist_ok=True)
    elif kind == "remove":
        place.unlink(missing_ok=True)
    elif kind == "move" and place.is_file():
        Path(what).parent.mkdir(exist_ok=True)
        place.replace(what)
    elif kind == "link" and os.path.isfile(what) and path != what:
        place.unlink(missing_ok=True)
        place.symlink_to(os.path.abspath(what))
    elif kind in ("write", "restore"):
        before = place.stat() if place.is_file() else None
        place.write_text(what)
        if kind == "restore" and before is not None:
            os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))


def _found(*arguments: str) -> tuple[object, ...]:
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.invoke(["check", "--output-format", "json", "--verbose", *arguments])
    return code, *(each.detach().getvalue() for each in (out, err))


@settings(max_examples=60)
@given(
    tree=st.lists(WRITES, min_size=4, max_size=10),
    steps=st.lists(st.tuples(st.lists(EDITS, max_size=3), st.sampled_from(ROOTS)), min_size=2, max_size=5),
)
def test_whatever_becomes_of_a_tree_what_is_kept_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    tree: list[tuple[str, str, str]],
    steps: list[tuple[list[tuple[str, str, str]], tuple[str, ...]]],
) -> None:
    folder = tmp_path_factory.mktemp("tree")
    real = time.time_ns
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("IMMLINT_NO_CACHE", raising=False)
        patch.chdir(folder)
        patch.setattr("time.time_ns", lambda: real() + 3600 * 10**9)
        os.mkdir(".git")
        for each in tree:
            _edit(*each)
        for edits, roots in steps:
            for each in edits:
                _edit(*each)
            time.sleep(0.005)  # the clock of the system stands still for some milliseconds
            for _ in range(2):
                assert _found(*roots) == _found(*roots, "--no-cache")
    shutil.rmtree(folder)
