"""A parameter has no effect.

What it does: reports parameters that the reference calls invalid (`WorkflowParameters`), and, as
information, quotas that it calls reserved and parameters that it calls deprecated.

Why: the request is accepted, but what is asked for does not happen.

How to fix: leave the parameter out.

Source: IMM, CreateDataset and UpdateDataset, parameter descriptions.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.catalog.limits import Effect
from immlint.catalog.payload import fields
from immlint.finding import Severity
from immlint.precondition import current_api
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import UNKNOWN, Request

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-createdataset"

VALID = (Example('{"ProjectName": "p", "DatasetName": "d"}\n', "CreateDataset.json"),)
INVALID = (
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "WorkflowParameters": []}\n',
        "CreateDataset.json",
        finds=(("/WorkflowParameters", "WorkflowParameters has no effect; expected it left out"),),
    ),
    Example(
        '{"ProjectName": "p", "DatasetMaxEntityCount": 5}\n',
        "UpdateProject.json",
        finds=(
            (
                "/DatasetMaxEntityCount",
                "DatasetMaxEntityCount is reserved and not enforced; expected it left out",
            ),
        ),
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "Query": "x", "NextToken": "t"}\n',
        "SemanticQuery.json",
        finds=(("/NextToken", "NextToken is deprecated; expected it left out"),),
    ),
)


@rule(on=Request, severity=Severity.WARNING, source=SOURCE, valid=VALID, invalid=INVALID, when=(current_api,))
def ineffective_parameter(request: Request, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every parameter without effect, at its key."""
    for field in fields(request, facts.catalog):
        place = request.place(field.route, key=True)
        if len(field.route) > 1 or field.value is UNKNOWN:
            continue
        effect = field.row.limits.effect
        if effect is Effect.NONE:
            yield issue(place, "{name} has no effect; expected it left out", name=field.row.name)
        elif effect is Effect.NOT_ENFORCED:
            yield issue(
                place,
                "{name} is reserved and not enforced; expected it left out",
                name=field.row.name,
                severity=Severity.INFO,
            )
        elif effect is Effect.DEPRECATED:
            yield issue(
                place,
                "{name} is deprecated; expected it left out",
                name=field.row.name,
                severity=Severity.INFO,
            )
