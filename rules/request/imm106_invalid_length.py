"""A text is shorter or longer than documented.

What it does: counts the characters of a text, or its bytes in UTF-8 where the limit is in bytes
(`UserData`); of messages, those of the last one, the question. Of a text with parts that are filled in
later, what is surely there is counted. Names have a rule of their own, IMM104.

Why: the API answers with `Invalid{ParameterName}`.

How to fix: shorten the text; leave a parameter out instead of giving it empty.

Source: the page of the operation in the IMM API reference.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.catalog.filled import least_bytes, least_characters
from immlint.catalog.payload import Field, elements
from immlint.finding import Severity
from immlint.precondition import breaks_or_gives, current_api
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Request

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-createdataset"

VALID = (Example('{"ProjectName": "p", "DatasetName": "d", "Description": "相册"}\n', "CreateDataset.json"),)
INVALID = (
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "Description": ""}\n',
        "CreateDataset.json",
        finds=(("/Description", "Description has 0 characters; expected at least 1"),),
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "Description": "${owner}' + "x" * 257 + '"}\n',
        "CreateDataset.json",
        finds=(("/Description", "Description has 257 characters; expected at most 256"),),
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "UserData": "' + "相" * 700 + '"}\n',
        "CreateFigureClusteringTask.json",
        finds=(("/UserData", "UserData has 2100 bytes; expected at most 2048"),),
    ),
)


@rule(
    on=Request,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(current_api,),
    needs=(breaks_or_gives("longest_question"),),
)
def invalid_length(request: Request, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every text that is too short or too long."""
    for violation in facts.violations(request):
        name = str(violation.route[-1]) if violation.route else ""
        if violation.kind != "length" or name in ("ProjectName", "DatasetName"):
            continue
        in_bytes = violation.keyword == "maxBytes"
        least = violation.keyword == "minLength"
        yield issue(
            request.place(violation.route),
            _message(least, in_bytes),
            "leave it out instead" if least else "",
            name=name,
            count=(least_bytes if in_bytes else least_characters)(violation.value),
            limit=violation.expected,
        )
    for field in facts.fields(request):
        if field.row.limits.longest_question is not None:
            yield from _question(request, field, field.row.limits.longest_question)


def _question(request: Request, field: Field, most: int) -> Iterator[Issue]:
    """Yield an issue for a question, the last of the messages, that is too long."""
    for route, message in [*elements(field)][-1:]:
        text = message.get("Content") if isinstance(message, dict) else None
        if isinstance(text, str) and least_characters(text) > most:
            yield issue(
                request.place((*route, "Content")),
                _message(False, False),
                name="Content",
                count=least_characters(text),
                limit=most,
            )


def _message(least: bool, in_bytes: bool) -> str:
    if in_bytes:
        return (
            "{name} has {count} bytes; expected at least {limit}"
            if least
            else "{name} has {count} bytes; expected at most {limit}"
        )
    if least:
        return "{name} has {count} characters; expected at least {limit}"
    return "{name} has {count} characters; expected at most {limit}"
