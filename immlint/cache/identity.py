"""What findings are made by, beside the files: this very program, and what reads files for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from hashlib import blake2b
from importlib.util import find_spec

#: The libraries that say what is in a file.
_READERS = ("libcst", "ruamel.yaml", "jsonschema", "tree_sitter", "tree_sitter_hcl")


def digest(*parts: object) -> bytes:
    """Return a key for texts, numbers and bytes, which tells apart where one ends and the next begins."""
    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def of_the_tool(version: str) -> bytes:
    """Return a key that changes with the version, the data, any module of ours and the libraries.

    Files are told apart by what the system says of them: reading them would cost more than most runs.
    """
    folders = [*_folders("immlint"), *_folders("immlint.rules")]
    found = [_told(entry) for folder in folders for entry in _below(folder)]
    for folder in (each for name in _READERS for each in _folders(name)):
        found += [_told(entry) for entry in os.scandir(folder) if entry.name.endswith(".py")]
    return digest(version, sys.version, sorted(found))


def _folders(name: str) -> list[str]:
    try:
        spec = find_spec(name)
    except ImportError:
        return []
    return list((spec and spec.submodule_search_locations) or ())


def _below(folder: str) -> Iterator[os.DirEntry[str]]:
    for entry in os.scandir(folder):
        if "." in entry.name:
            yield entry
        elif entry.name != "__pycache__":
            yield from _below(entry.path)


def _told(entry: os.DirEntry[str]) -> tuple[str, int, int]:
    status = entry.stat()
    return entry.path, status.st_size, status.st_mtime_ns
