"""What a start costs as a multiple of bare Python: CPU seconds, the commands run in turn, medians.

    python bench/start.py [ROUNDS]

Modules are compiled once before, as pip does when it installs them: where Python is told to write no
bytecode, each start of a checkout would compile all of them again. immlint runs without its cache.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
LINT = [sys.executable, "-m", "immlint"]
CHECK = [*LINT, "check", "--no-cache"]
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "--version": [*LINT, "--version"],
    "--help": [*LINT, "--help"],
    "one JSON request": [*CHECK, str(ROOT / "examples/requests/CreateDataset.json")],
    "one JSON policy": [*CHECK, str(ROOT / "examples/policies/create-dataset.json")],
    "one YAML policy": [*CHECK, str(ROOT / "examples/policies/trust-imm.yaml")],
    "a wrong YAML file": [*CHECK, str(ROOT / "examples/requests/index.yaml")],
    "Python without IMM": [*LINT, str(ROOT / "bench/start.py")],
    "Python with IMM": [*CHECK, str(ROOT / "examples/code/photos.py")],
}


def compiling(folder: str) -> dict[str, str]:
    """Return an environment in which modules are compiled once, into *folder*."""
    environ = {**os.environ, "PYTHONPYCACHEPREFIX": folder}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    return environ


def seconds(command: list[str], environ: dict[str, str]) -> float:
    """Return the CPU seconds of a command."""
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", env=environ
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with TemporaryDirectory() as compiled:
        environ = compiling(compiled)
        times: dict[str, list[float]] = {name: [] for name in COMMANDS}
        # The first round compiles.
        for number in range(rounds + 1):
            for name, command in COMMANDS.items():
                taken = seconds(command, environ)
                if number:
                    times[name].append(taken)
    print(f"{platform.platform()}, Python {platform.python_version()}")
    bare = statistics.median(times["python -c pass"])
    for name, measured in times.items():
        median = statistics.median(measured)
        print(f"{name:<18} {median * 1000:6.0f} ms {median / bare:7.1f}")


if __name__ == "__main__":
    main()
