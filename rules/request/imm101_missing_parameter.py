"""A required parameter is missing.

What it does: compares the request with the required parameters of its operation, and each object in it
with the required fields of its structure. Some are required beside certain values only: `FileHash` of a
file in Drive and Photo Service (`pds://`), `Field` of a condition that compares one. What is given under a
misspelt name is told by IMM102.

Why: the API answers with `Missing{ParameterName}`; the SDKs check nothing before they send.

How to fix: add the parameter.

Source: the page of the operation in the IMM API reference.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.catalog.check import Violation
from immlint.finding import Severity
from immlint.precondition import breaks_schema, current_api
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Request

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-createdataset"

VALID = (
    Example('{"Action": "ListRegions", "AcceptLanguage": "en-US"}\n', "request.json"),
    Example('{"Action": "GetProject", "ProjectName": "p"}\n', "request.json"),
    Example('{"URI": "oss://b/a.jpg", "ProjectName": "p", "DatasetName": "d"}\n', "GetFileMeta.json"),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "File": {"URI": "oss://b/a.jpg"}}\n', "IndexFileMeta.json"
    ),
)
INVALID = (
    Example(
        '{"ProjectName": "p"}\n',
        "CreateDataset.json",
        finds=(("", "DatasetName is missing; expected it in every CreateDataset request"),),
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "Query": {"Operation": "eq", "Value": "1"}}\n',
        "SimpleQuery.json",
        finds=(("/Query", 'Field is missing; expected it where Operation is "eq"'),),
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "File": {"CustomId": "7"}}\n',
        "IndexFileMeta.json",
        finds=(("/File", "URI is missing; expected it in every File"),),
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d",'
        ' "File": {"URI": "pds://domains/d/drives/e/files/f/revisions/r"}}\n',
        "IndexFileMeta.json",
        finds=(
            (
                "/File",
                "FileHash is missing; expected it where URI is"
                ' "pds://domains/d/drives/e/files/f/revisions/r"',
            ),
        ),
    ),
)


@rule(
    on=Request,
    severity=Severity.ERROR,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(current_api,),
    needs=(breaks_schema,),
)
def missing_parameter(request: Request, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every required parameter that is not given, at what lacks it."""
    for violation in facts.violations(request):
        if violation.kind != "missing":
            continue
        yield _issue(request, violation)


def _issue(request: Request, violation: Violation) -> Issue:
    place, name = request.place(violation.route), violation.expected
    if violation.beside:
        return issue(
            place,
            "{name} is missing; expected it where {other} is {value}",
            name=name,
            other=violation.beside,
            value=quoted(violation.value[violation.beside]),
            about=name,
        )
    above = [step for step in violation.route if isinstance(step, str)]
    if above:
        return issue(
            place,
            "{name} is missing; expected it in every {structure}",
            name=name,
            structure=above[-1],
            about=name,
        )
    if not violation.sure:
        return issue(
            place,
            "{name} is missing; expected it by the reference, though the SDK may leave it out",
            name=name,
            inferred=True,
            about=name,
        )
    return issue(
        place,
        "{name} is missing; expected it in every {operation} request",
        name=name,
        operation=request.operation,
        about=name,
    )
