"""Custom rules: data in YAML files, and modules of Python, as the configuration names them."""

from __future__ import annotations

import os

from immlint.config import Config
from immlint.record import replace
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


class Registries:
    """The rules of a run: each configuration names custom ones in YAML, that of the run those in Python."""

    def __init__(self, registry: Registry, run: Config) -> None:
        #: The rules of the run itself.
        self.run = with_custom(registry, run)
        self._own = registry
        self._python = run.python_rules, run.root
        self._by_rules: dict[tuple[str, ...], Registry] = {run.rules: self.run}

    def of(self, config: Config) -> Registry:
        """Return the rules for files of a configuration. Raises ConfigError."""
        if config.rules not in self._by_rules:
            python_rules, root = self._python
            given = replace(config, python_rules=python_rules, root=root)
            self._by_rules[config.rules] = with_custom(self._own, given)
        return self._by_rules[config.rules]

    def all(self) -> Registry:
        """Return the rules of all configurations so far: of several with one code the first."""
        entries = {e.code: e for known in reversed(self._by_rules.values()) for e in known.entries}
        return Registry(entries.values()) if len(self._by_rules) > 1 else self.run
