"""What covers an entry is found without holding it against every other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from immlint.ram import arn
from immlint.ram.arn import Named
from immlint.ram.pattern import Action, action
from immlint.ram.prove.covering import Covering, Entry, least

E = TypeVar("E", bound=Entry)

_ACTIONS = st.lists(st.text("ab*?:", min_size=1, max_size=5).map(action), min_size=1, max_size=12)
_FIELD = st.text("p*?", max_size=3)
_RESOURCES = st.one_of(
    st.tuples(st.sampled_from(["a", "*"]), _FIELD, _FIELD).map(lambda f: f"acs:{f[0]}:*:{f[1]}:{f[2]}"),
    st.sampled_from(["*", "p*", "acs:a:*", "acs:*:*:*:*"]),
).map(arn.parse)


def _check(entries: Sequence[E]) -> None:
    kept: list[E] = []
    for number, entry in enumerate(entries):
        later = entries[number + 1 :]
        if any(other.covers(entry) for other in kept):
            continue
        if any(other.covers(entry) and not entry.covers(other) for other in later):
            continue
        kept.append(entry)
    assert least(entries) == kept
    covering = Covering(entries[1:])
    assert covering.covers(entries[0]) == any(other.covers(entries[0]) for other in entries[1:])


@given(_ACTIONS)
def test_actions(entries: list[Action]) -> None:
    _check(entries)


@given(st.lists(_RESOURCES, min_size=1, max_size=12))
def test_resources(entries: list[Named]) -> None:
    _check(entries)
