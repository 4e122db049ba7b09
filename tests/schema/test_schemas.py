"""The schemas for editors: valid by their own, no stricter than the rules, and what they can say they say."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from immlint.rules import registry
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

import immlint
from immlint.catalog import load
from immlint.catalog.check import Violation, every_violation, violations
from immlint.config import file
from immlint.custom.forms import FORMS
from immlint.custom.load import OPTIONAL, REQUIRED
from immlint.document import read
from immlint.rule import Example
from immlint.source import Source
from immlint.subject import EMBEDDED, Policy, Request, is_open
from tests.command import ROOT
from tests.command import immlint as command

OPERATIONS = load().operations
#: What a schema can refuse: other things of the same rules it cannot.
POLICY_RULES = (
    "RAM202",
    "RAM203",
    "RAM204",
    "RAM205",
    "RAM206",
    "RAM207",
    "RAM208",
    "RAM211",
    "RAM212",
    "RAM602",
)
REQUEST_RULES = ("IMM101", "IMM102", "IMM103", "IMM105", "IMM106", "IMM107", "IMM111")


@cache
def validator(*names: str) -> Draft202012Validator:
    """The validator by what the command writes."""
    code, out, err = command("schema", *names)
    assert (code, err) == (0, "")
    schema = json.loads(out)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"].endswith(f"/schemas/{'/'.join(names)}.json")
    assert schema["title"]
    return Draft202012Validator(schema)


def properties(*names: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(command("schema", *names)[1])["properties"]
    return found


def errors(data: Any, *names: str) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator(*names).iter_errors(data)]


def loaded(text: str, filename: str) -> Iterator[Any]:
    """The data of a text, as an editor has it."""
    if filename.endswith((".yaml", ".yml")):
        yield from YAML(typ="safe", pure=True).load_all(text)
    elif filename.endswith((".jsonl", ".ndjson")):
        yield from (json.loads(line) for line in text.splitlines() if line.strip())
    elif filename.endswith(".json"):
        yield json.loads(text)


def documents(example: Example) -> list[Any]:
    try:
        return list(loaded(example.text, example.filename))
    except Exception:
        return []  # what cannot be parsed, no schema can judge


def policies(of: str) -> list[tuple[str, str, Any]]:
    """Examples that are nothing but a policy: the code of their rule, the text, and the data."""
    found = []
    for rule in registry():
        for example in getattr(rule, of) if rule.on is Policy else ():
            for data in documents(example):
                if isinstance(data, dict) and "Statement" in data:
                    found.append((rule.code, example.text, data))
    return found


def requests(of: str) -> list[tuple[str, Example, Request]]:
    """Requests of the examples, as they are read, each with the code of its rule."""
    return [
        (rule.code, example, request)
        for rule in registry()
        for example in (getattr(rule, of) if rule.on is Request else ())
        if documents(example)
        for request in subjects(example)
        if request.operation in OPERATIONS and request.version in (None, load().version)
    ]


def subjects(example: Example) -> list[Request]:
    claim = read(Source(example.filename, example.text.encode("utf-8", "surrogatepass")), kind=example.kind)
    return [subject for subject in claim.subjects if isinstance(subject, Request)] if claim else []


def errors_found(text: str, filename: str) -> list[str]:
    return [f.code for f in immlint.lint_text(text, filename=filename) if f.severity == "error"]


@pytest.mark.parametrize("operation", list(OPERATIONS))
def test_every_operation_has_a_schema(operation: str) -> None:
    from immlint.schema.request import request_schema

    schema = request_schema(OPERATIONS[operation], load())
    Draft202012Validator.check_schema(schema)
    own = schema["$defs"]["request"]
    assert OPERATIONS[operation].parameters.keys() <= own["properties"].keys()
    assert all("description" in parameter for parameter in own["properties"].values())


def test_policies_that_the_rules_let_pass_are_let_pass() -> None:
    checked = 0
    for code, text, data in policies("valid") + policies("invalid"):
        found = errors_found(text, "policy.json")
        if code != "RAM218" and not {c for c in found if c < "RAM218" or c > "RAM600"}:
            checked += 1
            assert errors(data, "policy") == [], (code, text)
    assert checked > 150


def test_official_policies_are_let_pass() -> None:
    paths = sorted((ROOT / "tests/whole/policies").glob("*.json"))
    assert len(paths) == 31
    for path in paths:
        assert errors(json.loads(path.read_text("utf-8")), "policy") == [], path.name


def test_policies_with_another_grammar_are_refused() -> None:
    let_pass = [
        (code, text)
        for code, text, data in policies("invalid")
        if code in POLICY_RULES and code in errors_found(text, "policy.json") and not errors(data, "policy")
    ]
    assert let_pass == []


def test_requests_that_the_rules_let_pass_are_let_pass() -> None:
    checked = 0
    for code, example, request in requests("valid") + requests("invalid"):
        if code.startswith("IMM") and not every_violation(request, load()):
            checked += 1
            given = dict(request.parameters)
            assert errors(given, "request", request.operation) == [], (code, example.text)
            named = {"Action": request.operation, "Version": "2020-09-30", **given}
            assert errors([named], "request", request.operation) == []
    assert checked > 60


def is_told(violation: Violation) -> bool:
    """Tell whether a schema can say what is broken: neither within a text, nor of one known in part."""
    in_text = EMBEDDED in violation.route or (violation.kind == "range" and isinstance(violation.value, str))
    in_text = in_text or is_open(violation.value)
    return violation.sure and not in_text and violation.keyword != "maxBytes"


def test_requests_that_break_the_catalogue_are_refused() -> None:
    let_pass = []
    told = set()
    for code, example, request in requests("invalid"):
        if code in REQUEST_RULES and any(map(is_told, violations(request, load()))):
            told.add(code)
            if not errors(dict(request.parameters), "request", request.operation):
                let_pass.append((code, example.text))
    assert let_pass == []
    assert told == set(REQUEST_RULES)


@pytest.mark.parametrize(
    ("parameters", "refused"),
    [
        ({"DatasetMaxBindCount": 5}, False),
        ({"DatasetMaxBindCount": "5"}, False),
        ({"DatasetMaxBindCount": "${count}"}, False),
        ({"DatasetMaxBindCount": "five"}, True),
        ({"DatasetMaxBindCount": None}, False),
        ({"DatasetName": None}, True),
        ({"DatasetName": "${x}"}, False),
        ({"WorkflowParameters": '[{"Name": "a"}]'}, False),
        ({"WorkflowParameters": [{"Name": "a"}]}, False),
        ({"WorkflowParameters": [{"name": "a"}]}, True),
        ({"WorkflowParameters": "a"}, True),
        ({"WorkflowParameters.1.Name": "a"}, False),
        ({"datasetConfig": {}}, True),
        ({"{{ key }}": 1}, False),
        ({"RegionId": "cn-beijing", "SignatureNonce": 1}, False),
        ({"Action": "CreateProject"}, True),
        ({"Version": "2017-09-06"}, True),
    ],
)
def test_forms_of_parameters(parameters: dict[str, Any], refused: bool) -> None:
    request = {"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "d", **parameters}
    assert bool(errors(request, "request", "CreateDataset")) == refused
    assert bool(errors([request], "request", "CreateDataset")) == refused


def test_a_needed_list_may_come_in_the_flat_form() -> None:
    request = {"ProjectName": "p", "DatasetName": "d"}
    assert errors(request, "request", "BatchGetFileMeta")
    assert not errors({**request, "URIs.1": "oss://b/a"}, "request", "BatchGetFileMeta")


EXAMPLES = [path for path in sorted((ROOT / "examples").glob("*/*.*")) if ".wrong." not in path.name]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_of_the_project(path: Path) -> None:
    text = path.read_text("utf-8")
    found = [code for code in errors_found(text, path.name) if path.parent.name == "requests"]
    refused = []
    for data in loaded(text, path.name):
        if path.parent.name == "rules":
            assert errors(data, "rule") == []
        elif path.parent.name == "policies":
            assert errors(data, "policy") == []
        else:
            operation = data.get("Action", path.name.partition(".")[0])
            refused += errors(data, "request", operation) if operation in OPERATIONS else []
    assert bool(refused) == bool(found), refused


WHOLE = """
extend = "base.toml"
select = ["ALL"]
extend-select = ["RAM4", "ACME101"]
ignore = ["IMM116", "naming-standard"]
severity = "warning"
fail-on = "error"
pedantic = true
output-format = "sarif"
exclude = ["a/"]
extend-exclude = ["fixtures/"]
policies = ["policies/*.json"]
baseline = "immlint.baseline"
rules = ["rules/*.yaml"]
python-rules = ["acme201_region_named.py", "acme.rules"]
kinds = { "bodies/*.json" = "request:CreateDataset", "old/*" = "ignore" }
per-file-ignores = { "legacy/**" = ["IMM108", "RAM5"] }

