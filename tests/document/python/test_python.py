"""Python as it comes: values against Python itself, positions, and files that cannot be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import immlint
from immlint.catalog import load
from immlint.document import read
from immlint.document.python.domain.dict import Dict
from immlint.document.python.domain.sequence import Sequence
from immlint.document.python.domain.string import Const
from immlint.document.python.domain.text import Text
from immlint.document.python.domain.value import Value, lower
from immlint.document.python.interpret import interpret
from immlint.document.python.syntax.literal import formatted, token
from immlint.document.python.syntax.parse import DEEPEST, LONGEST
from immlint.document.python.syntax.statements import Parsed, Statement
from immlint.source import Source
from immlint.subject import UNKNOWN, Policy, Request
from immlint.subject import Text as PartlyKnown
from immlint.subject.code import FieldGiven
from tests.steps import steps

HEAD = "from alibabacloud_imm20200930 import models\n"
ASK = "models.GetDatasetRequest(project_name='p', dataset_name={})\n"


def evaluated(code: str, name: str = "x") -> Value:
    """Return what the walk through *code* knows of a name at its end."""
    return interpret(Parsed([Statement(0, code)]), code, load()).module.names[name]


# --- literals, against the standard parser

_CHARS = st.sampled_from(
    ["a", "é", "相", "😀", "\\n", "\\x41", "\\u76f8", "\\\\", "\\'", '\\"', "\\\n", "\\q", "\\101"]
)
_BODIES = st.lists(_CHARS, max_size=6).map("".join)


@pytest.mark.filterwarnings("ignore:invalid escape")
@given(_BODIES, st.sampled_from(["", "r", "R", "u"]), st.sampled_from(['"', "'", '"""', "'''"]))
def test_string_token_says_what_python_reads(body: str, prefix: str, quote: str) -> None:
    raw = f"{prefix}{quote}{body}{quote}"
    if len(quote) == 1 and prefix.lower() == "r" and "\\\n" in body:
        return
    try:
        expected = eval(raw)
    except SyntaxError:
        return
    found = token(raw)
    assert found is not None
    assert found.text == expected
    assert len(found.offsets) == len(expected) + 1
    for index, char in enumerate(expected):
        piece = raw[found.offsets[index] : found.offsets[index + 1]]
        assert piece == char or (prefix.lower() != "r" and eval(f'"""{piece}"""') == char)


@pytest.mark.filterwarnings("ignore:invalid escape")
@given(_BODIES, st.sampled_from(["f", "rf"]))
def test_text_in_an_f_string_says_what_python_reads(body: str, prefix: str) -> None:
    doubled = body + "{{" + body + "}}"
    raw = f'{prefix}"""{doubled}"""'
    try:
        expected = eval(raw)
    except SyntaxError:
        return
    assert formatted(doubled, prefix).text == expected


# --- values, against evaluation by Python

_WORDS = st.sampled_from(["'a'", "'b-1'", '"{}"', "'%s'", "'相'", "''", "' x '", "'{y}'", "'A'"])
_LISTS = st.lists(_WORDS, min_size=1, max_size=3).map(lambda items: "[" + ", ".join(items) + "]")


def _texts(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} + {})".format, inner, inner),
        st.builds("f'{{{}}}-{{{}}}'".format, _names(), _names()),
        st.builds("({} % ({},))".format, inner, inner),
        st.builds("'%(k)s/%%' % {{'k': {}}}".format, inner),
        st.builds("{}.format({}, y={})".format, inner, inner, inner),
        st.builds("{}.join({})".format, inner, _LISTS),
        st.builds("{}.{}()".format, inner, st.sampled_from(["lower", "upper", "strip", "lstrip", "rstrip"])),
        st.builds("{}.replace('a', {})".format, inner, inner),
        st.builds("({} if {} else {})".format, inner, st.sampled_from(["True", "'x'", "''", "0"]), inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("{}[{}]".format, _LISTS, st.sampled_from(["0", "-1"])),
        st.builds("{{'k': {}}}['k']".format, inner),
        st.builds("dict(k={}).get('k')".format, inner),
        st.builds("str({})".format, inner),
        st.builds("(lambda z: z + {})({})".format, inner, inner),
    )


