"""The command line as people and programs use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import ROOT, immlint

WRONG = '{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "1"}\n'
RIGHT = WRONG.replace('"1"', '"d"')


def test_exit_codes(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(WRONG)
    (tmp_path / "b.json").write_text(RIGHT)
    assert immlint("b.json", cwd=tmp_path)[0] == 0
    assert immlint("a.json", cwd=tmp_path)[0] == 1
    assert immlint("a.json", "--exit-zero", cwd=tmp_path)[0] == 0
    assert immlint("missing.json", "--exit-zero", cwd=tmp_path)[0] == 2
    assert immlint("a.json", "--ignore", "IMM104", cwd=tmp_path)[0] == 0
    assert immlint("a.json", "--select", "missing-parameter", cwd=tmp_path)[0] == 0


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("a.json", "--select", "IMM999"), "unknown rule 'IMM999'"),
        (("a.json", "--nope"), "No such option"),
        ((), "Usage"),
        (("check",), "name at least one"),
        (("a.json", "--operation", "CreateDatset"), "did you mean CreateDataset?"),
        (("a.json", "--config", "none.toml"), "none.toml"),
        (("chekc",), "no command or file 'chekc'; did you mean check?"),
        (("gants", "--policy", "a.json"), "no command or file 'gants'; did you mean grants?"),
        (("grants", "--nope"), "Usage: immlint grants"),
        (("diff", "--nope"), "Usage: immlint diff"),
    ],
)
def test_misuse_is_told_with_exit_2(tmp_path: Path, args: tuple[str, ...], says: str) -> None:
    (tmp_path / "a.json").write_text(WRONG)
    code, out, err = immlint(*args, cwd=tmp_path)
    assert code == 2
    assert says in out + err
    assert "Traceback" not in err


def test_standard_input() -> None:
    code, out, _ = immlint("-", "--stdin-filename", "x/CreateDataset.json", stdin='{"ProjectName": "p"}')
    assert code == 1
    assert out.startswith("x/CreateDataset.json:1:1: error IMM101 ")


def test_json_report_has_the_documented_keys() -> None:
    code, out, _ = immlint("-", "--output-format", "json", stdin=WRONG)
    assert code == 1
    (finding,) = json.loads(out)
    assert list(finding) == [
        "code",
        "name",
        "severity",
        "message",
        "path",
        "line",
        "column",
        "end_line",
        "end_column",
        "pointer",
        "help",
        "url",
        "confidence",
        "fix",
        "fingerprint",
        "related",
    ]
    assert (finding["line"], finding["column"], finding["end_column"]) == (1, 65, 66)
    assert json.loads(immlint("-", "--output-format", "json", stdin=RIGHT)[1]) == []


def test_full_report_marks_wide_text_right() -> None:
    text = '{"Action": "CreateDataset", "Description": "项目", "ProjectName": "p", "DatasetName": "1x"}\r\n'
    _, out, _ = immlint("-", "--output-format", "full", "--select", "IMM104", stdin=text)
    lines = out.splitlines()
    marked = next(n for n, line in enumerate(lines) if '"1x"' in line and " | " in line)
    # Each Chinese character takes two cells, so the mark stands two cells further right.
    assert lines[marked + 1].index("^") == lines[marked].index('1x"') + 2


def test_config_is_found_and_checked(tmp_path: Path) -> None:
    (tmp_path / "body.json").write_text('{"ProjectName": "p"}\n')
    (tmp_path / "immlint.toml").write_text('[kinds]\n"body.json" = "request:CreateDataset"\n')
    code, out, _ = immlint("body.json", cwd=tmp_path)
    assert code == 1
    assert "IMM101" in out
    assert immlint("body.json", "--isolated", cwd=tmp_path)[0] == 0
    (tmp_path / "immlint.toml").write_text('ignored = ["IMM101"]\n')
    code, _, err = immlint("body.json", cwd=tmp_path)
    assert code == 2
    assert "did you mean 'ignore'?" in err


def test_a_file_with_a_name_like_a_command_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "checks").write_text(WRONG)
    code, out, _ = immlint("checks", cwd=tmp_path)
    assert (code, out[:9]) == (1, "checks:1:")


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("request:Foo", "IMM has no 'Foo'; expected one of its API, such as CreateDataset"),
        ("request:CreateDatset", "IMM has no 'CreateDatset'; did you mean CreateDataset?"),
        ("response:createdataset", "IMM has no 'createdataset'; did you mean CreateDataset?"),
    ],
)
def test_a_kind_names_an_operation_that_there_is(tmp_path: Path, kind: str, says: str) -> None:
    (tmp_path / "a.json").write_text(RIGHT)
    (tmp_path / "immlint.toml").write_text(f'[kinds]\n"x" = "{kind}"\n')
    code, out, err = immlint("a.json", cwd=tmp_path)
    assert (code, out) == (2, "")
    assert says in err


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[tool.immlint\nselect = ["RAM"]\n', 2),
        ('[tool.immlint]\nselect = ["RAM"\n', 2),
        ('[project]\nname = "x"\nname = "y"\ndependencies = ["immlint"]\n', 2),
        ('[tool]\nimmlint = "x"\n', 2),
        ('[tool."immlint"]\nignore = ["IMM104"]\n', 0),
        ('[ tool . immlint ]\nignore = ["IMM104"]\n', 0),
        ('[tool]\nimmlint = {ignore = ["IMM104"]}\n', 0),
        ('[project]\ndependencies = ["immlint"]\n', 1),
    ],
)
def test_what_a_pyproject_says_is_heard_or_refused(tmp_path: Path, text: str, code: int) -> None:
    (tmp_path / "a.json").write_text(WRONG)
    (tmp_path / "pyproject.toml").write_text(text)
    found, _, err = immlint("a.json", cwd=tmp_path)
    assert (found, "pyproject.toml" in err) == (code, code == 2)


def test_report_goes_whole_into_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(WRONG)
    code, out, _ = immlint("a.json", "--output-format", "json", "--output-file", "r.json", cwd=tmp_path)
    assert (code, out) == (1, "")
    assert len(json.loads((tmp_path / "r.json").read_text())) == 1
    code, _, err = immlint("a.json", "--output-file", "no/r.json", cwd=tmp_path)
    assert code == 2
    assert sorted(os.listdir(tmp_path)) == ["a.json", "r.json"]
    assert "no such file" in err


def test_pipe_that_closes_early() -> None:
    lint = f"{sys.executable} -m immlint - --stdin-filename a.jsonl"
    command = f"yes '{WRONG.strip()}' | head -2000 | {lint} | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_rule_shows_its_documentation() -> None:
    code, out, _ = immlint("rule", "IMM104")
    assert code == 0
    assert immlint("rule", "invalid-name")[1] == out
    assert "How to fix" in out
    rules = json.loads(immlint("rule", "--all", "--output-format", "json")[1])
    assert {"IMM101", "IMM112", "RAM201", "RAM601", "LNT905"} <= {rule["code"] for rule in rules}
    assert immlint("rule", "IMM10x")[0] == 2


def test_file_that_is_not_ours_is_silent_unless_asked(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "x"}')
    assert immlint("package.json", "-q", cwd=tmp_path) == (0, "", "")
    assert "neither" in immlint("package.json", "-q", "-v", cwd=tmp_path)[2]


def test_whoever_names_a_file_learns_that_nothing_in_it_was_checked(tmp_path: Path) -> None:
    (tmp_path / "main.txt").write_text('resource "x" {}')
    (tmp_path / "package.json").write_text('{"name": "x"}')
    said = "main.txt: nothing to check, neither an IMM request nor a RAM policy\n"
    closing = "no findings in 0 files; 1 more without anything to check\n"
    assert immlint("main.txt", cwd=tmp_path) == (0, "", said + closing)
    assert immlint(".", cwd=tmp_path) == (0, "", closing)
    (tmp_path / "immlint.toml").write_text('[kinds]\n"main.txt" = "ignore"\n')
    assert immlint("main.txt", cwd=tmp_path) == (0, "", "no findings in 0 files\n")


def test_examples_are_linted_with_findings() -> None:
    code, out, _ = immlint("examples")
    assert code == 1
    flagged = {line.split(":")[0] for line in out.splitlines()}
    assert flagged == {
        "examples/code/photos_wrong.py",
        "examples/documents/index.wrong.ipynb",
        "examples/documents/photos.wrong.md",
        "examples/scripts/setup.wrong.sh",
        "examples/terraform/main.wrong.tf",
        "examples/policies/create-dataset.wrong.json",
        "examples/policies/project-only.wrong.json",
        "examples/requests/create-dataset.wrong.json",
        "examples/requests/index.yaml",
        "examples/requests/queries.jsonl",
    }


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--select", ""), "--select names no rule"),
        (("--select", " , "), "--select names no rule"),
        (("--isolated", "--config", "immlint.toml"), "--isolated reads no configuration"),
        (("--diff", "--output-file", "x"), "--diff writes a patch to standard output"),
        (("--baseline", "b", "--write-baseline", "--prune-baseline"), "--write-baseline writes all anew"),
    ],
)
def test_options_that_say_nothing_are_refused(arguments: tuple[str, ...], told: str) -> None:
    code, out, err = immlint("check", *arguments, "examples")
    assert (code, out) == (2, "")
    assert told in err