[[ignores]]
file = "policies/*.json#/Statement/0"
rules = ["RAM402"]
reason = "the administrators' own"
until = "2027-01-31"
"""


def test_a_configuration_with_every_key() -> None:
    data = tomllib.loads(WHOLE)
    assert set(data) == set(file.keys()) == set(properties("config"))
    assert errors(data, "config") == []


@pytest.mark.parametrize(
    "text",
    [
        'selct = ["IMM101"]',
        'severity = "fatal"',
        'pedantic = "yes"',
        'select = "IMM101"',
        'select = ["IMM 101"]',
        'output-format = "text"',
        'kinds = { "a" = "request" }',
        'kinds = { "a" = "request:CreateDatasets" }',
        'per-file-ignores = { "a" = "RAM5" }',
        'ignores = [{ file = "a", rules = ["RAM402"] }]',
        'ignores = [{ file = "a", rules = [], reason = "x" }]',
        'ignores = [{ file = "a#b", rules = ["RAM402"], reason = "x" }]',
        'ignores = [{ file = "a", rules = ["RAM402"], reason = "x", until = "soon" }]',
    ],
)
def test_configurations_that_are_refused(text: str, tmp_path: Path) -> None:
    assert errors(tomllib.loads(text), "config")
    (tmp_path / "immlint.toml").write_text(text, "utf-8")
    (tmp_path / "a.json").write_text("{}", "utf-8")
    code, _, err = command("check", ".", cwd=tmp_path)
    assert code == 2, err


def test_the_schema_of_rules_knows_what_rule_files_have() -> None:
    assert set(properties("rule")) == {*REQUIRED, *OPTIONAL, *FORMS}


@pytest.mark.parametrize(
    "change",
    [
        {"code": "IMM901"},
        {"code": "acme1"},
        {"name": "Acme"},
        {"subject": "file"},
        {"subject": "call"},
        {"severity": "fatal"},
        {"message": ""},
        {"valid": []},
        {"invalid": [{"filename": "a.json"}]},
        {"valid": [{"text": "{}", "finds": {}}]},
        {"forbid": {"action": ["imm:*"]}},
        {"pattern": {"at": "DatasetName"}},
        {"operation": "Creat*", "subject": "policy"},
        {"mesage": "x"},
    ],
)
def test_rules_that_are_refused(change: dict[str, Any], tmp_path: Path) -> None:
    rule = {
        "code": "ACME1",
        "name": "acme-rule",
        "subject": "request",
        "operation": "Create*",
        "severity": "warning",
        "message": "{found}",
        "pattern": {"at": "DatasetName", "like": "prod-*"},
        "valid": ["{}"],
        "invalid": [{"text": "{}", "finds": {"/a": "b"}}],
    }
    assert errors(rule, "rule") == []
    changed = {**rule, **change}
    assert errors(changed, "rule")
    path = tmp_path / "rule.yaml"
    path.write_text(json.dumps(changed), "utf-8")
    assert command("test", str(path))[0] == 2


def test_what_there_is_is_listed() -> None:
    code, out, err = command("schema")
    assert (code, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()] == ["request", "policy", "config", "rule"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("polici",), "did you mean 'policy'?"),
        (("request",), "name the operation"),
        (("request", "createdatase"), "IMM has no operation 'createdatase'; did you mean CreateDataset?"),
        (("policy", "CreateDataset"), "is of no operation"),
    ],
)
def test_misuse_is_told(arguments: tuple[str, ...], said: str) -> None:
    code, out, err = command("schema", *arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_what_the_page_about_editors_says(tmp_path: Path) -> None:
    page = (ROOT / "docs/editors.md").read_text("utf-8").partition("## Completion by JSON Schema")[2]
    blocks = dict(re.findall(r"^```(\w+)[^\n]*\n(.*?)^```$", page, re.M | re.S))
    made = re.findall(r"^immlint schema (.*) > (.*)$", blocks["sh"], re.M)
    for names, path in made:
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(command("schema", *names.split())[1], "utf-8")
    settings = json.loads(blocks["jsonc"])
    named = [row["url"] for row in settings["json.schemas"]] + list(settings["yaml.schemas"])
    named.append(tomllib.loads(blocks["toml"])["rule"][0]["schema"]["path"])
    named.append(blocks["yaml"].partition("$schema=")[2].strip().removeprefix("."))
    written = {(tmp_path / path).resolve() for _, path in made}
    assert {(tmp_path / path).resolve() for path in named} == written
