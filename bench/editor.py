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


def module(lines: int) -> str:
    """Return a module of that many lines, which sends requests."""
    head = "from alibabacloud_imm20200930 import client, models\n\n\n"
    body = (
        "def create_{n}(api: client.Client, project: str) -> object:\n"
        '    name = f"{{project}}-{n}"\n'
        "    request = models.CreateDatasetRequest(\n"
        "        project_name=project,\n"
        "        dataset_name=name,\n"
        '        template_id="Official:ImageManagement",\n'
        "    )\n"
        "    return api.create_dataset(request)\n\n\n"
    )
    return head + "".join(body.format(n=n) for n in range((lines - 3) // 10))


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
    for name, language, text in (("p.json", "json", policy(300)), ("app.py", "python", module(1000))):
        found = times(name, language, text, keys)
        middle, late = found[len(found) // 2], found[int(len(found) * 0.95)]
        size = f"{text.count(chr(10)) + 1} lines, {len(text)} characters"
        print(f"{name}: {size}: median {middle * 1000:.0f} ms, 95 % {late * 1000:.0f} ms")


if __name__ == "__main__":
    main()
