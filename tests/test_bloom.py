"""No value that comes again is missed, and few others are taken for one."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from immlint.bloom import met_again

VALUES = st.lists(st.tuples(st.text(max_size=2), st.integers(0, 3)), max_size=40)


@given(VALUES, st.sampled_from([0, 1, 5, 100]))
def test_what_comes_again_is_told(values: list[tuple[str, int]], exact: int) -> None:
    again = {hash(value) for value, count in Counter(values).items() if count > 1}
    assert met_again(values, exact) >= again


def test_few_enough_values_are_told_apart_exactly() -> None:
    assert met_again(range(1_000), exact=1_000) == frozenset()
    assert met_again([*range(1_000), 7], exact=1_000) == {7}


def test_hardly_another_value_is_taken_for_one_that_comes_again() -> None:
    values = [f"dataset-{number}" for number in range(60_000)]
    found = met_again([*values, values[0], values[-1]], exact=1_000)
    assert {hash(values[0]), hash(values[-1])} <= found
    assert len(found) < 20
