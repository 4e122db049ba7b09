"""The plain case of ``immlint check``: read without click, and as click would read it."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from immlint import cli
from immlint.__main__ import main
from immlint.cli.check import command
from immlint.cli.plain import parsed

ROOT = Path(__file__).parents[2]
WRONG = str(ROOT / "examples/requests/create-dataset.wrong.json")
WORDS = (
    *("a.json", "b/", "-", "--", "-q", "-v", "-qv", "-x", "--quiet", "--pedantic", "--isolated", "--no-such"),
    *("--select", "--select=IMM", "--select=", "IMM104", "--ignore", "--extend-select=RAM", "RAM3,IMM101"),
    *("--severity", "--severity=error", "--severity=worst", "warning", "--fail-on", "--fail-on=info", "info"),
    *("--output-format", "--output-format=json", "json", "--color", "--color=never", "always", "--exit-zero"),
    *("--config", "--config=x.toml", "--fix", "--diff", "--policy", "--policy=p.json", "--quiet=1", "--help"),
    *("--stdin-filename=x.json", "--exclude=x", "--baseline", "--force-exclude", "--no-ignores", "--verbose"),
    *("", "=", "a=b", "--=", "-=", "--sel", "-s", "--statistics", "--operation=GetDataset"),
    *("--cache-dir", "--cache-dir=x", f"--cache-dir={ROOT}", f"--cache-dir={WRONG}", WRONG),
)
PLAIN = (
    ["a.json"],
    ["-"],
    ["a.json", "-q", "b/", "--exit-zero"],
    ["--select", "IMM104", "--select=RAM", "--ignore=RAM3", "--extend-select", "IMM101", "a.json"],
    ["--severity=error", "--fail-on", "info", "--output-format=sarif", "--color", "never", "a.json"],
    ["--config", "x.toml", "--pedantic", "--no-ignores", "--force-exclude", "-v", "--isolated", "a.json"],
    ["--cache-dir", "x", f"--cache-dir={ROOT}", "a.json"],
    ["--severity", "error", "--severity", "info", "a.json", "a.json"],
)


def by_click(arguments: list[str]) -> dict[str, Any] | None:
    try:
        context = command.make_context("check", list(arguments))
    except (click.ClickException, click.exceptions.Exit):
        return None
    return context.params


def as_click(arguments: list[str]) -> dict[str, Any] | None:
    found = parsed(["check", *arguments])
    return None if found is None else {"paths": found[0], **found[1]}


@pytest.mark.parametrize("arguments", PLAIN, ids=" ".join)
def test_the_usual_options_need_no_click(arguments: list[str]) -> None:
    assert as_click(arguments) == by_click(arguments) is not None


def test_whatever_is_read_is_read_as_click_reads_it() -> None:
    chance = random.Random(7)
    taken = refused = 0
    for _ in range(6000):
        arguments = chance.choices(WORDS, k=chance.randint(0, 5))
        found, expected = as_click(arguments), by_click(arguments)
        assert found is None or found == expected, arguments
        taken += found is not None
        refused += expected is None
    assert taken > 200 < refused


def test_other_commands_are_left_to_click() -> None:
    assert parsed(["rule", "IMM104"]) is None
    assert parsed([]) is None


@pytest.mark.parametrize(
    "arguments",
    [
        [WRONG],
        [WRONG, "-q", "--output-format", "json"],
        [WRONG, "--select", "IMM104", "--exit-zero"],
        [WRONG, "--color", "always", "--output-format=full"],
        [WRONG, "no-such-file.json"],
        [WRONG, "--select=NONE1"],
        [WRONG, "--config", "no-such-file.toml"],
        [str(ROOT / "tests/test_house.py"), "-v"],
    ],
    ids=lambda arguments: " ".join(arguments).replace(str(ROOT), ""),
)
def test_what_is_said_is_the_same_by_both_ways(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = cli.invoke(["check", *arguments]), capsys.readouterr()
    monkeypatch.setattr("immlint.cli.plain.parsed", lambda arguments: None)
    assert (cli.invoke(["check", *arguments]), capsys.readouterr()) == plain


def test_a_plain_run_starts_without_what_takes_long() -> None:
    code = (
        "import sys\nfrom immlint.__main__ import main\n"
        f"main([{WRONG!r}, '--output-format=json'])\n"
        "print(sorted({'click', 'dataclasses', 'inspect', 'libcst', 'ruamel', 'uuid'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


FOREIGN = "import os\nfrom photos import (\n    dumps,\n)\nprint(dumps(dict(os.environ)))\n"


def without_the_run(folder: Path, *arguments: str) -> tuple[bool, int, str, str]:
    """Whether a check ends before what runs rules is imported, its exit code, and what it says."""
    code = (
        "import sys\nfrom immlint.__main__ import main\n"
        f"code = main({[*arguments]!r})\nprint('immlint.run' not in sys.modules, code)"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder)
    *said, last = done.stdout.splitlines()
    ends, exit_code = last.split()
    return ends == "True", int(exit_code), "\n".join(said), done.stderr


@pytest.mark.parametrize("options", [[], ["-q"], ["-v", "--fail-on=info"], ["--isolated", "--lang", "zh"]])
def test_a_module_without_a_word_of_ours_is_told_by_its_bytes(
    tmp_path: Path, options: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plain.py").write_text(FOREIGN, encoding="utf-8")
    quick = without_the_run(tmp_path, "plain.py", *options)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("immlint.cli.passing._is_foreign", lambda path: False)
    code = main(["plain.py", *options])
    whole = capsys.readouterr()
    assert quick == (True, code, whole.out, whole.err)


@pytest.mark.parametrize(
    ("name", "text", "arguments"),
    [
        ("immlint.toml", "select = ['NONE1']\n", []),
        ("photos.py", "from alibabacloud_imm20200930 import models\n", []),
        ("photos/__init__.py", "", []),
        ("other.json", "{}", ["other.json"]),
        ("other.json", "{}", ["--output-format=sarif"]),
        ("other.json", "{}", ["--select=NONE1"]),
    ],
)
def test_what_others_may_say_is_left_to_the_run(
    tmp_path: Path, name: str, text: str, arguments: list[str]
) -> None:
    (tmp_path / "plain.py").write_text(FOREIGN, encoding="utf-8")
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert not without_the_run(tmp_path, "plain.py", *arguments)[0]


@pytest.mark.parametrize(
    "text", ["# acs:imm\n", "print('2020-09-30')\n", "import alibabacloud_ram20150501\n"]
)
def test_a_word_of_ours_is_read_by_the_run(tmp_path: Path, text: str) -> None:
    (tmp_path / "plain.py").write_text(text, encoding="utf-8")
    assert not without_the_run(tmp_path, "plain.py")[0]
