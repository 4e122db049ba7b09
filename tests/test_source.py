"""What a source lets go of comes back as it was."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from immlint.source import Source


@given(st.binary(max_size=50).map(lambda data: data * 50), st.sampled_from((None, "latin-1")))
def test_a_source_of_which_much_was_forgotten_is_the_same(data: bytes, declared: str | None) -> None:
    source, other = Source("a.py", data, declared), Source("a.py", data, declared)
    source.forget()
    source.forget()
    for each in (source, pickle.loads(pickle.dumps(source)), copy.copy(source)):
        assert each.data == data
        assert each == other
        assert hash(each) == hash(other)
        assert repr(each) == repr(other)
        assert (each.encoding, each.mark, each.has_needle) == (other.encoding, other.mark, other.has_needle)


def test_what_was_forgotten_takes_less_room() -> None:
    source = Source("a.py", b"x = 1\n" * 1000)
    assert source.position(10).line == 2
    source.forget()
    assert max(len(value) for value in vars(source).values() if isinstance(value, bytes)) < 100
    assert not {"text", "data"} & vars(source).keys()
    assert source.position(10).line == 2


def test_a_source_has_no_other_attributes() -> None:
    source = Source("a.py", b"x" * 5000)
    source.forget()
    with pytest.raises(AttributeError):
        _ = source.other  # type: ignore[attr-defined]
