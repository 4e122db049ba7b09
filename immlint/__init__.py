"""immlint: lint Alibaba Cloud IMM requests and RAM policies before they are deployed."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike, fspath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from immlint.config import Config
    from immlint.finding import Finding
    from immlint.registry import Registry

__version__ = "0.1.0"
__all__ = ["__version__", "lint_paths", "lint_text"]


def lint_text(text: str, *, filename: str, config: Config | None = None) -> list[Finding]:
    """Return the findings in *text*, which would be kept as *filename*; nothing is read."""
    from immlint.input import Input
    from immlint.run import run
    from immlint.source import Source

    source = Source(filename, text.encode("utf-8", "surrogatepass"))
    return run([Input(filename, named=True, source=source)], _registry(), config).findings


def lint_paths(
    paths: str | PathLike[str] | Iterable[str | PathLike[str]], *, config: Config | None = None
) -> list[Finding]:
    """Return the findings in files and directories, or in a single one; what cannot be read is one too."""
    from immlint.files import find
    from immlint.run import run

    several = [paths] if isinstance(paths, str | PathLike) else paths
    return run(find([fspath(path) for path in several], config), _registry(), config).findings


def _registry() -> Registry:
    from immlint.rules import registry

    rules: Registry = registry()
    return rules
