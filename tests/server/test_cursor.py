"""Where the cursor is, in data that is whole, and in data that ends or breaks there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from immlint.rules import registry

from immlint.server.completion import json_cursor, yaml_cursor
from immlint.server.completion.cursor import Cursor, at
from immlint.subject import Route

_WORDS = st.text("aé照🔥:/*._- ", min_size=1, max_size=5).map(str.strip).filter(bool)


def objects(words: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    values = st.recursive(
        st.one_of(words, st.integers(0, 99), st.booleans()),
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(words, inner, max_size=3)),
        max_leaves=12,
    )
    return st.dictionaries(words, values, min_size=1, max_size=4)


_OBJECTS = objects(_WORDS)


def texts(data: Any, route: Route = ()) -> Iterator[tuple[Route, bool, str]]:
    """The keys and texts of data, in the order in which they are written."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield route, True, key
            yield from texts(value, (*route, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from texts(value, (*route, index))
    elif isinstance(data, str):
        yield route, False, data


def spans(text: str) -> list[tuple[int, int]]:
    """Where the strings of a JSON text without escapes are, without their quotes."""
    found, at_ = [], 0
    while (start := text.find('"', at_)) >= 0:
        end = text.index('"', start + 1)
        found.append((start + 1, end))
        at_ = end + 1
    return found


def only(found: Iterator[Cursor]) -> Cursor:
    (cursor,) = found
    return cursor


@given(_OBJECTS, st.sampled_from([None, 0, 2]), st.data())
def test_every_text_of_json_is_found(data: dict[str, Any], indent: int | None, pick: st.DataObject) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    known = list(zip(texts(data), spans(text), strict=True))
    (route, is_key, word), (start, end) = pick.draw(st.sampled_from(known))
    cut = pick.draw(st.integers(0, len(word)))
    cursor = only(json_cursor.find(text, start + cut))
    assert cursor[1:7] == (route, is_key, start, end, word[:cut], '"')
    assert cursor.closed
    assert cursor.followed == is_key
    # Without the rest of the text it is found at the same place.
    broken = only(json_cursor.find(text[: start + cut], start + cut))
    assert broken[1:7] == (route, is_key, start, start + cut, word[:cut], '"')
    assert not broken.closed
    # And what stands elsewhere is known.
    if route:
        kept = at(cursor.data, route if is_key else route[:-1])
        real = at(data, route if is_key else route[:-1])
        if isinstance(kept, dict) and isinstance(real, dict):
            assert kept.keys() == real.keys() - {word if is_key else route[-1]}


@given(objects(st.text("aé照🔥", min_size=1, max_size=4)), st.data())
def test_a_string_that_is_open_hides_nothing(data: dict[str, Any], pick: st.DataObject) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=1)
    known = list(zip(texts(data), spans(text), strict=True))
    (route, is_key, word), (start, end) = pick.draw(st.sampled_from(known))
    broken = text[:end] + text[end + 1 :]
    cursor = only(json_cursor.find(broken, end))
    assert cursor[1:7] == (route, is_key, start, end, word, '"')
    assert not cursor.closed
    if not is_key:
        assert set(cursor.data) == {key for key in data if route != (key,)}


def block(data: Any, depth: int = 0) -> str:
    """Data as YAML in lines."""
    pad = "  " * depth
    if isinstance(data, dict) and data:
        lines = [f'{pad}"{key}":{inner(value, depth)}' for key, value in data.items()]
        return "\n".join(lines)
    if isinstance(data, list) and data:
        return "\n".join(f"{pad}-{inner(value, depth)}" for value in data)
    return pad + json.dumps(data, ensure_ascii=False)


def inner(value: Any, depth: int) -> str:
    if isinstance(value, dict | list) and value:
        return "\n" + block(value, depth + 1)
    return " " + json.dumps(value, ensure_ascii=False)


@given(_OBJECTS, st.data())
def test_every_text_of_yaml_is_found(data: dict[str, Any], pick: st.DataObject) -> None:
    text = block(data)
    known = list(zip(texts(data), spans(text), strict=True))
    (route, is_key, word), (start, _) = pick.draw(st.sampled_from(known))
    cut = pick.draw(st.integers(0, len(word)))
    want = (route, is_key, word[:cut])
    for whole in (text, text[: start + cut]):
        found = list(yaml_cursor.find(whole, start + cut))
        assert want in [(c.route, c.is_key, c.written) for c in found]
        assert all(c.start == start for c in found)


def examples() -> Iterator[tuple[str, str]]:
    for rule in registry():
        for example in (*rule.valid[:1], *rule.invalid[:1]):
            if example.filename.endswith((".json", ".yaml")) and len(example.text) < 900:
                yield example.filename, example.text


@pytest.mark.parametrize(("name", "text"), list(examples())[::9])
def test_wherever_the_cursor_is_nothing_fails(name: str, text: str) -> None:
    find = json_cursor.find if name.endswith(".json") else yaml_cursor.find
    for place in range(0, len(text) + 1, 3):
        for whole in (text, text[:place], text[:place] + "\n" + text[place:].partition("\n")[2]):
            for cursor in find(whole, place):
                assert cursor.start <= place <= cursor.end
                assert whole[cursor.start : place] == cursor.written


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1 |}',
        '{"a" |: 1}',
        '{"a": 1} |',
        "|",
        '{"a": /* |',
        '{"a": // |\n 1}',
        '{"a": "b"|, "c": 1}',
    ],
)
def test_nothing_begins_there_in_json(text: str) -> None:
    place = text.index("|")
    assert list(json_cursor.find(text.replace("|", ""), place)) == []


@pytest.mark.parametrize("text", ["a: 1  # |", "# |", 'a: "b" |', "a: &x [*x, |"])
def test_nothing_begins_there_in_yaml(text: str) -> None:
    place = text.index("|")
    found = list(yaml_cursor.find(text.replace("|", ""), place))
    assert not [cursor for cursor in found if not cursor.written.strip()] or text.startswith("a: &x")


def test_each_line_of_json_lines_is_a_text_of_its_own() -> None:
    text = '{"a": {"b": \n{"c": "d\n{"e": 1}\n'
    cursor = only(json_cursor.find_in_line(text, text.index("d") + 1))
    assert (cursor.route, cursor.is_key, cursor.written) == (("c",), False, "d")
