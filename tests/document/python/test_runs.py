"""Small programs against Python itself: what is an error in immlint is wrong in every run of the program.

A program changes two dicts through aliases, branches and loops that flags decide, and sends one of them.
Python runs it once for each value of the flags; a run that raises sends nothing and says nothing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

import hypothesis
from hypothesis import strategies as st

import immlint

#: What programs may use.
GIVEN = """\
import contextlib


def yielded(*rows):
    yield from rows


@contextlib.contextmanager
def given(row):
    yield row


def spoil(row):
    row["DatasetName"] = "9 lives"
    return row


def keep(row):
    return row


class Box:
    def __init__(self, one=None):
        self.one = one

    def fill(self, key, value):
        self.one[key] = value


"""
HEAD = """\
from alibabacloud_imm20200930 import models
from alibabacloud_imm20200930.client import Client


def main(client: Client, one: bool, two: bool) -> None:
"""
NAMES = ("ProjectName", "DatasetName")
VALID = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,127}")
SEND = "client.create_dataset(models.CreateDatasetRequest().from_map({}))"

_NAME = st.sampled_from(["a", "b", "d", "e"])
_KEY = st.sampled_from([repr(name) for name in NAMES])
_VALUE = st.sampled_from(["'faces'", "'9 lives'", "'x' * 2", "'faces' if one else 'f'", "f'{1}x'"])
_FLAG = st.sampled_from(["one", "two", "not one", "one and two"])
_INDEX = st.sampled_from(["0", "1", "-1"])
_DICT = st.lists(st.tuples(_KEY, _VALUE), max_size=2).map(
    lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in dict(pairs).items()) + "}"
)


def _of(form: str, **parts: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.fixed_dictionaries(parts).map(lambda given: [form.format(**given)])


_SIMPLE = st.one_of(
    _of("{x} = {y} if {flag} else {z}", x=_NAME, y=_NAME, z=_NAME, flag=_FLAG),
    _of("{x} = ({flag} and {y}) or {z}", x=_NAME, y=_NAME, z=_NAME, flag=_FLAG),
    _of("{x} = [{y}, {z}][one]", x=_NAME, y=_NAME, z=_NAME),
    _of("{x} = {{True: {y}, False: {z}}}[two]", x=_NAME, y=_NAME, z=_NAME),
    _of("{x} = {d}", x=_NAME, d=_DICT),
    _of("{x} = dict({y})", x=_NAME, y=_NAME),
    _of("{x} = {{**{y}, {k}: {v}}}", x=_NAME, y=_NAME, k=_KEY, v=_VALUE),
    _of("{x} = {y} | {d}", x=_NAME, y=_NAME, d=_DICT),
    _of("{x}[{k}] = {v}", x=_NAME, k=_KEY, v=_VALUE),
    _of("{x}[{k} if {flag} else {j}] = {v}", x=_NAME, k=_KEY, j=_KEY, v=_VALUE, flag=_FLAG),
    _of("{x}.update({d})", x=_NAME, d=_DICT),
    _of("{x}.update([({k}, {v})])", x=_NAME, k=_KEY, v=_VALUE),
    _of("{x} |= {d}", x=_NAME, d=_DICT),
    _of("{x}.setdefault({k}, {v})", x=_NAME, k=_KEY, v=_VALUE),
    _of("{x}.pop({k}, None)", x=_NAME, k=_KEY),
    _of("del {x}[{k}]", x=_NAME, k=_KEY),
    _of("{x}[{k}] = {y}.get({k}, {v})", x=_NAME, y=_NAME, k=_KEY, v=_VALUE),
    _of("{x}[{k}] = {y}[{k}]", x=_NAME, y=_NAME, k=_KEY),
    _of("({x} if {flag} else {y})[{k}] = {v}", x=_NAME, y=_NAME, k=_KEY, v=_VALUE, flag=_FLAG),
    _of("{x}, {y} = ({y}, {x}) if {flag} else ({x}, {y})", x=_NAME, y=_NAME, flag=_FLAG),
    _of("[{x}, {y}][0][{k}] = {v}", x=_NAME, y=_NAME, k=_KEY, v=_VALUE),
)
#: Changes by other names: lists, what functions hand back, callbacks, objects.
_OTHER_NAMES = st.one_of(
    _of("rows = [{x}, {y}]", x=_NAME, y=_NAME),
    _of("rows = [each for each in ({x}, {y}) if {flag}]", x=_NAME, y=_NAME, flag=_FLAG),
    _of("rows.append({x})", x=_NAME),
    _of("rows.extend([{x}, {y}])", x=_NAME, y=_NAME),
    _of("rows.insert(0, {x})", x=_NAME),
    _of("rows[{n}] = {x}", x=_NAME, n=_INDEX),
    _of("rows[{n}:] = [{x}]", x=_NAME, n=_INDEX),
    _of("del rows[{n}]", n=_INDEX),
    _of("{x} = rows.pop({n})", x=_NAME, n=_INDEX),
    _of("{x} = rows[{n}]", x=_NAME, n=_INDEX),
    _of("{x} = rows[{n}:][0]", x=_NAME, n=_INDEX),
    _of("rows.reverse()"),
    _of("rows[{n}][{k}] = {v}", n=_INDEX, k=_KEY, v=_VALUE),
    _of("rows += [{x}]", x=_NAME),
    _of("other = rows if {flag} else [{x}]", x=_NAME, flag=_FLAG),
    _of("other.append({x})", x=_NAME),
    _of("{x} = other[{n}]", x=_NAME, n=_INDEX),
    _of("{x}, *rest = rows", x=_NAME),
    _of("{x} = sorted(rows, key=len)[0]", x=_NAME),
    _of("{x} = next(reversed(rows))", x=_NAME),
    _of("{x} = max({y}, {z}, key=len)", x=_NAME, y=_NAME, z=_NAME),
    _of("list(map(lambda each: each.update({d}), rows))", d=_DICT),
    _of("for {x} in yielded({y}, {z}): {x}[{k}] = {v}", x=_NAME, y=_NAME, z=_NAME, k=_KEY, v=_VALUE),
    _of("with given({x}) as {y}: {y}[{k}] = {v}", x=_NAME, y=_NAME, k=_KEY, v=_VALUE),
    _of("box.one = {x}", x=_NAME),
    _of("{x} = box.one", x=_NAME),
    _of("box.one[{k}] = {v}", k=_KEY, v=_VALUE),
    _of("Box({x}).fill({k}, {v})", x=_NAME, k=_KEY, v=_VALUE),
    _of("fill = {x}.update", x=_NAME),
    _of("fill({d})", d=_DICT),
    _of("fill = {x}.update if {flag} else {y}.update", x=_NAME, y=_NAME, flag=_FLAG),
    _of("(spoil if {flag} else keep)({x})", x=_NAME, flag=_FLAG),
    _of("[{x}.clear, {y}.copy][one]()", x=_NAME, y=_NAME),
    _of("{x} = (dict if {flag} else keep)({y})", x=_NAME, y=_NAME, flag=_FLAG),
    _of("held = {{'x': {x}, 'y': {y}}}", x=_NAME, y=_NAME),
    _of("held['x' if {flag} else 'y'][{k}] = {v}", flag=_FLAG, k=_KEY, v=_VALUE),
    _of("{x} = held.get('x', {y})", x=_NAME, y=_NAME),
    _of("{x} = held.pop('y')", x=_NAME),
    _of("(lambda: {x}.update({d}))()", x=_NAME, d=_DICT),
)


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _blocks(inner: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    body = st.lists(inner, min_size=1, max_size=2).map(lambda parts: list(itertools.chain(*parts)))
    return st.one_of(
        st.tuples(_FLAG, body).map(lambda t: [f"if {t[0]}:", *_indented(t[1])]),
        st.tuples(_FLAG, body, body).map(
            lambda t: [f"if {t[0]}:", *_indented(t[1]), "else:", *_indented(t[2])]
        ),
        st.tuples(_NAME, _NAME, body).map(lambda t: [f"for d in [{t[0]}, {t[1]}]:", *_indented(t[2])]),
        body.map(lambda lines: ["for n in range(1 + two):", *_indented(lines)]),
        st.tuples(_NAME, body).map(
            lambda t: ["try:", *_indented(t[1]), "except KeyError:", f"    {t[0]}['ProjectName'] = 'p'"]
        ),
        st.tuples(_KEY, _NAME, body).map(lambda t: [f"if {t[0]} not in {t[1]}:", *_indented(t[2])]),
        body.map(lambda lines: ["def change(d):", *_indented(lines), "change(a if two else b)"]),
    )


_START = ("rows = [a, b]", "other = rows", "box = Box(a)", "held = {'x': a}", "fill = b.update")
_STATEMENT = st.recursive(_SIMPLE | _OTHER_NAMES, _blocks, max_leaves=3)


def _around(lines: list[str], number: int) -> Iterator[str]:
    """Yield the beginnings of the blocks that a line is in."""
    indent = len(lines[number]) - len(lines[number].lstrip())
    for line in reversed(lines[:number]):
        own = len(line) - len(line.lstrip())
        if own < indent:
            indent = own
            yield line


def _program(first: str, second: str, statements: list[list[str]], sent: str, at: float) -> list[str]:
    """Return a program that sends *sent* before one of its lines, or behind the last of them."""
    lines = [*itertools.chain(*statements), ""]
    places = [n for n, line in enumerate(lines) if not re.match(r" *(else|except)\b", line)]
    # What is sent several times may be right once.
    places = [n for n in places if not any("for " in line for line in _around(lines, n))]
    place = places[int(at * len(places))]
    indent = re.match(" *", lines[place])
    assert indent is not None
    lines.insert(place, f"{indent[0]}send({sent})")
    return [f"a = {first}", f"b = {second}", "d = a", "e = b", *_START, *lines[:-1]]


PROGRAMS = st.builds(
    _program,
    _DICT,
    _DICT,
    st.lists(_STATEMENT, min_size=1, max_size=5),
    _NAME,
    # Most of them at the end, where all was done.
    st.one_of(st.just(0.999), st.floats(0, 1, exclude_max=True)),
)


def runs(lines: list[str]) -> list[dict[str, Any]]:
    """What the program sends in each run that sends something."""
    sent: list[dict[str, Any]] = []
    code = compile("\n".join([GIVEN, "def main(one, two):", *_indented(lines)]), "program", "exec")
    for one, two in itertools.product((False, True), repeat=2):
        scope: dict[str, Any] = {"send": lambda value: sent.append(dict(value))}
        exec(code, scope)
        try:
            scope["main"](one, two)
        except (LookupError, NameError, TypeError, ValueError, AttributeError, StopIteration, RecursionError):
            continue
    return sent


def is_right(request: dict[str, Any], name: str) -> bool:
    value = request.get(name)
    return isinstance(value, str) and VALID.fullmatch(value) is not None


@hypothesis.settings(max_examples=250, deadline=None)
@hypothesis.given(PROGRAMS)
def test_an_error_is_wrong_in_every_run(lines: list[str]) -> None:
    body = [re.sub(r"\bsend\((.+)\)$", lambda match: SEND.format(match[1]), line) for line in lines]
    text = GIVEN + HEAD + "\n".join(_indented(body)) + "\n"
    sent = runs(lines)
    for finding in immlint.lint_text(text, filename="app.py"):
        if finding.severity == "error" and finding.code in ("IMM101", "IMM104"):
            name = next(n for n in NAMES if n in finding.message)
            right = [request for request in sent if is_right(request, name)]
            assert not right, f"{finding.code} {finding.message}, but a run sends {right[0]}\n{text}"
