"""The rules at hand, by code or name; a rule's module is imported when it is first needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import NamedTuple

from immlint.message import Message, meant
from immlint.rule import Rule


class Entry(NamedTuple):
    """A rule that is known by name; ``subjects`` are the types that rules of its family take."""

    code: str
    name: str
    subjects: tuple[type, ...]
    #: Its module, or the rule itself where no module has it.
    load: Callable[[], ModuleType | Rule]


class MisplacedRuleError(ImportError):
    """A module that is named like a rule registers none, or more than one."""


class UnknownRuleError(ValueError):
    """A selector names no rule."""

    def __init__(self, selector: str, known: Iterable[str]) -> None:
        from immlint.near import nearest

        self.selector = selector
        near = nearest(selector, known, 0.6)
        super().__init__(Message("unknown rule {selector!r}{hint}", selector=selector, hint=meant(near)))


class Registry:
    """All rules, in the order of their codes."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(sorted(entries, key=lambda entry: entry.code))
        self._rules: dict[str, Rule] = {}

    def __iter__(self) -> Iterator[Rule]:
        return (self.rule(entry) for entry in self.entries)

    def rule(self, entry: Entry) -> Rule:
        """Return the rule of *entry*, imported once. Raises :class:`MisplacedRuleError`."""
        if entry.code not in self._rules:
            loaded = entry.load()
            self._rules[entry.code] = loaded if isinstance(loaded, Rule) else _only_rule(loaded)
        return self._rules[entry.code]

    def extended(self, entries: Iterable[Entry]) -> Registry:
        """Return a registry that has more rules."""
        return Registry([*self.entries, *entries])

    def find(self, code: str) -> Rule:
        """Return the rule of a code. Raises :class:`UnknownRuleError`."""
        return self.rule(self._entries(code)[0])

    def named(self, code_or_name: str) -> list[Rule]:
        """Return the rules of a code or name: two may share one. Raises :class:`UnknownRuleError`."""
        return [self.rule(entry) for entry in self._entries(code_or_name)]

    def codes(self, code_or_name: str) -> tuple[str, ...]:
        """Return the codes of the same, without importing them. Raises :class:`UnknownRuleError`."""
        return tuple(entry.code for entry in self._entries(code_or_name))

    def _entries(self, code_or_name: str) -> list[Entry]:
        found = [entry for entry in self.entries if code_or_name in (entry.code, entry.name)]
        if not found:
            raise UnknownRuleError(code_or_name, self.names())
        return found

    def matching(self, selector: str) -> set[str]:
        """Return the codes that a code, a prefix of codes, a name or ``ALL`` stands for."""
        if selector == "ALL":
            return {entry.code for entry in self.entries}
        codes = {
            entry.code
            for entry in self.entries
            if selector in (entry.code, entry.name) or _is_prefix(selector, entry.code)
        }
        if not codes:
            raise UnknownRuleError(selector, self.names())
        return codes

    def names(self) -> list[str]:
        """Return all codes and names."""
        return [name for entry in self.entries for name in (entry.code, entry.name)]


def _is_prefix(selector: str, code: str) -> bool:
    return len(selector) >= 3 and code.startswith(selector)


def _only_rule(module: ModuleType) -> Rule:
    rules = [value for value in vars(module).values() if isinstance(value, Rule)]
    if len(rules) != 1:
        count = len(rules) or "no"
        raise MisplacedRuleError(f"{module.__name__} registers {count} rules; expected one check under @rule")
    return rules[0]
