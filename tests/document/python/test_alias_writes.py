"""A write that some run makes elsewhere, or not at all, is weak: no finding unless every run is wrong.

Each program is executed by Python against the real SDK, once for each value of its flags, with a valid and
with an invalid name for ``NEW``: what is expected of immlint is asked of these runs.
"""

from __future__ import annotations

import itertools
import re
import textwrap
from pathlib import Path
from typing import Any

import pytest

import immlint

HEAD = """\
from alibabacloud_imm20200930 import models
from alibabacloud_imm20200930.client import Client


def main(client: Client, flag: bool, other: bool) -> None:
    a = {"ProjectName": "p", "DatasetName": "9 lives"}
    b = {"ProjectName": "p", "DatasetName": "9 lives"}
"""
_SEND = re.compile(r"send\((.+)\)$", re.MULTILINE)
_REQUEST = re.compile(r"new\(\)")

PROGRAMS = {
    "method of one of two": """
fill = b.update
if flag:
    fill = a.update
fill({'DatasetName': NEW})
send(a)
""",
    "one of two functions": """
def put(row):
    row['DatasetName'] = NEW
def keep(row):
    pass
change = put if flag else keep
change(a)
send(a)
""",
    "one of two objects that are called": """
class Put:
    def __call__(self, row):
        row['DatasetName'] = NEW
change = Put() if flag else print
change(a)
send(a)
""",
    "one of two lambdas": """
change = (lambda row: row.update(DatasetName=NEW)) if flag else (lambda row: None)
change(a)
send(a)
""",
    "function from a table": """
def put(row):
    row['DatasetName'] = NEW
{True: put, False: print}[flag](a)
send(a)
""",
    "partial from a table": """
import functools
def put(row):
    row['DatasetName'] = NEW
{True: functools.partial(put), False: print}[flag](a)
send(a)
""",
    "object from a table": """
class Put:
    def __call__(self, row):
        row['DatasetName'] = NEW
{True: Put(), False: print}[flag](a)
send(a)
""",
    "function from an open list": """
def put(row):
    row['DatasetName'] = NEW
[*([print] if other else []), put][flag - 1](a)
send(a)
""",
    "function that drops": """
drop = (lambda row: row.pop('DatasetName')) if flag else (lambda row: row.update(DatasetName=NEW))
drop(a)
send(a)
""",
    "item": """
d = a if flag else b
d['DatasetName'] = NEW
send(a)
""",
    "item of the other": """
d = a if flag else b
d['DatasetName'] = NEW
send(b)
""",
    "update": """
d = a if flag else b
d.update({'DatasetName': NEW})
send(a)
""",
    "update by keyword": """
d = a if flag else b
d.update(DatasetName=NEW)
send(a)
""",
    "update by pairs": """
d = a if flag else b
d.update([('DatasetName', NEW)])
send(a)
""",
    "or": """
d = a if flag else b
d |= {'DatasetName': NEW}
send(a)
""",
    "delete and default": """
d = a if flag else b
del d['DatasetName']
a.setdefault('DatasetName', NEW)
send(a)
""",
    "pop and default": """
d = a if flag else b
d.pop('DatasetName')
a.setdefault('DatasetName', NEW)
send(a)
""",
    "clear and default": """
d = a if flag else b
d.clear()
a.setdefault('ProjectName', 'p')
a.setdefault('DatasetName', NEW)
send(a)
""",
    "setdefault": """
a = {'ProjectName': 'p'}
d = a if flag else b
d.setdefault('DatasetName', NEW)
send(a)
""",
    "branch alias": """
if flag:
    d = a
else:
    d = b
d['DatasetName'] = NEW
send(a)
""",
    "alias of an alias": """
d = a if flag else b
e = d
e['DatasetName'] = NEW
send(a)
""",
    "choice of three": """
d = a if flag else (b if other else {})
d['DatasetName'] = NEW
send(b)
""",
    "choice by or": """
d = (flag and a) or b
d['DatasetName'] = NEW
send(a)
""",
    "choice by index": """
d = [a, b][flag]
d['DatasetName'] = NEW
send(a)
""",
    "choice by key": """
d = {True: a, False: b}[flag]
d['DatasetName'] = NEW
send(a)
""",
    "choice by function": """
def pick():
    return a if flag else b
pick()['DatasetName'] = NEW
send(a)
""",
    "choice by early return": """
def pick():
    if flag:
        return a
    return b
pick().update(DatasetName=NEW)
send(a)
""",
    "choice as argument": """
def fill(d):
    d['DatasetName'] = NEW
fill(a if flag else b)
send(a)
""",
    "walrus": """
if (d := a if flag else b):
    d['DatasetName'] = NEW
send(a)
""",
    "condition": """
if flag:
    a['DatasetName'] = NEW
send(a)
""",
    "condition inside": """
if flag:
    if other:
        a['DatasetName'] = NEW
send(a)
""",
    "choice of keys": """
a['DatasetName' if flag else 'Description'] = NEW
send(a)
""",
    "choice of values": """
a['DatasetName'] = NEW if flag else '9 lives'
send(a)
""",
    "nested": """
c = {'x': a, 'y': b}
d = c['x' if flag else 'y']
d['DatasetName'] = NEW
send(a)
""",
    "nested holder": """
c = {'x': a}
e = {'x': b}
(c if flag else e)['x']['DatasetName'] = NEW
send(a)
""",
    "nested replaced": """
c = {'x': a}
e = {'x': b}
(c if flag else e)['x'] = {'ProjectName': 'p', 'DatasetName': NEW}
send(c['x'])
""",
    "list append": """
c = [a]
e = [b]
(c if flag else e).append({'ProjectName': 'p', 'DatasetName': NEW})
send(c[-1])
""",
    "list extend": """
c = [a]
e = [b]
(c if flag else e).extend([{'ProjectName': 'p', 'DatasetName': NEW}])
send(c[-1])
""",
    "list insert": """
c = [a]
e = [b]
(c if flag else e).insert(0, {'ProjectName': 'p', 'DatasetName': NEW})
send(c[0])
""",
    "list plus": """
c = [a]
e = [b]
f = c if flag else e
f += [{'ProjectName': 'p', 'DatasetName': NEW}]
send(c[-1])
""",
    "list item": """
c = [a]
e = [b]
(c if flag else e)[0] = {'ProjectName': 'p', 'DatasetName': NEW}
send(c[0])
""",
    "list item's key": """
c = [a]
e = [b]
(c if flag else e)[0]['DatasetName'] = NEW
send(c[0])
""",
    "list slice": """
c = [a]
e = [b]
(c if flag else e)[:] = [{'ProjectName': 'p', 'DatasetName': NEW}]
send(c[0])
""",
    "list pop": """
c = [{'ProjectName': 'p', 'DatasetName': NEW}, a]
e = [b]
(c if flag else e).pop()
send(c[-1])
""",
    "list reverse": """
c = [{'ProjectName': 'p', 'DatasetName': NEW}, a]
e = [b]
(c if flag else e).reverse()
send(c[-1])
""",
    "request attribute": """
r = new()
q = new()
(r if flag else q).dataset_name = NEW
client.create_dataset(r)
""",
    "request alias": """
r = new()
q = new()
d = r if flag else q
d.dataset_name = NEW
client.create_dataset(r)
""",
    "request setattr": """
r = new()
q = new()
setattr(r if flag else q, 'dataset_name', NEW)
client.create_dataset(r)
""",
    "request from_map": """
r = new()
q = new()
(r if flag else q).from_map({'DatasetName': NEW})
client.create_dataset(r)
""",
    "request in a list": """
r = new()
q = new()
c = [r, q]
c[flag].dataset_name = NEW
client.create_dataset(r)
""",
    "request condition": """
r = new()
if flag:
    r.dataset_name = NEW
client.create_dataset(r)
""",
    "request by argument": """
def fill(d):
    d.dataset_name = NEW
r = new()
fill(r if flag else new())
client.create_dataset(r)
""",
    "loop": """
for row in [a, b]:
    row['DatasetName'] = NEW
send(a)
""",
    "loop condition": """
for row in [a, b]:
    if flag:
        row['DatasetName'] = NEW
send(a)
""",
    "loop default": """
rows = [{'ProjectName': 'p'}, {'ProjectName': 'p', 'DatasetName': NEW}]
for row in rows:
    if 'DatasetName' not in row:
        row['DatasetName'] = NEW
for row in rows:
    send(row)
""",
    "loop default by get": """
rows = [{'ProjectName': 'p'}, {'ProjectName': 'p', 'DatasetName': NEW}]
for row in rows:
    if not row.get('DatasetName'):
        row['DatasetName'] = NEW
for row in rows:
    send(row)
""",
    "loop setdefault": """
rows = [{'ProjectName': 'p'}, {'ProjectName': 'p', 'DatasetName': NEW}]
for row in rows:
    row.setdefault('DatasetName', NEW)
for row in rows:
    send(row)
""",
    "loop update": """
for row in [a, b]:
    if row['DatasetName'][0].isdigit():
        row.update(DatasetName=NEW)
send(a)
""",
    "loop enumerate": """
rows = [a, b]
for i, row in enumerate(rows):
    if flag:
        rows[i]['DatasetName'] = NEW
for row in rows:
    send(row)
""",
    "loop enumerate row": """
rows = [a, b]
for i, row in enumerate(rows):
    if flag:
        row['DatasetName'] = NEW
for row in rows:
    send(row)
""",
    "loop zip": """
for row, name in zip([a, b], [NEW, NEW]):
    if flag:
        row['DatasetName'] = name
send(a)
""",
    "loop items": """
c = {'x': a, 'y': b}
for key, row in c.items():
    if flag:
        row['DatasetName'] = NEW
send(a)
""",
    "loop values": """
c = {'x': a, 'y': b}
for row in c.values():
    if flag:
        row['DatasetName'] = NEW
send(b)
""",
    "loop two": """
rows = [a, b]
for row in rows:
    if flag:
        row['DatasetName'] = NEW
for row in rows:
    if flag:
        row['ProjectName'] = 'q'
for row in rows:
    send(row)
""",
    "loop requests": """
rs = [new(), new()]
for r in rs:
    if flag:
        r.dataset_name = NEW
for r in rs:
    client.create_dataset(r)
""",
    "loop choice": """
for i in range(2):
    d = a if flag else b
    d['DatasetName'] = NEW
send(a)
""",
    "loop break": """
for row in [a, b]:
    if flag:
        break
    row['DatasetName'] = NEW
send(a)
""",
    "loop continue": """
for row in [a, b]:
    if flag:
        continue
    row['DatasetName'] = NEW
send(b)
""",
    "while": """
i = 0
while i < 2:
    d = [a, b][i]
    if flag:
        d['DatasetName'] = NEW
    i += 1
send(a)
""",
    "match": """
match flag:
    case True:
        d = a
    case _:
        d = b
d['DatasetName'] = NEW
send(a)
""",
    "match write": """
match flag:
    case True:
        a['DatasetName'] = NEW
    case _:
        b['DatasetName'] = NEW
send(a)
""",
    "try": """
try:
    d = {True: a}[flag]
except KeyError:
    d = b
d['DatasetName'] = NEW
send(a)
""",
    "try write": """
try:
    {True: 1}[flag]
    a['DatasetName'] = NEW
except KeyError:
    pass
send(a)
""",
    "except write": """
try:
    {True: 1}[flag]
except KeyError:
    a['DatasetName'] = NEW
send(a)
""",
    "comprehension": """
rows = [dict(r, DatasetName=NEW if flag else r['DatasetName']) for r in (a, b)]
for row in rows:
    send(row)
""",
    "comprehension rows": """
rows = [r for r in (a, b)]
for row in rows:
    if flag:
        row['DatasetName'] = NEW
send(a)
""",
    "comprehension choice": """
d = [r for r in (a, b)][flag]
d['DatasetName'] = NEW
send(a)
""",
    "unpacked": """
d, e = (a, b) if flag else (b, a)
d['DatasetName'] = NEW
send(a)
""",
}


