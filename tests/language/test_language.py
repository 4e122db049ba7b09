"""The pattern language against brute force, and against patterns made to be slow."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from immlint.language import Chars, Language, Run, search, shortest
from immlint.language.machine import Machine

PATTERNS = st.text(alphabet="ab*?", max_size=5)
WORDS = ["".join(w) for n in range(6) for w in product("abz", repeat=n)]


def brute(pattern: str, text: str) -> bool:
    if not pattern:
        return not text
    if pattern[0] == "*":
        return any(brute(pattern[1:], text[i:]) for i in range(len(text) + 1))
    return bool(text) and pattern[0] in ("?", text[0]) and brute(pattern[1:], text[1:])


@given(PATTERNS, st.text(alphabet="abz", max_size=6))
def test_matches_agrees_with_brute_force(pattern: str, text: str) -> None:
    assert Language.glob(pattern).matches(text) is brute(pattern, text)


@settings(max_examples=150, deadline=None)
@given(PATTERNS, st.lists(PATTERNS, max_size=3))
def test_coverage_agrees_with_brute_force(pattern: str, union: list[str]) -> None:
    mine = Language.glob(pattern)
    result = mine.compare_to_union([Language.glob(p) for p in union])
    assert result.verdict != "undecided"
    inside = [w for w in WORDS if brute(pattern, w) and any(brute(p, w) for p in union)]
    outside = [w for w in WORDS if brute(pattern, w) and not any(brute(p, w) for p in union)]
    for witness, expected in ((result.covered, True), (result.uncovered, False)):
        if witness is not None:
            assert brute(pattern, witness)
            assert any(brute(p, witness) for p in union) is expected
    if inside:
        assert result.covered is not None
        assert len(result.covered) == len(inside[0])
    if outside:
        assert result.uncovered is not None
        assert len(result.uncovered) == len(outside[0])
    verdicts = {(True, False): "all", (True, True): "some", (False, True): "none"}
    assert result.verdict == verdicts[result.covered is not None, result.uncovered is not None]


@pytest.mark.parametrize(
    ("pattern", "union", "verdict"),
    [
        ("a?*", ["a*"], "all"),
        ("a*", ["a?*"], "some"),
        ("a", ["b*"], "none"),
        ("*" * 20, ["*"], "all"),
        ("*a" * 20, ["*a" * 19], "all"),
        ("*a" + "?" * 16, ["*a" + "?" * 16], "all"),
        ("?*a" + "?" * 16, ["*a" + "?" * 16], "all"),
        ("*", ["*a" + "?" * 16], "some"),
        ("project/*/dataset/*", ["project/*"], "all"),
        ("project/p", ["project/*/dataset/*"], "none"),
    ],
)
def test_known_cases(pattern: str, union: list[str], verdict: str) -> None:
    result = Language.glob(pattern).compare_to_union([Language.glob(p) for p in union])
    assert result.verdict == verdict


def test_beyond_the_budget_is_undecided() -> None:
    # Neither of the two holds all, and no string is left out.
    others = Language.hole(Chars(((0, ord("a") - 1), (ord("a") + 1, 0x10FFFF))), 1, 1) + Language.hole()
    union = [Language.glob("a*"), others]
    assert Language.glob("?*").compare_to_union(union).verdict == "all"
    assert Language.glob("?*").compare_to_union(union, budget=1).verdict == "undecided"


@settings(max_examples=150, deadline=None)
@given(PATTERNS, st.lists(PATTERNS, max_size=3))
def test_what_is_settled_without_a_search_is_right(pattern: str, union: list[str]) -> None:
    mine, others = Language.glob(pattern), [Language.glob(p) for p in union]
    exact, plain = mine.compare_to_union(others), mine.compare_to_union(others, budget=0)
    assert plain.verdict in (exact.verdict, "undecided")
    for witness, expected in ((plain.covered, True), (plain.uncovered, False)):
        if witness is not None:
            assert brute(pattern, witness)
            assert any(brute(p, witness) for p in union) is expected


HARD = [
    ("*a" + "?" * 16, ["*a" + "?" * 17], "some"),
    ("*a" + "?" * 16 + "b*", ["*a" + "?" * 16 + "*", "*b*"], "all"),
    ("*a" + "?" * 1998, ["*a" + "?" * 1999], "some"),
    ("*a" + "?" * 1996 + "b*", ["*a" + "?" * 1997 + "*", "*b*"], "all"),
    ("*a" * 1000, ["*a" * 999], "all"),
    ("a?" * 999 + "*", ["*" + "?a" * 999], "some"),
    ("*" + "a?b*" * 400, ["*a" + "?" * 30 + "*b" * 20, "*a?b" * 400], "some"),
    ("x*" * 600, ["*x?*" * 500], "some"),
]


@pytest.mark.parametrize(("pattern", "union", "verdict"), HARD, ids=range(len(HARD)))
def test_long_patterns_are_settled_in_few_moves(
    monkeypatch: pytest.MonkeyPatch, pattern: str, union: list[str], verdict: str
) -> None:
    moves = 0
    move = Machine.move

    def counted(machine: Machine, states: int, char: str) -> int:
        nonlocal moves
        moves += 1
        return move(machine, states, char)

    monkeypatch.setattr(Machine, "move", counted)
    result = Language.glob(pattern).compare_to_union([Language.glob(p) for p in union])
    assert result.verdict == verdict
    assert moves < 150_000


def test_holes_and_unions() -> None:
    name = Language.hole(Chars.between("AZ", "__", "az"), 1, 1) + Language.hole(
        Chars.between("--", "09", "AZ", "__", "az"), 0, 127
    )
    bad = Language.literal("1") + Language.hole() + Language.literal("-photos")
    good = Language.hole() + Language.literal("-photos")
    assert bad.compare_to_union([name]).verdict == "none"
    assert good.compare_to_union([name]).verdict == "some"
    both = Language.literal("a") | Language.literal("1")
    assert both.compare_to_union([name]).verdict == "some"
    assert Language.literal("a中").text == "a中"
    assert Language.glob("a*").text is None


#: Runs that a search counts rather than spells, and short ones beside them.
_RUN = st.builds(
    lambda chars, least, more: Run(Chars.of(chars), least, None if more is None else least + more),
    st.sampled_from(["a", "b", "ab"]),
    st.integers(0, 1),
    st.sampled_from([0, 1, 5, 6, None]),
)
_BOUNDED = st.lists(st.lists(_RUN, min_size=1, max_size=3), min_size=1, max_size=2).map(Language)
SHORT = ["".join(w) for n in range(9) for w in product("ab", repeat=n)]


@pytest.mark.parametrize("glance", [0, 20_000])
@settings(max_examples=150, deadline=None)
@given(
    st.lists(_BOUNDED, min_size=1, max_size=3), st.lists(PATTERNS.map(Language.glob) | _BOUNDED, max_size=2)
)
def test_counted_runs_agree_with_brute_force(
    glance: int, within: list[Language], without: list[Language]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        # Without a glance, what cannot end in a string is left out first.
        patch.setattr(search, "_GLANCE", glance)
        found, settled = shortest([[each] for each in within], without)
    assert settled
    wanted = (
        w for w in SHORT if all(m.matches(w) for m in within) and not any(o.matches(w) for o in without)
    )
    expected = next(wanted, None)
    if found is not None:
        assert all(each.matches(found) for each in within)
        assert not any(each.matches(found) for each in without)
    if expected is not None:
        assert found is not None
        assert glance == 0 or len(found) == len(expected)


def test_names_of_any_length_up_to_a_longest_are_as_short_a_search() -> None:
    name = Chars.between("az")
    lengths = [Language.hole(name, n, n) for n in range(1, 41)]
    assert shortest([[Language.hole(name, 1, 40)]], lengths) == (None, True)
    assert shortest([[Language.hole(name, 1, 41)]], lengths) == ("a" * 41, True)
    assert len(Language.hole(name, 1, 128).counted.steps[0]) == 2


def test_what_can_end_in_no_string_costs_nothing() -> None:
    # No name holds a slash, so none of those can be left out of what no pattern holds anyway.
    path = Language.literal("p/") + Language.hole(Chars.between("az"), 1) + Language.literal("/d")
    hostile = Language.glob("p/*a" + "?" * 30 + "/*b" + "?" * 30 + "/x*?*a*?*/d")
    blind = [Language.glob("*a" + "?" * n + "/*/*/*") for n in range(20, 30)]
    assert shortest([[path], [hostile]], blind, budget=30_000) == (None, True)
