"""A tree of Python as an organisation has it, with callers of IMM planted in it, and what checking it costs.

    python bench/tree.py plant TARGET PACKAGES... [--callers 200]
    python bench/tree.py measure TARGET [--peer PROGRAM ...] [--against CHECKOUT] [--rounds 3] [-- OPTIONS...]
    python bench/tree.py grow TARGET [--times 10]

``plant`` copies the Python files of the folders PACKAGES (unpacked wheels, for example) to TARGET, and
writes callers into it, the same at each run: each is one of those modules with a call of IMM at its end.
``measure`` prints CPU seconds, seconds and the most memory of ``cat``, of ruff and this checkout with and
without their caches, of another checkout, and of the programs of peers (rg, bandit, fixit, semgrep: told
by their names), run in turn; and their ratios to ruff's without a cache. ``grow`` does so for TARGET and for
so many copies of it.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))
from code import ROOT, callers

_LINES = range(100, 900)
#: CPU seconds of what is run once.
_SLOW = 60


def plant(target: Path, packages: list[Path], count: int) -> None:
    """Copy *packages*, and write *count* callers beside their modules."""
    for package in packages:
        for path in sorted(package.rglob("*.py")):
            copy = target / package.name / path.relative_to(package)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    chance = random.Random(2020)
    hosts = [p for p in sorted(target.rglob("*.py")) if _may_call(p.read_bytes())]
    for number, (host, text) in enumerate(zip(chance.sample(hosts, count), callers(count), strict=True)):
        planted = host.with_name(f"{host.stem}_caller{number}.py")
        planted.write_text(f"{host.read_text('utf-8')}\n\n{text}", encoding="utf-8")


def _may_call(data: bytes) -> bool:
    """Tell whether a module is one that people write, of a usual length, and no part of an SDK."""
    return data.count(b"\n") in _LINES and b"aliyun" not in data and b"alibaba" not in data


#: How peers are asked for what comes nearest.
PEERS = {
    "rg": ["-lF", "imm", "{target}"],
    "bandit": ["-q", "-r", "{target}"],
    "fixit": ["lint", "{target}"],
    "semgrep": [
        *("scan", "--metrics=off", "--disable-version-check", "--quiet", "--no-git-ignore"),
        *("--config", "{rules}", "{target}"),
    ],
}
#: A rule for semgrep: what is sent to IMM by name.
RULES = """
rules:
  - id: create-dataset
    languages: [python]
    severity: WARNING
    message: a request
    pattern-either:
      - pattern: $MODELS.CreateDatasetRequest(...)
      - pattern: $CLIENT.create_dataset(...)
"""


def measure(
    target: Path, against: Path | None, rounds: int, options: list[str], peers: Sequence[str] = ()
) -> None:
    """Print what each costs, the least of several rounds; of what is slow, of one."""
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder, "rules.yaml")
        rules.write_text(RULES, encoding="utf-8")
        lint = [sys.executable, "-c", _LINT]
        ruff = ["ruff", "check", "--select", "F", "--isolated", "-q"]
        commands = {
            "cat": ["sh", "-c", 'find "$0" -name "*.py" -print0 | xargs -0 cat', str(target)],
            "ruff": [*ruff, "--no-cache", str(target)],
            "ruff, cache": [*ruff, "--cache-dir", f"{folder}/ruff", str(target)],
            "immlint": [*lint, str(ROOT), "--no-cache", *options, str(target)],
            "immlint, cache": [*lint, str(ROOT), "--cache-dir", f"{folder}/immlint", *options, str(target)],
        }
        if against:
            commands["other immlint"] = [*lint, str(against.resolve()), "--no-cache", *options, str(target)]
        for program in peers:
            name = Path(program).name
            filled = (part.format(target=target, rules=rules) for part in PEERS[name])
            commands[name] = [program, *filled]
        least = dict.fromkeys(commands, _Cost(float("inf"), 0.0, 0))
        for number in range(rounds):
            for name, command in commands.items():
                if number == 0 or least[name].cpu < _SLOW:
                    least[name] = min(least[name], _cost(command))
        for name, cost in least.items():
            times = cost.cpu / least["ruff"].cpu
            print(
                f"{name:<16}{cost.cpu:8.2f} s CPU {cost.wall:8.2f} s {cost.kilobytes / 1024:7.0f} MB"
                f" {times:7.1f} x ruff",
                flush=True,
            )


def grow(target: Path, times: int, options: list[str]) -> None:
    """Print what *target* costs, and what so many copies of it do."""
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        for number in range(times):
            for path in target.rglob("*.py"):
                copy = Path(folder, f"copy{number}", path.relative_to(target))
                copy.parent.mkdir(parents=True, exist_ok=True)
                os.link(path, copy)
        costs = [
            _cost([sys.executable, "-c", _LINT, str(ROOT), "--no-cache", *options, str(each)])
            for each in (target, folder)
        ]
        for name, cost in zip(("once", f"{times} times"), costs, strict=True):
            print(f"{name:<16}{cost.cpu:8.2f} s CPU {cost.wall:8.2f} s {cost.kilobytes / 1024:7.0f} MB")
        print(f"{costs[1].cpu / costs[0].cpu:.2f} times the CPU")


#: Runs the checkout that is named first, whichever is installed.
_LINT = """
import importlib.util, sys
root = sys.argv.pop(1)
sys.path.insert(0, root)
import immlint
assert immlint.__file__.startswith(root), immlint.__file__
spec = importlib.util.spec_from_file_location(
    "immlint.rules", root + "/rules/__init__.py", submodule_search_locations=[root + "/rules"])
sys.modules["immlint.rules"] = rules = importlib.util.module_from_spec(spec)
spec.loader.exec_module(rules)
from immlint.__main__ import main
sys.exit(main(["--isolated", "-q", *sys.argv[1:]]))
"""


class _Cost(NamedTuple):
    cpu: float
    wall: float
    kilobytes: int


def _cost(command: list[str]) -> _Cost:
    """Return the CPU seconds of a command with all that it starts, its time, and its most memory."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    wall = time.perf_counter() - begun
    return _Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    planting = commands.add_parser("plant")
    planting.add_argument("target", type=Path)
    planting.add_argument("packages", type=Path, nargs="+")
    planting.add_argument("--callers", type=int, default=200)
    measuring = commands.add_parser("measure")
    measuring.add_argument("target", type=Path)
    measuring.add_argument("--against", type=Path)
    measuring.add_argument("--peer", action="append", default=[])
    measuring.add_argument("--rounds", type=int, default=3)
    growing = commands.add_parser("grow")
    growing.add_argument("target", type=Path)
    growing.add_argument("--times", type=int, default=10)
    # argparse gives what stands behind -- to the outer parser, which knows none of it.
    arguments = sys.argv[1:]
    split = arguments.index("--") if "--" in arguments else len(arguments)
    given = parser.parse_args(arguments[:split])
    options = arguments[split + 1 :]
    if given.command == "plant":
        plant(given.target, given.packages, given.callers)
    elif given.command == "grow":
        grow(given.target, given.times, options)
    else:
        measure(given.target, given.against, given.rounds, options, given.peer)


if __name__ == "__main__":
    main()
