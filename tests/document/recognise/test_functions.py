"""What functions of templates give: texts with gaps, held to what they give once all is filled in."""

from __future__ import annotations

import json
import re
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

import immlint
from immlint.config import Config
from immlint.document.recognise.functions import without_functions
from immlint.finding import Finding
from immlint.subject import UNKNOWN, Text, language

VALUES = {"Env": "prod/a", "ALIYUN::Region": "cn-hangzhou", "P": ""}
NAMES = st.sampled_from(sorted(VALUES))
PIECES = st.text("ab:/*$ ", max_size=4)
SUBS = st.lists(PIECES | NAMES.map(lambda name: "${" + name + "}"), max_size=5).map("".join)
CALLS = st.recursive(
    PIECES | NAMES.map(lambda name: {"Ref": name}) | SUBS.map(lambda text: {"Fn::Sub": text}),
    lambda inner: st.builds(
        lambda separator, items: {"Fn::Join": [separator, items]}, PIECES, st.lists(inner, max_size=4)
    ),
    max_leaves=8,
)


def deployed(call: Any) -> str:
    """Return what a template engine makes of a call: written apart from how it is read."""
    if isinstance(call, str):
        return call
    ((name, given),) = call.items()
    if name == "Ref":
        return VALUES[given]
    if name == "Fn::Join":
        return str(given[0]).join(map(deployed, given[1]))
    return re.sub(r"\$\{([^{}]*)\}", lambda found: VALUES[found[1]], given)


@given(CALLS)
def test_what_is_deployed_is_among_what_is_read(call: Any) -> None:
    (found,) = without_functions([call])
    if isinstance(call, dict) and "Ref" in call:
        assert found is UNKNOWN  # it may be a list
        return
    assert isinstance(found, str)
    assert language(found).matches(deployed(call))
    if not isinstance(found, Text):
        assert found == deployed(call)


@pytest.mark.parametrize(
    "call",
    [
        {"Fn::GetAtt": ["Role", "Arn"]},
        {"Fn::Split": [",", "a,b"]},
        {"Fn::If": ["C", "a", "b"]},
        {"Fn::Sub": {"Ref": "P"}},
        {"Fn::Sub": []},
        {"Fn::Join": [",", {"Ref": "P"}]},
        {"Fn::Join": [{"Ref": "P"}, ["a", "b"]]},
        {"Fn::Join": ["a"]},
        {"Fn::New": 1},
    ],
)
def test_what_cannot_be_told_is_unknown(call: Any) -> None:
    assert without_functions([call]) == [UNKNOWN]


POLICY = {
    "Version": "1",
    "Statement": [{"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": []}],
}


def template_of(resources: list[Any]) -> dict[str, Any]:
    document = json.loads(json.dumps(POLICY))
    document["Statement"][0]["Resource"] = resources
    properties = {"PolicyName": "p", "PolicyDocument": document}
    return {
        "ROSTemplateFormatVersion": "2015-09-01",
        "Resources": {"R": {"Type": "ALIYUN::RAM::ManagedPolicy", "Properties": properties}},
    }


def dumped(data: Any, *, flow: bool) -> str:
    yaml, out = YAML(), StringIO()
    yaml.default_flow_style = flow
    yaml.width = 10_000
    yaml.dump(data, out)
    return out.getvalue()


def checked(text: str, filename: str) -> list[Finding]:
    return immlint.lint_text(text, filename=filename, config=Config())


