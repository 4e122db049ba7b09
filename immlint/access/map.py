"""Who may do what, as a map: what policies grant of each action, on all that it is asked for.

Of IMM every operation is a row of the map; of another service the actions that a statement names, as far as
there is a list of them, and else the names as they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from immlint.access.service import SERVICES, Service, asked, asked_of, asked_whole, families_of, known_service
from immlint.language import Language
from immlint.ram import Policy
from immlint.ram.decide.decision import Decision, decide
from immlint.ram.decide.resources import Resources
from immlint.ram.pattern import Action, is_wild
from immlint.record import record
from immlint.subject import is_open

Answer = Literal["granted", "partly", "conditional", "denied", "not granted", "undecided"]


@record
class Cell:
    """What policies grant of an *action* on a kind of resources, which *resource* names as a pattern."""

    service: str
    action: str
    resource: str
    decision: Decision

    @property
    def answer(self) -> Answer:
        """The decision in one word: ``conditional`` is what is granted under conditions only."""
        decision = self.decision
        if decision.verdict == "undecided":
            return "undecided"
        if decision.verdict == "none":
            return "denied" if any(s.effect == "Deny" for s in decision.deciding) else "not granted"
        if decision.certain == "none":
            return "conditional"
        return "granted" if decision.certain == "all" else "partly"


def access_map(policies: Sequence[Policy]) -> list[Cell]:
    """Return the cells by service, IMM first, then by action and kind of resources."""
    decided: dict[tuple[object, ...], Decision] = {}
    cells = []
    for code, action in _actions(policies):
        taking = tuple((s.policy, s.index) for p in policies for s in p.statements if s.takes(action))
        # A trust policy has a say in one action only.
        alone = action if code == "sts" else ""
        for template, resource, family in _kinds(code, action):
            key = (template, taking, alone)
            if key not in decided:
                decided[key] = decide(policies, action, family)
            cells.append(Cell(code, action, resource, decided[key]))
    return cells


def _actions(policies: Iterable[Policy]) -> Iterator[tuple[str, str]]:
    own = {service.code for service in SERVICES}
    for service in SERVICES:
        yield from ((service.code, action) for action in service.actions)
    named: dict[str, dict[str, Action]] = {}
    for policy in policies:
        for statement in policy.statements:
            for action in statement.actions or ():
                if action.service and not is_wild(action.service) and not is_open(action.text):
                    named.setdefault(action.service, {})[action.text] = action
    for code in sorted(set(named) - own):
        yield from ((code, name) for name in _held(known_service(code), list(named[code].values())))


def _held(service: Service | None, patterns: Sequence[Action]) -> list[str]:
    """Return the actions that patterns hold, as far as they are listed, and what is written beside those."""
    held = [a for a in (service.actions if service else ()) if any(p.holds(a) for p in patterns)]
    known = {action.lower() for action in held}
    return held + [p.text for p in patterns if not p.is_wild and p.folded not in known]


_NOTHING = Resources(Language([]))


def _kinds(code: str, action: str) -> Iterator[tuple[str, str, Resources]]:
    """Yield all kinds of resources that an action is asked for: template, pattern, and what that is about."""
    service = known_service(code)
    row = service.row(Action(action)) if service else None
    families = families_of(row) if row else ()
    for family in families:
        yield family.template, family.general, asked_of(family.general, (family,)) or _NOTHING
    if row and service and not families:
        yield f"{code}:*", "*", asked_whole("*", service) or _NOTHING
    elif not row:
        yield "*", "*", asked("*")
