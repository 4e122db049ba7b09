"""What is kept between runs: never anything else than what a run without it finds."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from immlint.rules import registry

from immlint.cache import store
from immlint.cache.cache import FOLDER
from immlint.cache.identity import of_the_tool
from immlint.cache.store import Store
from immlint.cache.written import UnwritableError, findings_in, text_of
from immlint.document import Document
from immlint.engine import Engine
from immlint.finding import Edit, Finding, Fix, Related
from immlint.message import Message, Term
from immlint.record import fields_of, replace
from immlint.select import Selection

ROOT = Path(__file__).parents[2]
#: As an organisation may write one.
PYTHON_RULE = """
from immlint.finding import Severity
from immlint.issue import issue
from immlint.rule import rule
from immlint.subject import Request


@rule(on=Request, severity=Severity.INFO, source="", valid=(), invalid=(), stem="acme201_any_request")
def any_request(request, facts):
    yield issue(request.place(), "a request; expected none")
"""

WRONG = '{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "1"}\n'
Run = Callable[..., tuple[int, str, str]]
#: Of the same length, and nothing of ours.
OTHER = WRONG.replace("Action", "Motion").replace("ProjectName", "ProductName")


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


def test_a_folder_of_others_is_not_ignored(kept: Path, run: Run) -> None:
    write(kept / "a.json", WRONG)
    (kept / ".git").mkdir()
    found = run(".", "--cache-dir", ".")
    assert sorted(os.listdir(kept)) == [".git", "a.json", "findings.sqlite3"]
    assert found == run(".", "--cache-dir", ".")
    assert found[0] == 1


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
def test_what_is_new_counts_before_what_is_kept(tmp_path: Path) -> None:
    kept = Store(str(tmp_path))
    kept.put(b"key", b"old")
    kept.close()
    kept = Store(str(tmp_path))
    kept.put(b"key", b"new")
    assert kept.values((b"key", b"other")) == {b"key": b"new"}
    kept.close()
    kept = Store(str(tmp_path))
    assert kept.get(b"key") == b"new"
    kept.close()


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


def rows(text: str) -> list[Any]:
    found: list[Any] = json.loads(text)
    return found


def examples() -> Iterator[tuple[str, str]]:
    """The name and text of each example with a finding that is a file of its own, alone in its folder."""
    for rule in registry():
        for number, example in enumerate(rule.invalid):
            if example.kind is None and example.policy is None:
                yield f"{rule.code}-{number}/{example.filename}", example.text


@pytest.mark.usefixtures("later")
def test_the_same_is_found_cold_warm_and_without(kept: Path, run: Run) -> None:
    for name, text in examples():
        path = kept / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    shutil.copytree(ROOT / "examples", kept / "examples")
    for more in (
        (),
        ("--pedantic",),
        ("--no-ignores",),
        ("--policy", "examples/policies/create-dataset.json"),
    ):
        without = run(".", "--no-cache", *more)
        assert len(rows(without[1])) > 100
        assert run(".", *more) == without
        assert run(".", *more) == without
    spoken = ("--lang", "zh", "--output-format", "full")
    assert run(".", *spoken) == run(".", "--no-cache", *spoken)


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that rules are asked about."""
    names: list[str] = []
    real = Engine.check

    def hooked(self: Engine, document: Document, shown: Selection | None = None) -> list[Finding]:
        names.append(os.path.basename(document.source.path))
        return real(self, document, shown)

    monkeypatch.setattr(Engine, "check", hooked)
    return names


POLICY = '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:%s", "Resource": "*"}]}'


def test_a_text_is_checked_once(kept: Path, run: Run, checked: list[str]) -> None:
    write(kept / "a.json", WRONG)
    write(kept / "b.yaml", "Statement:\n- Effect: allow\n  Action: imm:GetFile\n  Resource: '*'\n")
    cold = run()
    assert checked == ["a.json", "b.yaml"]
    for path in kept.glob("*.*"):
        path.touch()
    assert run() == cold
    assert checked == ["a.json", "b.yaml"]
    write(kept / "b.yaml", (kept / "b.yaml").read_text().replace("allow", "deny"))
    assert run() == run(".", "--no-cache") != cold
    assert checked[2:] == ["b.yaml", "a.json", "b.yaml"]


def test_a_file_of_another_name_is_another(kept: Path, run: Run) -> None:
    write(kept / "a.json", WRONG)
    run()
    (kept / "a.json").rename(kept / "b.json")
    assert {row["path"] for row in rows(run()[1])} == {"b.json"}
    (kept / "b.json").rename(kept / "response.json")
    assert run() == run(".", "--no-cache")


