"""Custom rules: data in YAML files, which the configuration names under ``rules``."""

from __future__ import annotations

from immlint.config import Config
from immlint.registry import Registry


def with_custom(registry: Registry, config: Config) -> Registry:
    """Return *registry* with the rules that the configuration names, too. Raises ConfigError."""
    if not config.rules:
        return registry
    from immlint.custom.load import load

    return registry.extended(load(config.rule_files(), registry))
