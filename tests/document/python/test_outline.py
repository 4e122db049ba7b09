"""Of a text that was edited only what changed is read, and its statements are those of the whole text."""

from __future__ import annotations

import ast
import re
import warnings

from hypothesis import example, given, settings
from hypothesis import strategies as st

from immlint.document.python.syntax.outline import Outline, words_of

#: What is put together, and what it is cut up with.
LINES = (
    *("x = 1\n", "y = 2; z = 3\n", "def f():\n    pass\n", "    w = 4\n", "if a:\n  b\n", "else:\n  c\n"),
    *("@d\n", "class C: pass\n", "'''\n", '"""', "(\n", ")\n", "\\\n", "# e\n", "  # g\n", "\n", "\f", "\t"),
    *(
        "elif h:\n  i\n",
        "照片 = '🔥'\n",
        "\r",
        "\r\n",
        "x = 1",
        ";",
        ":",
        "async ",
        "try:\n  k\n",
        "\ufeff",
        "\0",
    ),
    *(
        "except E: pass\n",
        "match m:\n  case 1: n\n",
        "x = 1\r",
        "y = 2\r\n",
        "if o:\n",
        "\tp\n",
        "        q\n",
    ),
)
TEXTS = st.lists(st.sampled_from(LINES), max_size=12).map("".join)


def _read(text: str) -> ast.Module | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError):
            return None


def _told(outline: Outline) -> list[tuple[int, str, list[str]]]:
    return [(start, unit.lines, [*map(ast.dump, unit.nodes)]) for start, unit in outline.units]


@settings(max_examples=1000, deadline=None)
@example("", "x = 1\n", "x = 1", "y = 2\n")
@example("x = 1\r", "", "\n", "y = 2\n")
@example("x = 1\r", "\n", "", "y = 2\n")
@example("x = 1", "", "\n", "")
@example("def f():\n    pass\n", "", "    w = 4\n", "x = 1\n")
@example("x = 1\n", "", "'''", "y = 2\n")
@example("x = 1\n", "", "\ufeff", "y = 2\n")
@example("x = 1\n", "", "\\", "\ny = 2\n")
@example("if a:\n  b\n", "", "else:\n  c\n", "y = 2\n")
@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_an_edited_text_has_the_statements_of_a_new_one(before: str, old: str, new: str, after: str) -> None:
    tree = _read(before + old + after)
    if tree is None:
        return
    text = before + new + after
    found = Outline.of(before + old + after, tree).edited(text, _read)
    whole = _read(text)
    if found is not None:
        assert whole is not None
        assert _told(found) == _told(Outline.of(text, whole))


def test_only_the_statement_that_changed_is_read() -> None:
    lines = [f"def f{n}(x):\n    return x + {n}\n\n\n" for n in range(100)]
    text = "".join(lines)
    read: list[str] = []

    def counted(part: str) -> ast.Module | None:
        read.append(part)
        return _read(part)

    outline = Outline.of(text, ast.parse(text))
    for number, line in ((50, "x - 50"), (0, "y"), (99, "'''\n'''"), (30, "x + 30\n\n\ndef g(): pass")):
        lines[number] = f"def f{number}(x):\n    return {line}\n\n\n"
        text = "".join(lines)
        found = outline.edited(text, counted)
        assert found is not None
        assert _told(found) == _told(Outline.of(text, ast.parse(text)))
        assert len(read.pop()) <= len(lines[number]) + 4
        outline = found
    # The same text again: nothing but what is behind the last statement is.
    assert outline.edited(text, counted) is not None
    assert [part.strip() for part in read] == [""]


@given(st.text("ab_1. \t\n'(\x0c=é·", max_size=30))
def test_words_are_told_as_by_a_search(text: str) -> None:
    found = {word for word in words_of(text) if word.removeprefix(".").isidentifier()}
    assert found == set(re.findall(r"\.?\b[^\W\d]\w*", text))
