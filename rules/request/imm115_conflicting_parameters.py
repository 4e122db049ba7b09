"""Parameters of one request contradict each other.

What it does: applies the documented rules between parameters: exactly one of two, one only with
another, one smaller than another.

Why: the API refuses the request, or ignores one of the two.

How to fix: as the message says.

Source: the page of the operation in the IMM API reference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from immlint.finding import Severity
from immlint.rule import Example, Facts, Issue, quoted
from immlint.subject import PLACEHOLDER, UNKNOWN, Request

SEVERITY = Severity.ERROR
SUBJECT = Request
SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-createfigureclustersmergingtask"

VALID = (
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "To": "t", "From": "f"}\n',
        "CreateFigureClustersMergingTask.json",
    ),
)
INVALID = (
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "To": "t", "From": "f", "Froms": ["g"]}\n',
        "CreateFigureClustersMergingTask.json",
        finds=(("/Froms", "Froms is given beside From; expected exactly one of them"),),
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d"}\n',
        "SemanticQuery.json",
        finds=(("", "neither Query nor SourceURI is given; expected at least one of them"),),
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "StoryType": "t", "StorySubType": "s",'
        ' "MinFileCount": 9, "MaxFileCount": 5}\n',
        "CreateStory.json",
        finds=(("/MinFileCount", "MinFileCount is not below MaxFileCount; expected it smaller"),),
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "Sort": "A", "Order": "asc,desc"}\n',
        "SimpleQuery.json",
        finds=(("/Order", "Order has 2 items and Sort 1; expected no more orders than sort fields"),),
    ),
    Example(
        '{"ProjectName": "p", "SourceURI": "oss://b/a", "Model": "DWT", "OriginalImageURI": "oss://b/o"}\n',
        "CreateDecodeBlindWatermarkTask.json",
        finds=(
            (
                "/OriginalImageURI",
                'OriginalImageURI is given with Model "DWT"; expected it left out',
            ),
        ),
    ),
    Example(
        '{"ProjectName": "p", "SourceURI": "oss://b/a.doc", "TargetURI": "oss://b/t", "TargetType": "png",'
        ' "FirstPage": true, "Pages": "1", "StartPage": 1}\n',
        "CreateOfficeConversionTask.json",
        finds=(
            ("/FirstPage", "FirstPage is given without LongPicture true; expected both or none"),
            ("/StartPage", "StartPage has no effect beside Pages; expected one of them"),
        ),
    ),
)


def check(request: Request, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every documented rule that is broken."""
    given = {name: value for name, value in request.parameters.items() if value is not None}
    for row in facts.catalog.operations[request.operation].cross_field_rules:
        test = _TESTS.get(row["rule"])
        if test is not None:
            yield from test(request, row, given)


_Given = Mapping[str, Any]
_Row = Mapping[str, Any]


def _exactly_one(request: Request, row: _Row, given: _Given) -> Iterator[Issue]:
    one, two = row["params"]
    if one in given and two in given:
        message = "{two} is given beside {one}; expected exactly one of them"
        yield Issue(request.place((two,)), message, "", {"one": one, "two": two})
    else:
        yield from _at_least_one(request, row, given, "exactly")


def _at_least_one(request: Request, row: _Row, given: _Given, count: str = "at least") -> Iterator[Issue]:
    flat = {name.partition(".")[0] for name in given}
    if not flat & set(row["params"]) and not request.open:
        one, two = row["params"]
        message = "neither {one} nor {two} is given; expected {count} one of them"
        yield Issue(request.place(), message, "", {"one": one, "two": two, "count": count})


def _less_than(request: Request, row: _Row, given: _Given) -> Iterator[Issue]:
    low, high = row["params"]
    least, most = given.get(low), given.get(high)
    if isinstance(least, int) and isinstance(most, int) and least >= most:
        message = "{low} is not below {high}; expected it smaller"
        yield Issue(request.place((low,)), message, "", {"low": low, "high": high})


def _length_at_most(request: Request, row: _Row, given: _Given) -> Iterator[Issue]:
    orders, sorts = (given.get(name) for name in row["params"])
    if not isinstance(orders, str) or not isinstance(sorts, str):
        return
    if PLACEHOLDER.search(orders) or PLACEHOLDER.search(sorts):
        return
    count, most = orders.count(",") + 1, sorts.count(",") + 1
    if count > most:
        message = "Order has {count} items and Sort {most}; expected no more orders than sort fields"
        yield Issue(request.place(("Order",)), message, "", {"count": count, "most": most})


def _forbidden_if(request: Request, row: _Row, given: _Given) -> Iterator[Issue]:
    match = re.fullmatch(r"(\w+) in \((.+)\)", row["if"])
    name = row["param"]
    if match and name in given and given.get(match[1]) in match[2].split(","):
        message = "{name} is given with {other} {value}; expected it left out"
        value = quoted(given[match[1]])
        arguments = {"name": name, "other": match[1], "value": value}
        yield Issue(request.place((name,)), message, "", arguments, severity=Severity.WARNING)


def _requires(request: Request, row: _Row, given: _Given) -> Iterator[Issue]:
    then = row["then"]
    for name in row["if"].split("|"):
        if given.get(name) in (None, False, "false", UNKNOWN):
            continue
        if isinstance(then, str) and "." not in then:
            other = then.partition("=")[0]
            if given.get(other) in (None, False, "false") and not request.open:
                message = "{name} is given without {other} true; expected both or none"
                arguments = {"name": name, "other": other}
                place = request.place((name,))
                yield Issue(place, message, "", arguments, severity=Severity.WARNING)


def _overrides(request: Request, row: _Row, given: _Given) -> Iterator[Issue]:
    (winner,) = row["params"]
    for name in row["over"]:
        if winner in given and name in given:
            message = "{name} has no effect beside {winner}; expected one of them"
            arguments = {"name": name, "winner": winner}
            yield Issue(request.place((name,)), message, "", arguments, severity=Severity.WARNING)


_TESTS: dict[str, Callable[[Request, _Row, _Given], Iterator[Issue]]] = {
    "exactlyOneOf": _exactly_one,
    "atLeastOneOf": _at_least_one,
    "lessThan": _less_than,
    "lenLE": _length_at_most,
    "forbiddenIf": _forbidden_if,
    "requires": _requires,
    "overrides": _overrides,
}
