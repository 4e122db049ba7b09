"""``schema``: a JSON Schema over the data of a subject.

What is not known breaks no schema: an error counts only if no completion of the data would mend it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from immlint.custom.file import PartError
from immlint.custom.subjects import CustomSubject
from immlint.custom.wording import Wording
from immlint.facts import Facts
from immlint.issue import Issue, quoted
from immlint.subject import Route, is_open

#: Keywords by which one part decides what holds for another: all must be known.
_ACROSS = frozenset(
    (
        *("then", "else", "if", "not", "anyOf", "oneOf", "contains", "minContains", "maxContains"),
        *("dependentSchemas", "dependentRequired", "unevaluatedProperties", "unevaluatedItems"),
        *("minProperties", "maxProperties"),
    )
)


def schema(data: Any, wording: Wording, kind: CustomSubject) -> Any:
    """Return the check of a JSON Schema."""
    from jsonschema import Draft202012Validator
    from referencing import Registry

    _check_schema(data)
    # Nothing is ever fetched for a reference.
    validator = Draft202012Validator(_placed(data), registry=Registry())

    def check(subject: Any, facts: Facts) -> Iterator[Issue]:
        own, partial = kind.data(subject), kind.is_partial(subject)
        told: set[tuple[Route, str, str]] = set()
        for error in validator.iter_errors(own):
            for route, is_key, about in _places(error, own, partial):
                if (route, error.validator, about) in told:
                    continue
                told.add((route, error.validator, about))
                yield wording.of_part(
                    kind,
                    subject,
                    route,
                    key=is_key,
                    about=about if not is_key else "",
                    found=about or quoted(error.instance),
                    expected=quoted(error.validator_value),
                    keyword=error.validator,
                )

    return check


def _check_schema(data: Any) -> None:
    from jsonschema import Draft202012Validator, SchemaError

    if not isinstance(data, dict):
        raise PartError(("schema",), "'schema' must be a JSON Schema")
    try:
        Draft202012Validator.check_schema(data, format_checker=Draft202012Validator.FORMAT_CHECKER)
    except SchemaError as error:
        raise PartError(
            ("schema", *error.absolute_path), "this is no JSON Schema: {error}", error=error.message
        ) from None
    for route, reference in _references(data, ("schema",)):
        if not _leads_somewhere(data, reference):
            raise PartError(
                route,
                "the reference {reference!r} leads nowhere in this schema; expected one such as #/$defs/name",
                reference=reference,
            )


def _placed(data: Any) -> Any:
    """Return a schema without ``false`` for a property: jsonschema does not tell where that was met."""
    if isinstance(data, list):
        return list(map(_placed, data))
    if not isinstance(data, dict):
        return data
    made = {key: item if key in ("enum", "const") else _placed(item) for key, item in data.items()}
    for key in ("properties", "patternProperties"):
        if isinstance(made.get(key), dict):
            made[key] = {name: {"not": {}} if item is False else item for name, item in made[key].items()}
    return made


def _references(data: Any, route: Route) -> Iterator[tuple[Route, Any]]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, item in items:
        if key in ("$ref", "$dynamicRef") and isinstance(item, str):
            yield (*route, key), item
        yield from _references(item, (*route, key))


def _leads_somewhere(data: Any, reference: str) -> bool:
    from referencing import Registry
    from referencing.exceptions import Unresolvable
    from referencing.jsonschema import DRAFT202012

    try:
        Registry().resolver_with_root(DRAFT202012.create_resource(data)).lookup(reference)
    except Unresolvable:
        return False
    return True


def _places(error: Any, data: Any, partial: bool) -> Iterator[tuple[Route, bool, str]]:
    """Yield what of the data an error is about, if it is sure: its route, whether its key, a missing name."""
    route, value = tuple(error.absolute_path), error.instance
    path = list(error.absolute_schema_path)
    if error.validator == "not" and error.validator_value == {} and not _ACROSS & set(path[:-1]):
        yield route, bool(route) and isinstance(route[-1], str), ""
    elif _ACROSS & set(path):
        if not partial and is_plain(data):
            yield route, False, ""
    elif error.validator == "required":
        if isinstance(value, Mapping) and not any(map(is_open, value)) and (route or not partial):
            yield from ((route, False, name) for name in error.validator_value if name not in value)
    elif error.validator == "additionalProperties" and isinstance(value, Mapping):
        known, patterns = error.schema.get("properties", {}), error.schema.get("patternProperties", {})
        for name in value:
            if name not in known and not is_open(name) and not any(re.search(p, name) for p in patterns):
                yield (*route, name), True, str(name)
    elif error.validator == "type":
        if not is_open(value):
            yield route, False, ""
    elif is_plain(value):
        yield route, False, ""


def is_plain(value: Any) -> bool:
    """Tell whether all of a value is known."""
    if isinstance(value, Mapping):
        return all(not is_open(key) and is_plain(item) for key, item in value.items())
    return all(map(is_plain, value)) if isinstance(value, list) else not is_open(value)
