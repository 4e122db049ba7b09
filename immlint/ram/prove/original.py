"""A document as it was before it is rewritten, and the entries of its lists."""

from __future__ import annotations

from collections.abc import Callable, Set
from functools import partial
from typing import Any

from immlint.ram import arn
from immlint.ram.pattern import action
from immlint.ram.plain import Plain
from immlint.ram.policy import Policy
from immlint.ram.prove.covering import Covering
from immlint.ram.prove.index import Index
from immlint.ram.prove.redundancy import Redundancy
from immlint.subject import Policy as Written
from immlint.subject import is_template


class Original:
    """A document as it was, read once for all its rewrites."""

    def __init__(self, written: Written) -> None:
        # The document keeps this: to be kept by it in turn, both would wait for a collection.
        self.route = written.route
        self.policy = written.once(Policy.of)
        self.numbered = {statement.index: statement for statement in self.policy.statements}
        self.index = written.once(Index.of)
        self.redundancy = written.once(Redundancy.of)
        value = written.document.get("Statement") if isinstance(written.document, dict) else None
        self.is_list = isinstance(value, list)
        self.statements: list[Any] = value if isinstance(value, list) else [value]
        # Nothing is proved of a statement that is not read.
        are_read = len(self.policy.statements) == len(self.statements)
        # What is of the plain form is data of texts alone.
        self.is_plain = are_read and (written.once(Plain.of) is not None or is_plain(written.document))
        self._covering: dict[tuple[int, str], Entries] = {}

    def entries(self, index: int, element: str) -> Entries:
        """Return the actions or the resources of a statement."""
        if (index, element) not in self._covering:
            self._covering[index, element] = Entries(self.statements[index].get(element), element)
        return self._covering[index, element]


class Entries:
    """The texts of a list of actions or resources, by their places in it."""

    def __init__(self, value: Any, element: str) -> None:
        read: Callable[[str], Any] = arn.parse if element == "Resource" else action
        listed = enumerate(value) if isinstance(value, list) else ()
        self._entries = {place: read(text) for place, text in listed if isinstance(text, str)}
        self._places = list(self._entries)
        self._covering = Covering([*self._entries.values()])

    def cover(self, dropped: Set[int]) -> bool:
        """Tell whether each entry *dropped* is covered by one that is not."""
        return dropped <= self._entries.keys() and all(map(partial(self._is_covered, dropped), dropped))

    def _is_covered(self, dropped: Set[int], place: int) -> bool:
        return any(self._places[n] not in dropped for n in self._covering.numbers(self._entries[place]))


def is_plain(value: Any) -> bool:
    """Tell whether *value* is data of JSON through and through, with no part to be filled in."""
    kind = type(value)
    if kind is str or value is None or kind in (bool, int, float):
        return True  # text that is known in part has a type of its own
    if kind is dict:
        return all(map(is_plain, value)) and all(map(is_plain, value.values()))
    if kind is list:
        return all(map(is_plain, value))
    return isinstance(value, str) and not is_template(value)
