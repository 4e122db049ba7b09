"""The constants that an expression of the source may be, as far as its module tells."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def named(node: ast.AST, name: str) -> list[ast.Call]:
    calls = [n for n in ast.walk(node) if isinstance(n, ast.Call)]
    return [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == name]


def texts(
    node: ast.expr | None, scope: ast.AST, tree: ast.Module, above: frozenset[int] = frozenset()
) -> list[str | None]:
    """Return the constants that an expression may be; ``None`` stands for whatever else."""
    if isinstance(node, ast.Constant):
        return [node.value if isinstance(node.value, str) else None]
    if id(node) in above:
        return []
    found = _sources(node, scope, tree)
    above |= {id(node)}
    return (
        [text for value, inside in found for text in texts(value, inside, tree, above)] if found else [None]
    )


def _sources(
    node: ast.expr | None, scope: ast.AST, tree: ast.Module
) -> list[tuple[ast.expr | None, ast.AST]]:
    """Return the expressions that an expression takes its value from, each with where it stands."""
    if isinstance(node, ast.IfExp):
        return [(node.body, scope), (node.orelse, scope)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        made = [function for function in functions(tree) if function.name == ast.unparse(node.func)]
        return [(r.value, f) for f in made for r in ast.walk(f) if isinstance(r, ast.Return)]
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        tables = [v for v in assigned(node.value.id, tree) if isinstance(v, ast.Dict)]
        return [(value, scope) for table in tables for value in table.values]
    if not isinstance(node, ast.Name):
        return []
    found: list[tuple[ast.expr | None, ast.AST]] = [(value, scope) for value in assigned(node.id, scope)]
    found += passed(node.id, scope, tree) if isinstance(scope, ast.FunctionDef) else []
    return found or [(value, scope) for value in assigned(node.id, tree)]


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
