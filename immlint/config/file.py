"""A configuration file: read and checked, with what it extends."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from immlint.config.model import KIND_HELP, LEVELS, Config, ConfigError, IgnoreEntry, is_kind
from immlint.config.place import place_in
from immlint.input import contents
from immlint.message import Message, Term, meant, reason
from immlint.record import replace

#: What a file adds to that of the one it extends; the others replace it.
_ADDED = ("extend-select", "extend-exclude", "kinds", "per-file-ignores", "ignores", "rules")
_ENTRY = ("file", "rules", "reason", "until")
_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*(?:tool[ \t]*\.[ \t]*immlint[ \t]*\.[ \t]*)?ignores[ \t]*\]\]", re.M)
_KEY = re.compile(r"^[ \t]*ignores[ \t]*=", re.M)


def load(path: str) -> Config:
    """Read a configuration file and those that it extends. Raises :class:`ConfigError`."""
    config = Config()
    for each in reversed(_chain(path)):
        own, folder = _table_of(each), os.path.dirname(each)
        if each != path:
            # What is extended may be somebody else's: no code of theirs is run.
            own.pop("python-rules", None)
        values = {_field(key): _value(each, key, value) for key, value in own.items() if key != "extend"}
        for key in {"policies", "rules"} & own.keys():
            values[key] = tuple(os.path.join(folder, name) for name in values[key])
        if "python_rules" in values:
            values["python_rules"] = tuple(_module(folder, name) for name in values["python_rules"])
        for key in set(_ADDED) & own.keys():
            values[_field(key)] = _joined(getattr(config, _field(key)), values[_field(key)])
        if "baseline" in values:
            values["baseline"] = os.path.join(folder, values["baseline"])
        origins = {**config.origins, **dict.fromkeys(own, each)}
        config = replace(config, **values, origins=origins)
    return replace(config, root=os.path.dirname(path), path=path)


def is_ours(pyproject: str) -> bool:
    """Tell whether a ``pyproject.toml`` has a table of this tool. Raises :class:`ConfigError`."""
    return b"immlint" in _read(pyproject) and _table(pyproject) is not None


def keys() -> list[str]:
    """Return the keys of a configuration, in their order."""
    return [*_CHECKS, "extend"]


def _field(key: str) -> str:
    return key.replace("-", "_")


def _module(folder: str, name: str) -> str:
    return os.path.join(folder, name) if name.endswith(".py") else name


def _joined(before: Any, own: Any) -> Any:
    return {**before, **own} if isinstance(own, dict) else (*before, *own)


def _chain(path: str) -> list[str]:
    """Return a configuration file and those that it extends, one after another."""
    chain = [path]
    while "extend" in (own := _table_of(chain[-1])):
        if not isinstance(own["extend"], str):
            raise ConfigError(
                Message("{path}: 'extend' must be the path of a configuration file", path=chain[-1])
            )
        following = os.path.normpath(os.path.join(os.path.dirname(chain[-1]), own["extend"]))
        if not os.path.isfile(following):
            raise ConfigError(
                Message(
                    "{path}: 'extend' names {following}; there is no such file",
                    path=chain[-1],
                    following=following,
                )
            )
        if any(os.path.samefile(following, each) for each in chain):
            raise ConfigError(
                Message(
                    "{path}: 'extend' names {following}, which leads back here",
                    path=chain[-1],
                    following=following,
                )
            )
        chain.append(following)
    return chain


def _table_of(path: str) -> dict[str, Any]:
    data = _parse(path) if os.path.basename(path) != "pyproject.toml" else _table(path) or {}
    known = keys()
    for key in data:
        if key not in known:
            from immlint.near import nearest

            near = nearest(key, known, 0.6, exact=True)
            hint = meant(near and repr(near)) or Message("; known are {known}", known=", ".join(known))
            where = place_in([path], key)
            raise ConfigError(Message("{path}: unknown key {key!r}{hint}", path=where, key=key, hint=hint))
    return data


def _read(path: str) -> bytes:
    try:
        return contents(path)
    except OSError as error:
        raise ConfigError(Message("{path}: {error}", path=path, error=reason(error))) from None


def _parse(path: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(_read(path).decode("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(_syntax(path, str(error))) from None
    except (UnicodeDecodeError, RecursionError) as error:
        raise ConfigError(Message("{path}: {error}", path=path, error=error)) from None


def _syntax(path: str, told: str) -> Message:
    """Return what tomllib has against a file, with the place apart, which it writes behind it."""
    error, _, place = told.rpartition(" (at ")
    line, _, column = place.removeprefix("line ").removesuffix(")").partition(", column ")
    if column:
        template = "{path}: {error} (at line {line}, column {column})"
        return Message(template, path=path, error=Term(error), line=line, column=column)
    if error:
        return Message("{path}: {error} (at end of document)", path=path, error=Term(error))
    return Message("{path}: {error}", path=path, error=told)


def _table(path: str) -> dict[str, Any] | None:
    """Return what a ``pyproject.toml`` says of this tool, however its table is written."""
    tool = _parse(path).get("tool", {})
    table = tool.get("immlint") if isinstance(tool, dict) else None
    if not isinstance(table, dict | None):
        raise ConfigError(Message("{path}: tool.immlint must be a table", path=path))
    return table


def _value(path: str, key: str, value: Any) -> Any:
    return _CHECKS[key](path, key, value)


def _strings(path: str, key: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise ConfigError(Message("{path}: {key!r} must be a list of strings", path=path, key=key))


def _text(path: str, key: str, value: Any) -> str:
    if isinstance(value, str) and value.strip():
        return value
    raise ConfigError(Message("{path}: {key!r} must be a text", path=path, key=key))


def _level(path: str, key: str, value: Any) -> Any:
    if value in LEVELS:
        return value
    raise ConfigError(
        Message("{path}: {key!r} must be one of {known}", path=path, key=key, known=", ".join(LEVELS))
    )


def _flag(path: str, key: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise ConfigError(Message("{path}: {key!r} must be true or false", path=path, key=key))


def _kinds(path: str, key: str, value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ConfigError(Message("{path}: 'kinds' must be a table of globs", path=path))
    for glob, kind in value.items():
        if not is_kind(kind):
            raise ConfigError(
                Message(
                    "{path}: unknown kind {kind!r} for {glob!r}; {known}",
                    path=place_in([path], glob),
                    kind=kind,
                    glob=glob,
                    known=KIND_HELP,
                )
            )
    return value


def _per_file(path: str, key: str, value: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise ConfigError(
            Message("{path}: {key!r} must be a table of globs, each with a list of rules", path=path, key=key)
        )
    return {glob: _strings(path, f"{key}.{glob}", rules) for glob, rules in value.items()}


def _ignores(path: str, key: str, value: Any) -> tuple[IgnoreEntry, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise ConfigError(
            Message("{path}: {key!r} must be tables, each under [[ignores]]", path=path, key=key)
        )
    lines = _lines(path, len(value))
    return tuple(_entry(path, line, entry) for line, entry in zip(lines, value, strict=True))


def _entry(path: str, line: int, entry: Mapping[str, Any]) -> IgnoreEntry:
    where = f"{path}:{line}"
    for key in entry:
        if key not in _ENTRY:
            from immlint.near import nearest

            near = nearest(key, _ENTRY, 0.6, exact=True)
            hint = meant(near and repr(near)) or Message("; known are {known}", known=", ".join(_ENTRY))
            raise ConfigError(
                Message("{where}: unknown key {key!r} in 'ignores'{hint}", where=where, key=key, hint=hint)
            )
    for key in _ENTRY[:3]:
        if key not in entry:
            raise ConfigError(Message("{where}: {key!r} is missing in 'ignores'", where=where, key=key))
    glob, _, pointer = _text(where, "file", entry["file"]).partition("#")
    rules = _strings(where, "rules", entry["rules"])
    if not rules:
        raise ConfigError(Message("{where}: 'rules' names no rule; expected a code or a name", where=where))
    if not glob or (pointer and not pointer.startswith("/")):
        raise ConfigError(Message("{where}: 'file' must be a glob, or \"glob#/pointer\"", where=where))
    until = entry.get("until")
    if until is not None and not _is_day(until):
        raise ConfigError(Message("{where}: 'until' must be a date such as 2027-01-31", where=where))
    return IgnoreEntry(
        glob, pointer, rules, _text(where, "reason", entry["reason"]), until and str(until), path, line
    )


def _is_day(value: Any) -> bool:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value).isoformat() == value
        except ValueError:
            return False
    return type(value) is date


def _lines(path: str, count: int) -> Iterable[int]:
    """Return the line of each entry of ``ignores``: a parser of TOML does not tell."""
    text = _read(path).decode("utf-8-sig")
    starts = [match.start() for match in _HEADER.finditer(text)]
    if len(starts) != count:
        inline = _KEY.search(text)
        starts = [inline.start() if inline else 0] * count
    return [text.count("\n", 0, start) + 1 for start in starts]


#: The keys, each with what checks and reads its value.
_CHECKS: dict[str, Callable[[str, str, Any], Any]] = {
    "select": _strings,
    "extend-select": _strings,
    "ignore": _strings,
    "severity": _level,
    "fail-on": _level,
    "pedantic": _flag,
    "output-format": _text,
    "exclude": _strings,
    "extend-exclude": _strings,
    "kinds": _kinds,
    "per-file-ignores": _per_file,
    "ignores": _ignores,
    "policies": _strings,
    "baseline": _text,
    "rules": _strings,
    "python-rules": _strings,
}
