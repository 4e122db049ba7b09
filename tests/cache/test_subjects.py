"""Subjects come back from a text as they were, with all that rules may ask of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from immlint.rules import registry

from immlint.cache.subjects import subjects_as_text, subjects_in
from immlint.document import Document, read, streamed
from immlint.language import Language
from immlint.record import fields_of
from immlint.source import Source
from immlint.subject import EMBEDDED, UNKNOWN, Block, CallSite, Place, Policy, Request, Site, Text

ROOT = Path(__file__).parents[2]


def _whole(value: Any) -> Any:
    """Return a value by its parts, each with its type: records are equal only to themselves."""
    parts = fields_of(value)
    if parts is not None:
        return type(value), [_whole(getattr(value, name)) for name in parts if name != "derived"]
    if isinstance(value, Text):
        return Text, str(value), [*value.gaps], value.is_computed, value.language
    if isinstance(value, dict):
        return dict, [(_whole(key), _whole(item)) for key, item in value.items()]
    if isinstance(value, list | tuple):
        return type(value), [*map(_whole, value)]
    return type(value), repr(value) if isinstance(value, float) else value


def _documents() -> Iterator[Document | None]:
    for rule in registry():
        for example in (*rule.valid, *rule.invalid):
            yield read(Source.of(example.filename, example.text), example.kind, named=True)
    for path in sorted((*ROOT.glob("examples/**/*.*"), *ROOT.glob("tests/document/python/corpus/*.py"))):
        if path.is_file():
            yield read(Source(str(path), path.read_bytes()))


def test_what_examples_hold_comes_back() -> None:
    computed = 0
    for document in _documents():
        if document is None or streamed(document) is not None:
            continue
        meant = [each for each in document.subjects if isinstance(each, Request | Policy)]
        text = subjects_as_text(document.subjects, document.ambiguous)
        if not text:
            # Texts of YAML may say where they are written.
            assert document.source.path.endswith((".yaml", ".yml", ".md"))
            continue
        subjects, ambiguous = subjects_in(text)
        assert _whole(subjects) == _whole(meant)
        assert _whole(ambiguous) == _whole([[*group] for group in document.ambiguous])
        computed += "Language" in text
    assert computed > 10


TEXTS = st.text(st.characters(codec=None) | st.sampled_from("\ud800\n\0"), max_size=5)
LANGUAGES = st.recursive(
    st.builds(Language.glob, TEXTS) | st.builds(Language.literal, TEXTS) | st.builds(Language.hole),
    lambda inner: st.builds(Language.__add__, inner, inner) | st.builds(Language.__or__, inner, inner),
    max_leaves=4,
)
OPEN = st.builds(
    Text, TEXTS, st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=2), st.none() | LANGUAGES
)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS | OPEN | st.just(UNKNOWN)
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS | OPEN, inner, max_size=3)
)
ROUTES = st.lists(
    st.builds(Site, st.integers())
    | st.builds(Block, st.integers(), st.booleans())
    | TEXTS
    | st.just(EMBEDDED)
).map(tuple)
PLACES = st.builds(Place, ROUTES, st.booleans())
CALLS = st.builds(
    CallSite, scope=TEXTS, region=st.none() | OPEN, brought=st.dictionaries(TEXTS, PLACES, max_size=2)
)
REQUESTS = st.builds(
    Request,
    TEXTS,
    st.dictionaries(TEXTS | OPEN, VALUES, max_size=3),
    ROUTES,
    named=st.none() | PLACES,
    call=st.none() | CALLS,
)


@given(
    subjects=st.lists(REQUESTS | st.builds(Policy, VALUES, route=ROUTES), max_size=3),
    group=st.lists(REQUESTS),
)
def test_any_subjects_come_back(subjects: list[Request | Policy], group: list[Request]) -> None:
    text = subjects_as_text(subjects, [group])
    assert "\n" not in text
    assert _whole(subjects_in(text)) == _whole((subjects, [group]))


class Other(str):
    """A text that says more than its characters."""


HUGE = pytest.param(10**5000, id="huge")


@pytest.mark.parametrize("value", [Other("a"), object(), {Other("a"): 1}, [b"a"], HUGE])
def test_what_would_not_come_back_is_not_written(value: object) -> None:
    assert subjects_as_text([Request("CreateDataset", {"X": value})], ()) == ""


def test_what_is_long_is_read_again() -> None:
    assert subjects_as_text([Policy("x" * 200_000)], ()) == ""
    assert json.loads(subjects_as_text([Policy("x")], ()))
