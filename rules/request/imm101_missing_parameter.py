"""A required parameter is missing.

What it does: compares the request with the required parameters of its operation. Fields of nested
structures that only an SDK calls required are information.

Why: the API answers with `Missing{ParameterName}`; the SDKs check nothing before they send.

How to fix: add the parameter.

Source: the page of the operation in the IMM API reference.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import current_api
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Request

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-createdataset"

VALID = (
    Example('{"Action": "ListRegions", "AcceptLanguage": "en-US"}\n', "request.json"),
    Example('{"Action": "GetProject", "ProjectName": "p"}\n', "request.json"),
    Example('{"URI": "oss://b/a.jpg", "ProjectName": "p", "DatasetName": "d"}\n', "GetFileMeta.json"),
)
INVALID = (
    Example(
        '{"ProjectName": "p"}\n',
        "CreateDataset.json",
        finds=(("", "DatasetName is missing; expected it in every CreateDataset request"),),
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "File": {"URI": "oss://b/a.jpg"}}\n',
        "IndexFileMeta.json",
        finds=(("/File", "FileHash is missing; expected it by the SDK's description"),),
    ),
)


@rule(on=Request, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID, when=(current_api,))
def missing_parameter(request: Request, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every required parameter that is not given, at what lacks it."""
    for violation in facts.violations(request):
        if violation.kind != "missing":
            continue
        # A query of sub-queries names no field of its own; the SDK has one class for both.
        if violation.expected == "Field" and "SubQueries" in violation.value:
            continue
        place = request.place(violation.route)
        if violation.sure:
            yield issue(
                place,
                "{name} is missing; expected it in every {operation} request",
                name=violation.expected,
                operation=request.operation,
            )
        else:
            yield issue(
                place,
                "{name} is missing; expected it by the SDK's description",
                name=violation.expected,
                inferred=True,
            )
