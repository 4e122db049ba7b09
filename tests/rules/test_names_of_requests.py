"""Whole names are held against their grammar as text: that says what the search over all fillings says."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from immlint.rules.request.imm104_invalid_name import invalid_name

from immlint.catalog import load
from immlint.catalog.names import LONGEST_NAME, NAME
from immlint.facts import Facts
from immlint.language import Language, shortest
from immlint.subject import Request

_NAMES = st.one_of(
    st.text("aZ_-09", max_size=6),
    st.text(max_size=4),
    st.builds(lambda head, count: head + "p" * count, st.sampled_from(["", "_", "9"]), st.integers(120, 135)),
)


@given(_NAMES)
@example("")
@example("a\n")
@example("p" * LONGEST_NAME)
@example("p" * (LONGEST_NAME + 1))
def test_a_whole_name_is_judged_as_the_search_judges_it(name: str) -> None:
    found, _ = shortest([[Language.literal(name)], [NAME]])
    wrong = found is None or len(found) > LONGEST_NAME
    issues = [*invalid_name.check(Request("GetProject", {"ProjectName": name}), Facts(load()))]
    assert bool(issues) == wrong
