"""Policies, read for their meaning: who may do what on which resources, under which condition."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from immlint.message import Message
from immlint.ram import arn
from immlint.ram.actions import Actions, listed
from immlint.ram.arn import Fields, Named
from immlint.ram.atoms import CONDITIONS
from immlint.ram.condition import canonical
from immlint.ram.pattern import Action, Holes, action
from immlint.ram.plain import Plain
from immlint.record import cached_property, field, record, replace
from immlint.subject import HOLE, UNKNOWN, PolicyKind, Route, is_template
from immlint.subject import Policy as Written
from immlint.subject.policy import kind_of, read_texts

#: The kinds of principals.
PRINCIPALS = frozenset({"RAM", "Service", "Federated"})


@record(slots=False)
class Statement:
    """One statement, read for its meaning. ``condition`` is its canonical text, empty for none."""

    policy: int
    index: int
    route: Route
    effect: str
    actions: tuple[Action, ...]
    not_actions: tuple[Action, ...] | None
    resources: tuple[Named, ...]
    condition: str = ""
    kind: PolicyKind = "identity"
    #: Whether all of it is there to read, and nothing is computed, filled in elsewhere or no principal.
    is_known: bool = True

    def takes(self, action: str, holes: Holes = Holes.ANYTHING) -> bool:
        """Tell whether the statement is about *action*, with placeholders read as *holes* say."""
        if self.not_actions is not None:
            return not any(refused.holds(action, holes.contrary) for refused in self.not_actions)
        return self.about.hold(action, holes)

    @cached_property
    def about(self) -> Actions:
        """Its actions, with what is known of all of them together."""
        return self.actions if isinstance(self.actions, Actions) else Actions(self.actions)

    @cached_property
    def is_whole(self) -> bool:
        """Whether all of the statement is known and there is something in it."""
        return self.is_known and bool((self.actions or self.not_actions is not None) and self.resources)

    @cached_property
    def samples(self) -> tuple[tuple[str, Fields], ...]:
        """An action and a resource for each pattern, in which wildcards are odd characters.

        What is no resource name has no fields.
        """
        return tuple(self.sampled())

    def sampled(self) -> Iterator[tuple[str, Fields]]:
        """Yield them: the first one tells most."""
        if self.not_actions is not None or not self.actions or not self.resources:
            return
        resource = self.resources[0].sample
        for one in self.actions:
            yield one.typical, resource
        action = self.actions[0].typical
        for named in self.resources[1:]:
            yield action, named.sample

    @cached_property
    def meaning(self) -> tuple[object, ...]:
        """Equal for statements that apply to the same, whatever their order and policy."""
        positive = self.not_actions is None
        lowered = self.about.folded if positive else Actions(self.not_actions or ()).folded
        resources = frozenset([named.text for named in self.resources])
        return (self.effect, positive, lowered, resources, self.condition)

    def rest(self, element: str) -> tuple[object, ...] | None:
        """Return what is equal for statements that can be merged over *element*, ``Action`` or ``Resource``.

        ``None`` for one that cannot be merged over it.
        """
        effect, positive, actions, resources, condition = self.meaning
        if not self.is_whole or (element == "Action" and not positive):
            return None
        return (effect, positive, resources if element == "Action" else actions, condition)


@record
class Policy:
    """A policy document, read for its meaning.

    A ``trust`` policy grants ``sts:AssumeRole`` on the role that has it, to its principals. A
    ``session`` policy and ``control`` policies limit what identity policies grant. What the policy of a
    ``bucket`` says is for OSS to read: here it grants nothing and limits nothing.
    """

    statements: tuple[Statement, ...]
    kind: PolicyKind = "identity"
    #: The text that it was parsed from, if it was.
    text: str | None = field(default=None, compare=False, repr=False)

    @classmethod
    def parse(cls, text: str, kind: PolicyKind | None = None) -> Policy:
        """Read a JSON document. Raises ValueError if it is no policy."""
        try:
            document = json.loads(text)
        except RecursionError:
            raise ValueError(Message("the policy is nested too deeply")) from None
        if not isinstance(document, dict) or "Statement" not in document:
            raise ValueError(Message("a policy is an object with Statement"))
        return replace(cls.read(read_texts(document), kind=kind), text=text)

    @classmethod
    def of(cls, written: Written) -> Policy:
        """Read a document of a file; ``written.once(Policy.of)`` does so once for all that ask."""
        plain = written.once(Plain.of)
        if plain is not None:
            return cls(tuple(_plain_statements(written, plain)), written.kind)
        return cls.read(written.document, 0, written.route, written.kind)

    @classmethod
    def read(
        cls, document: Any, number: int = 0, route: Route = (), kind: PolicyKind | None = None
    ) -> Policy:
        """Read a document at *route*; what is not of the documented shape grants nothing.

        Without *kind*, its form tells it.
        """
        value = document.get("Statement") if isinstance(document, dict) else None
        items = value if isinstance(value, list) else [value]
        kind = kind or kind_of(document)
        if kind == "bucket":
            return cls((), kind)
        found = []
        for index, item in enumerate(items):
            if isinstance(item, dict) and item.get("Effect") in ("Allow", "Deny"):
                at: Route = (*route, "Statement", index) if isinstance(value, list) else (*route, "Statement")
                found.append(_statement(item, number, index, at, kind))
        return cls(tuple(found), kind)


def _plain_statements(written: Written, plain: Plain) -> Iterator[Statement]:
    """Yield the statements of a plain policy, of which nothing else need be asked."""
    at = (*written.route, "Statement")
    for index, (effect, actions, resources, condition) in enumerate(plain.rows):
        yield Statement(
            0,
            index,
            (*at, index),
            effect,
            listed(actions),
            None,
            tuple(map(arn.parse, resources)),
            CONDITIONS.text(condition) if condition else "",
            written.kind,
        )


def _statement(item: dict[str, Any], number: int, index: int, route: Route, kind: PolicyKind) -> Statement:
    refused = _actions(item["NotAction"]) if "NotAction" in item and "Action" not in item else None
    trust = kind == "trust"
    principal = _principal(item) if trust else None
    read = ("Action", "NotAction", "Condition", "Principal" if trust else "Resource")
    return Statement(
        number,
        index,
        route,
        item["Effect"],
        _actions(item.get("Action")),
        refused,
        tuple(map(arn.parse, ("*",) if trust else _texts(item.get("Resource")))),
        canonical(item.get("Condition"), principal),
        kind,
        all(_is_known(item[name]) for name in read if name in item) and _is_for_known(item, trust),
    )


def _principal(item: dict[str, Any]) -> Any:
    """Return whom a statement names. What NotPrincipal does is not documented: it equals itself only."""
    if "NotPrincipal" not in item:
        return item.get("Principal")
    return {"NotPrincipal": json.dumps(item["NotPrincipal"], sort_keys=True, default=str)}


def _is_for_known(item: dict[str, Any], trust: bool) -> bool:
    """Tell whether it is plain whom a statement is for: principals of a trust policy, none in others."""
    principal = item.get("Principal")
    if not trust:
        return "Principal" not in item and "NotPrincipal" not in item
    if principal is None:
        return "NotPrincipal" in item
    return (
        isinstance(principal, dict)
        and bool(principal)
        and set(principal) <= PRINCIPALS
        and all(given and all(isinstance(one, str) for one in _listed(given)) for given in principal.values())
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _actions(value: Any) -> Actions:
    return Actions(map(action, _texts(value)))


def _texts(value: Any) -> tuple[str, ...]:
    if type(value) is str:
        return (value,)
    listed = value if isinstance(value, list) else [value]
    if {*map(type, listed)} <= {str}:
        return tuple(listed)
    read = (HOLE if item is UNKNOWN else item for item in listed)
    return tuple(item for item in read if isinstance(item, str))


def _is_known(value: Any) -> bool:
    """Tell whether no part of *value* is computed or filled in where nobody sees it."""
    if type(value) is str:
        return True  # text that is known in part has a type of its own
    if isinstance(value, dict):
        return all(_is_known(key) and _is_known(item) for key, item in value.items())
    if isinstance(value, list):
        return all(map(_is_known, value))
    if isinstance(value, str):
        return not is_template(value)
    return value is not UNKNOWN
