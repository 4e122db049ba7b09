"""What dicts and lists have in common."""

from __future__ import annotations

from immlint.document.python.domain.join import Method, Unknown, handed_over, reachable
from immlint.document.python.domain.text import Text, hole
from immlint.document.python.domain.value import Arguments, Interpreting, Slot, Value


class Container(Value):
    """What dicts and lists have in common: no attributes that code sets, no text of their own."""

    __slots__ = ()

    is_mutable = True

    def attribute(self, name: str, walk: Interpreting) -> Value:
        """Return a method."""
        return Method(self, name)

    def call(self, given: Arguments, walk: Interpreting) -> Value:
        """Python raises."""
        return handed_over(given, walk, owner=self)

    def text(self, name: str = "...") -> Text:
        """Return a hole: how Python writes it is not told."""
        return hole(name)

    def truth(self) -> bool | None:
        """Not told: other code may add to it."""
        return None

    def reflected(self, operator: str, other: Value) -> Value:
        """Return ``2 * self``; else something unknown, which may hold what is in both."""
        if operator != "Multiply" or other.number is None:
            return Unknown("...", reachable([self, other]))
        return self.binary(operator, other)

    def same(self, other: Value) -> bool:
        """Tell whether the two are one."""
        return self is other

    def set_attribute(self, name: str, slot: Slot, walk: Interpreting) -> None:
        """Python raises."""

    def delete_attribute(self, name: str, walk: Interpreting) -> None:
        """Python raises."""
