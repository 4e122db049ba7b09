"""The sessions that the documentation shows, and what a terminal shows of them when they are run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.command import ROOT

#: Pages that people wrote: those of rules are made of the rules.
PAGES = [
    ROOT / "README.md",
    *sorted(p for p in (ROOT / "docs").rglob("*.md") if "rules" not in p.relative_to(ROOT).parts),
]
_BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.M | re.S)


class Block(NamedTuple):
    """A block of code, with the name of the file that it is, if it is one."""

    language: str
    title: str | None
    text: str


class Step(NamedTuple):
    """A command, and the output that is shown below it."""

    command: str
    output: str


def blocks(page: Path) -> list[Block]:
    return [Block(*match.groups()) for match in _BLOCK.finditer(page.read_text("utf-8"))]


def steps(session: str) -> list[Step]:
    """Take a session apart: a line that begins with ``$`` is a command."""
    parts = re.split(r"^\$ (.*\n)", session, flags=re.M)
    assert parts[0] == "", f"a session begins with a command: {session}"
    return [Step(c.rstrip("\n"), output) for c, output in zip(parts[1::2], parts[2::2], strict=True)]


def played(page: Path, folder: Path) -> Iterator[tuple[Step, str]]:
    """Run the sessions of a page from beginning to end, and yield each step with what is seen of it."""
    shutil.copytree(ROOT / "examples", folder / "examples")
    language = "zh_CN.UTF-8" if "zh" in page.relative_to(ROOT).parts else "C.UTF-8"
    code = 0
    for block in blocks(page):
        if block.title:
            (folder / block.title).write_text(block.text, "utf-8")
        for step in steps(block.text) if block.language == "console" else ():
            if step.command == "echo $?":
                yield step, f"{code}\n"
                continue
            code, seen = on_a_terminal(step.command, folder, language)
            yield step, seen


def on_a_terminal(command: str, folder: Path, language: str) -> tuple[int, str]:
    """Run a shell command on a plain terminal of 100 columns; return its exit code and what is seen."""
    import fcntl
    import pty
    import struct
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    env = {"PATH": path, "TERM": "dumb", "LANG": language, "HOME": str(folder)}
    done = subprocess.Popen(["sh", "-c", command], cwd=folder, env=env, stdout=slave, stderr=slave)
    os.close(slave)
    seen = b""
    try:
        while part := os.read(master, 65536):
            seen += part
    except OSError:  # Linux says so when the other end is closed.
        pass
    finally:
        os.close(master)
    return done.wait(), seen.decode().replace("\r\n", "\n")


def rewrite(page: Path) -> None:
    """Write what is seen now into a page, to be read before it is kept."""
    with TemporaryDirectory() as folder:
        seen = iter([f"$ {step.command}\n{output}" for step, output in played(page, Path(folder))])
    text = page.read_text("utf-8")

    def anew(match: re.Match[str]) -> str:
        block = Block(*match.groups())
        if block.language != "console":
            return match[0]
        return "```console\n" + "".join(next(seen) for _ in steps(block.text)) + "```"

    page.write_text(_BLOCK.sub(anew, text), "utf-8")


if __name__ == "__main__":
    for each in PAGES:
        rewrite(each)