def program(body: str, name: str) -> str:
    text = _SEND.sub(r"client.create_dataset(models.CreateDatasetRequest().from_map(\1))", body.strip())
    text = _REQUEST.sub("models.CreateDatasetRequest(project_name='p', dataset_name='9 lives')", text)
    return HEAD + textwrap.indent(text.replace("NEW", repr(name)), "    ") + "\n"


def is_right(sent: dict[str, Any]) -> bool:
    return "ProjectName" in sent and sent.get("DatasetName", "9")[0].isalpha()


class Recorder:
    """Stands for the client: keeps what is sent."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []

    def create_dataset(self, request: Any) -> None:
        self.sent.append(request.to_map())


def some_run_is_right(text: str) -> bool:
    names: dict[str, Any] = {}
    exec(compile(text, "program", "exec"), names)
    for flags in itertools.product((True, False), repeat=2):
        client = Recorder()
        names["main"](client, *flags)
        assert client.sent
        if all(map(is_right, client.sent)):
            return True
    return False


def errors(text: str) -> list[str]:
    return [f.message for f in immlint.lint_text(text, filename="app.py") if f.severity == "error"]


@pytest.mark.parametrize("body", PROGRAMS.values(), ids=PROGRAMS)
def test_python_agrees_with_what_is_expected(body: str) -> None:
    pytest.importorskip("alibabacloud_imm20200930")
    assert some_run_is_right(program(body, "faces"))
    assert not some_run_is_right(program(body, "8 lives"))


@pytest.mark.parametrize("body", PROGRAMS.values(), ids=PROGRAMS)
def test_nothing_is_found_where_a_run_is_right(body: str) -> None:
    assert errors(program(body, "faces")) == []


@pytest.mark.parametrize("body", PROGRAMS.values(), ids=PROGRAMS)
def test_names_that_are_wrong_in_every_run_are_found(body: str) -> None:
    assert errors(program(body, "8 lives"))


#: Writes of which nobody can tell which keys they set.
UNTOLD = {
    "method from a table": """
{True: a.update, False: print}[flag]({'DatasetName': NEW})
send(a)
""",
    "update by what is unpacked": """
