"""Which rules run, and which of their findings count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from immlint.config import Config, ConfigError, Settings
from immlint.finding import Severity
from immlint.message import Message
from immlint.registry import Registry, UnknownRuleError


class Selection(NamedTuple):
    """The codes that are on, the least severity that is shown, and whether what is inferred is."""

    codes: frozenset[str]
    least: Severity
    pedantic: bool = False

    def shows(self, code: str, severity: Severity, *, inferred: bool = False) -> bool:
        """Tell whether a finding is wanted."""
        return code in self.codes and severity >= self.least and (self.pedantic or not inferred)


def select(
    registry: Registry,
    *,
    select: Sequence[str] = (),
    extend: Sequence[str] = (),
    ignore: Sequence[str] = (),
    least: Severity = Severity.INFO,
    pedantic: bool = False,
    unread: bool = False,
) -> Selection:
    """Return the selection of codes, prefixes and names: the more exact selector wins.

    *unread* tells that they may be those of rules that are not read in this run: they select nothing then.
    Raises :class:`~immlint.registry.UnknownRuleError` for a selector that names no rule.
    """
    verdicts: dict[str, tuple[int, bool]] = {}
    wanted = [(s, True) for s in (*(select or ("ALL",)), *extend)]
    for selector, on in [*wanted, *((s, False) for s in ignore)]:
        codes = _matching(registry, selector, unread=unread)
        # A full code or name beats a prefix, a longer prefix a shorter one, ALL loses to each.
        weight = 0 if selector == "ALL" else len(selector) if len(codes) > 1 else 100
        for code in codes:
            if weight >= verdicts.get(code, (0, False))[0]:
                verdicts[code] = (weight, on)
    return Selection(frozenset(c for c, (_, on) in verdicts.items() if on), least, pedantic)


def _matching(registry: Registry, selector: str, *, unread: bool) -> set[str]:
    try:
        return registry.matching(selector)
    except UnknownRuleError:
        if unread:
            return set()
        raise


def of_config(registry: Registry, config: Config, *, unread: bool = False) -> Selection:
    """Return what a configuration selects; *unread* tells that it names rules that are not read in this run.

    Raises :class:`~immlint.config.ConfigError` for a selector of its file that names no rule, and
    :class:`~immlint.registry.UnknownRuleError` for one of the command line.
    """
    try:
        for selectors in config.per_file_ignores.values():
            for selector in selectors:
                _matching(registry, selector, unread=unread)
        for entry in config.ignores:
            for rule in () if unread else entry.rules:
                registry.codes(rule)
        return select(
            registry,
            select=config.select,
            extend=config.extend_select,
            ignore=config.ignore,
            least=Severity.of(config.severity),
            pedantic=config.pedantic,
            unread=unread,
        )
    except UnknownRuleError as error:
        if config.path is None:
            raise
        raise ConfigError(Message("{path}: {error}", path=config.path, error=error)) from None


def union(selections: Iterable[Selection]) -> Selection:
    """Return what is on in any of several selections."""
    several = list(selections)
    codes = frozenset[str]().union(*(selection.codes for selection in several))
    least = min((selection.least for selection in several), default=Severity.INFO)
    return Selection(codes, least, any(selection.pedantic for selection in several))


class Selections:
    """What is selected for each file of a run."""

    def __init__(self, registry: Registry, settings: Settings) -> None:
        self._registry = registry
        self._settings = settings
        self._by_config: dict[int, Selection] = {}
        self._of_config(settings.run)

    def of(self, path: str) -> Selection:
        """Return what is selected for a file. Raises :class:`~immlint.config.ConfigError`."""
        config = self._settings.of(path)
        selection = self._of_config(config)
        ignored = config.ignored_in(path)
        if ignored:
            unread = self._is_unread(config)
            codes = (_matching(self._registry, selector, unread=unread) for selector in ignored)
            off = frozenset[str]().union(*codes)
            selection = selection._replace(codes=selection.codes - off)
        return selection

    def of_run(self) -> Selection:
        """Return what is on in any of the files so far."""
        return union(self._by_config.values())

    def _of_config(self, config: Config) -> Selection:
        if id(config) not in self._by_config:
            unread = self._is_unread(config)
            self._by_config[id(config)] = of_config(self._registry, config, unread=unread)
        return self._by_config[id(config)]

    def _is_unread(self, config: Config) -> bool:
        """Tell whether a configuration further down names rules that are not those of the run."""
        run = self._settings.run
        return not {*config.rules, *config.python_rules} <= {*run.rules, *run.python_rules}
