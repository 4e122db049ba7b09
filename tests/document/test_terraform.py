"""Terraform: what its blocks send is told where it is written, whatever it is written in."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import immlint
from immlint.__main__ import main
from immlint.config import Config
from immlint.document.terraform.evaluate import Evaluator
from immlint.document.terraform.syntax import Syntax
from immlint.document.terraform.texts import _in_quotes
from immlint.document.terraform.written import Written
from tests.document.test_spans import POLICIES
from tests.document.twins import Twin, all_are_held, check

TWINS = [
    Twin("01-heredoc.tf", "photos/dataset/*", "photos", "RAM303"),
    Twin("02-flush.tf", "imm.aliyuncs.com", "imm.aliyun.com", "RAM602"),
    Twin("03-jsonencode.tf", '"imm:SimpleQuery"', '"imm:SimpelQuery"', "RAM301"),
    Twin("04-escaped.tf", "incoming/*", "incoming", "RAM303"),
    Twin("05-policy-document.tf", '"StringLike"', '"StringsLike"', "RAM211"),
    Twin("06-trust-document.tf", "sts:AssumeRole", "sts:AssumeRoles", "RAM601"),
    Twin("07-control.tf", '"Deny"', '"deny"', "RAM206"),
    Twin("08-bucket-policy.tf", '"Deny"', '"deny"', "RAM206"),
    Twin("09-values-in-json.tf", '"imm:ListProjects"', '"imm:ListProject"', "RAM301"),
    Twin("10-locals.tf", '"imm:CreateDataset"', '"imm:CreateDataSets"', "RAM301"),
    Twin("11-defaults.tf", "oss:PutObject", "oss.PutObject", "RAM208"),
    Twin("12-format.tf", "acs:", "arn:", "RAM209"),
    Twin("13-branches.tf", "project/photos", "projekt/photos", "RAM303"),
    Twin("14-module.tf", '"Allow"', '"Permit"', "RAM206"),
    Twin("15-foreign.tf", "acs:oss", "acs::oss", "RAM303"),
    Twin("16-provider.tf", '\\"Version\\"', '\\"version\\"', "RAM202"),
    Twin("17-sso.tofu", "192.0.2.0/24", "192.0.2.0/42", "RAM213"),
    Twin("18-template.tftpl", '"Deny"', '"deny"', "RAM206"),
    Twin("19-crlf.tf", "/dataset/*", "", "RAM303"),
    Twin("20-conditions.tf", '"203.0.113.0/24"', '"203.0.113.0/99"', "RAM213"),
    Twin("21-json-syntax.tf.json", '\\"imm.aliyuncs.com\\"', '\\"imm.aliyuncs\\"', "RAM602"),
    Twin("22-imm-project.tf", "videos-2026", "2026-videos", "IMM104"),
    Twin("23-in-ros.tf.yml", '"oss:GetObject"', '"oss:GetObjects"', "RAM301"),
]


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.file)
def test_one_token_makes_the_difference(twin: Twin) -> None:
    check("terraform", twin)


def test_every_file_has_a_twin() -> None:
    assert all_are_held("terraform", TWINS)


def _told(text: str, filename: str = "x.tf") -> list[tuple[Any, ...]]:
    findings = immlint.lint_text(text, filename=filename, config=Config(pedantic=True))
    assert not [f for f in findings if f.code == "LNT904"], findings
    return [(f.code, f.message, f.pointer, f.start, f.end) for f in findings]


def _codes(text: str, filename: str = "x.tf") -> list[tuple[str, str]]:
    """What is told, each code with the text it stands at."""
    return [(code, text[start:end]) for code, _, _, start, end in _told(text, filename)]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _resource(document: str) -> str:
    return f'resource "alicloud_ram_policy" "照片" {{\n  policy_document = {document}\n}}\n'


INDENT = " " * 11
WRITTEN: dict[str, Callable[[str], str]] = {
    "heredoc": lambda text: f"<<EOF\n{text}\nEOF",
    "flush": lambda text: "<<-EOF\n" + "".join(f"{INDENT}{line}\n" for line in text.split("\n")) + "  EOF",
    "quoted": _quoted,
    "jsonencode": lambda text: f"jsonencode({text})",
    "branch": lambda text: f"var.any ? jsonencode({text}) : null",
    "trimmed": lambda text: f"trimspace({_quoted(text)})",
}


def _plain(value: Any) -> Any:
    """Without what HCL reads otherwise: interpolations, and escapes of JSON that it does not have."""
    if isinstance(value, str):
        return "".join(char if char.isprintable() or char in "\n\t" else "·" for char in value).replace(
            "{", "("
        )
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return {_plain(key): _plain(item) for key, item in value.items()} if isinstance(value, dict) else value


@settings(max_examples=200, deadline=None)
@given(POLICIES.map(_plain), st.sampled_from(sorted(WRITTEN)), st.sampled_from([None, 2]))
def test_a_policy_is_told_as_the_file_it_is(data: Any, how: str, indent: int | None) -> None:
    """The same findings as those of the bare file: each span, cut out and unquoted, is the same text."""
    bare = json.dumps(data, indent=indent, ensure_ascii=False)
    text = _resource(WRITTEN[how](bare))
    kinds = {"x.json": "policy"}
    wanted = immlint.lint_text(bare, filename="x.json", config=Config(pedantic=True, kinds=kinds))
    found = _told(text)
    assert [told[:3] for told in found] == [(f.code, f.message, f.pointer) for f in wanted]
    for (*_, start, end), finding in zip(found, wanted, strict=True):
        cut = text[start:end]
        if how in ("quoted", "trimmed"):
            cut = json.loads(f'"{cut}"')
        if how == "flush":
            cut = cut.replace(f"\n{INDENT}", "\n")
        assert cut == bare[finding.start : finding.end]


def test_without_the_parser_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = _resource('"{\\"Version\\": \\"2\\"}"')
    for name in ("a.tf", "b.tf"):
        (tmp_path / name).write_text(wrong, "utf-8")
    (tmp_path / "c.tf").write_text('resource "aws_iam_policy" "p" {\n  policy = "{Statement}"\n}\n')
    command = ["check", "--isolated", "--no-cache", str(tmp_path)]
    assert main(command) == 1
    assert "RAM204" in capsys.readouterr().out
    monkeypatch.setitem(sys.modules, "tree_sitter_hcl", None)
    assert main([*command, str(tmp_path / "a.tf")]) == 0
    said = capsys.readouterr()
    told, _ = said.err.splitlines()
    assert (said.out, told) == ("", "Terraform is left unread; to have it checked, install immlint[hcl]")
    assert immlint.lint_text(wrong, filename="a.tf") == []
    asked = ["--action", "imm:GetProject", "--resource", "*"]
    for question in (
        ["grants", "--policy", str(tmp_path / "a.tf"), *asked],
        [*command, "--policy", command[-1] + "/a.tf"],
    ):
        assert main(question) == 2
        assert capsys.readouterr().err.rstrip().endswith(told)
    for name in ("a.tf", "b.tf"):
        (tmp_path / name).unlink()
    assert main(command) == 0
    assert "install" not in capsys.readouterr().err


def _policy(statement: str) -> str:
    return _resource(f'jsonencode({{\n  Version = "1"\n  Statement = [{{{statement}}}]\n}})')


@pytest.mark.parametrize(
    "document",
    [
        "var.document",
        "local.document",
        '"${local.document}"',
        "merge(local.one, local.two)",
        "jsonencode(merge(local.one, local.two))",
        'jsonencode(merge({ Version = "1" }, { Statement = [{ Effect = "Permit" }] }))',
        "jsonencode(merge(local.one, { Statement = [{ Effect = local.effect }] }))",
        'replace("{\\"Version\\": \\"1\\", \\"Statement\\": [{\\"Effect\\": \\"E\\"}]}", "E", "Allow")',
        'replace(<<EOF\n{"Version": "1", "Statement": [{"Effect": "EFFECT"}]}\nEOF\n, "EFFECT", "Allow")',
        'replace(jsonencode({ Version = "1", Statement = [{ Effect = "EFFECT" }] }), "EFFECT", "Allow")',
        "data.http.policy.body",
        'replace(file("p.json"), "a", "b")',
        '"${file("p.json")}"',
        "<<EOF\n${local.document}\nEOF",
        '<<EOF\n%{ if var.x }{"Version": "2"}%{ endif }\nEOF',
        '<<EOF\n{"Version": "1", "Statement": [${local.statements}]}\nEOF',
        '<<EOF\n{"Version": "1", ${join(",", local.members)}}\nEOF',
        '<<EOF\n{"Version": "1", "Statement": ${jsonencode(local.statements)}}\nEOF',
        '<<EOF\n{"Version": "1", "Statement": [{"Effect": ${~ x ~}}]}\nEOF',
        "jsonencode({ Version = var.version, Statement = [for s in var.statements : s] })",
        'jsonencode({ Version = "1", Statement = var.statements })',
        'jsonencode({ Version = "1", Statement = { (var.key) = "x" } })',
    ],
)
def test_what_is_computed_is_unknown(document: str) -> None:
    assert _told(_resource(document)) == []


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("local.action", []),
        ("var.empty", []),
        ("var.missing", []),
        ("[for s in var.services : s]", []),
        ('["oss:Get*", var.missing]', []),
        ('"${var.service}:Get*"', []),
        ('"${var.service}.Get"', []),
        ('"oss.${var.what}"', []),
        ("local.itself", []),
        ("var.wrong", ['"oss.Get"']),
        ("[var.wrong]", ['"oss.Get"']),
        ("local.wrong", ['"ram.Get"']),
        ("local.lists.wrong", ['"fc.Get"']),
        ('local.lists["wrong"]', ['"fc.Get"']),
        ("local.lists.more[1]", ['"oss.Put"']),
        ("local.lists.more", ['"oss.Put"']),
        ("concat(local.lists.more, var.missing)", ['"oss.Put"']),
        ('"${var.wrong}"', ['"oss.Get"']),
        ('"${var.wrong}Object"', ['"${var.wrong}Object"']),
        ('format("%s.%s", "oss", "Get")', ['format("%s.%s", "oss", "Get")']),
        ('format("%s:%s", "oss", var.missing)', []),
        ('[for s in var.services : "${s}.${s}/Get"]', []),
        ('[for s in var.services : "oss.Get"]', ['"oss.Get"']),
        ('var.missing ? "oss.Get" : "oss.Put"', []),
        ('"oss\\u002eGet"', ['"oss\\u002eGet"']),
        ('tolist(["oss.Get"])', ['"oss.Get"']),
        ('("oss.Get")', ['"oss.Get"']),
    ],
)
def test_what_is_followed(value: str, found: list[str]) -> None:
    """Names are followed to where they are literal; what is wrong is told where it is written."""
    names = """
