"""What is kept of Python: never anything else than what a run without it finds, whatever became of others."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from immlint.rules import registry

from immlint.cache.cache import Cache
from immlint.document.python import PythonDocument
from immlint.files import find
from immlint.run import run as run_over

Run = Callable[..., tuple[int, str, str]]
SDK = "from alibabacloud_imm20200930 import client, models\n"
SEND = "models.CreateDatasetRequest(project_name='p', dataset_name={name})\n"
CALLER = f"{SDK}from names import NAME\n{SEND.format(name='NAME')}"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the modules that are parsed."""
    names: list[str] = []
    real = PythonDocument.__init__

    def noted(self: PythonDocument, source, claim, neighbours=None) -> None:  # type: ignore[no-untyped-def]
        names.append(os.path.basename(source.path))
        real(self, source, claim, neighbours)

    monkeypatch.setattr(PythonDocument, "__init__", noted)
    return names


def agreed(run: Run, *paths: str) -> str:
    """Return what is found, twice with what is kept and once without."""
    paths = paths or (".",)
    found = run(*paths)
    assert found == run(*paths) == run(*paths, "--no-cache")
    return found[1]


@pytest.mark.usefixtures("later")
def test_a_caller_is_parsed_once(kept: Path, run: Run, read: list[str]) -> None:
    (kept / "app.py").write_text(CALLER)
    (kept / "names.py").write_text("NAME = '1'\n")
    (kept / "alone.py").write_text(f"{SDK}{SEND.format(name=repr('1'))}")
    (kept / "nothing.py").write_text(f"{SDK}from elsewhere import NAME\n")
    cold = run()
    assert sorted(read) == ["alone.py", "app.py", "nothing.py"]
    read.clear()
    assert run() == cold
    assert read == []


@pytest.mark.usefixtures("later")
def test_only_what_asked_for_another_file_is_parsed_again(kept: Path, run: Run, read: list[str]) -> None:
    (kept / "app.py").write_text(CALLER)
    (kept / "alone.py").write_text(f"{SDK}{SEND.format(name=repr('1'))}")
    # Rules over a run are to see all of it.
    run(".", "--select", "IMM104")
    read.clear()
    (kept / "names.py").write_text("NAME = '1'\n")
    assert len(json.loads(run(".", "--select", "IMM104")[1])) == 2
    assert read == ["app.py"]


@pytest.mark.usefixtures("later")
def test_another_text_of_the_same_size_and_time_is_seen(kept: Path, run: Run) -> None:
    (kept / "app.py").write_text(CALLER)
    names = kept / "names.py"
    names.write_text("NAME = '1'\n")
    before = names.stat()
    assert "IMM104" in agreed(run)
    time.sleep(0.02)  # the clock of the system stands still for some milliseconds
    names.write_text("NAME = 'd'\n")
    os.utime(names, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "IMM104" not in agreed(run)


@pytest.mark.usefixtures("later")
def test_a_neighbour_that_is_removed_is_seen(kept: Path, run: Run) -> None:
    (kept / "app.py").write_text(CALLER)
    (kept / "names.py").write_text("NAME = '1'\n")
    assert "IMM104" in agreed(run)
    (kept / "names.py").unlink()
    assert "IMM104" not in agreed(run)


@pytest.mark.usefixtures("later")
def test_a_neighbour_that_comes_into_the_run_is_seen(kept: Path, run: Run) -> None:
    package = kept / "package"
    package.mkdir()
    for name in ("__init__.py", "other.py"):
        (package / name).write_text("")
    text = f"{SDK}from names import settings\n{SEND.format(name='settings()')}"
    (package / "app.py").write_text(text)
    (kept / "names.py").write_text("def settings():\n    return '1'\n")
    # Of what is no part of the run only constants count.
    assert "IMM104" not in agreed(run, "package")
    assert "IMM104" in agreed(run, "package", "names.py")
    assert "IMM104" not in agreed(run, "package")


@pytest.mark.usefixtures("later")
def test_a_module_without_a_word_of_imm_becomes_a_caller_by_what_it_imports(kept: Path, run: Run) -> None:
    (kept / "app.py").write_text("from sdk import models\nmodels.CreateDatasetRequest(dataset_nam='d')\n")
    (kept / "sdk.py").write_text("models = None\n")
    assert "SDK102" not in agreed(run)
    (kept / "sdk.py").write_text("from alibabacloud_imm20200930 import models\n")
    assert "SDK102" in agreed(run)
    (kept / "sdk.py").write_text("from elsewhere import models\n")
    assert "SDK102" not in agreed(run)


@pytest.mark.usefixtures("later")
def test_rules_over_a_run_see_what_a_neighbour_became(kept: Path, run: Run) -> None:
    policy = {
        "Version": "1",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": "imm:CreateDataset",
                "Resource": "acs:imm:*:*:project/p/dataset/*",
            }
        ],
    }
    (kept / "held.json").write_text(json.dumps(policy))
    (kept / "app.py").write_text(
        f"{SDK}from names import PROJECT\nimm = client.Client(config)\n"
        "imm.create_dataset(models.CreateDatasetRequest(project_name=PROJECT, dataset_name='d'))\n"
    )
    given = (".", "--policy", "held.json")
    for project, is_granted in (("p", True), ("q", False), ("p", True)):
        (kept / "names.py").write_text(f"PROJECT = {project!r}\n")
        assert ("GNT101" in agreed(run, *given)) != is_granted


