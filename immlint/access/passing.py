"""The roles that a request hands to IMM, which its caller must be allowed to pass."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from immlint.access.ask import Ask
from immlint.catalog import Catalog
from immlint.catalog.payload import fields
from immlint.language import Chars, Language, Run
from immlint.subject import Request, Route, filled, part
from immlint.subject import language as language_of

PARAMETER = "ServiceRole"
#: The parameter that names one for this request alone.
CREDENTIALS = "CredentialConfig"
ACTION = "ram:PassRole"


class PassedRole(NamedTuple):
    """A role as a request names it, where, and what passing it asks for."""

    route: Route
    name: str
    ask: Ask


def passed_roles(request: Request, catalog: Catalog) -> Iterator[PassedRole]:
    """Yield the roles that *request* hands to IMM, for good or with the credentials of this one call.

    A role that nobody knows is left out. The roles of a chain are assumed, one after the other, not passed.
    """
    given = request.parameters
    if not any(isinstance(given.get(name), str | dict) for name in (PARAMETER, CREDENTIALS)):
        return
    for field in fields(request, catalog):
        if field.route[-1] == PARAMETER and isinstance(field.value, str):
            ask = _passing(field.value)
            if ask is not None:
                yield PassedRole(field.route, field.value, ask)


def _passing(role: str) -> Ask | None:
    # By name is how the API takes it; who gives the ARN means the same role.
    name = part(role, role.rfind("/") + 1, len(role))
    if not filled(name, "").strip():
        return None
    # RAM tells no two roles apart by case, and writes their names in lower case, but documents neither.
    spelt = language_of(name)
    spellings = dict.fromkeys((spelt, _lower(spelt)))
    return Ask(ACTION, tuple(Language.literal("role/") + spelling for spelling in spellings))


def _lower(name: Language) -> Language:
    return Language([list(map(_lower_run, branch)) for branch in name.branches])


def _lower_run(run: Run) -> Run:
    known = Language([[run]]).text
    return run if known is None else run._replace(chars=Chars.of(known[:1].lower()))
