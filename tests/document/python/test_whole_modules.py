"""What is found in a module is the same where all of it is walked, whatever statements do to each other."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import immlint
from immlint.config import Config
from immlint.document.python import modules
from immlint.document.python.syntax.outline import Outline
from immlint.document.python.syntax.statements import Statement

SEND = "client.create_dataset(models.CreateDatasetRequest(project_name='p', dataset_name=$e))"
HEAD = f"import thirdparty\nfrom alibabacloud_imm20200930 import models\n\ndef create(client):\n    {SEND}\n"
#: ``$n`` is a name, ``$e`` an expression, ``$s`` statements that are indented.
EXPRESSIONS = (
    *("'p'", "'1d'", "$n", "$n", "$n()", "$n($e)", "$n.x", "$n.x.y", "$n['k']", "$n[0]", "[$e]", "{'k': $e}"),
    *("($e or $e)", "f'{$n}-x'", "thirdparty.Obj($e)", "[$n for $n in $e]", "(lambda $n: $e)($n)"),
)
STATEMENTS = (
    *("$n = $e\n", "$n = $e\n", "$n.x = $e\n", "$n['k'] = $e\n", "$n.append($e)\n", "$n.update($e)\n"),
    *("$n($e)\n", "$n += $e\n", "setattr($n, 'x', $e)\n", "$n = thirdparty.App()\n", "$n.x.update($e)\n"),
    *(
        "def $n(a=$e):\n$s    return a\n",
        "def $n(a='1d'):\n$s    return $e\n",
        "def $n(a=[]):\n    return a\n",
    ),
    *("class $n:\n    x = $e\n    def m(self):\n        self.x = $e\n", "class $n($n):\n    x = $e\n"),
    *("class $n:\n    x = $e\n    def m(self):\n        $n.x = $e\n", "@$n\ndef $n(a):\n    return a\n"),
    *("if $e:\n$s", "for $n in $e:\n$s", "try:\n$sexcept OSError:\n    raise\n"),
    *("try:\n$sexcept OSError:\n    $n = $e\n", "def f():\n    global $n\n    $n = $e\n"),
    *(f"def $n(client):\n    {SEND}\n", "def $n($n):\n    $n.x = $e\n    return $n\n"),
    "def $n():\n    $n = $e\n    return $n\n",
    *("class $n:\n    x = {'k': $e}\n    def m(self, a=[$e]):\n        return a\n", "$n().x['k'] = $e\n"),
    *("type($n).x = $e\n", "$n = $n.__class__\n", "def $n(a=($n := $e)):\n    return a\n"),
)
NAMES = "ABCfgK"
_D = "class A:\n    d = {'n': '1'}\n"
_N = "class A:\n    n = '1'\n"
#: What a value is, what changes it in a way that its name does not tell, and the value.
CHANGES = {
    "an item of a class": (_D, "A().d['n'] = open('x')\n", "A.d['n']"),
    "by a name of an object": (_D, "a = A()\na.d['n'] = open('x')\n", "A.d['n']"),
    "by a function": (_D, "def f(a):\n    a.d.update(n=open('x'))\nf(A())\n", "A.d['n']"),
    "what a function gives": (_D, "def f():\n    return A.d\nf().update(n=open('x'))\n", "A.d['n']"),
    "by another name": (_D, "d = A.d\nd['n'] = open('x')\n", "A.d['n']"),
    "a class in a class": ("class A:\n    class B:\n        n = '1'\n", "A().B.n = open('x')\n", "A.B.n"),
    "what a method keeps": (
        "class A:\n    def f(self, d={'n': '1'}):\n        return d\n",
        "A().f()['n'] = open('x')\n",
        "A().f()['n']",
    ),
    "the class of an object": (_N, "a = A()\na.__class__.n = open('x')\n", "A.n"),
    "the type of an object": (_N, "def f(a):\n    type(a).n = open('x')\nf(A())\n", "A.n"),
    "a type by a name": (_N, "B = type(A())\nB.n = open('x')\n", "A.n"),
    "what a method hands out": (
        f"{_N}    def f(self):\n        return type(self)\n",
        "A().f().n = open('x')\n",
        "A.n",
    ),
    "any attribute of a class": (
        f"import os\n{_N}",
        "for k, v in os.environ.items():\n    setattr(A, k, v)\n",
        "A.n",
    ),
    "any attribute of what derives": (
        f"import os\n{_N}class B(A):\n    pass\n",
        "setattr(B, os.environ['K'], 2)\n",
        "B.n",
    ),
    "a default": ("N = '1'\n", "def f(a=(N := open('x'))):\n    return a\n", "N"),
    "a decorator": ("N = '1'\n", "@(N := open('x'))\ndef f():\n    pass\n", "N"),
    "names in two lines": (
        "N = M = '1'\n",
        "def f():\n    global M, \\\n        N\n    N = open('x')\nf()\n",
        "N",
    ),
    "a name in the next line": (
        "N = '1'\n",
        "def f():\n    global \\\n        N\n    N = open('x')\nf()\n",
        "N",
    ),
    "the names around": ("N = '1'\n", "vars()['N'] = open('x')\n", "N"),
    "code by its full name": ("import builtins\nN = '1'\n", "builtins.exec(open('x').read())\n", "N"),
    "this module": ("import sys\nN = '1'\n", "setattr(sys.modules[__name__], 'N', open('x'))\n", "N"),
    "this module by a name": (
        "import sys\nN = '1'\n",
        "def f():\n    this = sys.modules[__name__]\n    this.N = open('x')\nf()\n",
        "N",
    ),
}


class _Writer:
    """Writes modules of few names, each used in many ways."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def module(self) -> str:
        statements = (self._chance.choice(STATEMENTS) for _ in range(self._chance.randint(3, 8)))
        return self._filled(HEAD, 0) + "".join(self._filled(form, 0) for form in statements)

    def _filled(self, form: str, depth: int) -> str:
        return re.sub(r"\$([nes])", lambda place: self._part(place[1], depth), form)

    def _part(self, place: str, depth: int) -> str:
        if place == "n":
            return self._chance.choice(NAMES)
        if place == "e":
            forms: Sequence[str] = EXPRESSIONS if depth < 3 else ("'1d'", "$n")
            return self._filled(self._chance.choice(forms), depth + 1)
        inner = self._filled(self._chance.choice(STATEMENTS), depth + 1) if depth < 2 else "pass\n"
        return "".join(f"    {line}\n" for line in inner.splitlines())


