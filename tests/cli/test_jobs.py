"""Several processes find what one finds, and no other process is ever missed without a word."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from immlint import cli
from immlint.cache.subjects import subjects_as_text
from immlint.cli.jobs import Workers
from immlint.cli.plain import DEFAULTS
from immlint.config import Config, Settings
from immlint.crew import Crew
from immlint.document import read
from immlint.document.python import PythonDocument
from immlint.source import Source
from immlint.subject import Policy

ROOT = Path(__file__).parents[2]
SDK = "from alibabacloud_imm20200930 import client, models\nimm = client.Client(config)\n"
CREATE = "imm.create_dataset(models.CreateDatasetRequest(project_name='p', dataset_name={}))\n"


def tree(folder: Path) -> None:
    """500 files, 50 of which have findings; some call IMM through others, two make one dataset."""
    for number in range(446):
        (folder / f"clean{number}.json").write_text(json.dumps({"number": number}))
    names = folder / "names"
    names.mkdir()
    (names / "__init__.py").write_text("FIRST = '1bad'\n")
    (folder / "sdk.py").write_text("from alibabacloud_imm20200930 import models\n")
    for number in range(16):
        (folder / f"caller{number}.py").write_text(f"{SDK}from names import FIRST\n{CREATE.format('FIRST')}")
    for number in range(19):
        name = str(number) if number < 15 else "photos"
        request = {"Action": "CreateDataset", "ProjectName": "p", "DatasetName": name}
        (folder / f"request{number}.json").write_text(json.dumps(request))
    for number in range(15):
        (folder / f"policy{number}.yaml").write_text(
            f"Version: '1'\nStatement:\n- Effect: Alow\n  Action: imm:Get{number}\n  Resource: '*'\n"
        )
    (folder / "through.py").write_text("from sdk import models\nmodels.GetProjectRequest(project_nam='p')\n")


def run(folder: Path, *options: str, seed: int = 0) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "immlint", "check", ".", "--output-format", "json", *options]
    environment = os.environ | {"PYTHONHASHSEED": str(seed)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_the_output_is_the_same_for_any_number_of_processes(tmp_path: Path) -> None:
    tree(tmp_path)
    alone = run(tmp_path, "--jobs", "1")
    assert len({row["path"] for row in json.loads(alone[1])}) == 50
    assert {"IMM112", "SDK102", "IMM104", "RAM206"} <= {row["code"] for row in json.loads(alone[1])}
    for jobs, seed in (("1", 1), ("2", 0), ("2", 2), ("7", 1)):
        assert run(tmp_path, "--jobs", jobs, seed=seed) == alone


def test_all_kinds_are_passed_on_by_other_processes() -> None:
    alone = run(ROOT / "examples", "--jobs", "1")
    assert json.loads(alone[1])
    assert run(ROOT / "examples", "--jobs", "2") == alone


def test_what_cannot_be_passed_on_is_not_told() -> None:
    text = '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": "*"}]}'
    document = read(Source("a.json", text.encode()))
    assert document is not None
    assert subjects_as_text(document.subjects, ()) != ""
    assert subjects_as_text([*document.subjects, Policy(lambda: None)], ()) == ""


def test_what_others_find_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tree(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("IMMLINT_NO_CACHE")
    found = []
    parsed: list[str] = []
    real = PythonDocument.__init__

    def noted(self: PythonDocument, source: Any, claim: Any, neighbours: Any = None) -> None:
        parsed.append(source.path)
        real(self, source, claim, neighbours)

    monkeypatch.setattr(PythonDocument, "__init__", noted)
    for jobs in ("2", "1"):
        found.append((cli.invoke(["check", ".", "--jobs", jobs]), capsys.readouterr()))
    assert found[0] == found[1]
    # What is a caller by its imports alone is read at the end, and what rules over a run point to.
    assert {os.path.basename(path) for path in parsed} <= {"through.py"}


def dies(*arguments: object) -> Callable[[object], object]:
    return lambda task: os.kill(os.getpid(), signal.SIGKILL)


def fails(*arguments: object) -> Callable[[object], object]:
    return lambda task: 1 / 0


def hangs(*arguments: object) -> Callable[[object], object]:
    def work(task: object) -> None:
        Path("begun").touch()
        time.sleep(3600)

    return work


@pytest.mark.parametrize("way", ["from standard input", "from a file"])
def test_a_program_without_a_guard_may_call_the_command(tmp_path: Path, way: str) -> None:
    tree(tmp_path)
    code = "import sys\nfrom immlint.__main__ import main\n"
    code += "sys.exit(main(['check', '.', '--output-format', 'json', '--jobs', '2']))\n"
    (tmp_path / "call.txt").write_text(code)
    given, entered = ("-", code) if way == "from standard input" else ("call.txt", None)
    command = [sys.executable, given]
    done = subprocess.run(command, cwd=tmp_path, input=entered, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == run(tmp_path, "--jobs", "1")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("begin", [dies, fails])
def test_a_process_that_is_lost_is_an_error_and_no_shorter_report(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    begin: Callable[..., object],
) -> None:
    tree(tmp_path)
    monkeypatch.setattr("immlint.cli.jobs.begin", begin)
    assert cli.invoke(["check", str(tmp_path), "--jobs", "2"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "a process that checks files" in said.err
    assert "Traceback" not in said.err


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_an_interruption_ends_all_processes(tmp_path: Path) -> None:
    tree(tmp_path)
    code = (
        "import sys, immlint.cli.jobs as jobs\nfrom tests.cli.test_jobs import hangs\njobs.begin = hangs\n"
        "from immlint.__main__ import main\nif __name__ == '__main__': sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "check", ".", "--jobs", "2"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment,
        start_new_session=True,
        # Where these tests run in the background, a shell may have told all to ignore it.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while not (tmp_path / "begun").exists() and process.poll() is None:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        try:
            out, err = process.communicate(timeout=120)
        finally:
            with contextlib.suppress(ProcessLookupError):
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
    assert (process.returncode, out) == (130, "")
    assert "Traceback" not in err, err
    # What counts the resources of processes goes when they are gone.
    while _is_running(process.pid):
        time.sleep(0.05)


def _is_running(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_where_none_can_be_begun_one_does_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tree(tmp_path)
    monkeypatch.chdir(tmp_path)
    alone = cli.invoke(["check", ".", "--jobs", "1"]), capsys.readouterr()

    def refused(*arguments: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr("immlint.crew.Crew", refused)
    assert (cli.invoke(["check", ".", "--jobs", "2"]), capsys.readouterr()) == alone


def workers(jobs: int) -> Workers:
    return Workers(DEFAULTS | {"jobs": jobs}, {}, Settings(Config()), None)


def test_others_are_begun_where_much_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("immlint.cli.jobs._processors", lambda: 2)
    clock = [0.0]
    monkeypatch.setattr("immlint.cli.jobs.time.process_time", lambda: clock[0])

    def pays(taken: float, done: int, rest: int) -> bool:
        clock[0] = 7.0
        found = workers(0)
        assert not found.pays(0, rest)
        clock[0] += taken
        return found.pays(done, rest)

    assert pays(1.0, 100, 200)
    # Little is left, or little was done; and files that take less than it takes to pass them on.
    assert not pays(1.0, 100, 50)
    assert not pays(0.1, 10, 10_000)
    assert not pays(2.0, 10_000, 20_000)
    assert workers(3).pays(0, 2)
    assert not workers(3).pays(0, 1)
    monkeypatch.setattr("immlint.cli.jobs._processors", lambda: 1)
    assert not pays(1.0, 100, 200)


class _Begun:
    """Takes note of the processes that are begun."""

    def __init__(self, size: int, *arguments: object) -> None:
        self.size = size


def test_others_are_begun_ahead_where_much_is_to_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("immlint.crew.Crew", _Begun)
    monkeypatch.setattr("immlint.cli.jobs._processors", lambda: 2)
    found = workers(0)
    found.expect(5)
    assert not found.pays(0, 500)
    found.expect(500)
    assert found.pays(0, 500)
    alone = workers(1)
    alone.expect(500)
    assert not alone.pays(0, 500)


def test_what_is_found_is_the_same_where_others_are_begun_ahead(tmp_path: Path) -> None:
    for number in range(60):
        (tmp_path / f"caller{number}.py").write_text(f"{SDK}{CREATE.format(repr(f'{number}bad'))}")
    for number in range(600):
        (tmp_path / f"other{number}.py").write_text("import caller1\n" if number == 7 else "import os\n")
    alone = run(tmp_path, "--no-cache", "--jobs", "1")
    assert len(json.loads(alone[1])) == 60
    assert run(tmp_path, "--no-cache", "--jobs", "2") == alone
    # Cold, and warm.
    assert run(tmp_path, "--jobs", "2") == alone
    assert run(tmp_path, "--jobs", "2") == alone


def told(*arguments: object) -> Callable[[int], int]:
    heard: list[int] = []

    def work(task: int) -> int:
        heard.append(task)
        return heard[0] * task

    return work


def test_what_is_told_comes_before_all_tasks() -> None:
    crew = Crew(3, told)
    try:
        crew.tell(5)
        assert [*crew.each(iter(range(100)))] == [5 * number for number in range(100)]
    finally:
        crew.close()


def doubled(*arguments: object) -> Callable[[int], int]:
    return lambda task: 2 * task


def test_results_come_in_the_order_of_the_tasks() -> None:
    crew = Crew(3, doubled)
    try:
        assert [*crew.each(iter(range(100)))] == [2 * number for number in range(100)]
    finally:
        crew.close()
