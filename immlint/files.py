"""From the paths of a command line to inputs, without reading what they hold."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from immlint.config import Config
from immlint.document.reader import SUFFIXES
from immlint.input import Input

if TYPE_CHECKING:
    import pathspec

#: Folders that hold what others wrote or machines made.
SKIPPED = (
    "__pycache__/",
    "node_modules/",
    "site-packages/",
    "venv/",
    "build/",
    "dist/",
)


class _Spec(Protocol):
    def match_file(self, file: str) -> bool: ...


def find(paths: Sequence[str], config: Config | None = None) -> Iterator[Input]:
    """Yield every input once: named files as they are, directories searched in sorted order.

    Hidden folders and those of ``SKIPPED`` are passed over, unless ``exclude`` says otherwise;
    links to directories are not followed.
    """
    config = config or Config()
    spec = _spec(config)
    seen: set[str] = set()
    for path in paths:
        found = _walk(path, spec) if os.path.isdir(path) else iter([Input(path, named=True)])
        for item in found:
            # A link and what it leads to are one file; so is a file under two spellings of its path.
            key = os.path.realpath(item.path)
            if key not in seen:
                seen.add(key)
                yield item


def _spec(config: Config) -> _Spec:
    patterns = config.exclude or SKIPPED
    if not config.exclude and not config.extend_exclude:
        return _Plain()
    from pathspec import GitIgnoreSpec

    spec: pathspec.GitIgnoreSpec = GitIgnoreSpec.from_lines([*patterns, *config.extend_exclude])
    return spec


class _Plain:
    """The default exclusions, without loading the pattern library for them."""

    def match_file(self, file: str) -> bool:
        parts = file.split("/")
        return any(f"{part}/" in SKIPPED for part in parts[:-1])


def _walk(root: str, spec: _Spec) -> Iterator[Input]:
    failures: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=failures.append):
        inside = os.path.relpath(folder, root)
        prefix = "" if inside == "." else inside.replace(os.sep, "/") + "/"
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not spec.match_file(f"{prefix}{name}/")
        )
        for name in sorted(names):
            path = os.path.normpath(os.path.join(folder, name))
            if name.endswith(SUFFIXES) and not spec.match_file(prefix + name) and not _is_dangling(path):
                yield Input(path, named=False)
    for error in failures:
        path = str(error.filename or root)
        yield Input(path, named=os.path.normpath(path) == os.path.normpath(root))


def _is_dangling(path: str) -> bool:
    """Tell whether a link leads nowhere, like the lock links of editors: nobody meant it to be checked."""
    if os.path.islink(path):
        try:
            os.stat(path)
        except FileNotFoundError:
            return True
        except OSError:  # a loop of links: that is told
            return False
    return False
