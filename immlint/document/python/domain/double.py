"""Test doubles: what stands in a test for a client, or for anything else."""

from __future__ import annotations

from immlint.document.python.domain.join import Opaque, handed_over
from immlint.document.python.domain.value import Arguments, Interpreting, Value


class Double(Opaque):
    """A mock: whatever is asked of it is another one, and what it is given goes nowhere but to the test."""

    __slots__ = ()

    is_callable = True

    @property
    def any_like(self) -> Value | None:
        """Any mock is as good."""
        return self

    def attribute(self, name: str, walk: Interpreting) -> Value:
        """Return a mock, be it a method or what a method will give."""
        return self

    def item(self, key: Value) -> Value:
        """Return a mock."""
        return self

    def call(self, given: Arguments, walk: Interpreting) -> Value:
        """Return a mock: the test has the arguments now, and what it put in place may run."""
        handed_over(given, walk, owner=self)
        return self

    def call_method(self, name: str, given: Arguments, walk: Interpreting) -> Value:
        """Return a mock, as every call of one does."""
        return self.call(given, walk)

    def same(self, other: Value) -> bool:
        """Tell whether both are mocks."""
        return isinstance(other, Double)
