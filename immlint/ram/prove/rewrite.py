"""Rewrites of a policy document, each with its proof by the engine.

A rewrite is a copy of the document with entries dropped and values put in place, and the edits that make
it. What it does to the grants is worked out by comparing both. A document that a later step fills in is
never rewritten: nothing can be proved of what nobody sees.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from functools import partial
from typing import Any

from immlint.finding import Applicability
from immlint.ram import arn
from immlint.ram.pattern import action
from immlint.ram.plain import Plain
from immlint.ram.policy import Policy
from immlint.ram.prove.change import Change
from immlint.ram.prove.covering import Covering
from immlint.ram.prove.index import Index
from immlint.ram.prove.redundancy import Redundancy
from immlint.ram.written import Text
from immlint.repair import Change as Edit
from immlint.repair import Drop, Offer, Proof, Put, Repair
from immlint.subject import Place, Route, is_template
from immlint.subject import Policy as Written

#: The elements of a statement that hold lists of patterns.
_LISTS = ("Action", "NotAction", "Resource")


class _Original:
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
        self._covering: dict[tuple[int, str], _Entries] = {}

    def entries(self, index: int, element: str) -> _Entries:
        """Return the actions or the resources of a statement."""
        if (index, element) not in self._covering:
            self._covering[index, element] = _Entries(self.statements[index].get(element), element)
        return self._covering[index, element]


class _Entries:
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


class Rewrite:
    """A document under change; ``edits`` are what it takes in the text."""

    def __init__(self, written: Written) -> None:
        self.edits: list[Edit] = []
        self._original = written.once(_Original)
        self._possible = self._original.is_plain
        #: What is to be done to the copies, once somebody asks for a proof.
        self._steps: list[Callable[[Rewrite], None]] = []
        #: The entries that are dropped from each list of actions or resources, if that is all.
        self._dropped: dict[tuple[int, str], set[int]] | None = {}
        #: Copies of the statements that are changed, ``None`` for one that is dropped.
        self._changed: dict[int, Any] = {}
        self._shortened: list[list[Any]] = []
        #: The statement that is dropped as a whole, and what is put for a resource, if that is all.
        self._whole: int | None = None
        self._in_place: tuple[int, str, list[Any]] | None = None

    def drop(self, route: Route) -> Rewrite:
        """Drop the entry of a list at *route*, which is that of the whole file."""
        if self._possible:
            index, inner = self._inside(route)
            if (
                self._dropped is not None
                and len(inner) == 2
                and inner[0] in _LISTS
                and isinstance(inner[1], int)
            ):
                self._dropped.setdefault((index, str(inner[0])), set()).add(inner[1])
            else:
                self._dropped = None
            self._whole = index if not inner and self._original.is_list else None
            self._steps.append(partial(Rewrite._drop, index=index, inner=inner))
            self.edits.append(Drop(Place(route)))
        return self

    def _drop(self, index: int, inner: Route) -> None:
        parent = self._parent(index, inner) if inner else None
        if not inner and self._original.is_list:
            self._changed[index] = None
        elif isinstance(parent, list) and isinstance(inner[-1], int):
            parent[inner[-1]] = None  # what is left out, null included, grants nothing
            self._shortened.append(parent)
        else:
            self._possible = False

    def put(self, route: Route, value: object) -> Rewrite:
        """Put *value* at *route*; for a list in place of an entry of a list, its entries."""
        if self._possible:
            index, inner = self._inside(route)
            # Entries stand one beside the other; the list in the copy is made flat when it is read.
            among = bool(inner) and isinstance(inner[-1], int) and isinstance(value, list)
            self._dropped = None
            self._in_place = self._replaced(index, inner, value)
            self._steps.append(partial(Rewrite._put, index=index, inner=inner, value=value))
            self.edits.append(Put(Place(route), value, among))
        return self

    def _replaced(self, index: int, inner: Route, value: object) -> tuple[int, str, list[Any]] | None:
        """Return the resource that *value* is put for, with the number of its statement and what is put."""
        if not inner or inner[0] != "Resource" or len(inner) > 2:
            return None
        old = self._original.statements[index]
        for step in inner:
            old = old[step]
        return (index, old, value if isinstance(value, list) else [value]) if isinstance(old, str) else None

    def _put(self, index: int, inner: Route, value: object) -> None:
        parent = self._parent(index, inner) if inner else None
        if isinstance(parent, dict | list):
            parent[inner[-1]] = value  # type: ignore[index]
        else:
            self._possible = False

    def _inside(self, route: Route) -> tuple[int, Route]:
        """Return the number of a statement, and what is left of *route* in it."""
        rest = route[len(self._original.route) + 1 :]
        if not self._original.is_list:
            return 0, rest
        number = rest[0] if rest and isinstance(rest[0], int) else 0
        return number, rest[1:]

    def _parent(self, index: int, inner: Route) -> Any:
        if index not in self._changed:
            self._changed[index] = _copied(self._original.statements[index])
        value = self._changed[index]
        for step in inner[:-1]:
            value = value[step]
        return value

    def repair(self, description: str, proof: Proof, **arguments: object) -> Repair:
        """Return what makes the rewrite in the text: *description* is a template for *arguments*."""
        how: Applicability = "safe" if proof is Proof.EQUAL else "unsafe"
        return Repair(description, tuple(self.edits), how, arguments, proof)

    def keeps(self) -> bool:
        """Tell whether the rewrite is proved to grant and to refuse the same."""
        if self._possible and (self._drops_covered() or self._drops_redundant()):
            return True
        found = self._change()
        return found is not None and found.is_none

    def _drops_covered(self) -> bool:
        """Tell whether all that is done is to drop entries that others of their list cover."""
        lists = (self._dropped or {}).items()
        return bool(lists) and all(self._original.entries(*which).cover(gone) for which, gone in lists)

    def _drops_redundant(self) -> bool:
        """Tell whether all that is done is to drop one statement that is known to add nothing."""
        if self._whole is None or len(self.edits) != 1:
            return False
        statement = self._original.numbered[self._whole]
        redundancy = self._original.redundancy
        return any(s is statement for s, _ in redundancy.covered) or redundancy.dead(statement)

    def _puts_less(self) -> bool:
        """Tell whether all that is done is to put resources in place of one of an Allow that covers them."""
        if self._in_place is None or len(self.edits) != 1:
            return False
        index, old, new = self._in_place
        statement = self._original.numbered[index]
        if statement.effect != "Allow" or statement.not_actions is not None:
            return False
        return bool(new) and all(
            isinstance(text, str) and arn.parse(old).covers(arn.parse(text)) for text in new
        )

    def narrows(self) -> bool:
        """Tell whether the rewrite is proved to grant nothing new, and to refuse no less."""
        if self._possible and self._puts_less():
            return True
        found = self._change()
        return found is not None and found.refuses_no_less and found.grants_no_more

    def grants_just(self, *patterns: str) -> bool:
        """Tell whether all that is new is proved to be named by *patterns*, and something by each."""
        found = self._change()
        named = all(arn.parse(pattern).names_any for pattern in patterns)
        return found is not None and named and found.gains_just({*patterns})

    def _change(self) -> Change | None:
        while self._steps and self._possible:
            self._steps.pop(0)(self)
        # RAM refuses an empty list.
        emptied = any(all(item is None for item in entries) for entries in self._shortened)
        gone = sum(body is None for body in self._changed.values()) == len(self._original.statements)
        if not self._possible or not self.edits or emptied or gone:
            return None
        changed = [_flat(body) for body in self._changed.values() if body is not None]
        read = Policy.read({"Statement": changed}, kind=self._original.policy.kind)
        own = self._original.numbered
        old = tuple(own[number] for number in sorted(self._changed) if number in own)
        return Change(self._original.index, old, read.statements)


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return [*map(_copied, value)] if isinstance(value, list) else value


def _flat(value: Any) -> Any:
    """Return a copy with entries left out gone, and lists in lists made flat."""
    if isinstance(value, dict):
        return {key: _flat(item) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    flat: list[Any] = []
    for item in value:
        flat.extend(item if isinstance(item, list) else [] if item is None else [_flat(item)])
    return flat


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


def dropping(policy: Written, route: Route) -> Offer:
    """Offer to drop an entry of a list, if that is proved to grant and to refuse the same."""

    def offer() -> Repair | None:
        rewrite = Rewrite(policy).drop(route)
        return rewrite.repair("drop it", Proof.EQUAL) if rewrite.keeps() else None

    return offer


def granting(policy: Written, route: Route, *resources: str) -> Offer:
    """Offer to put *resources* at *route*, if that is proved to grant just them."""

    def offer() -> Repair | None:
        rewrite = Rewrite(policy).put(route, [*resources] if len(resources) > 1 else resources[0])
        if not rewrite.grants_just(*resources):
            return None
        return rewrite.repair("grant {resource} instead", Proof.JUST_THIS, resource=", ".join(resources))

    return offer


def granting_too(policy: Written, beside: Text, resource: str) -> Offer:
    """Offer to put *resource* behind another one, if that is proved to grant just it."""

    def offer() -> Repair | None:
        rewrite = Rewrite(policy).put(beside.route, [beside.value, resource])
        if not rewrite.grants_just(resource):
            return None
        return rewrite.repair("grant {resource} as well", Proof.JUST_THIS, resource=resource)

    return offer
