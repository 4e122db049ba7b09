"""Whole modules as people write them, each right, and with one slip: ``«right|wrong»`` in the corpus."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import immlint
from tests.document.python.test_code import difference, expected

_TEXT = (Path(__file__).parent / "corpus/modules.txt").read_text("utf-8")
_PARTS = re.split(r"^## (.*)\n", _TEXT, flags=re.M)[1:]
MODULES = dict(zip(_PARTS[::2], _PARTS[1::2], strict=True))
_SLIP = re.compile(r"«(.*?)\|(.*?)»")


@pytest.mark.parametrize("module", MODULES.values(), ids=MODULES)
def test_a_slip_is_found_where_it_is_made_and_nothing_else(module: str) -> None:
    assert len(_SLIP.findall(module)) == 1
    assert immlint.lint_text(_SLIP.sub(r"\1", module), filename="app.py") == []
    wrong = _SLIP.sub(r"\2", module)
    assert not difference(expected(wrong, "finds"), immlint.lint_text(wrong, filename="app.py"))
