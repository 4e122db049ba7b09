"""What would grant what is not granted: the resource to allow, and the written pattern next to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from immlint.access.answer import grants
from immlint.access.service import asked
from immlint.message import Message, Term
from immlint.near import likeness
from immlint.ram import arn
from immlint.ram.decide.decision import Policy, Statement
from immlint.ram.pattern import Action
from immlint.ram.pattern import pattern as as_pattern
from immlint.record import record
from immlint.subject import PolicyKind


@record
class Nearest:
    """A resource to allow: proved to grant all that was asked for, in policies of these *kinds*.

    ``beyond`` is a resource that it grants beside that, ``None`` if it is proved to grant nothing else.
    ``pattern`` is what ``statement`` says instead, and ``lacks`` how the two differ.
    """

    resource: str
    kinds: tuple[PolicyKind, ...]
    beyond: str | None = None
    statement: Statement | None = None
    pattern: str | None = None
    lacks: tuple[str, ...] = ()


def nearest_grant(policies: Sequence[Policy], action: str, resource: str) -> Nearest | None:
    """Return what would grant *action* on all of *resource*; ``None`` if no Allow helps, as under a Deny.

    Conditions of a Deny are taken not to hold.
    """
    kinds: list[PolicyKind] = [
        kind for kind in dict.fromkeys(p.kind for p in policies) if kind not in ("trust", "bucket")
    ]
    for size in range(1, len(kinds) + 1):
        for chosen in combinations(kinds, size):
            if _grants(
                [*policies, *(_allowing(action, resource, kind) for kind in chosen)], action, resource
            ):
                statement, pattern = _closest(policies, action, resource, chosen)
                lacks = tuple(_differences(pattern, resource)) if pattern else ()
                return Nearest(resource, chosen, _beyond(resource), statement, pattern, lacks)
    return None


def _grants(policies: Iterable[Policy], action: str, resource: str) -> bool:
    return grants(policies, action=action, resource=resource).verdict == "all"


def _allowing(action: str, resource: str, kind: PolicyKind) -> Policy:
    return Policy(
        (Statement(-1, 0, (), "Allow", (Action(action),), None, (arn.parse(resource),), kind=kind),), kind
    )


def _beyond(resource: str) -> str | None:
    """Return a legal resource that a pattern names though the question does not."""
    named = arn.parse(resource).language()
    parts = arn.located(resource)
    legal = asked(f"acs:{parts[0]}:*:*:*" if parts else "*")
    return arn.written(legal.find([[named] if named else []], [asked(resource).form])[0])


def _closest(
    policies: Iterable[Policy], action: str, resource: str, kinds: Sequence[PolicyKind]
) -> tuple[Statement | None, str | None]:
    found: list[tuple[float, Statement, str]] = []
    for statement in (s for policy in policies if policy.kind in kinds for s in policy.statements):
        if statement.effect == "Allow" and statement.takes(action):
            for text in (named.text for named in statement.resources):
                found.append((likeness(text, resource), statement, text))
    best = max(found, key=lambda item: item[0], default=None)
    return (best[1], best[2]) if best and best[0] >= 0.6 else (None, None)


_INSTEAD = "{own} instead of {other}"
_REGION = Term("region")
_ACCOUNT = Term("account")


def _differences(pattern: str, resource: str) -> Iterator[str]:
    """Yield in words what keeps *pattern* from naming all of *resource*."""
    fields, wanted = arn.split(pattern), arn.split(resource)
    if len(fields) < 5 or len(wanted) < 5:
        yield Message("{count} fields instead of 5", count=len(fields))
        return
    if fields[0] != wanted[0] or fields[1].lower() != wanted[1].lower():
        yield Message(_INSTEAD, own=":".join(fields[:2]), other=":".join(wanted[:2]))
    for name, own, other in zip((_REGION, _ACCOUNT), fields[2:4], wanted[2:4], strict=True):
        everywhere = name == _REGION and fields[1].lower() in arn.GLOBAL and not own
        if own not in (other, "*") and not everywhere:
            yield Message("{name} {own} instead of {other}", name=name, own=own or Term("empty"), other=other)
    yield from _relative(fields[4], wanted[4])


def _relative(own: str, other: str) -> Iterator[str]:
    plural = own.startswith("projects/") and other.startswith("project/")
    if plural:
        yield Message(_INSTEAD, own="projects/", other="project/")
        own = "project/" + own.removeprefix("projects/")
    if own == other:
        return
    if own.lower() == other.lower():
        yield Message("another case: {own} instead of {other}", own=own, other=other)
    elif other.startswith(own.rstrip("/") + "/"):
        yield Message("{rest} is missing at the end", rest=other[len(own.rstrip("/")) :])
    else:
        if not as_pattern(own).covers(as_pattern(other)):
            yield Message(_INSTEAD, own=own, other=other)