def _names() -> st.SearchStrategy[str]:
    return st.sampled_from(["one", "two"])


_EXPRESSIONS = st.recursive(_WORDS | _names(), _texts, max_leaves=6)
_GIVEN = "one = 'o'\ntwo = 't{}'\n"


@settings(max_examples=300, deadline=None)
@given(_EXPRESSIONS)
def test_a_known_text_is_what_python_computes(expression: str) -> None:
    scope: dict[str, Any] = {}
    code = f"{_GIVEN}x = {expression}\n"
    try:
        exec(code, scope)
    except (IndexError, KeyError, ValueError, TypeError, SyntaxError, AttributeError):
        return
    value = evaluated(code)
    assert isinstance(value, Text)
    assert value.language.matches(scope["x"]), (value.shown, scope["x"])
    assert value.known in (None, scope["x"])


_STATEMENTS = st.lists(
    st.sampled_from(
        [
            "x = 'a'",
            "x = x + 'b'",
            "x += 'c'",
            "if unknown(): x = 'd'",
            "if unknown():\n    x = 'e'\nelse:\n    x += 'f'",
            "for i in ('g', 'h'): x += i",
            "for i in many():\n    x = 'i'",
            "try:\n    x = 'j'\nexcept ValueError:\n    x = 'k'",
            "def f(a): return a + 'l'\nx = f(x)",
            "d = {'m': x}\nx = d['m']",
            "x, y = 'n', x",
        ]
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=200, deadline=None)
@given(_STATEMENTS, st.lists(st.booleans(), min_size=8, max_size=8), st.integers(0, 2))
def test_what_a_run_computes_is_among_what_is_told(lines: list[str], answers: list[bool], count: int) -> None:
    code = "x = 'z'\n" + "\n".join(lines) + "\n"
    turns = iter(answers)
    scope: dict[str, Any] = {"unknown": lambda: next(turns), "many": lambda: range(count)}
    exec(code, scope)
    value = lower(evaluated(code))
    if value is UNKNOWN:
        return
    language = value.language if isinstance(value, PartlyKnown) else None
    assert value == scope["x"] or (language is not None and language.matches(scope["x"]))


def test_containers_are_followed() -> None:
    code = "a = {'k': ['v', 1]}\na['n'] = None\na.update(b=True)\nx = {**a, 'c': -2.5}\n"
    value = evaluated(code)
    assert isinstance(value, Dict)
    assert lower(value) == {"k": ["v", 1], "n": None, "b": True, "c": -2.5}
    assert isinstance(evaluated("x = [*(1, 2), 3]\n"), Sequence)
    assert evaluated("x = 2 ** 10 - 1\n") == Const(1023)


# --- files

RIGHT = HEAD + ASK.format("'d'")
WRONG = HEAD + ASK.format("'1'")


def codes(text: str | bytes, name: str = "app.py") -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    document = read(Source(name, data))
    if document is None:
        return []
    return [type(subject).__name__ for subject in document.subjects]


def lint(data: bytes, tmp_path: Path, name: str = "app.py") -> list[tuple[str, int, int]]:
    path = tmp_path / name
    path.write_bytes(data)
    return [(f.code, f.line, f.column) for f in immlint.lint_paths([str(path)])]


def test_syntax_error_is_one_finding_where_the_file_is_ours(tmp_path: Path) -> None:
    assert lint((WRONG + "x = (\n").encode(), tmp_path) == [("LNT903", 3, 5)]
    assert lint((WRONG + 'print "x"\n').encode(), tmp_path) == [("LNT903", 3, 1)]
    assert lint(b"import boto3\nx = (\n", tmp_path) == []
    assert lint(b'POLICY = "acs:ram::1:role/x"\nprint "Statement"\n', tmp_path) == []


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("# -*- coding: gbk -*-\n", "gbk"),
        ("#!/usr/bin/python\n# vim: set fileencoding=latin-1 :\n", "latin-1"),
    ],
)
def test_declared_encodings_are_read(tmp_path: Path, head: str, encoding: str) -> None:
    note = "相册" if encoding == "gbk" else "é"
    text = head + f"note = '{note}'; " + WRONG.replace("\n", "; ", 1)
    line = text[: text.index("'1'")].count("\n") + 1
    column = len(text[: text.index("'1'")].rpartition("\n")[2]) + 2
    assert lint(text.encode(encoding), tmp_path) == [("IMM104", line, column)]


