"""Every message of a rule is a constant template, and is given just the arguments that it names."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "rules").glob("*/[a-z]*.py"))
#: Keywords of ``issue`` that are no arguments of a template.
OWN = {"about", "severity", "inferred", "related", "elsewhere", "repair", "document"}


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def named(node: ast.AST, name: str) -> list[ast.Call]:
    calls = [n for n in ast.walk(node) if isinstance(n, ast.Call)]
    return [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == name]


def texts(node: ast.expr | None, scope: ast.FunctionDef, tree: ast.Module) -> list[str | None]:
    """Return the constants that an expression may be; ``None`` stands for whatever else."""
    if isinstance(node, ast.Constant):
        return [node.value if isinstance(node.value, str) else None]
    found: list[tuple[ast.expr | None, ast.FunctionDef]] = []
    if isinstance(node, ast.IfExp):
        found = [(node.body, scope), (node.orelse, scope)]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        made = [function for function in functions(tree) if function.name == ast.unparse(node.func)]
        found = [(r.value, f) for f in made for r in ast.walk(f) if isinstance(r, ast.Return)]
    elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        tables = [v for v in assigned(node.value.id, tree) if isinstance(v, ast.Dict)]
        found = [(value, scope) for table in tables for value in table.values]
    elif isinstance(node, ast.Name):
        found = [(value, scope) for value in assigned(node.id, scope)]
        found += passed(node.id, scope, tree)
        found = found or [(value, scope) for value in assigned(node.id, tree)]
    return [text for value, inside in found for text in texts(value, inside, tree)] if found else [None]


def assigned(name: str, scope: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(scope):
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        if isinstance(node, ast.Assign | ast.AnnAssign) and name in map(ast.unparse, targets) and node.value:
            yield node.value


def passed(
    name: str, function: ast.FunctionDef, tree: ast.Module
) -> Iterator[tuple[ast.expr, ast.FunctionDef]]:
    """Yield what the calls of *function* give for a parameter, each with the function it stands in."""
    parameters = [argument.arg for argument in function.args.args]
    at = parameters.index(name) if name in parameters else len(parameters)
    if at >= len(parameters) - len(function.args.defaults) and at < len(parameters):
        yield function.args.defaults[at - len(parameters)], function
    for caller in functions(tree):
        for call in named(caller, function.name) if at < len(parameters) else ():
            if len(call.args) > at:
                yield call.args[at], caller


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
