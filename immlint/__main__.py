"""The entry point: what needs no command line parser is answered without loading one."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

COMMANDS = ("check", "rule", "grants", "access", "diff", "policy", "config", "schema", "test", "server")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run immlint and return its exit code."""
    if arguments is None:
        # The process is ours: it ends soon, or holds trees that are not garbage.
        gc.set_threshold(20_000, 20, 20)
    given = list(sys.argv[1:] if arguments is None else arguments)
    if sys.stdout is None:
        return _complain("standard output is closed")
    for stream in (sys.stdout, sys.stderr):
        # A path or value may hold what the terminal's encoding cannot say.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _run(given)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # The reader went away (`immlint ... | head`): nothing is left to say.
        _discard_output()
        return 0
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None:
            _discard_output()
            if not _has_folder():
                return _complain("the working directory is gone")
            return _complain(f"standard output: {(error.strerror or str(error)).lower()}")
        return _confess(error, given)


#: What asks for the version alone: a line to report, which is the same in every language.
_VERSION = (["--version"], ["-V"])


def _run(given: list[str]) -> int:
    if given in _VERSION:
        print(_version())
        return 0
    from immlint.messages import UnknownLanguageError, wanted

    try:
        language = wanted(given)
    except UnknownLanguageError as error:
        return _complain(str(error))
    if given in _VERSION:
        print(_version())
        return 0
    if given and given[0] not in (*COMMANDS, "--help", "-h"):
        command = _command_meant(given[0])
        if command:
            from immlint.cli.speech import Speech
            from immlint.message import Message

            told = Message(
                "no command or file {word!r}; did you mean {command}?", word=given[0], command=command
            )
            print(Speech.of(language).say(Message("Error: {message}", message=told)), file=sys.stderr)
            return 2
        given.insert(0, "check")
    from immlint.cli import invoke

    return invoke(given, language)


def _command_meant(word: str) -> str | None:
    """Return the command that a word is a misspelling of, if it is no file either."""
    if not word.isalpha() or os.path.lexists(word):
        return None
    from immlint.near import nearest

    return nearest(word, COMMANDS, 0.6)


def _confess(error: Exception, given: Sequence[str]) -> int:
    """Say that this is a bug, on one line: what was asked for was not done, so it is no finding."""
    if {"-v", "--verbose"} & set(given) or os.environ.get("IMMLINT_TRACEBACK") == "1":
        import traceback

        traceback.print_exception(error)
    told = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    print(f"internal error: {told}; please report it", file=sys.stderr)
    return 2


def _has_folder() -> bool:
    try:
        return bool(os.getcwd())
    except OSError:
        return False


def _discard_output() -> None:
    """Let what is still to be written go nowhere, as the interpreter writes it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(message: str) -> int:
    print(f"Error: {message}", file=sys.stderr)
    return 2


def _version() -> str:
    import json
    from importlib.util import find_spec

    from immlint import __version__

    # Importing the rules would cost more than all else here.
    spec = find_spec("immlint.rules")
    (folder, *_) = (spec and spec.submodule_search_locations) or ["."]
    with open(os.path.join(folder, "catalog", "meta.json"), encoding="utf-8") as file:
        meta = json.load(file)
    return f"immlint {__version__} (data of IMM {meta['date']}, of other services {meta['services']})"


if __name__ == "__main__":
    sys.exit(main())
