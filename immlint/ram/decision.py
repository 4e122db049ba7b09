"""What policies grant: decided exactly, net of Deny, with witnesses.

Any Deny beats any Allow. A statement with a condition applies only when it holds, so a question has
two answers: what is granted if every condition of an Allow holds and none of a Deny does
(:attr:`Decision.verdict`), and what is granted whatever the conditions (:attr:`Decision.certain`).

Source: RAM, "Policy evaluation process".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from immlint.language import Coverage, Language, Verdict, shortest
from immlint.ram import arn
from immlint.subject import Route


@dataclass(frozen=True, slots=True)
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

    def takes(self, action: str) -> bool:
        """Tell whether the statement is about *action*."""
        if self.not_actions is not None:
            return not any(arn.matches_action(text, action) for text in self.not_actions)
        return any(arn.matches_action(text, action) for text in self.actions)


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy document, read for its meaning."""

    statements: tuple[Statement, ...]

    @classmethod
    def parse(cls, text: str) -> Policy:
        """Read a JSON document. Raises ValueError if it is no policy."""
        try:
            document = json.loads(text)
        except RecursionError:
            raise ValueError("the policy is nested too deeply") from None
        if not isinstance(document, dict) or "Statement" not in document:
            raise ValueError("a policy is an object with Statement")
        return cls.read(document)

    @classmethod
    def read(cls, document: Any, number: int = 0, route: Route = ()) -> Policy:
        """Read a document at *route*; what is not of the documented shape grants nothing."""
        value = document.get("Statement") if isinstance(document, dict) else None
        items = value if isinstance(value, list) else [value]
        found = []
        for index, item in enumerate(items):
            if isinstance(item, dict) and item.get("Effect") in ("Allow", "Deny"):
                at: Route = (*route, "Statement", index) if isinstance(value, list) else (*route, "Statement")
                found.append(_statement(item, number, index, at))
        return cls(tuple(found))


def _statement(item: dict[str, Any], number: int, index: int, route: Route) -> Statement:
    refused = _texts(item["NotAction"]) if "NotAction" in item and "Action" not in item else None
    resources = _texts(item.get("Resource"))
    return Statement(
        number,
        index,
        route,
        item["Effect"],
        _texts(item.get("Action")),
        refused,
        resources,
        canonical(item.get("Condition")),
    )


def _texts(value: Any) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(item for item in items if isinstance(item, str))


def canonical(condition: Any) -> str:
    """Return a condition as text that is equal for equal conditions; empty for none."""
    if not isinstance(condition, dict) or not condition:
        return ""
    atoms: list[tuple[str, str, tuple[str, ...]]] = []
    for operator, keys in condition.items():
        for key, value in keys.items() if isinstance(keys, dict) else ():
            items = value if isinstance(value, list) else [value]
            service, colon, name = key.partition(":")
            atoms.append((operator, service.lower() + colon + name, tuple(sorted({str(i) for i in items}))))
    return json.dumps(sorted(atoms), ensure_ascii=False) if atoms else ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What policies grant of a family of resources, for one action.

    ``verdict`` assumes that conditions of Allow hold and those of Deny do not; ``certain`` assumes
    nothing. ``covered`` and ``uncovered`` are shortest witnesses for ``verdict``, as resource names.
    """

    verdict: Verdict
    covered: str | None
    uncovered: str | None
    certain: Verdict
    deciding: tuple[Statement, ...]
    reason: str = ""

    @property
    def conditions(self) -> tuple[str, ...]:
        """The conditions that the verdict depends on."""
        return tuple(dict.fromkeys(s.condition for s in self.deciding if s.condition))


def decide(policies: Iterable[Policy], action: str, resource: str) -> Decision:
    """Decide what *policies* together grant of *action* on *resource* (``*``: every legal value).

    Raises ValueError if *resource* is no resource name.
    """
    return decide_family(policies, action, arn.asked(resource))


def decide_family(policies: Iterable[Policy], action: str, family: Language) -> Decision:
    """Decide what *policies* together grant of *action* on *family*, in the joined form of ``arn``."""
    statements = [s for policy in policies for s in policy.statements if s.takes(action)]
    relevant = [s for s in statements if _touches(family, s)]
    doubt = _doubt(family, statements)
    allow = [s for s in relevant if s.effect == "Allow"]
    deny = [s for s in relevant if s.effect == "Deny"]
    best = _coverage(family, allow, [s for s in deny if not s.condition])
    worst = _coverage(family, [s for s in allow if not s.condition], deny)
    verdict, certain = best.verdict, worst.verdict
    if doubt:
        verdict = certain = "undecided"
    return Decision(
        verdict, arn.written(best.covered), arn.written(best.uncovered), certain, tuple(relevant), doubt
    )


def _languages(statements: Iterable[Statement]) -> list[Language]:
    found = (arn.resource(text) for s in statements for text in s.resources)
    return list(dict.fromkeys(language for language in found if language is not None))


def _touches(family: Language, statement: Statement) -> bool:
    witness, complete = shortest(family, _languages([statement]), [])
    return witness is not None or not complete


def _coverage(family: Language, allow: Sequence[Statement], deny: Sequence[Statement]) -> Coverage:
    granting, refusing = _languages(allow), _languages(deny)
    granted, complete = shortest(family, granting, refusing)
    if granted is None and not complete:
        granted = _simple(family, granting, refusing)
    if granted is None:
        witness = shortest(family, [family], [])[0]
        return Coverage("none" if complete else "undecided", None, witness)
    refused = shortest(family, refusing, [])
    missed = shortest(family, [family], granting)
    if not missed[1]:
        missed = (_simple(family, [family], granting), False)
    lacking = sorted((w for w in (refused[0], missed[0]) if w is not None), key=len)
    if lacking:
        return Coverage("some", granted, lacking[0])
    return Coverage("all" if refused[1] and missed[1] else "undecided", granted, None)


def _simple(family: Language, within: Sequence[Language], without: Sequence[Language]) -> str | None:
    """Return a witness that needs no search over *without*, where that search was too long.

    It is the shortest of each pattern alone, so it may not be the shortest of all.
    """
    found = (shortest(family, [language], [])[0] for language in within)
    for witness in sorted((w for w in found if w is not None), key=len):
        if not any(language.matches(witness) for language in without):
            return witness
    return None


def _doubt(family: Language, statements: Sequence[Statement]) -> str:
    """Return why an answer would rest on what is not documented, or nothing."""
    for statement in statements:
        if not statement.resources:
            return "a statement names no Resource; what it applies to is not documented"
        for text in statement.resources:
            short = text != "*" and text.count(":") < 4 and "*" in text
            if short and arn.whole(text).compare_to_union([arn.unsplit(family)]).covered is not None:
                return f"whether * in {text!r} crosses a colon is not documented"
    return ""
