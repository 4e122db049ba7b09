"""What the README shows is what happens: its console examples and its Python are run."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from immlint.ram import Policy

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.M | re.S)
#: Commands with the output that is shown below them.
SHOWN = [
    (lines[0].removeprefix("$ immlint "), lines[1:])
    for kind, text in BLOCKS
    if kind == "console" and len(lines := text.splitlines()) > 1 and not lines[1].startswith("$")
]


@pytest.mark.parametrize(("command", "expected"), SHOWN, ids=[command[:40] for command, _ in SHOWN])
def test_console_example_prints_what_it_shows(command: str, expected: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "immlint", *shlex.split(command)], capture_output=True, text=True, cwd=ROOT
    )
    assert done.stdout.splitlines() == expected, done.stderr
    assert done.returncode == 1


def test_there_are_console_examples() -> None:
    assert len(SHOWN) >= 3


@pytest.mark.parametrize("code", [text for kind, text in BLOCKS if kind == "python"])
def test_python_example_runs(code: str) -> None:
    text = (ROOT / "examples/policies/create-dataset.json").read_text("utf-8")
    exec(compile(code, "README.md", "exec"), {"text": text, "Policy": Policy})


def test_the_first_two_blocks_are_one_command_each() -> None:
    first, second = (text for kind, text in BLOCKS if kind == "sh")
    assert len(first.splitlines()) == len(second.splitlines()) == 1
    assert first.strip().endswith("immlint check examples/")
    assert "pytest" in second
    assert [kind for kind, _ in BLOCKS][:2] == ["sh", "sh"]


def test_every_option_of_the_readme_exists() -> None:
    from importlib import import_module

    known = {"--version", "--help"}
    for name in ("check", "grants", "diff", "rule", "policy"):
        command = import_module(f"immlint.cli.{name}").command
        known |= {option for parameter in command.params for option in parameter.opts}
    prose = re.sub(r"^```.*?^```$", "", README, flags=re.M | re.S)
    assert set(re.findall(r"`(--[a-z-]+)", prose)) <= known
