"""What can be written in a policy: elements, actions, resources, conditions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from immlint.access.family import VARIABLE
from immlint.access.service import SERVICES
from immlint.catalog import load
from immlint.cloud import cloud_of
from immlint.message import Term
from immlint.ram.condition import COMMON_KEYS, OPERATORS, SETS, TAGS, base
from immlint.ram.pattern import Holes, action
from immlint.ram.written import ELEMENTS, TOP
from immlint.server.completion.cursor import Cursor, Offer, at
from immlint.subject import Route

#: Elements of which a statement has one or the other.
_EITHER = (("Action", "NotAction"), ("Resource", "Principal"))
_TAKES_ROLES = ("sts:AssumeRole",)
_PRINCIPALS = ("RAM", "Service", "Federated")
#: The resource of actions that take no single ones.
_ALL = "*"


def offers(cursor: Cursor, kind: str | None) -> Sequence[Offer] | None:
    """Return what can be written in the policy that the cursor is in, ``None`` if it is in none."""
    found = _policy(cursor, kind)
    if found is None:
        return None
    policy, route = found
    if cloud_of(policy) is not None:
        return []
    if not route:
        return _missing(TOP, policy) if cursor.is_key else []
    if route == ("Version",):
        return [Offer("1")]
    statement = policy.get("Statement")
    rest = route[1:]
    if isinstance(statement, list) and rest:
        statement, rest = at(statement, rest[:1]), rest[1:]
    if route[0] != "Statement" or not isinstance(statement, dict):
        return []
    return list(_in_statement(policy, statement, rest, cursor))


def _policy(cursor: Cursor, kind: str | None) -> tuple[dict[str, Any], Route] | None:
    """Return the policy around the cursor, and the route from there."""
    for index in range(len(cursor.route) + 1):
        found = at(cursor.data, cursor.route[:index])
        if isinstance(found, dict) and (
            "Statement" in found or cursor.route[index : index + 1] == ("Statement",)
        ):
            return found, cursor.route[index:]
    if (kind or "").endswith("policy") and isinstance(cursor.data, dict):
        return cursor.data, cursor.route
    return None


def _in_statement(
    policy: dict[str, Any], statement: dict[str, Any], route: Route, cursor: Cursor
) -> Iterator[Offer]:
    if not route:
        yield from _elements(policy, statement) if cursor.is_key else ()
        return
    element, below = route[0], route[1:]
    if cursor.is_key:
        if element == "Condition":
            yield from _in_condition(at(statement, route), below)
        elif element == "Principal" and not below:
            yield from _missing(_PRINCIPALS, at(statement, route))
    elif element == "Effect":
        yield from (Offer("Allow"), Offer("Deny"))
    elif element in ("Action", "NotAction"):
        yield from _actions(policy, statement, str(element), cursor.written)
    elif element == "Resource":
        yield from _resources(statement)
    elif element == "Condition" and len(below) >= 2 and OPERATORS.get(base(str(below[0]))) == "boolean":
        yield from (Offer("true"), Offer("false"))


def _missing(names: Sequence[str], given: Any) -> list[Offer]:
    known = given if isinstance(given, dict) else {}
    return [Offer(name, rank=rank) for rank, name in enumerate(names) if name not in known]


def _elements(policy: dict[str, Any], statement: dict[str, Any]) -> Iterator[Offer]:
    statements = policy.get("Statement")
    others = statements if isinstance(statements, list) else []
    told = {key for each in others if isinstance(each, dict) for key in each}
    # All statements of a policy name principals, or none does.
    wanted = [name for name in ELEMENTS if name != "Principal" or "Principal" in told or not told]
    excluded = {b for pair in _EITHER for a, b in (pair, pair[::-1]) if a in statement}
    yield from (offer for offer in _missing(wanted, statement) if offer.text not in excluded)


def _in_condition(given: Any, below: Route) -> Iterator[Offer]:
    known = {str(key).lower() for key in given} if isinstance(given, dict) else set()
    if not below:
        names = [*OPERATORS, *(f"{prefix}:{name}" for prefix in SETS for name in OPERATORS)]
        yield from (Offer(name, rank=n) for n, name in enumerate(names) if name.lower() not in known)
        return
    wanted = OPERATORS.get(base(str(below[0])))
    for key, kind in COMMON_KEYS.items():
        if kind == wanted and key.lower() not in known:
            tag = key.lower() in TAGS
            yield Offer(f"{key}/" if tag else key, Term("the key of a tag follows") if tag else kind)


def _texts(value: Any) -> list[str]:
    return [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]


def _actions(
    policy: dict[str, Any], statement: dict[str, Any], element: str, written: str
) -> Iterator[Offer]:
    """Yield actions: of IMM first, then of the services that the policy names, or that is being named."""
    if "Principal" in statement:
        yield from (Offer(name) for name in _TAKES_ROLES)
        return
    given = {text.lower() for text in _texts(statement.get(element))}
    named = [text for each in _statements(policy) for text in _texts(each.get("Action"))]
    codes = dict.fromkeys(action(text).service.lower() for text in (written, *named))
    for service in SERVICES:
        for name, row in service.rows.items():
            if row.ram.action and row.ram.action.lower() not in given:
                yield Offer(row.ram.action, name)
    for code in codes.keys() - {service.code for service in SERVICES}:
        listing = load().services.of(code)
        for name in sorted(listing.names.values()) if listing else ():
            if f"{code}:{name}".lower() not in given:
                yield Offer(f"{code}:{name}", rank=1)


def _statements(policy: dict[str, Any]) -> list[dict[str, Any]]:
    found = policy.get("Statement")
    return [each for each in (found if isinstance(found, list) else [found]) if isinstance(each, dict)]


def _resources(statement: dict[str, Any]) -> Iterator[Offer]:
    """Yield the forms of resources that the actions of a statement ask for."""
    given = set(_texts(statement.get("Resource")))
    templates = dict.fromkeys(t for text in _texts(statement.get("Action")) for t in _asked(text))
    if not templates:
        templates = dict.fromkeys(f.template for service in SERVICES for f in service.families)
        templates[_ALL] = None
    for rank, template in enumerate(templates):
        text = VARIABLE.sub("*", template)
        if text not in given:
            yield Offer(text, rank=rank, snippet=_snippet(template))


def _asked(written: str) -> Iterator[str]:
    """Yield the templates of the resources of the actions that a pattern names."""
    pattern = action(written)
    rows = [row.ram for service in SERVICES for row in service.rows.values()]
    listing = load().services.of(pattern.service)
    rows += listing.rows.values() if listing else ()
    for row in rows:
        if row.action and pattern.holds(row.action, Holes.ANYTHING):
            yield from row.resources or (_ALL,)


def _snippet(template: str) -> str | None:
    """Return a template with places to fill in, which begin as wildcards."""
    parts = VARIABLE.split(template)
    if len(parts) == 1:
        return None
    pieces = [parts[0]]
    # The names of the variables stand between what is fixed.
    for number, fixed in enumerate(parts[2::2], 1):
        pieces += [f"${{{number}:*}}", fixed]
    return "".join(pieces)
