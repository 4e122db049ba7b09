"""``immlint config``: the configuration of a file or folder, with where each value comes from."""

from __future__ import annotations

import json
import os
from typing import Any

import click

from immlint.cli.speech import say, tell
from immlint.config import Config, ConfigError, IgnoreEntry, Settings
from immlint.config.file import keys, load
from immlint.config.nearest import OF_THE_RUN
from immlint.visible import visible


@click.command("config")
@click.argument("path", default=".", metavar="[PATH]")
@click.option("--config", "config_path", type=click.Path(), help="Use this configuration file.")
@click.option("--isolated", is_flag=True, help="Use no configuration file.")
@click.option("--output-format", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(path: str, config_path: str | None, isolated: bool, output_format: str) -> int:
    """Show the configuration that holds for PATH, by default the working directory.

    What concerns the whole run is that of the working directory.
    """
    try:
        chosen = Settings(load(config_path)) if config_path else Settings(nearest=not isolated)
        config = chosen.of_folder(path) if os.path.isdir(path) else chosen.of(path)
    except ConfigError as error:
        raise click.ClickException(str(error)) from None
    for warning in chosen.warnings:
        tell(warning)
    rows = {key: _row(chosen.run if key in OF_THE_RUN else config, key) for key in keys() if key != "extend"}
    if output_format == "json":
        shown = {"path": path, "files": _files(config), "values": rows}
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return 0
    width = max(map(len, rows))
    for key, row in rows.items():
        value = json.dumps(row["value"], ensure_ascii=False)
        click.echo(visible(f"{key:<{width}} = {value}  # {row['from'] or say('default')}"))
    return 0


def _row(config: Config, key: str) -> dict[str, Any]:
    value = getattr(config, key.replace("-", "_"))
    if key == "ignores":
        value = [_entry(entry) for entry in value]
    return {"value": value, "from": config.origins.get(key)}


def _entry(entry: IgnoreEntry) -> dict[str, Any]:
    file = f"{entry.glob}#{entry.pointer}" if entry.pointer else entry.glob
    shown = {"file": file, "rules": entry.rules, "reason": entry.reason}
    return {**shown, "until": entry.until} if entry.until else shown


def _files(config: Config) -> list[str]:
    """Return the configuration file and those that it extends and takes something from."""
    return list(dict.fromkeys([*([config.path] if config.path else []), *config.origins.values()]))
