"""Names that stand for one value: what is changed by one of them is changed for all, however it came about.

Each program is executed by Python, and sends a valid name in some run: nothing may be found in it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.document.python.test_alias_writes import errors, program, some_run_is_right

_TEXT = (Path(__file__).parent / "corpus/aliases.txt").read_text("utf-8")
_PARTS = re.split(r"^## (.*)\n", _TEXT, flags=re.M)[1:]
PROGRAMS = dict(zip(_PARTS[::2], _PARTS[1::2], strict=True))


@pytest.mark.parametrize("body", PROGRAMS.values(), ids=PROGRAMS)
def test_a_change_by_another_name_is_seen(body: str) -> None:
    pytest.importorskip("alibabacloud_imm20200930")
    text = program(body, "faces")
    assert some_run_is_right(text)
    assert errors(text) == []