variable "service" {}
variable "missing" {}
variable "services" { type = list(string) }
variable "empty" { default = "" }
variable "wrong" { default = "oss.Get" }
locals {
  action = var.missing
  itself = [local.itself]
  wrong  = "ram.Get"
  lists  = { wrong = "fc.Get", more = ["oss:Get*", "oss.Put"] }
}
"""
    text = _policy(f'Effect = "Allow", Action = {value}, Resource = "acs:oss:*:*:b/*"') + names
    assert [at for code, at in _codes(text) if code == "RAM208"] == found


PART = '{ Statement = [{ Effect = "Permit", Action = "oss:GetObject", Resource = "*" }] }'
LOCAL = f"locals {{ part = {PART} }}\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (LOCAL, []),
        (LOCAL + _resource('jsonencode(merge({ Version = "1" }, local.part))'), []),
        (f'module "照片" {{ policy = {PART} }}', []),
        (LOCAL + _resource("jsonencode(local.part)"), ["RAM205", "RAM206"]),
        (f"locals {{ part = jsonencode({PART}) }}", ["RAM205", "RAM206"]),
        (_resource(f"jsonencode({PART})"), ["RAM205", "RAM206"]),
        (f"locals {{ part = base64encode(jsonencode({PART})) }}", ["RAM205", "RAM206"]),
    ],
)
def test_a_part_is_a_policy_only_where_it_is_sent(text: str, found: list[str]) -> None:
    assert [code for code, _ in _codes(f"# alicloud\n{text}")] == found


def test_fixes_stay_inside_of_literals() -> None:
    text = (
        _policy('effect = "allow", Action = "oss:GetObject", Resource = "*"')
        + _policy('Effect = "Allow", Action = ["oss:Get*", "oss:GetObject", var.a, local.a], Resource = "*"')
        + """
