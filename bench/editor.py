"""Time from the end of the debounce to the diagnostics of a keystroke, in a policy and in a module.

    python bench/editor.py [--keys 40]

A client of ``immlint server`` types one letter after another, each once the last one is answered.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Any

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
    """Return a module of a thousand lines and 60 functions, of which so many send requests."""
    return _HEAD + "".join((_CALLER if n * calls % 60 < calls else _OTHER).format(n=n) for n in range(60))


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

    def close(self) -> None:
        self.send("shutdown", None, id=2)
        self.wait(lambda message: message.get("id") == 2)
        self.send("exit", None)
        self._server.wait()


def times(name: str, language: str, text: str, keys: int) -> list[float]:
    """Return the seconds that each keystroke takes, in order of length."""
    client = _Client()
    uri = (_ROOT / name).as_uri()
    # The letters of a name, in the middle.
    at = text.index("project", len(text) // 2) + len("project")
    document = {"uri": uri, "languageId": language, "version": 0, "text": text}
    client.send("textDocument/didOpen", {"textDocument": document})
    found = []
    for version in range(keys + 1):
        begun = time.perf_counter()
        if version:
            changed = {"text": text[:at] + "x" * version + text[at:]}
            identifier = {"uri": uri, "version": version}
            client.send("textDocument/didChange", {"textDocument": identifier, "contentChanges": [changed]})
        client.wait(lambda message, v=version: message.get("params", {}).get("version") == v)
        found.append(time.perf_counter() - begun - DEBOUNCE)
    client.close()
    # Opening imports what is needed.
    return sorted(found[1:])


def main() -> None:
    """Print the median and the 95th percentile for each document."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--keys", type=int, default=40)
    keys = parser.parse_args().keys
    inputs = [("policy.json", "json", policy(300))]
    inputs += [(f"calls{n}.py", "python", module(n)) for n in (3, 20, 60)]
    for name, language, text in inputs:
        found = times(name, language, text, keys)
        middle, late = found[len(found) // 2], found[int(len(found) * 0.95)]
        size = f"{text.count(chr(10)) + 1} lines, {len(text)} characters"
        print(f"{name}: {size}: median {middle * 1000:.0f} ms, 95 % {late * 1000:.0f} ms")


if __name__ == "__main__":
    main()
