"""What a look at words finds of the imports of a module is at least what Python's own parser finds."""

from __future__ import annotations

import ast
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from immlint.document import imports

_NAMES = st.sampled_from(["a", "b.c", "settings", "_x", "照片", "important", "imports.import_"])
_ONE = st.sampled_from(["a", "b", "settings", "_x", "照片"])
_SPACE = st.sampled_from([" ", "  ", "\t", " \\\n ", "\\\n"])
_BREAK = st.sampled_from(["", " ", "\n", "  # noqa\n", "\n# (see c)\n", " # import d, (e\n", "\n\n    "])
_AS = st.sampled_from(["", "", " as z", "\tas z", " as \\\n z"])


@st.composite
def _listed(draw: st.DrawFn) -> str:
    """Draw what stands behind ``import`` in a statement with ``from``."""
    names = draw(st.lists(st.tuples(_ONE, _AS), min_size=1, max_size=3))
    if draw(st.booleans()):
        return draw(_SPACE) + ", ".join(name + called for name, called in names)
    breaks = iter(draw(st.lists(_BREAK, min_size=8, max_size=8)))
    inner = ",".join(f"{next(breaks)}{name}{called}{next(breaks)}" for name, called in names)
    return draw(st.sampled_from(["", " ", "\\\n"])) + f"({inner}{draw(st.sampled_from(['', ',']))})"


@st.composite
def _statement(draw: st.DrawFn) -> str:
    if draw(st.booleans()):
        names = draw(st.lists(st.tuples(_NAMES, _AS), min_size=1, max_size=3))
        return f"import{draw(_SPACE)}" + ",".join(name + called for name, called in names)
    dots = draw(st.sampled_from(["", ".", "..", ". ."]))
    module = draw(_NAMES) if not dots else draw(st.just("") | _NAMES)
    first = draw(st.just("") | _SPACE) if dots else draw(_SPACE)
    what = draw(_listed() | st.just(" *"))
    return f"from{first}{dots}{module}{draw(_SPACE)}import{what}"


_LINE = st.one_of(
    st.tuples(_statement(), st.sampled_from(["", " # (a", "; x = 1", ";", "  # import b"])).map("".join),
    st.lists(_statement(), min_size=2, max_size=3).map("; ".join),
    _statement().map("x = 1; {}".format),
    _statement().map("if x: {}".format),
    _statement().map("try: {}\nexcept E: pass".format),
    _statement().map("def f():\n    {}".format),
    _statement().map("class C:\n\timport a\n\t{}".format),
    st.sampled_from(["'''\nimport (\n'''", "x = f(1)", "# import (", "x = 'import a'", "pass"]),
)
MODULES = st.tuples(st.lists(_LINE, max_size=5).map("\n".join), st.sampled_from(["\n", "\r\n", "\r"]))


@settings(max_examples=600, deadline=None)
@given(MODULES)
def test_no_import_is_passed_over(module: tuple[str, str]) -> None:
    text = module[0].replace("\n", module[1])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except SyntaxError:
        return
    found = {*imports.named(imports.statements(text.encode()), "over.pack")}
    words = imports.words(imports.written(text.encode()))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        names = {each.name for each in node.names}
        written = {*names, getattr(node, "module", None) or ""}
        assert {word.encode() for name in written for word in name.split(".")} - {b"", b"*"} <= words
        if isinstance(node, ast.ImportFrom):
            base = imports.absolute(node.module or "", node.level, ["over", "pack"])
            names = {base, *(f"{base}.{name}" for name in names)}
        assert names <= found


def test_a_line_of_many_beginnings_is_looked_through_in_time() -> None:
    # Each beginning alone is looked at as far as a statement may go on.
    assert imports.written(b"from " * 100_000 + b"\n" + b"import a") == b"import a"
    assert imports.written(b"from \\\n" * 50_000) == b""


@pytest.mark.parametrize(
    "text",
    [
        "from a import (\n    b,  # (see c)\n    d,\n)\n",
        "import a  # (see\nimport d\nx = f()\n",
        "from a import b; import d\n",
        "if x: import d\n",
        "from a \\\n    import d\n",
        "import a, \\\n    d\n",
        "from a import b\rimport d\r",
    ],
)
def test_a_module_is_found_behind_others(text: str) -> None:
    names = {*imports.named(imports.statements(text.encode()), "")}
    assert names & {"d", "a.d"}
