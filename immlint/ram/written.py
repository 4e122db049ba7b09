"""A policy document as written, right or wrong, taken apart with routes.

Every reader takes any JSON value and yields only what has the shape it reads; what has not is for the
rules of the grammar to tell. Source: RAM, "Policy structure and syntax" and "Policy elements".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from immlint.cloud import Cloud, cloud_of
from immlint.ram.atoms import CONDITIONS
from immlint.ram.atoms import Atom as Meaning
from immlint.record import cached_property, record
from immlint.subject import HOLE, Policy, Route

TOP = ("Version", "Statement")
ELEMENTS = ("Effect", "Action", "NotAction", "Resource", "Principal", "Condition")
#: Accepted in practice, or of old: never an error.
UNDOCUMENTED = ("Sid", "NotResource", "NotPrincipal")
PATTERNS = ("Action", "NotAction", "Resource", "NotResource")


class Statement:
    """One statement object and its route in the document."""

    def __init__(self, route: Route, body: dict[str, Any]) -> None:
        self.route, self.body = route, body
        #: The strings of each element, taken apart once for all rules that ask.
        self._texts: dict[tuple[str, ...], tuple[Text, ...]] = {}

    def texts(self, *elements: str) -> tuple[Text, ...]:
        """Return the strings of *elements*."""
        found = self._texts.get(elements)
        if found is None:
            found = self._texts[elements] = self._read(*elements)
        return found

    def _read(self, element: str, *others: str) -> tuple[Text, ...]:
        if others:
            return tuple([text for name in (element, *others) for text in self.texts(name)])
        # Most of what is read is one text, of which nothing else need be asked.
        value = self.body.get(element)
        route = (*self.route, element)
        if isinstance(value, str):
            return (Text(route, value, element),)
        if not isinstance(value, list):
            return ()
        return tuple([Text((*route, n), one, element) for n, one in enumerate(value) if isinstance(one, str)])

    @cached_property
    def atoms(self) -> tuple[Atom, ...]:
        """The keys of its condition."""
        return tuple(_atoms(self))

    @cached_property
    def is_resource_policy(self) -> bool:
        """Whether this is a statement of another resource policy (bucket, key, endpoint).

        Those name principal and resource both, and have rules of their own that are not RAM's. Nothing of IMM
        has a policy of its own.
        """
        named = {"Principal", "NotPrincipal"} & set(self.body)
        if not named or not {"Resource", "NotResource"} & set(self.body):
            return False
        return not any(text.value.lower().startswith("imm:") for text in texts(self, "Action", "NotAction"))


class Text(NamedTuple):
    """A string, or text known in part, at a route; ``owner`` is the element it belongs to."""

    route: Route
    value: Any
    owner: str


@record(slots=False)
class Atom:
    """One key of a condition: operator, key and the values it is compared with."""

    route: Route
    operator: str
    key: str
    values: list[tuple[Route, Any]]

    @cached_property
    def meaning(self) -> Meaning:
        """The atom as it is compared; what is no text may be any."""
        texts = (value if isinstance(value, str) else HOLE for _, value in self.values)
        return CONDITIONS.atom(self.operator, self.key, tuple(texts))


def statements(policy: Policy) -> Sequence[Statement]:
    """Return the statements that are objects; a single object counts as one."""
    return policy.once(_statements)


def _statements(policy: Policy) -> tuple[Statement, ...]:
    document = policy.document
    value = document.get("Statement") if isinstance(document, dict) else None
    if isinstance(value, dict):
        return (Statement((*policy.route, "Statement"), value),)
    items = enumerate(value) if isinstance(value, list) else ()
    return tuple(
        Statement((*policy.route, "Statement", n), item) for n, item in items if isinstance(item, dict)
    )


def values(route: Route, value: Any) -> Iterator[tuple[Route, Any]]:
    """Yield a lone value, or the items of a list: for RAM the two are equal."""
    if isinstance(value, list):
        yield from (((*route, index), item) for index, item in enumerate(value))
    else:
        yield route, value


def texts(statement: Statement, *elements: str) -> Sequence[Text]:
    """Return the strings of *elements* of a statement."""
    return statement.texts(*elements)


def atoms(statement: Statement) -> Sequence[Atom]:
    """Return the keys of the condition of a statement."""
    return statement.atoms


def _atoms(statement: Statement) -> Iterator[Atom]:
    condition = statement.body.get("Condition")
    if not isinstance(condition, dict):
        return
    for operator, keys in condition.items():
        if isinstance(keys, dict):
            for key, value in keys.items():
                route: Route = (*statement.route, "Condition", operator, key)
                yield Atom(route, operator, key, list(values(route, value)))


def principals(statement: Statement) -> Iterator[Text]:
    """Yield the strings of a principal given as an object; ``owner`` is its key."""
    principal = statement.body.get("Principal")
    if isinstance(principal, dict):
        for key, value in principal.items():
            for route, item in values((*statement.route, "Principal", key), value):
                if isinstance(item, str):
                    yield Text(route, item, key)


def foreign_cloud(policy: Policy) -> Cloud | None:
    """Return the other cloud whose policy this is, told by most of what it says."""
    return policy.once(_foreign_cloud)


def _foreign_cloud(policy: Policy) -> Cloud | None:
    return cloud_of(policy.document)


def is_trust(statement: Statement) -> bool:
    """Tell whether a statement with principals is about taking a role, or says what only such a one does."""
    if isinstance(statement.body.get("Principal"), dict):
        return True
    said = [text.value.lower() for text in texts(statement, "Action", "NotAction")]
    named = {"Principal", "NotPrincipal"} & set(statement.body)
    return bool(named) and (not said or any(text.startswith(("sts:", "ram:", "*")) for text in said))
