"""A value still holds a placeholder of a sample.

What it does: looks for text such as `<your-bucket>` and masked digits (`****`) in the values of a
request. Template syntax (`${name}`, `{{ name }}`, `{name}`, `%s`) is usually filled in by a later step:
that is information only.

Why: no project, bucket or role has such a name, so the request is refused or finds nothing.

How to fix: put the real value in its place.

Source: IMM, CreateDataset (names hold letters, digits, `-` and `_` only); placeholders as in the
samples of the documentation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from immlint.finding import Severity
from immlint.precondition import current_api
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Request, Route, Text, holes

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-createdataset"

VALID = (
    Example('{"Action": "GetProject", "ProjectName": "photos"}\n', "request.json"),
    Example(
        '{"Action": "DetectImageCodes", "ProjectName": "p", "SourceURI": "oss://b/%d0%b0.jpg"}\n',
        "request.json",
    ),
    Example(
        '{"Action": "FuzzyQuery", "ProjectName": "p", "DatasetName": "d", "Query": "a <b> c"}\n',
        "request.json",
    ),
)
INVALID = (
    Example(
        '{"Action": "GetProject", "ProjectName": "<your-project>"}\n',
        "request.json",
        finds=(("/ProjectName", '"<your-project>" is a placeholder; expected the real value'),),
    ),
    Example(
        '{"Action": "GetProject", "ProjectName": "${env}-photos"}\n',
        "request.json",
        finds=(("/ProjectName", '"${env}" is a placeholder; expected the real value'),),
    ),
    Example(
        '{"Action": "GetDataset", "ProjectName": "{env}-photos", "DatasetName": "d-%s"}\n',
        "request.json",
        finds=(
            ("/ProjectName", '"{env}" is a placeholder; expected the real value'),
            ("/DatasetName", '"%s" is a placeholder; expected the real value'),
        ),
    ),
)
#: Parameters that hold free text, where such signs may be meant.
_FREE_TEXT = {"Query", "Content", "Description", "UserData", "Password", "Messages", "Value"}


@rule(on=Request, severity=Severity.WARNING, source=SOURCE, valid=VALID, invalid=INVALID, when=(current_api,))
def unreplaced_placeholder(request: Request, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every placeholder in a value that is a name, an address or an id."""
    stack: list[tuple[Route, Any]] = [
        ((key,), value) for key, value in request.parameters.items() if key not in _FREE_TEXT
    ]
    while stack:
        route, value = stack.pop()
        if isinstance(value, dict):
            stack.extend(((*route, k), v) for k, v in value.items() if k not in _FREE_TEXT)
        elif isinstance(value, list):
            stack.extend(((*route, n), v) for n, v in enumerate(value))
        elif isinstance(value, str):
            for start, end in holes(value):
                if isinstance(value, Text) and value.is_computed and value.startswith("${", start):
                    continue  # computed by the code that sends it, not forgotten
                yield issue(
                    Place((*request.route, *route), part=(start, end)),
                    "{text} is a placeholder; expected the real value",
                    text=quoted(value[start:end]),
                    severity=None if value[start] in "<*" else Severity.INFO,
                    inferred=value[start] not in "<*",
                )