import json
a.update(**json.loads(json.dumps({'DatasetName': NEW} if flag else {})))
send(a)
""",
}


@pytest.mark.parametrize("body", UNTOLD.values(), ids=UNTOLD)
def test_nothing_is_found_where_any_key_may_have_been_set(body: str) -> None:
    assert some_run_is_right(program(body, "faces"))
    assert errors(program(body, "faces")) == []


#: What is done in a branch that is perhaps never taken: then what was there before is sent, and right.
UNTAKEN = {
    "delete and set": "del a['DatasetName']\na['DatasetName'] = '9 lives'",
    "pop and update": "a.pop('DatasetName', None)\na.update([('DatasetName', '9 lives')])",
    "pop and update by keyword": "a.pop('DatasetName', None)\na.update(DatasetName='9 lives')",
    "pop and or": "a.pop('DatasetName', None)\na |= {'DatasetName': '9 lives'}",
    "pop and setdefault": "a.pop('DatasetName', None)\na.setdefault('DatasetName', '9 lives')",
    "clear and set": "a.clear()\na['DatasetName'] = '9 lives'",
    "popitem and set": "a.popitem()\na['DatasetName'] = '9 lives'",
    "any key and set": "a.pop(key)\na['DatasetName'] = '9 lives'",
    "two branches": "del a['DatasetName']\nif other:\n    a['DatasetName'] = '9 lives'",
    "copy": "del a['DatasetName']\na = dict(a)\nif other:\n    a['DatasetName'] = '9 lives'",
    "function": "def change(d):\n    a.pop('DatasetName', None)\n"
    "    a.update([('DatasetName', '9 lives')])\nchange(a if other else {})",
    "attribute": "del r.dataset_name\nr.dataset_name = '9 lives'",
    "attribute by name": "delattr(r, 'dataset_name')\nsetattr(r, 'dataset_name', '9 lives')",
}
COPIES = {
    "unpacked": "a = {**a}",
    "copied": "a = a.copy()",
    "joined": "a = a | {}",
    "made": "a = dict(a)",
    "put into another": "d = {}\nd.update(a)\na = d",
}


@pytest.mark.parametrize("body", UNTAKEN.values(), ids=UNTAKEN)
def test_what_a_branch_deletes_and_sets_anew_is_perhaps_as_it_was(body: str) -> None:
    text = program("a = {'ProjectName': 'p', 'DatasetName': 'faces'}\nkey = str(other)", "")
    text += "    r = models.CreateDatasetRequest().from_map(a)\n" * ("r." in body or "(r" in body)
    text += "    if flag:\n" + textwrap.indent(body, " " * 8) + "\n"
    text += "    client.create_dataset(r)\n" if "r = models" in text else _sent("a")
    assert errors(text) == []


@pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES)
def test_a_copy_of_what_is_perhaps_deleted_is_perhaps_without_it(copy: str) -> None:
    body = f"a['DatasetName'] = 'faces'\nif flag:\n    del a['DatasetName']\n{copy}\n"
    body += "if other:\n    a['DatasetName'] = '9 lives'\n"
    assert errors(program(body, "") + _sent("a")) == []


@pytest.mark.parametrize(("name", "found"), [("faces", False), ("8 lives", True)])
def test_a_default_joins_what_a_branch_has_set(name: str, found: bool) -> None:
    body = "del a['DatasetName']\nif flag:\n    a['DatasetName'] = '9 lives'\n"
    body += f"a.setdefault('DatasetName', {name!r})"
    assert bool(errors(program(body, "") + _sent("a"))) is found


REBOUND = {
    "handler": "try:\n    d = b\n    d = {True: a}[flag]\nexcept KeyError:\n    d['DatasetName'] = 'faces'",
    "handler of two": "try:\n    d = b\n    {True: a}[flag]\n    d = {}\n    {True: a}[other]\n"
    "except KeyError:\n    d['DatasetName'] = 'faces'",
    "loop": "d = {}\nfor n in range(2):\n    d['DatasetName'] = 'faces'\n    d = b\n    if flag:\n"
    "        continue\n    d = {}",
}


@pytest.mark.parametrize("body", REBOUND.values(), ids=REBOUND)
def test_a_name_that_stood_for_another_value_may_still_change_it(body: str) -> None:
    assert errors(program(body, "") + _sent("b")) == []


def _sent(name: str) -> str:
    return f"    client.create_dataset(models.CreateDatasetRequest().from_map({name}))\n"


MERGE = (
    HEAD.partition("\n\n\n")[0]
    + "\n\n\ndef main(client: Client, x: str, y: list[str], flag: bool) -> None:\n"
)
START = "r = models.CreateFigureClustersMergingTaskRequest(project_name='p', dataset_name='d', to='t')\n"
END = "client.create_figure_clusters_merging_task(r)\n"
EXCLUSIVE = {
    "branches": START + "if flag:\n    r.from_ = x\nelse:\n    r.froms = y\n" + END,
    "branches of known values": START + "if flag:\n    r.from_ = 'f'\nelse:\n    r.froms = ['g']\n" + END,
    "none": START + "r.from_ = 'f' if flag else None\nr.froms = ['g'] if not flag else None\n" + END,
    "unknown": START + "r.from_ = x\nr.froms = y\n" + END,
    "unknown choice": START + "r.from_ = x if flag else None\nr.froms = y if not flag else None\n" + END,
    "none given": START + "r.from_ = 'f'\nr.froms = None\n" + END,
}


@pytest.mark.parametrize("body", EXCLUSIVE.values(), ids=EXCLUSIVE)
def test_exclusive_parameters_that_some_run_keeps_apart_are_silent(body: str) -> None:
    assert errors(MERGE + textwrap.indent(body, "    ")) == []


@pytest.mark.parametrize(
    "body",
    [
        "r.from_ = 'f'\nr.froms = ['g']\n",
        "if flag:\n    r.from_ = 'f'\n    r.froms = ['g']\n",
        "r.from_ = 'f'\nif flag:\n    r.froms = ['g']\n",
        "if flag:\n    r.from_ = 'f'\n    if x:\n        r.froms = ['g']\n",
    ],
)
def test_exclusive_parameters_that_a_run_gives_together_are_found(body: str) -> None:
    assert errors(MERGE + textwrap.indent(START + body + END, "    "))


STATE = """\
import state
from alibabacloud_imm20200930 import models


