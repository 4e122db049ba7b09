"""Preconditions of rules that follow from one answer about a subject, from which others follow, too."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

S = TypeVar("S")
H = TypeVar("H", bound=Hashable)


class Derived(Generic[S, H]):
    """A precondition that follows from an *answer*, which may be asked of any subject of its type.

    There are few answers, so that it is remembered which rules some of them lead to.
    """

    __slots__ = ("answer", "follows")

    def __init__(self, answer: Callable[[S, Any], H], follows: Callable[[H], bool]) -> None:
        #: What is to be known of a subject, and whether the precondition is met where it is that.
        self.answer, self.follows = answer, follows

    def __call__(self, subject: S, facts: Any) -> bool:
        """Tell whether a subject meets it."""
        return self.follows(self.answer(subject, facts))
