"""The command itself against what shells and file systems do to it."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from immlint.rules import registry

import immlint
import immlint.input
from immlint.__main__ import main
from immlint.config import Config
from immlint.input import Input
from immlint.run import run
from tests.steps import steps

WRONG = '{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "1"}\n'
COMMAND = f"{sys.executable} -m immlint"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "wrong.json").write_text(WRONG)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shell(command: str) -> tuple[int, str, str]:
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("command", "code", "told"),
    [
        ("- <&-", 2, "standard input"),
        ("wrong.json >&-", 2, ""),
        ("wrong.json 2>&-", 1, ""),
        ("wrong.json > /dev/full", 2, "standard output: no space left on device"),
        ("--version > /dev/full", 2, "standard output: no space left on device"),
        ("wrong.json --output-file /dev/full", 2, "/dev/full: no space left on device"),
        ("wrong.json --output-file none/x", 2, "none/x: no such file or directory"),
        ("/dev/null /dev/zero", 2, "2 errors in 2 files"),
    ],
)
def test_closed_and_full_streams(folder: Path, command: str, code: int, told: str) -> None:
    if "/dev/full" in command and not os.path.exists("/dev/full"):
        pytest.skip("no such device here")
    done = shell(f"{COMMAND} {command}")
    assert done[0] == code
    assert told in done[2]


def test_output_file_is_written_whole_through_links_and_to_devices(folder: Path) -> None:
    (folder / "link").symlink_to("report.json")
    assert shell(f"{COMMAND} wrong.json --output-format json --output-file link")[0] == 1
    assert (folder / "link").is_symlink()
    assert json.loads((folder / "report.json").read_text())[0]["code"] == "IMM104"
    assert "IMM104" in shell(f"{COMMAND} wrong.json --output-file /dev/stdout | cat")[1]
    assert sorted(os.listdir(folder)) == ["link", "report.json", "wrong.json"]


def test_pipes_sockets_and_loops_are_told_and_others_are_checked(folder: Path) -> None:
    os.mkfifo(folder / "pipe.json")
    (folder / "loop.json").symlink_to("loop.json")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.json")
        found = [(f.path, f.code) for f in immlint.lint_paths(["."])]
    unreadable = [(name, "LNT905") for name in ("loop.json", "pipe.json", "socket.json")]
    assert found == [*unreadable, ("wrong.json", "IMM104")]


def test_a_named_pipe_is_read_to_its_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo("pipe.json")

    def write() -> None:
        time.sleep(0.1)
        with open("pipe.json", "w") as pipe:
            pipe.write(WRONG[:20])
            pipe.flush()
            time.sleep(0.1)
            pipe.write(WRONG[20:])

    writer = threading.Thread(target=write)
    writer.start()
    assert [f.code for f in immlint.lint_paths(["pipe.json"])] == ["IMM104"]
    writer.join()
    monkeypatch.setattr(immlint.input, "PATIENCE", 0.05)
    report = run([Input("pipe.json", named=True)], registry())
    assert report.failed
    assert report.findings[0].message == "nobody writes into this pipe; expected JSON or YAML"


def test_a_pipe_that_nobody_writes_into_is_told_by_every_command(folder: Path) -> None:
    os.mkfifo("p.json")
    (folder / "rules.toml").write_text('rules = ["p.json"]\n')
    commands = ["access p.json", "diff p.json p.json", "test p.json"]
    options = ("--config p.json", "--baseline p.json", "--policy p.json", "--config rules.toml")
    commands += [f"wrong.json {option}" for option in options]
    # At once: each waits for some seconds.
    with ThreadPoolExecutor(len(commands)) as pool:
        for code, out, err in pool.map(lambda command: shell(f"{COMMAND} {command}"), commands):
            assert (code, out) == (2, "")
            assert "p.json: nobody writes into this pipe" in err


@pytest.mark.parametrize("options", ["", "--no-cache", "--output-format html", "--fix"])
def test_policies_are_held_that_another_command_writes(folder: Path, options: str) -> None:
    allow = {"Effect": "Allow", "Action": "imm:GetDataset", "Resource": "acs:imm:*:*:project/p/dataset/*"}
    (folder / "p.json").write_text(json.dumps({"Version": "1", "Statement": [allow]}))
    (folder / "request.json").write_text('{"Action": "GetDataset", "ProjectName": "q", "DatasetName": "d"}')
    piped = shell(f"{COMMAND} request.json --ignore GNT104 --policy <(cat p.json) {options}")
    plain = shell(f"{COMMAND} request.json --ignore GNT104 --policy p.json {options}")
    assert piped[0] == plain[0] == 1
    assert "GNT101" in piped[1]
    assert re.sub(r"/dev/fd/\d+", "p.json", piped[1]) == plain[1]


@pytest.mark.parametrize("options", ["", "--no-cache", "--jobs 2 --no-cache"])
def test_a_configuration_is_read_that_another_command_writes(folder: Path, options: str) -> None:
    (folder / "config").write_text('ignore = ["IMM104"]\n')
    (folder / "other.json").write_text(WRONG)
    command = f"{COMMAND} wrong.json other.json {options} --config"
    assert shell(f"{command} config")[0] == 0
    assert shell(f"{command} <(cat config)")[:2] == shell(f"{command} config")[:2]


def test_an_ignore_that_another_command_writes_is_told_if_it_is_idle(folder: Path) -> None:
    ignore = '[[ignores]]\nfile = "wrong.json"\nrules = ["IMM101"]\nreason = "none"\n'
    (folder / "config").write_text(ignore)
    code, out, _ = shell(f"{COMMAND} wrong.json --config <(cat config)")
    assert code == 1
    assert "IMM101" in out
    assert "LNT901" in out


def test_a_configuration_that_is_written_wrong_by_another_command_is_told(folder: Path) -> None:
    code, _, err = shell(f"{COMMAND} wrong.json --config <(echo 'selct = []')")
    assert code == 2
    assert "unknown key 'selct'" in err


def test_a_working_directory_that_is_gone_is_told(folder: Path) -> None:
    for what in ("check .", f"check {folder}/wrong.json", "config"):
        code, out, err = shell(f"mkdir gone; cd gone; rmdir ../gone; {COMMAND} {what}")
        assert (code, out, err) == (2, "", "Error: the working directory is gone\n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("''", "a path is empty"),
        ("wrong.json ''", "a path is empty"),
        ("--diff wrong.json --output-format json", "expected no --output-format beside it"),
        ("--diff wrong.json --statistics", "expected no --statistics beside it"),
        ("--diff wrong.json --output-file x", "expected no --output-file beside it"),
        ("--show-files wrong.json --statistics", "expected no --statistics beside it"),
    ],
)
def test_what_would_be_passed_over_is_refused(folder: Path, arguments: str, says: str) -> None:
    code, out, err = shell(f"{COMMAND} {arguments}")
    assert (code, out) == (2, "")
    assert says in err
    assert sorted(os.listdir(folder)) == ["wrong.json"]


LONG = "9" * 10_000
NUMBERS = {
    "1e999": "IMM103",
    "-1e999": "IMM103",
    "9" * 5000: "IMM105",
    LONG: "IMM105",
    f"-{LONG}": "IMM105",
    f"{LONG}.5": "IMM103",
    '"1_0"': "IMM103",
    '"\u0661"': "IMM103",
    '"nan"': "IMM103",
    "NaN": "LNT903",
}


@pytest.mark.parametrize(("number", "code"), NUMBERS.items(), ids=lambda text: text[:8])
def test_numbers_that_are_none_crash_nothing(number: str, code: str) -> None:
    text = f'{{"ProjectName": "p", "DatasetName": "d", "DatasetMaxBindCount": {number}}}'
    (found,) = immlint.lint_text(text, filename="CreateDataset.json")
    assert found.code == code
    assert "Infinity" not in found.message


@pytest.mark.parametrize(
    "number", [LONG, f"-{LONG}", f"+{LONG}", "0x" + "f" * 10_000, "0o" + "7" * 10_000, ".inf"]
)
def test_numbers_in_yaml_crash_nothing(number: str) -> None:
    text = f"ProjectName: p\nDatasetName: d\nDatasetMaxBindCount: {number}\n"
    (found,) = immlint.lint_text(text, filename="create-dataset.yaml")
    assert found.code == ("IMM103" if number == ".inf" else "IMM105")
    assert "Infinity" not in found.message


@pytest.mark.parametrize("number", ["0x" + "f" * 10_000, "10 ** 5000", "float('inf')", LONG])
def test_numbers_in_code_crash_nothing(number: str) -> None:
    text = (
        "from alibabacloud_imm20200930 import models as m\n"
        f"client.create_dataset(m.CreateDatasetRequest(project_name='p', dataset_name=str({number}),"
        f" dataset_max_bind_count={number}))\n"
    )
    found = immlint.lint_text(text, filename="a.py")
    # Python itself refuses so long a literal.
    assert {f.code for f in found} <= ({"LNT903"} if number == LONG else {"IMM103", "IMM105"})
    assert not [f for f in found if "Infinity" in f.message]


@pytest.mark.parametrize("depth", [150, 199, 200, 201, 202, 300, 900, 5000])
@pytest.mark.parametrize(
    "kind", ["object", "list", "text", "yaml", "text in yaml", "lines", "policy", "policy in text"]
)
def test_deep_nesting_crashes_nothing(depth: int, kind: str) -> None:
    deep = "[" * depth + "1" + "]" * depth
    nested = '{"a":' * depth + "1" + "}" * depth
    request = '{"ProjectName": "p", "DatasetName": "1", "DatasetConfig": %s}'
    policy = policy_of("Alow").replace('"*"', f'"*", "Condition": {nested}')
    text, filename = {
        "object": (request % nested, "CreateDataset.json"),
        "list": (request % deep, "CreateDataset.json"),
        "text": (request % json.dumps(nested), "CreateDataset.json"),
        "yaml": (request % deep, "create-dataset.yaml"),
        "text in yaml": (request % json.dumps(deep), "create-dataset.yaml"),
        "lines": (f"{request % deep}\n{request % 1}\n", "create-dataset.jsonl"),
        "policy": (policy, "policy.json"),
        "policy in text": (json.dumps({"Document": policy}), "x.json"),
    }[kind]
    codes = {f.code for f in immlint.lint_text(text, filename=filename)}
    assert codes
    assert "LNT904" not in codes


def policy_of(effect: str) -> str:
    statement = f'{{"Effect": "{effect}", "Action": "imm:GetTask", "Resource": "*"}}'
    return f'{{"Version": "1", "Statement": [{statement}]}}'


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("filename", ["policy.json", "policy.yaml"])
def test_other_encodings_are_read_and_told(tmp_path: Path, encoding: str, filename: str) -> None:
    (tmp_path / filename).write_bytes(policy_of("Alow").encode(encoding))
    found = immlint.lint_paths([tmp_path])
    assert [(f.code, f.severity) for f in found] == [("RAM201", "warning"), ("RAM206", "error")]
    (tmp_path / filename).write_bytes('{"Version": "1.1", "Statement": [{"Effect": "x"}]}'.encode(encoding))
    assert [f.code for f in immlint.lint_paths([tmp_path])] == ["RAM218"]


@pytest.mark.parametrize("odd", ["\0", "\ud800", "\\ud800", "\\udc00\\ud800", "\x01", "\u2028", "\ufeff"])
@pytest.mark.parametrize("filename", ["policy.json", "policy.yaml", "policy.jsonl"])
def test_odd_characters_crash_nothing(odd: str, filename: str) -> None:
    found = immlint.lint_text(policy_of("Allow").replace("GetTask", f"Get{odd}Task"), filename=filename)
    assert found
    assert not [f for f in found if f.code == "LNT904"]


def test_bytes_that_are_no_text_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "CreateDataset.json"
    path.write_bytes('{"ProjectName": "相册"}'.encode("gbk"))
    (finding,) = immlint.lint_paths([str(path)])
    assert (finding.code, finding.severity) == ("LNT903", "error")


def test_what_the_command_line_selects_is_not_ignored_by_the_file(folder: Path) -> None:
    (folder / "immlint.toml").write_text('ignore = ["IMM104"]\n')
    assert shell(f"{COMMAND} wrong.json")[0] == 0
    assert shell(f"{COMMAND} wrong.json --select invalid-name")[0] == 1
    assert shell(f"{COMMAND} wrong.json --select invalid-name --ignore IMM104")[0] == 0


@pytest.mark.parametrize(
    ("glob", "path", "names"),
    [
        ("a/**/*.json", "a/x.json", True),
        ("a/**/*.json", "a/b/c/x.json", True),
        ("a/*.json", "a/b/x.json", False),
        ("*.json", "a/b/x.json", True),
        ("**/a/x.json", "a/x.json", True),
        ("a/**", "a/b/c", True),
        ("./a/?.json", "a/x.json", True),
        ("[!x].json", "x.json", False),
        ("[z-a].json", "[z-a].json", True),
        ("a+.json", "aa.json", False),
    ],
)
def test_globs_of_kinds(glob: str, path: str, names: bool) -> None:
    assert (Config(kinds={glob: "policy"}).kind(path) == "policy") is names


HEAD = "Action: CreateDataset\nVersion: '2020-09-30'\nProjectName: p\nDatasetName: d\n"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("DatasetMaxBindCount: " + "9" * 5000, "IMM105"),
        ("DatasetMaxBindCount: .inf", "IMM103"),
        ("DatasetMaxBindCount: 1e999", "IMM103"),
        ('Description: "\\UFFFFFFFF"', "LNT903"),
        ('Description: "\\q"', "LNT903"),
        ("Description: !!python/object/apply:os.system [x]", "IMM103"),
        ("DatasetMaxBindCount: [" + "1, " * 40_000 + "1]", "IMM103"),
        ("x: " + "[" * 3000 + "]" * 3000, "LNT903"),
        ("x:\n " + "- " * 3000 + "1", "LNT903"),
        ("\tx: 1", "LNT903"),
        ("a: &a {<<: *a}", "LNT903"),
        ("a: *b", "LNT903"),
        ("---\n" + HEAD + "<<: 7\nNope: 1", "IMM102"),
        ("? {a: b}\n: c\n? [d]\n: e\nNope: 1", "IMM102"),
    ],
)
def test_yaml_that_is_hostile_crashes_nothing(more: str, code: str) -> None:
    text = f"{HEAD}{more}\n"
    codes = {f.code for f in immlint.lint_text(text, filename="x.yaml")}
    assert code in codes
    assert "LNT904" not in codes
    # The parser itself takes a hundred calls for a token, and looks at all open brackets at each. How the
    # work grows with a long list is counted in the tests of runs.
    if len(text) < 100_000:
        assert steps(lambda: immlint.lint_text(text, filename="x.yaml")) < 1_000_000


@pytest.mark.parametrize("name", ["x" * 5_000_000, "1" * 20_000, "<a" * 200_000, "${" * 200_000])
def test_endless_names_take_no_time(name: str) -> None:
    text = json.dumps({"Action": "GetProject", "ProjectName": name, "SourceURI": name})

    def lint() -> None:
        assert "IMM104" in {f.code for f in immlint.lint_text(text, filename="x.json")}

    lint()
    # However long it is: what looks at each character is not written in Python.
    assert steps(lint) < 40_000


@pytest.mark.parametrize("bad", ['{"Action": "GetPro', '{"Action', '"', '{"a": "\\', '{"a": "\\u12'])
def test_a_bad_line_of_json_lines_ends_with_its_line(bad: str) -> None:
    text = f"{WRONG}{bad}\n{WRONG}"
    codes = [(f.line, f.code) for f in immlint.lint_text(text, filename="CreateDataset.jsonl")]
    assert (2, "LNT903") in codes
    assert [code for line, code in codes if line != 2] == ["IMM104", "IMM112", "IMM104"]


def test_a_bug_ends_with_2_and_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("of\n all")

    monkeypatch.setattr("immlint.run.run", broken)
    assert main(["wrong.json", "--exit-zero"]) == 2
    told = "internal error: ZeroDivisionError: of all; please report it\n"
    assert capsys.readouterr() == ("", told)
    assert main(["wrong.json", "-v"]) == 2
    shown = capsys.readouterr().err
    assert shown.startswith("Traceback")
    assert shown.endswith(told)
    monkeypatch.setenv("IMMLINT_TRACEBACK", "1")
    assert main(["wrong.json"]) == 2
    assert "Traceback" in capsys.readouterr().err
    monkeypatch.delenv("IMMLINT_TRACEBACK")

    def missing(*_: object, **__: object) -> None:
        Path("none.json").read_bytes()

    monkeypatch.setattr("immlint.run.run", missing)
    assert main(["wrong.json"]) == 2
    assert "internal error: FileNotFoundError" in capsys.readouterr().err
