"""The examples of the documentation: one request of each operation, made of the examples of its fields.

They are those of the SDK for TypeScript 5.0.1 (Apache License 2.0), which the pages of the reference show as
well. Of fields that exclude each other one is kept, what the operation does not support of a shared structure
is left out, masks of identifiers (`****`, `xxxxx`) are zeros, and lists without an example hold a right item.
Each is checked as data, as JSON within texts, and as code.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import immlint
from immlint.catalog import load
from immlint.config import Config

EXAMPLES: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "examples.json").read_text("utf-8"))
NO_EFFECT = [("IMM108", "/WorkflowParameters")]
RESERVED = [("IMM108", "/DatasetMaxEntityCount"), ("IMM108", "/DatasetMaxRelationCount")]
#: What is right to tell of an example, and why.
KNOWN = {
    # The text calls the parameter invalid, or reserved.
    "CreateDataset": NO_EFFECT,
    "UpdateDataset": [*RESERVED, *NO_EFFECT],
    "CreateProject": RESERVED,
    "UpdateProject": RESERVED,
    # The text says that it is no longer provided.
    "SemanticQuery": [("IMM108", "/NextToken")],
    # The text wants more than 1, in English and in Chinese.
    "CreateStory": [("IMM105", "/MinFileCount")],
    # A time is the example of what to sort by, and a state that no task is in: the text lists Succeeded.
    "ListBatches": [("IMM107", "/Sort"), ("IMM107", "/State")],
    "ListTriggers": [("IMM107", "/Sort")],
}
#: The SDK for Python has it no more.
REMOVED = ("SDK106", "/DatasetConfig")
#: The policy of the example allows all of OSS. In code, a policy within a request is not looked into.
WIDE = ("RAM402", "/CredentialConfig/Policy/Statement/0/Action")


def told(text: str, filename: str) -> list[tuple[str, str]]:
    findings = immlint.lint_text(text, filename=filename, config=Config(pedantic=True))
    return sorted((finding.code, finding.pointer) for finding in findings)


def expected(operation: str) -> list[tuple[str, str]]:
    wide = [WIDE] if "Policy" in EXAMPLES[operation].get("CredentialConfig", {}) else []
    return sorted([*KNOWN.get(operation, ()), *wide])


def expected_in_code(operation: str) -> list[tuple[str, str]]:
    removed = [REMOVED] if "DatasetConfig" in EXAMPLES[operation] else []
    return sorted([*KNOWN.get(operation, ()), *removed])


def test_every_operation_has_its_example() -> None:
    assert EXAMPLES.keys() == load().operations.keys()
    assert KNOWN.keys() <= EXAMPLES.keys()
    without = {name for name, given in EXAMPLES.items() if not given}
    assert without == {"GetDRMLicense"}


@pytest.mark.parametrize("operation", EXAMPLES)
def test_an_example_is_let_pass(operation: str) -> None:
    named = {"Action": operation, "Version": "2020-09-30"}
    assert told(json.dumps({**named, **EXAMPLES[operation]}), "x.json") == expected(operation)


@pytest.mark.parametrize("operation", EXAMPLES)
def test_an_example_is_let_pass_as_it_travels(operation: str) -> None:
    named = {"Action": operation, "Version": "2020-09-30"}
    texts = {
        name: json.dumps(value) if isinstance(value, dict | list) else str(value)
        for name, value in EXAMPLES[operation].items()
    }
    assert told(json.dumps({**named, **texts}), "x.json") == expected(operation)


@pytest.mark.parametrize("operation", EXAMPLES)
def test_an_example_is_let_pass_in_code(operation: str) -> None:
    python = load().operations[operation].python
    code = f"""from alibabacloud_imm20200930 import client, models

imm = client.Client(config)
request = models.{python["requestClass"]}().from_map({EXAMPLES[operation]!r})
imm.{python["sync"][0]}(request)
"""
    assert told(code, "app.py") == expected_in_code(operation)
