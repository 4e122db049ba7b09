"""Names of files: one line each in lists, one file whatever leads to it, and no effect on a terminal."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from immlint.files import RealPaths
from tests.command import immlint

WRONG = '{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "1"}\n'
ODD = (
    "a b.json",
    'q"uote.json',
    "back\\slash.json",
    "new\nline.json",
    "\x1b[31m.json",
    "\t\x7f.json",
    "相册.json",
)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="names that Windows forbids")


@pytest.mark.skipif(not shutil.which("git"), reason="git is the other side")
def test_files_are_listed_as_git_lists_them(tmp_path: Path) -> None:
    for name in (*ODD, "plain.json"):
        (tmp_path / name).write_text("{}")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    ask = ["git", "-c", "core.quotePath=false", "ls-files", "--others", "--exclude-standard"]
    listed = subprocess.run(ask, cwd=tmp_path, capture_output=True, check=True).stdout.decode()
    code, out, err = immlint(".", "--show-files", cwd=tmp_path)
    assert (code, err) == (0, "")
    assert sorted(out.splitlines()) == sorted(listed.splitlines())


@pytest.mark.parametrize("name", ["new\u2028line.json", "\x9b31m.json", "next\x85line.json"])
def test_what_git_lists_raw_is_on_one_line_all_the_same(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("{}")
    _, out, _ = immlint(".", "--show-files", cwd=tmp_path)
    assert out.endswith('.json"\n')
    assert out[:-1].isprintable()


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("--output-format", "grouped"),
        ("--output-format", "full"),
        ("--output-format", "github"),
        ("--output-format", "azure"),
        ("--severity", "error", "--ignore", "IMM"),
        ("--color", "always"),
        ("--add-ignores",),
        ("--fix",),
        ("--config", "\x1b[2J.toml"),
        ("--baseline", "\x1b[2J"),
    ],
)
def test_no_name_reaches_a_terminal_as_it_is(tmp_path: Path, args: tuple[str, ...]) -> None:
    (tmp_path / "\x1b[2J\x07.json").write_text(WRONG)
    (tmp_path / "\x1b[2J\x07.yaml").write_text("a: b\n")
    names = ("\x1b[2J\x07.json", "\x1b[2J\x07.yaml", "no\x1b[2J\x07.json")
    _, out, err = immlint(*names, *args, cwd=tmp_path)
    assert "\x07" not in out + err
    assert "\x1b[2J" not in out + err
    assert r"\u001b[2J" in out + err


@pytest.mark.parametrize(
    "command", [("access",), ("grants", "--action", "imm:GetProject", "--resource", "*", "--policy")]
)
def test_no_text_of_a_policy_reaches_a_terminal_as_it_is(tmp_path: Path, command: tuple[str, ...]) -> None:
    statement = {
        "Effect": "Allow",
        "Action": "imm:GetProject",
        "Resource": "acs:imm:*:*:project/p",
        "Condition": {"StringEquals": {"acs:\x1b[2JTag": "\x1b[2J\x07"}},
    }
    (tmp_path / "p.json").write_text(json.dumps({"Version": "1", "Statement": [statement]}))
    _, out, err = immlint(*command, "p.json", cwd=tmp_path)
    assert r"\u001b[2J" in out
    assert "\x1b" not in out + err


def findings(cwd: Path, *args: str) -> list[str]:
    code, out, err = immlint(*args, "--output-format", "json", cwd=cwd)
    assert code == 1, err
    return [finding["path"] for finding in json.loads(out)]


@pytest.mark.parametrize(
    ("real", "link"), [("z/real.json", "a.json"), ("z.json", "a/link.json"), ("b.json", "a.json")]
)
def test_a_file_and_links_to_it_are_one_file_of_its_own_name(tmp_path: Path, real: str, link: str) -> None:
    for each in (real, link):
        (tmp_path / each).parent.mkdir(exist_ok=True)
    (tmp_path / real).write_text(WRONG)
    (tmp_path / link).symlink_to(tmp_path / real)
    assert findings(tmp_path, ".") == [real]
    assert immlint(".", "--show-files", cwd=tmp_path)[1] == f"{real}\n"
    assert immlint(".", "--baseline", "known", "--write-baseline", cwd=tmp_path)[0] == 0
    assert [json.loads(line)[0] for line in (tmp_path / "known").read_text().splitlines()] == [real]
    # Whoever names the link means it; so does a walk that does not meet the file.
    assert (
        findings(tmp_path, link) == findings(tmp_path, ".", link) == findings(tmp_path, link, ".") == [link]
    )
    (tmp_path / "away").mkdir()
    (tmp_path / real).rename(tmp_path / "away/there.txt")
    (tmp_path / link).unlink()
    (tmp_path / link).symlink_to(tmp_path / "away/there.txt")
    assert findings(tmp_path, ".") == [link]


def test_real_paths_are_those_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/file.json").write_text("{}")
    (tmp_path / "a/link.json").symlink_to("b/file.json")
    (tmp_path / "to_b").symlink_to("a/b")
    (tmp_path / "loop").symlink_to("loop")
    names = ("a/b/file.json", "a/link.json", "to_b/file.json", "to_b/../link.json", "a/b/../link.json")
    more = (
        "a//b/file.json",
        "a/b/.",
        "to_b/..",
        "a/b/",
        "loop",
        "loop/x",
        "gone/x",
        "./a/./b/file.json",
        ".",
    )
    real = RealPaths()
    for name in (*names, *more):
        for path in (str(tmp_path / name), os.path.relpath(tmp_path / name), f"{tmp_path}/{name}"):
            assert real.of(path) == real.of(path) == os.path.realpath(path)
    assert real.of("x.json") == os.path.realpath("x.json")
