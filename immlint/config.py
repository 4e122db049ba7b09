"""The configuration file: found, read and checked; what it says is plain data."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, fields
from typing import Any

LEVELS = ("info", "warning", "error")
KINDS = ("policy", "trust-policy", "session-policy", "control-policy", "ignore")


class ConfigError(ValueError):
    """The configuration cannot be used; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Config:
    """What a configuration file, or the command line above it, settles.

    ``kinds`` maps globs of paths (relative to *root*) to kinds; ``operation`` is the operation of
    every named file that does not say its own. ``policies`` are paths and globs of policies that the
    caller holds: requests are held against them.
    """

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: str = "info"
    fail_on: str = "warning"
    pedantic: bool = False
    exclude: tuple[str, ...] = ()
    extend_exclude: tuple[str, ...] = ()
    kinds: dict[str, str] = field(default_factory=dict)
    policies: tuple[str, ...] = ()
    operation: str | None = None
    root: str | None = None

    def kind(self, path: str) -> str | None:
        """Return the kind that ``kinds`` gives to *path*: the last glob that matches wins."""
        found = None
        relative = os.path.normpath(path)
        if self.root is not None:
            inside = _below(os.path.abspath(path), os.path.abspath(self.root))
            relative = relative if inside is None else inside
        for glob, kind in self.kinds.items():
            if _matches(relative, glob):
                found = kind
        return found

    def policy_files(self) -> list[str]:
        """Return the files that ``policies`` names, each once. Raises :class:`ConfigError` for none."""
        from glob import glob

        found: list[str] = []
        for name in self.policies:
            paths = [name] if os.path.exists(name) else sorted(glob(name, recursive=True))
            if not paths:
                raise ConfigError(f"policy {name}: there is no such file")
            found.extend(paths)
        return list(dict.fromkeys(found))


def _below(path: str, folder: str) -> str | None:
    """Return *path* as seen from *folder*, if it is in there."""
    folder = folder.rstrip(os.sep) + os.sep
    return path.removeprefix(folder) if path.startswith(folder) else None


def _matches(path: str, glob: str) -> bool:
    """Tell whether a glob names *path*: one without a slash in any folder, as in gitignore files."""
    text = path.replace(os.sep, "/") if "/" in glob else os.path.basename(path)
    return _pattern(glob.removeprefix("./")).fullmatch(text) is not None


def _pattern(glob: str) -> re.Pattern[str]:
    pieces = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*/|\*\*|\*|\?|\[[^\]/]+\])", glob)
    return re.compile("".join(pieces.get(p) or (_set(p) if p[:1] == "[" else re.escape(p)) for p in parts))


def _set(text: str) -> str:
    body = text[1:-1].replace("\\", "\\\\")
    written = f"[^{body[1:]}]" if body[0] in "!^" and len(body) > 1 else f"[{body}]"
    try:
        re.compile(written)
    except re.error:
        return re.escape(text)
    return written


def find(start: str) -> str | None:
    """Return the nearest configuration file at or above the directory *start*."""
    folder = os.path.abspath(start)
    while True:
        for name in ("immlint.toml", ".immlint.toml"):
            if os.path.isfile(path := os.path.join(folder, name)):
                return path
        pyproject = os.path.join(folder, "pyproject.toml")
        if os.path.isfile(pyproject) and b"immlint" in _read(pyproject) and _table(pyproject) is not None:
            return pyproject
        if folder == (folder := os.path.dirname(folder)):
            return None


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from None


def load(path: str) -> Config:
    """Read a configuration file. Raises :class:`ConfigError`."""
    data = _parse(path) if os.path.basename(path) != "pyproject.toml" else _table(path) or {}
    known = {f.name.replace("_", "-"): f for f in fields(Config) if f.name not in _OPTIONS_ONLY}
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key not in known:
            from immlint.near import nearest

            near = nearest(key, known, 0.6, exact=True)
            hint = f"; did you mean {near!r}?" if near else f"; known are {', '.join(known)}"
            raise ConfigError(f"{path}: unknown key {key!r}{hint}")
        values[known[key].name] = _checked(path, key, value)
    folder = os.path.dirname(path)
    if "policies" in values:
        values["policies"] = tuple(os.path.join(folder, name) for name in values["policies"])
    return Config(**values, root=folder)


_OPTIONS_ONLY = ("operation", "root")
_STRINGS = ("select", "extend-select", "ignore", "exclude", "extend-exclude", "policies")


def _parse(path: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(_read(path).decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from None


def _table(path: str) -> dict[str, Any] | None:
    """Return what a ``pyproject.toml`` says of this tool, however its table is written."""
    tool = _parse(path).get("tool", {})
    table = tool.get("immlint") if isinstance(tool, dict) else None
    if not isinstance(table, dict | None):
        raise ConfigError(f"{path}: tool.immlint must be a table")
    return table


def _checked(path: str, key: str, value: Any) -> Any:
    if key in _STRINGS:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise ConfigError(f"{path}: {key!r} must be a list of strings")
    if key in ("severity", "fail-on"):
        if value in LEVELS:
            return value
        raise ConfigError(f"{path}: {key!r} must be one of {', '.join(LEVELS)}")
    if key == "pedantic":
        if isinstance(value, bool):
            return value
        raise ConfigError(f"{path}: 'pedantic' must be true or false")
    if not isinstance(value, dict):
        raise ConfigError(f"{path}: 'kinds' must be a table of globs")
    for glob, kind in value.items():
        if not is_kind(kind):
            raise ConfigError(f"{path}: unknown kind {kind!r} for {glob!r}; {KIND_HELP}")
    return value


KIND_HELP = f"known are request:OPERATION, response:OPERATION, {', '.join(KINDS)}"


def is_kind(kind: object) -> bool:
    """Tell whether *kind* is one a file can be given."""
    if not isinstance(kind, str):
        return False
    family, colon, operation = kind.partition(":")
    return kind in KINDS or bool(colon and operation and family in ("request", "response"))