data "alicloud_ram_policy_document" "d" {
  statement {
    effect   = "Allow"
    action   = ["oss:Get*", "oss:GetObject"]
    resource = ["*", "*"]
  }
}
locals { a = "oss:GetObject" }
variable "a" { default = "oss:GetObject" }
"""
    )
    findings = immlint.lint_text(text, filename="x.tf")
    edits = {edit for finding in findings if finding.fix for edit in finding.fix.edits}
    assert {(text[start:end], new) for start, end, new in edits} == {
        ("effect", "Effect"),
        ('"oss:GetObject", ', ""),
        (', "oss:GetObject"', ""),
        (', "*"', ""),
    }


@given(st.text('ab .${}%\\"\n\t照', max_size=12))
def test_what_is_written_in_quotes_is_read_again(text: str) -> None:
    """A new value is either left alone or means itself, in HCL as in JSON."""
    written = _in_quotes(text)
    assert written is not None or re.search(r"[$%]{", text)
    if written is not None:
        assert json.loads(f'"{written}"') == text
        syntax = Syntax(f'a = "{written}"\n')
        (attribute,) = syntax.outermost()
        value = Evaluator(syntax, lambda path, span, depth: Written(*span)).value(attribute.expression)
        assert (value.value, value.is_literal) == (text, True)


VALUES = st.sampled_from(
    [
        -9,
        0,
        1,
        True,
        False,
        None,
        "oss:GetObject",
        "acs:oss:*:*:b/*",
        "照片",
        "a\tb",
        'say "x"',
        "$${a}",
        "%%{b}",
        "${var.x}",
        "",
        "\\",
    ]
)


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        VALUES,
        lambda value: st.lists(value, max_size=3),
        max_leaves=6,
    ),
    st.sampled_from(["", " ", "\n", " # it's\n", ' /* "*/ ']),
)
def test_every_part_of_a_value_stands_where_it_is_written(value: Any, space: str) -> None:
    text = "照 = " + _hcl(value, space) + "\n"
    syntax = Syntax(text)
    (attribute,) = syntax.outermost()
    _check_parts(
        text, value, Evaluator(syntax, lambda path, span, depth: Written(*span)).value(attribute.expression)
    )


def _hcl(value: Any, space: str) -> str:
    if isinstance(value, list):
        return f"[{space}" + "".join(f"{_hcl(item, space)},{space}" for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _check_parts(text: str, value: Any, written: Written) -> None:
    cut = text[written.start : written.end]
    if isinstance(value, list):
        assert (cut[0], cut[-1], len(written.items or ())) == ("[", "]", len(value))
        for inner, item in zip(value, written.items or (), strict=True):
            _check_parts(text, inner, item)
    elif value == "${var.x}":
        assert cut in ("var.x", '"${var.x}"')
    else:
        assert cut == json.dumps(value, ensure_ascii=False)
        meant = re.sub(r"[$%]([$%]{)", r"\1", value) if isinstance(value, str) else value
        assert written.value == meant


@settings(max_examples=100, deadline=None)
@given(POLICIES.map(_plain), st.sampled_from([None, 1]))
def test_terraform_in_json_is_told_as_the_file_it_is(data: Any, indent: int | None) -> None:
    bare = json.dumps(data, ensure_ascii=False)
    whole = {"resource": [{"alicloud_ram_policy": {"照": {"policy_document": bare}}}]}
    text = json.dumps(whole, indent=indent, ensure_ascii=False)
    kinds = {"x.json": "policy"}
    wanted = immlint.lint_text(bare, filename="x.json", config=Config(pedantic=True, kinds=kinds))
    found = _told(text, "x.tf.json")
    assert [told[:3] for told in found] == [(f.code, f.message, f.pointer) for f in wanted]
    for (*_, start, end), finding in zip(found, wanted, strict=True):
        assert json.loads(f'"{text[start:end]}"') == bare[finding.start : finding.end]


def test_blocks_in_json() -> None:
    text = r"""{
  "locals": [{"wrong": "oss.Put"}],
  "data": {"alicloud_ram_policy_document": {"d": [{"statement": [
    {"action": ["oss.Get", "${local.wrong}"], "resource": ["*"]},
    {"effect": "Deny", "action": ["*"], "resource": ["*"], "condition": {
      "operator": "Boole", "variable": "acs:MFAPresent", "values": ["true"]}}]}]}},
  "module": {"m": {"document": "${jsonencode({\"Version\" = \"1\", Statement = [{Effect = \"allow\"}]})}"}},
  "provider": {"alicloud": [{"assume_role": {"policy": "{\"Version\": \"2\"}"}}]}
}"""
    assert {at for code, at in _codes(text, "x.tf.json") if code != "RAM205"} == {
        '"oss.Put"',
        '"oss.Get"',
        '"Boole"',
        '\\"allow\\"',
        '\\"2\\"',
    }


def test_the_plan_of_a_configuration() -> None:
    """What ``terraform show -json`` writes is data with policies in it."""
    policy = '{"Version":"1","Statement":[{"Effect":"allow","Action":"oss:GetObject","Resource":"*"}]}'
    values = {"policy_name": "p", "policy_document": policy}
    resource = {"address": "alicloud_ram_policy.p", "type": "alicloud_ram_policy", "values": values}
    plan = {"format_version": "1.2", "planned_values": {"root_module": {"resources": [resource]}}}
    assert [(code, at) for code, at in _codes(json.dumps(plan), "plan.json")] == [("RAM206", '\\"allow\\"')]


def test_names_of_the_folder(tmp_path: Path) -> None:
    """Variables and locals of other files count where they are asked for; files of values leave them open."""
    (tmp_path / "main.tf").write_text(
        _policy("Effect = local.effect, Action = [var.action, var.given], Resource = local.resource.all")
        + 'resource "alicloud_resource_manager_control_policy" "c" {\n  policy_document = local.control\n}\n'
    )
    (tmp_path / "variables.tf").write_text(
        'variable "action" { default = "oss.Get" }\nvariable "given" { default = "oss.Put" }\n'
    )
    (tmp_path / "locals.tofu").write_text(
        'locals {\n  effect = "Allow"\n  resource = { all = "*" }\n  # acs: policy\n'
        '  control = jsonencode({ Version = "1", Statement = ['
        '{ Effect = "Allow", Action = "*", Resource = "*" }, { Effect = "Deny", Resource = "*" }] })\n}\n'
    )
    (tmp_path / "prod.tfvars").write_text('given = "oss:PutObject"\n')
    found = immlint.lint_paths([tmp_path])
    texts = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert sorted((Path(f.path).name, f.code, texts[Path(f.path).name][f.start : f.end]) for f in found) == [
        ("locals.tofu", "RAM205", '{ Effect = "Deny", Resource = "*" }'),
        ("main.tf", "RAM208", "var.action"),
    ]


def test_files_that_are_followed(tmp_path: Path) -> None:
    """A file is told once, at its own lines, as what the resource takes; a template as what fills it in."""
    (tmp_path / "main.tf").write_text(
        """
