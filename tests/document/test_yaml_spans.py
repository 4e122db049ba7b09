"""Every span of every finding in YAML, cut from the source, is the value or key that it names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

import immlint
from immlint.config import Config
from immlint.finding import Finding

TEXTS = st.text("ab1 相册:#-'\"\\{}[],&*!|>%@`\n\té", max_size=6) | st.sampled_from(
    ["1-a", "allow", "imm: Get", "arn:x", "oss://b", "<your-x>", "Official:None", "相册", "null", "1_0", "~"]
)
SCALARS = st.none() | st.booleans() | st.integers(-5, 10**12) | TEXTS
VALUES = st.recursive(
    SCALARS, lambda v: st.lists(v, max_size=3) | st.dictionaries(TEXTS, v, max_size=3), max_leaves=6
)
KEYS = st.sampled_from(
    ("ProjectName", "DatasetName", "datasetname", "Description", "TemplateId", "URI", "Nope", "相册")
) | st.sampled_from(("DatasetMaxBindCount", "WorkflowParameters", "DatasetConfig"))
NAMED = {"Action": "CreateDataset", "Version": "2020-09-30"}
REQUESTS = st.dictionaries(KEYS, VALUES, max_size=6).map(lambda d: NAMED | d)
ELEMENTS = st.sampled_from(
    ["Effect", "Action", "Resource", "Principal", "Condition", "NotAction", "Sid", "effect"]
)
STATEMENTS = st.dictionaries(ELEMENTS, VALUES, max_size=5).map(lambda d: {"Effect": "allow"} | d)
POLICIES = st.lists(STATEMENTS, min_size=1, max_size=3).map(lambda s: {"Version": 1, "Statement": s})
DOCUMENTS = REQUESTS | POLICIES


def double(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def single(text: str) -> str:
    return double(text) if "\n" in text or "\t" in text else "'" + text.replace("'", "''") + "'"


def plain(text: str) -> str:
    safe = re.fullmatch(r"[A-Za-z相册][\w/-]*( [\w/-]+)*", text) and text not in ("null", "true", "false")
    return text if safe else single(text)


Style = Callable[[str], str]
STYLES: tuple[Style, ...] = (double, single, plain)


def scalar(value: Any, style: Style) -> str:
    return style(value) if isinstance(value, str) else json.dumps(value)


def flow(value: Any, style: Style) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{style(k)}: {flow(v, style)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(v, style) for v in value) + "]"
    return scalar(value, style)


def block(value: Any, style: Style, depth: int = 0) -> Iterator[str]:
    pad = "  " * depth
    pairs = value.items() if isinstance(value, dict) else ((None, item) for item in value)
    for key, item in pairs:
        head = f"{pad}- " if key is None else f"{pad}{style(key)}: "
        if isinstance(item, dict | list) and item:
            yield head.rstrip()
            yield from block(item, style, depth + 1)
        else:
            yield head + flow(item, style) + ("  # a note" if depth % 2 else "")


def resolve(data: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        data = data[int(key)] if isinstance(data, list) else data[key]
    return data


def parse(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def check(text: str, data: Any, finding: Finding) -> None:
    cut = text[finding.start : finding.end]
    before = text[: finding.start]
    assert finding.line == before.count("\n") + 1
    assert finding.column == finding.start - (before.rfind("\n") + 1) + 1
    value = resolve(data, finding.pointer)
    key = finding.pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
    if finding.pointer == "" and isinstance(data, list):
        return
    try:
        named = parse(" " * (finding.column - 1) + cut)
    except YAMLError:
        named = Ellipsis
    if named == value or str(named) == key:
        return
    # What is left is a part of a string, as it is written.
    assert isinstance(value, str), (finding.code, cut, value)
    assert cut.replace("''", "'") in value or json.loads(f'"{cut}"') in value, (finding.code, cut, value)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(DOCUMENTS, min_size=1, max_size=3),
    st.sampled_from(STYLES),
    st.booleans(),
    st.sampled_from(["\n", "\r\n"]),
)
def test_span_is_the_value_it_names(documents: list[Any], style: Style, flat: bool, end: str) -> None:
    texts = [flow(d, style) if flat else "\n".join(block(d, style)) for d in documents]
    text = ("\n---\n".join(texts) + "\n").replace("\n", end)
    data = documents if len(documents) > 1 else documents[0]
    findings = immlint.lint_text(text, filename="x.yaml", config=Config(pedantic=True))
    assert not [f for f in findings if f.code in ("LNT904", "LNT903", "RAM201")], findings
    for finding in findings:
        check(text, data, finding)


POLICY = """{
  "Version": "1",
  "Statement": [
    {"Effect": "allow", "Action": "imm: Get", "Resource": "*"}
  ]
}"""
WRITTEN = {
    "literal": "|\n" + "".join(f"  {line}\n" for line in POLICY.splitlines()),
    "indented further": "|4\n" + "".join(f"    {line}\n" for line in POLICY.splitlines()),
    "stripped, a blank line first": "|-\n\n" + "".join(f"   {line}\n" for line in POLICY.splitlines()),
    "kept": "|+\n" + "".join(f"  {line}\n" for line in POLICY.splitlines()) + "\n\n",
    "single": "'" + " ".join(POLICY.split("\n")) + "'\n",
    "double": json.dumps(POLICY) + "\n",
}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
def test_policies_in_scalars_are_located_exactly(written: str, end: str) -> None:
    text = f"name: x\npolicy: {written}after: 1\n".replace("\n", end)
    findings = immlint.lint_text(text, filename="x.yaml")
    cuts = {f.code: text[f.start : f.end].replace('\\"', '"') for f in findings}
    assert cuts["RAM206"] == '"allow"'
    assert cuts["RAM208"] == '"imm: Get"'


def test_a_folded_policy_is_named_as_a_whole() -> None:
    text = "policy: >\n" + "".join(f"  {line}\n" for line in POLICY.splitlines())
    finding = next(f for f in immlint.lint_text(text, filename="x.yaml") if f.code == "RAM206")
    assert (finding.line, finding.column) == (1, 9)
    assert finding.pointer == "/policy/Statement/0/Effect"