def test_wrong_encodings_are_one_finding(tmp_path: Path) -> None:
    assert lint(b"# coding: nonsense\n" + WRONG.encode(), tmp_path) == [("LNT903", 1, 1)]
    assert lint(WRONG.encode() + b"x = '\xff\xfe'\n", tmp_path) == [("LNT903", 1, 1)]
    assert lint(b"x = '\xff\xfe'\n", tmp_path) == []


def test_byte_order_mark_and_newlines_keep_positions(tmp_path: Path) -> None:
    column = WRONG.splitlines()[1].index("'1'") + 2
    for data in (
        WRONG.encode(),
        WRONG.encode("utf-8-sig"),
        WRONG.replace("\n", "\r\n").encode(),
        WRONG.replace("\n", "\r").encode(),
    ):
        assert lint(data, tmp_path) == [("IMM104", 2, column)]


#: Calls of functions while one module is read; the longest that is read in full takes a third of them.
MANY = 25_000_000


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "(" * 100_000,
        "x = " + "(" * 300 + "1" + ")" * 300,
        "x = " + "[" * 90 + "1" + "]" * 90,
        "x = " + "+".join(["'a'"] * 20_000),
        "x = a" + ".b" * 20_000,
        "x = " + "-" * 20_000 + "1",
        "x = " + "not " * 20_000 + "1",
        "x = " + "lambda: " * 5_000 + "1",
        "x = " + " and ".join(["a"] * 20_000),
        "x = " + "'a' " * 3_000,
        "x = " + "'a' " * 20_000,
        "x = [1 " + "for a in b " * 20_000 + "]",
        "x = a" + "()" * 20_000,
        "x = a" + "()" * 350,
        "x = " + " < ".join(["a"] * 20_000),
        "if x: pass\n" + "elif x: pass\n" * 20_000,
        "import " + ".".join(["a"] * 20_000),
        "x = f'" + "{f'" * 100,
        "if x:\n" + "".join(" " * i + "if x:\n" for i in range(1, 99)) + " " * 99 + "pass",
        "x = '" + "a" * 3 * LONGEST + "'",
        "x = 1\n" * (LONGEST // 6 + 1),
    ],
    ids=lambda text: text[:12],
)
def test_hostile_modules_end(tmp_path: Path, text: str) -> None:
    found = lint((WRONG + text + "\n").encode(), tmp_path)
    assert [code for code, *_ in found] in (["LNT903"], ["IMM104"])
    assert steps(lambda: lint((WRONG + text + "\n").encode(), tmp_path)) < MANY


def test_long_expressions_are_read() -> None:
    text = HEAD + "x = " + " + ".join(["'a'"] * (DEEPEST - 20)) + "\n" + ASK.format("'1' + x")
    assert [f.code for f in immlint.lint_text(text, filename="app.py")] == ["IMM104"]


