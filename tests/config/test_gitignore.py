"""Patterns of git decide as git itself does."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from immlint.config.gitignore import Patterns

FILES = (
    "a.json",
    "b.json",
    "a/b.json",
    "a/b/c.json",
    "b/a.json",
    "b/a/a.json",
    "ab/c.json",
    "x y/a.json",
    "[a].json",
    "#a.json",
    "!a.json",
    "a\\b.json",
    "b.json ",
    "项目文件夹资料组/a.json",
)
LISTS = (
    "*.json\n!a/\n!b.json",
    "a/\n",
    "/a\n",
    "a/b\n",
    "aa\na\\/b\n",
    "a\\/ \n",
    "\\/a\n",
    "/*\n!/a\n",
    "a/*\n!a/b/\n",
    "**/b/\n",
    "a/**\n",
    "a/**/c.json\n",
    "**/a.json\n",
    "?.json\n",
    "[ab].json\n",
    "[!a].json\n",
    "[^a].json\n",
    "[a-b]/\n",
    pytest.param(
        "[[:alpha:]].json\n", marks=pytest.mark.xfail(strict=True, reason="pathspec has no named classes")
    ),
    "\\[a\\].json\n",
    "\\#a.json\n",
    "\\!a.json\n",
    "#a.json\n",
    "b.json   \n",
    "b.json\\ \n",
    "a\\\\b.json\n",
    "a[/]b.json\n",
    "[a\n",
    "x y\n",
    "*\n!*/\n!b.json\n",
    "\n   \n",
    "!\n/\n",
    "b.json\r\n",
    "项目文件夹资料组\n",
    "a.json/\n",
    "*a*\n",
    "b/\n!a/\n",
    "!a\n*\n",
    "/*/\n!/a/\n",
    "a/**\n!a/b.json\n",
    "a/**/\n",
    "**/\n!*.json\n",
    "*\n!*/\n!*.json\n",
)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    for name in FILES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("{}")
    return root


def as_git_says(root: Path, text: str) -> set[str]:
    (root / ".gitignore").write_bytes(text.encode())
    done = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=root, capture_output=True, check=True
    )
    kept = set(done.stdout.decode().split("\0"))
    return {name for name in FILES if name not in kept}


def as_we_say(text: str) -> set[str]:
    patterns = Patterns(text.split("\n"))

    def left_out(name: str) -> bool:
        parts = name.split("/")
        above = ("/".join(parts[:count]) for count in range(1, len(parts)))
        return any(patterns.verdict(f, folder=True) for f in above) or bool(
            patterns.verdict(name, folder=False)
        )

    return {name for name in FILES if left_out(name)}


@pytest.mark.parametrize("text", LISTS)
def test_patterns_decide_as_git_does(repository: Path, text: str) -> None:
    assert as_we_say(text) == as_git_says(repository, text)


_LINE = st.lists(
    st.sampled_from(
        ["a", "b", "*", "**", "/", "?", ".json", "!", "[ab]", "[!a]", " ", "\\", "#", "c", "**/", "/**"]
    ),
    min_size=1,
    max_size=5,
).map("".join)
#: Where two stars follow something else, what git does depends on where its buffers are in memory.
_LINE = _LINE.filter(lambda line: re.search(r"[^/!]\*\*", line) is None)
#: Within a name, what pathspec reads as "any but a" may be a slash.
_LINE = _LINE.filter(lambda line: re.search(r"[^/!]\[!a\][^/ ]", line) is None)
#: Beside two stars, pathspec reads an escaped slash otherwise.
_LINE = _LINE.filter(lambda line: re.search(r"\*\*\\/|\\/\*\*", line) is None)


@settings(max_examples=100)
@given(lines=st.lists(_LINE, min_size=1, max_size=4))
@example(lines=["a", "!/"])
@example(lines=["/", "b"])
def test_any_patterns_decide_as_git_does(repository: Path, lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    assert as_we_say(text) == as_git_says(repository, text)


@settings(max_examples=200)
@given(lines=st.lists(_LINE, min_size=1, max_size=6), data=st.data())
def test_all_patterns_at_once_decide_as_one_by_one(lines: list[str], data: st.DataObject) -> None:
    patterns, others = Patterns(lines), Patterns(lines)
    paths = st.text("abc.!/\n", min_size=1, max_size=8) | st.sampled_from(FILES)
    for _ in range(70):
        # Many are asked for before all patterns are made one.
        patterns.verdict("a", folder=False)
    for path in data.draw(st.lists(paths, max_size=20)):
        for folder in (True, False):
            assert patterns.verdict(path, folder=folder) == others.verdict(path, folder=folder)
