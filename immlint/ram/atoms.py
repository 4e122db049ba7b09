"""What follows between conditions: which one holds wherever another does, always, or never.

A condition is a conjunction of atoms, each a key, an operator and values. A request has one value for a
key, or none. An atom holds for a set of values (:mod:`immlint.ram.values`), so the question whether one
condition implies another is whether sets lie in each other, key by key. What is not documented is never used:

* A positive operator does not hold for an absent key. Whether a negated one does is not known; all of them
  are taken to agree.
* A set operator (``ForAllValues:``) is held against its like only.
* What cannot be read (a placeholder, a masked address, an operator that there is not) is told by its text.

Source: RAM, "Policy elements", Condition; "Conditional operators".
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import combinations
from typing import Any

from immlint.ram.condition import OPERATORS, PRINCIPAL, base, canonical
from immlint.ram.key import ConditionKey
from immlint.ram.pattern import pattern
from immlint.ram.principal import Principal, are_principals_within
from immlint.ram.values import IPV4, Domain, Strings, Values, every, is_empty, values_of
from immlint.record import cached_property, record
from immlint.subject import is_open, template

#: Keys that every request has: when the server got it, from which address, whether by HTTPS, and the ARN of
#: the caller. ``acs:MFAPresent`` is absent from calls by access key. Source: RAM, "Policy elements".
FILLED = frozenset({"acs:currenttime", "acs:sourceip", "acs:securetransport", "acs:principalarn"})
#: Values that a key has, where that is less than any string.
_POSSIBLE: dict[str, Strings] = {
    "acs:principalarn": Strings(patterns=[pattern("acs:?*")]),
    "acs:service": Strings(patterns=[pattern("?*")]),
}


@record(slots=False)
class Atom:
    """One key of a condition, compared by one operator with some texts."""

    operator: str
    key: str
    texts: tuple[str, ...]

    @cached_property
    def name(self) -> str:
        """The key as it is compared: known keys whatever their case, the name of a tag exactly."""
        return ConditionKey.of(self.key).compared

    @cached_property
    def operation(self) -> str:
        """The operator without a set prefix."""
        return base(self.operator)

    @cached_property
    def quantifier(self) -> str:
        """The set prefix, ``ForAllValues:`` or none."""
        return self.operator[: len(self.operator) - len(self.operation)]

    @cached_property
    def is_negated(self) -> bool:
        """Whether its operator refuses the values."""
        return "Not" in self.operation

    @cached_property
    def compared(self) -> tuple[Domain, Values] | None:
        """What it is compared with, ``None`` if that cannot be read, or is of another kind than the key."""
        kind = OPERATORS.get(self.operation)
        if kind is None or is_open(self.key) or any(map(is_open, self.texts)):
            return None
        if ConditionKey.of(self.key).kind not in (None, kind):
            return None
        return values_of(self.operation, self.texts)

    @cached_property
    def _always(self) -> dict[frozenset[str], bool]:
        return {}

    def is_always(self, filled: frozenset[str]) -> bool:
        """Tell whether it surely holds for every request that has the keys *filled*."""
        if filled not in self._always:
            self._always[filled] = Conjunction((), filled).implies(self)
        return self._always[filled]

    @property
    def takes_every_ipv4(self) -> bool:
        """Whether it holds for every IPv4 address that a request may come from."""
        if self.compared is None or self.is_negated or self.quantifier or self.name not in FILLED:
            return False
        return self.compared[0] == "ip" and is_empty([IPV4], [self.compared[1]])

    def is_weaker(self, other: Atom) -> bool:
        """Tell whether it holds wherever *other* does, both told by their texts."""
        if (self.operator, self.name) != (other.operator, other.name):
            return False
        less, more = (self, other) if self.is_negated else (other, self)
        return less.texts == more.texts or (
            self.operation in OPERATORS and set(less.texts) <= set(more.texts)
        )


class Conjunction:
    """The atoms of conditions that hold together."""

    def __init__(self, atoms: Iterable[Atom], filled: Set[str] = FILLED) -> None:
        self.atoms = list(atoms)
        self._filled = filled
        self._by_name: dict[str, list[Atom]] = defaultdict(list)
        for atom in self.atoms:
            self._by_name[atom.name].append(atom)

    @cached_property
    def is_never(self) -> bool:
        """Whether no request surely fulfils it."""
        return any(self._is_empty(name, domain, ()) for name, domain in self._domains())

    @property
    def required(self) -> dict[str, frozenset[str]]:
        """The keys that must have one of a few texts, with those."""
        found: dict[str, frozenset[str]] = {}
        for name, atoms in self._by_name.items():
            if any(atom.quantifier for atom in atoms):
                continue  # a key with several values
            for atom in self._of(name, "string"):
                values = atom.compared[1] if atom.compared else None
                if not atom.is_negated and isinstance(values, Strings) and values.is_finite:
                    found[name] = found.get(name, values.literals) & values.literals
        return found

    def implies(self, atom: Atom) -> bool:
        """Tell whether *atom* surely holds wherever this does."""
        near = self._by_name.get(atom.name, ())
        if any(atom.is_weaker(other) for other in near):
            return True
        if atom.compared is None:
            return False
        domain, values = atom.compared
        if atom.quantifier:
            return any(_is_set_weaker(atom, domain, values, other) for other in near)
        own = list(self._of(atom.name, domain))
        if atom.is_negated:
            known = bool(own) or atom.name in self._filled
            return known and self._is_empty(atom.name, domain, (), within=(values,))
        present = atom.name in self._filled or any(not other.is_negated for other in own)
        return present and self._is_empty(atom.name, domain, (values,))

    def implies_one_of(self, atoms: Sequence[Atom]) -> bool:
        """Tell whether wherever this holds one of *atoms* surely does, which are about one key."""
        name = atoms[0].name
        read = [(atom, *atom.compared) for atom in atoms if atom.compared and not atom.quantifier]
        for domain in dict.fromkeys(kind for _, kind, _ in read):
            own = list(self._of(name, domain))
            if name in self._filled or any(not other.is_negated for other in own):
                taken = [values for atom, kind, values in read if kind == domain and not atom.is_negated]
                refused = [values for atom, kind, values in read if kind == domain and atom.is_negated]
                if self._is_empty(name, domain, taken, refused):
                    return True
        return False

    def _domains(self) -> Iterator[tuple[str, Domain]]:
        for name, atoms in self._by_name.items():
            if any(atom.quantifier for atom in atoms):
                continue  # a key with several values
            for domain in dict.fromkeys(atom.compared[0] for atom in atoms if atom.compared):
                if name in self._filled or any(not atom.is_negated for atom in self._of(name, domain)):
                    yield name, domain

    def _of(self, name: str, domain: Domain) -> Iterator[Atom]:
        for atom in self._by_name.get(name, ()):
            if atom.compared and atom.compared[0] == domain and not atom.quantifier:
                yield atom

    def _is_empty(
        self,
        name: str,
        domain: Domain,
        without: Sequence[Values],
        within: Sequence[Values] = (),
    ) -> bool:
        """Tell whether nothing that its atoms hold for lies in *within* and not in *without*."""
        own = [(atom.is_negated, atom.compared[1]) for atom in self._of(name, domain) if atom.compared]
        held = [values for negated, values in own if not negated] + list(within)
        refused = [values for negated, values in own if negated] + list(without)
        possible = _POSSIBLE.get(name) if domain == "string" else None
        if possible is not None:
            held.append(possible)
        return is_empty(held or [every(domain)], refused)


class Condition:
    """A canonical condition, read; that of a trust policy has the principals that it is about, too."""

    def __init__(self, text: str) -> None:
        atoms: list[Atom] = []
        principals: list[Principal] | None = None
        for operator, key, texts in json.loads(text) if text else ():
            if operator == PRINCIPAL:
                principals = (principals or []) + [Principal(key, template(item)) for item in texts]
            else:
                atoms.append(Atom(operator, template(key), tuple(map(template, texts))))
        self.atoms = Conjunction(atoms)
        #: ``None`` where it is about whoever asks.
        self.principals = principals
        self._implied: dict[Condition, bool] = {}
        self._excluded: dict[Condition, bool] = {}
        self._always: dict[frozenset[str], bool] = {}

    @cached_property
    def required(self) -> Mapping[str, frozenset[str]]:
        """The keys that must have one of a few texts; none of a condition that never holds."""
        return {} if self.atoms.is_never else self.atoms.required

    def implies(self, other: Condition) -> bool:
        """Tell whether *other* surely holds wherever this one does."""
        if other not in self._implied:
            _make_room(self._implied, _MOST_ASKED)
            self._implied[other] = self.atoms.is_never or (
                are_principals_within(self.principals, other.principals)
                and all(map(self.atoms.implies, other.atoms.atoms))
            )
        return self._implied[other]

    def excludes(self, other: Condition) -> bool:
        """Tell whether both, each of which may hold, surely never hold together."""
        if other not in self._excluded:
            _make_room(self._excluded, _MOST_ASKED)
            both = self.atoms, other.atoms
            self._excluded[other] = not any(atoms.is_never for atoms in both) and (
                Conjunction(atom for atoms in both for atom in atoms.atoms).is_never
            )
        return self._excluded[other]

    def is_always(self, filled: frozenset[str]) -> bool:
        """Tell whether it surely holds for every request that has the keys *filled*."""
        if filled not in self._always:
            nothing = Conjunction((), filled)
            found = self.principals is None and all(map(nothing.implies, self.atoms.atoms))
            self._always[filled] = found
        return self._always[filled]


#: Conditions that are kept, read; and others that one of them is held against.
_MOST_READ, _MOST_ASKED = 4096, 256
#: Conditions of which every set is tried.
_MOST_COMBINED = 6


def _make_room(known: dict[Any, Any], most: int) -> None:
    if len(known) >= most:
        known.clear()


class Conditions:
    """Canonical conditions, each read once however many policies say it."""

    def __init__(self) -> None:
        self._read: dict[str, Condition] = {}
        self._atoms: dict[tuple[str, str, tuple[str, ...]], Atom] = {}
        self._texts: dict[tuple[int, ...], tuple[str, tuple[Atom, ...]]] = {}

    def atom(self, operator: str, key: str, texts: tuple[str, ...]) -> Atom:
        """Return one key of a condition, read; once however many policies say it, if it has no gaps."""
        if any(type(text) is not str for text in (operator, key, *texts)):
            return Atom(operator, key, texts)  # gaps are not told by the text
        found = self._atoms.get((operator, key, texts))
        if found is None:
            _make_room(self._atoms, _MOST_READ)
            found = self._atoms[operator, key, texts] = Atom(operator, key, texts)
        return found

    def text(self, atoms: tuple[Atom, ...]) -> str:
        """Return the canonical condition of *atoms*, those of one statement."""
        # Their ids are those of no others, as long as they are kept.
        key = tuple(map(id, atoms))
        found = self._texts.get(key)
        if found is None:
            _make_room(self._texts, _MOST_READ)
            keys: dict[str, dict[str, list[str]]] = defaultdict(dict)
            for atom in atoms:
                keys[atom.operator][atom.key] = [*atom.texts]
            found = self._texts[key] = (canonical(keys), atoms)
        return found[0]

    def read(self, text: str) -> Condition:
        """Return a condition, read."""
        found = self._read.get(text)
        if found is None:
            _make_room(self._read, _MOST_READ)
            found = self._read[text] = Condition(text)
        return found

    def implies(self, one: str, other: str) -> bool:
        """Tell whether the condition *other* surely holds wherever *one* does."""
        return other in ("", one) or self.read(one).implies(self.read(other))

    def covers(self, one: str, others: Sequence[str]) -> bool:
        """Tell whether wherever *one* holds one of *others* surely does, of those that differ in one key."""
        own = self.read(one)
        if own.principals and self._names_all(own, own.principals, others):
            return True
        left: dict[str, list[Atom]] = defaultdict(list)
        for other in map(self.read, others):
            missing = [atom for atom in other.atoms.atoms if not own.atoms.implies(atom)]
            if len(missing) == 1 and are_principals_within(own.principals, other.principals):
                left[missing[0].name].append(missing[0])
        return any(own.atoms.implies_one_of(atoms) for atoms in left.values())

    def _names_all(self, own: Condition, principals: Sequence[Principal], others: Sequence[str]) -> bool:
        """Tell whether *others* that hold where *own* does name its principals, one of them each."""
        read = [other for other in map(self.read, others) if all(map(own.atoms.implies, other.atoms.atoms))]
        named = [principal for other in read for principal in other.principals or ()]
        return are_principals_within(principals, named)

    def coverings(self, one: str, others: Iterable[str]) -> list[tuple[str, ...]]:
        """Return the least sets of *others*, of two or more, of which one surely holds wherever *one* does.

        Of very many sets it is some. What holds wherever *one* does by itself is in none of them.
        """
        rest = [other for other in dict.fromkeys(others) if not self.implies(one, other)]
        if len(rest) < 2 or not self.covers(one, rest):
            return []
        if len(rest) > _MOST_COMBINED:
            return list(dict.fromkeys(self._reduced(one, rest[n:] + rest[:n]) for n in range(len(rest))))
        found: list[tuple[str, ...]] = []
        for size in range(2, len(rest) + 1):
            for chosen in combinations(rest, size):
                if not any(set(less) <= set(chosen) for less in found) and self.covers(one, chosen):
                    found.append(chosen)
        return found

    def _reduced(self, one: str, others: list[str]) -> tuple[str, ...]:
        """Return *others* without those that are not needed to cover *one*."""
        for other in others[:]:
            fewer = [each for each in others if each is not other]
            if self.covers(one, fewer):
                others = fewer
        return tuple(sorted(others))

    def exclude(self, one: str, other: str) -> bool:
        """Tell whether two conditions, each of which may hold, surely never hold together."""
        if not one or not other or one == other:
            return False
        return self.read(one).excludes(self.read(other))


CONDITIONS = Conditions()


def implies(one: str, other: str) -> bool:
    """Tell whether the condition *other* surely holds wherever *one* does; both are canonical texts."""
    return CONDITIONS.implies(one, other)


def conjoined(one: str, other: str) -> str:
    """Return the canonical condition that holds where both do."""
    if not one or not other or one == other:
        return one or other
    atoms = {json.dumps(atom): atom for text in (one, other) for atom in json.loads(text)}
    return json.dumps(sorted(atoms.values()), ensure_ascii=False)


def always(condition: str, filled: Set[str] = frozenset()) -> bool:
    """Tell whether a canonical condition surely holds for every request that has the keys *filled*, too."""
    return not condition or CONDITIONS.read(condition).is_always(FILLED | filled)


def never(*conditions: str) -> bool:
    """Tell whether canonical conditions surely never hold together."""
    read = [CONDITIONS.read(one).atoms for one in conditions if one]
    if len(read) == 1:
        return read[0].is_never
    return Conjunction(atom for atoms in read for atom in atoms.atoms).is_never


def _is_set_weaker(atom: Atom, domain: Domain, values: Values, other: Atom) -> bool:
    """Tell whether of two alike set operators *atom* holds for every value that *other* does."""
    if other.compared is None or other.compared[0] != domain:
        return False
    if (other.quantifier, other.is_negated) != (atom.quantifier, atom.is_negated):
        return False
    less, more = (values, other.compared[1]) if atom.is_negated else (other.compared[1], values)
    return is_empty([less], [more])
