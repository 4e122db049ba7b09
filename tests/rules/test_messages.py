"""Every message of a rule is a constant template, and is given just the arguments that it names."""

from __future__ import annotations

import ast
from pathlib import Path
from string import Formatter

import pytest

from tests.messages.constants import functions, named, texts

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "rules").glob("*/[a-z]*.py"))
#: Keywords of ``issue`` that are no arguments of a template.
OWN = {"about", "severity", "inferred", "related", "elsewhere", "repair", "document"}


def fields(template: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(template) if field is not None}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_messages_are_constant_templates(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert not named(tree, "Issue"), "issues are made by issue()"
    for function in functions(tree):
        for call in named(function, "issue"):
            where = f"{path.name}:{call.lineno}"
            assert 2 <= len(call.args) <= 3, where
            templates = [texts(arg, function, tree) for arg in call.args[1:]]
            constant = [text for group in templates for text in group if text is not None]
            assert len(constant) == sum(map(len, templates)), f"{where}: not a constant"
            assert not templates[1:] or templates[1] != [""], f"{where}: an empty hint"
            given = {keyword.arg for keyword in call.keywords} - OWN
            if None in given:
                given |= {k.arg for c in named(tree, function.name) for k in c.keywords}
                given -= {None}
            assert given == set().union(*map(fields, constant)), where


def is_prose(value: str) -> bool:
    return " " in value.strip() and any(map(str.isalpha, value))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_argument_is_prose(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    for function in functions(tree):
        for call in named(function, "issue"):
            for keyword in call.keywords:
                if keyword.arg in OWN | {None}:
                    continue
                # A noun is a `Term`, which makes it a call.
                said = [text for text in texts(keyword.value, function, tree) if text and is_prose(text)]
                assert not said, f"{path.name}:{call.lineno}: {keyword.arg}"


@pytest.mark.parametrize("path", [*FILES, *sorted((ROOT / "immlint").rglob("*.py"))], ids=str)
def test_descriptions_of_repairs_are_constant_templates(path: Path) -> None:
    for call in (n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)):
        if ast.unparse(call.func).rpartition(".")[2] in ("Repair", "repair") and call.args:
            assert not isinstance(call.args[0], ast.JoinedStr | ast.BinOp), f"{path.name}:{call.lineno}"
