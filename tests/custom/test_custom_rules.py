"""Custom rules: what their forms find, what they leave alone, and what of a rule file is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import immlint
from tests.command import ROOT
from tests.command import immlint as command
from tests.messages.chinese import english_in

EXAMPLES = sorted((ROOT / "examples/rules").glob("*.yaml"))


def rule(folder: Path, subject: str = "request", message: str = "{at} {found}", **form: Any) -> Path:
    """Write a rule of one form; JSON is YAML."""
    path = folder / "rule.yaml"
    data = {
        "code": "ACME1",
        "name": "acme-rule",
        "subject": subject,
        "severity": "warning",
        "message": message,
        "valid": ["{}"],
        "invalid": ["{}"],
        **form,
    }
    path.write_text(json.dumps(data, indent=1), "utf-8")
    return path


def lint(path: Path, text: object, filename: str = "a.yaml") -> list[tuple[str, str]]:
    """Return what a rule finds in a text, or in data, by pointers."""
    config = immlint.Config(rules=(str(path),), select=("ACME1", "LNT903", "LNT904"))
    given = text if isinstance(text, str) else json.dumps(text)
    found = immlint.lint_text(given, filename=filename, config=config)
    assert {finding.code for finding in found} <= {"ACME1"}, found
    return [(finding.pointer, finding.message) for finding in found]


def create(**parameters: object) -> dict[str, object]:
    return {"Action": "CreateDataset", "ProjectName": "p", **parameters}


def allow(action: object, resource: object = "*", **more: object) -> dict[str, object]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: object, resource: object = "*", **more: object) -> dict[str, object]:
    return {"Effect": "Deny", "Action": action, "Resource": resource, **more}


def policy(*statements: Mapping[str, object]) -> dict[str, object]:
    return {"Version": "1", "Statement": list(statements)}


def test_examples_hold() -> None:
    assert len(EXAMPLES) == 4
    code, out, err = command("test", "examples/rules")
    assert (code, out) == (0, "")
    assert "of 4 rules: each finds what it says" in err


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("prod-a", False),
        ("a-prod", True),
        ("${stage}-a", False),
        ("${stage}", False),
        ("a-${stage}", True),
        (7, False),
        (None, False),
    ],
)
def test_pattern_of_texts_known_in_part(tmp_path: Path, name: object, found: bool) -> None:
    path = rule(tmp_path, pattern={"at": "DatasetName", "like": ["prod-*", "test-??"]})
    told = lint(path, create(DatasetName=name))
    assert told == ([("/DatasetName", f'DatasetName "{name}"')] if found else [])


def test_pattern_goes_through_lists(tmp_path: Path) -> None:
    path = rule(tmp_path, "policy", pattern={"at": "Statement.Resource", "like": "acs:imm:*"})
    text = policy(allow("imm:*", ["acs:imm:*:*:*", "acs:oss:*:*:*"]), allow("imm:*", "acs:ram:*:*:*"))
    assert [pointer for pointer, _ in lint(path, text)] == [
        "/Statement/0/Resource/1",
        "/Statement/1/Resource",
    ]
    text["Statement"] = allow("imm:*", "acs:oss:*:*:*")
    assert [pointer for pointer, _ in lint(path, text)] == ["/Statement/Resource"]


def test_pattern_in_code(tmp_path: Path) -> None:
    path = rule(tmp_path, pattern={"at": "DatasetName", "like": "prod-*"})
    code = (
        "from alibabacloud_imm20200930 import models\n"
        "models.CreateDatasetRequest(project_name='p', dataset_name='photos')\n"
        "models.CreateDatasetRequest(project_name='p', dataset_name=name)\n"
        "models.CreateDatasetRequest(project_name='p', dataset_name=f'prod-{name}')\n"
        "models.CreateDatasetRequest(project_name='p', dataset_name=f'x-{name}')\n"
    )
    assert [text for _, text in lint(path, code, "a.py")] == [
        'DatasetName "photos"',
        'DatasetName "x-${name}"',
    ]


def test_calls(tmp_path: Path) -> None:
    path = rule(tmp_path, "call", pattern={"at": "Method", "like": ["Client", "*_with_options"]})
    code = (
        "from alibabacloud_imm20200930.client import Client\n"
        "client = Client(config)\n"
        "client.create_dataset(request)\n"
        "client.create_dataset_with_options(request, runtime)\n"
    )
    assert [text for _, text in lint(path, code, "a.py")] == ['Method "create_dataset"']


@pytest.mark.parametrize(
    ("schema", "parameters", "expected"),
    [
        ({"required": ["Description"]}, {}, [("", "/ Description")]),
        ({"required": ["Description", "TemplateId"]}, {"TemplateId": "x"}, [("", "/ Description")]),
        ({"properties": {"TemplateId": False}}, {"TemplateId": "x"}, [("/TemplateId", 'TemplateId "x"')]),
        ({"properties": {"TemplateId": {"enum": ["a"]}}}, {"TemplateId": "${x}"}, []),
        (
            {"properties": {"TemplateId": {"enum": ["a"]}}},
            {"TemplateId": "b"},
            [("/TemplateId", 'TemplateId "b"')],
        ),
        ({"properties": {"A": {"type": "integer"}}}, {"A": "${x}"}, []),
        ({"properties": {"A": {"type": "array"}}}, {"A": {"B": "${x}"}}, [("/A", 'A {"B": "${x}"}')]),
        (
            {"properties": {"A": {"additionalProperties": False, "patternProperties": {"^x": {}}}}},
            {"A": {"xa": 1, "b": 2}},
            [("/A/b", "A.b b")],
        ),
        # Which branch holds depends on what is not known.
        (
            {
                "if": {"properties": {"TemplateId": {"const": "a"}}},
                "then": {},
                "else": {"required": ["Description"]},
            },
            {"TemplateId": "${x}"},
            [],
        ),
        ({"not": {"required": ["A"]}}, {"A": 1}, [("", None)]),
        (
            {"$ref": "#/$defs/a", "$defs": {"a": {"properties": {"A": {"maximum": 1}}}}},
            {"A": 2},
            [("/A", "A 2")],
        ),
    ],
)
def test_schema(
    tmp_path: Path, schema: object, parameters: dict[str, object], expected: list[tuple[str, str | None]]
) -> None:
    found = lint(rule(tmp_path, schema=schema), create(DatasetName="d", **parameters))
    assert [
        (p, m if e[1] is not None else None) for (p, m), e in zip(found, expected, strict=True)
    ] == expected


def test_schema_needs_all_that_code_may_send(tmp_path: Path) -> None:
    path = rule(tmp_path, schema={"required": ["Description"]})
    code = (
        "from alibabacloud_imm20200930 import models\n"
        "models.CreateDatasetRequest(project_name='p', dataset_name='d')\n"
        "models.CreateDatasetRequest(project_name='p', dataset_name='d', **more)\n"
    )
    assert lint(path, code, "a.py") == [("", "/ Description")]


def test_operations_limit_a_rule(tmp_path: Path) -> None:
    path = rule(tmp_path, operation=["Update*"], pattern={"at": "DatasetName", "like": "prod-*"})
    assert lint(path, create(DatasetName="d")) == []
    assert lint(path, {**create(DatasetName="d"), "Action": "UpdateDataset"})


FORBIDDEN = {"action": ["imm:Delete*", "oss:DeleteBucket*", "ecs:StopInstance"]}


@pytest.mark.parametrize(
    ("statements", "pointers"),
    [
        ([allow("imm:*")], ["/Statement/0/Action"]),
        ([allow(["imm:Get*", "IMM:d*"])], ["/Statement/0/Action/1"]),
        ([allow(["imm:Get*", "imm:Create*"])], []),
        ([allow("imm:*"), deny("imm:Delete*")], []),
        ([allow("imm:*"), deny("imm:DeleteProject")], ["/Statement/0/Action"]),
        (
            [allow("imm:*"), deny("imm:*", Condition={"Bool": {"acs:MFAPresent": "true"}})],
            ["/Statement/0/Action"],
        ),
        # Every request of the Allow is denied.
        (
            [
                allow("imm:*", Condition={"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}),
                deny("imm:D*", Condition={"IpAddress": {"acs:SourceIp": ["10.0.0.0/8", "11.0.0.0/8"]}}),
            ],
            [],
        ),
        ([{"Effect": "Allow", "NotAction": "imm:Get*", "Resource": "*"}], ["/Statement/0/NotAction"]),
        ([{"Effect": "Allow", "NotAction": ["imm:*", "oss:*", "ecs:*"], "Resource": "*"}], []),
        ([allow("oss:*", "acs:oss:*:*:a")], ["/Statement/0/Action"]),
        ([allow("oss:*"), deny("oss:D*")], []),
        ([allow("oss:*"), deny("oss:DeleteBucket")], ["/Statement/0/Action"]),
        ([allow("ecs:*")], ["/Statement/0/Action"]),
        ([allow("imm:${x}")], []),
        ([allow("imm:*"), deny("${x}")], []),
        ([allow("imm:*"), deny("imm:*", "acs:imm:*:*:${x}")], []),
        ([allow("imm:*", ["acs:imm:*:*:project/${x}", "acs:imm:*:*:project/p"])], ["/Statement/0/Action"]),
        ([allow("imm:*"), allow("oss:*")], ["/Statement/0/Action", "/Statement/1/Action"]),
    ],
)
def test_forbid(tmp_path: Path, statements: list[dict[str, object]], pointers: list[str]) -> None:
    path = rule(tmp_path, "policy", "{action} {resource}", forbid=FORBIDDEN)
    assert [pointer for pointer, _ in lint(path, policy(*statements))] == pointers


@pytest.mark.parametrize(
    ("resource", "found"),
    [
        ("*", True),
        ("acs:imm:cn-*:*:*", True),
        ("acs:imm:cn-beijing:*:project/p", True),
        ("acs:imm:cn-shanghai:*:*", False),
        ("acs:imm:${region}:*:*", False),
    ],
)
def test_forbidden_region(tmp_path: Path, resource: str, found: bool) -> None:
    form = {"action": "imm:*", "resource": "acs:imm:cn-beijing:*:*"}
    path = rule(tmp_path, "policy", "{resource}", forbid=form)
    told = lint(path, policy(allow("imm:*", resource)))
    assert bool(told) == found
    assert all(text.startswith("acs:imm:cn-beijing:") for _, text in told)


HTTPS = {"Bool": {"acs:SecureTransport": "true"}}
HTTP = {"Bool": {"acs:SecureTransport": "false"}}
MFA = {"Bool": {"acs:MFAPresent": "true"}}
OFFICE = {"IpAddress": {"acs:SourceIp": ["10.0.0.0/8"]}}


@pytest.mark.parametrize(
    ("condition", "statements", "found"),
    [
        (HTTPS, [allow("imm:*")], True),
        (HTTPS, [allow("imm:*", Condition=HTTPS)], False),
        (HTTPS, [allow("imm:*", Condition={"Bool": {"acs:securetransport": ["true"]}})], False),
        (HTTPS, [allow("imm:*", Condition={"Bool": {"acs:SecureTransport": ["true", "false"]}})], True),
        (HTTPS, [allow("imm:*", Condition={"Bool": {"acs:SecureTransport": "${x}"}})], False),
        (HTTPS, [allow("imm:*"), deny("*", Condition=HTTP)], False),
        (HTTPS, [allow("imm:*"), deny("imm:Create*", Condition=HTTP)], False),
        (HTTPS, [allow("imm:*"), deny("imm:*", "acs:imm:*:*:project/p", Condition=HTTP)], True),
        (
            HTTPS,
            [allow("imm:*", "acs:imm:*:*:project/p"), deny("imm:*", "acs:imm:*:*:*", Condition=HTTP)],
            False,
        ),
        (HTTPS, [allow("imm:*"), deny("*", Condition={**HTTP, **OFFICE})], True),
        (HTTPS, [allow("imm:*"), deny("imm:Create*")], False),
        (HTTPS, [allow("imm:Get*")], False),
        (HTTPS, [allow("imm:*"), deny("imm:*", Condition={"Bool": {"acs:SecureTransport": "${x}"}})], False),
        # A call by access key has no such key: it is not denied.
        (MFA, [allow("imm:*"), deny("*", Condition={"Bool": {"acs:MFAPresent": "false"}})], True),
        (MFA, [allow("imm:*", Condition=MFA)], False),
        (OFFICE, [allow("imm:*", Condition={"IpAddress": {"acs:SourceIp": "10.1.0.0/16"}})], False),
        (OFFICE, [allow("imm:*", Condition={"IpAddress": {"acs:SourceIp": "0.0.0.0/0"}})], True),
        (
            OFFICE,
            [allow("imm:*"), deny("*", Condition={"NotIpAddress": {"acs:SourceIp": ["10.2.0.0/16"]}})],
            False,
        ),
        (
            OFFICE,
            [allow("imm:*"), deny("*", Condition={"NotIpAddress": {"acs:SourceIp": ["0.0.0.0/4"]}})],
            True,
        ),
        ({**HTTPS, **OFFICE}, [allow("imm:*", Condition=HTTPS)], True),
        ({**HTTPS, **OFFICE}, [allow("imm:*", Condition=OFFICE), deny("*", Condition=HTTP)], False),
    ],
)
def test_require(tmp_path: Path, condition: object, statements: list[dict[str, object]], found: bool) -> None:
    form = {"action": ["imm:Create*"], "condition": condition}
    path = rule(tmp_path, "policy", "{action} {condition}", require=form)
    assert [pointer for pointer, _ in lint(path, policy(*statements))] == ["/Statement/0/Action"] * found


def test_policies_that_allow_nothing_themselves(tmp_path: Path) -> None:
    path = rule(tmp_path, "policy", "{action}", forbid={"action": "sts:*"})
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": ["imm.aliyuncs.com"]}}
    assert lint(path, policy(trust)) == []


PATTERN: dict[str, Any] = {"pattern": {"at": "DatasetName", "like": "prod-*"}}


@pytest.mark.parametrize(
    ("changes", "line", "told"),
    [
        ({"code": "RAM999"}, 2, "begins like those of immlint"),
        ({"code": "acme1"}, 2, "capital letters"),
        ({"name": "Acme"}, 3, "words in lower case"),
        ({"name": "invalid-name"}, 3, "another rule's"),
        ({"subject": "polcy"}, 4, "one of request, policy, call"),
        ({"severity": "fatal"}, 5, "one of info, warning, error"),
        ({"message": "{found.__class__}"}, 6, "known are {found}"),
        ({"message": "{found!r}"}, 6, "known are {found}"),
        ({"message": "{foun}"}, 6, "known are {found}"),
        ({"message": "{found"}, 6, "no template"),
        ({"messages": "x"}, None, "did you mean 'message'?"),
        ({"valid": []}, 7, "at least one"),
        ({"invalid": [{"txt": ""}]}, None, "'text'"),
        ({"pattern": {"at": "A", "like": 1}}, None, "'like' must be"),
        ({"pattern": {"at": "A..B", "like": "x"}}, None, "'at' must be"),
        ({"schema": {}}, 1, "2 of them"),
        ({"operation": "CreateDatasat"}, None, "did you mean CreateDataset?"),
        ({"pattern": None}, None, "must be {at: ..., like: ...}"),
    ],
)
def test_broken_rule_files(tmp_path: Path, changes: dict[str, Any], line: int | None, told: str) -> None:
    path = rule(tmp_path, **{**PATTERN, **changes})
    code, out, err = command("test", str(path))
    assert (code, out) == (2, "")
    assert told in err
    assert err.startswith(f"Error: {path}:{line or ''}")
    assert len(err.splitlines()) == 1
    said = command("test", str(path), "--lang", "zh")[2]
    assert english_in(said) is None


@pytest.mark.parametrize(
    ("subject", "form", "told"),
    [
        ("request", {"forbid": {"action": "imm:*"}}, "expected policy"),
        ("policy", {"forbid": {"actions": "imm:*"}}, "'forbid' must be"),
        ("policy", {"forbid": {"action": "Delete"}}, "is no action"),
        ("policy", {"forbid": {"action": "imm:*", "resource": "project/p"}}, "is no resource"),
        ("policy", {"require": {"action": "imm:*", "condition": {}}}, "no condition"),
        (
            "policy",
            {"require": {"action": "imm:*", "condition": {"Bol": {"acs:MFAPresent": "true"}}}},
            "no condition",
        ),
        ("request", {"schema": {"type": "strnig"}}, "no JSON Schema"),
        ("request", {"schema": {"pattern": "("}}, "no JSON Schema"),
        ("request", {"schema": {"$ref": "https://example.com/a.json"}}, "leads nowhere"),
        ("request", {"schema": {"$ref": "#/$defs/a"}}, "leads nowhere"),
    ],
)
def test_broken_forms(tmp_path: Path, subject: str, form: dict[str, Any], told: str) -> None:
    path = rule(tmp_path, subject, "x", **form)
    with pytest.raises(ValueError, match=rf"rule\.yaml:\d+: .*{told}"):
        immlint.Linter(immlint.Config(rules=(str(path),)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a\n",
        "a: b: c\n",
        "code: !!python/object/apply:os.system [exit]\n",
        "code: A1\ncode: A2\n",
        "\x00",
    ],
)
def test_what_is_no_rule(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rule.yaml"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"rule\.yaml:\d+: "):
        immlint.Linter(immlint.Config(rules=(str(path),)))


def test_a_failing_example_is_shown(tmp_path: Path) -> None:
    text = json.dumps(create(DatasetName="d"))
    path = rule(
        tmp_path,
        **PATTERN,
        valid=[text, '{"a": 1}'],
        invalid=[
            {"text": text, "finds": {"/DatasetName": "another"}},
            json.dumps(create(DatasetName="prod-d")),
        ],
    )
    code, out, err = command("test", str(path))
    assert code == 1
    assert out.splitlines() == [
        "ACME1 acme-rule: valid[0] (request.yaml)",
        '  + /DatasetName: DatasetName "d"',
        "ACME1 acme-rule: valid[1] (request.yaml)",
        "  nothing to check, neither an IMM request nor a RAM policy; expected one",
        "ACME1 acme-rule: invalid[0] (request.yaml)",
        "  - /DatasetName: another",
        '  + /DatasetName: DatasetName "d"',
        "ACME1 acme-rule: invalid[1] (request.yaml)",
        "  no finding; expected one",
    ]
    assert "4 examples of 1 rule" in err
    said = command("test", str(path), "--lang", "zh")[1].splitlines()
    assert [english_in(said[at]) for at in (3, 8)] == [None, None]


def test_the_configuration_names_them(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    rule(tmp_path / "rules", **PATTERN)
    (tmp_path / "immlint.toml").write_text('rules = ["rules/*.yaml"]\nselect = ["ACME"]\n')
    (tmp_path / "a.json").write_text(json.dumps(create(DatasetName="d")))
    (tmp_path / "b.yaml").write_text(
        "Action: CreateDataset\nProjectName: p\n# immlint: ignore[ACME1] of old\nDatasetName: d\n"
    )
    code, out, _ = command("a.json", "b.yaml", cwd=tmp_path)
    assert (code, out.splitlines()) == (1, ['a.json:1:64: warning ACME1 DatasetName "d"'])
    assert command("a.json", "--ignore", "acme-rule", cwd=tmp_path)[0] == 0
    for form in ("sarif", "rdjson", "full"):
        code, out, err = command("a.json", "--output-format", form, cwd=tmp_path)
        assert code == 1, err
        assert "ACME1" in out
    code, out, _ = command("rule", "ACME1", cwd=tmp_path)
    assert code == 0
    assert out.startswith("ACME1 acme-rule (warning)")
    assert "ACME1" in command("rule", "--all", cwd=tmp_path)[1]
    assert command("test", cwd=tmp_path)[0] == 1
    (tmp_path / "immlint.toml").write_text('rules = ["rule/*.yaml"]\n')
    code, _, err = command("a.json", cwd=tmp_path)
    assert code == 2
    assert "there is no such file" in err


def test_what_is_extended_has_its_rules_too(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    rule(tmp_path / "base", **PATTERN)
    (tmp_path / "base/immlint.toml").write_text('rules = ["rule.yaml"]\n')
    rule(tmp_path, code="ACME2", name="acme-other", **PATTERN)
    (tmp_path / "immlint.toml").write_text(
        'extend = "base/immlint.toml"\nrules = ["rule.yaml"]\nselect = ["ACME"]\n'
    )
    (tmp_path / "a.json").write_text(json.dumps(create(DatasetName="d")))
    _, out, err = command("a.json", cwd=tmp_path)
    assert [line.split()[2] for line in out.splitlines()] == ["ACME1", "ACME2"], err


def test_nothing_is_imported_without_them() -> None:
    script = (
        "import sys, immlint\n"
        "immlint.Linter().lint('{\"ProjectName\": 1}', filename='CreateDataset.json')\n"
        "late = ('jsonschema', 'ruamel')\n"
        "print([m for m in sys.modules if m.startswith('immlint.custom.') or m in late])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_linter_with_them_travels(tmp_path: Path) -> None:
    import pickle

    path = rule(tmp_path, **PATTERN)
    linter = immlint.Linter(immlint.Config(rules=(str(path),), select=("ACME1",)))
    text = json.dumps(create(DatasetName="d"))
    found = linter.lint(text, filename="a.json")
    assert [finding.code for finding in found] == ["ACME1"]
    assert pickle.loads(pickle.dumps(linter)).lint(text, filename="a.json") == found


def test_rules_of_a_configuration_further_down_hold_there(tmp_path: Path) -> None:
    """In a run from above as in one that is started there."""
    inner = tmp_path / "sub"
    inner.mkdir()
    rule(inner, pattern={"at": "DatasetName", "like": "prod-*"})
    (tmp_path / "immlint.toml").write_text("")
    (inner / "immlint.toml").write_text(
        'rules = ["rule.yaml"]\nselect = ["ACME1"]\nper-file-ignores = { "b.json" = ["acme-rule"] }\n'
        '[[ignores]]\nfile = "c.json"\nrules = ["ACME1"]\nreason = "old"\n'
    )
    for name in ("a.json", "b.json", "c.json"):
        (inner / name).write_text(json.dumps(create(DatasetName="1")))
    (tmp_path / "d.json").write_text(json.dumps(create(DatasetName="1")))
    for cwd, found in ((tmp_path, "sub/a.json"), (inner, "a.json")):
        for _ in ("without", "with a cache"):
            arguments = ("check", ".", "--output-format", "concise", "--select", "ACME1")
            code, out, _ = command(*arguments, cwd=cwd)
            assert code == 1
            assert [line.split(":")[0] for line in out.splitlines()] == [found]
    code, out, _ = command("check", ".", "--output-format", "sarif", cwd=tmp_path)
    (run,) = json.loads(out)["runs"]
    assert "ACME1" in [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    (inner / "immlint.toml").write_text('select = ["ACME1"]\n')
    assert command("check", ".", cwd=tmp_path)[0] == 2


def test_two_configurations_may_have_rules_of_one_code(tmp_path: Path) -> None:
    for name, like in (("one", "prod-*"), ("two", "test-*")):
        folder = tmp_path / name
        folder.mkdir()
        rule(folder, pattern={"at": "DatasetName", "like": like})
        (folder / "immlint.toml").write_text('rules = ["rule.yaml"]\nselect = ["ACME1"]\n')
        for dataset in ("prod-1", "test-1"):
            (folder / f"{dataset}.json").write_text(json.dumps(create(DatasetName=dataset)))
    expected = ["one/test-1.json", "two/prod-1.json"]
    for _ in ("without", "with a cache"):
        code, out, _ = command("check", ".", "--output-format", "concise", cwd=tmp_path)
        assert (code, [line.split(":")[0] for line in out.splitlines()]) == (1, expected)
    # What a rule says is of the file that is its configuration's, and so is what was kept of earlier runs.
    rule(tmp_path / "one", pattern={"at": "DatasetName", "like": "test-*"})
    code, out, _ = command("check", ".", "--output-format", "concise", cwd=tmp_path)
    assert [line.split(":")[0] for line in out.splitlines()] == ["one/prod-1.json", "two/prod-1.json"]


def test_rules_of_the_working_directory_hold_for_files_of_its_configuration(tmp_path: Path) -> None:
    rule(tmp_path, pattern={"at": "DatasetName", "like": "prod-*"})
    (tmp_path / "immlint.toml").write_text('rules = ["rule.yaml"]\nextend-select = ["ACME1"]\n')
    for name, text in (("own", ""), ("extending", 'extend = "../immlint.toml"\n')):
        (tmp_path / name).mkdir()
        (tmp_path / name / "immlint.toml").write_text(text)
        (tmp_path / name / "a.json").write_text(json.dumps(create(DatasetName="d")))
    (tmp_path / "a.json").write_text(json.dumps(create(DatasetName="d")))
    _, out, _ = command("check", ".", "--output-format", "concise", "--select", "ACME", cwd=tmp_path)
    assert [line.split(":")[0] for line in out.splitlines()] == ["a.json", "extending/a.json"]


def test_parameters_that_are_json_in_a_text(tmp_path: Path) -> None:
    parameters = {"WorkflowParameters": json.dumps([{"Name": "a"}, {"Name": "prod-b"}]), "DatasetName": "[1]"}
    path = rule(tmp_path, pattern={"at": "WorkflowParameters.Name", "like": "prod-*"})
    # The place is that of the text, as the file has it.
    ((pointer, message),) = lint(path, create(**parameters))
    assert pointer.startswith("/WorkflowParameters")
    assert message == 'WorkflowParameters.0.Name "a"'
    items = {"items": {"properties": {"Name": {"enum": ["a"]}}}}
    path = rule(
        tmp_path, schema={"properties": {"WorkflowParameters": items, "DatasetName": {"type": "string"}}}
    )
    assert [message for _, message in lint(path, create(**parameters))] == [
        'WorkflowParameters.1.Name "prod-b"'
    ]
    assert lint(path, create(WorkflowParameters="${all}")) == []


def test_a_shell_completes_codes_of_custom_rules(tmp_path: Path) -> None:
    rule(tmp_path, pattern={"at": "DatasetName", "like": "prod-*"})
    (tmp_path / "immlint.toml").write_text('rules = ["rule.yaml"]\npython-rules = ["none.py"]\n')
    for line in ("immlint rule ACM", "immlint check --select ACM"):
        environ = {
            **os.environ,
            "_IMMLINT_COMPLETE": "bash_complete",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(line.split()) - 1),
        }
        done = subprocess.run(
            [Path(sys.executable).with_name("immlint")],
            env=environ,
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )
        assert "plain,ACME1" in done.stdout.splitlines(), done.stderr
