"""What a policy of the plain form says, each text once: by it most rules are known to have nothing to tell.

A plain policy is one of an identity, of a session or of control, and each of its statements has an Effect, an
Action, a Resource, perhaps a Condition, and nothing else; all texts are there to read. Of any other policy
nothing is known here, and every rule is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any, Generic, TypeVar

from immlint.derived import Derived
from immlint.ram.arn import split
from immlint.ram.atoms import CONDITIONS, Atom
from immlint.record import cached_property
from immlint.subject import Policy

#: Service, region and account of a resource, with what stands before them.
Head = tuple[str, ...]
H = TypeVar("H", bound=Hashable)
#: In the form that a rule needs: whether its check has anything to look at.
Needed = Derived[Policy, Any]

#: Texts of one kind of which the answers to all questions are kept.
_MOST_KNOWN = 4096
_PLAIN = ({"Effect", "Action", "Resource"}, {"Effect", "Action", "Resource", "Condition"})


class NotPlain(Exception):
    """What a policy holds is not of the plain form."""


class Plain:
    """The texts of a plain policy. Raises NotPlain for another one."""

    def __init__(self, policy: Policy) -> None:
        document = policy.document
        if policy.kind in ("trust", "bucket") or type(document) is not dict or len(document) != 2:
            raise NotPlain
        statements = document.get("Statement")
        if type(document.get("Version")) is not str or type(statements) is not list or not statements:
            raise NotPlain
        actions: dict[str, None] = {}
        resources: dict[str, None] = {}
        self.lists: list[tuple[tuple[str, ...], str]] = []
        self._conditions: dict[tuple[Atom, ...], None] = {}
        for body in statements:
            if type(body) is not dict or body.keys() not in _PLAIN:
                raise NotPlain
            effect = body["Effect"]
            if type(effect) is not str or effect not in ("Allow", "Deny"):
                raise NotPlain
            for element, into in (("Action", actions), ("Resource", resources)):
                _take(body[element], into)
                if type(body[element]) is list and len(body[element]) > 1:
                    self.lists.append((tuple(body[element]), element))
            if "Condition" in body:
                self._conditions[_condition(body["Condition"])] = None
        self.actions, self.resources = tuple(actions), tuple(resources)

    @classmethod
    def of(cls, policy: Policy) -> Plain | None:
        """Return the texts of a policy, if it is plain."""
        try:
            return cls(policy)
        except NotPlain:
            return None

    @property
    def conditions(self) -> Iterable[tuple[Atom, ...]]:
        """The conditions of statements, each once."""
        return self._conditions

    @cached_property
    def atoms(self) -> tuple[Atom, ...]:
        """The keys of all conditions, each once."""
        return tuple({id(atom): atom for condition in self._conditions for atom in condition}.values())

    @property
    def texts(self) -> Iterator[str]:
        """All that is compared with what a request says."""
        yield from self.actions
        yield from self.resources
        for atom in self.atoms:
            yield atom.key
            yield from atom.texts

    @cached_property
    def heads(self) -> frozenset[Head]:
        """The first four fields of the resources, as they are written; fewer of one that has no fifth."""
        fields = [split(text) for text in self.resources if text != "*"]
        return frozenset([tuple(each[: len(each) - 1 if len(each) == 5 else 3]) for each in fields])


def _take(value: Any, into: dict[str, None]) -> None:
    if type(value) is str:
        if not value:
            raise NotPlain
        into[value] = None
        return
    if type(value) is not list or not value:
        raise NotPlain
    for item in value:
        if type(item) is not str or not item:
            raise NotPlain
        into[item] = None


def _condition(value: Any) -> tuple[Atom, ...]:
    if type(value) is not dict:
        raise NotPlain
    found = []
    for operator, keys in value.items():
        if type(operator) is not str or type(keys) is not dict or not keys:
            raise NotPlain
        for key, compared in keys.items():
            listed = compared if type(compared) is list else [compared]
            if type(key) is not str or not listed or not all(type(text) is str for text in listed):
                raise NotPlain
            found.append(CONDITIONS.atom(operator, key, tuple(listed)))
    return tuple(found)


class _Questions(Generic[H]):
    """What all rules need to know of one kind of what policies say, asked together.

    All policies say the same few things, but for their resources: each has the answers as bits.
    """

    def __init__(self, read: Callable[[Plain], Iterable[H]]) -> None:
        self._read = read
        self._tests: list[Callable[[H], bool]] = []
        self._known: dict[H, int] = {}
        #: Held, since a method is another object each time, and what is worked out once is known by that.
        self._answers, self._answer = self._of, self._bits

    def some(self, test: Callable[[H], bool]) -> Needed:
        """Return the need for something of this kind of which *test* holds."""
        bit = 1 << len(self._tests)
        self._tests.append(test)
        self._known.clear()

        return Derived(self._answer, lambda answers: bool(answers & bit))

    def _bits(self, policy: Policy, facts: object) -> int:
        return policy.once(self._answers)

    def _of(self, policy: Policy) -> int:
        plain = policy.once(Plain.of)
        if plain is None:
            return -1
        found, known = 0, self._known
        for said in self._read(plain):
            bits = known.get(said)
            found |= self._ask(said) if bits is None else bits
        return found

    def _ask(self, said: H) -> int:
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        bits = 0
        for number, test in enumerate(self._tests):
            bits |= bool(test(said)) << number
        self._known[said] = bits
        return bits


_ACTIONS = _Questions[str](lambda plain: plain.actions)
_HEADS = _Questions[Head](lambda plain: plain.heads)
_ATOMS = _Questions[Atom](lambda plain: plain.atoms)
_CONDITIONS = _Questions[tuple[Atom, ...]](lambda plain: plain.conditions)


def _is_not_plain(policy: Policy, facts: object) -> bool:
    return policy.once(Plain.of) is None


#: Whether a policy is not of the plain form.
not_plain: Needed = Derived(_is_not_plain, bool)


def some_action(test: Callable[[str], bool]) -> Needed:
    """Return the need for an action of which *test* holds; a policy that is not plain may always have one."""
    return _ACTIONS.some(test)


def some_head(test: Callable[[Head], bool]) -> Needed:
    """Return the same need for the first fields of a resource that is no lone star."""
    return _HEADS.some(test)


def some_atom(test: Callable[[Atom], bool]) -> Needed:
    """Return the same need for one key of a condition."""
    return _ATOMS.some(test)


def some_condition(test: Callable[[tuple[Atom, ...]], bool]) -> Needed:
    """Return the same need for the condition of a statement."""
    return _CONDITIONS.some(test)


def some_resource(test: Callable[[str], bool]) -> Needed:
    """Return the same need for a resource."""
    return _some(lambda plain: plain.resources, test)


def some_list(test: Callable[[tuple[str, ...], str], bool]) -> Needed:
    """Return the same need for the entries of a list of several, and the element that they are of."""
    return _some(lambda plain: plain.lists, lambda entries: test(*entries))


def some_text(test: Callable[[str], bool]) -> Needed:
    """Return the same need for any text that is compared: of the keys and values of conditions, too."""
    return _some(lambda plain: plain.texts, test)


def _some(read: Callable[[Plain], Iterable[H]], test: Callable[[H], bool]) -> Needed:
    def answer(policy: Policy, facts: object) -> bool:
        plain = policy.once(Plain.of)
        return plain is None or any(map(test, read(plain)))

    return Derived(answer, bool)
