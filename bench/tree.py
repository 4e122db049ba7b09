"""A tree of Python as an organisation has it, with callers of IMM planted in it, and what checking it costs.

    python bench/tree.py plant TARGET PACKAGES... [--callers 200]
    python bench/tree.py measure TARGET [--against CHECKOUT] [--rounds 3] [-- OPTIONS...]

``plant`` copies the Python files of the folders PACKAGES (unpacked wheels, for example) to TARGET, and
writes callers into it, the same at each run: each is one of those modules with a call of IMM at its end.
``measure`` prints CPU seconds and the most memory of ``cat``, ``ruff check --select F --no-cache``, this
checkout and another, run in turn, and their ratios to ruff's.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from code import ROOT, callers

_LINES = range(100, 900)


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


def measure(target: Path, against: Path | None, rounds: int, options: list[str]) -> None:
    """Print what each costs, the least of several rounds."""
    lint = [sys.executable, "-c", _LINT]
    commands = {
        "cat": ["sh", "-c", 'find "$0" -name "*.py" -print0 | xargs -0 cat', str(target)],
        "ruff": ["ruff", "check", "--select", "F", "--no-cache", "--isolated", "-q", str(target)],
        "immlint": [*lint, str(ROOT), str(target), *options],
    }
    if against:
        commands["other immlint"] = [*lint, str(against.resolve()), str(target), *options]
    least = dict.fromkeys(commands, (float("inf"), 0))
    for _ in range(rounds):
        for name, command in commands.items():
            least[name] = min(least[name], _cost(command))
    for name, (seconds, kilobytes) in least.items():
        ratio = seconds / least["ruff"][0]
        print(f"{name:<14}{seconds:8.2f} s CPU {kilobytes / 1024:7.0f} MB {ratio:6.1f} x ruff")


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


def _cost(command: list[str]) -> tuple[float, int]:
    """Return the CPU seconds of a command with all that it starts, and the most memory of one process."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


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
    measuring.add_argument("--rounds", type=int, default=3)
    # argparse gives what stands behind -- to the outer parser, which knows none of it.
    arguments = sys.argv[1:]
    split = arguments.index("--") if "--" in arguments else len(arguments)
    given = parser.parse_args(arguments[:split])
    options = arguments[split + 1 :]
    if given.command == "plant":
        plant(given.target, given.packages, given.callers)
    else:
        measure(given.target, given.against, given.rounds, options)


if __name__ == "__main__":
    main()
