"""What custom rules may be about, in one table: its own data, and where parts of it stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from immlint.catalog.payload import parsed
from immlint.catalog.type import Scalar
from immlint.custom.file import PartError
from immlint.facts import Facts
from immlint.language import Language
from immlint.message import meant
from immlint.precondition import of_ram
from immlint.rule import Precondition
from immlint.subject import EMBEDDED, Place, Policy, Request, Route
from immlint.subject.code import MethodCalled


class CustomSubject(NamedTuple):
    """A kind of subject; *is_partial* tells that there may be more of it than its data show."""

    type: type[Any]
    data: Callable[[Any], Any]
    place: Callable[[Any, Route, bool], Place]
    is_partial: Callable[[Any], bool]
    when: Callable[[Mapping[str, Any]], tuple[Precondition, ...]]
    #: What messages may name of it, beside what each form gives them.
    named: Callable[[Any], dict[str, object]]
    arguments: tuple[str, ...]
    #: How examples are kept that do not say it.
    filename: str
    kind: str | None = None


def _of_operations(rule: Mapping[str, Any]) -> tuple[Precondition, ...]:
    """Return what limits a rule to the operations that it names, by patterns."""
    if "operation" not in rule:
        return ()
    patterns = rule["operation"] if isinstance(rule["operation"], list) else [rule["operation"]]
    if not patterns or not all(isinstance(text, str) for text in patterns):
        raise PartError(("operation",), "'operation' must be an operation, or a list of them")
    from immlint.catalog import load
    from immlint.near import nearest

    catalog = load()
    known = (*catalog.operations, *catalog.legacy_actions)
    languages = [Language.glob(text) for text in patterns]
    for text, language in zip(patterns, languages, strict=True):
        if not any(map(language.matches, known)):
            near = nearest(text, known, 0.5, exact=True)
            raise PartError(
                ("operation",), "IMM has no operation {name!r}{hint}", name=text, hint=meant(near)
            )
    names = frozenset(name for name in known if any(each.matches(name) for each in languages))

    def is_meant(request: Request, facts: Facts) -> bool:
        return request.operation in names

    return (is_meant,)


def _parameters(request: Request) -> dict[str, Any]:
    """Return the parameters; those that are JSON in a text as what they say."""
    from immlint.catalog import load

    operation = load().operations.get(request.operation)
    rows = operation.parameters if operation else {}
    return {
        name: parsed((), value)[1] if name in rows and not isinstance(rows[name].type, Scalar) else value
        for name, value in request.parameters.items()
    }


def _of_parameters(request: Request, route: Route, key: bool) -> Place:
    """Return the place of what stands at *route* of the parameters as they are read above."""
    if len(route) > 1 and isinstance(request.parameters.get(str(route[0])), str):
        route = (route[0], EMBEDDED, *route[1:])
    return request.place(route, key=key)


def _called(call: MethodCalled) -> dict[str, Any]:
    return {
        "Owner": call.owner,
        "Method": call.name,
        "Positional": call.positional,
        "Keywords": list(call.keywords),
    }


SUBJECTS = {
    "request": CustomSubject(
        Request,
        _parameters,
        _of_parameters,
        lambda request: bool(request.is_open or (request.call and request.call.branches)),
        _of_operations,
        lambda request: {"operation": request.operation},
        ("operation",),
        "request.yaml",
    ),
    "policy": CustomSubject(
        Policy,
        lambda policy: policy.document,
        lambda policy, route, key: Place((*policy.route, *route), key),
        lambda policy: False,
        lambda rule: (of_ram,),
        lambda policy: {},
        (),
        "policy.yaml",
        "policy",
    ),
    "call": CustomSubject(
        MethodCalled,
        _called,
        lambda call, route, key: call.place,
        lambda call: False,
        lambda rule: (),
        lambda call: {},
        (),
        "example.py",
    ),
}
