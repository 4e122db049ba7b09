"""Policies, read for their meaning: who may do what on which resources, under which condition."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from immlint.language import Language
from immlint.ram import arn, match
from immlint.ram.condition import canonical
from immlint.subject import UNKNOWN, PolicyKind, Route

#: How text is read that is computed where nobody sees it.
HOLE = "${unknown}"


@dataclass(frozen=True)
class Statement:
    """One statement, read for its meaning. ``condition`` is its canonical text, empty for none."""

    policy: int
    index: int
    route: Route
    effect: str
    actions: tuple[str, ...]
    not_actions: tuple[str, ...] | None
    resources: tuple[str, ...]
    condition: str = ""
    kind: PolicyKind = "identity"

    def takes(self, action: str, *, generous: bool | None = True) -> bool:
        """Tell whether the statement is about *action*.

        Placeholders may stand for anything if *generous*, else for nothing.
        """
        if self.not_actions is not None:
            contrary = None if generous is None else not generous
            return not any(match.matches_action(t, action, generous=contrary) for t in self.not_actions)
        return any(match.matches_action(text, action, generous=generous) for text in self.actions)

    @cached_property
    def is_whole(self) -> bool:
        """Whether all of the statement is known and there is something in it."""
        texts = (*self.actions, *(self.not_actions or ()), *self.resources)
        named = self.actions or self.not_actions is not None
        unknown = HOLE in texts or "Mark.UNKNOWN" in self.condition or arn.has_hole(self.condition)
        return bool(named and self.resources) and not unknown and not any(map(arn.has_hole, texts))

    @cached_property
    def meaning(self) -> tuple[object, ...]:
        """Equal for statements that apply to the same, whatever their order and policy."""
        names = self.actions if self.not_actions is None else self.not_actions
        lowered = frozenset(name.lower() for name in names)
        resources = frozenset(self.resources)
        return (self.effect, self.not_actions is None, lowered, resources, self.condition)


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy document, read for its meaning.

    A ``trust`` policy grants ``sts:AssumeRole`` on the role that has it, to its principals. A
    ``session`` policy and ``control`` policies limit what identity policies grant.
    """

    statements: tuple[Statement, ...]
    kind: PolicyKind = "identity"

    @classmethod
    def parse(cls, text: str, kind: PolicyKind | None = None) -> Policy:
        """Read a JSON document. Raises ValueError if it is no policy."""
        try:
            document = json.loads(text)
        except RecursionError:
            raise ValueError("the policy is nested too deeply") from None
        if not isinstance(document, dict) or "Statement" not in document:
            raise ValueError("a policy is an object with Statement")
        return cls.read(document, kind=kind)

    @classmethod
    def read(
        cls, document: Any, number: int = 0, route: Route = (), kind: PolicyKind | None = None
    ) -> Policy:
        """Read a document at *route*; what is not of the documented shape grants nothing.

        Without *kind*, statements that name a Principal and no Resource make a trust policy.
        """
        value = document.get("Statement") if isinstance(document, dict) else None
        items = value if isinstance(value, list) else [value]
        objects = [item for item in items if isinstance(item, dict)]
        if kind is None:
            trust = objects and all("Principal" in i and "Resource" not in i for i in objects)
            kind = "trust" if trust else "identity"
        found = []
        for index, item in enumerate(items):
            if isinstance(item, dict) and item.get("Effect") in ("Allow", "Deny"):
                at: Route = (*route, "Statement", index) if isinstance(value, list) else (*route, "Statement")
                found.append(_statement(item, number, index, at, kind))
        return cls(tuple(found), kind)


def _statement(item: dict[str, Any], number: int, index: int, route: Route, kind: PolicyKind) -> Statement:
    refused = _texts(item["NotAction"]) if "NotAction" in item and "Action" not in item else None
    trust = kind == "trust"
    return Statement(
        number,
        index,
        route,
        item["Effect"],
        _texts(item.get("Action")),
        refused,
        ("*",) if trust else _texts(item.get("Resource")),
        canonical(item.get("Condition"), item.get("Principal") if trust else None),
        kind,
    )


def _texts(value: Any) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    read = (HOLE if item is UNKNOWN or isinstance(item, Language) else item for item in items)
    return tuple(item for item in read if isinstance(item, str))


def languages(
    statements: Iterable[Statement],
    *,
    crossing: bool = False,
    filled: bool = False,
    generous: bool | None = None,
) -> list[Language]:
    """Return the resources of *statements*, each pattern once.

    With *crossing*, wildcards cross colons; with *filled*, an empty region or account is any.
    Placeholders stand for anything if *generous*, for nothing if it is false, and for themselves if it
    is ``None``.
    """
    texts = dict.fromkeys(arn.filled(text) if filled else text for s in statements for text in s.resources)
    found = (arn.resource(text, crossing=crossing, generous=generous) for text in texts)
    return list(dict.fromkeys(language for language in found if language is not None))
