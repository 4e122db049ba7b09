"""Only what a finding can depend on is walked, and what is found is the same."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from immlint.rules import registry

import immlint
from immlint.catalog import load
from immlint.config import Config
from immlint.document import Document
from immlint.document.python import PythonDocument, modules
from immlint.document.python.syntax.outline import Outline
from immlint.document.python.syntax.relevant import Ours, relevant
from immlint.document.python.syntax.statements import Statement
from immlint.files import find
from immlint.run import run

CORPUS = sorted((Path(__file__).parent / "corpus").rglob("*.py"))
HEAD = """\
import json
from alibabacloud_imm20200930 import models

"""
SEND = "def send(client):\n    client.create_project(models.CreateProjectRequest(project_name={}))\n"

#: Modules whose lines that end with ``# kept`` are needed, and those with ``# not``.
MODULES = {
    "a function with no word of ours": "def other():  # not\n    return json.dumps(1)\n" + SEND.format("'p'"),
    "a function that is called": "def name():  # kept\n    return 'p'\n" + SEND.format("name()"),
    "a caller": "def main(client):  # kept\n    send(client)\n" + SEND.format("'p'"),
    "a name between two": "A = make()  # kept\nB = A  # kept\nC = make()  # not\n" + SEND.format("B"),
    "what changes a value": "P = {}\ndef fill():  # kept\n    P['x'] = 'p'\n" + SEND.format("P['x']"),
    "a global that is set": "P = None\ndef set_it():  # kept\n    global P\n    P = 'p'\n" + SEND.format("P"),
    "a constant": "P = 'p'  # kept\nQ = 'q'  # not\n" + SEND.format("P"),
    "a constant that others use": "P = 'p'  # kept\ndef f():  # not\n    return P\n" + SEND.format("P"),
    "a logger that all use": (
        "import logging\nlog = logging.getLogger(__name__)  # kept\ndef f():  # not\n    log.info(1)\n"
        + SEND.format("log.name")
    ),
    "a library that is changed": (
        "def patch():  # kept\n    json.dumps = str\ndef f():  # not\n    return json.loads('1')\n"
        + SEND.format("json.dumps('p')")
    ),
    "the start of a command": (
        "import subprocess\nCLI = 'aliyun'\ndef f():  # kept\n    subprocess.run([CLI, 'imm'])\n"
        "def g():  # not\n    subprocess.run(['ls'])\n"
    ),
    "a policy": "P = {'Statement': [{'Resource': 'acs:imm:*:*:*'}]}  # kept\nQ = {'Statements': 1}  # not\n",
    "a method of ours": "def f(imm):  # kept\n    imm.create_project()\ndef g(db):  # not\n    db.create()\n",
    "an import within": (
        "def f():  # kept\n    from aliyunsdkcore.client import AcsClient\n    return AcsClient()\n"
        "def g():  # not\n    from json import dumps\n    return dumps(1)\n"
    ),
    "a definition on a condition": (
        "if make():  # kept\n    class Names:\n        name = 'p'\nif make():  # not\n    pass\n"
        + SEND.format("Names.name")
    ),
    "what may end the module": "try:  # kept\n    pass\nexcept OSError:\n    raise\n" + SEND.format("'p'"),
    "what a name is made of that may not be there": (
        "try:  # kept\n    P = make()\nexcept OSError:\n    raise\ndef make():  # kept\n    return 'p'\n"
        "def f():  # not\n    pass\n" + SEND.format("P")
    ),
    "what else may not be there": (
        "try:  # kept\n    P = make()\nexcept OSError:\n    raise\ndef make():  # not\n    return 'p'\n"
        + SEND.format("'p'")
    ),
    "any name": "try:  # kept\n    from local import *\nexcept ImportError:\n    pass\n" + SEND.format("'p'"),
    "who else uses a helper": (
        "def name():  # kept\n    return 'p'\ndef f():  # not\n    return name()\n" + SEND.format("name()")
    ),
    "a helper that is changed": (
        "def name():  # kept\n    return name.kept\ndef f():  # kept\n    name.kept = 'p'\n"
        + SEND.format("name()")
    ),
    "a helper that keeps something": (
        "def name(seen=[]):  # kept\n    return seen\ndef f():  # kept\n    name().append('p')\n"
        + SEND.format("name()[0]")
    ),
    "a name of its own": "P = make()  # kept\ndef f(P):  # not\n    return P\n" + SEND.format("P"),
    "a name in a class": (
        "P = make()  # kept\nclass A:  # kept\n    P = 1\n    def f(self):\n        P.x = 2\n"
        + SEND.format("P")
    ),
    "an item's name": "P = make()  # kept\ndef f(x):  # kept\n    return [P for P in x], P\n"
    + SEND.format("P"),
    "what a function takes from one around it": (
        "P = make()  # kept\ndef f():  # not\n    P = 1\n    def g():\n        return P\n    return g\n"
        + SEND.format("P")
    ),
    "a class that is used": (
        "class A:  # kept\n    name = 'p'\ndef f(x: A):  # not\n    return isinstance(x, A) and A()\n"
        + SEND.format("A.name")
    ),
    "a class that is changed": (
        "class A:  # kept\n    name = 'p'\ndef f():  # kept\n    A.name = 'q'\n" + SEND.format("A.name")
    ),
    "a class that is handed on": (
        "class A:  # kept\n    name = 'p'\ndef f():  # kept\n    change(A)\n" + SEND.format("A.name")
    ),
    "what derives from a class": (
        "class A:  # kept\n    name = 'p'\nclass B(A):  # kept\n    pass\n" + SEND.format("A().name")
    ),
    "an object of a library": (
        "import flask\napp = flask.Flask(1)  # kept\n@app.get('/x')  # not\ndef f():  # not\n    app.y\n"
        "@app.get('/')  # kept\n" + SEND.format("'p'")
    ),
    "what is set in an object of a library": (
        "import flask\napp = flask.Flask(1)  # kept\ndef f():  # kept\n    app.p['x'] = 'p'\n"
        + SEND.format("app.p['x']")
    ),
    "letters behind escapes": (
        "P = '\\x61cs:imm:*:*:*'  # kept\nQ = '\\x41'  # not\ndef f():  # not\n    return '\\u00e4'\n"
    ),
    "what may set any name, and nobody calls": (
        "def f(code):  # not\n    exec(code)\ndef g():  # not\n    return f('1')\n" + SEND.format("'p'")
    ),
    "what sees its own names": (
        "def f():  # not\n    return locals()\nX = f()  # not\n" + SEND.format("'p'")
    ),
    "imports": (
        "import os  # not\nfrom names import make as name  # kept\n"
        "from others import (  # not\n    a, b)  # not\n"
        "def f():  # not\n    return os, a\n" + SEND.format("name()")
    ),
    "any name that is imported": "from names import *  # kept\n" + SEND.format("'p'"),
    "names in a text": "def f():  # kept\n    exec('send = None')\nX = 1  # not\nY = f()  # kept\n"
    + SEND.format("'p'"),
    "words of that in a text": "def f():  # not\n    'eval exec'\n    vars(f)\n" + SEND.format("'p'"),
    "two in a line": "A = 'a'; B = make()  # kept\nC = 'c'; D = make()  # not\n" + SEND.format("B"),
    "a decorated function": "@json.x\n@json.y  # not\ndef f():  # not\n    pass\n" + SEND.format("'p'"),
    "letters that Python takes for others": "def ﬁll():  # kept\n    return 'p'\n" + SEND.format("fill()"),
    "a word that is no name": "def run():  # not\n    pass\n" + SEND.format("str('', run=1)") + "# run\n",
    "an annotation in a text": "class Name:  # kept\n    pass\ndef f(x: 'Name'): return x\n"
    + SEND.format("f(1)"),
    "an attribute of the same name": "def name():  # not\n    pass\n" + SEND.format("client.name"),
    "a class whose methods share its objects": (
        "class A:  # kept\n    def f(self):\n        self.name = 'q'\n    def g(self, client):\n"
        "        client.create_project(models.CreateProjectRequest(project_name=self.name))\n"
    ),
}


class _Alone:
    """A module without others."""

    def is_at_hand(self, dotted: str) -> bool:
        return False

    def absolute(self, module: str, dots: int) -> str:
        return module


def _relevant(code: str) -> list[Statement]:
    return relevant(Outline.of(code, ast.parse(code)), _Alone(), Ours(load().methods), lambda dotted: False)


@pytest.mark.parametrize("code", MODULES.values(), ids=MODULES)
def test_what_a_finding_depends_on_is_kept(code: str) -> None:
    code = HEAD + code
    kept = "".join(each.text for each in _relevant(code))
    for line in code.splitlines():
        if line.endswith(("# kept", "# not")):
            assert (line in kept) is line.endswith("# kept"), line


class _Beside(_Alone):
    """A module beside ``settings`` and ``other``, and in a package with them."""

    def is_at_hand(self, dotted: str) -> bool:
        return dotted in ("settings", "other")


#: The same for what is imported of other files.
BESIDE = {
    "who else uses another file": (
        "import settings\nfrom other import name\ndef f():  # not\n    return settings.x, name()\n"
        + SEND.format("settings.NAME + name()")
    ),
    "what sets a name in another file": (
        "import settings\ndef f():  # kept\n    settings.NAME = 'p'\n" + SEND.format("settings.NAME")
    ),
    "what sets it by a name of its own": (
        "import settings\ndef f():  # kept\n    import settings\n    settings.NAME = 'p'\n"
        + SEND.format("settings.NAME")
    ),
    "what fills a list of another file": (
        "from other import NAMES\ndef f():  # kept\n    NAMES.append('p')\n" + SEND.format("NAMES[0]")
    ),
    "what fills a list in another file": (
        "import settings\ndef f():  # kept\n    settings.NAMES.append('p')\n"
        + SEND.format("settings.NAMES[0]")
    ),
    "what hands another file on": (
        "import settings\ndef f():  # kept\n    load(settings)\n" + SEND.format("settings.NAME")
    ),
}


@pytest.mark.parametrize("code", BESIDE.values(), ids=BESIDE)
def test_what_bears_on_another_file_is_kept(code: str) -> None:
    code = HEAD + code
    needed = relevant(
        Outline.of(code, ast.parse(code)), _Beside(), Ours(load().methods), lambda dotted: False
    )
    kept = "".join(statement.text for statement in needed)
    for line in code.splitlines():
        if line.endswith(("# kept", "# not")):
            assert (line in kept) is line.endswith("# kept"), line


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("code", MODULES.values(), ids=MODULES)
def test_all_stands_where_it_stood(code: str, end: str) -> None:
    code = (HEAD + "'''照片'''\n" + code + "\n\ndef 照片():\n    return '🔥'").replace("\n", end)
    at = 0
    for each in _relevant(code):
        assert code.startswith(each.text, each.start)
        assert at <= each.start
        at = each.start + len(each.text)
        assert ast.parse(each.text).body


def _found(code: str) -> list[str]:
    # What is inferred, and what other code would have to be granted, is told as well.
    config = Config(pedantic=True)
    found = immlint.lint_text(code, filename="app.py", config=config)
    return [json.dumps(finding.to_dict(), sort_keys=True) for finding in found]


def _foreign(number: int) -> str:
    return f"import os\n\ndef other{number}(path):\n    return os.path.join(path, '{number}')\n\n"


@pytest.mark.parametrize("number", range(0, len(CORPUS), 2))
def test_the_same_is_found(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # Each module beside another, in which the same names are used for other things.
    texts = [CORPUS[n % len(CORPUS)].read_text("utf-8") for n in (number, number + 7)]
    code = _foreign(1).join(text for text in texts if "from __future__" not in text)
    found = _found(code)
    monkeypatch.setattr(modules, "relevant", lambda outline, *_: [Statement(0, outline.text)])
    assert _found(code) == found


@pytest.mark.parametrize("path", CORPUS[::4], ids=lambda path: path.stem)
def test_what_was_forgotten_is_read_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = path.read_text("utf-8")
    found = _found(code)
    begin = PythonDocument.__init__

    def forgetful(self: PythonDocument, *given: object) -> None:
        begin(self, *given)  # type: ignore[arg-type]
        self.forget()

    monkeypatch.setattr(PythonDocument, "__init__", forgetful)
    assert _found(code) == found


def test_a_run_keeps_no_trees(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"caller{number}.py").write_text(HEAD + SEND.format("'1bad'"), encoding="utf-8")
    seen: list[Document] = []
    report = run(find([str(tmp_path)]), registry(), seen=seen.append)
    assert len(report.findings) == 3
    assert [name for document in seen for name in vars(document) if name == "_read"] == []
