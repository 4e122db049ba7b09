"""Values that surely break nothing, told at a glance: most are, and a close look at each costs far more."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from immlint.catalog.limits import Limits
from immlint.catalog.type import Scalar, Type


class Plain(NamedTuple):
    """Values of ``kind`` from ``least`` to ``most`` (a text by its length).

    If there are ``choices``, it is one of them.
    """

    kind: type[Any]
    least: float
    most: float
    choices: frozenset[str] = frozenset()

    def holds(self, value: Any) -> bool:
        """Tell whether *value* is one of them."""
        if type(value) is not self.kind:
            return False
        size = len(value) if self.kind is str else value
        return bool(self.least <= size <= self.most) and (not self.choices or value in self.choices)


def plain_values(kind: Type, limits: Limits) -> Plain | None:
    """Return values that break nothing of a type and its limits; ``None`` if each is to be looked at."""
    least, most = limits.minimum, limits.maximum
    if limits.above is not None or limits.below is not None or limits.whole_above is not None:
        return None
    if kind in (Scalar.INTEGER, Scalar.NUMBER) and not limits.choices:
        return Plain(int, -math.inf if least is None else least, math.inf if most is None else most)
    if least is not None or most is not None:
        return None
    if kind is Scalar.BOOLEAN and not limits.choices:
        return Plain(bool, 0, 1)
    if kind is not Scalar.STRING or not all(isinstance(choice, str) for choice in limits.choices):
        return None
    longest = math.inf if limits.max_length is None else limits.max_length
    # A character has at most four bytes.
    longest = longest if limits.max_bytes is None else min(longest, limits.max_bytes // 4)
    return Plain(str, limits.min_length or 0, longest, frozenset(limits.choices))
