"""The command itself: without its extra, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.command import immlint
from tests.server.client import COMMAND

#: The command where pygls is not installed.
BARE = """
import sys
from importlib.abc import MetaPathFinder
class Missing(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("pygls", "lsprotocol"):
            raise ModuleNotFoundError(name)
from importlib import util
found = util.find_spec
util.find_spec = lambda name, package=None: None if name == "pygls" else found(name, package)
sys.meta_path.insert(0, Missing())
from immlint.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def message(**content: object) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", **content}).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


INITIALIZE = message(id=1, method="initialize", params={"capabilities": {}, "processId": None})
SHUTDOWN, EXIT = message(id=2, method="shutdown"), message(method="exit")


def served(*messages: bytes) -> tuple[int, str]:
    done = subprocess.run([COMMAND, "server", "--stdio"], input=b"".join(messages), capture_output=True)
    assert b"Traceback" not in done.stderr
    return done.returncode, done.stdout.decode()


def test_without_the_extra_the_line_to_install_is_told() -> None:
    done = subprocess.run([sys.executable, "-c", BARE, "server"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Error: the language server needs pygls: pip install 'immlint[lsp]'\n"


def test_nothing_else_needs_the_extra() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BARE, "check", "-"], input="{}", capture_output=True, text=True
    )
    assert done.returncode == 0
    assert "server" in immlint("--help")[1]


def test_exit_codes_are_those_of_the_protocol() -> None:
    code, out = served(INITIALIZE, SHUTDOWN, EXIT)
    assert code == 0
    assert '"name":"immlint"' in out.replace(" ", "")
    assert served(INITIALIZE, EXIT)[0] == 1
    # The client is gone.
    assert served(INITIALIZE)[0] == 1
