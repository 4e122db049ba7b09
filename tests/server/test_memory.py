"""However a module was edited, what is found in it is what a server that just started finds."""

from __future__ import annotations

import gc
import random
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from immlint.document import python
from immlint.document.python.interpret import interpret
from immlint.document.python.syntax import statements
from immlint.server.documents import Opened
from immlint.server.folder import Folder, Linted
from immlint.server.workspace import Workspace

HEAD = "import json\nfrom alibabacloud_imm20200930 import client, models\n\nNAME = 'p'\n"
SEND = (
    "def send_{n}(api: client.Client):\n"
    "    request = models.CreateDatasetRequest(project_name={name}, dataset_name='1-bad{n}')\n"
    "    return api.create_dataset(request)\n"
)
#: What is put together, cut and mixed up.
PIECES = [
    *(
        "\n",
        "# comment\n",
        "# immlint: ignore\n",
        "'''",
        '"',
        "\\\n",
        "(",
        ")",
        ":\n",
        "    ",
        "\r\n",
        "\f",
        "照片",
    ),
    *("x = 1\n", "if x:\n    pass\n", "else:\n    y\n", "@json.x\n", "NAME = 'q'\n", "import os; a = 1\n"),
    *(
        "def f():\n    global NAME\n    NAME = '2bad'\n",
        "NAME.project_name = 1\n",
        "from other import NAME\n",
    ),
    *("class A:\n    def f(self):\n        return NAME\n", "  # immlint: ignore[IMM104]\n", "f()\n"),
    *(SEND.format(n=n, name=name) for n, name in ((1, "'p'"), (2, "NAME"), (2, "f()"), (3, "'3bad'"))),
]


def _opened(path: Path, text: str, version: int) -> Opened:
    return Opened(path.as_uri(), str(path), True, version, text, "utf-16")


def _fresh(path: Path, text: str) -> Linted:
    return Folder(str(path.parent)).lint(_opened(path, text, 0), [])


EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), st.lists(st.sampled_from(PIECES), max_size=2)), max_size=6
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=8), EDITS)
def test_after_any_edits_the_same_is_found(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str], edits: list[tuple[float, int, list[str]]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "edited.py"
    folder = Folder(str(path.parent))
    text = HEAD + "".join(pieces) + SEND.format(n=9, name="NAME")
    for version, (where, gone, more) in enumerate([(1.0, 0, []), *edits]):
        at = int(where * len(text))
        text = text[:at] + "".join(more) + text[at + gone :]
        assert folder.lint(_opened(path, text, version), []) == _fresh(path, text), text


def test_a_key_in_one_function_leaves_the_others_as_they_were_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    walked: list[str] = []
    begin = statements.Part.__init__

    def counted(self: statements.Part, text: str) -> None:
        read.append(text)
        begin(self, text)

    def walking(*given: object, **more: object) -> object:
        walked.append("once")
        return interpret(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(statements.Part, "__init__", counted)
    monkeypatch.setattr(python, "interpret", walking)
    path, folder = Path("/") / "edited.py", Folder(None)
    other = "def other(rows):\n    return [row for row in rows]\n"
    text = HEAD + other + "".join(SEND.format(n=n, name="NAME") for n in range(30))
    first = folder.lint(_opened(path, text, 0), [])
    assert len(first.findings) == 30
    del read[:], walked[:]
    # In a function that sends nothing: all that was walked stands, at other places.
    moved = folder.lint(_opened(path, text.replace("rows]", "rows if row]"), 1), [])
    assert (read, walked) == ([], [])
    shift = len(" if row")
    assert [(f.start, f.code) for f in moved.findings] == [(f.start + shift, f.code) for f in first.findings]
    # In one that does: it is read anew, and no other.
    folder.lint(_opened(path, text.replace("1-bad7'", "bad'"), 2), [])
    assert (len(read), len(walked)) == (1, 1)
    folder.forget(_opened(path, text, 3))
    folder.lint(_opened(path, text, 3), [])
    assert len(read) > 30


def test_garbage_is_collected_between_answers_and_what_was_loaded_is_looked_through_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace, done = Workspace(), []
    monkeypatch.setattr(gc, "collect", lambda: done.append("collect"))
    monkeypatch.setattr(gc, "freeze", lambda: done.append("freeze"))
    workspace.settle()
    workspace.settle()
    assert done == ["collect", "freeze", "collect"]
    monkeypatch.setitem(sys.modules, "loaded_later", sys)
    workspace.settle()
    assert done[3:] == ["collect", "freeze"]


def test_what_other_files_say_is_asked_again(tmp_path: Path) -> None:
    path, folder = tmp_path / "edited.py", Folder(str(tmp_path))
    text = HEAD + "from other import OTHER\n" + SEND.format(n=1, name="'p'").replace("'1-bad1'", "OTHER")
    seen = []
    for version, name in enumerate((None, "'2bad'", "'good'", None, "'3bad'")):
        other = tmp_path / "other.py"
        if name is None:
            other.unlink(missing_ok=True)
        else:
            other.write_text(f"OTHER = {name}\n", "utf-8")
        found = folder.lint(_opened(path, text, version), [])
        assert found == _fresh(path, text)
        seen.append(len(found.findings))
    assert seen == [0, 1, 0, 0, 1]


def test_places_stay_right_while_a_module_grows_and_shrinks(tmp_path: Path) -> None:
    path, folder, chance = tmp_path / "edited.py", Folder(str(tmp_path)), random.Random(7)
    lines = (HEAD + "".join(SEND.format(n=n, name="NAME") for n in range(8))).splitlines(keepends=True)
    for version in range(25):
        at = chance.randrange(5, len(lines))
        lines[at:at] = chance.choice((["\n"], ["# 照片🔥\n"], ["if x:\n", "    y\n"], ["    z = 1\n"]))
        text = "".join(lines)
        found = folder.lint(_opened(path, text, version), [])
        assert found == _fresh(path, text)
        for finding in found.findings:
            assert finding.code == "LNT901" or text[finding.start : finding.end].strip()
