"""CPU seconds for thousands of CreateDataset payloads, one a file, beside check-jsonschema given all at once.

    python bench/many_requests.py [--json N] [--yaml N] [--slips SHARE] [--peer COMMAND] [--rounds N]

All payloads are different; a share of them has a slip. Each tool runs in one process of its own, immlint
without its cache; the schema is immlint's own. Beside them ``json.loads`` and the composing of ruamel alone,
which are the floor. ``--peer`` is the command check-jsonschema. All run in turn, and the least of the rounds
is told; modules are compiled in the first one, as pip does when it installs them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from start import compiling

_ROOT = Path(__file__).parents[1]
_TEMPLATES = ("Official:ImageManagement", "Official:MediaMeta", "Official:DocumentManagement")
_WORDS = ("photos", "video", "archive", "team", "holiday", "scans", "invoices", "raw")
_SWITCHES = (("SmartCluster", "Figure", "AutoClustering"), ("ReverseImage", "Image", "Enable"))
_SLIPS: tuple[tuple[str, object], ...] = (
    ("DatasetName", "9-lives"),
    ("DatasetMaxBindCount", 11),
    ("TemplateId", "Official:ImageManagment"),
    ("Descripton", "misspelt"),
    ("Description", ["a list"]),
    ("DatasetMaxFileCount", "many"),
)
#: What reads all files of a folder, and nothing else.
_FLOORS = {
    "json": "import json, sys\n"
    "for path in sys.argv[1:]:\n    json.loads(open(path, encoding='utf-8').read())",
    "yaml": "import sys\nfrom ruamel.yaml import YAML\nfor path in sys.argv[1:]:\n"
    "    YAML(typ='rt', pure=True).compose(open(path, encoding='utf-8').read())",
}


def payload(number: int, slips: float) -> dict[str, Any]:
    """Return the parameters of one request, the same for each number."""
    chance = random.Random(13_000_000 + number)
    given: dict[str, Any] = {
        "ProjectName": f"{chance.choice(_WORDS)}-{chance.randrange(500)}",
        "DatasetName": f"{chance.choice(_WORDS)}_{number}",
    }
    optional = {
        "TemplateId": chance.choice(_TEMPLATES),
        "Description": " ".join(chance.choices(_WORDS, k=chance.randint(1, 12))),
        "DatasetMaxBindCount": chance.randint(1, 10),
        "DatasetMaxFileCount": chance.randint(1, 10**8),
        "DatasetMaxEntityCount": chance.randint(1, 10**10),
        "DatasetMaxRelationCount": chance.randint(1, 10**11),
        "DatasetMaxTotalFileSize": chance.randint(1, 10**16),
        "DatasetConfig": {
            name: {part: {key: chance.random() < 0.5}}
            for name, part, key in chance.sample(_SWITCHES, chance.randint(1, 2))
        },
    }
    kept = chance.sample(sorted(optional), chance.randint(0, len(optional)))
    given |= {name: value for name, value in optional.items() if name in kept}
    return given | dict([chance.choice(_SLIPS)]) if chance.random() < slips else given


def files(folder: Path, kind: str, count: int, slips: float) -> Iterator[str]:
    """Write that many payloads in a notation, and yield their paths."""
    for number in range(count):
        given = payload(number, slips)
        path = folder / f"CreateDataset-{number:05}.{kind}"
        lines = json.dumps(given, indent=2) if kind == "json" else "\n".join(_yaml(given, ""))
        path.write_text(lines + "\n", encoding="utf-8")
        yield str(path)


def _yaml(given: Mapping[str, Any], indent: str) -> Iterator[str]:
    for name, value in given.items():
        if isinstance(value, dict):
            yield f"{indent}{name}:"
            yield from _yaml(value, indent + "  ")
        else:
            yield f"{indent}{name}: {json.dumps(value)}"


def measured(command: Sequence[str], environ: Mapping[str, str]) -> tuple[float, int, int]:
    """Return the CPU seconds of a command, the lines that it writes, and its resident kilobytes."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=_ROOT, env=environ) as process:
        assert process.stdout is not None
        lines = sum(1 for _ in process.stdout)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command[:4])} ...: exit code {process.returncode}")
    return used.ru_utime + used.ru_stime, lines, used.ru_maxrss


def commands(kind: str, folder: str, schema: Path, peer: str | None) -> Iterator[tuple[str, list[str]]]:
    """Yield what is measured, each with its name."""
    paths = sorted(str(path) for path in Path(folder).glob(f"*.{kind}"))
    yield f"{kind} alone", [sys.executable, "-c", _FLOORS[kind], *paths]
    yield "immlint", _check(folder)
    if peer:
        yield "check-jsonschema", [peer, "--schemafile", str(schema), *paths]


def _check(folder: str) -> list[str]:
    options = ["--isolated", "--no-cache", "--jobs", "1", "--output-format", "jsonl"]
    return [sys.executable, "-m", "immlint", "check", *options, folder]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--json", type=int, default=10_000)
    parser.add_argument("--yaml", type=int, default=2_000)
    parser.add_argument("--slips", type=float, default=0.01)
    parser.add_argument("--peer")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    print(f"{platform.platform()}, Python {platform.python_version()}")
    print("files        tool                CPU s  ms each  immlint's  lines    MB", flush=True)
    for kind, count in (("json", given.json), ("yaml", given.yaml)):
        with TemporaryDirectory() as folder, TemporaryDirectory() as beside, TemporaryDirectory() as compiled:
            environ = compiling(compiled)
            list(files(Path(folder), kind, count, given.slips))
            schema = Path(beside) / "schema.json"
            command = [sys.executable, "-m", "immlint", "schema", "request", "CreateDataset"]
            schema.write_bytes(subprocess.check_output(command, cwd=_ROOT))
            tools = [*commands(kind, folder, schema, given.peer)] if count else []
            rounds = [[measured(command, environ) for _, command in tools] for _ in range(given.rounds)]
            rows = {
                tool: min(taken) for (tool, _), taken in zip(tools, zip(*rounds, strict=True), strict=True)
            }
            for tool, (seconds, lines, kilobytes) in rows.items():
                each, ratio = seconds / count * 1000, seconds / rows["immlint"][0]
                print(
                    f"{count:6} {kind:<5} {tool:<17} {seconds:7.2f} {each:8.3f} {ratio:10.3f}"
                    f" {lines:6} {kilobytes // 1024:5}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
