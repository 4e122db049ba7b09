"""Statements that are read and measured each on its own are what the module says, at the same places."""

from __future__ import annotations

import ast
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import libcst as cst
import pytest
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper

from immlint.catalog import load
from immlint.document.python.syntax.outline import Outline
from immlint.document.python.syntax.parse import deep_recursion, standard
from immlint.document.python.syntax.relevant import Ours, relevant
from immlint.document.python.syntax.statements import Parsed, Statement
from tests.document.python.test_relevant import _Alone

HERE = Path(__file__).parent
#: Modules that are written in every way that people write.
LIBRARIES = sorted(Path(sysconfig.get_path("stdlib")).glob("[a-z]*.py"))[::12]
READ = [path for path in (HERE / "corpus").rglob("*.py") if standard(path.read_text("utf-8"))]
MODULES = [*READ, *HERE.glob("*.py"), *LIBRARIES]
FORMS = {
    "decorators": "@a\n# why\n@b(\n  1)\n\n# what\ndef f(): pass\n\n\n@c\nclass C: x = 1\n",
    "semicolons": "a = 1; b = 2 ;\nc = '''\n'''; d = f(1) # e\nif a: b; c\n",
    "no final newline": "def f():\n    return 'é'",
    "a comment at the end": "x = 1\n# end",
    "form feeds": "x = 1\n\f\ndef f():\n    pass\n\fy = 2\n",
    "tabs": "if a:\n\tif b:\n\t\tx = [\n\t1,\n\t]\n\telse:\n\t\ty = 2\nz = 3\n",
    "indents of several widths": "if a:\n  x\nif b:\n        y\nfor c in d:\n    z\n",
    "lines that go on": "x = 1 + \\\n  2\ny = \\\n3\nwith a as b, \\\n  c: pass\n",
    "comments between": "# coding: utf-8\n'''doc'''\n# a\nx = 1  # b\n  # c\ndef f():\n  # d\n  y\n # e\n",
    "letters of several bytes": "照片 = '照片🔥'; é = f'{照片!r:>{w}}ü' 'x'\nprint(照片, 'ü')\n",
    "a comparison": "assert a is not b, c not in d\ndel x[1:2, ...], (y)\nraise E from None\n",
    "a comment that ends a block": "def f():\n    if a:\n        b\n\n    # c\n\n    # d\ne = 1\n",
    "an empty module": "",
    "only comments": "# a\n\n# b\n",
    "equal statements": "f(a)\nf(a)\n\nf(a)\n",
    "branches": "try:\n  a\nexcept* E as e:\n  b\nmatch c:\n  case [1, *_] | {'k': v, **r} if v: d\n",
    "one that awaits": "async def f(*, a: int = 1, **k) -> None:\n  async for x in y: await z\n",
    "lines that one carriage return ends": "x = 1\ry = 2\rdef f():\r  z\r",
}


def _below(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Yield all nodes in order, those of layout among them, but for the lines that end a block.

    Comments behind the last statement of a block are no part of its lines.
    """
    stack = [node]
    while stack:
        each = stack.pop()
        yield each
        ending = {*map(id, each.footer)} if isinstance(each, cst.IndentedBlock) else ()
        stack.extend(child for child in reversed(each.children) if id(child) not in ending)


def _equal(code: str) -> None:
    """Hold what is read statement by statement against the whole module, measured by libcst's provider."""
    with deep_recursion():
        wrapper = MetadataWrapper(cst.parse_module(code), unsafe_skip_copy=True)
        spans = wrapper.resolve(ByteSpanPositionProvider)
        every = relevant(
            Outline.of(code, ast.parse(code)), _Alone(), lambda text, words: True, lambda dotted: False
        )
        asked = relevant(
            Outline.of(code, ast.parse(code)), _Alone(), Ours(load().methods), lambda dotted: False
        )
        parsed = Parsed(every)
        points = [n for n, char in enumerate(code) for _ in char.encode()] + [len(code)]
        whole = wrapper.module.body
        assert len(parsed.tree.body) == len(whole)
        for own, other in zip(parsed.tree.body, whole, strict=True):
            # Lines before a statement belong to none here.
            below = [*_below(own.with_changes(leading_lines=()))][1:]
            others = [*_below(other.with_changes(leading_lines=()))][1:]
            for node, known in zip([own, *below], [other, *others], strict=True):
                assert type(node) is type(known)
                span, found = spans[known], parsed.span(node)
                assert found is not None
                # libcst counts an end of the last line that is not there.
                end = points[min(span.start + span.length, len(points) - 1)]
                assert (found[0], min(found[1], len(code))) == (points[span.start], end), type(node)
    assert {*asked} <= {*every}
    assert all(code.startswith(each.text, each.start) for each in every)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("code", FORMS.values(), ids=FORMS)
def test_every_form_stands_where_it_stands(code: str, end: str) -> None:
    _equal(code.replace("\n", end))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_every_module_stands_where_it_stands(path: Path) -> None:
    _equal(path.read_text("utf-8"))


def test_a_line_that_only_goes_on_counts() -> None:
    # libcst drops it: in a whole module all behind it would stand before its place.
    code = "x = 1\n\\\ny = 2\n"
    parsed = Parsed(
        relevant(Outline.of(code, ast.parse(code)), _Alone(), lambda text, words: True, lambda dotted: False)
    )
    assert [code[slice(*(parsed.span(each) or ()))] for each in parsed.tree.body] == ["x = 1", "y = 2"]


def test_a_node_of_another_module_stands_nowhere() -> None:
    parsed, other = (Parsed([Statement(0, "x = f(1)\n")]) for _ in range(2))
    (node,) = other.tree.body
    assert parsed.span(node) is None
    assert other.span(node) == (0, 8)


def test_what_is_not_asked_for_is_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    code = [f"def f{n}():\n    return {n}\n" for n in range(50)]
    starts = [sum(map(len, code[:n])) for n in range(50)]
    parsed = Parsed([*map(Statement, starts, code)])
    measured: list[cst.CSTNode] = []
    begin = cst.Module._codegen_impl

    def counted(self: cst.Module, state: object) -> None:
        measured.append(self)
        begin(self, state)  # type: ignore[arg-type]

    monkeypatch.setattr(cst.Module, "_codegen_impl", counted)
    node = parsed.tree.body[30]
    assert isinstance(node, cst.FunctionDef)
    assert parsed.span(node) == (starts[30], starts[31] - 1)
    assert parsed.span(node.name) == (starts[30] + 4, starts[30] + 7)
    assert len(measured) == 1
