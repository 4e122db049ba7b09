"""Custom rules: data in YAML files, and modules of Python, as the configuration names them."""

from __future__ import annotations

import os

from immlint.config import Config
from immlint.registry import Registry


def with_custom(registry: Registry, config: Config) -> Registry:
    """Return *registry* with the rules that the configuration names, too. Raises ConfigError."""
    if config.rules:
        from immlint.custom.load import load

        registry = registry.extended(load(config.rule_files(), registry))
    if config.python_rules:
        from immlint.custom import python

        registry = registry.extended(python.load(config.python_rules, config.root or os.curdir, registry))
    return registry
