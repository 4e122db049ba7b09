"""Rewrites of a policy document, each with its proof by the engine.

A rewrite is a copy of the document with entries dropped and values put in place, and the edits that make
it. What it does to the grants is worked out by comparing both. A document that a later step fills in is
never rewritten: nothing can be proved of what nobody sees.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from functools import partial
from itertools import chain
from typing import Any

from immlint.finding import Applicability
from immlint.ram import arn
from immlint.ram.arn import Named
from immlint.ram.policy import Policy, Statement
from immlint.ram.prove.change import Change
from immlint.ram.prove.original import Original
from immlint.repair import Change as Edit
from immlint.repair import Drop, Proof, Put, Repair
from immlint.subject import Place, Route
from immlint.subject import Policy as Written

#: The elements of a statement that hold lists of patterns.
_LISTS = ("Action", "NotAction", "Resource")


class Rewrite:
    """A document under change; ``edits`` are what it takes in the text."""

    def __init__(self, written: Written) -> None:
        self.edits: list[Edit] = []
        self._original = written.once(Original)
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
        #: The element and the numbers of statements that are merged, and how many edits that takes.
        self._merged: tuple[str, list[int], int] | None = None

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

    def merge(self, route: Route, element: str, others: Sequence[Route]) -> Rewrite:
        """Put the entries of an element of other statements behind those of one, and drop the others."""
        if not self._possible:
            return self
        numbers = [self._inside(each)[0] for each in (route, *others)]
        first, *later = (self._original.statements[number][element] for number in numbers)
        own, added = _listed(first), list[Any]()
        for item in chain.from_iterable(map(_listed, later)):
            if item not in own and item not in added:
                added.append(item)
        if own and own is first:
            self.put((*route, element, len(own) - 1), [own[-1], *added])
        else:
            self.put((*route, element), [*own, *added])
        for other in others:
            self.drop(other)
        self._merged = (element, numbers, len(self.edits))
        return self

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
        if self._possible and (self._drops_covered() or self._drops_redundant() or self._merges_alike()):
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

    def _merges_alike(self) -> bool:
        """Tell whether all that is done is to merge statements that differ in one element only."""
        if self._merged is None or self._merged[2] != len(self.edits):
            return False
        element, numbers, _ = self._merged
        first, *others = (self._original.numbered[number] for number in numbers)
        alike = first.rest(element)
        return (
            alike is not None
            and first.not_actions is None
            and all(other.rest(element) == alike for other in others)
        )

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
        if not all(arn.parse(pattern).names_any for pattern in patterns):
            return False
        if self._possible and self._names_more({*patterns}):
            return True
        found = self._change()
        return found is not None and found.gains_just({*patterns})

    def _names_more(self, patterns: Set[str]) -> bool:
        """Tell whether all that is done is to put *patterns* into an Allow, and each surely names more.

        That, and that it is settled what is lost, is told by an access of each that no other statement names.
        """
        if self._in_place is None or len(self.edits) != 1:
            return False
        index, old, new = self._in_place
        allow = self._original.numbered[index]
        had = {one.text: one for one in allow.resources if one.fields}
        if allow.effect != "Allow" or allow.not_actions is not None or len(had) < len(allow.resources):
            return False
        if not all(isinstance(text, str) for text in new) or {*new} - had.keys() != patterns:
            return False
        if not all(self._is_alone(allow, arn.parse(text)) for text in patterns):
            return False
        kept = [arn.parse(text) for text in (*(had.keys() - {old}), *new)]
        return old in new or self._is_alone(allow, had[old], {id(allow)}, kept)

    def _is_alone(
        self, allow: Statement, named: Named, gone: Set[int] = frozenset(), beside: Sequence[Named] = ()
    ) -> bool:
        """Tell whether the actions of an Allow on a resource are an access that no statement names.

        Those that are *gone* do not count, what stands *beside* it does.
        """
        point, index = named.sample, self._original.index
        if not point or any(one.holds(point) for one in beside):
            return False
        return any(
            not index.is_taken("Allow", action.typical, point, gone)
            and not index.is_taken("Deny", action.typical, point)
            for action in allow.actions
        )

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


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


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
