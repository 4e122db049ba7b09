"""Which rules run, and which of their findings count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple

from immlint.config import Config, ConfigError, Settings
from immlint.config.place import place_of
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


def _is_none(selector: str) -> bool:
    return False


def select(
    registry: Registry,
    *,
    select: Sequence[str] = (),
    extend: Sequence[str] = (),
    ignore: Sequence[str] = (),
    least: Severity = Severity.INFO,
    pedantic: bool = False,
    unread: Callable[[str], bool] = _is_none,
) -> Selection:
    """Return the selection of codes, prefixes and names: the more exact selector wins.

    *unread* tells of one that it may name a rule that is not read here: it selects nothing then.
    Raises :class:`~immlint.registry.UnknownRuleError` for a selector that names no rule.
    """
    verdicts: dict[str, tuple[int, bool]] = {}
    wanted = [(s, True) for s in (*(select or ("ALL",)), *extend)]
    for selector, on in [*wanted, *((s, False) for s in ignore)]:
        codes = _matching(registry, selector, unread)
        # A full code or name beats a prefix, a longer prefix a shorter one, ALL loses to each.
        weight = 0 if selector == "ALL" else len(selector) if len(codes) > 1 else 100
        for code in codes:
            if weight >= verdicts.get(code, (0, False))[0]:
                verdicts[code] = (weight, on)
    return Selection(frozenset(c for c, (_, on) in verdicts.items() if on), least, pedantic)


def _matching(registry: Registry, selector: str, unread: Callable[[str], bool]) -> set[str]:
    try:
        return registry.matching(selector)
    except UnknownRuleError:
        if unread(selector):
            return set()
        raise


def of_config(registry: Registry, config: Config, unread: Callable[[str], bool] = _is_none) -> Selection:
    """Return what a configuration selects; *unread* tells of a selector that its rule may not be read here.

    Raises :class:`~immlint.config.ConfigError` for a selector of its file that names no rule, and
    :class:`~immlint.registry.UnknownRuleError` where there is no file.
    """
    try:
        for selectors in config.per_file_ignores.values():
            for selector in selectors:
                _matching(registry, selector, unread)
        for entry in config.ignores:
            for rule in entry.rules:
                if not unread(rule):
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
        where = place_of(config, error.selector)
        raise ConfigError(Message("{path}: {error}", path=where, error=error)) from None


def union(selections: Iterable[Selection]) -> Selection:
    """Return what is on in any of several selections."""
    several = list(selections)
    codes = frozenset[str]().union(*(selection.codes for selection in several))
    least = min((selection.least for selection in several), default=Severity.INFO)
    return Selection(codes, least, any(selection.pedantic for selection in several))


class Selections:
    """What is selected for each file of a run, by the rules of its configuration."""

    def __init__(self, rules_of: Callable[[Config], Registry], settings: Settings) -> None:
        self._rules_of = rules_of
        self._settings = settings
        self._by_config: dict[int, Selection] = {}
        #: What is on in any of so many configurations.
        self._union: tuple[int, Selection] | None = None
        for config in settings.used():
            self._of_config(config)

    def of(self, path: str) -> Selection:
        """Return what is selected for a file. Raises :class:`~immlint.config.ConfigError`."""
        config = self._settings.of(path)
        selection = self._of_config(config)
        ignored = config.ignored_in(path)
        if ignored:
            rules, unread = self._rules_of(config), self._unread(config)
            codes = (_matching(rules, selector, unread) for selector in ignored)
            off = frozenset[str]().union(*codes)
            selection = selection._replace(codes=selection.codes - off)
        return selection

    def of_run(self) -> Selection:
        """Return what is on in any of the files so far."""
        if self._union is None or self._union[0] != len(self._by_config):
            self._union = (len(self._by_config), union(self._by_config.values()))
        return self._union[1]

    def _of_config(self, config: Config) -> Selection:
        if id(config) not in self._by_config:
            self._by_config[id(config)] = of_config(self._rules_of(config), config, self._unread(config))
        return self._by_config[id(config)]

    def _unread(self, config: Config) -> Callable[[str], bool]:
        """Return what tells of a selector that it may name a rule of another configuration.

        Rules in Python are read from that of the run only; the command line is above all of them.
        """
        if not {*config.python_rules} <= {*self._settings.run.python_rules}:
            return lambda selector: True
        return config.asked.__contains__


def check_asked(rules_of: Callable[[Config], Registry], settings: Settings) -> None:
    """Raise :class:`~immlint.registry.UnknownRuleError` for what the command line selects and no rule has."""
    registries = [*map(rules_of, settings.used())]
    for selector in sorted(settings.run.asked):
        if not any(map(partial(_names, selector), registries)):
            raise UnknownRuleError(selector, [name for known in registries for name in known.names()])


def _names(selector: str, rules: Registry) -> bool:
    try:
        return bool(rules.matching(selector))
    except UnknownRuleError:
        return False
