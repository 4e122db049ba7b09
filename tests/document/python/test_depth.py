"""Short statements are known to be shallow without a look at all that is in them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from immlint.document.python.syntax import parse

CORPUS = sorted((Path(__file__).parent / "corpus").rglob("*.py"))

STATEMENTS = (
    "x = {}",
    "def f(a={}, *, b: {} = 1) -> int:\n    return a",
    "class A({}):\n    '''Text.'''\n    x = {}",
    "if {}:\n    pass\nelif a:\n    pass\nelif {}:\n    pass\nelse:\n    pass",
    "for x in {}:\n    pass\nelse:\n    {}",
    "try:\n    {}\nexcept {}:\n    pass\nfinally:\n    pass",
    "match {}:\n    case [A(x=1), *_] if {}:\n        pass\n    case {{'a': [1, [2, [3]]]}}:\n        pass",
    "@f({})\n@g\nasync def h(x): return {}",
    "from a.b.c.d.e import f as g\nimport a.b.c.d",
    "with {} as x: {}",
    "lambda x={}: {}",
)
EXPRESSIONS = (
    *("a", "-a", "f(a)", "[[[a]]]", "a or b or c", "a.b.c", "a[b[c:d]]", "f(*a, **b)", "[x for x in y]"),
    *("{'a': {'b': 1}}", "f'{a!r:>{b}}'", "not not not a", "(yield)", "a if b else c", "'''long\ntext'''"),
)
FORMS = ("({} + {})", "f({}, k={})", "[{},\n{}]", "{}.x[{}]", "({} and {})")


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda form, one, other: form.format(one, other), st.sampled_from(FORMS), inner, inner)


@st.composite
def modules(draw: st.DrawFn) -> str:
    expressions = st.recursive(st.sampled_from(EXPRESSIONS), _larger, max_leaves=8)
    lines: list[str] = []
    for form in draw(st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=4)):
        text = form.format(*(f"({draw(expressions)})" for _ in range(2)))
        indented = "if a:\n" + "\n".join(f"    {line}" for line in text.split("\n"))
        lines.append(draw(st.sampled_from((text, indented))))
    return "\n".join(lines).replace("\n", draw(st.sampled_from(("\n", "\r\n"))))


def _is_same(text: str, deepest: int) -> bool:
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return True
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parse, "DEEPEST", deepest)
        return parse._is_too_deep(tree, text) is (parse._depth(tree, 1) > deepest)


@given(modules(), st.integers(3, 60))
def test_depth_is_told_as_by_a_look_at_all(text: str, deepest: int) -> None:
    assert _is_same(text, deepest)


@pytest.mark.parametrize("path", CORPUS[::3], ids=lambda path: path.stem)
def test_depth_of_real_modules(path: Path) -> None:
    text = path.read_text("utf-8")
    assert all(_is_same(text, deepest) for deepest in (8, 12, 20, 40))


@pytest.mark.parametrize(
    ("text", "is_deep"),
    [
        ("x = " + "-" * 980 + "1", False),
        ("x = " + "-" * 1000 + "1", True),
        ("x = a" + ".b" * 1000, True),
        ("\n".join(["if a:", "    pass", *["elif b:", "    pass"] * 995]), False),
        ("\n".join(["if a:", "    pass", *["elif b:", "    pass"] * 1000]), True),
        ("x = [" + "1,\n" * 5000 + "]", False),
        ("import " + ".".join("a" * 1001), True),
    ],
)
def test_depth_at_the_limit(text: str, is_deep: bool) -> None:
    tree = ast.parse(text)
    assert parse._is_too_deep(tree, text) is is_deep
    assert is_deep is (parse._depth(tree, 1) > parse.DEEPEST)


@pytest.mark.parametrize(
    "dense",
    [
        "-{}",
        "f(*{})",
        "a[:{}]",
        "a[{},]",
        "f(a={})",
        "[{}]",
        "{{**{}}}",
        "lambda:{}",
        "not {}",
        "a.b({})",
        "({}\n)",
    ],
)
def test_depth_of_what_is_nested_in_few_letters(dense: str) -> None:
    text = "x"
    for _ in range(60):
        assert _is_same(f"y = {'z + ' * 30}{text}\n", 50)
        text = dense.format(text)
