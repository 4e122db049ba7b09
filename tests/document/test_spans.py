"""Every span of every finding, cut from the source, is the value or key that it names."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from immlint.rules import registry

import immlint
from immlint.config import Config
from immlint.finding import Finding

TEXTS = st.text(max_size=6) | st.sampled_from(
    ["1-a", "allow", "imm: Get", "arn:x", "oss://b", "<your-x>", "Official:None", "相册", "\n\t\\"]
)
SCALARS = st.none() | st.booleans() | st.integers(-5, 10**12) | TEXTS
VALUES = st.recursive(
    SCALARS, lambda v: st.lists(v, max_size=3) | st.dictionaries(TEXTS, v, max_size=3), max_leaves=6
)
KEYS = st.sampled_from(
    ("ProjectName", "DatasetName", "datasetname", "Description", "TemplateId", "URI", "Nope", "相册")
) | st.sampled_from(("DatasetMaxBindCount", "WorkflowParameters", "DatasetConfig"))
REQUESTS = st.dictionaries(KEYS, VALUES, max_size=6).map(lambda d: {"Action": "CreateDataset"} | d)
ELEMENTS = st.sampled_from(
    ["Effect", "Action", "Resource", "Principal", "Condition", "NotAction", "Sid", "effect"]
)
STATEMENTS = st.dictionaries(ELEMENTS, VALUES, max_size=5).map(lambda d: {"Effect": "allow"} | d)
POLICIES = st.builds(
    lambda version, statements, more: {"Version": version, "Statement": statements} | more,
    SCALARS,
    st.lists(STATEMENTS, min_size=1, max_size=3),
    st.dictionaries(st.sampled_from(["Id", "version", "相册"]), SCALARS, max_size=1),
)


def resolve(data: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(data, str):
            data = json.loads(data)  # a parameter that is sent as JSON in a string
        data = data[int(key)] if isinstance(data, list) else data[key]
    return data


def check(text: str, data: Any, finding: Finding) -> None:
    cut = text[finding.start : finding.end]
    before = text[: finding.start]
    assert finding.line == before.count("\n") + 1
    assert finding.column == finding.start - (before.rfind("\n") + 1) + 1
    value = resolve(data, finding.pointer)
    try:
        named = json.loads(cut)
    except ValueError:
        named = None
    key = finding.pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
    if (named is not None or cut == "null") and named in (value, key):
        return
    if finding.code == "RAM215":
        assert json.dumps(named, ensure_ascii=False) in finding.message
        return
    # What is left is a part of a string: written with escapes, so decode it as one.
    assert isinstance(value, str), (finding.code, cut, value)
    decoded = json.loads(f'"{cut}"')
    assert decoded in value or json.loads(decoded) == value


@settings(max_examples=150, deadline=None)
@given(REQUESTS | POLICIES, st.sampled_from([None, 2]), st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_span_is_the_value_it_names(data: Any, indent: int | None, ascii: bool, end: str) -> None:
    text = json.dumps(data, indent=indent, ensure_ascii=ascii).replace("\n", end)
    findings = immlint.lint_text(text, filename="x.json", config=Config(pedantic=True))
    assert not [f for f in findings if f.code == "LNT904"], findings
    for finding in findings:
        check(text, json.loads(text), finding)


CASES = [
    (example.text, finds)
    for rule in registry()
    for example in rule.invalid
    for finds in [example.finds]
    if example.filename.endswith(".json") and not example.kind
]


@pytest.mark.parametrize("text", [text for text, _ in CASES])
def test_span_of_every_example(text: str) -> None:
    try:
        data = json.loads(text)
    except ValueError:
        return
    for finding in immlint.lint_text(text, filename="x.json", config=Config(pedantic=True)):
        check(text, data, finding)