def test_endless_code_ends() -> None:
    text = HEAD + "def f(n):\n    return f(n) + g(n)\ndef g(n):\n    return f(n)\n" + ASK.format("f('1')")
    assert immlint.lint_text(text, filename="app.py") == []
    loops = "".join(f"{'  ' * n}for i{n} in range(9):\n" for n in range(8))
    loops = loops.replace("range(9)", "(1, 2, 3, 4, 5, 6, 7, 8, 9)")
    immlint.lint_text(HEAD + loops + "  " * 8 + ASK.format("str(i0)"), filename="app.py")


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", '"""imm 2020-09-30"""\n', HEAD])
def test_modules_without_subjects(text: str) -> None:
    assert codes(text) == []


def test_subjects_of_a_module() -> None:
    assert codes(RIGHT) == ["FieldGiven", "FieldGiven", "Request"]
    document = read(Source("app.py", RIGHT.encode()))
    assert document is not None
    request = document.subjects[-1]
    assert isinstance(request, Request)
    assert request.parameters == {"ProjectName": "p", "DatasetName": "d"}
    assert request.is_typed
    cut = [
        document.source.cut(document.locate(s.place)) for s in document.subjects if isinstance(s, FieldGiven)
    ]
    assert cut == ["project_name", "dataset_name"]
    assert document.source.cut(document.locate(request.place())) == ASK.format("'d'").strip()
    assert document.source.cut(document.locate(request.place(("DatasetName",), part=(0, 1)))) == "d"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("x = models.GetDatasetRequest(project_name='p')\n", ["IMM101"]),
        ("def make():\n    return models.GetDatasetRequest(project_name='p')\n", []),
        ("def make():\n    return [models.GetDatasetRequest(project_name='p')]\n", []),
        ("class A:\n    def __init__(self):\n        self.x = models.GetDatasetRequest()\n", []),
        ("d = {}\nd['x'] = models.GetDatasetRequest()\n", []),
        ("x = models.GetDatasetRequest(project_name='p')\nfill(x)\n", []),
        ("def make():\n    return models.GetDatasetRequest(project_name='1')\n", ["IMM104"]),
    ],
)
def test_a_request_that_is_handed_on_may_be_completed_elsewhere(body: str, expected: list[str]) -> None:
    assert [f.code for f in immlint.lint_text(HEAD + body, filename="app.py")] == expected


def test_policies_in_text_keep_their_places() -> None:
    text = (
        'name = "相"\n'
        'POLICY = f\'\'\'{{"Version": "1", "Statement": [{{"Effect": "Allow",\n'
        '  "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/{name}\\u0061"}}]}}\'\'\'\n'
    )
    document = read(Source("app.py", text.encode()))
    assert document is not None
    (policy,) = document.subjects
    assert isinstance(policy, Policy)
    found = immlint.lint_text(text.replace("{name}", "p"), filename="app.py")
    assert [(f.code, f.pointer) for f in found] == [("RAM303", "/Statement/0/Resource")]
    assert text.replace("{name}", "p")[found[0].start : found[0].end] == '"acs:imm:*:*:project/p\\u0061"'


def test_python_is_not_parsed_unless_its_bytes_matter(tmp_path: Path) -> None:
    import subprocess
    import sys

    path = tmp_path / "app.py"
    path.write_text("import os\nStatement = 1\n")
    code = (
        "import sys, immlint\n"
        f"immlint.lint_paths([{str(path)!r}])\n"
        "print([m for m in ('libcst', 'libcst.matchers', 'jsonschema', 'ruamel.yaml') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    path.write_text(RIGHT)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['libcst']"


def test_the_text_of_a_list_that_holds_itself_ends() -> None:
    text = (
        "from alibabacloud_ram20150501 import models\n"
        "a = [1]\na.append(a)\nb = [a] * 4000\nc = [b] * 4000\n"
        "models.CreatePolicyRequest(policy_name='p', policy_document=str(c))\n"
        "models.CreatePolicyRequest(policy_name='p', policy_document=str([c, None]))\n"
    )
    assert [(f.code, f.line) for f in immlint.lint_text(text, filename="app.py")] == [("SDK107", 7)]


def test_a_class_may_get_attributes_while_its_methods_are_walked() -> None:
    code = """\
from alibabacloud_imm20200930.client import Client


class Names:
    def __getitem__(self, key):
        Names.cache = Names.other = key


def send(client: Client):
    client.create_project(Names())
"""
    assert not [f for f in immlint.lint_text(code, filename="app.py") if f.code == "LNT904"]
