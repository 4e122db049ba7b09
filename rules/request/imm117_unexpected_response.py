"""A recorded answer does not fit the documented one.

What it does: compares the fields of a recorded response (in tests or fixtures) with those of the
operation: their types, also inside documented structures, and, as information, names that the
operation does not return.

Why: a test that feeds on such an answer proves nothing about the real one.

How to fix: record the answer again.

Source: the page of the operation in the IMM API reference, response parameters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from immlint.catalog.type import List, Scalar, Struct, Type
from immlint.finding import Severity
from immlint.message import A_LIST, A_NUMBER, A_STRING, AN_INTEGER, AN_OBJECT, TRUE_OR_FALSE, Term, type_of
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import UNKNOWN, Place, Response, Route

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-createdataset"

VALID = (
    Example(
        '{"RequestId": "1", "Dataset": {"DatasetName": "d", "BindCount": 1, "ClusterType": "x"}}\n',
        "CreateDataset.json",
    ),
    Example('{"RequestId": "1", "Code": "InvalidArgument", "Message": "x"}\n', "CreateDataset.json"),
)
INVALID = (
    Example(
        '{"RequestId": "1", "Dataset": {"DatasetName": "d", "BindCount": "one"}}\n',
        "CreateDataset.json",
        finds=(("/Dataset/BindCount", 'BindCount is "one"; expected an integer'),),
    ),
    Example(
        '{"RequestId": "1", "Dataset": []}\n',
        "CreateDataset.json",
        finds=(("/Dataset", "Dataset is a list; expected an object"),),
    ),
    Example(
        '{"RequestId": "1", "Dataset": {}, "Datasets": []}\n',
        "CreateDataset.json",
        finds=(("/Datasets", "CreateDataset returns no field Datasets"),),
    ),
    Example(
        '{"headers": {}, "statusCode": 200, "body": {"RequestId": 1, "Dataset": {}}}\n',
        "CreateDataset.json",
        finds=(("/body/RequestId", "RequestId is 1; expected a string"),),
    ),
)
_ERRORS = frozenset(("Code", "Message", "HostId", "Recommend", "RequestId", "AccessDeniedDetail"))
_TYPES: dict[Scalar, tuple[Term, tuple[type, ...]]] = {
    Scalar.STRING: (A_STRING, (str,)),
    Scalar.INTEGER: (AN_INTEGER, (int,)),
    Scalar.NUMBER: (A_NUMBER, (int, float)),
    Scalar.BOOLEAN: (TRUE_OR_FALSE, (bool,)),
}


@rule(on=Response, severity=Severity.WARNING, source=SOURCE, valid=VALID, invalid=INVALID)
def unexpected_response(response: Response, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every field that does not fit."""
    operation = facts.catalog.operations.get(response.operation)
    if operation is None:
        return
    for name, value in response.body.items():
        route: Route = (*response.route, name)
        if name in operation.response_fields:
            yield from _check(route, value, operation.response_fields[name], facts)
        elif name not in _ERRORS:
            yield issue(
                Place(route, key=True),
                "{operation} returns no field {name}",
                operation=operation.name,
                name=name,
                severity=Severity.INFO,
                inferred=True,
            )


def _check(route: Route, value: Any, kind: Type, facts: Facts) -> Iterator[Issue]:
    if value is None or value is UNKNOWN:
        return
    if isinstance(kind, List):
        if not isinstance(value, list):
            yield _issue(route, value, A_LIST)
            return
        for index, item in enumerate(value):
            yield from _check((*route, index), item, kind.item, facts)
    elif isinstance(kind, Scalar):
        words, types = _TYPES[kind]
        flag = isinstance(value, bool) and bool not in types
        # Numbers beyond 2**53 are often recorded as text.
        number = kind in (Scalar.INTEGER, Scalar.NUMBER) and _is_number(value)
        if flag or not (isinstance(value, types) or number):
            yield _issue(route, value, words)
    elif isinstance(kind, Struct) and kind.name in facts.catalog.structs:
        if not isinstance(value, dict):
            yield _issue(route, value, AN_OBJECT)
            return
        for name, row in facts.catalog.structs[kind.name].items():
            if name in value:
                yield from _check((*route, name), value[name], row.type, facts)


def _is_number(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"-?\d+(\.\d+)?", value))


def _issue(route: Route, value: Any, expected: Term) -> Issue:
    shown = type_of(value) if isinstance(value, list | dict) else quoted(value)
    name = next((step for step in reversed(route) if isinstance(step, str)), Term("the value"))
    return issue(
        Place(route), "{name} is {value}; expected {expected}", name=name, value=shown, expected=expected
    )
