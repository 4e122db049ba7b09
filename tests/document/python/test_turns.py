"""What a turn of a loop leaves to the next, and that nothing is found which it makes wrong."""

from __future__ import annotations

import textwrap

import libcst as cst
import pytest

import immlint
from immlint.document.python.syntax.turns import Turn

#: Bodies, with the names that are bound anew first, and what sets a part that was perhaps looked at before.
BODIES = {
    "row = {}\nrow['A'] = 1\nsend(row)": (["row"], ["row['A']"]),
    "row['A'] = 1\nrow.b = 2\nrow.update(c=3)\nsend(row)": ([], []),
    "send(row)\nrow['A'] = 1": ([], ["row['A']"]),
    "send(row)\nrow.update(A=1)": ([], ["row.update(A=1)"]),
    "send(row)\ndel row['A'], row.b": ([], ["row['A']", "row.b"]),
    "if row:\n    send(row)\nelse:\n    row['A'] = 1": ([], ["row['A']"]),
    "if flag:\n    row['A'] = 1\nsend(row)": ([], []),
    "row['A'] = row.get('B')": ([], ["row['A']"]),
    "row['A'] += 1": ([], []),
    "box.row['A'] = 1\nsend(box)\nbox.row.last.b = 2": ([], ["box.row.last.b"]),
    "row[key] = 1\nkey.x = 2": ([], ["key.x"]),
    "made(row).x = 1\nrow.x = 2": ([], ["row.x"]),
    "a, (b, *c) = rows": (["a", "b", "c"], []),
    "a: int = 1\nb: int\nc += 1": (["a"], []),
    "a = a or 1": ([], []),
    "row['A'] = 1\nrow = {}": ([], []),
    "if flag:\n    a = 1\nb = 2": (["b"], []),
    "a = b = 1; c = (a, d)\nd = 1": (["a", "b", "c"], []),
    "f = lambda: a\na = 1": (["f"], []),
    "def f():\n    return a\na = 1": ([], []),
    "x.a = 1\na = 1": (["a"], []),
}


@pytest.mark.parametrize("body", BODIES)
def test_what_is_bound_anew_and_what_is_carried_on(body: str) -> None:
    module = cst.parse_module("for n in rows:\n" + textwrap.indent(body, "    "))
    loop = module.body[0]
    assert isinstance(loop, cst.For)
    turn = Turn(loop.body, None)
    renewed, carried = BODIES[body]
    assert sorted(turn.renewed) == renewed
    assert [module.code_for_node(each) for each in turn.carried] == carried


def test_what_the_test_of_a_loop_looks_at_is_not_bound_first() -> None:
    loop = cst.parse_module("while row.more:\n    row = {}\n    other = {}\n").body[0]
    assert isinstance(loop, cst.While)
    assert Turn(loop.body, loop.test).renewed == {"other"}


HEAD = """\
from alibabacloud_imm20200930 import models
from alibabacloud_imm20200930.client import Client


class Box:
    last = None


def main(client: Client, names: list[str]) -> None:
    row, rows, box = {}, [], Box()
    right = {"ProjectName": "p", "DatasetName": "faces"}
    wrong = {"ProjectName": "p", "DatasetName": "9 lives"}
"""
REQUEST = "    request = models.CreateDatasetRequest(project_name='p')\n"
SEND = "client.create_dataset(models.CreateDatasetRequest().from_map({}))"
LATER = {
    "items": f"if row:\n    {SEND.format('row')}\nrow['ProjectName'] = 'p'\nrow['DatasetName'] = 'faces'",
    "update": f"if row:\n    {SEND.format('row')}\nrow.update(right)",
    "or": f"if row:\n    {SEND.format('row')}\nrow |= right",
    "first turn": f"if name != names[0]:\n    {SEND.format('wrong')}\nwrong['DatasetName'] = 'faces'",
    "deleted": f"if name != names[0]:\n    {SEND.format('wrong')}\n"
    "del wrong['DatasetName']\nwrong.update(right)",
    "attribute": "if name != names[0]:\n    client.create_dataset(request)\nrequest.dataset_name = 'faces'",
    "attribute of an object": "if box.last is not None:\n    client.create_dataset(box.last)\n"
    "box.last = models.CreateDatasetRequest(project_name='p', dataset_name='faces')",
    "the last of a list": "if rows:\n    rows[-1].project_name = 'p'\n    client.create_dataset(rows[-1])\n"
    "rows.append(models.CreateDatasetRequest(dataset_name='faces'))",
    "the last of a list by name": "if rows:\n    rows[-1].project_name = 'p'\n"
    "    client.create_dataset(rows[0])\nmade = models.CreateDatasetRequest(dataset_name='faces')\n"
    "rows.append(made)",
}


@pytest.mark.parametrize("loop", ["for name in names:", "while (name := names.pop()):"])
@pytest.mark.parametrize("body", LATER.values(), ids=LATER)
def test_what_a_later_turn_sends_is_set_by_the_one_before(body: str, loop: str) -> None:

    text = (
        HEAD
        + REQUEST * ("request" in body)
        + textwrap.indent(f"{loop}\n{textwrap.indent(body, '    ')}\n", "    ")
    )
    assert [*immlint.lint_text(text, filename="app.py")] == []


@pytest.mark.parametrize("loop", ["for name in names:", "while (name := names.pop()):"])
def test_what_each_turn_sets_first_is_known(loop: str) -> None:
    body = "request.dataset_name = '9 lives'\nclient.create_dataset(request)\nrequest.description = name"
    text = (
        HEAD
        + REQUEST * ("request" in body)
        + textwrap.indent(f"{loop}\n{textwrap.indent(body, '    ')}\n", "    ")
    )
    assert [finding.code for finding in immlint.lint_text(text, filename="app.py")] == ["IMM104"]
