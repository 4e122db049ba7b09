"""What is told of a value at a glance is what the close look says of it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from immlint.catalog import load
from immlint.catalog.catalog import Parameter
from immlint.catalog.check import of_value

_CATALOG = load()
_ROWS = [
    row
    for rows in (*(o.parameters for o in _CATALOG.operations.values()), *_CATALOG.structs.values())
    for row in rows.values()
]
#: The rows of which no two take the same values.
_KINDS = list({(row.doc_type, row.limits): row for row in reversed(_ROWS)}.values())
_CHOICES = sorted({choice for row in _ROWS for choice in row.limits.choices if isinstance(choice, str)})
_VALUES = st.one_of(
    st.text(max_size=5),
    st.builds("€".__mul__, st.integers(0, 600)),
    st.sampled_from(_CHOICES),
    st.integers(-5, 300),
    st.integers(-(10**19), 10**19),
    st.booleans(),
    st.floats(),
    st.just([]),
    st.just({}),
)


@given(st.sampled_from(_KINDS), _VALUES)
def test_a_plain_value_breaks_nothing(row: Parameter, value: object) -> None:
    if row.plain is not None and row.plain.holds(value):
        assert not list(of_value(row.type, row.limits, value, (row.name,), _CATALOG))


@pytest.mark.parametrize("row", _KINDS, ids=lambda row: row.name)
def test_the_ends_of_what_is_plain_break_nothing_and_what_is_beyond_is_looked_at(row: Parameter) -> None:
    plain = row.plain
    if plain is None or plain.choices or plain.kind is bool:
        return
    make = (lambda size: "€" * size) if plain.kind is str else int
    bounds = ((plain.least, math.ceil, -1), (plain.most, math.floor, 1))
    for whole, step in [(inside(end), step) for end, inside, step in bounds if math.isfinite(end)]:
        assert plain.holds(make(whole))
        assert not list(of_value(row.type, row.limits, make(whole), (row.name,), _CATALOG))
        if whole + step >= 0 or plain.kind is int:
            assert not plain.holds(make(whole + step))


def test_most_values_are_plain() -> None:
    told = [row for row in _ROWS if row.plain is not None]
    assert len(told) > len(_ROWS) / 2
