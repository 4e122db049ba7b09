"""The entry point: what needs no command line parser is answered without loading one."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

COMMANDS = ("check", "rule", "grants", "diff", "policy")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run immlint and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given in (["--version"], ["-V"]):
        print(_version())
        return 0
    if given and given[0] not in (*COMMANDS, "--help", "-h"):
        given.insert(0, "check")
    for stream in (sys.stdout, sys.stderr):
        # A path or value may hold what the terminal's encoding cannot say.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    from immlint.cli import invoke

    try:
        return invoke(given)
    except BrokenPipeError:
        # The reader went away (`immlint ... | head`): nothing is left to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _version() -> str:
    import json

    from immlint import __version__
    from immlint.rules.catalog import __path__ as folders

    with open(os.path.join(folders[0], "meta.json"), encoding="utf-8") as file:
        date = json.load(file)["date"]
    return f"immlint {__version__} (IMM data of {date})"


if __name__ == "__main__":
    sys.exit(main())
