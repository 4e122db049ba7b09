"""What a start costs over bare Python: medians of wall time, the commands run in turn.

    python bench/start.py [rounds]

Prints one line per command: its median, and that median less the one of ``python -c pass``.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
BARE = [sys.executable, "-c", "pass"]
LINT = [sys.executable, "-m", "immlint"]
COMMANDS = {
    "python -c pass": BARE,
    "--version": [*LINT, "--version"],
    "--help": [*LINT, "--help"],
    "one JSON request": [*LINT, str(ROOT / "examples/requests/CreateDataset.json")],
    "one JSON policy": [*LINT, str(ROOT / "examples/policies/create-dataset.json")],
    "one YAML policy": [*LINT, str(ROOT / "examples/policies/trust-imm.yaml")],
    "a wrong YAML file": [*LINT, str(ROOT / "examples/requests/index.yaml")],
    "Python without IMM": [*LINT, str(ROOT / "bench/start.py")],
    "Python with IMM": [*LINT, str(ROOT / "examples/code/photos.py")],
}


def seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False, cwd="/")
    return time.perf_counter() - started


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(rounds):
        for name, command in COMMANDS.items():
            times[name].append(seconds(command))
    bare = statistics.median(times["python -c pass"])
    for name, measured in times.items():
        median = statistics.median(measured)
        print(f"{name:<18} {median * 1000:6.0f} ms   {(median - bare) * 1000:+5.0f} ms")


if __name__ == "__main__":
    main()
