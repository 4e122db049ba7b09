"""The configurations of a run, with what the command line says above them."""

from __future__ import annotations

from typing import Any

from immlint.cli.speech import refusal
from immlint.config import Config, Settings
from immlint.message import Message, meant
from immlint.record import replace


def settings(options: dict[str, Any], **fixed: Any) -> Settings:
    """Return the configurations of a run, below what the command line says and what is *fixed*.

    Raises ConfigError.
    """
    operation = options["operation"] and _operation(options["operation"])

    def given(config: Config) -> Config:
        return replace(_given(config, options), operation=operation, **fixed)

    if options["config_path"]:
        from immlint.config.file import load

        return Settings(load(options["config_path"]), given)
    return Settings(None, given, nearest=not options["isolated"])


def _given(config: Config, options: dict[str, Any]) -> Config:
    """Return a configuration with what the command line says above it."""
    if options.get("select"):
        # What is asked for on the command line is not taken back by the file.
        config = replace(config, extend_select=(), ignore=())
    changes: dict[str, Any] = {}
    for name, field in _REPLACED.items():
        if options.get(name):
            changes[field] = split(options[name])
    for name, field in _ADDED.items():
        if options.get(name):
            changes[field] = (*getattr(config, field), *split(options[name]))
    for name in ("severity", "fail_on", "pedantic", "policies"):
        if options.get(name):
            changes[name] = options[name]
    changes["asked"] = frozenset(s for name in _OF_RULES if options.get(name) for s in split(options[name]))
    return replace(config, **changes)


#: Options that name rules.
_OF_RULES = ("select", "extend_select", "ignore")
#: Options whose values replace those of the file, and options that add to them, each with its field.
_REPLACED = {"select": "select", "exclude": "excluded_there"}
_ADDED = {"extend_select": "extend_select", "ignore": "ignore", "extend_exclude": "also_excluded_there"}


def split(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values of an option that may be given several times, or several at once with commas."""
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def _operation(name: str) -> str:
    from immlint.catalog import load
    from immlint.near import nearest

    operations = load().operations
    if name in operations:
        return name
    near = nearest(name, operations, 0.5, exact=True)
    hint = meant(near) or Message("; expected one of API 2020-09-30, such as CreateDataset")
    raise refusal(Message("--operation: IMM has no {name!r}{hint}", name=name, hint=hint))