resource "alicloud_ram_role" "r" {
  document = file("${path.module}/trust.json")
}
resource "alicloud_ram_policy" "p" {
  policy_document = templatefile("${path.module}/policy.json", { bucket = var.bucket })
}
resource "alicloud_ram_policy" "q" {
  policy_document = templatefile("policy.tftpl", { resources = var.resources })
}
resource "alicloud_ram_policy" "s" {
  policy_document = file("missing.json")
}
"""
    )
    (tmp_path / "trust.json").write_text('{"Version": "1"}')
    (tmp_path / "policy.json").write_text(
        '{"Version": "1", "Statement": [{"Effect": "allow", "Action": "oss:GetObject",\n'
        ' "Resource": ${jsonencode("acs:oss:*:*:${bucket}/*")}}]}'
    )
    (tmp_path / "policy.tftpl").write_text('{"Version": "2", "Statement": ${jsonencode(statements)}}')
    found = immlint.lint_paths([tmp_path])
    assert [(Path(f.path).name, f.code, f.line, f.column) for f in found] == [
        ("policy.json", "RAM206", 1, 43),
        ("policy.tftpl", "RAM204", 1, 13),
        ("trust.json", "RAM205", 1, 1),
    ]


@pytest.mark.parametrize(
    "text",
    [
        'resource "alicloud_ram_policy" "p" {',
        'resource "alicloud_ram_policy" "p" {\n  document = jsonencode({ Version = "1", ... })\n}\n',
        'resource "alicloud_ram_policy" "p" {\n  document = <<EOF\n{"Version": "2"}\n',
        'resource "alicloud_ram_policy" "p" {\n  document = ' + "[" * 3000 + "]" * 3000 + "\n}\n",
        'resource "alicloud_ram_policy" "p" {\n  document = ' + '"${' * 300 + "x" + '}"' * 300 + "\n}\n",
        'resource "alicloud_ram_policy" "p" {\n  document = jsonencode(' * 2 + "}",
        "locals {\n" + "".join(f"  a{n} = local.a{n + 1}\n" for n in range(900)) + "}\n# alicloud policy",
        'resource "alicloud_ram_policy" "p" {\n  document = local.a0\n}\n'
        "locals {\n" + "".join(f'  a{n} = "${{local.a{n + 1}}}x"\n' for n in range(900)) + "}\n",
        "\x00 alicloud policy",
        "<<<<<<< HEAD\nalicloud policy",
    ],
)
def test_what_is_no_configuration_is_left_unread(text: str) -> None:
    assert _told(text) == []
    assert _told(text, "x.tf.json") == []


PROJECT = 'resource "alicloud_imm_project" "p" {\n  project = %s\n  service_role = var.role\n}\n'


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ('"photos"', []),
        ('"${var.any}-photos"', []),
        ("var.any", []),
        ('"1${var.any}"', [("IMM104", "1")]),
        ("local.name", [("IMM104", "2")]),
        ('"相册"', [("IMM104", "相")]),
        ('"<your-project>"', [("IMM116", "<your-project>")]),
    ],
)
def test_projects_of_the_first_api(name: str, found: list[tuple[str, str]]) -> None:
    """What both APIs refuse is told, and nothing else: not even that it is the first."""
    text = PROJECT % name + 'locals { name = "2photos" }\n'
    assert _codes(text) == found
    sample = immlint.lint_text(f"```hcl\n{text}```\n", filename="x.md")
    # Placeholders are what samples are for.
    told = [(code, "warning") for code, _ in found if code != "IMM116"]
    assert [(finding.code, finding.severity) for finding in sample] == told


FENCES = """
```terraform
resource "alicloud_ram_policy" "p" {
  policy_document = jsonencode({ Statement = [{ Effect = "allow", Action = "<action>" }], Version = "1" })
}
```

