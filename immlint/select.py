"""Which rules run, and which of their findings count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from immlint.finding import Severity
from immlint.registry import Registry


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
) -> Selection:
    """Return the selection of codes, prefixes and names: the more exact selector wins.

    Raises :class:`~immlint.registry.UnknownRuleError` for a selector that names no rule.
    """
    verdicts: dict[str, tuple[int, bool]] = {}
    wanted = [(s, True) for s in (*(select or ("ALL",)), *extend)]
    for selector, on in [*wanted, *((s, False) for s in ignore)]:
        codes = registry.matching(selector)
        # A full code or name beats a prefix, a longer prefix a shorter one, ALL loses to each.
        weight = 0 if selector == "ALL" else len(selector) if len(codes) > 1 else 100
        for code in codes:
            if weight >= verdicts.get(code, (0, False))[0]:
                verdicts[code] = (weight, on)
    return Selection(frozenset(c for c, (_, on) in verdicts.items() if on), least, pedantic)