def test_what_another_process_finds_is_not_what_was_kept_before(kept: Path, run: Run) -> None:
    for name in ("app", "other", "third"):
        (kept / f"{name}.py").write_text(CALLER)
    for name in ("1a", "2b", "1a"):
        (kept / "names.py").write_text(f"NAME = {name!r}\n")
        found = run(".", "--jobs", "2")
        assert found == run(".", "--no-cache", "--jobs", "1") == run(".", "--jobs", "1")
        assert found[1].count(f'\\"{name}\\" begins with') == 3


@pytest.mark.parametrize("encoding", ["latin-1", "gbk", "no-such-encoding", "utf-8"])
def test_what_is_shown_is_read_in_the_encoding_that_it_declares(kept: Path, run: Run, encoding: str) -> None:
    sent = SEND.format(name="'1\u00e9'")
    code = f"# -*- coding: {encoding} -*-\n{SDK}{sent}"
    (kept / "app.py").write_bytes(code.encode("latin-1"))
    (kept / "names.py").touch()
    given = (".", "--output-format", "full")
    cold = run(*given, "--no-cache", "--jobs", "1")
    assert "app.py" in cold[1]
    assert run(*given, "--no-cache", "--jobs", "2") == cold
    for change in range(2):
        # The run is another one as a whole.
        (kept / "names.py").write_text(f"# {change}\n")
        assert run(*given) == cold


#: Modules that import each other, by any way.
TEXTS = (
    "",
    "NAME = '1'\n",
    "NAME = 'd'\n",
    "def make():\n    return '1'\n",
    "from names import *\n",
    "from .names import NAME\n",
    "import sdk\nsdk.models.CreateDatasetRequest(project_name='p', dataset_nam='1')\n",
    "from sdk import models\nfrom names import NAME\n" + SEND.format(name="NAME"),
    "from alibabacloud_imm20200930 import models\n",
    "from sdk import *\n",
    CALLER,
    f"{SDK}from .names import NAME\n{SEND.format(name='NAME')}",
    f"{SDK}import names\nnames.NAME = '2'\n{SEND.format(name='names.NAME')}",
    f"{SDK}from names import make\n{SEND.format(name='make()')}",
    "from app import NAME\ndef make():\n    return NAME\n",
    "syntax error\n# alibabacloud_imm20200930\n",
)
PATHS = ("app.py", "names.py", "sdk.py", "in/__init__.py", "in/app.py", "in/names.py", "in/sdk.py")
ROOTS = ((".",), ("in",), ("in/app.py",), ("in", "names.py"), ("app.py", "in/app.py", "sdk.py"))
EDITS = st.tuples(st.sampled_from(PATHS), st.sampled_from((None, *TEXTS)))
STEPS = st.lists(st.tuples(st.lists(EDITS, max_size=3), st.sampled_from(ROOTS)), min_size=2, max_size=5)


def _found(roots: tuple[str, ...], cache: Cache | None) -> tuple[object, ...]:
    report = run_over(find([path for path in roots if os.path.exists(path)]), registry(), cache=cache)
    if cache is not None:
        cache.close()
    return report.findings, report.checked, report.failed, [item.path for item in report.foreign]


@settings(max_examples=60)
@given(tree=st.dictionaries(st.sampled_from(PATHS), st.sampled_from(TEXTS), min_size=3), steps=STEPS)
def test_whatever_is_edited_what_is_kept_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    tree: dict[str, str],
    steps: list[tuple[list[tuple[str, str | None]], tuple[str, ...]]],
) -> None:
    folder = tmp_path_factory.mktemp("tree")
    real = time.time_ns
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr("immlint.cache.cache.time.time_ns", lambda: real() + 3600 * 10**9)
        Path("in").mkdir()
        edits: list[tuple[str, str | None]] = [*tree.items()]
        for more, roots in steps:
            for path, text in [*edits, *more]:
                Path(path).unlink(missing_ok=True)
                if text is not None:
                    Path(path).write_text(text)
            edits = []
            for _ in range(2):
                assert _found(roots, Cache("kept", "1")) == _found(roots, None)
    shutil.rmtree(folder)