def main(client, name):
    {write}
    return models.CreateDatasetRequest(project_name="p", dataset_name=state.NAME)
"""
WRITES = ["state.NAME = name", "setattr(state, 'NAME', name)", "pass"]


@pytest.mark.parametrize("write", WRITES)
def test_a_name_that_is_written_on_a_module_is_not_its_old_value(tmp_path: Path, write: str) -> None:
    (tmp_path / "state.py").write_text('NAME = "9 lives"\n')
    (tmp_path / "app.py").write_text(STATE.format(write=write))
    found = [f.code for f in immlint.lint_paths([str(tmp_path)])]
    assert found == (["IMM104"] if write == "pass" else [])


DECORATED = """\
{head}
from alibabacloud_imm20200930 import models


{decorator}
def make(name):
    return models.CreateDatasetRequest(project_name="p", dataset_name=name)


make("9 lives")
"""


DECORATORS = ["@fix_names", "@fix_names('x')", "@other.fix_names"]


@pytest.mark.parametrize("decorator", [*DECORATORS, ""])
def test_a_function_under_an_unknown_decorator_gets_unknown_arguments(decorator: str) -> None:
    text = DECORATED.format(head="import other\nfrom other import fix_names", decorator=decorator)
    found = [f.code for f in immlint.lint_text(text, filename="app.py")]
    assert found == ([] if decorator else ["IMM104"])
