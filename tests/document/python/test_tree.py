"""The quick walk over a tree of Python's own parser finds all that the walks of the standard library do."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from immlint.document.python.syntax.tree import children, statements_in, walk

_EVERYTHING = '''
from a import (b as c, *)
import d.e as f, g
@deco(1)
async def function[T: int](a, /, b: "int" = 1, *c, d=2, **e) -> None:
    """text"""
    global x, y
    def inner():
        nonlocal z
        import within
    async with a as b, c: await d
    async for i in j: yield i
    else: yield from k
    return lambda q, *r: (q := not -r)
class C(B, metaclass=M):
    x: int = 1
    type A = int
    try:
        import tried
    except (E, F) as e:
        raise G from e
    except: pass
    else: del a[1:2, ...], b.c
    finally: assert x, y
match subject:
    case {"a": 1, **rest} if x: import matched
    case [1, *others] | P(1, k=v) as whole: pass
    case None: pass
while x < y <= z and a or b:
    z += {**a, "b": {1, *c}, f"{x!r:>{width}}": [i for i in j if k]}[0] if x else (1, 2)
    break
'''
#: What the running Python does not read yet.
_LATER = ("function[T: int]", "    type A = int\n")


def _texts() -> list[str]:
    text = _EVERYTHING.replace("*)", "x)")
    try:
        ast.parse(text)
    except SyntaxError:
        text = text.replace(_LATER[0], "function").replace(_LATER[1], "")
    root = Path(__file__).parents[3]
    return [text, *(path.read_text("utf-8") for path in sorted(root.glob("immlint/document/python/**/*.py")))]


_TOLD_BY_OTHERS = (ast.expr_context, ast.boolop, ast.operator, ast.unaryop, ast.cmpop)
_STATEMENTS = (ast.stmt, ast.excepthandler, ast.match_case)


@pytest.mark.parametrize("text", _texts(), ids=range(len(_texts())))
def test_all_nodes_are_walked(text: str) -> None:
    tree = ast.parse(text)
    walked = [node for node in ast.walk(tree) if not isinstance(node, _TOLD_BY_OTHERS)]
    for node in walked:
        below = [each for each in ast.iter_child_nodes(node) if not isinstance(each, _TOLD_BY_OTHERS)]
        assert children(node) == below
    assert [*walk(tree)] == walked
    for statement in tree.body:
        assert [*statements_in(statement)] == [
            node for node in ast.walk(statement) if isinstance(node, _STATEMENTS)
        ]
