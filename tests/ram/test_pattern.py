"""What a pattern tells by its text, held against the automaton of its language."""

from __future__ import annotations

import json
import pickle

from hypothesis import given
from hypothesis import strategies as st

from immlint.ram.pattern import pattern
from immlint.ram.policy import Policy

_TEXTS = st.text("ab*?", max_size=8)


@given(_TEXTS, st.text("ab\n", max_size=8))
def test_holds_what_its_language_holds(text: str, value: str) -> None:
    assert pattern(text).holds(value) == pattern(text).language.matches(value)


@given(_TEXTS, _TEXTS)
def test_covers_and_meets_what_its_language_does(one: str, other: str) -> None:
    mine, its = pattern(one), pattern(other)
    assert mine.covers(its) == its.language.is_within(mine.language)
    assert mine.meets(its) == mine.language.meets(its.language)


@given(st.sampled_from(["a:*", "a:b", "*:C*", "a:?"]))
def test_what_is_read_survives_pickling(text: str) -> None:
    read = Policy.parse(json.dumps({"Statement": {"Effect": "Allow", "Action": text, "Resource": text}}))
    assert read.statements[0].takes("a:b") == pickle.loads(pickle.dumps(read)).statements[0].takes("a:b")
