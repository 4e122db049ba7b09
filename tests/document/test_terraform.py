"""Terraform: what its blocks send is told where it is written, whatever it is written in."""

from __future__ import annotations

import json
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
from tests.document.test_spans import POLICIES


def _told(text: str, filename: str = "x.tf") -> list[tuple[Any, ...]]:
    findings = immlint.lint_text(text, filename=filename, config=Config(pedantic=True))
    assert not [f for f in findings if f.code == "LNT904"], findings
    return [(f.code, f.message, f.pointer, f.start, f.end) for f in findings]


def _codes(text: str) -> list[tuple[str, str]]:
    """What is told, each code with the text it stands at."""
    return [(code, text[start:end]) for code, _, _, start, end in _told(text)]


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
    for name in ("a.tf", "b.tf"):
        (tmp_path / name).unlink()
    assert main(command) == 0
    assert "install" not in capsys.readouterr().err