> ```HCL
> resource "alicloud_ram_policy" "p" {
>   policy_document = <<EOF
> { "Version": "1", "Statement": [
>   { "Effect": "permit", "Action": "oss:GetObject", "Resource": "acs:oss:*:*:<your-bucket>/*" }]
> }
> EOF
> }
> ```

    - ```
      resource "alicloud_ram_policy" "p" {

```
data "alicloud_ram_policy_document" "d" {
  statement {
    effect = "Refuse"
    action = ["oss:GetObject"]
    resource = ["*"]
  }
}
resource "alicloud_ram_policy" "p" {
  policy_document = jsonencode({
    Version   = "1"
    Statement = [{ Effect = "deny" } ] # ... and others
  })
}
resource "alicloud_ram_policy" "q" {
  policy_document = jsonencode({ Statement = [{ Effect = "deny" }, ... ] })
}
```

```text
resource "alicloud_ram_policy" "p" { document = "{\\"Statement\\": [{\\"Effect\\": \\"allow\\"}]}" }
```
"""


def test_samples_in_fences() -> None:
    findings = immlint.lint_text(FENCES, filename="x.md")
    told = [(f.code, FENCES[f.start : f.end]) for f in findings if f.code != "RAM205"]
    assert told == [("RAM206", '"allow"'), ("RAM206", '"permit"'), ("RAM206", '"Refuse"')]
    assert {finding.severity for finding in findings} == {"warning"}


@settings(max_examples=60, deadline=None)
@given(POLICIES.map(_plain), st.sampled_from(["x.yml", "x.json"]), st.sampled_from(sorted(WRITTEN)))
def test_terraform_in_ros_is_told_as_the_file_it_is(data: Any, filename: str, how: str) -> None:
    inner = _resource(WRITTEN[how](json.dumps(data, ensure_ascii=False)))
    transform = "Aliyun::Terraform-v1.5"
    if filename == "x.json":
        text = json.dumps({"Transform": transform, "Workspace": {"main.tf": inner}}, indent=1)
    else:
        lines = "".join(f"    {line}\n" for line in inner.split("\n")[:-1])
        text = f"Transform: {transform}\nWorkspace:\n  main.tf: |\n{lines}Outputs: {{}}\n"
    wanted, found = _told(inner), _told(text, filename)
    assert [told[:3] for told in found] == [told[:3] for told in wanted]
    for (*_, start, end), (*_, first, last) in zip(found, wanted, strict=True):
        cut = text[start:end]
        cut = json.loads(f'"{cut}"') if filename == "x.json" else cut.replace("\n    ", "\n")
        assert cut == inner[first:last]


def test_a_workspace_is_a_folder() -> None:
    text = """Transform: Aliyun::Terraform-v1.2
Workspace:
  main.tf: |
    resource "alicloud_ram_policy" "p" {
      policy_document = jsonencode({ Version = "1", Statement = [{ Effect = var.effect }] })
    }
  variables.tf: |
    variable "effect" { default = "allow" }
  modules/m/main.tf: |
    resource "alicloud_ram_policy" "p" {
      policy_document = jsonencode({ Version = "1", Statement = [{ Effect = var.effect }] })
    }
  notes.txt: |
    resource "alicloud_ram_policy" "p" {
      policy_document = jsonencode({ Version = "2" })
    }
"""
    assert [at for code, at in _codes(text, "x.yaml") if code == "RAM206"] == ["var.effect"]


@pytest.mark.parametrize("filename", ["x.yaml", "x.json"])
def test_stacks_in_stacks(filename: str) -> None:
    inner = _policy('Effect = "allow"')
    files = {"main.tf": inner + "\n\n", "README.md": inner}
    body = {"Transform": "Aliyun::Terraform-v1.2", "Workspace": files}
    stack = {"Type": "ALIYUN::ROS::Stack", "Properties": {"TemplateBody": body}}
    template = {"Resources": {"照": stack}, "Outputs": [[]]}
    if filename == "x.json":
        text = json.dumps(template)
    else:
        main = "".join(f"            {line}\n" for line in inner.split("\n"))
        text = (
            "Resources:\n  照:\n    Type: ALIYUN::ROS::Stack\n    Properties:\n      TemplateBody:\n"
            "        Transform: 'Aliyun::Terraform-v1.2'\n        Workspace:\n"
            f"          main.tf: |-\n{main}\n\n"
            "          README.md: |-\n            none\n"
        )
    found = [at.replace("\\", "") for code, at in _codes(text, filename) if code == "RAM206"]
    assert found == ['"allow"']


def test_policies_that_are_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A configuration is a policy file like any other, with what its folder says."""
    (tmp_path / "main.tf").write_text(
        _policy('Effect = "Allow", Action = "imm:GetDataset", Resource = "${var.project}/dataset/*"')
    )
    (tmp_path / "variables.tf").write_text('variable "project" { default = "acs:imm:*:*:project/p" }\n')
    (tmp_path / "request.json").write_text(
        '{"Action": "GetDataset", "Version": "2020-09-30", "ProjectName": "q", "DatasetName": "d"}'
    )
    path = str(tmp_path / "main.tf")
    for project, verdict in (("p", "all"), ("q", "none")):
        resource = f"acs:imm:*:*:project/{project}/dataset/d"
        asked = ["--action", "imm:GetDataset", "--resource", resource, "--expect", verdict]
        assert main(["grants", "--policy", path, *asked]) == 0, capsys.readouterr()
    capsys.readouterr()
    assert main(["check", "--isolated", "--no-cache", "--policy", path, str(tmp_path / "request.json")]) == 1
    assert "GNT101" in capsys.readouterr().out


def test_statements_in_blocks_of_a_resource() -> None:
    text = """resource "alicloud_ram_policy" "old" {
  name = "old"
  statement {
    effect   = "allow"
    action   = ["oss:GetObject"]
    resource = ["acs:oss:*:*:photos/*"]
  }
}
data "alicloud_ram_policy_document" "with_names_of_another_provider" {
  statement {
    actions = ["sts:AssumeRole"]
    principal {
      type        = "Service"
      identifiers = ["ecs"]
    }
  }
}
data "alicloud_ram_policy_document" "without_statements" {
}
"""
    assert _codes(text) == [("RAM206", '"allow"')]


def test_the_policy_of_a_bucket_without_principals() -> None:
    """OSS asks for them, and samples of the provider leave them out: nobody knows that it is refused."""
    statement = '{ Effect = "Allow", Action = ["oss:GetObject"], Resource = ["acs:oss:*:*:photos/*"] }'
    policy = f"jsonencode({{ Statement = [{statement}] }})"
    text = f'resource "alicloud_oss_bucket_policy" "p" {{\n  policy = {policy}\n}}\n'
    (finding,) = immlint.lint_text(text, filename="x.tf")
    assert (finding.code, finding.severity) == ("RAM205", "warning")
    assert text[finding.start : finding.end] == statement


@pytest.mark.parametrize(
    ("resource", "count"),
    [
        ('resource "aws_iam_policy" "p"', 0),
        ('data "aws_iam_policy" "p"', 0),
        ('resource "tencentcloud_cam_policy" "p"', 0),
        ('resource "alicloud_kms_key" "p"', 0),
        ('resource "alicloud_vpc_gateway_endpoint" "p"', 0),
        ('resource "local_file" "p"', 1),
        ('module "p"', 1),
    ],
)
def test_whose_policies_are_ours(resource: str, count: int) -> None:
    policy = '{ Version = "1", Statement = [{ Effect = "allow", Action = "oss:GetObject", Resource = "*" }] }'
    name = "policy_document" if "endpoint" in resource else "policy"
    text = f"# alicloud\n{resource} {{\n  {name} = jsonencode({policy})\n}}\n"
    assert len(_told(text)) == count


def test_a_fix_is_proved_with_what_the_folder_says(tmp_path: Path) -> None:
    statement = 'Effect = "Allow", Action = ["oss:GetObject", "oss:GetObject"], Resource = var.resource'
    (tmp_path / "main.tf").write_text(_policy(statement), "utf-8")
    (tmp_path / "variables.tf").write_text('variable "resource" { default = "acs:oss:*:*:b/*" }\n')
    assert main(["check", "--isolated", "--no-cache", "--fix", str(tmp_path)]) == 0
    mended = statement.replace('["oss:GetObject", "oss:GetObject"]', '["oss:GetObject"]')
    assert (tmp_path / "main.tf").read_text("utf-8") == _policy(mended)
