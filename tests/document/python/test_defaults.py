"""Defaults of functions that nobody calls: one way to call them, beside others that change what is sent."""

from __future__ import annotations

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from immlint.catalog import load
from immlint.document.python.interpret import interpret
from immlint.document.python.syntax.statements import Parsed, Statement
from immlint.subject import UNKNOWN, Purpose, Request

HEAD = """
import logging
from alibabacloud_imm20200930 import client, models
LOG = logging.getLogger(__name__)
"""
SENT = "api.create_dataset(models.CreateDatasetRequest(project_name='p', dataset_name={}))"
#: Bodies of a function with a default, by whether what it sends may be another thing with another argument.
BODIES = {
    "sent": (f"    {SENT.format('size')}", True),
    "passed over": (f"    {SENT.format('name')}", False),
    "logged": (f"    LOG.info('%s', size)\n    {SENT.format('name')}", False),
    "logged as a text": (f"    LOG.info(f'of {{size}} and {{name!r}}')\n    {SENT.format('name')}", False),
    "logged in a text of texts": (
        f"    LOG.info(f'{{f\"{{make(size)}}\"}}')\n    {SENT.format('name')}",
        True,
    ),
    "logged by what it makes": (f"    LOG.info(make(size))\n    {SENT.format('name')}", True),
    "told to something else": (f"    TELL(size)\n    {SENT.format('name')}", True),
    "sent after a branch": (f"    if name:\n        size = 'b'\n    {SENT.format('size')}", True),
    "sent by another name": (f"    other = size\n    {SENT.format('other')}", True),
    "sent from within": (f"    def inner():\n        {SENT.format('size')}\n    inner()", True),
    "sent by a lambda": (f"    (lambda: {SENT.format('size')})()", True),
    "added to": (f"    size += 'x'\n    {SENT.format('size')}", True),
    "one of several": (f"    {SENT.format('size or name')}", True),
    "tested": (f"    if size:\n        {SENT.format('name')}", True),
    "asked for its type": (f"    if isinstance(size, str):\n        {SENT.format('name')}", True),
}


def requests(code: str) -> list[Request]:
    """Return the requests of a module."""
    found = interpret(Parsed([Statement(0, code)]), code, load()).journal.subjects
    return [each for each in found if isinstance(each, Request)]


@pytest.mark.parametrize("body", BODIES)
def test_a_default_counts_where_it_is_read(body: str) -> None:
    lines, matters = BODIES[body]
    found = requests(f"{HEAD}def f(api: client.Client, name, *, size='small'):\n{lines}\n")
    purposes = [each.call.purpose for each in found if each.call is not None]
    assert purposes == ([Purpose.RULES, Purpose.ASKS] if matters else [Purpose.ALL])


@pytest.mark.parametrize("name", ["log", "info", "error"])
def test_a_method_of_ones_own_that_is_named_as_that_of_a_logger_may_send(name: str) -> None:
    cls = f"class C:\n    def {name}(self, api: client.Client, name):\n        {SENT.format('name')}\n"
    found = requests(f"{HEAD}{cls}def f(api: client.Client, size='small'):\n    C().{name}(api, size)\n")
    told = [(each.call.purpose, each.parameters["DatasetName"]) for each in found if each.call is not None]
    # First, the method is walked by itself.
    assert told == [(Purpose.ALL, UNKNOWN), (Purpose.RULES, "small"), (Purpose.ASKS, UNKNOWN)]


@pytest.mark.parametrize(("read", "matters"), [("self.name = size", True), ("self.name = 'p'", False)])
def test_a_default_of_a_constructor_counts_where_it_is_read(read: str, matters: bool) -> None:
    method = f"    def f(self, api: client.Client):\n        {SENT.format('self.name')}\n"
    found = requests(f"{HEAD}class C:\n    def __init__(self, size='small'):\n        {read}\n{method * 2}")
    purposes = {each.call.purpose for each in found if each.call is not None}
    assert purposes == ({Purpose.RULES, Purpose.ASKS} if matters else {Purpose.ALL})


@pytest.mark.parametrize(
    "given",
    [
        f"    def inner():\n        {SENT.format('size')}\n    return inner",
        f"    return lambda: {SENT.format('size')}",
    ],
)
def test_a_function_that_is_handed_on_may_read_another_argument_than_the_default(given: str) -> None:
    found = requests(f"{HEAD}def f(api: client.Client, name, *, size='small'):\n{given}\n")
    assert {each.parameters["DatasetName"] for each in found} == {"small", UNKNOWN}


_NAME = st.sampled_from(["name", "size", "other"])
_LINE = st.one_of(
    *(
        st.builds(form.format, x=_NAME, y=_NAME)
        for form in (
            "{x} = {y}",
            "{x} = f'{{{y}}}-x'",
            "{x} += {y}",
            "{x} = {y} or 'photos'",
            "{x} = [{y}, 'photos'][0]",
            "if {x}: {y} = 'photos'",
            "if flag(): {x} = {y}",
            "for {x} in (1, 2): row['k'] = {y}",
            "for each in rows(): {x} = {y}",
            "row = {{'k': {x}}}; {y} = row['k']",
            "row['k'] = {x}",
            "{x} = row['k']",
            "{x} = (lambda: {y})()",
            "{x} = [{y} for each in rows()][0]",
            "try: {x} = made()\n    except ValueError: {y} = 'photos'",
            "TELL({x})",
            "LOG.info('%s of %s', {x}, {y})",
            "LOG.info(f'{{{x}}} of {{{y}}}')",
        )
    )
)


@settings(max_examples=400, deadline=None)
@given(st.lists(_LINE, max_size=4), _NAME)
def test_where_a_default_is_not_read_the_same_is_sent_without_it(lines: list[str], sent: str) -> None:
    body = "".join(f"    {line}\n" for line in ["other, row = 'o', {}", *lines, SENT.format(sent)])
    found, others = (
        requests(f"{HEAD}def f(api: client.Client, name, {size}):\n{body}")
        for size in ("size='small'", "size")
    )
    read = any(each.call is not None and each.call.purpose is not Purpose.ALL for each in found)
    event("read" if read else "not read")
    if not read:
        assert [repr_of(each) for each in found] == [repr_of(each) for each in others]


def repr_of(request: Request) -> object:
    """All that is sent, comparable."""
    return {
        name: value if value is UNKNOWN else (str(value), getattr(value, "gaps", ()))
        for name, value in request.parameters.items()
    }
