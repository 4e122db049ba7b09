"""What the README and the pages of the documentation show is what happens: it is run."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from immlint.__main__ import COMMANDS
from immlint.ram import Policy
from tests.command import ROOT, immlint
from tests.documentation import PAGES, blocks, played

README = ROOT / "README.md"
ARTICLES = {page.relative_to(ROOT).as_posix(): page for page in PAGES}
CODE = [
    (name, block.text)
    for name, page in ARTICLES.items()
    for block in blocks(page)
    if block.language == "python" and block.title is None
]
TABLES = [
    (name, block.text)
    for name, page in ARTICLES.items()
    for block in blocks(page)
    if block.language == "toml" and block.title is None
]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no terminal to be had")
@pytest.mark.parametrize("name", ARTICLES)
def test_a_terminal_shows_what_the_page_shows(name: str, tmp_path: Path) -> None:
    for step, seen in played(ARTICLES[name], tmp_path):
        assert step.output == seen, f"{step.command}\nin {name}; python -m tests.documentation writes it anew"


def test_the_pages_show_sessions() -> None:
    shown = {name: [b for b in blocks(page) if b.language == "console"] for name, page in ARTICLES.items()}
    assert {"README.md", "docs/tutorial.md", "docs/adopt.md", "docs/grants.md"} <= {
        n for n in shown if shown[n]
    }


@pytest.mark.parametrize(("name", "code"), CODE)
def test_python_example_runs(name: str, code: str) -> None:
    text = (ROOT / "examples/policies/create-dataset.json").read_text("utf-8")
    exec(compile(code, name, "exec"), {"text": text, "Policy": Policy})


@pytest.mark.parametrize(("name", "text"), TABLES)
def test_configuration_of_a_page_is_one(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "immlint.toml").write_text(text, "utf-8")
    code, _, err = immlint("config", cwd=tmp_path)
    assert (code, err) == (0, ""), name


def test_the_readme_is_one_screen() -> None:
    assert len(README.read_text("utf-8").splitlines()) <= 70


def test_the_first_two_commands_are_those_that_set_up() -> None:
    first, second = (block.text for block in blocks(README) if block.language == "sh")
    assert len(first.splitlines()) == len(second.splitlines()) == 1
    assert first.strip().endswith("immlint check examples/")
    assert "pytest" in second


@pytest.mark.parametrize("name", ARTICLES)
def test_links_to_pages_lead_somewhere(name: str) -> None:
    page = ARTICLES[name]
    targets = re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", page.read_text("utf-8"))
    # The pages of rules are made when the site is.
    lost = [to for to in targets if "rules/" not in to and not (page.parent / to).is_file()]
    assert lost == []


@pytest.mark.parametrize("name", ARTICLES)
def test_every_option_of_a_page_exists(name: str) -> None:
    from importlib import import_module

    known = {"--version", "--help", "--lang"}
    for command in COMMANDS:
        parameters = import_module(f"immlint.cli.{command}").command.params
        known |= {option for parameter in parameters for option in parameter.opts}
    prose = re.sub(r"^```.*?^```$", "", ARTICLES[name].read_text("utf-8"), flags=re.M | re.S)
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
