"""What is told of a request at a glance is what three close looks say of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from immlint.catalog import load
from immlint.catalog.check import COMMON, violations
from immlint.catalog.names import GRAMMAR
from immlint.catalog.payload import fields
from immlint.catalog.plain_object import PlainObjects
from immlint.subject import UNKNOWN, Request, Text, lifted
from tests.catalog import requests

CATALOG = load()
PLAIN = PlainObjects(CATALOG)
OPERATIONS = sorted(CATALOG.operations)
ROUTES = {operation: [route for route, _ in requests.fields(operation)] for operation in OPERATIONS}
VALUES: tuple[Any, ...] = (
    *("", "a", "9", "9-lives", "${x}", "true", "1.5", "Official:MediaMeta", "€" * 300, "x" * 3_000, "\ud800"),
    *(0, 1, -1, 3, 10**9, 2**63, 0.5, 1e400, float("nan"), True, False, None, UNKNOWN),
    *([], ["a"], ["${x}"], [1], [None], [[]], [{}], ["a"] * 200, {}, {"a": "b"}, {"a": "${x}"}, {"a": [1]}),
    *('{"a": "b"}', "[]", "{", {1: 2}, [{"URI": "oss://b/o"}] * 101),
)


def agrees(request: Request) -> bool:
    """Hold a glance to the close looks, and tell whether the request is plain."""
    limits = PLAIN.limits(request)
    if limits is None:
        return False
    given = fields(request, CATALOG)
    assert violations(request, CATALOG) == ()
    templates = [field.value for field in given if field.row.limits.template]
    is_offered = all(CATALOG.templates.get(value) == () for value in templates)
    every = frozenset().union(*(field.row.limited_by for field in given))
    assert limits == (every - {"template"} if is_offered else every)
    assert not any(isinstance(text, Text) or text is UNKNOWN for text in leaves(request.parameters))
    named = [each.value for each in given if each.row.name in ("ProjectName", "DatasetName")]
    assert all(map(GRAMMAR.holds, named))
    return True


def leaves(value: Any) -> list[Any]:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return [value] if parts is None else [leaf for part in parts for leaf in leaves(part)]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_right_request_is_plain_with_each_of_its_fields(operation: str) -> None:
    rows = dict(requests.fields(operation))
    plain = [
        agrees(Request(operation, requests.request(operation, route, requests.right(row, operation))))
        for route, row in rows.items()
    ]
    assert plain.count(True) >= 0.9 * len(plain)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_any_value_of_each_field_is_told_as_by_close_looks(operation: str) -> None:
    told = [
        agrees(Request(operation, lifted(requests.request(operation, route, value))))
        for route in ROUTES[operation][:60]
        for value in VALUES
    ]
    assert not all(told)


@st.composite
def mixed(draw: st.DrawFn) -> Request:
    operation = draw(st.sampled_from(OPERATIONS))
    body: dict[str, Any] = {}
    for route in draw(st.lists(st.sampled_from(ROUTES[operation]), max_size=3)):
        row = dict(requests.fields(operation))[route]
        value = draw(st.sampled_from(VALUES)) if draw(st.integers(0, 4)) == 0 else requests.right(row)
        body |= requests.request(operation, route, value)
    if draw(st.booleans()):
        others = st.sampled_from([*sorted(COMMON), "Nope", "Tag.1"])
        body |= draw(st.dictionaries(others, st.sampled_from(VALUES), max_size=2))
    for name in draw(st.lists(st.sampled_from(sorted(body)), max_size=1)) if body else ():
        del body[name]
    return Request(operation, lifted(body), is_open=draw(st.booleans()))


@given(mixed())
@settings(max_examples=500, deadline=None)
def test_requests_are_told_as_by_close_looks(request: Request) -> None:
    agrees(request)


def test_what_is_no_request_of_the_api_is_not_plain() -> None:
    assert PLAIN.limits(Request("Nope", {})) is None
