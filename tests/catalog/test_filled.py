"""A text whose parts are filled in later is wrong only if it is so whatever they are filled in with."""

from __future__ import annotations

import json
from typing import Any

import pytest
from immlint.rules import registry

import immlint
from immlint.catalog import load
from immlint.config import Config
from immlint.facts import Facts
from immlint.subject import Request

BASE = {"ProjectName": "p", "DatasetName": "d"}


def told(more: dict[str, Any], filename: str) -> list[str]:
    text = json.dumps({**BASE, **more})
    findings = immlint.lint_text(text, filename=filename, config=Config())
    return [finding.code for finding in findings if finding.severity != "info"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("${OWNER}" + "x" * 257, ["IMM106"]),
        ("x" * 200 + "${OWNER}" + "x" * 57, ["IMM106"]),
        ("{{ owner }}" + "相" * 257, ["IMM106"]),
        ("${OWNER}" + "x" * 256, []),
        ("x" * 250 + "${A_VERY_LONG_NAME}", []),
        ("${OWNER}", []),
        ("${a}" * 300, []),
        ("${a}" * 300 + "x" * 20_000, ["IMM106"]),
    ],
)
def test_a_long_text_is_too_long_whatever_is_filled_in(text: str, found: list[str]) -> None:
    assert told({"Description": text}, "CreateDataset.json") == found


def test_bytes_are_counted_of_what_is_surely_there() -> None:
    assert told({"UserData": "${x}" + "相" * 683}, "CreateFigureClusteringTask.json") == ["IMM106"]
    assert told({"UserData": "${x}" + "相" * 682}, "CreateFigureClusteringTask.json") == []


@pytest.mark.parametrize(
    ("name", "value", "filename", "found"),
    [
        ("Order", "${order}", "QueryFigureClusters.json", []),
        ("Order", "a${order}", "QueryFigureClusters.json", []),
        ("Order", "x${order}", "QueryFigureClusters.json", ["IMM107"]),
        ("MaxResults", "${count}", "QueryFigureClusters.json", []),
        ("MaxResults", "1${count}", "QueryFigureClusters.json", []),
        ("MaxResults", "a${count}", "QueryFigureClusters.json", ["IMM103"]),
    ],
)
def test_what_is_no_choice_and_no_number(name: str, value: str, filename: str, found: list[str]) -> None:
    assert told({name: value}, filename) == found


CODE = """
from alibabacloud_imm20200930 import models


def make(owner):
    return models.CreateDatasetRequest(project_name="p", dataset_name="d", description={text})
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f'f"{{owner}}{"x" * 257}"', ["IMM106"]),
        (f'f"{{owner}}{"x" * 256}"', []),
        (f'owner + "{"x" * 300}"', ["IMM106"]),
        (f'"{"x" * 300}" if owner else "{"y" * 300}"', ["IMM106"]),
        (f'"{"x" * 300}" if owner else "short"', []),
    ],
)
def test_texts_of_code_are_counted_too(text: str, found: list[str]) -> None:
    findings = immlint.lint_text(CODE.format(text=text), filename="app.py")
    assert [finding.code for finding in findings] == found


@pytest.mark.parametrize("suffix", ["json", "yaml"])
@pytest.mark.parametrize(
    ("digits", "code"),
    [("1e400", "IMM103"), ("-1e400", "IMM103"), (f'"{"9" * 10_000}"', "IMM103"), ("9" * 50, "IMM105")],
)
def test_a_number_of_any_length_is_a_number(digits: str, code: str, suffix: str) -> None:
    text = f'{{"ProjectName": "p", "DatasetName": "d", "DatasetMaxFileCount": {digits}}}'
    (finding,) = immlint.lint_text(text, filename=f"CreateDataset.{suffix}")
    said = {
        "IMM103": "DatasetMaxFileCount is too large a number; expected an integer",
        "IMM105": "DatasetMaxFileCount has too many digits; expected 1 to 100000000",
    }
    assert (finding.code, finding.message) == (code, said[code])


def test_an_integer_that_cannot_be_written_crashes_nothing() -> None:
    parameters = {**BASE, "DatasetMaxBindCount": 10**5000}
    check = registry().find("IMM105").check
    (found,) = check(Request("CreateDataset", parameters), Facts(load()))
    assert found.text == "DatasetMaxBindCount has too many digits; expected 1 to 10"