REGION = "acs:imm:cn-hangzou:*:project/${P}/dataset/*"
#: Each way to write a text with a gap, and what of it is wrong, as the file has it.
SPELLINGS = {
    "json": json.dumps(template_of([{"Fn::Sub": REGION}])),
    "json, values": json.dumps(template_of([{"Fn::Sub": [REGION, {"P": {"Ref": "Q"}}]}]), indent=2),
    "json, escapes": json.dumps(template_of([{"Fn::Sub": REGION}])).replace("cn-h", "cn-\\u0068"),
    "yaml": dumped(template_of([{"Fn::Sub": REGION}]), flow=False),
    "yaml, in brackets": dumped(template_of([{"Fn::Sub": [REGION, {"P": "x"}]}]), flow=True),
    "yaml, short": dumped(template_of(["SHORT"]), flow=False).replace("SHORT", f"!Sub {REGION}"),
    "yaml, short in quotes": dumped(template_of(["SHORT"]), flow=False).replace("SHORT", f"!Sub '{REGION}'"),
    "yaml, short with values": dumped(template_of(["SHORT"]), flow=False).replace(
        "SHORT", f'!Sub ["{REGION}", {{P: x}}]'
    ),
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_finding_stands_within_the_text_that_is_filled_in(name: str) -> None:
    text = SPELLINGS[name]
    (finding,) = checked(text, "t.json" if name.startswith("json") else "t.yaml")
    cut = text[finding.start : finding.end]
    assert (finding.code, json.loads(f'"{cut}"')) == ("RAM309", "cn-hangzou")


@pytest.mark.parametrize("name", SPELLINGS)
def test_windows_line_ends_change_no_place(name: str) -> None:
    text = SPELLINGS[name].replace("\n", "\r\n")
    (finding,) = checked(text, "t.json" if name.startswith("json") else "t.yaml")
    assert text[finding.start : finding.end].endswith("angzou")


def test_of_texts_that_are_joined_the_whole_is_meant() -> None:
    call = {"Fn::Join": ["", ["acs:imm:cn-hangzou:*:project/", {"Ref": "P"}, "/dataset/*"]]}
    text = json.dumps(template_of([call]))
    (finding,) = checked(text, "t.json")
    assert (finding.code, text[finding.start : finding.end]) == ("RAM309", json.dumps(call))
    short = '!Join ["", ["acs:imm:cn-hangzou:*:project/", !Ref P, "/dataset/*"]]'
    text = dumped(template_of(["SHORT"]), flow=False).replace("SHORT", short)
    (finding,) = checked(text, "t.yaml")
    assert (finding.code, text[finding.start : finding.end]) == ("RAM309", short)


EMBEDDED = json.dumps(POLICY).replace("[]", f'"{REGION}"')
HOLDERS = {
    "t.json": json.dumps({"Policy": {"Fn::Sub": EMBEDDED}}),
    "t.yaml": f"Policy: !Sub |\n  {EMBEDDED}\n",
    "u.yaml": f"Policy:\n  Fn::Sub: '{EMBEDDED}'\n",
}


@pytest.mark.parametrize("filename", HOLDERS)
def test_a_policy_in_a_text_that_is_filled_in_is_found(filename: str) -> None:
    text = HOLDERS[filename]
    (finding,) = checked(text, filename)
    assert (finding.code, text[finding.start : finding.end]) == ("RAM309", "cn-hangzou")


@pytest.mark.parametrize("separator", ["", ":"])
def test_nothing_is_written_over_a_part_of_texts_that_are_joined(separator: str) -> None:
    joined = {"Fn::Join": [separator, ["acs:imm", "cn-hangzou:*:project/p/dataset/*"]]}
    for text, name in (
        (json.dumps(template_of([joined])), "t.json"),
        (dumped(template_of([joined]), flow=False), "t.yaml"),
    ):
        for finding in checked(text, name):
            for edit in finding.fix.edits if finding.fix else ():
                assert text[edit.start : edit.end].startswith(("{", "Fn::Join"))


def test_a_name_in_a_request_has_gaps_too() -> None:
    text = '{"Action": "GetDataset", "ProjectName": {"Ref": "P"}, "DatasetName": {"Fn::Sub": "%s${Env}"}}'
    assert checked(text % "a-", "x.json") == []
    (finding,) = checked(text % "1-", "x.json")
    assert finding.code == "IMM104"
