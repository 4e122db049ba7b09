"""``forbid`` and ``require``: what a policy may not grant, and under which condition only it may grant.

Both ask what the statements grant, net of what they deny, whatever their spelling. What is not known of a
policy grants nothing, and may deny everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from immlint.access.service import SERVICES, asked, asked_of, asked_whole, families_of, service_of
from immlint.custom.file import PartError
from immlint.custom.schema import is_plain
from immlint.custom.subjects import CustomSubject
from immlint.custom.wording import Wording
from immlint.facts import Facts
from immlint.issue import Issue
from immlint.language import shortest
from immlint.ram import arn
from immlint.ram.atoms import CONDITIONS, FILLED, Atom, conjoined
from immlint.ram.condition import canonical, described
from immlint.ram.decide.decision import decide
from immlint.ram.decide.resources import Resources
from immlint.ram.pattern import Action, Holes, is_wild
from immlint.ram.policy import Policy as Read
from immlint.ram.policy import Statement
from immlint.ram.written import Statement as Written
from immlint.ram.written import statements, texts
from immlint.record import replace
from immlint.subject import Place, Policy, is_open, is_template

#: Operators whose contrary holds for every value that they do not hold for.
_CONTRARY = {
    "StringEquals": "StringNotEquals",
    "StringEqualsIgnoreCase": "StringNotEqualsIgnoreCase",
    "StringLike": "StringNotLike",
    "NumericEquals": "NumericNotEquals",
    "DateEquals": "DateNotEquals",
    "IpAddress": "NotIpAddress",
}
_CONTRARY |= {contrary: operator for operator, contrary in _CONTRARY.items()}
_BOOLEANS = {"true": "false", "false": "true"}


def forbid(data: Any, wording: Wording, kind: CustomSubject) -> Any:
    """Return the check of ``{action: [...], resource: [...]}``: of none of it may any be granted."""
    _check_keys("forbid", data, {"action"}, {"resource"})
    actions = [Action(text) for text in _texts("forbid", data, "action")]
    resources = _texts("forbid", data, "resource") if "resource" in data else ["*"]

    def check(policy: Policy, facts: Facts) -> Iterator[Issue]:
        for allow, written, denies in _allows(policy):
            told: set[Place] = set()
            for action, shown in (each for one in actions for each in _taken(one, allow, denies)):
                place = _place(written, action)
                found = None if place in told else _granted(action, resources, allow, denies)
                if found is not None:
                    told.add(place)
                    yield wording.issue(place, action=shown, resource=found)

    return check


def require(data: Any, wording: Wording, kind: CustomSubject) -> Any:
    """Return the check of ``{action: [...], condition: {...}}``: what is granted implies the condition."""
    _check_keys("require", data, {"action", "condition"}, set())
    actions = [Action(text) for text in _texts("require", data, "action")]
    text = _condition(data["condition"])
    wanted = CONDITIONS.read(text).atoms.atoms

    def check(policy: Policy, facts: Facts) -> Iterator[Issue]:
        for allow, written, denies in _allows(policy):
            told: set[Place] = set()
            for action, shown in (each for one in actions for each in _taken(one, allow, denies)):
                place = _place(written, action)
                if place not in told and not _holds(wanted, action, allow, denies):
                    told.add(place)
                    yield wording.issue(place, action=shown, condition=described(text))

    return check


def _check_keys(form: str, data: Any, needed: set[str], more: set[str]) -> None:
    if not isinstance(data, dict) or not needed <= set(data) <= needed | more:
        expected = ", ".join(f"{key}: ..." for key in sorted(needed | more))
        raise PartError((form,), "{form!r} must be {{{keys}}}", form=form, keys=expected)


def _texts(form: str, data: dict[str, Any], key: str) -> list[str]:
    given = data[key] if isinstance(data[key], list) else [data[key]]
    if not given or not all(isinstance(text, str) and text for text in given):
        raise PartError((form, key), "{key!r} must be a pattern, or a list of them", key=key)
    for text in given:
        if key == "action" and text != "*" and ":" not in text:
            raise PartError(
                (form, key), "{text!r} is no action; expected one such as imm:DeleteProject", text=text
            )
        if key == "resource" and text != "*" and arn.located(text) is None:
            raise PartError((form, key), "{text!r} is no resource; expected {form}", text=text, form=arn.FORM)
    return given


def _condition(given: Any) -> str:
    text = canonical(given)
    atoms = CONDITIONS.read(text).atoms.atoms
    if not atoms or any(atom.compared is None for atom in atoms):
        raise PartError(
            ("require", "condition"),
            "this is no condition; expected one of RAM, such as Bool: {{acs:SecureTransport: 'true'}}",
        )
    return text


def _allows(policy: Policy) -> Iterator[tuple[Statement, Written, list[Statement]]]:
    """Yield what the policy of a user, group or role allows for sure, with what it may deny."""
    if policy.kind != "identity":
        return
    read = policy.once(Read.of)
    denies = [s for s in read.statements if s.effect == "Deny"]
    said = {s.route: s for s in read.statements if s.effect == "Allow"}
    for written in statements(policy):
        allow = said.get(written.route) and _known(said[written.route], written)
        if allow and not CONDITIONS.read(allow.condition).atoms.is_never:
            yield allow, written, denies


def _known(allow: Statement, written: Written) -> Statement | None:
    """Return what is known of an Allow, if whom it is for and when is."""
    body = written.body
    if {"Principal", "NotPrincipal"} & set(body) or not is_plain(
        [body.get("Condition"), body.get("NotAction")]
    ):
        return None
    resources = tuple(r for r in allow.resources if not is_template(r.text))
    return replace(allow, resources=resources, is_known=True) if resources else None


def _taken(wanted: Action, allow: Statement, denies: Sequence[Statement]) -> Iterator[tuple[str, str]]:
    """Yield actions of a pattern that an Allow takes, each with what to call it.

    All of a service whose actions are known; of others one that no Deny names, if there is one.
    """
    for service in SERVICES:
        for name in service.names.values():
            action = f"{service.code}:{name}"
            if wanted.holds(action) and allow.takes(action, Holes.NOTHING):
                yield action, action
    if service_of(wanted.service) is None:
        yield from _sampled(wanted, allow, denies)


def _sampled(wanted: Action, allow: Statement, denies: Sequence[Statement]) -> Iterator[tuple[str, str]]:
    if not wanted.is_wild:
        if allow.takes(wanted.text, Holes.NOTHING):
            yield wanted.text, wanted.text
        return
    if allow.not_actions is not None:
        without = [refused.language for refused in allow.not_actions]
        ways = [(wanted.text, [[wanted.language]], without)]
    else:
        own = [action for action in allow.actions if not is_open(action.text) and action.meets(wanted)]
        ways = [
            (a.text if wanted.covers(a) else wanted.text, [[a.language], [wanted.language]], []) for a in own
        ]
    refused = [action.language for deny in denies for action in deny.actions]
    for shown, within, without in ways:
        samples = (shortest([[arn.ACTIONS], *within], [*without, *more])[0] for more in (refused, []))
        yield from ((sample, shown) for sample in dict.fromkeys(samples) if sample is not None)


def _granted(
    action: str, resources: Sequence[str], allow: Statement, denies: Sequence[Statement]
) -> str | None:
    """Return one of *resources* on which an action is granted, if one surely is."""
    if _may_deny(action, denies):
        return None
    everything = _family(action, "*")
    for resource in resources:
        family = _family(action, resource)
        read = [Read((allow, *denies))]
        named = arn.parse(resource)
        language = named.language()
        if everything is not None and language is not None and everything.meet(language):
            # What is forbidden is a pattern as RAM reads it, stars that cross names included.
            limit = Statement(-1, 0, (), "Allow", (Action(action),), None, (named,), kind="session")
            read, family = [*read, Read((limit,), "session")], everything
        decision = family and decide(read, action, family)
        if decision and decision.verdict in ("all", "some") and decision.covered is not None:
            return resource if not is_wild(resource) else decision.covered
    return None


def _may_deny(action: str, denies: Sequence[Statement]) -> bool:
    """Tell whether a Deny that is known in part only may be about an action."""
    return any(not deny.is_known and deny.takes(action, Holes.ANYTHING) for deny in denies)


def _family(action: str, resource: str) -> Resources | None:
    """Return what an action can be asked for of a pattern of resources, if it can be at all."""
    service = service_of(Action(action).service)
    row = service.row(Action(action)) if service else None
    try:
        if service is None or row is None:
            return asked(resource)
        families = families_of(row)
        return asked_of(resource, families) if families else asked_whole(resource, service)
    except ValueError:
        # What its service does not have today can be granted all the same.
        language = arn.parse(resource).language()
        return Resources(language, service.limits if service else None) if language else None


def _holds(wanted: Sequence[Atom], action: str, allow: Statement, denies: Sequence[Statement]) -> bool:
    """Tell whether all conditions hold wherever an Allow grants an action, or may do so."""
    resources = _family(action, "*")
    if resources is None or _may_deny(action, denies):
        return True
    held = CONDITIONS.read(allow.condition).atoms
    about = [d for d in denies if d.takes(action, Holes.NOTHING)]
    if _leaves_nothing(about, allow, action, resources):
        return True
    for atom in wanted:
        contrary = None if held.implies(atom) else _contrary(atom)
        if contrary is not None:
            text = canonical({contrary.operator: {contrary.key: list(contrary.texts)}})
            failing = replace(allow, condition=conjoined(allow.condition, text))
            if _leaves_nothing(about, failing, action, resources):
                continue
        if not held.implies(atom):
            return False
    return True


def _leaves_nothing(denies: Sequence[Statement], allow: Statement, action: str, resources: Resources) -> bool:
    return decide([Read((allow, *denies))], action, resources).verdict == "none"


def _contrary(atom: Atom) -> Atom | None:
    if atom.quantifier:
        return None
    if atom.operation == "Bool":
        # A request without the key fulfils neither.
        filled = atom.name in FILLED and len(atom.texts) == 1 and atom.texts[0] in _BOOLEANS
        return replace(atom, texts=(_BOOLEANS[atom.texts[0]],)) if filled else None
    operator = _CONTRARY.get(atom.operation)
    return replace(atom, operator=operator) if operator else None


def _place(written: Written, action: str) -> Place:
    for text in texts(written, "Action"):
        if Action(text.value).holds(action, Holes.NOTHING):
            return Place(text.route)
    return Place((*written.route, "NotAction"), key=True)
