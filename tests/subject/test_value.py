"""What is not known is never taken for a text, and stays what it is."""

from __future__ import annotations

import copy
import json

from immlint.language import Language
from immlint.subject import EMBEDDED, UNKNOWN, Text, filled, holes, is_known, is_open, masked


def test_copies_of_the_unknown_are_the_same() -> None:
    assert copy.deepcopy([UNKNOWN])[0] is UNKNOWN
    assert copy.copy(EMBEDDED) is EMBEDDED


def test_no_text_spells_the_unknown() -> None:
    assert is_known(json.dumps("Mark.UNKNOWN"))
    assert not is_known(UNKNOWN)
    assert is_open(UNKNOWN)


def test_holes_are_found_filled_and_masked() -> None:
    text = "a${b}c<d>"
    assert is_open(text)
    assert not is_known(text)
    assert list(holes(text)) == [(1, 5), (6, 9)]
    assert filled(text, "\\") == "a\\c\\"
    assert masked(text, "_") == "a____c___"
    assert not is_open(7)
    assert not is_known(7)


def test_text_may_be_what_its_language_says() -> None:
    text = Text("${x}", Language.literal("a"))
    assert is_open(text)
    assert text.language == Language.literal("a")