@pytest.mark.parametrize(
    "configuration",
    [
        'ignore = ["IMM104"]',
        'severity = "error"',
        "pedantic = true",
        '[per-file-ignores]\n"a.json" = ["IMM104"]',
        '[kinds]\n"a.json" = "policy"',
        '[kinds]\n"a.json" = "ignore"',
        '[[ignores]]\nfile = "a.json"\nrules = ["IMM104"]\nreason = "known"',
        'rules = ["rule.yaml"]',
        'policies = ["held.json"]',
    ],
)
def test_another_configuration_finds_anew(kept: Path, run: Run, configuration: str) -> None:
    write(kept / "a.json", WRONG)
    (kept / "held.json").write_text(POLICY % "GetFile")
    shutil.copy(ROOT / "examples/rules/dataset-name.yaml", kept / "rule.yaml")
    cold = run("a.json")
    write(kept / "immlint.toml", configuration + "\n")
    changed = run("a.json", "--no-cache")
    assert run("a.json") == changed == run("a.json")
    (kept / "immlint.toml").unlink()
    assert run("a.json") == cold


def test_another_custom_rule_finds_anew(kept: Path, run: Run) -> None:
    write(kept / "a.json", WRONG)
    write(kept / "immlint.toml", 'rules = ["rule.yaml"]\n')
    text = (ROOT / "examples/rules/dataset-name.yaml").read_text()
    for written in (text, text.replace("severity: warning", "severity: info"), text):
        (kept / "rule.yaml").write_text(written)
        assert run("a.json") == run("a.json", "--no-cache")


def test_what_rules_in_python_find_is_not_kept(kept: Path, run: Run, checked: list[str]) -> None:
    write(kept / "a.json", WRONG)
    write(kept / "immlint.toml", 'python-rules = ["own.py"]\n')
    (kept / "own.py").write_text(PYTHON_RULE)
    assert run("a.json") == run("a.json")
    assert checked.count("a.json") == 2


def test_another_policy_grants_something_else(kept: Path, run: Run) -> None:
    write(kept / "a.json", WRONG.replace('"1"', '"d"'))
    seen = []
    for action in ("GetFile", "CreateDataset", "GetFile"):
        write(kept / "held.json", POLICY % action)
        given = ("a.json", "--policy", "held.json")
        found = run(*given)
        assert found == run(*given) == run(*given, "--no-cache")
        seen.append([row["code"] for row in rows(found[1])])
    write(kept / "immlint.toml", '[kinds]\n"held.json" = "session-policy"\n')
    given = ("a.json", "--policy", "held.json")
    assert run(*given) == run(*given, "--no-cache")
    assert "GNT101" in seen[0]
    assert "GNT101" not in seen[1]
    assert seen[2] == seen[0]


def test_what_is_selected_for_a_policy_that_is_held_counts(kept: Path, run: Run) -> None:
    (kept / "policies").mkdir()
    write(kept / "a.json", WRONG.replace('"1"', '"d"'))
    write(kept / "policies/held.json", POLICY % "GetFile")
    given = ("a.json", "--policy", "policies/held.json")
    codes = []
    for settings in ("", 'ignore = ["GNT104"]', 'severity = "warning"', 'ignore = ["NOPE"]'):
        write(kept / "policies/immlint.toml", settings)
        found = run(*given)
        assert found == run(*given) == run(*given, "--no-cache")
        codes.append([row["code"] for row in rows(found[1] or "[]")])
    assert ["GNT104" in each for each in codes] == [True, False, False, False]
    # What there is no rule of is told, whether anything is found in the policy or not.
    quiet = (*given, "--ignore", "GNT104")
    assert run(*quiet)[0] == run(*quiet, "--no-cache")[0] == 2


def test_what_is_ignored_in_a_policy_that_is_held_is_not_found_again(kept: Path, run: Run) -> None:
    write(kept / "a.json", WRONG.replace('"1"', '"d"'))
    write(kept / "held.json", POLICY % "GetFile")
    write(kept / "b.yaml", f"# immlint: file-ignore[GNT104] known\n{POLICY % 'GetFile'}")
    entry = '[[ignores]]\nfile = "held.json"\nrules = ["GNT104"]\nreason = "known"\n'
    for policy, settings in (("b.yaml", ""), ("held.json", entry)):
        write(kept / "immlint.toml", settings)
        for options in ((), ("--no-ignores",), ("--severity", "error"), ("--no-ignores", "--pedantic"), ()):
            given = ("a.json", "--policy", policy, *options)
            found = run(*given)
            assert found == run(*given) == run(*given, "--no-cache")
            assert ("GNT104" in found[1]) == ("--no-ignores" in options)


