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
)
NAMES = "ABCfgK"


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


def test_modules_have_findings() -> None:
    assert sum(bool(_found(_Writer(seed).module())) for seed in range(60)) > 10
