"""A tree of Python as an organisation has it, with callers of IMM planted in it, and what checking it costs.

    python bench/tree.py plant TARGET PACKAGES... [--callers 200]
    python bench/tree.py many TREE TARGET [--copies 10]
    python bench/tree.py measure TARGET [--edit] [--peer PROGRAM ...] [--against CHECKOUT] [--rounds 3]
        [-- OPTIONS...]

``plant`` copies the Python files of the folders PACKAGES (unpacked wheels, for example) to TARGET, and
writes callers into it, the same at each run: each is one of those modules with a call of IMM at its end.
``measure`` prints CPU and wall seconds, and the most memory of one process, of ``cat``, ``rg``, ruff and
this checkout, run in turn, and their ratios to ruff's: without a cache (by one process and by several), and
with the one that the run before left. With ``--edit`` a caller is edited before such a run, too, and restored
in the end. With ``--against`` another checkout is measured beside it, with
``--peer`` the program of a peer: bandit, fixit or semgrep, told by its name.
``many`` makes a tree of so many copies of a planted one, by hard links: to see growth.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

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


def many(tree: Path, target: Path, copies: int) -> None:
    """Make *copies* of *tree* side by side, which share what they hold."""
    for number in range(copies):
        shutil.copytree(tree, target / f"copy{number}", copy_function=os.link)


#: How peers are asked for what comes nearest.
_PEERS = {
    "bandit": ("-q", "-r", "{target}"),
    "fixit": ("lint", "{target}"),
    "semgrep": (
        *("scan", "--metrics=off", "--disable-version-check", "--quiet", "--no-git-ignore"),
        *("--config", "{rules}", "{target}"),
    ),
}
#: A rule for semgrep: what is sent to IMM by name.
_RULES = """
rules:
  - id: create-dataset
    languages: [python]
    severity: WARNING
    message: a request
    pattern-either:
      - pattern: $MODELS.CreateDatasetRequest(...)
      - pattern: $CLIENT.create_dataset(...)
"""


#: Runs before which a module is edited: what they know is as the warm ones do.
_EDITED = {"ruff, edited": "ruff, warm", "immlint, edited": "immlint, warm"}


def measure(
    target: Path,
    against: Path | None,
    rounds: int,
    options: list[str],
    peers: Sequence[str] = (),
    *,
    edits: bool = False,
) -> None:
    """Print what each costs, the least of several rounds; of what is slow, of one."""
    edited = min(target.rglob("*_caller*.py")) if edits else None
    with tempfile.TemporaryDirectory() as folder, _restored(edited):
        commands = _commands(target, Path(folder), against, options)
        rules = Path(folder, "rules.yaml")
        rules.write_text(_RULES, encoding="utf-8")
        for program in peers:
            name = Path(program).name
            filled = (part.format(target=target, rules=rules) for part in _PEERS[name])
            commands[name] = [program, *filled]
        if edited is not None:
            commands |= {name: commands[like] for name, like in _EDITED.items() if like in commands}
        least = dict.fromkeys(commands, (float("inf"), 0.0, 0))
        for number in range(rounds):
            for name, command in commands.items():
                if edited is not None and name in _EDITED:
                    with edited.open("a", encoding="utf-8") as file:
                        file.write(f"# {number}\n")
                    # One that is as young as the run is not trusted.
                    time.sleep(1)
                if number == 0 or least[name][0] < _SLOW:
                    least[name] = min(least[name], _cost(command))
    for name, (seconds, wall, kilobytes) in least.items():
        beside = least[f"ruff{name[name.index(',') :]}" if name.endswith(("warm", "edited")) else "ruff"][0]
        row = f"{name:<20}{seconds:8.2f} s CPU {wall:8.2f} s {kilobytes / 1024:6.0f} MB"
        print(f"{row} {seconds / beside:6.1f} x ruff")


@contextlib.contextmanager
def _restored(path: Path | None) -> Iterator[None]:
    """Let a file hold in the end what it held before."""
    before = path.read_bytes() if path is not None else b""
    try:
        yield
    finally:
        if path is not None:
            path.write_bytes(before)


def _commands(target: Path, folder: Path, against: Path | None, options: list[str]) -> dict[str, list[str]]:
    ruff = ["ruff", "check", "--select", "F", "--isolated", "-q", str(target)]
    lint = [sys.executable, "-c", _LINT, str(ROOT), str(target), *options]
    commands = {
        "cat": ["sh", "-c", 'find "$0" -name "*.py" -print0 | xargs -0 cat', str(target)],
        "rg": ["rg", "-lF", "imm", str(target)],
        "ruff": [*ruff, "--no-cache"],
        "ruff, warm": [*ruff, "--cache-dir", str(folder / "ruff")],
        "immlint": [*lint, "--no-cache", "--jobs", "1"],
        "immlint, several": [*lint, "--no-cache"],
        "immlint, warm": [*lint, "--cache-dir", str(folder / "immlint")],
    }
    if against:
        other = [sys.executable, "-c", _LINT, str(against.resolve()), str(target), *options]
        commands["other immlint"] = [*other, "--no-cache"]
    # What a warm run knows is what one before has found.
    for name in ("ruff, warm", "immlint, warm"):
        _cost(commands[name])
    return {name: command for name, command in commands.items() if shutil.which(command[0])}


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


def _cost(command: list[str]) -> tuple[float, float, int]:
    """Return CPU and wall seconds of a command and all that it starts, and the most memory of one process."""
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return usage.ru_utime + usage.ru_stime, time.monotonic() - begun, usage.ru_maxrss


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    planting = commands.add_parser("plant")
    planting.add_argument("target", type=Path)
    planting.add_argument("packages", type=Path, nargs="+")
    planting.add_argument("--callers", type=int, default=200)
    copying = commands.add_parser("many")
    copying.add_argument("tree", type=Path)
    copying.add_argument("target", type=Path)
    copying.add_argument("--copies", type=int, default=10)
    measuring = commands.add_parser("measure")
    measuring.add_argument("target", type=Path)
    measuring.add_argument("--against", type=Path)
    measuring.add_argument("--peer", action="append", default=[])
    measuring.add_argument("--edit", action="store_true")
    measuring.add_argument("--rounds", type=int, default=3)
    # argparse gives what stands behind -- to the outer parser, which knows none of it.
    arguments = sys.argv[1:]
    split = arguments.index("--") if "--" in arguments else len(arguments)
    given = parser.parse_args(arguments[:split])
    options = arguments[split + 1 :]
    if given.command == "plant":
        plant(given.target, given.packages, given.callers)
    elif given.command == "many":
        many(given.tree, given.target, given.copies)
    else:
        measure(given.target, given.against, given.rounds, options, given.peer, edits=given.edit)


if __name__ == "__main__":
    main()