def test_the_place_that_a_link_to_a_policy_leads_to_counts(kept: Path, run: Run) -> None:
    write(kept / "a.json", WRONG.replace('"1"', '"d"'))
    given = ("a.json", "checked.json", "--policy", "held.json")
    for name in ("checked.json", "other.json"):
        write(kept / name, POLICY % "GetFile")
    for name in ("checked.json", "other.json", "checked.json"):
        (kept / "held.json").unlink(missing_ok=True)
        (kept / "held.json").symlink_to(name)
        found = run(*given)
        assert found == run(*given) == run(*given, "--no-cache")
        paths = [row["path"] for row in rows(found[1]) if row["code"] == "GNT104"]
        assert paths == ["checked.json" if name == "checked.json" else "held.json"]


def test_rules_over_a_run_see_what_is_kept(kept: Path, run: Run) -> None:
    for name in ("a.json", "b.json"):
        write(kept / name, WRONG.replace('"1"', f'"{name[0]}"'))
    (kept / "p.json").write_text(POLICY % "GetFile")
    assert "IMM112" not in run()[1]
    # Now both create the same one: of one file what is kept holds, of the other it does not.
    write(kept / "b.json", WRONG.replace('"1"', '"a"'))
    found = run()
    assert found == run() == run(".", "--no-cache")
    assert "IMM112" in found[1]
    (kept / "a.json").unlink()
    assert "IMM112" not in run()[1]


def test_an_ignore_is_heeded_and_told(kept: Path, run: Run) -> None:
    text = "Action: CreateDataset\nProjectName: p\nDatasetName: 1a\n"
    write(kept / "a.yaml", text)
    assert [row["code"] for row in rows(run()[1])] == ["IMM104"]
    write(kept / "a.yaml", text.replace("1a", "1a  # immlint: ignore[IMM104] known"))
    assert rows(run()[1]) == rows(run()[1]) == []
    assert [row["code"] for row in rows(run(".", "--no-ignores")[1])] == ["IMM104"]
    assert rows(run()[1]) == []


def test_a_crash_is_not_kept(kept: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write(kept / "a.json", WRONG)
    with monkeypatch.context() as patched:
        patched.setattr("immlint.rule.Facts.violations", None)
        assert "LNT904" in run()[1]
    assert run() == run(".", "--no-cache")
    assert "LNT904" not in run()[1]


def test_standard_input_is_not_kept(
    kept: Path, run: Run, checked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(WRONG.encode())))
        assert run("-")[0] == 1
    assert checked == ["stdin.json", "stdin.json"]


SAID = Message("{a} of {b}; {c}", a=Term("a list"), b=Message("{n} more", n=3), c="\ud800")


def test_what_is_said_comes_back_with_its_parts() -> None:
    made = Finding(
        *("IMM104", "n", "error", SAID, "a.json", 1, 2, 3, 4, "/a", Message("")),
        url="u",
        fix=Fix(SAID, (Edit(1, 2, "x"),), "safe", "proved"),
        related=(Related(SAID, "b", 1, 2),),
        start=5,
        end=6,
        anchor="a",
        value="v",
    )
    (back,) = findings_in(text_of([made]))
    assert fields(back) == fields(made)
    for text in (back.message, back.related[0].message, back.fix and back.fix.description):
        assert isinstance(text, Message)
        assert (text.template, text.arguments) == (SAID.template, SAID.arguments)
        assert [type(each) for each in text.arguments.values()] == [Term, Message, str]


def fields(finding: Finding) -> list[object]:
    return [getattr(finding, name) for name in fields_of(finding) or ()]


def test_what_would_not_come_back_is_not_kept() -> None:
    class Other(str):
        pass

    made = Finding(*("IMM104", "n", "error", Message("{a}", a=Other("x")), "a", 1, 1, 1, 1, "", "", ""))
    with pytest.raises(UnwritableError):
        text_of([made])
    huge = Message("{a}", a=10**5000) if sys.get_int_max_str_digits() == 0 else Message("{a:.1}", a=2.5)
    with pytest.raises(UnwritableError):
        text_of([replace(made, message=huge)])


@pytest.mark.usefixtures("later")
def test_a_neighbour_that_changes_or_appears_is_seen(kept: Path, run: Run) -> None:
    caller = (
        "from alibabacloud_imm20200930 import client, models\n"
        "from names import NAME\n"
        "imm = client.Client(config)\n"
        'imm.create_dataset(models.CreateDatasetRequest(project_name="p", dataset_name=NAME))\n'
    )
    write(kept / "app.py", caller)
    codes = []
    for text in (None, 'NAME = "1"\n', 'NAME = "d"\n', 'NAME = "1"\n'):
        if text is not None:
            write(kept / "names.py", text)
        found = run()
        assert found == run() == run(".", "--no-cache")
        codes.append("IMM104" in found[1])
    assert codes == [False, True, False, True]
