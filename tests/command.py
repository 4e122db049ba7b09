"""The command line, run as a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def immlint(*args: str, stdin: str | bytes = b"", cwd: Path = ROOT) -> tuple[int, str, str]:
    data = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run([sys.executable, "-m", "immlint", *args], input=data, capture_output=True, cwd=cwd)
    return done.returncode, done.stdout.decode(), done.stderr.decode()
