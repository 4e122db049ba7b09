"""What the README shows is what happens: its console examples and its Python are run."""

from __future__ import annotations

import json
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


STATEMENT = {"Effect": "Allow", "Action": "imm:SimpleQuery", "Resource": "acs:imm:*:*:project/q/dataset/d"}
#: Each rests on something inferred: an element that RAM takes without saying so, the resource of SimpleQuery.
INFERRED = {
    "RAM217": ("policy.json", {"Version": "1", "Statement": [{"Sid": "query", **STATEMENT}]}, ()),
    "GNT101": ("SimpleQuery.json", {"ProjectName": "p", "DatasetName": "d"}, ("--policy", "held.json")),
}


@pytest.mark.parametrize("code", INFERRED)
def test_what_is_inferred_is_at_most_a_warning_and_shown_on_demand(code: str, tmp_path: Path) -> None:
    name, data, options = INFERRED[code]
    (tmp_path / "held.json").write_text(json.dumps({"Version": "1", "Statement": [STATEMENT]}))
    (tmp_path / name).write_text(json.dumps(data))

    def found(*more: str) -> list[tuple[str, str, str]]:
        command = [sys.executable, "-m", "immlint", name, "--output-format", "json", *options, *more]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
        return [(f["code"], f["severity"], f["confidence"]) for f in json.loads(done.stdout)]

    assert found() == []
    assert [(row[0], row[2]) for row in found("--pedantic")] == [(code, "inferred")]
    assert all(severity in {"warning", "info"} for _, severity, _ in found("--pedantic"))


def _exit(cwd: Path, *args: str) -> int:
    return subprocess.run([sys.executable, "-m", "immlint", *args], capture_output=True, cwd=cwd).returncode


def test_exit_codes(tmp_path: Path) -> None:
    (tmp_path / "GetProject.json").write_text('{"ProjectName": "p"}')
    (tmp_path / "CreateDataset.json").write_text('{"ProjectName": "p", "DatasetName": "1d"}')
    info = {"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": "*"}]}
    (tmp_path / "policy.json").write_text(json.dumps(info))
    assert _exit(tmp_path, "GetProject.json") == 0
    assert _exit(tmp_path, "CreateDataset.json") == 1
    assert _exit(tmp_path, "policy.json") == 0
    assert _exit(tmp_path, "policy.json", "--fail-on", "info") == 1
    assert _exit(tmp_path, "no-such.json") == 2
    assert _exit(tmp_path, "GetProject.json", "--select", "NOPE1") == 2


def test_select_on_the_command_line_overrides_ignore_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "CreateDataset.json").write_text('{"ProjectName": "p", "DatasetName": "1d"}')
    (tmp_path / "immlint.toml").write_text('ignore = ["IMM104"]\n')
    assert _exit(tmp_path, "CreateDataset.json") == 0
    assert _exit(tmp_path, "CreateDataset.json", "--select", "IMM104") == 1


def test_the_least_policy_misses_nothing_and_has_nothing_unused(tmp_path: Path) -> None:
    for source in ("examples/code/photos.py", "examples/requests/index.yaml"):
        command = [sys.executable, "-m", "immlint"]
        least = subprocess.run([*command, "policy", source], capture_output=True, cwd=ROOT)
        assert least.returncode == 0, least.stderr
        (tmp_path / "least.json").write_bytes(least.stdout)
        held = ["check", source, "--policy", str(tmp_path / "least.json"), "--select", "GNT", "--pedantic"]
        done = subprocess.run(
            [*command, *held, "--output-format", "json"], capture_output=True, text=True, cwd=ROOT
        )
        assert (json.loads(done.stdout), done.returncode) == ([], 0)


def test_a_glob_of_kinds_stays_in_one_folder_and_one_without_a_slash_matches_in_any(tmp_path: Path) -> None:
    bad = '{"ProjectName": "p", "DatasetName": "1d"}'
    for folder in ("bodies", "bodies/deep", "other"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "create-x.txt.json").write_text(bad)
        (tmp_path / folder / "any.json").write_text(bad)

    def told(glob: str) -> set[str]:
        (tmp_path / "immlint.toml").write_text(
            f'select = ["IMM104"]\n[kinds]\n"*.json" = "ignore"\n"{glob}" = "request:CreateDataset"\n'
        )
        command = [sys.executable, "-m", "immlint", ".", "--output-format", "json"]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
        return {Path(f["path"]).as_posix() for f in json.loads(done.stdout)}

    assert told("bodies/create-*.json") == {"bodies/create-x.txt.json"}
    assert told("bodies/**/create-*.json") == {"bodies/create-x.txt.json", "bodies/deep/create-x.txt.json"}
    assert told("any.json") == {"bodies/any.json", "bodies/deep/any.json", "other/any.json"}
