"""The command before people: colours, width, counts, progress and completion."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import pytest
from immlint.rules import registry

from immlint.cli import terminal
from immlint.input import Input
from immlint.report import REPORTS, Context
from immlint.run import run
from immlint.source import Source
from tests.command import ROOT, immlint

WRONG = "examples/requests/create-dataset.wrong.json"
COMMAND = [sys.executable, "-m", "immlint"]
BARE = {k: v for k, v in os.environ.items() if "COLOR" not in k and k not in ("TERM", "COLUMNS")}
ESCAPE = "\x1b["


def at_a_terminal(
    *args: str,
    columns: int = 80,
    cwd: Path = ROOT,
    code: str | None = None,
    environ: Mapping[str, str] | None = None,
) -> tuple[str, str]:
    """What the command writes to the terminals that its two streams are."""
    command = COMMAND if code is None else [sys.executable, "-c", code]
    pairs = [pty.openpty() for _ in range(2)]
    for _, inner in pairs:
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    env = {**BARE, "TERM": "xterm", **(environ or {})}
    running = subprocess.Popen([*command, *args], stdout=pairs[0][1], stderr=pairs[1][1], cwd=cwd, env=env)
    texts = []
    for outer, inner in pairs:
        os.close(inner)
        data = b""
        while True:
            try:
                chunk = os.read(outer, 65536)
            except OSError:  # how Linux tells that the other side is closed
                break
            if not chunk:
                break
            data += chunk
        os.close(outer)
        texts.append(data.decode().replace("\r\n", "\n"))
    running.wait()
    return texts[0], texts[1]


def in_a_pipe(*args: str, **environ: str) -> str:
    done = subprocess.run([*COMMAND, *args], capture_output=True, cwd=ROOT, env={**BARE, **environ})
    return done.stdout.decode()


class _Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("wanted", "environ", "in_terminal", "in_pipe"),
    [
        ("auto", {}, True, False),
        ("auto", {"NO_COLOR": ""}, True, False),
        ("auto", {"NO_COLOR": "1"}, False, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
        ("auto", {"FORCE_COLOR": "1"}, True, True),
        ("auto", {"FORCE_COLOR": "0"}, True, False),
        ("auto", {"CLICOLOR_FORCE": "1", "TERM": "dumb"}, True, True),
        ("auto", {"CLICOLOR_FORCE": "0", "CLICOLOR": "0"}, False, False),
        ("auto", {"CLICOLOR": "1"}, True, False),
        ("auto", {"TERM": "dumb"}, False, False),
        ("always", {"NO_COLOR": "1", "TERM": "dumb"}, True, True),
        ("never", {"FORCE_COLOR": "1"}, False, False),
    ],
)
def test_who_decides_about_colors(
    wanted: terminal.Wanted, environ: dict[str, str], in_terminal: bool, in_pipe: bool
) -> None:
    assert terminal.colors(wanted, _Terminal(), environ) is in_terminal
    assert terminal.colors(wanted, StringIO(), environ) is in_pipe


@pytest.mark.parametrize("form", ["full", "concise", "grouped"])
def test_colors_pass_a_pipe_where_they_are_asked_for(form: str) -> None:
    arguments = (WRONG, "--output-format", form)
    assert ESCAPE not in in_a_pipe(*arguments)
    assert ESCAPE in in_a_pipe(*arguments, "--color", "always")
    assert ESCAPE in in_a_pipe(*arguments, FORCE_COLOR="1")
    assert ESCAPE not in in_a_pipe(*arguments, "--color", "never", FORCE_COLOR="1")


@pytest.mark.parametrize("form", sorted(name for name, form in REPORTS.items() if not form.is_for_people))
def test_what_programs_read_has_no_colors(form: str) -> None:
    assert ESCAPE not in in_a_pipe(WRONG, "--output-format", form, "--color", "always")


def test_a_file_is_no_terminal(tmp_path: Path) -> None:
    file = tmp_path / "report"
    at_a_terminal(WRONG, "--output-file", str(file))
    assert ESCAPE not in file.read_text("utf-8")
    assert ": error IMM" in file.read_text("utf-8").splitlines()[0]


def test_a_terminal_gets_colors_and_lines_that_fit(tmp_path: Path) -> None:
    text = json.dumps(
        {"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "1", "Description": "相" * 99},
        ensure_ascii=False,
    )
    (tmp_path / "x.json").write_text(text, "utf-8")
    out, err = at_a_terminal("x.json", columns=50, cwd=tmp_path)
    assert ESCAPE in out
    assert err == "1 error in 1 file\n"
    plain, _ = at_a_terminal("x.json", cwd=tmp_path, columns=50, environ={"NO_COLOR": "1"})
    assert re.sub(r"\x1b\[[0-9;]*m", "", out) == plain
    (line,) = [line for line in plain.splitlines() if line.startswith(" 1 |")]
    cells = len(line) + line.count("相")
    assert 30 < cells <= 50


@pytest.mark.parametrize("width", [None, 1, 30, 47, 80, 200])
def test_the_mark_stands_under_what_is_meant(width: int | None) -> None:
    for before in ("", "相😀" * 40, "é" * 90, "e\u0301" * 90, "x" * 300):
        document = {"Action": "CreateDataset", "ProjectName": "p", "Description": before, "DatasetName": "1a"}
        source = Source("x.json", json.dumps(document, ensure_ascii=False).encode())
        found = run([Input("x.json", True, source)], registry())
        named = [finding for finding in found.findings if finding.code == "IMM104"]
        shown = REPORTS["full"](named, Context(found.sources, width=width)).splitlines()
        line, mark = shown[2], shown[3]
        start = mark.index("^")
        cells = [c for c in line for _ in range(2 if c in "相😀" else 0 if c == "\u0301" else 1)]
        assert cells[start] == "1"


def test_statistics_count_by_rule() -> None:
    found = json.loads(immlint("examples", "--output-format", "json")[1])
    code, out, err = immlint("examples", "--statistics", "--output-format", "json")
    rows = json.loads(out)
    assert code == 1
    assert {(row["code"], row["severity"]): row["count"] for row in rows} == {
        key: sum((f["code"], f["severity"]) == key for f in found)
        for key in {(f["code"], f["severity"]) for f in found}
    }
    assert sum(row["fixable"] for row in rows) == sum(f["fix"] is not None for f in found)
    assert [row["count"] for row in rows] == sorted((row["count"] for row in rows), reverse=True)
    code, text, closing = immlint("examples", "--statistics")
    assert (code, closing) == (1, err)
    assert [line.split()[:4] for line in text.splitlines()] == [
        [str(row["count"]), row["severity"], row["code"], row["name"]] for row in rows
    ]
    assert immlint("examples/requests/CreateDataset.json", "--statistics", "-q") == (0, "", "")


def test_statistics_of_no_such_form_are_refused() -> None:
    code, out, err = immlint("examples", "--statistics", "--output-format", "sarif")
    assert (code, out) == (2, "")
    assert "--statistics has no format sarif; expected one of full, concise, grouped, json" in err


def test_the_closing_line_says_what_was_searched(tmp_path: Path) -> None:
    wrong = '{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "1"}'
    (tmp_path / "a.json").write_text(wrong)
    assert immlint(".", cwd=tmp_path)[2] == "1 error in 1 file\n"
    (tmp_path / "b.json").write_text(wrong.replace('"1"', '"d"'))
    assert immlint(".", cwd=tmp_path)[2] == "1 error in 1 of 2 files\n"
    (tmp_path / "package.json").write_text("{}")
    assert immlint(".", cwd=tmp_path)[2] == "1 error in 1 of 3 files\n"
    (tmp_path / "a.json").unlink()
    assert immlint(".", cwd=tmp_path)[2] == "no findings in 1 file; 1 more without anything to check\n"
    assert immlint(".", "-q", cwd=tmp_path) == (0, "", "")


#: The command, as if it were slow.
SLOW = "from immlint.cli import terminal; terminal._PATIENCE = terminal._PERIOD = 0; "
SLOW += "import sys; from immlint.__main__ import main; sys.exit(main())"


def test_a_long_run_tells_how_far_it_has_come() -> None:
    out, err = at_a_terminal("examples", code=SLOW)
    total = len(immlint("examples", "--show-files")[1].splitlines())
    states = re.findall(r"\r\x1b\[Kchecked (\d+) of (\d+) files", err)
    assert states == [(str(done), str(total)) for done in range(total)]
    # The line is gone when the run is over.
    assert re.search(r"files\r\x1b\[K\d+ errors", err)
    assert "checked" not in out


def test_a_long_file_tells_how_far_it_has_come(tmp_path: Path) -> None:
    path = tmp_path / "requests.jsonl"
    path.write_text('{"Action": "GetProject", "ProjectName": "p"}\n' * 1_024)
    few = "from immlint.document.json.lines import LinesDocument; LinesDocument.most_kept = 0; "
    _, err = at_a_terminal(str(path), code=few + SLOW)
    assert re.findall(r"0 of 1 files, (\d+) % of the next one", err) == ["25", "50", "75"]


@pytest.mark.parametrize(("arguments", "environ"), [(("-q",), {}), ((), {"TERM": "dumb"})])
def test_progress_is_for_who_wants_it(arguments: tuple[str, ...], environ: dict[str, str]) -> None:
    assert "checked" not in at_a_terminal("examples", *arguments, code=SLOW, environ=environ)[1]


def test_progress_is_for_terminals() -> None:
    done = subprocess.run([sys.executable, "-c", SLOW, "examples"], capture_output=True, cwd=ROOT)
    assert b"checked" not in done.stderr


@pytest.mark.parametrize("command", ["", "check", "rule", "grants", "diff", "policy", "config"])
def test_help_has_a_short_option(command: str) -> None:
    words = [command] if command else []
    code, out, err = immlint(*words, "-h")
    assert (code, err) == (0, "")
    assert out == immlint(*words, "--help")[1]
    assert out.startswith(f"Usage: immlint {command}".rstrip())


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("immlint ch", "plain,check"),
        ("immlint exa", "file,exa"),
        ("immlint check exa", "file,exa"),
        ("immlint check --stati", "plain,--statistics"),
        ("immlint check --output-format rdjsonl", "plain,rdjsonl"),
        ("immlint check --ignore IMM101,RAM30", "plain,IMM101,RAM303"),
        ("immlint check --select invalid-r", "plain,invalid-region"),
    ],
)
def test_a_shell_can_complete(line: str, offered: str) -> None:
    words = {"_IMMLINT_COMPLETE": "bash_complete", "COMP_WORDS": line}
    done = in_a_pipe(**words, COMP_CWORD=str(len(line.split()) - 1))
    assert offered in done.splitlines()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_documented_completion_is_there(shell: str) -> None:
    page = (ROOT / "docs/usage.md").read_text("utf-8")
    assert f"_IMMLINT_COMPLETE={shell}_source immlint" in page
    done = in_a_pipe(_IMMLINT_COMPLETE=f"{shell}_source")
    assert f"_IMMLINT_COMPLETE={shell}_complete" in done
