"""A JSON text that the standard parser reads without doubt has the values and spans of the scan."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from immlint.document.json.scan import Node, Scan, ScanError, clean_tree, locate
from immlint.subject import Place, Route

TEXTS = st.text(max_size=5) | st.sampled_from(['"', "\\", "\n", "\U0001f600", "{{x}}", "//", "#", "é\u2028"])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS
VALUES = st.recursive(
    SCALARS, lambda v: st.lists(v, max_size=4) | st.dictionaries(TEXTS, v, max_size=4), max_leaves=12
)
SPACES = st.text(" \t\r\n", max_size=3)
#: What people write by mistake, and what comes near to it.
SLIPS = st.sampled_from(
    (
        *',:"{}[]#0-\\\x00\ufeff\u00a0',
        "/**/",
        "NaN",
        "1e9",
        "\\u00e9",
        "\\ud800",
        '"a":1,',
        '"a":2,',
        "nul",
        "{{x}}",
    )
)


def spans(node: Node, route: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    yield (*route, node.start, node.end, repr(node.value))
    for key, value in node.members or ():
        yield (*route, "key", key.start, key.end, key.value)
        yield from spans(value, (*route, key.value))
    for number, item in enumerate(node.items or ()):
        yield from spans(item, (*route, number))


def routes(value: Any, route: Route = ()) -> Iterator[Place]:
    """All places in a value: what is there, and the keys."""
    yield Place(route)
    pairs = value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
    for step, item in pairs:
        if isinstance(value, dict):
            yield Place((*route, step), key=True)
        yield from routes(item, (*route, step))


def check(text: str) -> bool:
    """Hold the quick reading of a text to the scan's, and tell whether there is one."""
    found = clean_tree(text)
    if found is None:
        return False
    scan = Scan(text)
    tree = scan.read()
    # Asked for one by one, members are worked out otherwise.
    for place in routes(tree.value):
        assert locate(text, found, place) == locate(text, tree, place)
    assert list(spans(tree)) == list(spans(found))
    assert not scan.problems
    return True


@settings(max_examples=300, deadline=None)
@given(VALUES, SPACES, st.booleans(), st.sampled_from([None, 0, 2, "\t"]))
def test_values_stand_where_the_scan_finds_them(data: Any, space: str, ascii: bool, indent: Any) -> None:
    colon = (f"{space}, {space}", f"{space}:{space}") if indent is None else None
    text = json.dumps(data, ensure_ascii=ascii, indent=indent, separators=colon)
    check(f"{space}{text}{space}")


@settings(max_examples=300, deadline=None)
@given(VALUES, st.lists(st.tuples(st.integers(0, 60), SLIPS), min_size=1, max_size=2))
@example({"a": 1}, [(1, '"a":2,')])
@example("x", [(1, "\\ud800")])
def test_what_is_amiss_is_left_to_the_scan(data: Any, slips: list[tuple[int, str]]) -> None:
    text = json.dumps(data)
    for at, slip in slips:
        text = text[:at] + slip + text[at:]
    if not check(text):
        return
    assert json.loads(text) == clean_tree(text).value  # type: ignore[union-attr]


def test_texts_of_which_something_may_be_amiss_have_no_quick_reading() -> None:
    for text in ('{"a":1,"a":2}', '"\\ud800"', "NaN", "[1,]", "", "[" * 300 + "]" * 300, "[1]/**/", "1 2"):
        assert clean_tree(text) is None, text


def test_a_list_deeper_than_the_scan_follows_is_not_read_quickly() -> None:
    for depth in (199, 200, 201, 202):
        text = "[" * depth + "]" * depth
        try:
            Scan(text).read()
            read = True
        except ScanError:
            read = False
        assert (clean_tree(text) is not None) == read, depth
