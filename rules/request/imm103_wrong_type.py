"""A value is of the wrong type.

What it does: compares the JSON type of each value with the documented one. Numbers and booleans may
be given as text, structures and lists as JSON in a string: that is how they travel. A plain value
where text is expected is a warning. An object of the SDK declares its numbers: text there is information.

Why: the API answers with `InvalidJSON` or `Invalid{ParameterName}`.

How to fix: give the value in the documented type.

Source: the page of the operation in the IMM API reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from immlint.catalog.check import is_endless
from immlint.catalog.type import Scalar
from immlint.finding import Severity
from immlint.message import A_LIST, A_NUMBER, A_STRING, AN_INTEGER, AN_OBJECT, TRUE_OR_FALSE, Term, type_of
from immlint.precondition import breaks_schema_or_is_typed, current_api
from immlint.repair import Put, Repair
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import EMBEDDED, Request

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-createdataset"

VALID = (
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "DatasetMaxBindCount": "5", "WithStatistics": "true"}\n',
        "CreateDataset.json",
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "URIs": "[\\"oss://b/a\\"]"}\n',
        "BatchGetFileMeta.json",
    ),
)
INVALID = (
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "DatasetMaxBindCount": "many"}\n',
        "CreateDataset.json",
        finds=(("/DatasetMaxBindCount", 'DatasetMaxBindCount is "many"; expected an integer'),),
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "DatasetMaxBindCount": 1e400}\n',
        "CreateDataset.json",
        finds=(("/DatasetMaxBindCount", "DatasetMaxBindCount is too large a number; expected an integer"),),
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "URIs": "oss://b/a"}\n',
        "BatchGetFileMeta.json",
        finds=(("/URIs", 'URIs is "oss://b/a"; expected a list'),),
    ),
    Example(
        '{"ProjectName": 7, "DatasetName": "d"}\n',
        "CreateDataset.json",
        finds=(("/ProjectName", "ProjectName is 7; expected a string"),),
    ),
    Example(
        "from alibabacloud_imm20200930 import client, models\n"
        "\n"
        "imm = client.Client(config)\n"
        "imm.create_dataset(\n"
        '    models.CreateDatasetRequest(project_name="p", dataset_name="d", dataset_max_bind_count="10")\n'
        ")\n",
        "app.py",
        finds=(("/DatasetMaxBindCount", 'DatasetMaxBindCount is the text "10"; expected the number 10'),),
        fixed="from alibabacloud_imm20200930 import client, models\n"
        "\n"
        "imm = client.Client(config)\n"
        "imm.create_dataset(\n"
        '    models.CreateDatasetRequest(project_name="p", dataset_name="d", dataset_max_bind_count=10)\n'
        ")\n",
    ),
)
_DIGITS = re.compile(r"0|-?[1-9]\d*")
_NAMES = {
    "string": A_STRING,
    "integer": AN_INTEGER,
    "number": A_NUMBER,
    "boolean": TRUE_OR_FALSE,
    "object": AN_OBJECT,
    "array": A_LIST,
}


@rule(
    on=Request,
    severity=Severity.ERROR,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(current_api,),
    needs=(breaks_schema_or_is_typed,),
)
def wrong_type(request: Request, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every value of the wrong type."""
    if request.is_typed:
        yield from _digits(request, facts)
    for violation in facts.violations(request):
        if violation.kind != "type":
            continue
        names = [step for step in violation.route if isinstance(step, str)]
        if is_endless(violation.value):
            yield issue(
                request.place(violation.route),
                "{name} is too large a number; expected {type}",
                name=names[-1],
                type=_NAMES[violation.expected],
            )
            continue
        value = violation.value
        harmless = violation.expected == "string" and isinstance(value, int | float)
        yield issue(
            request.place(violation.route),
            "{name} is {value}; expected {type}",
            name=names[-1] if names else Term("the request"),
            value=_shown(value),
            type=_NAMES[violation.expected],
            severity=Severity.WARNING if harmless else None,
        )


def _digits(request: Request, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every whole number that an object of the SDK is given as text."""
    for field in facts.fields(request):
        value = field.value
        if field.row.type is not Scalar.INTEGER or not isinstance(value, str) or EMBEDDED in field.route:
            continue
        if _DIGITS.fullmatch(value):
            place = request.place(field.route)
            yield issue(
                place,
                "{name} is the text {value}; expected the number {number}",
                name=field.row.name,
                value=quoted(value),
                number=value,
                severity=Severity.INFO,
                repair=Repair("write the number without quotes", (Put(place, int(value)),), "safe"),
            )


def _shown(value: object) -> str:
    if isinstance(value, list | dict):
        return type_of(value)
    return quoted(value)
