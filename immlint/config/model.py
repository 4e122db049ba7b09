"""What a configuration settles, as plain data."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from immlint.config.glob import below, matches
from immlint.message import Message, Term
from immlint.record import field, record

LEVELS = ("info", "warning", "error")
KINDS = ("policy", "trust-policy", "session-policy", "control-policy", "bucket-policy", "ignore")
KIND_HELP = Message("known are request:OPERATION, response:OPERATION, {known}", known=", ".join(KINDS))
#: Folders that hold what others wrote or machines made.
SKIPPED = (
    "__pycache__/",
    "node_modules/",
    "site-packages/",
    "venv/",
    "build/",
    "dist/",
)


class ConfigError(ValueError):
    """The configuration cannot be used; the message says where and why."""


class IgnoreEntry(NamedTuple):
    """An entry of ``ignores``: findings of *rules* in the files of *glob*, below *pointer*, are known.

    ``until`` is the last day that it holds, as it is written. ``path`` and ``line`` tell where it is.
    """

    glob: str
    pointer: str
    rules: tuple[str, ...]
    reason: str
    until: str | None
    path: str
    line: int


@record
class Config:
    """What a configuration file, or the command line above it, settles.

    ``kinds`` maps globs of paths (relative to *root*) to kinds, ``per_file_ignores`` to rules that are off
    there; ``operation`` is the operation of every named file that does not say its own. ``policies`` are
    paths and globs of policies that the caller holds: requests are held against them. ``rules`` are those of
    files with custom rules, ``python_rules`` modules with some.
    ``path`` is the file that it comes from, and ``origins`` the file of each key.
    """

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: str = "info"
    fail_on: str = "warning"
    pedantic: bool = False
    output_format: str | None = None
    exclude: tuple[str, ...] = ()
    extend_exclude: tuple[str, ...] = ()
    kinds: dict[str, str] = field(default_factory=dict)
    per_file_ignores: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ignores: tuple[IgnoreEntry, ...] = ()
    policies: tuple[str, ...] = ()
    baseline: str | None = None
    rules: tuple[str, ...] = ()
    python_rules: tuple[str, ...] = ()
    operation: str | None = None
    #: Selectors of rules that the command line gives: each is known to some configuration of the run.
    asked: frozenset[str] = frozenset()
    #: What the command line excludes: relative to the working directory.
    excluded_there: tuple[str, ...] = ()
    also_excluded_there: tuple[str, ...] = ()
    root: str | None = None
    path: str | None = field(default=None, compare=False)
    origins: Mapping[str, str] = field(default_factory=dict, compare=False)

    def kind(self, path: str) -> str | None:
        """Return the kind that ``kinds`` gives to *path*: the last glob that matches wins."""
        found = None
        if self.kinds:
            seen = below(path, self.root)
            for glob, kind in self.kinds.items():
                if matches(seen, glob):
                    found = kind
        return found

    def ignored_in(self, path: str) -> list[str]:
        """Return the selectors of rules that ``per-file-ignores`` turns off in *path*."""
        if not self.per_file_ignores:
            return []
        seen = below(path, self.root)
        found = [codes for glob, codes in self.per_file_ignores.items() if matches(seen, glob)]
        return [code for codes in found for code in codes]

    def ignores_in(self, path: str) -> list[IgnoreEntry]:
        """Return the entries of ``ignores`` that name *path*."""
        seen = below(path, self.root) if self.ignores else ""
        return [entry for entry in self.ignores if matches(seen, entry.glob)]

    def exclusions(self) -> Iterator[str]:
        """Yield the patterns of what is left out, as a gitignore file in the root of all folders has them."""
        if self.excluded_there:
            yield from _anchored(self.excluded_there, None)
        else:
            yield from _anchored(self.exclude or SKIPPED, self.root)
        yield from _anchored(self.extend_exclude, self.root)
        yield from _anchored(self.also_excluded_there, None)

    def policy_files(self) -> list[str]:
        """Return the files that ``policies`` names, each once. Raises :class:`ConfigError` for none."""
        return _files("policy", self.policies)

    def rule_files(self) -> list[str]:
        """Return the files that ``rules`` names, each once. Raises :class:`ConfigError` for none."""
        return _files("rules", self.rules)


def _files(what: str, names: Iterable[str]) -> list[str]:
    from glob import glob

    found: list[str] = []
    for name in names:
        paths = [name] if os.path.exists(name) else sorted(glob(name, recursive=True))
        if not paths:
            raise ConfigError(Message("{what} {name}: there is no such file", what=Term(what), name=name))
        found.extend(paths)
    return list(dict.fromkeys(found))


def is_kind(kind: object) -> bool:
    """Tell whether *kind* is one a file can be given."""
    if not isinstance(kind, str):
        return False
    family, colon, operation = kind.partition(":")
    return kind in KINDS or bool(colon and operation and family in ("request", "response"))


def _anchored(patterns: Iterable[str], folder: str | None) -> Iterator[str]:
    for pattern in patterns:
        bang = "!" if pattern.startswith("!") else ""
        bare = pattern.removeprefix(bang).removeprefix("./")
        if "/" in bare.rstrip("/"):
            base = os.path.abspath(folder or os.curdir).replace(os.sep, "/").strip("/")
            escaped = "".join(f"\\{char}" if char in "*?[\\" else char for char in base)
            bare = "/" + "/".join(filter(None, (escaped, bare.lstrip("/"))))
        yield bang + bare
