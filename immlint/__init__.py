"""immlint: lint Alibaba Cloud IMM requests and RAM policies before they are deployed."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike, fspath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from immlint.config import Config
    from immlint.finding import Finding, Severity
    from immlint.linter import Linter

__version__ = "0.2.0"
__all__ = ["Config", "Finding", "Linter", "Severity", "__version__", "lint_paths", "lint_text"]

#: Names of this package that are imported when they are asked for.
_LAZY = {
    "Config": "immlint.config",
    "Finding": "immlint.finding",
    "Linter": "immlint.linter",
    "Severity": "immlint.finding",
}


def __getattr__(name: str) -> object:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_LAZY[name]), name)


def lint_text(text: str, *, filename: str, config: Config | None = None) -> list[Finding]:
    """Return the findings in *text*, which would be kept as *filename*; nothing is read."""
    from immlint.linter import Linter

    return Linter(config).lint(text, filename=filename)


def lint_paths(
    paths: str | PathLike[str] | Iterable[str | PathLike[str]], *, config: Config | None = None
) -> list[Finding]:
    """Return the findings in files and directories, or in a single one; what cannot be read is one too."""
    from immlint.config import Config
    from immlint.custom import with_custom
    from immlint.files import find
    from immlint.rules import registry
    from immlint.run import run

    several = [paths] if isinstance(paths, str | PathLike) else paths
    rules = with_custom(registry(), config or Config())
    return run(find([fspath(path) for path in several], config), rules, config).findings
