"""Time from the end of the debounce to the diagnostics of a keystroke, in a policy and in modules.

    python bench/editor.py [--keys 40]

A client of ``immlint server`` types one letter after another, each once the last one is answered: in a
policy of 300 lines, and in modules of 1,000 lines of which 3, 20 or 60 of 60 functions send requests, in one
that does and in one that does not. The CPU time is that of the server, by Linux's own count.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Any, NamedTuple

from immlint.server.session import DEBOUNCE

_ROOT = Path(__file__).parents[1]


def policy(lines: int) -> str:
    """Return a policy of that many lines."""
    statements = [
        {
            "Effect": "Allow",
            "Action": ["imm:CreateDataset", "imm:GetDataset", "imm:DeleteDataset"],
            "Resource": [
                f"acs:imm:cn-beijing:*:project/p{n}/dataset/*",
                f"acs:imm:*:*:project/q{n}/dataset/a*",
            ],
        }
        for n in range((lines - 5) // 13 + 1)
    ]
    return json.dumps({"Version": "1", "Statement": statements}, indent=2)


FUNCTIONS = 60
_HEAD = """\
import json
import logging
import os
from datetime import datetime

from alibabacloud_imm20200930 import client, models
from alibabacloud_tea_openapi.models import Config

LOG = logging.getLogger(__name__)
ROOT = os.environ.get("ROOT", "/data")


def connect(region: str = "cn-beijing") -> client.Client:
    return client.Client(Config(endpoint=f"imm.{region}.aliyuncs.com", region_id=region))


"""
_CALLER = '''\
def create_{n}(project: str, names: list[str], retries: int = 3) -> list[object]:
    """Create the datasets of a project that are not there yet."""
    api = connect()
    made = []
    for number, name in enumerate(names):
        if not name or name.startswith("."):
            LOG.warning("passed over %s", name)
            continue
        request = models.CreateDatasetRequest(project_name=project, dataset_name=f"{{name}}-{n}")
        request.description = f"photos of {{name}}, number {{number}}"
        request.template_id = "Official:ImageManagement"
        try:
            made.append(api.create_dataset(request))
        except OSError as error:
            LOG.error("failed: %s, %d more", error, retries)
    return made


'''
_OTHER = '''\
def merge_{n}(path: str, rows: list[dict[str, object]], *, limit: int = {n}00) -> dict[str, int]:
    """Merge rows into the counts of a file."""
    counts: dict[str, int] = {{}}
    full = os.path.join(ROOT, path)
    if os.path.exists(full):
        with open(full, encoding="utf-8") as file:
            counts.update(json.load(file))
    for row in rows[:limit]:
        key = str(row.get("project") or row.get("name", "none")).strip().lower()
        if key not in counts:
            counts[key] = 0
        counts[key] += 1
    LOG.info("%d rows of %s at %s", len(rows), path, datetime.now().isoformat())
    return {{key: value for key, value in sorted(counts.items()) if value > {n}}}


'''


def module(calls: int) -> str:
    """Return a module of a thousand lines, of whose functions so many send requests."""
    forms = (_CALLER if n * calls % FUNCTIONS < calls else _OTHER for n in range(FUNCTIONS))
    return _HEAD + "".join(form.format(n=n) for n, form in enumerate(forms))


class _Client:
    """A client that waits for what it wants."""

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-m", "immlint", "server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=_ROOT,
        )
        assert self._server.stdin
        assert self._server.stdout
        self._out: IO[bytes] = self._server.stdin
        self._in: IO[bytes] = self._server.stdout
        self.send("initialize", {"capabilities": {}, "processId": None, "rootUri": None}, id=1)
        self.wait(lambda message: message.get("id") == 1)
        self.send("initialized", {})

    def send(self, method: str, params: Any, **more: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        self._out.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._out.flush()

    def wait(self, wanted: Any) -> None:
        while True:
            length = 0
            while line := self._in.readline().strip():
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            if wanted(json.loads(self._in.read(length))):
                return

    def spent(self) -> float:
        """Return the CPU seconds that the server has taken so far."""
        fields = Path(f"/proc/{self._server.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        self.send("shutdown", None, id=2)
        self.wait(lambda message: message.get("id") == 2)
        self.send("exit", None)
        self._server.wait()


class Typed(NamedTuple):
    """What is typed into: a document, and the words behind which letters are typed, in its middle."""

    name: str
    language: str
    text: str
    behind: str


def times(typed: Typed, keys: int) -> tuple[list[float], float]:
    """Return the seconds that each keystroke takes, in order of length, and the CPU seconds of one."""
    client = _Client()
    name, language, text, behind = typed
    uri = (_ROOT / name).as_uri()
    at = text.index(behind, len(text) // 2) + len(behind)
    document = {"uri": uri, "languageId": language, "version": 0, "text": text}
    client.send("textDocument/didOpen", {"textDocument": document})
    found = []
    spent = 0.0
    # The first two load what is needed.
    for version in range(keys + 2):
        if version == 2:
            spent = client.spent()
        begun = time.perf_counter()
        if version:
            changed = {"text": text[:at] + "x" * version + text[at:]}
            identifier = {"uri": uri, "version": version}
            client.send("textDocument/didChange", {"textDocument": identifier, "contentChanges": [changed]})
        client.wait(lambda message, v=version: message.get("params", {}).get("version") == v)
        found.append(time.perf_counter() - begun - DEBOUNCE)
    spent = (client.spent() - spent) / keys
    client.close()
    return sorted(found[2:]), spent


def main() -> None:
    """Print the median and the 95th percentile for each document."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--keys", type=int, default=40)
    keys = parser.parse_args().keys
    inputs = [Typed("policy.json", "json", policy(300), "project")]
    for calls in (3, 20, 60):
        inputs.append(Typed(f"calls{calls}.py", "python", module(calls), "photos of"))
        if calls < FUNCTIONS:
            inputs.append(Typed(f"calls{calls}.py", "python", module(calls), '"none'))
    for typed in inputs:
        found, spent = times(typed, keys)
        middle, late = found[len(found) // 2], found[int(len(found) * 0.95)]
        size = f"{typed.text.count(chr(10)) + 1} lines, {len(typed.text)} characters"
        told = f"median {middle * 1000:.0f} ms, 95 % {late * 1000:.0f} ms, CPU {spent * 1000:.0f} ms"
        print(f"{typed.name}: {size}: behind {typed.behind!r}: {told}", flush=True)


if __name__ == "__main__":
    main()
