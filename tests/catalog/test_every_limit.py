"""Every limit of the catalogue: what is within is let pass, what is beyond is told once, and nothing else.

Each field stands in the least request that says it, so the whole list of findings is known; nested structures
are held to the same once more as JSON in a text, the form they travel in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

import immlint
from immlint.catalog import Parameter
from immlint.catalog.catalog import LONG
from immlint.catalog.limits import AddressForm, Effect
from immlint.catalog.type import List, Scalar, struct_of
from immlint.config import Config
from immlint.subject import Route
from tests.catalog.requests import CATALOG, fields, in_code, item, request, right

#: Code, severity and pointer of a finding.
Told = tuple[str, str, str]
NAMES = ("ProjectName", "DatasetName")
OPERATIONS = [name for name in CATALOG.operations if CATALOG.operations[name].parameters]


def told(operation: str, parameters: dict[str, Any]) -> list[Told]:
    body = {"Action": operation, "Version": "2020-09-30", **parameters}
    return told_of(json.dumps(body, ensure_ascii=False), "x.json")


def told_of(text: str, filename: str) -> list[Told]:
    findings = immlint.lint_text(text, filename=filename, config=Config(pedantic=True))
    return sorted((finding.code, finding.severity, finding.pointer) for finding in findings)


def check(operation: str, route: Route, row: Parameter, value: Any, *expected: Told) -> None:
    """Hold a value against what is expected, as it is and within JSON in a text."""
    body = request(operation, route, value)
    wanted = sorted([*expected, *by_itself(operation, route, row, value)])
    assert told(operation, body) == wanted, (route, shown(value))
    if len(route) > 1:
        first = str(route[0])
        travelling = {**body, first: json.dumps(body[first], ensure_ascii=False)}
        assert told(operation, travelling) == wanted, (route, shown(value), "as JSON in a text")


def by_itself(operation: str, route: Route, row: Parameter, value: Any) -> Iterator[Told]:
    """Yield what is told of a parameter whatever its value is."""
    effect = row.limits.effect
    if value is not None and operation in row.limits.absent_in:
        yield "IMM108", "warning", pointer(route)
    if value is not None and effect is not None:
        yield "IMM108", "warning" if effect is Effect.NONE else "info", pointer(route)


def pointer(route: Route) -> str:
    return "".join(f"/{step}" for step in route)


def shown(value: object) -> str:
    return str(value)[:60]


def each(operation: str) -> Iterator[tuple[Route, Parameter]]:
    """Yield the fields of an operation, but those inside what has no effect in it as a whole."""
    without: list[Route] = []
    for route, row in fields(operation):
        if any(route[: len(above)] == above for above in without):
            continue
        if row.limits.effect is not None or operation in row.limits.absent_in:
            without.append(route)
        yield route, row


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_least_request_is_let_pass(operation: str) -> None:
    assert told(operation, request(operation)) == []


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_field_with_a_right_value_is_let_pass(operation: str) -> None:
    for route, row in each(operation):
        check(operation, route, row, right(row, operation))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_field_of_an_object_of_the_sdk(operation: str) -> None:
    known = CATALOG.classes[CATALOG.operations[operation].python["requestClass"]].fields.values()
    names = {row.name for row in known}
    for route, row in each(operation):
        if route[0] in names:
            value = right(row, operation)
            told = told_of(in_code(operation, request(operation, route, value)), "app.py")
            assert told == sorted(by_itself(operation, route, row, value)), route
            # The SDK takes any value, but for the API there are none but its own.
            wrong = request(operation, route, {"k": 1} if isinstance(row.type, Scalar) else 7)
            issue = ("IMM103", "error", pointer(route))
            assert issue in told_of(in_code(operation, wrong), "app.py"), route


@pytest.mark.parametrize("operation", OPERATIONS)
def test_numbers(operation: str) -> None:
    for route, row in each(operation):
        limits = row.limits
        if row.type not in (Scalar.INTEGER, Scalar.NUMBER) or limits.choices:
            continue
        step = 1 if row.type is Scalar.INTEGER else 0.25
        error, warning = (("IMM105", severity, pointer(route)) for severity in ("error", "warning"))
        quota = row.name.startswith(("DatasetMax", "ProjectMax")) or limits.maximum == LONG
        above = error if quota else warning
        bounds = [
            (limits.minimum, 0, -step, error),
            (limits.above, step, 0, error),
            (limits.maximum, 0, 1, above),
            (limits.below, -step, 0, above),
        ]
        for bound, within, beyond, issue in bounds:
            if bound is not None:
                check(operation, route, row, bound + within)
                check(operation, route, row, str(bound + within))
                check(operation, route, row, bound + beyond, issue)
                check(operation, route, row, str(bound + beyond), issue)
        if limits.whole_above is not None:
            check(operation, route, row, limits.whole_above - 0.5)
            check(operation, route, row, limits.whole_above + 1)
            check(operation, route, row, limits.whole_above + 0.5, warning)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_lengths(operation: str) -> None:
    for route, row in each(operation):
        limits = row.limits
        if row.type is not Scalar.STRING or limits.choices or row.name in NAMES:
            continue
        issue = ("IMM106", "warning", pointer(route))
        if limits.min_length:
            check(operation, route, row, "相" * limits.min_length)
            check(operation, route, row, "相" * (limits.min_length - 1), issue)
        if limits.max_length is not None:
            check(operation, route, row, "相" * limits.max_length)
            check(operation, route, row, "相" * (limits.max_length + 1), issue)
        if limits.max_bytes is not None:
            rest = "a" * (limits.max_bytes % 3)
            check(operation, route, row, "相" * (limits.max_bytes // 3) + rest)
            check(operation, route, row, "相" * (limits.max_bytes // 3) + rest + "a", issue)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_choices(operation: str) -> None:
    for route, row in each(operation):
        limits = row.limits
        listed = isinstance(row.type, List)
        at = (*route, 0) if listed else route
        fewer = dict(limits.fewer_choices).get(operation, limits.choices)
        issue = ("IMM107", "warning", pointer(at))
        for choice in limits.choices or limits.item_choices:
            missing = [] if choice in (fewer or limits.item_choices) else [issue]
            check(operation, route, row, [choice] if listed else choice, *missing)
            wrong = "-7" if row.type is Scalar.INTEGER else f"{choice}-x"
            check(operation, route, row, [wrong] if listed else wrong, issue)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_near_choice_is_named(operation: str) -> None:
    for route, row in each(operation):
        for choice in row.limits.choices or row.limits.item_choices:
            slip = str(choice).swapcase()
            if slip == str(choice) or row.limits.comma_separated:
                continue
            body = request(operation, route, [slip] if isinstance(row.type, List) else slip)
            text = json.dumps({"Action": operation, "Version": "2020-09-30", **body})
            (finding,) = immlint.lint_text(text, filename="x.json")
            assert finding.code == "IMM107"
            assert finding.help == f'did you mean "{choice}"?', (route, choice)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_counts(operation: str) -> None:
    for route, row in each(operation):
        limits = row.limits
        issue = ("IMM111", "warning", pointer(route))
        most = limits.max_items
        if most is not None and isinstance(row.type, List):
            check(operation, route, row, [item(row)] * most)
            check(operation, route, row, [item(row)] * (most + 1), issue)
        elif most is not None and limits.comma_separated:
            check(operation, route, row, ",".join(["a"] * most))
            check(operation, route, row, ",".join(["a"] * (most + 1)), issue)
        elif most is not None:
            check(operation, route, row, json.dumps(["1:1"] * most))
            check(operation, route, row, json.dumps(["1:1"] * (most + 1)), issue)
        if limits.longest_question is not None:
            messages = [{"Content": "a" * 1001}, {"Content": "相" * limits.longest_question}]
            check(operation, route, row, messages)
            long = ("IMM106", "warning", f"{pointer(route)}/0/Content")
            check(operation, route, row, messages[:1], long)
        if limits.max_properties is not None:
            labels = {f"k{n}": "v" for n in range(limits.max_properties)}
            check(operation, route, row, labels)
            check(operation, route, row, {**labels, "more": "v"}, issue)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_addresses(operation: str) -> None:
    for route, row in each(operation):
        issue = ("IMM110", "error", pointer(route))
        if row.limits.address is not None:
            check(operation, route, row, "https://example.com/a", issue)
        if row.limits.address in (AddressForm.OBJECT, AddressForm.PREFIX):
            check(operation, route, row, "oss:///a" + (row.limits.ending or ""), issue)
        if row.limits.item_address is not None:
            check(
                operation,
                route,
                row,
                ["oss://b/o", "https://example.com/a"],
                (*issue[:2], pointer((*route, 1))),
            )


@pytest.mark.parametrize("operation", OPERATIONS)
def test_types(operation: str) -> None:
    for route, row in each(operation):
        issue = ("IMM103", "error", pointer(route))
        if isinstance(row.type, Scalar):
            check(operation, route, row, {"k": 1}, issue)
        else:
            check(operation, route, row, 7, issue)
        if row.type not in (Scalar.STRING, Scalar.BOOLEAN):
            check(operation, route, row, "many", issue)


def structures(operation: str) -> Iterator[tuple[Route, dict[str, Any]]]:
    """Yield the way to each structure of an operation, and its rows."""
    for route, row in each(operation):
        rows = CATALOG.structs.get(struct_of(row.type) or "")
        if rows and row.limits.effect is None and operation not in row.limits.absent_in:
            yield (*route, 0) if isinstance(row.type, List) else route, dict(rows)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_required_fields_of_structures(operation: str) -> None:
    for route, rows in structures(operation):
        for name, row in rows.items():
            if row.required:
                check(operation, (*route, name), row, None, ("IMM101", "error", pointer(route)))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_unknown_fields_of_structures(operation: str) -> None:
    for route, rows in structures(operation):
        for slip, severity in ((f"{max(rows, key=len)}s", "error"), ("Nope", "warning")):
            row = next(iter(rows.values()))
            body = request(operation, (*route, row.name), right(row))
            holder: Any = body
            for step in route:
                holder = holder[step]
            holder[slip] = "a"
            at = ("IMM102", severity, pointer((*route, slip)))
            assert told(operation, body) == [at], (route, slip)


def test_every_kind_of_limit_is_walked() -> None:
    held = [row.limits for operation in OPERATIONS for _, row in each(operation)]
    for name in held[0]._fields:
        walked = sum(bool(getattr(limits, name)) for limits in held)
        assert walked, name
    assert len(held) > 1_500
