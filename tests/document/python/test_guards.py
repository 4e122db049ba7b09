"""Attributes that code asks for before it sets them: what is for several versions of an SDK is right."""

from __future__ import annotations

import pytest

import immlint

CODE = """\
from alibabacloud_imm20200930 import models


def f(client, flag) -> None:
    r = models.CreateDatasetRequest(project_name="p", dataset_name="d")
    if {}:
        r.dataset_config = None
        r.nope_config = "x"
    {}
    client.create_dataset(r)
"""


@pytest.mark.parametrize(
    ("test", "codes"),
    [
        ("hasattr(r, 'dataset_config') and hasattr(r, 'nope_config')", []),
        ("flag and hasattr(r, 'nope_config')", ["SDK106"]),
        ("hasattr(r, 'dataset_config')", ["SDK101"]),
        ("hasattr(r, 'dataset_config') or hasattr(r, 'nope_config')", ["SDK106", "SDK101"]),
        ("not hasattr(r, 'nope_config')", ["SDK106", "SDK101"]),
        ("hasattr(r, flag)", ["SDK106", "SDK101"]),
        ("flag", ["SDK106", "SDK101"]),
    ],
)
def test_what_is_asked_for_is_there(test: str, codes: list[str]) -> None:
    found = immlint.lint_text(CODE.format(test, "pass"), filename="use.py")
    assert [each.code for each in found] == codes


def test_behind_the_test_nothing_is_known_of_it() -> None:
    text = CODE.format("hasattr(r, 'dataset_config') and hasattr(r, 'nope_config')", "r.nope_config = 'x'")
    assert [(each.code, each.line) for each in immlint.lint_text(text, filename="use.py")] == [("SDK101", 9)]
