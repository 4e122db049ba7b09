"""Configuration: what files and the command line settle, as plain data, and which holds for which file."""

from __future__ import annotations

from immlint.config.model import KIND_HELP, KINDS, LEVELS, Config, ConfigError, IgnoreEntry, is_kind
from immlint.config.nearest import Settings

__all__ = [
    "KINDS",
    "KIND_HELP",
    "LEVELS",
    "Config",
    "ConfigError",
    "IgnoreEntry",
    "Settings",
    "is_kind",
]
