"""What the text of a pattern tells of names and resources, held against the search over languages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from immlint.access.family import SEGMENT, Family
from immlint.access.service import SERVICES
from immlint.catalog.names import GRAMMAR, Grammar
from immlint.language import Language, shortest
from immlint.ram import arn
from immlint.ram.pattern import SEPARATOR

_SHORT = Grammar(GRAMMAR.first, GRAMMAR.rest, 3)
_NAMES = st.text("ab1-_*?/: é", max_size=6)
_FAMILIES = SERVICES[0].families
_REGION = st.sampled_from(["*", "cn-hangzhou", "1?", "X"])
_RELATIVE = st.lists(
    st.sampled_from(["project", "pro", "dataset", "batch", "*", "p1", "1p", "p-*", "?", "a?*", "", "*set"]),
    min_size=1,
    max_size=5,
).map("/".join)


@given(st.sampled_from([GRAMMAR, SEGMENT, _SHORT]), _NAMES)
def test_names_that_a_pattern_admits(grammar: Grammar, text: str) -> None:
    shown, settled = shortest([[grammar.within(Language.glob(text))]])
    assert settled
    possible = shown is not None and (grammar.longest is None or len(shown) <= grammar.longest)
    assert grammar.admits(text) == possible


@given(st.sampled_from([GRAMMAR, SEGMENT]), _NAMES)
def test_names_that_a_grammar_holds(grammar: Grammar, text: str) -> None:
    assert grammar.holds(text) == grammar.language.matches(text)


@given(st.sampled_from(_FAMILIES), _RELATIVE, _REGION, st.booleans())
def test_resources_that_a_pattern_may_name(family: Family, relative: str, region: str, single: bool) -> None:
    named = arn.parse(f"acs:imm:{region}:*:{relative}")
    language = named.language()
    names = family.members if single else family.names
    everywhere = arn.join(Language.literal("imm"), arn.REGION, Language.hole(arn.ACCOUNT_CHARS), names)
    assert language is not None
    assert family.may_have(named, single=single) == language.meets(everywhere)


@given(st.sampled_from(_FAMILIES), _RELATIVE)
def test_patterns_of_the_form_of_a_family(family: Family, relative: str) -> None:
    try:
        asked = relative != "*" and family.asked(relative) is not None
    except ValueError:
        asked = False
    assert (relative != "*" and family.has_form(relative)) == asked


@given(st.sampled_from(_FAMILIES), _RELATIVE, st.sampled_from(["*:*", "cn-*:12*", "us-?:*", "x:123"]))
def test_examples_are_resources_of_a_family(family: Family, relative: str, where: str) -> None:
    named = arn.parse(f"acs:imm:{where}:{relative}")
    for example in family.examples([named]):
        assert named.holds(example)
        assert family.resources.form.matches(SEPARATOR.join(example[1:]))


def test_examples_are_in_regions_where_the_service_is() -> None:
    open_ones = set(SERVICES[0].regions)
    for family in _FAMILIES:
        for named in ("*", "cn-*", "ap-southeast-?", "*-central-1"):
            found = list(family.examples([arn.parse(f"acs:imm:{named}:*:*")]))
            assert found
            assert {fields[2] for fields in found} <= open_ones
        for nowhere in ("ap-south-?", "moon*"):
            assert not list(family.examples([arn.parse(f"acs:imm:{nowhere}:*:*")]))
