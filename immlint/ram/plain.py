"""What a policy of the plain form says, each text once: by it most rules are known to have nothing to tell.

A plain policy is one of an identity, of a session or of control, and each of its statements has an Effect, an
Action, a Resource, perhaps a Condition, and nothing else; all texts are there to read. Of any other policy
nothing is known here, and every rule is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

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


class Row(NamedTuple):
    """A statement, taken apart."""

    effect: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    #: Its keys; ``None`` where there is no condition.
    condition: tuple[Atom, ...] | None


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
        #: Its statements, taken apart: the entries of each Action and Resource, and each condition.
        self.rows: list[Row] = []
        for body in statements:
            if type(body) is not dict or body.keys() not in _PLAIN:
                raise NotPlain
            effect = body["Effect"]
            if type(effect) is not str or effect not in ("Allow", "Deny"):
                raise NotPlain
            condition = _condition(body["Condition"]) if "Condition" in body else None
            self.rows.append(Row(effect, _entries(body["Action"]), _entries(body["Resource"]), condition))
        #: The entries, each once.
        self.actions = tuple(dict.fromkeys([text for row in self.rows for text in row.actions]))
        self.resources = tuple(dict.fromkeys([text for row in self.rows for text in row.resources]))
        self._conditions = dict.fromkeys([row.condition for row in self.rows if row.condition is not None])

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
    def texts(self) -> Sequence[str]:
        """All that is compared with what a request says."""
        compared = [text for atom in self.atoms for text in (atom.key, *atom.texts)]
        return (*self.actions, *self.resources, *compared)

    @cached_property
    def heads(self) -> frozenset[Head]:
        """The first four fields of the resources, as they are written; fewer of one that has no fifth."""
        fields = [split(text) for text in self.resources if text != "*"]
        return frozenset([tuple(each[: len(each) - 1 if len(each) == 5 else 3]) for each in fields])


def _entries(value: Any) -> tuple[str, ...]:
    """Return a lone text, or the texts of a list."""
    listed = (value,) if type(value) is str else tuple(value) if type(value) is list else ()
    if not listed:
        raise NotPlain
    for item in listed:
        if type(item) is not str or not item:
            raise NotPlain
    return listed


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
_LISTED = _Questions[tuple[str, ...]](lambda plain: [row.actions for row in plain.rows])
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


def some_resource(test: Callable[[Sequence[str]], bool]) -> Needed:
    """Return the same need for a resource: *test* is given all there are."""
    return _some(lambda plain: test(plain.resources))


def some_list_of(test: Callable[[tuple[str, ...], str], bool]) -> Needed:
    """Return the same need for the entries of a list of several, and the element that they are of."""
    # Policies say the same actions together again and again, but seldom the same resources.
    some_actions = _LISTED.some(lambda entries: len(entries) > 1 and test(entries, "Action"))

    def answer(policy: Policy, facts: object) -> bool:
        if some_actions(policy, facts):
            return True
        plain = policy.once(Plain.of)
        return plain is None or any(
            test(row.resources, "Resource") for row in plain.rows if len(row.resources) > 1
        )

    return Derived(answer, bool)


def some_text(*holding: str, test: Callable[[str], bool]) -> Needed:
    """Return the same need for a text that is compared, of the keys and values of conditions too.

    It has one of the texts *holding* in it.
    """
    return _some(lambda plain: any(map(test, [t for t in plain.texts for part in holding if part in t])))


def _some(test: Callable[[Plain], bool]) -> Needed:
    def answer(policy: Policy, facts: object) -> bool:
        plain = policy.once(Plain.of)
        return plain is None or test(plain)

    return Derived(answer, bool)
