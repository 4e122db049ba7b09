"""Completion in the shells themselves, with what the documentation tells people to run."""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.command import ROOT

#: Seconds after which a shell is not waited for any more.
PATIENCE = 120
CASES = [
    ("immlint gra", {"grants"}),
    ("immlint rule RAM50", {"RAM501", "RAM507"}),
    ("immlint check --ignore IMM104,RAM50", {"IMM104,RAM501", "IMM104,RAM507"}),
    ("immlint check --output-format rdjso", {"rdjson", "rdjsonl"}),
    ("immlint check --stat", {"--statistics"}),
    ("immlint check pho", {"photos.json", "photos-2.json"}),
]


def source(shell: str) -> str:
    """The line of the page for a shell."""
    page = (ROOT / "docs/usage.md").read_text("utf-8")
    lines = {"zsh": f'eval "$({_told(page, "zsh")})"', "fish": f"{_told(page, 'fish')} | source"}
    return lines[shell]


def _told(page: str, shell: str) -> str:
    found = re.search(rf"_IMMLINT_COMPLETE={shell}_source immlint", page)
    assert found is not None
    return found[0]


def environment(folder: Path) -> dict[str, str]:
    for name in ("photos.json", "photos-2.json"):
        (folder / name).write_text("{}")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "HOME": str(folder), "TERM": "xterm", "COLUMNS": "200"}


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
@pytest.mark.parametrize(("line", "offered"), CASES)
def test_fish(tmp_path: Path, line: str, offered: set[str]) -> None:
    script = f"{source('fish')}; complete -C '{line}'"
    done = subprocess.run(
        ["fish", "--no-config", "-c", script],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert offered <= {row.partition("\t")[0] for row in done.stdout.splitlines()}, done.stderr


@pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not installed")
@pytest.mark.parametrize(("line", "offered"), CASES)
def test_zsh(tmp_path: Path, line: str, offered: set[str]) -> None:
    """zsh completes where somebody types only: in a terminal, at the key that asks."""
    import pty

    shell, terminal = pty.openpty()
    running = subprocess.Popen(
        ["zsh", "-f", "-i"],
        cwd=tmp_path,
        env=environment(tmp_path),
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    )
    os.close(terminal)
    try:
        # All that fits is listed, one below the other, and nothing is put in before.
        begin = "PS1='> '; setopt NO_MENU_COMPLETE LIST_AMBIGUOUS; zstyle ':completion:*' list-prompt ''"
        begin += (
            f"; autoload -U compinit; compinit -D; {source('zsh')}; bindkey '^X' list-choices; echo READY\n"
        )
        os.write(shell, begin.encode())
        _read(shell, r"\nREADY")
        unique = len(offered) == 1
        os.write(shell, f"{line}{chr(9) if unique else chr(24)}".encode())
        shown = ""
        while not all(
            re.search(rf"(?<![\w,-]){re.escape(each)}(?![\w-])", _plain(shown)) for each in offered
        ):
            shown += _read(shell, ".")
    finally:
        running.kill()
        running.wait()
        os.close(shell)


def _plain(shown: str) -> str:
    """What is shown, without what moves the cursor."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|[\x07\x08]", "", shown)


def _read(terminal: int, wanted: str) -> str:
    """Read until something is shown."""
    text = ""
    deadline = time.monotonic() + PATIENCE
    while not re.search(wanted, text, re.S):
        ready, _, _ = select.select([terminal], [], [], max(deadline - time.monotonic(), 0))
        assert ready, text
        text += os.read(terminal, 1 << 16).decode("utf-8", "replace")
    return text
