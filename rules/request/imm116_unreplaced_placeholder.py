"""A value still holds a placeholder of a sample.

What it does: looks for text such as `<your-bucket>` and masked digits (`****`) in the values of a
request. Template syntax (`${name}`, `{{ name }}`, `{name}`, `%s`) is usually filled in by a later step:
that is information only. What IMM itself fills in, in the address of a result (`{dirname}`, `{barename}`,
`{autoext}`, `{tags.album}` ...), is a value.

Why: no project, bucket or role has such a name, so the request is refused or finds nothing.

How to fix: put the real value in its place.

Source: IMM, CreateDataset (names hold letters, digits, `-` and `_` only), TargetURI templates;
placeholders as in the samples of the documentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from immlint.finding import Severity
from immlint.precondition import current_api, has_gaps
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Request, Route, Text, holes

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
    Example(
        '{"ProjectName": "p", "SourceURI": "oss://b/a.doc", "TargetType": "pdf",'
        ' "TargetURI": "oss://docs/{tags.album}/{dirname}/{barename}.{autoext}"}\n',
        "CreateOfficeConversionTask.json",
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
#: What IMM fills in where a result is written.
_VARIABLE = re.compile(
    r"\{(?:tags\.[\w.-]+|bucket|object|dirname|barename|filename|ext|autoext|id|index|number)\}"
)
_RESULTS = ("TargetURI", "TargetURIPrefix", "Targets", "TargetGroups", "Output")
#: Placeholders of one value that are told one by one: whoever has more knows by these.
_MOST = 100
#: Parameters that hold free text, where such signs may be meant.
_FREE_TEXT = {"Query", "Content", "Description", "UserData", "Password", "Messages", "Value"}


@rule(
    on=Request,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(current_api,),
    needs=(has_gaps,),
    of_samples=False,
)
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
            filled_in = _VARIABLE if route[0] in _RESULTS else None
            for start, end in holes(value)[:_MOST]:
                if filled_in is not None and filled_in.fullmatch(value[start:end]):
                    continue
                if isinstance(value, Text) and value.is_computed and value.startswith("${", start):
                    continue  # computed by the code that sends it, not forgotten
                yield issue(
                    request.place(route, part=(start, end)),
                    "{text} is a placeholder; expected the real value",
                    text=quoted(value[start:end]),
                    severity=None if _is_of_sample(value[start:end]) else Severity.INFO,
                    inferred=not _is_of_sample(value[start:end]),
                )


def _is_of_sample(text: str) -> bool:
    """Tell whether a person is to replace *text*: no template engine fills in a mask, or a word in brackets."""
    return text[0] in "*xX" or (text[0] == "<" and text[1] != "%")