def _found(code: str) -> list[dict[str, Any]]:
    return [f.to_dict() for f in immlint.lint_text(code, filename="app.py", config=Config(pedantic=True))]


def _all(outline: Outline, *_: object) -> list[Statement]:
    return [Statement(start, unit.lines) for start, unit in outline.units]


@settings(max_examples=40)
@given(st.integers(0, 1 << 30))
def test_the_same_is_found_where_all_is_walked(seed: int) -> None:
    code = _Writer(seed).module()
    found = _found(code)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(modules, "relevant", _all)
        assert _found(code) == found, code


@pytest.mark.parametrize(("before", "change", "value"), CHANGES.values(), ids=CHANGES)
def test_what_may_have_been_changed_is_not_known(before: str, change: str, value: str) -> None:
    send = (
        "from alibabacloud_imm20200930 import models\n"
        f"def send(client):\n    client.get_project(models.GetProjectRequest(project_name={value}))\n"
    )
    assert [f["code"] for f in _found(before + send)] == ["IMM104"]
    assert not _found(before + change + send)


@pytest.mark.parametrize(
    ("change", "call", "code"),
    [
        ("client.Client.create_dataset = open('x')\n", "client.Client(1).create_dataset(1)\n", "SDK105"),
        ("setattr(client.Client, 'create_dataset', 1)\n", "client.Client(1).create_dataset(1)\n", "SDK105"),
        ("def own(self): ...\nclient.Client.own = own\n", "client.Client(1).own()\n", "SDK110"),
        ("Client.own = open('x')\n", "imm = Client(1)\nimm.own()\n", "SDK110"),
        (
            "models.GetProjectRequest.__init__ = open('x')\n",
            "models.GetProjectRequest(project_name='p', other=1)\n",
            "SDK102",
        ),
    ],
)
def test_what_becomes_of_a_class_of_the_sdk_is_not_known(change: str, call: str, code: str) -> None:
    head = "from alibabacloud_imm20200930 import client, models\n"
    head += "from alibabacloud_imm20200930.client import Client\n"
    assert [f["code"] for f in _found(head + call)] == [code]
    assert not _found(head + change + call)


def test_modules_have_findings() -> None:
    assert sum(bool(_found(_Writer(seed).module())) for seed in range(60)) > 10
